// Plays the platform: signed and encrypted messages at a fixed rate, whatever the answers take, beside a model that needs ten seconds.
// node wechat.mjs STATION_URL SECONDS RATE MODEL_PORT API_PORT ; prints RESULT {json}. wechat.md §3, §8.
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';

const [station, seconds, rate, modelPort, apiPort] = [process.argv[2], +process.argv[3], +process.argv[4], +process.argv[5], +process.argv[6]];
const token = 'StationBot2025', appId = 'wx5823bf96d3bd56c7', account = 'gh_3c884a361561';
const key = Buffer.from('abcdefghijklmnopqrstuvwxyz0123456789ABCDEFA=', 'base64');
const texts = readFileSync(new URL('./messages.txt', import.meta.url), 'utf8').split('\n').filter(Boolean);
const sha1 = (...parts) => createHash('sha1').update(parts.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).join('')).digest('hex');

let modelCalls = 0;
http.createServer((request, response) => {
  modelCalls++;
  request.resume();
  setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'), 10_000);
}).listen(modelPort);

const sent = new Map();
http.createServer((request, response) => {
  let body = '';
  request.on('data', part => (body += part));
  request.on('end', () => {
    if (request.url.startsWith('/cgi-bin/message/custom/send')) {
      sent.set(JSON.parse(body).touser, true);
    }
    response.writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify(request.url.startsWith('/cgi-bin/stable_token') ? { access_token: 'T', expires_in: 7200 } : { errcode: 0, errmsg: 'ok' }));
  });
}).listen(apiPort);

function envelope(text, openId, id) {
  const xml = Buffer.from(`<xml><ToUserName><![CDATA[${account}]]></ToUserName><FromUserName><![CDATA[${openId}]]></FromUserName><CreateTime>${Math.floor(Date.now() / 1000)}</CreateTime>`
    + `<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${text}]]></Content><MsgId>${id}</MsgId></xml>`);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(xml.length);
  const plain = Buffer.concat([randomBytes(16), length, xml, Buffer.from(appId)]);
  const pad = 32 - (plain.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const encrypt = Buffer.concat([cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])), cipher.final()]).toString('base64');
  const [timestamp, nonce] = [String(Math.floor(Date.now() / 1000)), String(Math.floor(Math.random() * 1e9))];
  return {
    query: `signature=${sha1(token, timestamp, nonce)}&timestamp=${timestamp}&nonce=${nonce}&encrypt_type=aes&msg_signature=${sha1(token, timestamp, nonce, encrypt)}`,
    body: `<xml><ToUserName><![CDATA[${account}]]></ToUserName><Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`,
  };
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 512 });
const took = [];
const residents = [];
let [replies, acknowledged, failed, id] = [0, 0, 0, Date.now() * 1000];

function post(text, openId) {
  const { query, body } = envelope(text, openId, id++);
  const began = performance.now();
  return new Promise(done => {
    const request = http.request(`${station}/wechat/demo?${query}`, { method: 'POST', agent, headers: { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(body) } }, response => {
      let answer = '';
      response.on('data', part => (answer += part));
      response.on('end', () => {
        took.push(performance.now() - began);
        if (response.statusCode !== 200) failed++;
        else if (answer === 'success') acknowledged++, residents.push(openId);
        else replies++;
        done();
      });
    });
    request.on('error', () => (failed++, done()));
    request.end(body);
  });
}

async function load(count, perSecond) {
  const all = [];
  const began = performance.now();
  for (let i = 0; i < count; i++) {
    const wait = began + (i * 1000) / perSecond - performance.now();
    if (wait > 1) await new Promise(done => setTimeout(done, wait));
    // One in ten is too vague for the offline sorter: the model is asked.
    all.push(post(i % 10 === 9 ? `我家那边又不行了，你们快来看看吧，第${i}回了` : texts[i % texts.length], 'o' + String(id).padStart(27, '0')));
  }
  await Promise.all(all);
}

await load(300, 50);
took.length = replies = acknowledged = failed = residents.length = 0;
await load(seconds * rate, rate);
// The late answers: as long as a model may take, and the outbox.
await new Promise(done => setTimeout(done, 12_000));
took.sort((a, b) => a - b);
const at = share => +took[Math.min(took.length - 1, Math.floor(took.length * share))].toFixed(1);
console.log('RESULT ' + JSON.stringify({
  messages: took.length, perSecond: rate, p50ms: at(0.5), p99ms: at(0.99), maxms: at(1), inTheExchange: replies, acknowledged, failed, modelCalls,
  acknowledgedWithoutAnswer: residents.filter(r => !sent.has(r)).length,
}));
process.exit(0);
