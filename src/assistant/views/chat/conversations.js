// One's own conversations beside the chat: new, search, reopen, rename, export, erase.
import {api, button, busy, h, saved, say, word, words} from '../page.js';
import {day} from '../dates.js';
import {confirmed} from '../dialogs.js';
import {sheet} from './sheet.js';

const find = selector => document.querySelector(selector);
const chat = find('#chat'), list = find('#conversations'), search = find('#find'), about = find('#about-mine');
const toggle = find('#show-mine');
let current = 'new', heads = [], found = null, act = {};

const count = number => (number === 1 ? words.one_question : word('many_questions', {count: number}));

const draw = () => {
  const shown = found ?? heads;
  list.replaceChildren(...shown.map(item));
  find('#find-mine').hidden = heads.length === 0;
  about.hidden = shown.length > 0;
  about.textContent = heads.length ? words.none_found : words.none_mine;
};

const item = head => {
  const here = head.id === current;
  const open = h('button.open', {type: 'button', 'aria-current': here ? 'true' : null},
    h('span.title', {}, head.title), h('span.when', {}, `${day(head.updated_at)} · ${count(head.questions)}`));
  open.addEventListener('click', () => {
    close();
    if (head.id !== current) act.open(head.id);
  });
  return h('li', {class: here ? 'here' : ''}, open, here ? actions(head) : null);
};

const actions = head => {
  const address = form => `/api/conversations/${encodeURIComponent(head.id)}/export?format=${form}`;
  return h('div.actions', {role: 'group', 'aria-label': words.actions},
    button(words.rename, made => rename(head, made)),
    button(words.export_markdown, () => saved('GET', address('markdown'), undefined, 'conversation.md')),
    button(words.export_json, () => saved('GET', address('json'), undefined, 'conversation.json')),
    button(words.erase, () => askErase(head)));
};

const rename = (head, opener) => {
  const field = h('input', {type: 'text', value: head.title, maxlength: 120, id: 'new-title'});
  const form = h('form.rename', {}, h('label', {for: 'new-title'}, words.title), field,
    h('button.primary', {type: 'submit'}, words.save), button(words.cancel, () => draw()));
  form.addEventListener('submit', event => {
    event.preventDefault();
    busy(form, async () => {
      await api('PATCH', `/api/conversations/${encodeURIComponent(head.id)}`, {title: field.value});
      say(words.renamed);
      await load(current);
      list.querySelector('.here .open')?.focus();
    });
  });
  opener.closest('.actions').replaceWith(form);
  field.select();
};

const askErase = async head => {
  if (!await confirmed(words.erase_title, word('erase_text', {title: head.title}), words.really)) return;
  await api('DELETE', `/api/conversations/${encodeURIComponent(head.id)}`);
  say(words.erased);
  act.fresh();
};

const load = async name => {
  current = name;
  try { heads = await api('GET', '/api/conversations'); } catch (error) { say(error.message, 'error'); }
  if (search.value.trim()) await look(); else draw();
  if (!navigator.cookieEnabled) about.textContent = words.no_cookie;
};

const look = async () => {
  const text = search.value.trim();
  try { found = text ? await api('POST', '/api/conversations/search', {text}) : null; }
  catch (error) { say(error.message, 'error'); }
  draw();
};

const narrow = () => matchMedia('(max-width: 1000px)').matches;
const close = () => { if (narrow()) set(false); };
const over = sheet(find('#mine'));
const set = open => {
  over(open);
  chat.dataset.mine = open ? 'open' : 'closed';
  toggle.setAttribute('aria-expanded', String(open));
};

let typing;
const start = handlers => {
  act = handlers;
  set(!narrow());
  toggle.addEventListener('click', () => {
    set(toggle.getAttribute('aria-expanded') !== 'true');
    if (narrow() && toggle.getAttribute('aria-expanded') === 'true') find('#new').focus();
  });
  find('#mine').addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !narrow()) return;
    event.preventDefault();
    set(false);
    toggle.focus();
  });
  find('#hide-mine').addEventListener('click', () => {
    set(false);
    toggle.focus();
  });
  find('#new').addEventListener('click', () => {
    close();
    act.fresh();
  });
  search.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(look, 250);
  });
};

export const conversations = {start, load};
