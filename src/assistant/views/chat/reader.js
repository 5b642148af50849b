// The source of a citation beside its answer: the page with the quote highlighted, or the quote in its text.
import {api, busy, button, clean, h, say, sentence, word, words} from '../page.js';
import {day} from '../dates.js';
import {copy} from './clipboard.js';
import {recall} from './feedback.js';
import {choose, takable, take} from './proposals.js';
import {basketTarget} from '../proposals/target.js';
import {sheet} from './sheet.js';

const panel = document.querySelector('#reader'), chat = document.querySelector('#chat');
const over = sheet(panel);
const ZOOMS = [50, 75, 100, 125, 150, 200, 250, 300];
const SHARPEST = 2000; // pixels: what the API draws at most
let source = null, opener = null, zoom = 100, page = 0, drawing = 0, turned = false;

const list = () => [...source.closest('ol').children];
const title = () => clean(source.querySelector('.title').textContent);
const cite = () => source.closest('.exchange')?.querySelector(`.cite[href="#${source.id}"]`);

const open = (item, from) => {
  if (!item) return;
  source = item;
  opener = from ?? opener;
  page = Number(item.dataset.page);
  panel.hidden = false;
  chat.dataset.reader = 'open';
  over(true);
  panel.replaceChildren(bar(), ...heading(), ...picture(), ...text(), ...links(), ...record());
  for (const box of panel.querySelectorAll('.judge')) recall(box);
  for (const each of document.querySelectorAll('.cite[aria-current], .see[aria-current]')) each.removeAttribute('aria-current');
  for (const each of source.closest('.exchange').querySelectorAll(`.cite[href="#${source.id}"]`))
    each.setAttribute('aria-current', 'true');
  source.querySelector('.see').setAttribute('aria-current', 'true');
  panel.scrollTop = 0;
  const quoted = panel.querySelector('blockquote'), mark = quoted?.querySelector('mark');
  if (mark) quoted.scrollTop = Math.max(0, mark.offsetTop - quoted.clientHeight / 3);
  panel.querySelector('h2').focus({preventScroll: true});
  if (item.dataset.image) draw();
};

const close = ({focus = true} = {}) => {
  if (panel.hidden) return;
  over(false);
  panel.hidden = true;
  delete chat.dataset.reader;
  const back = opener?.isConnected ? opener : source && document.getElementById(source.id)?.querySelector('.see');
  for (const each of document.querySelectorAll('.cite[aria-current], .see[aria-current]')) each.removeAttribute('aria-current');
  if (focus) back?.focus();
};

const move = step => {
  const all = list(), target = all[all.indexOf(source) + step];
  if (!target) return;
  opener = null;
  source = target;
  open(target, cite() ?? target.querySelector('.see'));
};

const bar = () => {
  const all = list(), place = all.indexOf(source);
  const back = button(words.back, () => close(), {class: 'plain back'});
  const previous = button('‹', () => move(-1), {'aria-label': words.previous, title: words.previous, disabled: place === 0});
  const next = button('›', () => move(1),
    {'aria-label': words.next_citation, title: words.next_citation, disabled: place === all.length - 1});
  return h('div.bar', {}, back, h('span.place', {}, word('place_of', {number: place + 1, count: all.length})), previous, next);
};

const heading = () => {
  const where = source.querySelector('.page')?.textContent;
  return [
    h('h2', {id: 'reader-title', tabindex: '-1'}, h('span.number', {}, `[${source.dataset.number}]`), ' ',
      h('span', {lang: source.querySelector('.title').lang}, title()), where ? h('span.page', {}, ` ${where}`) : null),
    ...[...source.querySelectorAll('.detail > .facts')].map(line => h('p.facts', {}, line.textContent)),
    source.dataset.why ? h('p.notice.warn', {}, source.dataset.why) : null,
  ].filter(Boolean);
};

// The page of a PDF.
const picture = () => {
  if (!source.dataset.image) return [];
  const tool = (label, sign, handler, id) => button(sign, handler, {'aria-label': label, title: label, id});
  const tools = h('div.tools', {role: 'group', 'aria-label': words.zoom},
    tool(words.smaller, '−', () => resize(-1), 'smaller'), h('output', {id: 'zoom'}, `${zoom} %`),
    tool(words.larger, '+', () => resize(1), 'larger'),
    h('span.spread', {}), tool(words.previous_page, '←', () => turn(-1), 'page-back'),
    h('output', {id: 'page-of'}, word('page_of', {page})), tool(words.next_page, '→', () => turn(1), 'page-on'),
    button(words.back_to_quote, () => turn(0), {id: 'to-quote', class: 'plain', hidden: true}));
  return [tools, h('div.sheet', {id: 'sheet', tabindex: '0', role: 'group', 'aria-label': words.page_of.replace('{page}', page)},
    h('p.quiet', {role: 'status'}, words.page_loading))];
};

const address = width => {
  const [path, query] = source.dataset.image.split('?');
  const place = new URLSearchParams(query), cited = page === Number(source.dataset.page);
  if (!cited) for (const name of ['start', 'end']) place.delete(name);
  place.set('width', width);
  return `${path.replace(/pages\/\d+\/image/, `pages/${page}/image`)}?${place}`;
};

const draw = () => {
  const last = Number(source.dataset.pages) || Infinity;
  for (const [id, off] of [['smaller', zoom === ZOOMS[0]], ['larger', zoom === ZOOMS.at(-1)], ['page-back', page <= 1],
    ['page-on', page >= last]]) panel.querySelector(`#${id}`).disabled = off;
  const sheet = panel.querySelector('#sheet'), mine = ++drawing;
  const wide = Math.ceil((sheet.clientWidth || 500) * (zoom / 100) * (window.devicePixelRatio || 1) / 250) * 250;
  const cited = page === Number(source.dataset.page), shown = {page, title: title(), quote: quote()};
  const image = h('img', {alt: word(cited ? 'page_alt' : 'other_page_alt', shown)});
  image.style.width = `${zoom}%`;
  image.addEventListener('load', () => {
    if (mine !== drawing || !sheet.isConnected) return;
    sheet.replaceChildren(image);
    if (turned) sheet.scrollTo(0, 0); // of the page before, the place says nothing
    turned = false;
    if (cited) toQuote(sheet, image);
  });
  image.addEventListener('error', () => { if (mine === drawing) failed(sheet, image.src, mine); });
  image.src = address(Math.min(SHARPEST, Math.max(750, wide)));
};
const quote = () => clean(source.querySelector('.detail mark').textContent);

/** Scroll the page to its highlight; say so where it has none. */
const toQuote = async (sheet, image) => {
  let place;
  try { place = await api('GET', source.dataset.image.replace('/image?', '/highlight?')); } catch { return; }
  if (!image.isConnected) return;
  if (!place.boxes.length) {
    sheet.before(h('p.quiet.small', {}, words.no_highlight));
    return;
  }
  const first = place.boxes[0];
  sheet.scrollTop = Math.max(0, first.top * image.offsetHeight - sheet.clientHeight / 3);
  sheet.scrollLeft = Math.max(0, first.left * image.offsetWidth - 24);
};

const failed = async (sheet, from, mine) => {
  const said = h('p.notice.error', {role: 'status'}, words.page_failed);
  sheet.replaceChildren(said);
  try {
    const reply = await fetch(from, {headers: {'Accept-Language': document.documentElement.lang}});
    const {reason, hint} = reply.ok ? {} : (await reply.json()).error;
    if (reason && mine === drawing) said.textContent = clean(`${reason} ${hint}`);
  } catch { /* the sentence above stays */ }
};

const resize = step => {
  const place = Math.min(ZOOMS.length - 1, Math.max(0, ZOOMS.indexOf(zoom) + step));
  zoom = ZOOMS[place];
  panel.querySelector('#zoom').textContent = `${zoom} %`;
  draw();
};

/** Another page of the same document; 0: the one that is cited. */
const turn = step => {
  const cited = Number(source.dataset.page);
  page = step === 0 ? cited : Math.max(1, page + step);
  turned = true;
  panel.querySelector('#page-of').textContent = word('page_of', {page});
  panel.querySelector('#to-quote').hidden = page === cited;
  panel.querySelector('#sheet').setAttribute('aria-label', word('page_of', {page}));
  draw();
};

// The quote in its text, for every format: also what is read aloud.
const text = () => {
  const quoted = source.querySelector('.detail blockquote').cloneNode(true);
  quoted.tabIndex = 0; // it scrolls: the keyboard has to reach it
  quoted.setAttribute('aria-label', words.quote_in_text);
  const judged = source.querySelector('.detail .judged')?.cloneNode(true);
  const parts = [h('h3', {}, words.quote_in_text), quoted, judged].filter(Boolean);
  return source.dataset.state === 'withheld' ? [] : parts;
};

const links = () => {
  const {file, shown, page: at, record: known} = source.dataset;
  const label = shown === 'inline' ? (at ? words.open : words.open_file) : words.download;
  const made = [
    file ? h('a.button', {href: file, target: '_blank', rel: 'noopener noreferrer'}, label) : null,
    ...(takable(source) ? toProposal() : []),
    known ? button(words.copy_text, () => reference('text')) : null,
    known ? button(words.copy_bibtex, () => reference('bibtex')) : null,
  ].filter(Boolean);
  const name = source.querySelector('.detail .file')?.textContent;
  return [h('p.row.links', {}, ...made), name ? h('p.facts.small', {}, name) : null].filter(Boolean);
};

// Into the section chosen last, with one click; or into another one.
const toProposal = () => {
  const to = basketTarget();
  const add = button(to ? word('add_to', {title: to.title}) : words.to_proposal, () => take([source]), {id: 'to-proposal'});
  return to ? [add, button(words.elsewhere, () => choose([source]), {id: 'to-other', class: 'plain'})] : [add];
};

const reference = async form => {
  const at = source.dataset.page ? `&page=${source.dataset.page}` : '';
  const address = `${source.dataset.record.replace(/record$/, 'reference')}?format=${form}${at}`;
  const reply = await fetch(address, {headers: {'Accept-Language': document.documentElement.lang}});
  if (reply.ok) return copy((await reply.text()).trim());
  let error = {};
  try { ({error} = await reply.json()); } catch { /* no sentence came with it */ }
  return say(sentence(error) || words.unreachable, 'error');
};

const FIELDS = ['title', 'authors', 'date', 'publisher', 'kind', 'language', 'place', 'licence', 'identifier', 'url', 'source'];
const record = () => {
  if (!source.dataset.record) return [];
  const from = source.dataset.record, facts = h('dl.facts', {});
  const fold = h('details.record', {}, h('summary', {}, words.record), facts);
  fold.addEventListener('toggle', () => {
    if (!fold.open || facts.children.length) return;
    busy(fold, async () => {
      const known = await api('GET', from);
      facts.replaceChildren(...FIELDS.filter(name => known[name]?.length).flatMap(name =>
        [h('dt', {}, words[`record_${name}`]), h('dd', {}, said(name, known[name]))]));
    });
  });
  return [fold];
};
const said = (name, value) => (name === 'date' ? day(value) : null) ?? words[`${name}_${value}`] ?? (Array.isArray(value) ? value.join(', ') : value);

panel.addEventListener('keydown', event => {
  if (event.target.matches('input, textarea') || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === '+' && panel.querySelector('#larger')) resize(1);
  if (event.key === '-' && panel.querySelector('#smaller')) resize(-1);
});

export const reader = {open, close};
