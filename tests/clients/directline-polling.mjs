// directlinejs by polling: a whole complaint, then a second client that resumes by watermark.
// Usage: node directline-polling.mjs http://127.0.0.1:5080

import { Client, ConnectionStatus } from './directline.mjs';
import { CASE_NO, complain } from './resident.mjs';
import { equal, ok, run, until } from './tap.mjs';

const base = process.argv[2] ?? 'http://127.0.0.1:5080';

await run(async () => {
  const client = new Client(base, { webSocket: false, pollingInterval: 200, conversationStartProperties: { locale: 'zh-CN' } });
  await until(() => client.statuses.includes(ConnectionStatus.Online), 'the connection');
  ok(true, 'a conversation starts without a token on this machine');

  const heard = await complain(text => client.say(text));
  ok(client.botTexts().some(text => /AI/.test(text)), 'the bot says that it is an AI', client.botTexts());
  const caseNo = heard.map(text => CASE_NO.exec(text)?.[1]).find(Boolean);
  ok(caseNo, 'the complaint gets a case number', heard);
  ok(heard.some(text => /\d+月\d+日/.test(text)), 'and a date for the answer', heard);

  const progress = await client.say('我那件事怎么样了');
  ok(progress.some(text => text.includes(caseNo)), 'the progress is told', progress);
  ok((await client.say('谢谢')).length > 0, 'thanks are answered');

  const ids = client.received.map(a => a.id);
  equal(new Set(ids).size, ids.length, 'no activity came twice');
  equal([...ids].sort().join(), ids.join(), 'activities came in the order of their ids');
  ok(client.received.every((a, i, all) => i === 0 || a.timestamp >= all[i - 1].timestamp), 'times never go back');
  ok(client.received.every(a => !['conversationUpdate', 'trace', 'typing'].includes(a.type)), 'polling shows no membership, traces or typing');

  const seen = client.messages.length;
  const { conversationId, watermark } = client.line;
  client.end();
  const second = new Client(base, { webSocket: false, pollingInterval: 200, token: client.line.token, conversationId, watermark });
  const again = await second.say('人工');
  ok(again.length > 0, 'a resumed client goes on', again);
  ok(second.messages.length < seen, 'and gets only what is new');
  second.end();
});
