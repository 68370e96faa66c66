#!/usr/bin/env bash
# Measures the handling loop on a big store: list pages and actions over HTTP, the scans by the clock, memory.
# CASES=1000000 PROVIDERS="sqlite postgres" bash scripts/bench-loop.sh ; a million cases take about 15 GB of disk and several minutes each.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cases="${CASES:-1000000}" providers="${PROVIDERS:-sqlite postgres}" port="${PORT:-5097}"
build_program
quietly dotnet build "$repo/tests/StationBot.Benchmarks" "${build_flags[@]}" || die '测速程序构建失败。 The benchmark did not build.'
bench="$artifacts/bin/StationBot.Benchmarks/release/StationBot.Benchmarks.dll"

# One caller asks as fast as it can; a token's limit would measure the limit.
export StationBot__Api__RequestsPerMinute=1000000
work="$(mktemp -d)"
server=''
trap '[[ -z "$server" ]] || kill "$server" 2>/dev/null; wait; stop_postgres; rm -rf "$work"' EXIT

memory_mb() { awk -v key="$2:" '$1 == key { printf "%d", $2 / 1024 }' "/proc/$1/status"; }

serve() {
  dotnet "$program" serve --urls "http://127.0.0.1:$port" --data "$work/data" >"$work/server.log" 2>&1 </dev/null &
  server=$!
  until http_ok "$port" /healthz/ready; do
    kill -0 "$server" 2>/dev/null || { cat "$work/server.log" >&2; die '服务没有启动。 The server did not start.'; }
    sleep 0.2
  done
}

halt() {
  kill "$server"
  wait "$server" 2>/dev/null || true
  server=''
}

for provider in $providers; do
  rm -rf "$work/data"
  export StationBot__Store__DataFolder="$work/data"
  if [[ "$provider" == postgres ]]; then
    start_postgres '-c shared_buffers=1GB -c max_wal_size=8GB' || die '没有 PostgreSQL,测不了。 PostgreSQL is needed.'
    export StationBot__Store__Provider=Postgres StationBot__Store__ConnectionString="$postgres"
  else
    unset StationBot__Store__Provider StationBot__Store__ConnectionString
  fi
  serve && halt # sets the store up, with the demo district
  say "== $provider"
  dotnet "$bench" loop fill "$cases"
  staff="$(dotnet "$program" token create --role staff --for bench --data "$work/data" | tail -1)"
  desk="$(dotnet "$program" token create --role department --for bench --unit urban --data "$work/data" | tail -1)"
  serve
  before="$(memory_mb "$server" VmRSS)"
  dotnet "$bench" loop measure "http://127.0.0.1:$port" "$staff" "$desk"
  echo "server memory: $before MB before, $(memory_mb "$server" VmRSS) MB after, peak $(memory_mb "$server" VmHWM) MB"
  halt
  dotnet "$bench" loop scan
done
