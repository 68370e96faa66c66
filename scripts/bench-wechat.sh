#!/usr/bin/env bash
# Measures WeChat's callback: safe-mode messages at a fixed rate while the model needs ten seconds for each answer.
# SECONDS_EACH=30 RATE=100 bash scripts/bench-wechat.sh
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_node
build_program
work="$(mktemp -d)"
pid=''
trap '[[ -z "$pid" ]] || kill "$pid" 2>/dev/null; wait; rm -rf "$work"' EXIT
port="$(free_port)" model_port="$(free_port)" api_port="$(free_port)"

export StationBot__Understanding__Provider=model StationBot__Understanding__Model=slow "StationBot__Understanding__Endpoint=http://127.0.0.1:$model_port/v1/" \
  StationBot__Understanding__ApiKey=x "StationBot__WeChat__ApiAddress=http://127.0.0.1:$api_port" \
  StationBot__WeChat__Accounts__0__Name=demo StationBot__WeChat__Accounts__0__AppId=wx5823bf96d3bd56c7 StationBot__WeChat__Accounts__0__AppSecret=secret \
  StationBot__WeChat__Accounts__0__Token=StationBot2025 StationBot__WeChat__Accounts__0__EncodingAesKey=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFA \
  StationBot__WeChat__Accounts__0__OriginalId=gh_3c884a361561
dotnet "$program" serve --urls "http://127.0.0.1:$port" --data "$work/data" >"$work/log" 2>&1 </dev/null &
pid=$!
until http_ok "$port" /healthz/ready; do
  kill -0 "$pid" 2>/dev/null || { cat "$work/log" >&2; die '联络站启动不了。 The station did not start.'; }
  sleep 0.1
done
node "$repo/tests/load/wechat.mjs" "http://127.0.0.1:$port" "${SECONDS_EACH:-30}" "${RATE:-100}" "$model_port" "$api_port" | sed -n 's/^RESULT //p'
