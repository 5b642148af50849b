// What the parts of the bench share: addresses, jobs, dialogs, fields.
import {button, clean, h, language, say, word, words} from '../page.js';
import {follow as followed, jobKind, jobLine, succeeded} from '../jobs.js';

export const content = document.querySelector('#content');

/** A button that opens the search of a question: it travels in this tab's memory, not in the address. */
export const searchButton = question => button(words.see_search, () => {
  sessionStorage.setItem('assistant_bench_question', question);
  location.assign('/bench?part=search');
});

/** What the address says is open. */
export const asked = () => new URLSearchParams(location.search);

/** Go to another address of the bench without loading the page again. */
export const go = async (values, open) => {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value));
  history.pushState(null, '', `/bench?${query}`);
  await open();
};

/** A link within the bench. */
export const link = (label, values, open, attributes = {}) => {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value));
  const made = h('a', {href: `/bench?${query}`, ...attributes}, label);
  made.addEventListener('click', event => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(values, open).catch(tell);
  });
  return made;
};

/** Say what went wrong. */
export const tell = error => { if (error.name !== 'AbortError') say(error.message, 'error'); };

/** Show elements in the part's place, and put the reader at the first heading of them where the page has moved on. */
export const show = (...elements) => {
  content.replaceChildren(...elements.filter(Boolean));
  content.removeAttribute('aria-busy');
};

/** While something is fetched. */
export const wait = () => {
  content.setAttribute('aria-busy', 'true');
  if (!content.children.length) content.replaceChildren(h('p.quiet', {}, words.loading));
};

let fields = 0;
/** A labelled field: field('Name', h('input')) or with a help text below. */
export const field = (label, control, help = '') => {
  fields += 1;
  control.id ||= `field-${fields}`;
  const below = help ? h('p.small.quiet', {id: `${control.id}-help`}, help) : null;
  if (below) control.setAttribute('aria-describedby', below.id);
  return h('div.field', {}, h('label', {for: control.id}, label), control, below);
};

/** A list to choose from: pairs of value and label. */
export const choice = (options, chosen = '') => {
  const made = h('select', {}, options.map(([value, label]) => h('option', {value}, label)));
  made.value = chosen;
  return made;
};

/** A tick box with its label. */
export const tick = (label, checked = false, attributes = {}) => {
  const box = h('input', {type: 'checkbox', checked, ...attributes});
  return Object.assign(h('label.inline', {}, box, ' ', label), {box});
};

/** Radio buttons in a group with a legend; `chosen()` gives the value that is on, '' where none is. */
export const radios = (legend, name, options, chosen, changed = () => {}, hidden = false) => {
  const boxes = options.map(([value, label]) => {
    const box = h('input', {type: 'radio', name, value, checked: value === chosen});
    box.addEventListener('change', () => changed(value));
    return h('label.inline', {}, box, ' ', label);
  });
  const head = hidden ? h('legend.visually-hidden', {}, legend) : h('legend', {}, legend);
  const made = h('fieldset.grades', {}, head, boxes);
  return Object.assign(made, {chosen: () => made.querySelector('input:checked')?.value ?? ''});
};

export const grades = ['0', '1', '2', '3'].map(grade => [grade, words[`grade_${grade}`]]);

/** A table: caption, heads, rows of cells (texts or elements); the first cell of a row is its head. */
export const table = (caption, heads, rows, numeric = []) => h('div.scroll', {tabindex: 0, role: 'group', 'aria-label': caption},
  h('table', {}, h('caption', {}, caption),
    h('thead', {}, h('tr', {}, heads.map((head, place) =>
      h(numeric.includes(place) ? 'th.number' : 'th', {scope: 'col'}, head)))),
    h('tbody', {}, rows.map(cells => h('tr', {}, cells.map((cell, place) =>
      place ? h(numeric.includes(place) ? 'td.number' : 'td', {}, cell) : h('th', {scope: 'row'}, cell)))))));

/** A part that is folded until it is wanted; its title is a heading. */
export const fold = (title, ...children) => h('details.fold', {}, h('summary', {}, h('h3', {}, title)), ...children);

/** A share as a percentage, a figure with three decimals. */
export const percent = value => new Intl.NumberFormat(language, {style: 'percent', maximumFractionDigits: 0}).format(value);
export const figure = value => (value === null || value === undefined ? '–'
  : new Intl.NumberFormat(language, {minimumFractionDigits: 3, maximumFractionDigits: 3}).format(value));
export const signed = value => (value === null || value === undefined ? '–'
  : new Intl.NumberFormat(language, {minimumFractionDigits: 3, maximumFractionDigits: 3, signDisplay: 'exceptZero'}).format(value));

/** Words one after the other. */
export const listed = items => items.map(clean).join(', ') || words.none;

/** A place in a document: its title, and the page where it has any. */
export const place = (title, page) => `${title}${page ? `, ${word('page', {page})}` : ''}`;

/** Follow a job to its end with its progress shown in an element; gives the job as it ended. */
export const follow = async (job, where) => {
  const {line, show: draw} = jobLine(jobKind(job));
  where.replaceChildren(line);
  draw(job);
  try {
    return succeeded(await followed(job.id, draw));
  } finally {
    where.replaceChildren();
  }
};

/** Settings of the search to try: fields, and what they say ({} where nothing is other than usual). */
export const trialFields = usual => {
  const keep = tick(words.weight_usual, true, {id: 'weight-usual'});
  const weight = h('input', {type: 'range', id: 'weight', min: 0, max: 100, step: 5, value: 35, disabled: true});
  const shown = h('output', {for: 'weight'}, percent(0.35));
  weight.addEventListener('input', () => { shown.textContent = percent(weight.value / 100); });
  keep.box.addEventListener('change', () => { weight.disabled = keep.box.checked; });
  const candidates = h('input', {type: 'number', min: 10, max: 1000, value: usual.candidates, id: 'candidates'});
  const evidence = h('input', {type: 'number', min: 1, max: 100, value: usual.evidence, id: 'evidence'});
  const rerank = usual.reranker ? tick(word('rerank', {name: usual.reranker}), true, {id: 'rerank'}) : null;
  const element = h('div', {}, keep,
    h('div.row', {}, h('div.field', {}, h('label', {for: 'weight'}, words.weight, ' ', shown), weight,
      h('p.small.quiet', {}, words.weight_help))),
    h('div.row', {}, field(words.candidates, candidates), field(words.evidence, evidence)), rerank);
  const values = () => {
    const found = {};
    if (!keep.box.checked) found.vector_weight = weight.value / 100;
    if (candidates.value && Number(candidates.value) !== usual.candidates) found.candidates = Number(candidates.value);
    if (evidence.value && Number(evidence.value) !== usual.evidence) found.evidence = Number(evidence.value);
    if (rerank && !rerank.box.checked) found.rerank = false;
    return found;
  };
  return {element, values};
};
