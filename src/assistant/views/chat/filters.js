// Filters of the next questions: chosen in a dialog, shown as chips above the question, each with a button to remove it.
import {api, busy, button, h, say, word, words} from '../page.js';

const find = selector => document.querySelector(selector);
const dialog = find('#filters'), chips = find('#chips'), opener = find('#open-filters');
const DATE = /^\d{4}(-(0?[1-9]|1[0-2])(-(0?[1-9]|[12]\d|3[01]))?)?$/;
/** A date as a number to compare; the months and days that it does not say are `missing`. */
const day = (text, missing) => {
  const [year, month = missing, date = missing] = text.split('-').map(Number);
  return year * 10_000 + month * 100 + date;
};
const LISTS = ['authors', 'places', 'themes', 'documents'];
const none = () => ({kinds: [], since: '', until: '', authors: [], places: [], themes: [], documents: []});
let chosen = none(), draft = none(), choices = null;

const titleOf = id => choices?.documents.find(each => each.id === id)?.title ?? id;
const chipWords = {
  kinds: value => words[`kind_${value}`],
  since: value => word('chip_since', {value}),
  until: value => word('chip_until', {value}),
  authors: value => word('chip_author', {value}),
  places: value => word('chip_place', {value}),
  themes: value => word('chip_theme', {value}),
  documents: titleOf,
};

/** As the API takes them: only what is set. */
const wanted = () => Object.fromEntries(Object.entries(chosen).filter(([, value]) => value.length));

const each = (from, make) => Object.entries(from).flatMap(([field, value]) =>
  (Array.isArray(value) ? value : [value]).filter(Boolean).map(one => make(field, one)));

const without = (from, field, value) => ({...from,
  [field]: Array.isArray(from[field]) ? from[field].filter(one => one !== value) : ''});

const chip = (field, value, remove) => {
  const name = chipWords[field](value);
  return h('li', {}, button(`${name} ×`, remove, {class: 'chip', 'aria-label': word('remove_filter', {name})}));
};

const draw = () => {
  chips.replaceChildren(...each(chosen, (field, value) => chip(field, value, () => {
    chosen = without(chosen, field, value);
    draw();
    say(words.filter_removed);
    (chips.querySelector('button') ?? find('#box')).focus();
  })));
  chips.hidden = !chips.children.length;
};

const fieldset = (name, ...children) => h('fieldset', {}, h('legend', {}, words[name]), ...children);

const kinds = () => fieldset('kinds', ...choices.kinds.map(({name, count}) => {
  const box = h('input', {type: 'checkbox', value: name, checked: draft.kinds.includes(name)});
  box.addEventListener('change', () => {
    draft.kinds = box.checked ? [...draft.kinds, name] : draft.kinds.filter(one => one !== name);
  });
  return h('label.inline', {}, box, `${words[`kind_${name}`]} (${count})`);
}));

const dates = () => fieldset('dates', h('div.row', {}, ...['since', 'until'].map(name => {
  const field = h('input', {type: 'text', id: `filter-${name}`, value: draft[name], size: 12, inputmode: 'numeric',
    placeholder: choices.years[name === 'since' ? 0 : 1] ?? '', 'aria-describedby': 'date-hint'});
  field.addEventListener('input', () => { draft[name] = field.value.trim(); });
  return h('div', {}, h('label', {for: `filter-${name}`}, words[name]), field);
})), h('p.quiet.small', {id: 'date-hint'}, words.date_hint));

/** A field with suggestions of what the corpus has, and what is chosen so far; a theme is in the member's own words. */
const listed = name => {
  const free = name === 'themes';
  const options = free ? [] : name === 'documents' ? choices.documents.map(one => [one.title, one.id])
    : choices[name].map(one => [one.name, one.name]);
  if (!options.length && !free) return fieldset(name, h('p.quiet.small', {}, words.none_to_choose));
  const field = h('input', {type: 'text', id: `filter-${name}`, list: `list-${name}`, autocomplete: 'off'});
  const given = h('ul.chips', {});
  const show = () => given.replaceChildren(...draft[name].map(value => chip(name, value, () => {
    draft = without(draft, name, value);
    show();
    field.focus();
  })));
  const add = () => {
    const typed = field.value.trim();
    if (!typed) return true;
    const found = free ? [typed, typed] : options.find(([label]) => label === typed)
      ?? options.filter(([label]) => label.toLocaleLowerCase().includes(typed.toLocaleLowerCase()))[0];
    if (!found) { say(words.not_listed, 'error'); field.focus(); return false; }
    if (!draft[name].includes(found[1])) draft[name] = [...draft[name], found[1]];
    field.value = '';
    show();
    return true;
  };
  adders.push(add);
  field.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || !field.value.trim()) return;
    event.preventDefault();
    add();
  });
  show();
  return fieldset(name, h('div.row', {}, h('label.visually-hidden', {for: `filter-${name}`}, words[name]), field,
    button(words.add, add)), h('datalist', {id: `list-${name}`}, ...options.map(([label]) => h('option', {value: label}))),
  given);
};
let adders = [];

const apply = () => {
  if (!adders.every(add => add())) return;
  for (const name of ['since', 'until']) {
    if (draft[name] && !DATE.test(draft[name])) {
      say(words.bad_date, 'error');
      find(`#filter-${name}`).focus();
      return;
    }
  }
  if (draft.since && draft.until && day(draft.since, 1) > day(draft.until, 99)) {
    say(words.bad_range, 'error');
    find('#filter-until').focus();
    return;
  }
  chosen = draft;
  draw();
  dialog.close();
};

const open = async () => {
  choices = await api('GET', '/api/filters');
  draft = structuredClone(chosen);
  adders = [];
  const form = h('form', {}, h('h2', {id: 'filters-title'}, words.filters_title), h('p.quiet.small', {}, words.filters_lead),
    kinds(), dates(), ...LISTS.map(listed),
    h('div.row.ends', {}, h('button.primary', {type: 'submit'}, words.apply),
      button(words.clear_filters, () => { chosen = none(); draw(); dialog.close(); }),
      button(words.cancel, () => dialog.close())));
  form.addEventListener('submit', event => {
    event.preventDefault();
    apply();
  });
  dialog.replaceChildren(form);
  dialog.showModal();
  dialog.scrollTop = 0;
};

opener.addEventListener('click', () => busy(opener, open));

export const filters = {wanted};
