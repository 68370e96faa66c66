#!/usr/bin/env bash
# The crash test: kill -9 at random moments while messages pour in. Arguments go to kill9.mjs (--kills, --residents, --seed).
# shellcheck source-path=SCRIPTDIR source=../../scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../../scripts/lib.sh"

need_node
apt_install sqlite3 || die '没有 sqlite3,查不了数据库。 sqlite3 is needed to read the store.'
build_program
exec node "$repo/tests/load/kill9.mjs" --program "$program" "$@"
