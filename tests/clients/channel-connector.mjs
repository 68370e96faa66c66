// Plays a Bot Framework channel: posts activities to /api/messages and takes the replies at its own Connector address.
// Usage: node channel-connector.mjs http://127.0.0.1:5080

import { createServer } from 'node:http';
import { CASE_NO, complain } from './resident.mjs';
import { equal, ok, run, until } from './tap.mjs';

const base = process.argv[2] ?? 'http://127.0.0.1:5080';
const stamp = Date.now();
let number = 0;

/** The channel's Connector API: keeps what the bot sends, and is too busy for the very first of it. */
class Channel {
  received = [];
  refusals = 1;

  async listen() {
    this.server = createServer((request, response) => {
      const chunks = [];
      request.on('data', chunk => chunks.push(chunk));
      request.on('end', () => {
        if (this.refusals > 0) {
          this.refusals -= 1;
          response.writeHead(429, { 'Retry-After': '1' }).end();
          return;
        }
        const activity = JSON.parse(Buffer.concat(chunks).toString('utf8'));
        this.received.push({ path: decodeURIComponent(request.url), activity });
        response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ id: `c-${this.received.length}` }));
      });
    });
    await new Promise(ready => this.server.listen(0, '127.0.0.1', ready));
    this.serviceUrl = `http://127.0.0.1:${this.server.address().port}/`;
  }

  activity(more) {
    number += 1;
    return {
      type: 'message', id: `m-${stamp}-${number}`, timestamp: new Date().toISOString(), channelId: 'test', serviceUrl: this.serviceUrl,
      from: { id: `user-${stamp}`, name: '居民' }, recipient: { id: 'bot' }, conversation: { id: `conv|${stamp}` }, locale: 'zh-CN', ...more
    };
  }
}

async function post(activity, { headers = { 'Content-Type': 'application/json' }, method = 'POST' } = {}) {
  const answer = await fetch(`${base}/api/messages`, {
    method, headers, ...(method === 'POST' && { body: typeof activity === 'string' ? activity : JSON.stringify(activity) })
  });
  const text = await answer.text();
  return { status: answer.status, allow: answer.headers.get('allow'), body: text ? JSON.parse(text) : null };
}

await run(async () => {
  const channel = new Channel();
  await channel.listen();

  const joined = channel.activity({ type: 'conversationUpdate', membersAdded: [{ id: 'bot' }, { id: `user-${stamp}` }], from: { id: `user-${stamp}` } });
  equal((await post(joined)).status, 200, 'a membership change is taken');
  await until(() => channel.received.length > 0, 'the greeting');
  ok(/AI/.test(channel.received[0].activity.text), 'who joined is greeted, by an AI that says so', channel.received[0]);
  ok(channel.refusals === 0, 'a channel that was busy was asked again');

  const heard = await complain(async text => {
    const message = channel.activity({ text, unknownField: { deep: ['kept', 1] } });
    const before = channel.received.length;
    equal((await post(message)).status, 200, `“${text}” is taken`);
    const mine = () => channel.received.slice(before).filter(r => r.activity.replyToId === message.id);
    await until(() => mine().length > 0, `replies to “${text}”`);
    // The outbox posts one after another; a pause of half a second is its end.
    for (let last = 0; last !== mine().length;) {
      last = mine().length;
      await new Promise(next => setTimeout(next, 500));
    }
    ok(mine().every(r => r.path === `/v3/conversations/conv|${stamp}/activities/${message.id}`), 'replies go to the conversation and message they answer', mine().map(r => r.path));
    ok(mine().every(r => r.activity.textFormat === 'plain' && r.activity.recipient.id === `user-${stamp}`), 'as plain text, to the user');
    return mine().map(r => r.activity.text);
  });
  const caseNo = heard.map(text => CASE_NO.exec(text)?.[1]).find(Boolean);
  ok(caseNo, 'the complaint gets a case number', heard);

  const ask = channel.activity({ text: '我那件事怎么样了', deliveryMode: 'expectReplies' });
  const sent = channel.received.length;
  const first = await post(ask);
  equal(first.status, 200, 'expectReplies answers 200');
  ok(first.body?.activities?.some(a => a.text.includes(caseNo) && a.replyToId === ask.id), 'with the replies in the body', first.body);
  const again = await post(ask);
  equal(JSON.stringify(again.body.activities.map(a => a.text)), JSON.stringify(first.body.activities.map(a => a.text)), 'the same message again gets the same answer');
  equal(channel.received.length, sent, 'and nothing is posted beside it');

  const burst = await Promise.all(Array.from({ length: 20 }, (_, i) => post(channel.activity({ text: `谢谢${i}`, deliveryMode: 'expectReplies' }))));
  ok(burst.every(b => b.status === 200 && Array.isArray(b.body.activities)), 'twenty messages at once are all answered', burst.map(b => b.status));

  equal((await post('{"type":')).status, 400, 'broken JSON: 400');
  equal((await post(channel.activity({ type: 7 }))).status, 400, 'a number for a type: 400');
  equal((await post(channel.activity({ conversation: undefined, text: 'x' }))).status, 400, 'no conversation: 400');
  equal((await post('x', { headers: { 'Content-Type': 'text/plain' } })).status, 415, 'plain text: 415');
  equal((await post(channel.activity({ text: '大'.repeat(400_000) }))).status, 413, 'more than a mebibyte: 413');
  const got = await post(null, { method: 'GET' });
  ok(got.status === 405 && got.allow === 'POST', 'GET: 405 that allows POST', got);
  equal((await post(channel.activity({ type: 'invoke', name: 'nobody/knows' }))).status, 501, 'an unknown invoke: 501');
  equal((await post(channel.activity({ type: 'somethingNew', deliveryMode: 'expectReplies' }))).body?.activities?.length, 0, 'an unknown type: taken, no reply');
  equal((await post(channel.activity({ text: '𠮷野家门口😀👨‍👩‍👧路灯坏了', deliveryMode: 'expectReplies', conversation: { id: `rare-${stamp}` } }))).status, 200, 'rare characters and emoji');
  equal((await post(channel.activity({ text: '路灯坏了。'.repeat(2000), deliveryMode: 'expectReplies', conversation: { id: `long-${stamp}` } }))).status, 200, 'ten thousand characters');
  channel.server.close();
});
