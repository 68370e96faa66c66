// The resident page with the real Web Chat in a real Chromium, at a desk and on a small phone.
// Usage: node webchat-browser.mjs http://127.0.0.1:5080 [FOLDER-FOR-PICTURES]

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { CASE_NO, complain } from './resident.mjs';
import { equal, ok, run, until } from './tap.mjs';

const base = process.argv[2] ?? 'http://127.0.0.1:5080';
const pictures = process.argv[3] ?? join(process.cwd(), 'pictures');
mkdirSync(pictures, { recursive: true });

const bubbles = '.webchat__bubble:not(.webchat__bubble--from-user) .webchat__bubble__content';
const own = '.webchat__bubble--from-user .webchat__bubble__content';

/** One page of one device, and what went wrong in it. */
async function open(browser, device) {
  const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...device });
  const page = await context.newPage();
  const faults = [];
  const strangers = [];
  page.on('console', message => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', error => faults.push(String(error)));
  page.on('request', request => !/^(data|blob):/.test(request.url()) && !request.url().startsWith(base) && strangers.push(request.url()));
  await page.goto(base);
  await page.locator(bubbles).first().waitFor({ timeout: 30_000 });
  return { page, context, faults, strangers };
}

/** Types into the send box with the keyboard and gives what the bot answers. */
async function say(page, text) {
  const before = await page.locator(bubbles).count();
  const mine = await page.locator(own).count();
  await page.locator('[data-id=webchat-sendbox-input]').fill(text);
  await page.keyboard.press('Enter');
  await until(async () => await page.locator(own).count() > mine, 'my own message');
  await until(async () => await page.locator(bubbles).count() > before, `an answer to “${text}”`);
  await settle(page);
  return (await page.locator(bubbles).allInnerTexts()).slice(before);
}

/** Waits until the transcript has stopped growing: an answer may be several messages. */
async function settle(page) {
  let last = -1;
  await until(async () => {
    const count = await page.locator('.webchat__bubble').count();
    const still = count === last;
    last = count;
    return still;
  }, 'a quiet transcript', { pause: 300 });
}

const shoot = (page, name) => page.screenshot({ path: join(pictures, `${name}.png`) });

/** A small true picture, made by the browser itself. */
const picture = page => page.evaluate(async () => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#7a8f6a'; pen.fillRect(0, 0, 320, 240);
  pen.fillStyle = '#c9b458'; pen.fillRect(60, 90, 200, 110);
  return canvas.toDataURL('image/jpeg').split(',')[1];
});

async function desk(browser) {
  const { page, context, faults, strangers } = await open(browser, { viewport: { width: 1100, height: 800 } });
  equal(await page.locator('h1').innerText(), '人大代表联络站 · 家站', 'the title');
  ok((await page.locator('#ai-label').innerText()).includes('AI 助手，非真人'), 'the AI label is there all the time');
  ok(/区/.test(await page.locator('#place').innerText()), 'the page names its district');
  await shoot(page, 'desk-start');

  const heard = await complain(text => say(page, text));
  const caseNo = heard.map(text => CASE_NO.exec(text)?.[1]).find(Boolean);
  ok(caseNo, 'a complaint typed at the keyboard gets a case number', heard);
  await shoot(page, 'desk-submitted');
  ok((await say(page, '我那件事怎么样了')).some(text => text.includes(caseNo)), 'its progress is told in the same chat');

  const spoken = await page.locator(bubbles).count();
  await page.reload();
  await until(async () => await page.locator(bubbles).count() >= spoken, 'the old conversation after a reload', { limit: 30_000 });
  await settle(page);
  equal(await page.locator(bubbles).count(), spoken, 'after a reload the whole conversation is there again, nothing twice');

  const before = await page.locator('.webchat__bubble').count();
  await page.locator('input[type=file]').setInputFiles({ name: '垃圾站.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(await picture(page), 'base64') });
  await until(async () => await page.locator('.webchat__bubble').count() > before + 1, 'the picture and an answer to it', { limit: 30_000 });
  await until(() => page.evaluate(() => [...document.querySelectorAll('.webchat__bubble--from-user img')].some(i => i.naturalWidth > 0)), 'the picture on the page');
  ok(true, 'a picture goes up and is shown');

  const asked = await page.locator(bubbles).count();
  await page.locator('input[type=file]').setInputFiles({ name: '说明.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<html>no document at all</html>') });
  await until(async () => await page.locator(bubbles).count() > asked, 'a word about the file that is no picture');
  ok(/收不了/.test((await page.locator(bubbles).allInnerTexts()).at(-1)), 'a file that is not what it says is refused in plain words', await page.locator(bubbles).last().innerText());
  await shoot(page, 'desk-files');

  const answered = await page.locator(bubbles).count();
  await page.locator('#human').click();
  await until(async () => await page.locator(bubbles).count() > answered, 'an answer to the button 人工');
  ok((await page.locator(own).allInnerTexts()).at(-1).includes('人工'), 'the button 人工 asks for a human');

  page.once('dialog', dialog => dialog.accept());
  await page.locator('#fresh').click();
  await until(async () => await page.locator(own).count() === 0 && await page.locator(bubbles).count() > 0, 'a new conversation', { limit: 30_000 });
  ok(true, 'the button 新对话 begins anew');

  equal(faults.filter(f => !/net::ERR|Failed to load resource/.test(f)).join('\n'), '', 'no errors and no breach of the page’s own policy');
  equal(strangers.join(), '', 'nothing was asked of other origins');
  await context.close();
}

async function phone(browser) {
  const { page, context, faults } = await open(browser, { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
  await shoot(page, 'phone-start');
  equal(await page.evaluate(() => document.documentElement.scrollWidth), 360, 'a phone of 360 px needs no sideways scrolling');

  const small = await page.locator(bubbles).first().evaluate(e => parseFloat(getComputedStyle(e.querySelector('p, div') ?? e).fontSize));
  await page.locator('#large').tap();
  const large = await page.locator(bubbles).first().evaluate(e => parseFloat(getComputedStyle(e.querySelector('p, div') ?? e).fontSize));
  ok(large >= small * 1.2, 'the switch 大字 makes the chat’s letters larger', { small, large });
  equal(await page.locator('#large').getAttribute('aria-pressed'), 'true', 'and says so to screen readers');
  equal(await page.evaluate(() => document.documentElement.scrollWidth), 360, 'large letters fit as well');
  await page.reload();
  await page.locator(bubbles).first().waitFor();
  equal(await page.locator('#large').getAttribute('aria-pressed'), 'true', 'the choice is remembered');
  await shoot(page, 'phone-large');
  await page.locator('#large').tap();

  const heard = await complain(async text => {
    const button = page.locator('.webchat__suggested-actions button', { hasText: new RegExp(`^${text}`) });
    if (await button.count()) {
      const before = await page.locator(bubbles).count();
      await button.first().tap();
      await until(async () => await page.locator(bubbles).count() > before, 'an answer to a button');
      await settle(page);
      ok(true, `the suggested answer “${text}” was tapped`);
      return (await page.locator(bubbles).allInnerTexts()).slice(before);
    }
    const replies = await say(page, text);
    if (await page.locator('.webchat__suggested-actions button').count()) {
      await shoot(page, 'phone-confirm');
    }
    return replies;
  });
  ok(heard.some(text => CASE_NO.test(text)), 'a complaint on the phone gets a case number', heard);
  await shoot(page, 'phone-submitted');
  equal(faults.filter(f => !/net::ERR|Failed to load resource/.test(f)).join('\n'), '', 'no errors on the phone');
  await context.close();
}

/** With the keyboard alone, from the address bar on. */
async function keyboard(browser) {
  const { page, context } = await open(browser, { viewport: { width: 900, height: 700 } });
  const seen = [];
  for (let i = 0; i < 25; i += 1) {
    await page.keyboard.press('Tab');
    seen.push(await page.evaluate(() => {
      const e = document.activeElement;
      return [e.id || e.className || e.tagName, e.getAttribute('aria-label') || e.innerText || e.title || e.getAttribute('placeholder') || '', getComputedStyle(e).outlineStyle].join('|');
    }));
    if (seen.at(-1).includes('send-box-text-box')) {
      break;
    }
  }
  ok(seen[0].includes('跳到对话'), 'the first stop is a way to the chat', seen);
  for (const id of ['large', 'fresh', 'human']) {
    ok(seen.some(s => s.startsWith(`${id}|`)), `Tab reaches ${id}`, seen);
  }
  ok(seen.at(-1).includes('send-box-text-box'), 'Tab reaches the send box', seen);
  ok(seen.filter(s => /^(large|fresh|human)\|/.test(s)).every(s => !s.endsWith('|none')), 'what has the focus shows it', seen);
  equal(await page.evaluate(() => [...document.querySelectorAll('button, a[href], input, textarea')]
    .filter(e => e.offsetParent && !(e.innerText.trim() || e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') || e.title || e.getAttribute('placeholder') || e.getAttribute('aria-hidden') === 'true' || e.tabIndex < 0))
    .map(e => e.outerHTML.slice(0, 120)).join('\n')), '', 'every control has a name');
  await context.close();
}

/** What residents see when something is missing: a sentence and a way on, never an empty page. */
async function trouble(browser) {
  for (const [pattern, expected] of [['**/lib/**', '没有装好'], ['**/api/webchat/token', '连不上']]) {
    const context = await browser.newContext({ locale: 'zh-CN' });
    const page = await context.newPage();
    await page.route(pattern, route => route.abort());
    await page.goto(base);
    await until(async () => (await page.locator('#notice-text').innerText()).includes(expected), `a word about ${pattern}`);
    ok(await page.locator('#again').isVisible(), `without ${pattern} the page says so and offers another try`);
    if (pattern.includes('token')) {
      await page.unroute(pattern);
      await page.locator('#again').click();
      await page.locator(bubbles).first().waitFor({ timeout: 30_000 });
      ok(true, 'and goes on once the server is there again');
    }
    await context.close();
  }
}

/** A message that does not get through says so, and goes out at a tap once the server is there again. */
async function resend(browser) {
  const { page, context } = await open(browser, { viewport: { width: 360, height: 640 } });
  const posted = '**/v3/directline/conversations/*/activities';
  await page.route(posted, route => route.request().method() === 'POST' ? route.abort() : route.continue());
  await page.locator('[data-id=webchat-sendbox-input]').fill('书香里小区的路灯坏了');
  await page.keyboard.press('Enter');
  const again = page.getByRole('button', { name: '再发一次' });
  await again.waitFor({ timeout: 60_000 });
  ok((await page.locator('body').innerText()).includes('没有发出去'), 'a message that did not go out says so', await page.locator('body').innerText());
  await shoot(page, 'phone-not-sent');
  await page.unroute(posted);
  const before = await page.locator(bubbles).count();
  await again.click();
  await until(async () => await page.locator(bubbles).count() > before, 'an answer to the message sent again', { limit: 30_000 });
  ok(true, 'and goes out at a tap');
  await context.close();
}

await run(async () => {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
  });
  try {
    await desk(browser);
    await phone(browser);
    await keyboard(browser);
    await trouble(browser);
    await resend(browser);
  } finally {
    await browser.close();
  }
}, { limit: 180_000 });
