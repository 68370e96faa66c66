# shellcheck shell=bash
# Sourced by the scripts beside it: where things are, what must be there, how to say what is missing.
# People who read these messages run a station, so Chinese comes first.
set -euo pipefail

repo="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# ARTIFACTS=DIR builds elsewhere, so that two builds of one checkout do not meet.
artifacts="${ARTIFACTS:-$repo/artifacts}"
program="$artifacts/program/stationbot.dll"
# Build servers would outlive the script and hold CI's output open.
build_flags=(-c Release --artifacts-path "$artifacts" --disable-build-servers --nologo -v quiet '-clp:NoSummary;ErrorsOnly')
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# glibc keeps a heap for every thread that ever asked for memory; two, trimmed, hold 15 to 20 MB less (docs/bench.md).
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}" MALLOC_TRIM_THRESHOLD_="${MALLOC_TRIM_THRESHOLD_:-65536}"

if [[ -t 2 && -z "${NO_COLOR:-}" ]]; then
  red=$'\e[31m' green=$'\e[32m' plain=$'\e[0m'
else
  red='' green='' plain=''
fi

say() { printf '%s%s%s\n' "$green" "$*" "$plain" >&2; }
warn() { printf '%s%s%s\n' "$red" "$*" "$plain" >&2; }
die() { warn "$@"; exit 1; }

need_dotnet() {
  command -v dotnet >/dev/null || die "缺少 .NET 10 SDK。请先安装 .NET 10 SDK,再运行一次。
.NET 10 SDK is missing. Install it (package dotnet-sdk-10.0), then run this again."
  # global.json decides which SDK will do; the host says no from inside the repository only.
  (cd "$repo" && dotnet --version >/dev/null 2>&1) || die "需要 .NET SDK $(sdk_wanted) 或同一大版本里更新的。现在装的是:
The .NET SDK $(sdk_wanted) or a newer 10.0 is needed. Installed are:
$(dotnet --list-sdks 2>/dev/null)"
}

sdk_wanted() { sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' "$repo/global.json"; }

need_node() {
  local version
  version="$(node --version 2>/dev/null || true)"
  [[ "$version" =~ ^v([0-9]+) && "${BASH_REMATCH[1]}" -ge 20 ]] || die "需要 Node.js 20 或更新的版本(现在:${version:-没有安装})。装好后再运行一次。
Node.js 20 or newer is needed (found: ${version:-none}). Install it, then run this again."
  command -v npm >/dev/null || die "缺少 npm(它和 Node.js 一起装)。装好后再运行一次。
npm is missing (it comes with Node.js). Install it, then run this again."
}

# apt_install PACKAGE… : installs what is missing; false when that cannot be done.
apt_install() {
  local package missing=() as_root=()
  for package in "$@"; do
    dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  [[ ${#missing[@]} -gt 0 ]] || return 0
  if ! command -v apt-get >/dev/null; then
    warn "请用系统的软件管理器安装: ${missing[*]}
This is neither Debian nor Ubuntu: install these yourself: ${missing[*]}"
    return 1
  fi
  if [[ $EUID -ne 0 ]]; then
    command -v sudo >/dev/null || { warn "需要管理员权限安装: ${missing[*]}
Root rights are needed to install: ${missing[*]}"; return 1; }
    as_root=(sudo)
    [[ -t 0 ]] || as_root=(sudo -n) # nobody there to type a password
  fi
  say "正在安装 ${missing[*]} …"
  if [[ -z "${apt_updated:-}" ]]; then
    "${as_root[@]}" apt-get -qq -o DPkg::Lock::Timeout=300 update </dev/null >&2 || true # an old list may do
    apt_updated=yes
  fi
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends \
    -o DPkg::Lock::Timeout=300 install "${missing[@]}" </dev/null >&2
}

# start_postgres OPTIONS : a cluster of our own, on a socket only: nobody's port, nobody's data. Sets postgres to its
# connection string; false when there is none to be had. Whoever starts it stops it.
start_postgres() {
  local bin
  bin="$(postgres_bin)"
  [[ -n "$bin" ]] || { apt_install postgresql || true; bin="$(postgres_bin)"; }
  [[ -n "$bin" ]] || return 1
  postgres_dir="$(mktemp -d /tmp/stationbot-pg.XXXXXX)"
  as_postgres=()
  if [[ $EUID -eq 0 ]]; then # the server refuses to run as root
    chown postgres: "$postgres_dir"
    as_postgres=(runuser -u postgres --)
  fi
  postgres_ctl="$bin/pg_ctl"
  # In a folder that the other user may enter.
  if (
    cd "$postgres_dir" &&
      quietly "${as_postgres[@]}" "$bin/initdb" -D "$postgres_dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync &&
      quietly "${as_postgres[@]}" "$postgres_ctl" -D "$postgres_dir/data" -l "$postgres_dir/log" -w start -o \
        "-c listen_addresses='' -c unix_socket_directories='$postgres_dir' -c max_connections=200 ${1:-}"
  ); then
    postgres="Host=$postgres_dir;Username=postgres;Database=postgres"
  else
    [[ ! -f "$postgres_dir/log" ]] || cat "$postgres_dir/log" >&2
    return 1
  fi
}

postgres_bin() { find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1; }

stop_postgres() {
  [[ -n "${postgres_dir:-}" ]] || return 0
  (cd / && "${as_postgres[@]}" "$postgres_ctl" -D "$postgres_dir/data" -m immediate stop >/dev/null 2>&1) || true
  rm -rf "$postgres_dir"
}

# quietly COMMAND… : shows what it wrote only when it fails.
quietly() {
  local log status=0
  log="$(mktemp)"
  "$@" </dev/null >"$log" 2>&1 || status=$?
  [[ $status -eq 0 ]] || cat "$log" >&2
  rm -f "$log"
  return "$status"
}

# The stamp bears the time at which the last good build began. The program itself cannot tell: a change in one room
# leaves the other rooms' files as they were.
program_is_current() {
  local stamp="$artifacts/.built"
  [[ -f "$program" && -f "$stamp" ]] || return 1
  local sources=("$repo/src" "$repo"/Directory.*.props "$repo/global.json" "$repo/.editorconfig" "$repo/BannedSymbols.txt")
  [[ ! -d "$repo/dialogs" ]] || sources+=("$repo/dialogs")
  [[ ! -d "$repo/prompts" ]] || sources+=("$repo/prompts")
  # Folders count, so that a removed file is seen as well.
  [[ -z "$(find "${sources[@]}" -newer "$stamp" -print -quit)" ]]
}

build_program() {
  need_dotnet
  mkdir -p "$artifacts"
  # One build at a time: two verbs started together must not write the same files.
  (
    flock 9
    program_is_current && exit 0
    [[ ! -t 2 ]] || say '正在构建(第一次需要一两分钟)…'
    touch "$artifacts/.building"
    rm -rf "$artifacts/program"
    # Compiled ahead of time, the program is ready in two thirds of the time.
    quietly dotnet publish "$repo/src/StationBot.Host" "${build_flags[@]}" --use-current-runtime --self-contained false \
      -p:PublishReadyToRun=true -o "$artifacts/program" 9>&- || exit 1
    mv "$artifacts/.building" "$artifacts/.built"
  ) 9>"$artifacts/.lock" || die '构建失败,原因见上。 The build failed; the reason is above.'
}

# The stand-in for Tencent that tests use; run.sh --demo-wechat shows it to people.
platform="$artifacts/bin/StationBot.Platform/release/platform.dll"
build_platform() {
  mkdir -p "$artifacts"
  (
    flock 9
    quietly dotnet build "$repo/tests/StationBot.Platform" "${build_flags[@]}" 9>&-
  ) 9>"$artifacts/.lock" || die '模拟器构建失败,原因见上。 The simulator did not build; the reason is above.'
}

# port_is_taken PORT
port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() { node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }

# http_ok PORT PATH : true when GET answers 200. Needs no curl.
http_ok() (
  exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
  printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' "$2" >&3
  read -r -t 5 line <&3
  [[ "$line" == *' 200 '* ]]
) 2>/dev/null
