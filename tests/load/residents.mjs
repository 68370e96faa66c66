// Residents of the crash test: each talks in one conversation, repeats what was not acknowledged until it is, and
// remembers what it was told. The server may die at any moment; anything but silence, 5xx or a right answer is an error.
import { setTimeout as delay } from 'node:timers/promises';

const PHRASES = [
  '希望尽快派人来处理', '上周开始的，现在还这样', '书香里小区东门', '不留', '对', '我那件事怎么样了', '谢谢',
  '还有一件事，楼道的灯也不亮', '不对，是西门', '大概二十多户', '物业公司', '人工', '对',
];

class Resident {
  acknowledged = 0;
  retries = 0;
  repeats = 0;
  /** key → { text, replies }, for every acknowledged message. */
  messages = new Map();

  constructor({ base, number, first, random, giveUp }) {
    Object.assign(this, { base, number, first, random, giveUp });
    this.count = 0;
  }

  /** Writes until told to stop; now and then three messages at once, now and then one that had been acknowledged. */
  async talk(pouring) {
    await this.open();
    while (pouring()) {
      const burst = this.random() < 0.1 ? 3 : 1;
      await Promise.all(Array.from({ length: burst }, () => this.say(this.#next())));
      if (this.random() < 0.15) await this.repeat();
      await delay(this.random() * 40);
    }
  }

  /** The proof that a conversation is not stuck. */
  async goOn() {
    const replies = await this.say('我那件事怎么样了');
    if (replies.length === 0) throw new Error(`${this.name}: no answer after the last restart`);
  }

  async say(text) {
    const key = `${this.name}-m${++this.count}`;
    const replies = await this.deliver(key, text);
    if (replies.length === 0) throw new Error(`${key} was acknowledged but not answered`);
    this.messages.set(key, { text, replies });
    this.acknowledged++;
    return replies;
  }

  /** A channel that repeats itself must get the same answer. */
  async repeat() {
    const [key, { text, replies }] = [...this.messages][Math.floor(this.random() * this.messages.size)];
    const again = await this.deliver(key, text);
    if (again.join('\n') !== replies.join('\n')) {
      throw new Error(`${key} was answered twice and differently:\n  first ${replies.join(' / ')}\n  then  ${again.join(' / ')}`);
    }
    this.repeats++;
  }

  /** The answer to a request that is repeated until the server lives long enough to give one. */
  async request(method, path, body, accept) {
    for (let tries = 0; ; tries++) {
      if (Date.now() > this.giveUp) throw new Error(`${this.name}: ${method} ${path} got no answer in time`);
      if (tries > 0) {
        await delay(50);
        if (method === 'POST') this.retries++;
      }
      let response;
      let text;
      try {
        response = await fetch(this.base + path, {
          method,
          headers: { 'content-type': 'application/json', ...(this.token ? { authorization: `Bearer ${this.token}` } : {}) },
          body: body && JSON.stringify(body),
          signal: AbortSignal.timeout(20_000),
        });
        text = await response.text();
      } catch {
        continue; // killed before or while it answered
      }
      if (accept.includes(response.status)) return JSON.parse(text);
      // While stopping, the server may refuse; the bot's own failure is no excuse.
      if (![502, 503].includes(response.status)) throw new Error(`${this.name}: ${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
    }
  }

  #next() {
    return this.count === 0 ? this.first : PHRASES[Math.floor(this.random() * PHRASES.length)];
  }
}

/** A channel that posts to /api/messages and takes the answers from the response. */
export class ExpectRepliesResident extends Resident {
  channel = 'test';

  get name() { return `er${this.number}`; }

  /** What the store knows a message by. */
  inboxKey(key) { return key; }

  async open() { this.conversationId = `kill9-${this.name}`; }

  async deliver(key, text) {
    const { activities } = await this.request('POST', '/api/messages', {
      type: 'message', id: key, channelId: this.channel, serviceUrl: 'http://127.0.0.1:9/',
      from: { id: `u-${this.name}`, role: 'user' }, recipient: { id: 'bot' }, conversation: { id: this.conversationId },
      locale: 'zh-CN', text, deliveryMode: 'expectReplies',
    }, [200]);
    return activities.filter((a) => a.type === 'message').map((a) => a.text);
  }

  async compareTranscript() {} // such a channel keeps none
}

/** A Direct Line client that polls. */
export class DirectLineResident extends Resident {
  channel = 'directline';
  ids = new Map(); // key → activity id

  get name() { return `dl${this.number}`; }

  inboxKey(key) { return `client/${key}`; }

  async open() {
    const started = await this.request('POST', '/v3/directline/conversations', { user: { id: `u-${this.name}` } }, [200, 201]);
    this.conversationId = started.conversationId;
    this.token = started.token;
  }

  async deliver(key, text) {
    const { id } = await this.request('POST', `/v3/directline/conversations/${this.conversationId}/activities`, {
      type: 'message', from: { id: `u-${this.name}` }, text, locale: 'zh-CN', channelData: { clientActivityID: key },
    }, [200]);
    const known = this.ids.get(key);
    if (known && known !== id) throw new Error(`${key} was taken in twice, as ${known} and as ${id}`);
    this.ids.set(key, id);
    const transcript = await this.#transcript();
    return answersTo(transcript, id);
  }

  /** What the client sees in the end: each message once, in order, each answer once. */
  async compareTranscript() {
    const transcript = await this.#transcript();
    const ids = transcript.map((a) => a.id);
    if (new Set(ids).size !== ids.length) throw new Error(`${this.name}: an activity is in the transcript twice`);
    for (const [key, { text, replies }] of this.messages) {
      const own = transcript.filter((a) => a.channelData?.clientActivityID === key);
      if (own.length !== 1 || own[0].id !== this.ids.get(key) || own[0].text !== text) {
        throw new Error(`${key} is in the transcript ${own.length} times, or changed`);
      }
      const shown = answersTo(transcript, own[0].id);
      if (shown.join('\n') !== replies.join('\n')) throw new Error(`${key}: the transcript shows other answers than were given`);
    }
  }

  async #transcript() {
    const all = [];
    for (let watermark = ''; ;) {
      const set = await this.request('GET', `/v3/directline/conversations/${this.conversationId}/activities?watermark=${watermark}`, undefined, [200]);
      all.push(...set.activities);
      if (set.activities.length === 0) return all;
      watermark = set.watermark;
    }
  }
}

const answersTo = (transcript, id) => transcript.filter((a) => a.type === 'message' && a.replyToId === id).map((a) => a.text);
