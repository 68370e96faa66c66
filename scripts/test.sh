#!/usr/bin/env bash
# Sets up what the tests need, builds once, runs every test and closes with 'N passed, N failed'.
# Arguments go to the test programs: bash scripts/test.sh --filter-class '*RouterTests'
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# A piece that cannot be had ends CI; at home the other tests still run.
without() {
  [[ -z "${CI:-}" ]] || die "$@"
  warn "$@"
}

find_chromium() {
  local name
  for name in chromium chromium-browser google-chrome; do
    # Ubuntu's chromium-browser may be a note that says "install the snap": only one that answers will do.
    if timeout 60 "$name" --version >/dev/null 2>&1; then
      CHROMIUM="$(command -v "$name")"
      export CHROMIUM
      return 0
    fi
  done
  return 1
}

set_up_browser() {
  apt_install fonts-noto-cjk || without '没有中文字体,网页截图里的汉字会是方块。 No Chinese fonts: screenshots will show boxes.'
  find_chromium && return
  if grep -qs '^ID=ubuntu' /etc/os-release; then
    say 'Ubuntu 的 Chromium 是 snap 包,改试 chromium-browser。 Ubuntu ships Chromium as a snap; trying chromium-browser.'
    apt_install chromium-browser || true
  else
    apt_install chromium || true
  fi
  find_chromium || without '没有 Chromium,网页测试会失败。Ubuntu 请执行: sudo snap install chromium
No Chromium, so the browser tests will fail. On Ubuntu: sudo snap install chromium'
}

set_up_postgres() {
  trap stop_postgres EXIT
  if start_postgres '-c fsync=off -c synchronous_commit=off -c full_page_writes=off'; then
    export STATIONBOT_TEST_POSTGRES="$postgres"
  else
    without '没有 PostgreSQL 或启动失败,它的存储测试跳过。 No PostgreSQL, or it did not start, so its store tests are skipped.'
  fi
}

set_up_clients() {
  local clients="$repo/tests/clients"
  [[ -f "$clients/package.json" ]] || return 0
  # npm leaves its own list inside node_modules: while that is younger than ours, all is there.
  local installed="$clients/node_modules/.package-lock.json"
  [[ "$installed" -nt "$clients/package.json" && ! "$clients/package-lock.json" -nt "$installed" ]] && return
  local command=install
  [[ ! -f "$clients/package-lock.json" ]] || command=ci
  quietly npm --prefix "$clients" "$command" --no-audit --no-fund --loglevel=error ||
    without '测试用的客户端装不上(没有网络?),用到它们的测试会失败。
The Node test clients could not be installed (no network?), so the tests that need them will fail.'
}

# run_tests PROJECT ARGUMENT… : runs one test program and adds up what its summary says.
run_tests() {
  local project="$1" log status=0 p f s
  shift
  log="$(mktemp)"
  say "== $project"
  dotnet "$artifacts/bin/$project/release/$project.dll" --no-ansi --progress off --timeout 15m "$@" </dev/null 2>&1 | tee "$log" || status=$?
  p="$(count succeeded "$log")" f="$(count failed "$log")" s="$(count skipped "$log")"
  rm -f "$log"
  # Exit code 8: no test ran, which is right only for a filter that chose none here.
  if [[ $status -eq 8 && $# -gt 0 ]]; then return; fi
  if [[ $status -ne 0 && $f -eq 0 ]]; then
    warn "$project ended with code $status and no failed test: it crashed, ran out of time or ran nothing."
    f=1
  fi
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
}

# The last 'succeeded: 12' of the summary; nothing there counts as 0.
count() { sed -n "s/^ *$1: *\([0-9][0-9]*\).*/\1/p" "$2" | tail -1 | grep . || echo 0; }

need_dotnet
need_node
set_up_browser
set_up_postgres
apt_install sqlite3 || without '没有 sqlite3,断电测试会失败。 No sqlite3, so the crash test will fail.'
set_up_clients
[[ ! -f "$repo/scripts/fetch-webchat.sh" ]] || bash "$repo/scripts/fetch-webchat.sh" || without '没有网页聊天组件,网页测试会失败。 No Web Chat bundle, so the page tests will fail.'

say '正在构建…'
cd "$repo"
quietly dotnet build StationBot.sln "${build_flags[@]}" || { echo '0 passed, 1 failed'; exit 1; }

passed=0 failed=0 skipped=0
for project in StationBot.Tests StationBot.Host.Tests; do
  run_tests "$project" "$@"
done

summary="$passed passed, $failed failed"
[[ $skipped -eq 0 ]] || summary+=", $skipped skipped"
echo "$summary"
[[ $failed -eq 0 && $passed -gt 0 ]]
