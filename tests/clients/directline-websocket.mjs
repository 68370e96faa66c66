// directlinejs by WebSocket: a whole complaint, a picture, a lost socket with nothing missed, and a burst.
// Usage: node directline-websocket.mjs http://127.0.0.1:5080

import { Client, ConnectionStatus } from './directline.mjs';
import { CASE_NO, complain } from './resident.mjs';
import { equal, ok, run, until } from './tap.mjs';

const base = process.argv[2] ?? 'http://127.0.0.1:5080';

async function call(path, token, body) {
  const answer = await fetch(`${base}/v3/directline${path}`, {
    method: 'POST', body, headers: { ...(token && { Authorization: `Bearer ${token}` }), ...(typeof body === 'string' && { 'Content-Type': 'application/json' }) }
  });
  return { status: answer.status, body: await answer.json() };
}

await run(async () => {
  const page = await (await fetch(`${base}/api/webchat/token`, { method: 'POST' })).json();
  const user = JSON.parse(Buffer.from(page.token.split('.')[1], 'base64url')).user;
  ok(user?.startsWith('dl_'), 'the page’s token is bound to a resident', user);

  const client = new Client(base, { token: page.token });
  await until(() => client.statuses.includes(ConnectionStatus.Online), 'the connection');
  await until(() => client.botTexts().length > 0, 'the greeting');
  ok(client.botTexts().some(text => /AI/.test(text)), 'the stream brings the greeting that the start led to');

  const heard = await complain(text => client.say(text));
  ok(heard.some(text => CASE_NO.test(text)), 'the complaint gets a case number', heard);
  ok(client.messages.filter(a => a.from.role === 'user').every(a => a.from.id === user), 'messages are from the token’s resident, whoever they claim to be');
  ok(client.messages.filter(a => a.from.role === 'user').every(a => a.channelData?.clientActivityID), 'echoes carry the client’s own id');

  // The picture that directlinejs would send from a browser: the activity as one part, the bytes as another.
  const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2000, 7)]);
  const form = new FormData();
  form.append('activity', new Blob([JSON.stringify({
    type: 'message', from: { id: user }, text: '照片', channelData: { clientActivityID: 'upload-1' }, attachments: [{ contentType: 'image/jpeg', name: '垃圾站.jpg' }]
  })], { type: 'application/vnd.microsoft.activity' }));
  form.append('file', new Blob([jpeg], { type: 'image/jpeg' }), '垃圾站.jpg');
  const upload = await call(`/conversations/${client.line.conversationId}/upload?userId=${user}`, client.line.token, form);
  equal(upload.status, 200, 'a picture is taken');
  const echo = await until(() => client.received.find(a => a.id === upload.body.id), 'the echo of the picture');
  equal(echo.channelData?.clientActivityID, 'upload-1', 'its echo carries the client’s own id');
  equal(echo.attachments?.[0]?.name, '垃圾站.jpg', 'and its Chinese name');
  const file = await fetch(echo.attachments[0].contentUrl);
  ok(Buffer.from(await file.arrayBuffer()).equals(jpeg), 'the bytes come back as they went');
  equal(file.headers.get('x-content-type-options'), 'nosniff', 'and browsers may not guess their type');

  // A socket that breaks without a word: the client comes back with its watermark and has missed nothing.
  const before = client.received.length;
  client.sockets.at(-1).terminate();
  const missed = await call(`/conversations/${client.line.conversationId}/activities`, client.line.token,
    JSON.stringify({ type: 'message', from: { id: user }, text: '谢谢', channelData: { clientActivityID: 'missed-1' } }));
  equal(missed.status, 200, 'a message is taken while the client is away');
  await until(() => client.received.some(a => a.id === missed.body.id), 'what was said meanwhile', { limit: 40_000 });
  ok(client.received.length > before && client.sockets.length === 2, 'after a lost socket the client gets what it missed, through a new one');
  const ids = client.received.filter(a => a.type !== 'typing').map(a => a.id);
  equal(new Set(ids).size, ids.length, 'and nothing twice');

  const burst = await Promise.all(Array.from({ length: 50 }, (_, i) => client.post(`第${i}句,谢谢`)));
  await until(() => burst.every(id => client.received.some(a => a.id === id)), 'fifty echoes', { limit: 30_000 });
  equal(new Set(burst).size, 50, 'fifty messages at once are fifty messages');
  const order = client.received.filter(a => a.type !== 'typing').map(a => a.id);
  equal([...order].sort().join(), order.join(), 'in the order of the log');
  client.end();
});
