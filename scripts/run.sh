#!/usr/bin/env bash
# Starts StationBot for a newcomer: sets up what is missing, builds, serves the demo district with SQLite in ./data.
# Further arguments go to `stationbot serve`; --urls and --data replace the defaults. Ctrl-C stops it.
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
  运行指标      $url/metrics
"
      return
    fi
    sleep 0.3
  done
}

need_dotnet
need_node
[[ "${1:-}" != -- ]] || shift # some are used to setting options apart
urls="$(option --urls http://127.0.0.1:5080 "$@")"
data="$(option --data "$repo/data" "$@")"
url="${urls%%;*}"
url="${url%/}"
port="${url##*:}"
[[ "$port" =~ ^[0-9]+$ ]] || port=80
if port_is_taken "$port"; then
  die "端口 $port 已被占用。请先停掉占用它的程序,或换一个端口: bash scripts/run.sh --urls http://127.0.0.1:5081
Port $port is in use. Stop the program that holds it, or choose another port as above."
fi

defaults=()
[[ " $* " == *' --urls'[\ =]* ]] || defaults+=(--urls "$urls")
[[ " $* " == *' --data'[\ =]* ]] || defaults+=(--data "$data")
say "准备启动,数据在 $data …"
announce $$ "$url" "$port" & # exec keeps this process's number
exec "$repo/scripts/stationbot" serve "${defaults[@]}" "$@"
