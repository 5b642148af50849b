// The chat: questions go to the engine (Gradio) one after the other; what it shows is announced, scrolled to, acted on.
import {api, busy as working, clean, h, say, word, words} from '../page.js';
import {copy} from './clipboard.js';
import {connection} from './connection.js';
import {conversations} from './conversations.js';
import './engine.js';
import './feedback.js';
import {filters} from './filters.js';
import {take} from './proposals.js';
import {reader} from './reader.js';

const find = selector => document.querySelector(selector);
const talk = find('#conversation'), box = find('#box'), heard = find('#heard'), waiting = find('#waiting');
const welcome = find('#welcome');
const NEW = 'new';
let busy = null; // the request under way
let sent = 0; // questions handed over, each with its number
let queue = []; // what is asked meanwhile
let shown = new URLSearchParams(location.search).get('conversation') ?? NEW;

const live = () => find('#live .exchange');
const hear = text => {
  heard.textContent = '';
  requestAnimationFrame(() => { heard.textContent = clean(text); });
};

/** The answer will not come: the server was closed. The page is drawn anew once it is back. */
const lost = () => {
  const question = busy?.data.question ?? '';
  busy = null;
  queue = [];
  resting();
  if (!box.value) setQuestion(question);
  connection.keep(box.value);
  say(words.cut, 'error');
};

/** Hand a request to the engine once it is there and free. kind: submit, select, clear or stop. */
const request = (kind, data) => {
  if (connection.gone()) { say(words.cut, 'error'); return; }
  queue.push({kind, data});
  next();
};

const next = () => {
  const engine = window.assistantEngine;
  if (queue.length === 0 || busy) { showWaiting(); return; }
  if (!engine) { showWaiting(); return; }
  busy = queue.shift();
  if (busy.kind === 'submit') {
    busy.data.conversation = shown;
    sent += 1;
    busy.data.request = sent;
    document.body.dataset.answering = 'yes';
    find('#send').hidden = true;
    find('#stop').hidden = false;
    welcome.hidden = true;
    hear(words.thinking);
    connection.asked(busy.data.question, lost);
  }
  showWaiting();
  engine(busy.kind, busy.data);
};

const showWaiting = () => {
  const asked = queue.filter(each => each.kind === 'submit').at(-1);
  waiting.hidden = !asked;
  waiting.textContent = asked ? `${clean(asked.data.question)} – ${busy ? words.next : words.starting}` : '';
  if (asked) welcome.hidden = true;
};

/** A question, asked with the filters of the page; `again` is the turn that asked it first. */
const ask = (question, wanted = filters.wanted(), again = null) =>
  request('submit', {question, filters: wanted, again});

/** Nothing is under way: the question can be sent. */
const resting = () => {
  document.body.dataset.answering = '';
  const stopping = document.activeElement === find('#stop');
  find('#stop').hidden = true;
  find('#send').hidden = false;
  if (stopping) box.focus();
  showWaiting();
};

/** The exchange in what the engine shows, as HTML: the page may not have drawn it yet. */
const exchangeIn = html => new DOMParser().parseFromString(html, 'text/html').querySelector('.exchange');

/** Whether an exchange is that of a question, with its whole answer. */
const isOver = (exchange, {data}) =>
  exchange?.dataset.request === String(data.request) && exchange.dataset.state !== 'asking';

const settled = ({detail: {kind, html}}) => {
  const was = busy;
  if (kind !== was?.kind) return; // of a request that was dropped
  const last = html === undefined ? live() : exchangeIn(html);
  if (html !== undefined && !isOver(last, was)) return; // a question stopped before it settles late
  busy = null;
  connection.answered();
  resting();
  if (was.kind === 'submit') answered(was, html === undefined ? null : last);
  if (was.kind === 'select') talk.scrollTop = talk.scrollHeight;
  if (was.kind === 'select' && !last) unopened();
  if (was.kind !== 'clear' && last) show(last.dataset.conversation);
  if (was.kind === 'clear') show(NEW);
  conversations.load(shown);
  next();
};

/** A conversation could not be opened: why is said, and its name leaves the address. */
const unopened = () => {
  hear(find('#live')?.textContent);
  show(NEW);
};

/** A question was answered, or failed in the engine: `last` is its exchange or null. */
const answered = (was, last) => {
  const state = last?.dataset.state;
  if (state === 'done' || state === 'failed') {
    const parts = last.querySelectorAll('.status, .scope, .body, .nearest, .error');
    hear(word('answered', {text: [...parts].map(part => part.textContent).join(' ')}));
    if (last.querySelector('.error.to-change') && !box.value) setQuestion(was.data.question);
    return;
  }
  if (state === 'stopped') {
    hear(last.textContent);
    return;
  }
  say(words.not_answered, 'error');
  if (!box.value) setQuestion(was.data.question);
};

/** Which conversation is shown: in the address, so that it is still there when the page is drawn again. */
const show = name => {
  shown = name || NEW;
  const address = shown === NEW ? location.pathname : `?conversation=${encodeURIComponent(shown)}`;
  history.replaceState(null, '', address);
  welcome.hidden = Boolean(live()) || Boolean(busy);
};

const setQuestion = text => {
  box.value = text;
  if (connection.gone()) connection.keep(text);
  box.style.height = 'auto';
  box.style.height = `${Math.min(box.scrollHeight, 180)}px`;
};

const send = () => {
  const question = box.value;
  if (connection.gone()) { say(words.cut, 'error'); return; }
  if (!question.trim() && (live() || busy || queue.length)) return; // Enter pressed once more
  setQuestion('');
  ask(question);
};

const leave = (kind, data = {}) => {
  queue = [];
  if (!connection.gone()) connection.answered();
  reader.close({focus: false});
  if (busy?.kind === 'submit') busy = null; // the engine drops it, by its number
  request(kind, {...data, request: sent});
};

const stop = () => {
  if (busy?.kind !== 'submit') return;
  const question = busy.data.question;
  busy = null;
  connection.answered();
  if (!box.value && live()?.dataset.state !== 'asking') setQuestion(question);
  queue.unshift({kind: 'stop', data: {request: sent}});
  next();
};

const answerText = article => {
  const parts = [...article.querySelectorAll('.body p')].map(part => part.innerText.trim());
  const sources = [...article.querySelectorAll('.sources li')]
    .map(source => `[${source.dataset.number}] ${source.dataset.reference}`);
  const question = article.querySelector('.question').lastChild ? questionText(article) : '';
  return [question, ...parts, ...(sources.length ? [`${words.sources}\n${sources.join('\n')}`] : [])].join('\n\n');
};
const questionText = article => {
  const heading = article.querySelector('.question').cloneNode(true);
  heading.querySelector('.visually-hidden')?.remove();
  for (const line of heading.querySelectorAll('br')) line.replaceWith('\n');
  return heading.textContent.trim();
};

const again = article => {
  let wanted = {};
  try { wanted = JSON.parse(article.dataset.filters || '{}'); } catch { /* asked without */ }
  ask(questionText(article), wanted, Number(article.dataset.turn));
};

document.addEventListener('click', event => {
  const target = event.target.closest?.('.copy-answer, .take-all, .take, .ask-again, .cite, .see, #starters button');
  if (!target) return;
  const article = target.closest('.exchange');
  if (target.matches('.copy-answer')) copy(answerText(article));
  if (target.matches('.take-all')) working(target, () => take([...article.querySelectorAll('.sources li')]));
  if (target.matches('.take')) working(target, () => take([target.closest('li')]));
  if (target.matches('.ask-again')) again(article);
  if (target.matches('#starters button')) ask(target.textContent);
  if (target.matches('.cite')) {
    event.preventDefault();
    reader.open(document.getElementById(target.getAttribute('href').slice(1)), target);
  }
  if (target.matches('.see')) reader.open(target.closest('li'), target);
});

find('#question').addEventListener('submit', event => {
  event.preventDefault();
  send();
});
box.addEventListener('input', () => setQuestion(box.value));
box.addEventListener('keydown', event => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  send();
});
find('#stop').addEventListener('click', stop);
document.addEventListener('keydown', event => {
  if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return;
  if (!find('#reader').hidden) reader.close();
  else if (busy?.kind === 'submit') stop();
});
window.addEventListener('assistant-ready', next);
window.addEventListener('assistant-settled', settled);

// A new exchange is brought to the top of the view, once; what is read after that stays where it is.
let brought = '';
new MutationObserver(() => {
  const last = live();
  if (!last || busy?.kind !== 'submit' || brought === last.id) return;
  brought = last.id;
  talk.scrollTop += last.getBoundingClientRect().top - talk.getBoundingClientRect().top; // the page itself stays
}).observe(find('gradio-app'), {childList: true, subtree: true, attributes: true, attributeFilter: ['id']});

conversations.start({
  open: name => leave('select', {conversation: name}),
  fresh: () => {
    brought = '';
    if (connection.gone()) { show(NEW); setQuestion(''); }
    leave('clear');
    box.focus();
  },
});

// Questions to start with: as they are found, for as long as they are looked for.
const SOON = 1500, LATER = 6000, MANY = 20;
let known = '';
const examples = async (tries = 0) => {
  let reply = {examples: null, ready: false};
  try { reply = await api('GET', '/api/examples'); } catch { /* asked again */ }
  if (reply.examples && known !== JSON.stringify(reply.examples)) {
    known = JSON.stringify(reply.examples);
    find('#examples').replaceChildren(...reply.examples.map(each =>
      h('li', {}, h('button', {type: 'button', lang: each.language}, each.question))));
    find('#starters').hidden = reply.examples.length === 0;
  }
  if (!reply.ready && tries < 10 * MANY) setTimeout(() => examples(tries + 1), tries < MANY ? SOON : LATER);
};

examples();
if (shown !== NEW) {
  welcome.hidden = true;
  request('select', {conversation: shown});
} else conversations.load(shown);
window.assistantEarly.over();
const interrupted = connection.cut();
if (interrupted && !box.value) {
  setQuestion(interrupted);
  say(words.was_cut, 'error');
}
if (window.assistantEarly.sent) send();
