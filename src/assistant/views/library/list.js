// The list of documents: searched as one types, filtered, sorted, drawn a hundred at a time, exported.
import {api, busy, clean, h, language, number, saved, say, word, words} from '../page.js';
import {day} from '../dates.js';
import {$, address, fold, go, kindName, onChange, states, tag} from './common.js';

const STEP = 100;
const NAMES = ['q', 'kind', 'language', 'year', 'place', 'state', 'sort'];
let entries = [], fitting = [], drawn = 0;

const field = name => $(`#filter-${name}`);
const collator = new Intl.Collator(language, {numeric: true, sensitivity: 'base'});
const latest = (one, other) => (other || '').localeCompare(one || '');
const ORDERS = {
  '': (one, other) => collator.compare(one.title, other.title),
  new: (one, other) => latest(one.date, other.date),
  old: (one, other) => (one.date || '9999').localeCompare(other.date || '9999'),
  added: (one, other) => latest(one.added_at, other.added_at),
  kind: (one, other) => collator.compare(kindName(one.kind), kindName(other.kind)),
  author: (one, other) => collator.compare(one.authors[0] ?? '\uffff', other.authors[0] ?? '\uffff'),
};

const prepared = entry => ({
  ...entry,
  year: entry.date?.slice(0, 4) ?? 'none',
  states: states(entry),
  text: fold([entry.title, entry.source, ...entry.authors, kindName(entry.kind), ...entry.places].join(' ')),
});

const fits = (entry, wanted, typed) =>
  typed.every(piece => entry.text.includes(piece))
  && (!wanted.kind || entry.kind === wanted.kind)
  && (!wanted.language || entry.language === wanted.language)
  && (!wanted.year || entry.year === wanted.year)
  && (!wanted.place || entry.places.includes(wanted.place))
  && (!wanted.state || entry.states.includes(wanted.state));

const row = entry => {
  const current = new URLSearchParams(location.search).get('document') === entry.id;
  const href = address({document: entry.id, view: null});
  const link = h('a', {href, lang: entry.language, 'data-id': entry.id, onclick: event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(href);
  }}, entry.title);
  const tags = () => entry.states.flatMap(name => [tag(name), ' ']);
  return h('tr', {'aria-current': current ? 'true' : null},
    h('th', {scope: 'row'}, link, entry.authors.length ? h('span.by', {}, entry.authors.join(', ')) : null,
      entry.states.length ? h('span.under', {}, tags()) : null),
    h('td', {}, kindName(entry.kind) || entry.kind), h('td', {}, entry.date ? day(entry.date) : ''),
    h('td', {}, words[entry.language] ?? ''), h('td.number', {}, entry.pages === null ? '' : number(entry.pages)),
    h('td', {}, tags()));
};

const drawMore = () => {
  const next = fitting.slice(drawn, drawn + STEP);
  $('#documents tbody').append(...next.map(row));
  drawn += next.length;
  const left = fitting.length - drawn;
  $('#more').hidden = left === 0;
  $('#more').textContent = word('more', {count: number(Math.min(STEP, left))});
  return next;
};

const draw = () => {
  const wanted = Object.fromEntries(NAMES.map(name => [name, field(name).value]));
  const typed = fold(wanted.q).split(/\s+/).filter(Boolean);
  fitting = entries.filter(entry => fits(entry, wanted, typed));
  const order = ORDERS[wanted.sort] ?? ORDERS[''];
  fitting.sort((one, other) => order(one, other) || ORDERS[''](one, other));
  $('#documents tbody').replaceChildren();
  drawn = 0;
  drawMore();
  $('#documents').hidden = fitting.length === 0;
  $('#nothing').hidden = fitting.length > 0 || entries.length === 0;
  const filtered = fitting.length !== entries.length;
  $('#reset').hidden = !NAMES.some(name => name !== 'sort' && wanted[name]);
  const many = entries.length === 1 ? 'shown_one' : 'shown_many';
  $('#shown').textContent = filtered
    ? word('shown_of', {count: number(fitting.length), total: number(entries.length)})
    : word(many, {count: number(entries.length)});
};

const options = (name, values, label) => {
  const select = field(name), first = select.options[0], chosen = select.value;
  select.replaceChildren(first, ...values.map(value => h('option', {value}, label(value))));
  select.value = chosen || new URLSearchParams(location.search).get(name) || '';
  if (select.selectedIndex < 0) select.value = '';
};

const fillFilters = () => {
  const years = [...new Set(entries.map(entry => entry.year))].sort().reverse();
  const dated = years.filter(year => year !== 'none');
  options('year', [...dated, ...(years.length > dated.length ? ['none'] : [])], year => (year === 'none' ? words.undated : year));
  const places = [...new Set(entries.flatMap(entry => entry.places))].sort(collator.compare);
  options('place', places, clean);
};

const load = async () => {
  try {
    entries = (await api('GET', '/api/library/entries')).map(prepared);
    if (entries.length) $('#empty')?.remove();
    fillFilters();
    draw();
  } catch (error) {
    say(error.message, 'error');
  }
  $('#documents tbody').removeAttribute('aria-busy');
};

const readAddress = () => {
  const query = new URLSearchParams(location.search);
  for (const name of NAMES) if (field(name).value !== (query.get(name) ?? '')) field(name).value = query.get(name) ?? '';
};

const exported = async () => {
  const format = $('#export-format').value;
  const all = fitting.length === entries.length;
  const ids = all ? [] : fitting.map(entry => entry.id);
  await saved('POST', '/api/library/export', {format, ids}, `bibliotheque.${format}`);
  say(word('exported', {count: number(fitting.length)}));
};

/** Draw the list, and have it follow what is typed, chosen and changed. */
export const startList = () => {
  readAddress();
  const form = $('#filters');
  let waiting;
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const parts = Object.fromEntries(NAMES.map(name => [name, field(name).value]));
      history.replaceState(null, '', address(parts));
      draw();
    }, entries.length > 1500 ? 120 : 0);
  });
  form.addEventListener('submit', event => event.preventDefault());
  $('#reset').addEventListener('click', () => {
    for (const name of NAMES) if (name !== 'sort') field(name).value = '';
    history.replaceState(null, '', address(Object.fromEntries(NAMES.filter(name => name !== 'sort').map(name => [name, null]))));
    draw();
    field('q').focus();
  });
  $('#more-filters').addEventListener('click', event => {
    event.target.setAttribute('aria-expanded', String(form.classList.toggle('all')));
  });
  $('#more').addEventListener('click', () => {
    const [first] = drawMore();
    $(`#documents a[data-id="${CSS.escape(first.id)}"]`)?.focus();
  });
  $('#export').addEventListener('submit', event => {
    event.preventDefault();
    busy(event.submitter ?? event.target, exported);
  });
  document.addEventListener('library-moved', () => {
    readAddress();
    const shown = new URLSearchParams(location.search).get('document');
    for (const line of document.querySelectorAll('#documents tbody tr')) {
      if (line.querySelector('a').dataset.id === shown) line.setAttribute('aria-current', 'true');
      else line.removeAttribute('aria-current');
    }
    if (entries.length) draw();
  });
  onChange(load);
  load();
};
