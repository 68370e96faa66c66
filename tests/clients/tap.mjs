// Says what was checked, one line each, in the way of TAP; ends the process with 1 when something was wrong.

let count = 0;
let wrong = 0;

export function ok(condition, what, detail) {
  count += 1;
  wrong += condition ? 0 : 1;
  console.log(`${condition ? 'ok' : 'not ok'} ${count} - ${what}`);
  if (!condition && detail !== undefined) {
    console.log(`  ${typeof detail === 'string' ? detail : JSON.stringify(detail)}`);
  }
}

export const equal = (actual, expected, what) => ok(actual === expected, what, { actual, expected });

/** Runs a whole check under one time limit: a client that hangs has failed. */
export async function run(check, { limit = 120_000 } = {}) {
  const timer = setTimeout(() => finish(`not ready after ${limit / 1000} s`), limit);
  try {
    await check();
    finish();
  } catch (error) {
    finish(error.stack || String(error));
  } finally {
    clearTimeout(timer);
  }
}

function finish(error) {
  if (error) {
    ok(false, 'the check ran to its end', error);
  }
  console.log(`1..${count}`);
  console.log(`# ${count - wrong} passed, ${wrong} failed`);
  process.exit(wrong ? 1 : 0);
}

/** Waits until `look` gives something, and gives that. */
export async function until(look, what, { limit = 15_000, pause = 25 } = {}) {
  const end = Date.now() + limit;
  for (;;) {
    const found = await look();
    if (found) {
      return found;
    }
    if (Date.now() > end) {
      throw new Error(`waited ${limit} ms in vain for ${what}`);
    }
    await new Promise(next => setTimeout(next, pause));
  }
}
