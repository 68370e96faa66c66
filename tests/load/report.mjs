// Turns what scripts/bench.sh measured into a table and a JSON file; exits 1 when an answer was wrong or missing.
// Usage: node report.mjs FACTS.json ROUNDS.jsonl OUT.json
import { readFileSync, writeFileSync } from 'node:fs';

const [factsFile, roundsFile, out] = process.argv.slice(2);
const facts = JSON.parse(readFileSync(factsFile, 'utf8'));
const rounds = readFileSync(roundsFile, 'utf8').trim().split('\n').map((line) => JSON.parse(line));

const of = (bot) => rounds.filter((r) => r.bot === bot);
const mean = (bot, key) => of(bot).reduce((sum, r) => sum + r[key], 0) / of(bot).length;
const worst = (bot, key) => Math.max(...of(bot).map((r) => r[key]));

const row = (...cells) => console.log(`| ${cells.map((c, i) => (i < 2 ? String(c).padEnd(i ? 5 : 8) : String(c).padStart(9))).join(' | ')} |`);
row('bot', 'round', 'turns/s', 'p50 ms', 'p99 ms', 'max ms', 'cases', 'non-2xx', 'sockets');
row(...['-'.repeat(8), '-'.repeat(5), ...Array(7).fill('-'.repeat(9))]);
for (const r of rounds) row(r.bot, r.round, r.turnsPerSecond, r.p50ms, r.p99ms, r.maxms, r.casesOpened, r.non2xx, r.socketErrors);

const goals = [
  ['turns/s, station ÷ echo', mean('station', 'turnsPerSecond') / mean('echo', 'turnsPerSecond'), (v) => v >= 1, '≥ 1'],
  ['p99, ms (worst round)', worst('station', 'p99ms'), (v) => v < 50, '< 50'],
  ['start to ready, ms', facts.startMs, (v) => v < 3000, '< 3000'],
  ['first start (empty data folder), ms', facts.firstStartMs, (v) => v < 3000, '< 3000'],
  ['resident memory after load, MB', facts.residentMb, (v) => v < 300, '< 300'],
  ['peak resident memory, MB', facts.peakMb, (v) => v < 300, '< 300'],
];
console.log(`\n${facts.cores} cores, ${facts.connections} connections, ${facts.secondsEach} s a round; the load generator runs on the same cores`);
for (const [what, value, reached, goal] of goals) console.log(`${reached(value) ? 'reached    ' : 'NOT reached'} ${what}: ${Number(value.toFixed(2))} (goal ${goal})`);
console.log(`echo bot: ready in ${facts.echoStartMs} ms, ${facts.echoMb} MB resident`);
console.log(`sort: ${facts.sortPerSecond} messages/s; one message, start included: ${facts.sortOneMs} ms`);

writeFileSync(out, `${JSON.stringify({ ...facts, rounds }, null, 2)}\n`);

const wrong = rounds.filter((r) => r.non2xx + r.socketErrors > 0);
if (of('station').some((r) => r.casesOpened === 0)) wrong.push('station opened no case');
if (wrong.length > 0) {
  console.error('Errors under load:', wrong);
  process.exit(1);
}
