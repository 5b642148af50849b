// The record of a document: corrected field by field, and the marks that protect it.
import {api, busy, h, say, word, words} from '../page.js';
import {facts} from './common.js';

const HINTS = {authors: 'authors_hint', date: 'date_hint'};

const control = (record, name) => {
  const id = `edit-${name}`, hint = HINTS[name] ? `${id}-hint` : null;
  const given = record[name] ?? '';
  let input;
  if (name === 'authors') input = h('textarea', {id, rows: 2, 'aria-describedby': hint}, record.authors.join('\n'));
  else if (name === 'kind' || name === 'language') {
    const choices = name === 'kind' ? facts.kinds : {fr: words.fr, en: words.en};
    const known = given in choices ? {} : {[given]: given};
    input = h('select', {id}, Object.entries({...known, ...choices}).map(([value, text]) => h('option', {value, selected: value === given}, text)));
  } else input = h('input', {id, value: given, required: name === 'title', 'aria-describedby': hint});
  const described = hint ? h('span.small.quiet', {id: hint}, words[HINTS[name]]) : null;
  return {name, input, before: input.value, element: h('div', {}, h('label', {for: id}, words[`field_${name}`]), input, described)};
};

const stated = ({name, input}) =>
  (name === 'authors' ? input.value.split('\n').map(line => line.trim()).filter(Boolean) : input.value.trim() || null);

/** What somebody else has written meanwhile: shown below the fields, and taken over where nothing was typed. */
const takeOver = async (record, controls) => {
  const {record: now} = await api('GET', `/api/documents/${record.id}/details`);
  Object.assign(record, {revision: now.revision, marks: now.marks});
  for (const each of controls) {
    const theirs = control(now, each.name).before;
    if (theirs === each.before) continue;
    if (each.input.value === each.before) each.input.value = theirs;
    each.before = theirs;
    each.element.querySelector('.meanwhile')?.remove();
    each.element.append(h('p.meanwhile.small.notice.warn', {}, word('meanwhile', {value: theirs.replaceAll('\n', ', ') || '–'})));
  }
};

const send = (record, set) => api('PATCH', `/api/documents/${record.id}/record`, {set, revision: record.revision});

/** A form that corrects a record; `saved` is told a sentence. */
export const editForm = (record, saved) => {
  const controls = facts.fields.map(name => control(record, name));
  const save = h('button.primary', {}, words.save);
  const form = h('form.edit', {onsubmit: event => {
    event.preventDefault();
    busy(save, async () => {
      const different = controls.filter(each => each.input.value !== each.before);
      if (!different.length) { say(words.nothing_changed); return; }
      try {
        await send(record, Object.fromEntries(different.map(each => [each.name, stated(each)])));
      } catch (error) {
        if (error.code === 'record_changed') await takeOver(record, controls);
        throw error;
      }
      saved(words.saved);
    });
  }}, controls.map(each => each.element), h('p', {}, save));
  return h('details', {id: 'edit'}, h('summary', {}, words.edit), form);
};

/** The two marks of a document, each with what it does. */
export const marksForm = (record, saved) => {
  const box = name => h('input', {type: 'checkbox', id: `mark-${name}`, 'aria-describedby': `mark-${name}-why`,
    checked: record.marks.includes(name), disabled: name === 'anonymous' && record.marks.includes(name)});
  const quiet = box('not_for_quotation'), nameless = box('anonymous');
  const save = h('button', {}, words.marks_save);
  const form = h('form', {onsubmit: event => {
    event.preventDefault();
    busy(save, async () => {
      const marks = [quiet.checked && 'not_for_quotation', nameless.checked && 'anonymous'].filter(Boolean);
      try {
        await send(record, {marks});
      } catch (error) {
        if (error.code === 'record_changed') document.dispatchEvent(new CustomEvent('library-changed'));
        throw error;
      }
      saved(words.marks_saved);
    });
  }},
  h('label.inline', {}, quiet, words.mark_not_for_quotation),
  h('p.small.quiet', {id: 'mark-not_for_quotation-why'}, words.not_quotable_why),
  h('label.inline', {}, nameless, words.mark_anonymous),
  h('p.small.quiet', {id: 'mark-anonymous-why'}, `${words.anonymous_why} ${words.anonymous_once}`),
  h('p', {}, save));
  return h('details', {id: 'marks'}, h('summary', {}, words.marks), form);
};
