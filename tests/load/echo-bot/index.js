// An echo bot as Microsoft's samples write it: CloudAdapter, conversation state in MemoryStorage, saved every turn.
// Node's plain http server stands in for restify, so that the SDK is what gets measured.
// Usage: node index.js PORT
import http from 'node:http';
import {
  ActivityHandler, CloudAdapter, ConfigurationBotFrameworkAuthentication, ConversationState, MemoryStorage, MessageFactory,
} from 'botbuilder';

const state = new ConversationState(new MemoryStorage());
const turns = state.createProperty('turns');

class EchoBot extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context, next) => {
      const count = (await turns.get(context, 0)) + 1;
      await turns.set(context, count);
      await context.sendActivity(MessageFactory.text(`${count}: ${context.activity.text}`));
      await next();
    });
  }

  async run(context) {
    await super.run(context);
    await state.saveChanges(context);
  }
}

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const bot = new EchoBot();

const server = http.createServer((req, res) => {
  if (req.url === '/healthz/ready') {
    res.end('ok');
    return;
  }
  const chunks = [];
  req.on('data', (chunk) => chunks.push(chunk));
  req.on('end', async () => {
    // The five calls of restify that the adapter makes.
    res.status = (code) => { res.statusCode = code; };
    res.header = (name, value) => { res.setHeader(name, value); };
    res.send = (body) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      res.setHeader('content-type', 'application/json');
      res.setHeader('content-length', Buffer.byteLength(text));
      res.write(text);
    };
    try {
      req.body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      await adapter.process(req, res, (context) => bot.run(context));
    } catch (error) {
      console.error(error);
      res.statusCode = 500;
    }
    if (!res.writableEnded) res.end();
  });
});
server.listen(Number(process.argv[2]), '127.0.0.1');
