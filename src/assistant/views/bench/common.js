// What the parts of the bench share: addresses, jobs, dialogs, fields.
import {api, button, clean, h, language, number, say, word, words} from '../page.js';

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

/** A share as a percentage, a figure with three decimals, a day. */
export const percent = value => new Intl.NumberFormat(language, {style: 'percent', maximumFractionDigits: 0}).format(value);
export const figure = value => (value === null || value === undefined ? '–'
  : new Intl.NumberFormat(language, {minimumFractionDigits: 3, maximumFractionDigits: 3}).format(value));
export const signed = value => (value === null || value === undefined ? '–'
  : new Intl.NumberFormat(language, {minimumFractionDigits: 3, maximumFractionDigits: 3, signDisplay: 'exceptZero'}).format(value));
export const day = iso => new Intl.DateTimeFormat(language, {dateStyle: 'medium'}).format(new Date(iso));
export const moment = iso => new Intl.DateTimeFormat(language, {dateStyle: 'medium', timeStyle: 'short'}).format(new Date(iso));

/** Words one after the other. */
export const listed = items => items.map(clean).join(', ') || words.none;

/** A place in a document: its title, and the page where it has any. */
export const place = (title, page) => `${title}${page ? `, ${word('page', {page})}` : ''}`;

/** Ask the reader to confirm something; true where they do. */
export const confirmed = sentence => new Promise(resolve => {
  const before = document.activeElement;
  const dialog = h('dialog', {'aria-label': words.confirm}, h('p', {}, sentence), h('form.row', {method: 'dialog'},
    h('button.danger', {value: 'yes'}, words.confirm), h('button', {value: '', autofocus: true}, words.cancel)));
  dialog.addEventListener('close', () => {
    resolve(dialog.returnValue === 'yes');
    dialog.remove();
    before?.focus?.();
  });
  document.body.append(dialog);
  dialog.showModal();
});

const pause = milliseconds => new Promise(resolve => { setTimeout(resolve, milliseconds); });

/** Follow a job to its end with its progress shown in an element; gives the job as it ended. */
export const follow = async (job, where) => {
  const bar = h('progress', {max: 1, 'aria-label': words.running});
  const line = h('p.small', {}, words.running);
  const stop = button(words.stop, async () => { await api('DELETE', `/api/jobs/${job.id}`); });
  where.replaceChildren(h('div.card', {}, h('h3', {}, words.running), line, bar, h('p', {}, stop)));
  let now = job;
  while (!['done', 'failed', 'cancelled'].includes(now.state)) {
    const {stage, done, total, about} = now.progress;
    stop.hidden = !now.cancellable;
    if (now.state === 'waiting') line.textContent = words.waiting;
    else if (total) {
      bar.max = total;
      bar.value = done;
      line.textContent = word('progress', {stage: words[`run_${stage}`] ?? stage, about, done: number(done), total: number(total)});
    }
    await pause(700);
    now = await api('GET', `/api/jobs/${job.id}`);
  }
  where.replaceChildren();
  if (now.state === 'failed') throw new Error([now.error.reason, now.error.hint].join(' '));
  return now;
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
