// Every text arrives as data and is put in with textContent: what the station writes cannot become markup here.
const $ = id => document.getElementById(id);
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const newOpenId = () => 'o' + Array.from(crypto.getRandomValues(new Uint8Array(27)), b => alphabet[b % 62]).join('');

const HOW = { PassiveReply: '被动回复', CustomerService: '客服消息', Template: '模板消息', Subscription: '订阅通知' };
// The words beside a template's values are the template's own; here they are guessed from the type.
const LABEL = { character_string: '编号', phrase: '状态', thing: '内容', time: '时间', date: '日期', name: '姓名', phone_number: '电话', const: '类别', number: '数量' };
const DONE = { subscribe: '您关注了公众号', unsubscribe: '您取消了关注', SCAN: '您扫了二维码', CLICK: '您点了菜单', VIEW: '您打开了网页' };
const MEDIA = { image: '[图片]', voice: '[语音]', video: '[视频]', location: '[位置] ', link: '[链接] ', transfer_customer_service: '[已转给人工]' };

let openid = sessionStorage.getItem('openid') || newOpenId();
let stream;
let following = false;

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

// Links as WeChat allows them in a text: <a href="https://…">words</a>, and bare addresses.
function fill(bubble, text) {
  let at = 0;
  for (const match of text.matchAll(/<a\s+href="(https?:\/\/[^"]+)"[^>]*>([^<]*)<\/a>|https?:\/\/[^\s<>"，。；）]+/g)) {
    bubble.append(text.slice(at, match.index));
    bubble.append(link(match[1] || match[0], match[2] || match[0]));
    at = match.index + match[0].length;
  }
  bubble.append(text.slice(at));
}

function link(href, text) {
  const made = element('a', '', text);
  if (/^https?:\/\//.test(href)) made.href = href;
  made.target = '_blank';
  made.rel = 'noopener noreferrer';
  return made;
}

function notice(text, bad) {
  add(element('p', bad ? 'notice bad' : 'notice', text));
}

function add(node) {
  $('log').append(node);
  $('log').scrollTop = $('log').scrollHeight;
}

function show(message) {
  if (message.kind === 'OutOfService') return notice('该公众号暂时无法提供服务，请稍后再试', true);
  const mine = message.kind === 'Sent';
  if (mine && DONE[message.type]) return notice(DONE[message.type] + (message.text ? `：${message.text}` : ''));
  const row = element('div', mine ? 'row mine' : 'row');
  const bubble = element('div', 'bubble');
  if (message.type === 'image' && message.url?.startsWith('/files/')) {
    const picture = element('img');
    picture.src = message.url;
    picture.alt = '照片';
    bubble.append(picture);
  } else if (message.type === 'msgmenu') {
    menu(bubble, message);
  } else if (message.fields.length) {
    const list = element('dl');
    for (const field of message.fields) list.append(element('dt', '', LABEL[field.key.replace(/\d+$/, '')] || field.key), element('dd', '', field.value));
    bubble.append(list);
  } else {
    fill(bubble, (MEDIA[message.type] || '') + message.text);
  }
  if (!mine && /^https?:/.test(message.url || '')) {
    const tail = link(message.url, '查看详情');
    tail.className = 'tail';
    bubble.append(tail);
  }
  row.append(bubble);
  const time = new Date(message.at).toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit' });
  row.append(element('div', 'how', mine ? time : `${HOW[message.kind] || message.kind} · ${time}`));
  add(row);
}

// The lines are the head, the options and the tail: what is no option is read, not tapped.
function menu(bubble, message) {
  const options = new Map(message.fields.map(f => [f.value, f.key]));
  for (const line of message.text.split('\n')) {
    if (!options.has(line)) {
      bubble.append(element('div', '', line));
      continue;
    }
    const option = element('button', 'option', line);
    option.type = 'button';
    option.addEventListener('click', () => act({ kind: 'text', text: line, key: options.get(line) }));
    bubble.append(option);
  }
}

let waiting = 0;
async function post(url, init) {
  waiting++;
  $('typing').hidden = false;
  try {
    const answer = await fetch(url, { method: 'POST', ...init });
    const result = answer.ok ? await answer.json() : { end: 'Refused' };
    if (result.end === 'Failed') notice(`平台送了 ${result.attempts} 次，没有得到能用的回答`);
    if (result.end === 'Refused') notice('没有送出去，请检查后再试', true);
  } catch {
    notice('模拟器没有回应，它可能已经停止', true);
  } finally {
    $('typing').hidden = --waiting === 0;
    refresh();
  }
}

const act = what => post('/demo/send', { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ openid, ...what }) });

async function refresh() {
  try {
    const state = await (await fetch(`/demo/state?openid=${openid}`)).json();
    following = state.following;
    $('follow').textContent = following ? '取消关注' : '关注';
    $('state').textContent = state.reachable ? `已接通 ${state.account} · ${following ? '已关注' : '未关注'}` : '联络站程序没有应答';
    $('state').className = state.reachable ? '' : 'bad';
    $('scenes').replaceChildren(...state.scenes.map(s => Object.assign(element('option'), { value: s })));
    drawMenu(state.menu?.button || []);
  } catch {
    $('state').textContent = '模拟器已停止';
    $('state').className = 'bad';
  }
}

let drawn = '';
function drawMenu(buttons) {
  if (drawn === JSON.stringify(buttons)) return;
  drawn = JSON.stringify(buttons);
  const one = button => {
    const made = element('button', '', button.name);
    made.type = 'button';
    made.addEventListener('click', () => {
      made.closest('details')?.removeAttribute('open');
      act(button.type === 'view' ? { kind: 'view', text: button.url } : { kind: 'click', key: button.key || button.name });
    });
    return made;
  };
  $('menu').hidden = buttons.length === 0;
  $('menu').replaceChildren(...buttons.map(button => {
    if (!button.sub_button?.length) return one(button);
    const group = element('details');
    const under = element('div', 'under');
    under.append(...button.sub_button.map(one));
    group.append(element('summary', '', button.name), under);
    return group;
  }));
}

function open(id) {
  openid = id;
  sessionStorage.setItem('openid', id);
  stream?.close();
  $('log').replaceChildren();
  stream = new EventSource(`/demo/messages?openid=${id}`);
  stream.onmessage = event => show(JSON.parse(event.data));
  refresh();
}

$('composer').addEventListener('submit', event => {
  event.preventDefault();
  const text = $('text').value.trim();
  if (!text) return;
  $('text').value = '';
  act({ kind: 'text', text });
});
$('text').addEventListener('keydown', event => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $('composer').requestSubmit();
  }
});
$('more').addEventListener('click', () => {
  $('tools').hidden = !$('tools').hidden;
  $('more').setAttribute('aria-expanded', String(!$('tools').hidden));
  $('log').scrollTop = $('log').scrollHeight;
});
for (const tool of document.querySelectorAll('[data-open]')) tool.addEventListener('click', () => $(tool.dataset.open).showModal());
document.querySelector('[data-act=voice]').addEventListener('click', () => act({ kind: 'voice' }));
$('follow').addEventListener('click', () => act({ kind: following ? 'unfollow' : 'follow' }));
$('other').addEventListener('click', () => open(newOpenId()));
$('photo').addEventListener('change', () => {
  const [file] = $('photo').files;
  if (file) post(`/demo/photo?openid=${openid}`, { headers: { 'Content-Type': file.type }, body: file });
  $('photo').value = '';
});
for (const dialog of document.querySelectorAll('dialog')) {
  dialog.querySelector('[data-cancel]').addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => {
    if (dialog.returnValue !== 'location' && dialog.returnValue !== 'scan') return;
    const given = Object.fromEntries(new FormData(dialog.querySelector('form')));
    act({ kind: dialog.returnValue, text: given.text, latitude: Number(given.latitude || 0), longitude: Number(given.longitude || 0) });
    dialog.returnValue = '';
  });
}

new EventSource('/demo/staff').onmessage = event => {
  const message = JSON.parse(event.data);
  document.querySelector('#staff .none')?.remove();
  const item = element('li');
  fill(item, message.text);
  item.append(element('div', 'how', `发给 ${message.to}`));
  $('staff').prepend(item);
};
open(openid);
setInterval(refresh, 15000);
