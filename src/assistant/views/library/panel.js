// One document beside the list: its record and where each field comes from, marks, text, other files, removal.
import {api, busy, button, h, number, say, sentence, word, words} from '../page.js';
import {day} from '../dates.js';
import {confirmed} from '../dialogs.js';
import {$, address, changed, documentLink, go, kindName, onChange, tag} from './common.js';
import {editForm, marksForm} from './record.js';
import {textReader} from './reader.js';

const panel = () => $('#document');
const wanted = () => new URLSearchParams(location.search).get('document');
let shown = null;

const LISTED = ['authors', 'date', 'kind', 'language', 'publisher', 'place', 'url', 'identifier', 'licence'];

const value = (record, name) => {
  const given = record[name];
  if (!given || given.length === 0) return h('span.quiet', {}, words.not_known);
  if (name === 'authors') return given.join(', ');
  if (name === 'date') return day(given);
  if (name === 'kind') return kindName(given) || given;
  if (name === 'language') return words[given] ?? given;
  if (name === 'url' && /^https?:\/\//.test(given)) return h('a', {href: given, rel: 'noreferrer noopener', target: '_blank'}, given);
  return given;
};

const takeBack = (record, name) => button(words.take_back, async () => {
  await api('PATCH', `/api/documents/${record.id}/record`, {unset: [name]});
  say(words.taken_back);
  changed();
}, {class: 'plain', 'aria-label': word('take_back_of', {field: words[`field_${name}`]})});

const recordFacts = ({record, document: read}) => {
  const always = new Set(['title', 'authors', 'date', 'kind', 'language']);
  const listed = ['title', ...LISTED].filter(name => always.has(name) || record[name] || record.origins[name] === 'correction');
  const lines = listed.map(name => [words[`field_${name}`], [
    name === 'title' ? record.title : value(record, name),
    record.origins[name] ? h('span.origin', {}, words[`origin_${record.origins[name]}`]) : null,
    record.origins[name] === 'correction' ? takeBack(record, name) : null,
  ]]);
  lines.push([words.field_source, [record.source]]);
  if (read?.pages) lines.push([words.field_pages, [number(read.pages)]]);
  if (read?.places.length) lines.push([words.field_about, [read.places.slice(0, 12).join(', ')]]);
  if (read) lines.push([words.field_added, [day(read.added_at)]]);
  return h('dl.facts', {}, lines.flatMap(([name, parts]) => [h('dt', {}, name), h('dd', {}, parts)]));
};

const notes = ({record, document: read}) => {
  const found = [];
  if (!record.has_file) found.push(h('p.notice', {}, words.no_file));
  if (record.marks.includes('not_for_quotation')) found.push(h('p.notice.warn', {}, words.not_quotable_why));
  if (record.marks.includes('anonymous')) found.push(h('p.notice.warn', {}, words.anonymous_why));
  const marks = new Set(['not_for_quotation', 'anonymous']);
  const warnings = (read?.warnings ?? []).filter(each => !marks.has(each.code));
  const lines = warnings.map(each => h('li', {}, sentence(each)));
  if (read?.ocr_pages) {
    const percent = Math.round((read.ocr_confidence ?? 0) * 100);
    lines.unshift(h('li', {}, word('ocr_line', {pages: read.ocr_pages, percent})));
  }
  if (lines.length) found.push(h('h3', {}, words.warnings), h('ul', {}, lines));
  return found;
};

const actions = details => {
  const {record, original} = details;
  const made = [];
  if (original) {
    made.push(h('a.button', {href: `/api/documents/${record.id}/original`, target: '_blank', rel: 'noopener'}, words.open_original));
  }
  if (record.has_file && record.kind !== 'interview') {
    made.push(button(words.make_interview, async () => {
      await api('PATCH', `/api/documents/${record.id}/record`, {set: {kind: 'interview'}});
      say(words.is_interview);
      changed();
    }));
  }
  return h('p.row', {}, made);
};

const receipt = receipts => {
  const lines = receipts.flatMap(each => [
    h('p', {}, word('receipt_line', {source: each.source, pages: each.pages, passages: each.passages, date: day(each.removed_at)})),
    each.sha256 ? h('p.small', {}, word('receipt_hash', {sha256: each.sha256})) : null,
    h('p', {}, each.still_there ? words.receipt_there : words.receipt_gone),
  ]);
  panel().replaceChildren(back(), h('h2', {}, words.receipt), h('div.notice', {id: 'receipt'}, lines));
  panel().focus();
};

const removal = details => button(words.remove, async pressed => {
  const {record, deposited} = details;
  const text = [word('remove_text', {title: record.title}), record.has_file ? words[deposited ? 'remove_file_too' : 'remove_file_stays'] : ''];
  if (!await confirmed(words.remove_title, text.join(' '), words.remove_do)) return;
  const receipts = await busy(panel(), () => api('DELETE', `/api/documents/${record.id}`));
  if (receipts === undefined) return;
  shown = 'removed';
  receipt(receipts);
  changed();
}, {class: 'danger'});

const others = files => (files.length === 0 ? [] : [
  h('h3', {}, words.other_files),
  h('ul', {}, files.map(file => h('li', {}, documentLink(file.document_id, file.title, file.language), ' ',
    file.date ? h('span.quiet', {}, day(file.date)) : null, ' ', h('span.tag', {}, words[file.language] ?? file.language), ' ',
    file.newest ? h('span.tag.good', {}, words.newest) : null))),
]);

const back = () => button(words.back, () => {
  const id = wanted();
  go(address({document: null}));
  $(`#documents a[data-id="${CSS.escape(id ?? '')}"]`)?.focus();
}, {class: 'plain', id: 'back'});

const fill = details => {
  const {record} = details;
  const saved = sentence => { say(sentence); changed(); };
  const parts = [
    back(), h('h2', {lang: record.language}, record.title),
    h('p', {}, record.marks.flatMap(name => [tag(name), ' ']), record.has_file ? null : tag('no_file')),
    actions(details), details.original || !record.has_file ? null : h('p.quiet', {}, words.no_original), notes(details),
    details.text ? textReader(details) : null,
    h('h3', {}, words.record), recordFacts(details), editForm(record, saved),
    record.has_file ? marksForm(record, saved) : null,
    others(details.other_files),
    h('p', {}, removal(details)),
  ];
  panel().replaceChildren(...parts.flat().filter(Boolean));
};

const draw = async ({focus = false, again = false} = {}) => {
  const id = wanted();
  panel().hidden = !id;
  $('.shelves').classList.toggle('open', Boolean(id));
  if (!id) { shown = null; return; }
  if (id === shown && !again) return;
  if (shown === 'removed' && again) return;
  shown = id;
  try {
    const details = await api('GET', `/api/documents/${encodeURIComponent(id)}/details`);
    if (wanted() === id) fill(details);
  } catch (error) {
    panel().replaceChildren(back(), h('p.notice.error', {}, error.message));
  }
  if (focus) panel().focus();
};

/** Show the document that the address names, and follow it. */
export const startPanel = () => {
  document.addEventListener('library-moved', () => draw({focus: true}));
  onChange(() => draw({again: true}));
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && wanted() && !document.querySelector('dialog[open]')) $('#back')?.click();
  });
  draw();
};
