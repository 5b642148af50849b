// What the scripts of all pages share: words, requests to the API, what is said to the reader, and safe building of HTML.
export const words = JSON.parse(document.querySelector('#words').textContent);
export const language = document.documentElement.lang;

/** A sentence of the page with its blanks {name} filled; {name:one|several} is the form that goes with that number. */
export const word = (key, blanks = {}) =>
  words[key].replace(/\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g, (all, name, one, several) => {
    if (!(name in blanks)) return all;
    if (one === undefined) return String(blanks[name]);
    return (language === 'fr' ? Math.abs(blanks[name]) < 2 : blanks[name] === 1) ? one : several;
  });

const rules = new Intl.PluralRules(language);
/** A number and its noun: the words `KEY_one` and `KEY_other`. */
export const counted = (key, count) =>
  word(`${key}_${rules.select(count) === 'one' ? 'one' : 'other'}`, {count: new Intl.NumberFormat(language).format(count)});

// The same characters as in text/controls.py.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3164\ufeff\u{e0000}-\u{e007f}]/gu;
/** Text as it may be shown: without characters that hide or turn others. */
export const clean = text => String(text ?? '').replace(CONTROL, '');

/** What went wrong and what to do, as one text; '' for nothing. */
export const sentence = failure => [failure?.reason, failure?.hint].filter(Boolean).join(' ');

/** What the API refused, as a sentence in the reader's language. */
export class Refused extends Error {
  constructor(status, failure = {}, reply = {}) {
    super(sentence(failure) || words.unreachable);
    Object.assign(this, {status, code: failure.code, version: reply.version});
  }
}

/** Ask the API; gives the JSON of the reply (null where there is none). Throws Refused with a sentence. */
export const api = async (method, address, body, {signal} = {}) => {
  const headers = {'Accept-Language': language};
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const asked = method === 'GET' ? window.asked?.[address] : undefined;
  if (asked) delete window.asked[address];
  let reply;
  try {
    reply = await (asked ?? fetch(address, {method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body)}));
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Refused(0);
  }
  if (reply.ok) return reply.status === 204 ? null : reply.json();
  let said = {};
  try { said = await reply.json(); } catch { /* no sentence came with it */ }
  throw new Refused(reply.status, said.error, said);
};

const saidLine = document.querySelector('#said');
let used = null; // what was pressed last
document.addEventListener('click', event => { used = event.target.closest?.('button, a, summary, label') ?? used; }, true);

const seen = element => element.getClientRects().length > 0;
/** What a sentence must not hide: what is pressed or written in, with the buttons beside it; and the question box. */
const inUse = () => [document.activeElement, used].filter(each => each?.isConnected && each !== document.body && each !== saidLine)
  .flatMap(each => (each.matches('button, a') ? [...each.parentElement.querySelectorAll('button, a')] : [each]))
  .concat(document.querySelector('.composer') ?? []).filter(seen);
const meet = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

/** Put the line where it hides nothing that is in use: at the bottom, above the question box, at the top, or between. */
const place = () => {
  const boxes = inUse().map(each => each.getBoundingClientRect()), composer = document.querySelector('.composer');
  const low = composer && seen(composer) ? innerHeight - composer.getBoundingClientRect().top + 8 : 16;
  for (const bottom of [low, innerHeight - saidLine.offsetHeight - 64, innerHeight / 2, innerHeight / 4, low]) {
    saidLine.style.bottom = `${Math.max(8, bottom)}px`;
    if (!boxes.some(box => meet(saidLine.getBoundingClientRect(), box))) return;
  }
};

const LONG = 20_000; // milliseconds; what went wrong stays until something else is said, or it is pressed
let leaving;
const silence = () => { saidLine.textContent = ''; };
saidLine?.addEventListener('click', silence);

/** Say a sentence to everybody, screen readers too. kind: "" or "error". */
export const say = (text, kind = '') => {
  const line = saidLine;
  (document.querySelector('dialog[open]') ?? document.body).append(line); // nothing is seen behind an open dialog
  line.className = kind;
  line.textContent = '';
  clearTimeout(leaving);
  if (kind !== 'error') leaving = setTimeout(silence, LONG);
  requestAnimationFrame(() => {
    line.textContent = clean(text);
    place();
  });
};

/**
 * An element: h('a.link', {href, onclick}, 'text', otherElement...). Strings become text, never markup.
 * Attributes that start with "on" are listeners; true sets an attribute, false and null leave it out.
 */
export const h = (tag, attributes = {}, ...children) => {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name || 'div');
  if (classes.length) element.className = classes.join(' ');
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, clean(value));
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false)
    .map(child => (child instanceof Node ? child : clean(child))));
  return element;
};

/** A button that shows it is at work while its handler runs, and says what goes wrong. */
export const button = (label, handler, attributes = {}) => {
  const made = h('button', {type: 'button', ...attributes}, label);
  made.addEventListener('click', () => busy(made, () => handler(made)));
  return made;
};

/** Run a task with an element marked as busy; what is refused is said. Gives undefined then. */
export const busy = async (element, task) => {
  if (element.getAttribute('aria-busy') === 'true') return undefined;
  element.setAttribute('aria-busy', 'true');
  try {
    return await task();
  } catch (error) {
    if (error.name !== 'AbortError') say(error.message, 'error');
    return undefined;
  } finally {
    element.removeAttribute('aria-busy');
  }
};

/** Save a file that the API gives; what it refuses is thrown as a sentence. */
export const saved = async (method, address, body, fallback) => {
  const headers = {'Accept-Language': language, ...(body === undefined ? {} : {'Content-Type': 'application/json'})};
  const given = {method, headers, body: body === undefined ? undefined : JSON.stringify(body)};
  const reply = await fetch(address, given).catch(() => { throw new Refused(0); });
  if (!reply.ok) throw new Refused(reply.status, (await reply.json().catch(() => ({}))).error);
  const name = /filename="([^"]+)"/.exec(reply.headers.get('Content-Disposition'))?.[1] ?? fallback;
  const href = URL.createObjectURL(await reply.blob());
  h('a', {href, download: name}).click();
  setTimeout(() => URL.revokeObjectURL(href), 10000);
};

/** Dates and numbers as they are written here. */
export const number = value => new Intl.NumberFormat(language).format(value);
export const size = bytes => {
  const units = language === 'fr' ? ['o', 'ko', 'Mo', 'Go'] : ['B', 'kB', 'MB', 'GB'];
  let unit = 0, value = bytes;
  while (value >= 1000 && unit < 3) { value /= 1000; unit += 1; }
  return `${new Intl.NumberFormat(language, {maximumFractionDigits: unit ? 1 : 0}).format(value)}\u00a0${units[unit]}`;
};
