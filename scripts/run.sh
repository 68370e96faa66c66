#!/usr/bin/env bash
# Starts StationBot for a newcomer: sets up what is missing, builds, serves the demo district with SQLite in ./data.
# --demo-wechat[=http://127.0.0.1:5090] also starts a stand-in for WeChat with a page that looks like a resident's phone.
# Further arguments go to `stationbot serve`; --urls and --data replace the defaults. Ctrl-C stops everything.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# option NAME DEFAULT ARGUMENT… : the value that the arguments give it.
option() {
  local name="$1" value="$2"
  shift 2
  while [[ $# -gt 0 ]]; do
    case "$1" in
      "$name") value="${2:-}" ;;
      "$name"=*) value="${1#*=}" ;;
    esac
    shift
  done
  printf '%s' "$value"
}

# Prints the addresses once the server answers; gives up when the server is gone.
announce() {
  local server="$1" url="$2" port="$3"
  while kill -0 "$server" 2>/dev/null; do
    if http_ok "$port" /healthz/ready; then
      say "
StationBot 已就绪,按 Ctrl-C 停止:
  居民聊天页    $url/
  机器人接口    $url/api/messages
  Direct Line   $url/v3/directline
  健康检查      $url/healthz/ready
  运行指标      $url/metrics${wechat:+
  微信模拟页    $wechat/  (演示用,不连腾讯; WeChat demo page, a stand-in for Tencent)}
"
      return
    fi
    sleep 0.3
  done
}

# taken PORT OTHER : says which port to choose instead, and ends.
taken() {
  die "端口 $1 已被占用。请先停掉占用它的程序,或换一个端口: bash scripts/run.sh $2
Port $1 is in use. Stop the program that holds it, or choose another port as above."
}

port_of() {
  local port="${1##*:}"
  [[ "$port" =~ ^[0-9]+$ ]] || port=80
  printf '%s' "$port"
}

# Runs both until one ends or someone stops them. Neither replaces the shell, which must outlive both to stop them.
serve_with_wechat() {
  local line station server stopped='' status=0
  # Built here, in front: what runs in the background does not hear Ctrl-C.
  bash "$repo/scripts/fetch-webchat.sh"
  build_program
  build_platform
  while IFS= read -r line; do
    export "${line?}"
  done < <(dotnet "$platform" environment --urls "$wechat")
  dotnet "$platform" --urls "$wechat" --station "http://127.0.0.1:$port" >/dev/null &
  server=$!
  "$repo/scripts/stationbot" serve "$@" &
  station=$!
  trap 'stopped=yes; kill "$station" "$server" 2>/dev/null || true' INT TERM EXIT
  wait -n "$station" "$server" || status=$?
  kill "$station" "$server" 2>/dev/null || true
  wait "$station" "$server" 2>/dev/null || true
  trap - INT TERM EXIT
  [[ -n "$stopped" ]] || return "$status"
}

need_dotnet
need_node
[[ "${1:-}" != -- ]] || shift # some are used to setting options apart
wechat=''
for argument in "$@"; do
  shift
  case "$argument" in
    --demo-wechat) wechat=http://127.0.0.1:5090 ;;
    --demo-wechat=*) wechat="${argument#*=}" wechat="${wechat%/}" ;;
    *) set -- "$@" "$argument" ;;
  esac
done
urls="$(option --urls http://127.0.0.1:5080 "$@")"
data="$(option --data "$repo/data" "$@")"
url="${urls%%;*}"
url="${url%/}"
port="$(port_of "$url")"
! port_is_taken "$port" || taken "$port" '--urls http://127.0.0.1:5081'
[[ -z "$wechat" ]] || ! port_is_taken "$(port_of "$wechat")" || taken "$(port_of "$wechat")" '--demo-wechat=http://127.0.0.1:5091'

defaults=()
[[ " $* " == *' --urls'[\ =]* ]] || defaults+=(--urls "$urls")
[[ " $* " == *' --data'[\ =]* ]] || defaults+=(--data "$data")
say "准备启动,数据在 $data …"
announce $$ "$url" "$port" & # this process's number stays: it waits, or exec keeps it
if [[ -n "$wechat" ]]; then
  serve_with_wechat "${defaults[@]}" "$@"
  exit
fi
exec "$repo/scripts/stationbot" serve "${defaults[@]}" "$@"
