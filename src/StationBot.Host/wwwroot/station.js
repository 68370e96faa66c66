// The resident page: gets a token, puts Microsoft's Web Chat into the page, and comes back by itself when the line is lost.
(() => {
  'use strict';

  const CONVERSATION = 'stationbot.conversation';
  const LARGE = 'stationbot.large';
  const ACCEPT = 'image/jpeg,image/png,image/webp,image/gif,application/pdf,audio/mpeg,audio/mp4,audio/x-m4a,audio/amr,audio/wav,.jpg,.jpeg,.png,.pdf,.mp3,.m4a,.amr,.wav';
  const Status = { Online: 2, ExpiredToken: 3, FailedToConnect: 4, Ended: 5 };

  const $ = id => document.getElementById(id);
  // Words and limits come from the server: dialogs/page.yaml and its settings.
  const { words: say, maxFileBytes } = JSON.parse($('page').textContent);
  const nonce = document.querySelector('script[nonce]').nonce;
  const entryStation = new URLSearchParams(location.search).get('station') || '';
  let session = null;
  let failures = 0;
  let retry = 0;

  // Private windows may refuse storage; the page then forgets, and works.
  const memory = {
    get: key => { try { return localStorage.getItem(key); } catch { return null; } },
    set: (key, value) => { try { value === null ? localStorage.removeItem(key) : localStorage.setItem(key, value); } catch { /* see above */ } }
  };

  function notice(text, { wrong = false, again = false } = {}) {
    $('notice-text').textContent = text;
    $('notice').classList.toggle('wrong', wrong);
    $('notice').hidden = !text;
    $('again').hidden = !again;
    $('webchat').hidden = Boolean(text);
    $('human').disabled = Boolean(text);
  }

  const isLarge = () => document.documentElement.dataset.size === 'large';

  function styles() {
    const large = isLarge();
    return {
      accent: '#8f2420', subtle: '#5a534a', backgroundColor: '#faf6ef', primaryFont: 'inherit', paddingRegular: 12, paddingWide: 16, fontSizeSmall: '82%',
      botAvatarInitials: say.avatar, botAvatarBackgroundColor: '#8f2420', avatarSize: 36, avatarBorderRadius: '50%', userAvatarInitials: '',
      bubbleBackground: '#ffffff', bubbleTextColor: '#22201d', bubbleBorderColor: '#e2d8c8', bubbleBorderRadius: 14, bubbleMaxWidth: 640, bubbleMinHeight: large ? 52 : 44,
      bubbleFromUserBackground: '#f9dfd6', bubbleFromUserTextColor: '#22201d', bubbleFromUserBorderColor: '#ecc6b9', bubbleFromUserBorderRadius: 14,
      timestampColor: '#5a534a', timestampFormat: 'absolute', groupTimestamp: 60000,
      sendBoxHeight: large ? 64 : 52, sendBoxBackground: '#ffffff', sendBoxTextColor: '#22201d', sendBoxPlaceholderColor: '#6b6258', sendBoxTextWrap: true, sendBoxMaxHeight: 160,
      sendBoxButtonColor: '#8f2420', sendBoxButtonColorOnHover: '#741a17', sendBoxButtonColorOnFocus: '#741a17', sendBoxButtonColorOnActive: '#741a17', sendBoxButtonColorOnDisabled: '#8a8177',
      suggestedActionLayout: 'flow', suggestedActionHeight: large ? 56 : 46, suggestedActionBorderRadius: 23, suggestedActionBorderWidth: 1.5,
      suggestedActionBackgroundColor: '#ffffff', suggestedActionTextColor: '#8f2420', suggestedActionBorderColor: '#8f2420',
      suggestedActionBackgroundColorOnHover: '#fbeee9', suggestedActionBackgroundColorOnActive: '#f9dfd6', suggestedActionBackgroundColorOnFocus: '#fbeee9',
      hideUploadButton: false, uploadAccept: ACCEPT, uploadMultiple: true, sendAttachmentOn: 'attach', maxMessageLength: 10000, hideScrollToEndButton: false
    };
  }

  const words = standard => ({
    ...standard,
    TEXT_INPUT_PLACEHOLDER: say.input_hint,
    TEXT_INPUT_ALT: say.input_name,
    TEXT_INPUT_UPLOAD_BUTTON_ALT: say.upload,
    TEXT_INPUT_SEND_BUTTON_ALT: say.send,
    CONNECTIVITY_STATUS_ALT_FATAL: say.offline,
    ACTIVITY_STATUS_SEND_FAILED_RETRY: `${say.send_failed}[${say.retry}][RETRY]`
  });

  function draw() {
    if (session) {
      window.WebChat.renderWebChat({
        directLine: session.directLine, store: session.store, locale: 'zh-CN', nonce, styleOptions: styles(), overrideLocalizedStrings: words, sendTypingIndicator: false
      }, session.element);
    }
  }

  // Says which station's page or QR code the resident came from, and stops files that the server would refuse anyway.
  const middleware = ({ dispatch }) => next => action => {
    if (action.type === 'DIRECT_LINE/POST_ACTIVITY') {
      const { activity } = action.payload;
      if ((activity.channelData?.attachmentSizes || []).some(size => size > maxFileBytes)) {
        dispatch({ type: 'WEB_CHAT/SET_NOTIFICATION', payload: { id: 'file', level: 'error', message: say.file_size } });
        return undefined;
      }
      if (entryStation) {
        action = { ...action, payload: { ...action.payload, activity: { ...activity, channelData: { ...activity.channelData, entryStation } } } };
      }
    }
    return next(action);
  };

  async function token() {
    const answer = await fetch('/api/webchat/token', {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ conversationId: memory.get(CONVERSATION) || undefined })
    });
    if (!answer.ok) {
      throw new Error(`token: ${answer.status}`);
    }
    return answer.json();
  }

  async function start() {
    clearTimeout(retry);
    if (!window.WebChat) {
      notice(say.no_window, { wrong: true, again: true });
      return;
    }
    try {
      const given = await token();
      leave();
      memory.set(CONVERSATION, given.conversationId);
      const directLine = window.WebChat.createDirectLine({
        domain: `${location.origin}/v3/directline`,
        token: given.token,
        // From the very start: this page has just been opened and shows nothing yet.
        ...(given.resumed ? { conversationId: given.conversationId, watermark: '0' } : {})
      });
      const element = document.createElement('div');
      element.style.height = '100%';
      $('webchat').replaceChildren(element);
      session = { directLine, element, store: window.WebChat.createStore({}, middleware) };
      session.watching = directLine.connectionStatus$.subscribe(status => watch(directLine, status));
      notice('');
      draw();
    } catch {
      again(say.unreachable);
    }
  }

  function watch(directLine, status) {
    if (!session || session.directLine !== directLine) {
      return;
    }
    if (status === Status.Online) {
      failures = 0;
      $('human').disabled = false;
    } else if (status === Status.ExpiredToken || status === Status.FailedToConnect || status === Status.Ended) {
      // A phone that slept for an hour has an old token: a new one, and the same conversation from the log.
      again(say.reconnecting);
    }
  }

  function again(text) {
    failures += 1;
    notice(text, { wrong: failures > 1, again: true });
    clearTimeout(retry);
    retry = setTimeout(start, Math.min(30000, 1000 * 2 ** failures));
  }

  function leave() {
    session?.watching?.unsubscribe();
    session?.directLine.end();
    session = null;
  }

  function setLarge(large) {
    document.documentElement.dataset.size = large ? 'large' : '';
    $('large').setAttribute('aria-pressed', String(large));
    memory.set(LARGE, large ? '1' : null);
    draw();
  }

  async function describe() {
    const answer = await fetch(`/api/station?station=${encodeURIComponent(entryStation)}`);
    if (!answer.ok) {
      return;
    }
    const station = await answer.json();
    $('place').textContent = [station.district, station.name, station.hours].filter(Boolean).join(' · ');
  }

  $('large').addEventListener('click', () => setLarge(!isLarge()));
  $('human').addEventListener('click', () => session?.store.dispatch({ type: 'WEB_CHAT/SEND_MESSAGE', payload: { text: say.human } }));
  $('again').addEventListener('click', start);
  $('fresh').addEventListener('click', () => {
    if (confirm(say.fresh_confirm)) {
      memory.set(CONVERSATION, null);
      notice(say.connecting);
      start();
    }
  });
  addEventListener('online', () => { if (!session || !$('notice').hidden) { start(); } });

  setLarge(memory.get(LARGE) === '1');
  describe().catch(() => { /* The page's own words stay. */ });
  start();
})();
