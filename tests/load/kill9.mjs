// Kills stationbot at random moments while residents write to it, starts it again each time, and then reads the store:
// every acknowledged message must be there once, with one set of answers, and every conversation must go on.
// Usage: node kill9.mjs --program stationbot.dll [--kills 15] [--residents 12] [--seed N]
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { DirectLineResident, ExpectRepliesResident } from './residents.mjs';
import { examine } from './examine.mjs';

const { values: options } = parseArgs({
  options: {
    program: { type: 'string' },
    kills: { type: 'string', default: '15' },
    residents: { type: 'string', default: '12' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    keep: { type: 'boolean', default: false },
  },
});
const kills = Math.min(Number(options.kills), 100);
const giveUp = Date.now() + (60 + kills * 15) * 1000;
const random = mulberry32(Number(options.seed));
const folder = mkdtempSync(path.join(tmpdir(), 'stationbot-kill9-'));
const data = path.join(folder, 'data');
const log = openSync(path.join(folder, 'server.log'), 'a');
const base = `http://127.0.0.1:${await freePort()}`;
console.log(`seed ${options.seed}, ${kills} kills, ${options.residents} residents, ${folder}`);

let server;
async function start() {
  const program = spawn('dotnet', [options.program, 'serve', '--urls', base, '--data', data], { stdio: ['ignore', log, log] });
  const gone = new Promise((resolve) => { program.once('exit', resolve); });
  server = { program, gone };
  const begun = Date.now();
  for (;;) {
    if (program.exitCode !== null) throw new Error(`The server ended with ${program.exitCode} instead of starting.`);
    if (Date.now() - begun > 60_000) throw new Error('The server was not ready within a minute.');
    const ready = await fetch(`${base}/healthz/ready`).catch(() => null);
    if (ready?.ok) return Date.now() - begun;
    await delay(30);
  }
}

async function stop(signal) {
  server.program.kill(signal);
  await server.gone;
}

let failed = true;
try {
  await start();
  const firsts = readFileSync(new URL('./messages.txt', import.meta.url), 'utf8').trim().split('\n');
  const residents = Array.from({ length: Number(options.residents) }, (_, n) => {
    const Kind = n % 2 === 0 ? ExpectRepliesResident : DirectLineResident;
    return new Kind({ base, number: n, first: firsts[n % firsts.length], random: mulberry32(Number(options.seed) + n + 1), giveUp });
  });
  let pouring = true;
  const talks = residents.map((resident) => resident.talk(() => pouring));
  const troubles = Promise.all(talks); // a resident that finds something wrong ends the test at once

  const starts = [];
  for (let kill = 0; kill < kills; kill++) {
    await Promise.race([delay(100 + random() * 1500), troubles]);
    await stop('SIGKILL');
    starts.push(await start());
  }
  pouring = false;
  await troubles;
  for (const resident of residents) await resident.goOn();
  for (const resident of residents) await resident.compareTranscript();

  const before = Date.now();
  await stop('SIGTERM');
  console.log(`restarts ready in ${Math.min(...starts)}–${Math.max(...starts)} ms; clean stop took ${Date.now() - before} ms`);

  const problems = examine(query, residents);
  const sum = (key) => residents.reduce((total, resident) => total + resident[key], 0);
  console.log(`${sum('acknowledged')} messages acknowledged, ${sum('retries')} sent again after a crash, ${sum('repeats')} repeated on purpose`);
  for (const problem of problems) console.error(`not ok - ${problem}`);
  failed = problems.length > 0;
} catch (error) {
  console.error('not ok -', error);
} finally {
  if (server?.program.exitCode === null) server.program.kill('SIGKILL');
  await server?.gone;
}
if (!failed && !options.keep) rmSync(folder, { recursive: true });
console.log(failed ? `FAILED; seed ${options.seed}, everything is kept in ${folder}` : 'ok - nothing lost, nothing doubled, every conversation went on');
process.exit(failed ? 1 : 0);

function query(sql) {
  const text = execFileSync('sqlite3', ['-json', path.join(data, 'stationbot.db'), sql], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return text.trim() === '' ? [] : JSON.parse(text);
}

function freePort() {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

// A small seeded generator: the moments of the kills and the repeats come back with the same seed.
function mulberry32(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
