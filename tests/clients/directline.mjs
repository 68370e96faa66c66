// directlinejs in Node, with what a browser would give it.

import { createRequire } from 'node:module';
import WebSocket from 'ws';
import { until } from './tap.mjs';

const require = createRequire(import.meta.url);
// Its Node build asks for these two globals; the copy in a browser has them.
globalThis.XMLHttpRequest = require('xhr2');
globalThis.WebSocket = WebSocket;
const { DirectLine, ConnectionStatus } = require('botframework-directlinejs');

export { ConnectionStatus };

/** One client: what it received so far, and how to say something. */
export class Client {
  constructor(base, options = {}) {
    this.base = base;
    this.received = [];
    this.statuses = [];
    this.sockets = [];
    const { sockets } = this;
    // The client's own seams: a socket that can be pulled out, and the shortest of its 3 to 15 seconds before it comes back.
    class Watched extends WebSocket {
      constructor(url) {
        super(url);
        sockets.push(this);
      }
    }
    this.line = new DirectLine({ domain: `${base}/v3/directline`, WebSocket: Watched, random: () => 0, ...options });
    this.line.connectionStatus$.subscribe(status => this.statuses.push(status));
    this.line.activity$.subscribe(activity => this.received.push(activity), error => this.statuses.push(String(error)));
  }

  get messages() {
    return this.received.filter(a => a.type === 'message');
  }

  botTexts(from = 0) {
    return this.messages.slice(from).filter(a => a.from.role === 'bot').map(a => a.text);
  }

  /** Posts, and gives the id of the answer. */
  post(text, more = {}) {
    const activity = {
      type: 'message', text, from: { id: this.user ?? 'node-resident', role: 'user' }, locale: 'zh-CN',
      channelData: { clientActivityID: `${Date.now()}-${Math.random()}` }, ...more
    };
    return new Promise((resolve, reject) => this.line.postActivity(activity).subscribe(resolve, reject));
  }

  /** Posts, and gives what the bot answers to it. */
  async say(text) {
    const id = await this.post(text);
    await until(() => this.received.some(a => a.id === id), `the echo of ${id}`);
    await until(() => this.received.some(a => a.replyToId === id), `an answer to “${text}”`);
    // All answers of a turn are in the log at once, but this client plays the activities of one poll one after another.
    const all = (await this.#log()).filter(a => a.replyToId === id && a.type === 'message');
    await until(() => all.every(a => this.received.some(r => r.id === a.id)), `all ${all.length} answers to “${text}”`);
    return all.map(a => a.text);
  }

  async #log() {
    const { conversationId, token } = this.line;
    const answer = await fetch(`${this.base}/v3/directline/conversations/${conversationId}/activities`, { headers: { Authorization: `Bearer ${token}` } });
    return (await answer.json()).activities;
  }

  end() {
    this.line.end();
  }
}
