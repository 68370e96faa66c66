#!/usr/bin/env bash
# Measures StationBot beside an echo bot on Microsoft's Node SDK: same load, same machine, by turns, in one run.
# SECONDS_EACH=15 ROUNDS=2 CONNECTIONS=16 WARM_UP=25 bash scripts/bench.sh ; the numbers also go to artifacts/bench.json.
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

seconds_each="${SECONDS_EACH:-15}" rounds="${ROUNDS:-2}" connections="${CONNECTIONS:-16}" warm_up="${WARM_UP:-25}"
load="$repo/tests/load"

need_node
apt_install wrk || die '没有 wrk,测不了。 wrk is needed.'
build_program
if [[ ! "$load/echo-bot/node_modules/.package-lock.json" -nt "$load/echo-bot/package.json" ]]; then
  quietly npm --prefix "$load/echo-bot" install --no-package-lock --no-audit --no-fund --loglevel=error ||
    die '对照用的回声机器人装不上(没有网络?)。 The echo bot for comparison could not be installed (no network?).'
fi

work="$(mktemp -d)"
servers=()
trap '[[ ${#servers[@]} -eq 0 ]] || kill "${servers[@]}" 2>/dev/null; wait; rm -rf "$work"' EXIT

now_ms() { echo $((${EPOCHREALTIME/[.,]/} / 1000)); }
memory_mb() { awk -v key="$2:" '$1 == key { printf "%d", $2 / 1024 }' "/proc/$1/status"; }

# start NAME PORT COMMAND… : sets pid and ready_ms, the time from the call until /healthz/ready says 200.
start() {
  local name="$1" port="$2" begun
  shift 2
  begun="$(now_ms)"
  "$@" >"$work/$name.log" 2>&1 </dev/null &
  pid=$!
  servers+=("$pid")
  until http_ok "$port" /healthz/ready; do
    kill -0 "$pid" 2>/dev/null || { cat "$work/$name.log" >&2; die "$name 启动不了。 $name did not start."; }
    (($(now_ms) - begun < 60000)) || { tail -50 "$work/$name.log" >&2; die "$name 一分钟内没有就绪。 $name was not ready within a minute."; }
    sleep 0.02
  done
  ready_ms=$(($(now_ms) - begun))
}

stop() {
  kill "$1"
  wait "$1" 2>/dev/null || true
  unset 'servers[-1]'
}

# load_once NAME PORT SECONDS RUN : prints what turns.lua reports, as JSON.
load_once() {
  wrk -t1 -c"$connections" -d"$3s" --timeout 10s -s "$load/turns.lua" "http://127.0.0.1:$2" -- "$load/messages.txt" "$4" >"$work/wrk.txt" 2>&1 ||
    { cat "$work/wrk.txt" >&2; return 1; }
  sed -n 's/^RESULT //p' "$work/wrk.txt"
}

# sort_ms LINES : how long `stationbot sort` takes for that many messages, in milliseconds.
sort_ms() {
  local begun
  awk -v n="$1" '{ line[NR] = $0 } END { for (i = 0; i < n; i++) printf "{\"id\":\"m%d\",\"text\":\"%s\"}\n", i, line[i % NR + 1] }' \
    "$load/messages.txt" >"$work/sort.jsonl"
  begun="$(now_ms)"
  quietly dotnet "$program" sort --in "$work/sort.jsonl" --out "$work/sorted.jsonl" || return 1
  [[ "$(wc -l <"$work/sorted.jsonl")" -eq "$1" ]] || { warn 'sort 漏了消息。 sort lost messages.'; return 1; }
  echo $(($(now_ms) - begun))
}

station_port="$(free_port)"
serve=(dotnet "$program" serve --urls "http://127.0.0.1:$station_port" --data "$work/data")
start station-first "$station_port" "${serve[@]}"
first_ready_ms=$ready_ms
stop "$pid"
start station "$station_port" "${serve[@]}"
station=$pid station_ready_ms=$ready_ms
idle_mb="$(memory_mb "$station" VmRSS)"

echo_port="$(free_port)"
start echo "$echo_port" node "$load/echo-bot/index.js" "$echo_port"
echo_pid=$pid echo_ready_ms=$ready_ms

read -r busy _ </proc/loadavg
((${busy%.*} < $(nproc))) || warn "机器正忙(负载 $busy),数字会偏低。 The machine is busy (load $busy): the numbers will be worse than they are."
say "预热… $connections 个连接,每轮 $seconds_each 秒,$rounds 轮"
# Both compile what is hot while they run: what is measured is a service that has been up for a while.
load_once echo "$echo_port" "$warm_up" warm >/dev/null
load_once station "$station_port" "$warm_up" warm >/dev/null

: >"$work/rounds"
for ((round = 1; round <= rounds; round++)); do
  for bot in echo station; do
    port="${bot}_port"
    result="$(load_once "$bot" "${!port}" "$seconds_each" "r$round")"
    printf '{"bot":"%s","round":%d,%s\n' "$bot" "$round" "${result#\{}" >>"$work/rounds"
  done
done
station_mb="$(memory_mb "$station" VmRSS)" station_peak_mb="$(memory_mb "$station" VmHWM)" echo_mb="$(memory_mb "$echo_pid" VmRSS)"

one_ms="$(sort_ms 1)"
many_ms="$(sort_ms 10001)"
sort_rate=$((10000 * 1000 / (many_ms > one_ms ? many_ms - one_ms : 1)))

mkdir -p "$artifacts"
cat >"$work/facts.json" <<JSON
{"cores":$(nproc),"connections":$connections,"secondsEach":$seconds_each,
"firstStartMs":$first_ready_ms,"startMs":$station_ready_ms,"idleMb":$idle_mb,"residentMb":$station_mb,"peakMb":$station_peak_mb,
"echoStartMs":$echo_ready_ms,"echoMb":$echo_mb,"sortPerSecond":$sort_rate,"sortOneMs":$one_ms}
JSON
node "$load/report.mjs" "$work/facts.json" "$work/rounds" "$artifacts/bench.json"
