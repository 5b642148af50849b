// One question of a set: what answers it, what a good answer holds, and whether it counts.
import {api, button, h, say, sentence, word, words} from '../page.js';
import {confirmed} from '../dialogs.js';
import {choice, field, follow, go, link, radios, searchButton, show, tick} from './common.js';

const address = set => `/api/bench/cases/${encodeURIComponent(set)}/case`;

/** Show the editor of a question (id null: a new one). */
export const edit = async (set, id, open) => {
  const found = id ? await api('GET', `${address(set)}?${new URLSearchParams({id})}`)
    : {record: {id: '', question: '', proposed: true}, revision: '', problems: []};
  draw(set, id, found, open);
};

const draw = (set, id, found, open) => {
  const {record} = found;
  const form = fields(record, id);
  const running = h('div');
  const save = button(words.save_case, async () => {
    const next = form.read();
    const kept = id ? await api('PATCH', address(set), {record: next, revision: found.revision})
      : await api('POST', address(set), {record: next});
    say(words.case_saved);
    if (id) draw(set, id, kept, open);
    else await go({part: 'cases', set, case: next.id}, open);
  }, {class: 'primary'});
  const remove = id ? button(words.remove_case, async () => {
    if (!await confirmed(word('remove_case_sure', {id}))) return;
    await api('DELETE', `${address(set)}?${new URLSearchParams({id, revision: found.revision})}`);
    say(words.case_removed);
    await go({part: 'cases', set}, open);
  }, {class: 'danger'}) : null;
  const grade = id ? button(words.grade_case, async () => {
    const job = await follow(await api('POST', '/api/bench/series', {file: set, ids: [id]}), running);
    if (job.state === 'done') location.assign(`/bench?${new URLSearchParams({part: 'grading', series: job.result.name})}`);
  }) : null;
  show(h('p', {}, link(word('back_set', {name: set}), {part: 'cases', set}, open)),
    h('h3', {}, id ? record.question : words.new_case),
    found.problems.length ? h('div.notice.warn', {}, h('p', {}, words.case_problems),
      h('ul', {}, found.problems.map(each => h('li', {}, sentence(each))))) : null,
    form.element, h('p.row', {}, save, grade, id ? searchButton(record.question) : null, remove), running);
};

const fields = (record, id) => {
  const name = h('input', {value: record.id, disabled: Boolean(id), required: true, maxlength: 100});
  const question = h('textarea', {rows: 2}, record.question);
  const kind = h('input', {value: record.kind ?? '', list: 'kinds', maxlength: 40});
  const language = choice([['', words.language_auto], ['fr', words.language_fr], ['en', words.language_en]], record.lang ?? '');
  const answerable = radios(words.answerable, 'answerable', [['', words.answerable_auto], ['yes', words.answerable_yes],
    ['no', words.answerable_no]], {true: 'yes', false: 'no'}[record.answerable] ?? '');
  answerable.classList.add('stacked');
  const answer = h('textarea', {rows: 3}, record.answer ?? '');
  const why = h('textarea', {rows: 2}, record.why ?? '');
  const note = h('textarea', {rows: 2}, record.note ?? '');
  const accepted = tick(words.accepted, !record.proposed);
  const nuggets = rows(words.add_nugget, record.nuggets ?? [], nugget);
  const evidence = rows(words.add_evidence, record.evidence ?? [], proof);
  const count = record.passages?.length ?? 0;
  const element = h('form', {onsubmit: event => event.preventDefault()},
    h('div.card', {}, field(words.question, question), h('div.row', {}, field(words.case_id, name, id ? '' : words.case_id_help),
      field(words.kind, kind, words.kind_help), field(words.language, language)),
    record.history?.length ? h('details', {}, h('summary', {}, words.history), h('ol', {}, record.history.map(text => h('li', {}, text)))) : null,
    answerable, h('datalist', {id: 'kinds'}, ['fact', 'definition', 'multi', 'other'].map(value => h('option', {value})))),
    h('section.card', {}, h('h4', {}, words.evidence_title), h('p.small.quiet', {}, words.evidence_help), evidence.element,
      count ? h('p.small', {}, word('graded_help', {count})) : null),
    h('section.card', {}, h('h4', {}, words.nuggets), h('p.small.quiet', {}, words.nuggets_help), nuggets.element,
      field(words.reference, answer)),
    h('div.card', {}, field(words.why, why), field(words.note, note), accepted));
  const read = () => {
    const next = {...record, id: name.value.trim(), question: question.value.trim(), nuggets: nuggets.read(), evidence: evidence.read(),
      answer: answer.value.trim(), why: why.value.trim(), note: note.value.trim(), kind: kind.value.trim(),
      lang: language.value, answerable: {yes: true, no: false}[answerable.chosen()], proposed: !accepted.box.checked};
    for (const key of ['nuggets', 'evidence']) if (!next[key].length) delete next[key];
    for (const key of ['answer', 'why', 'note', 'kind', 'lang', 'proposed']) if (!next[key]) delete next[key];
    if (next.answerable === undefined) delete next.answerable;
    return next;
  };
  return {element, read};
};

/** Rows that can be added and taken away; each is made by a function that gives {element, read, first}. */
const rows = (label, values, make) => {
  const list = h('ul.plain');
  const made = new Set();
  const add = (value, focus = false) => {
    const row = make(value);
    const item = h('li.row.edited', {}, row.element, button(words.remove_row, () => {
      made.delete(row);
      item.remove();
      more.focus();
    }));
    made.add(row);
    list.append(item);
    if (focus) row.first.focus();
  };
  const more = button(label, () => add({}, true));
  values.forEach(value => add(value));
  return {element: h('div', {}, list, more), read: () => [...made].map(row => row.read()).filter(Boolean)};
};

const nugget = value => {
  const text = h('input', {value: value.text ?? ''});
  const vital = tick(words.vital, value.vital ?? true);
  return {first: text, element: [field(words.nugget, text), vital],
    read: () => (text.value.trim() ? {text: text.value.trim(), vital: vital.box.checked} : null)};
};

const proof = value => {
  const source = h('input', {value: value.doc ?? '', list: 'documents'});
  const page = h('input', {type: 'number', min: 1, value: value.page ?? ''});
  const group = h('input', {value: value.group ?? '', maxlength: 20});
  const quote = h('textarea', {rows: 2}, value.quote ?? '');
  return {first: source, element: [field(words.document, source), field(words.page_number, page), field(words.group, group),
    field(words.quote, quote)],
  read: () => {
    if (!source.value.trim() && !quote.value.trim()) return null;
    return {doc: source.value.trim(), ...(page.value ? {page: Number(page.value)} : {}), quote: quote.value.trim(),
      ...(group.value === '' ? {} : {group: /^\d+$/.test(group.value) ? Number(group.value) : group.value})};
  }};
};
