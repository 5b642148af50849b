// Dialogs: a question to confirm, and the versions of a section.
import {api, button, busy, h, say, word, words, language} from '../page.js';

/** A dialog with a heading, shown at once; it goes away when it is closed, and the focus goes back. */
export const dialog = (heading, ...content) => {
  const before = document.activeElement;
  const made = h('dialog', {'aria-labelledby': 'dialog-heading'},
    h('h2', {id: 'dialog-heading'}, heading), ...content,
    h('p', {}, h('button.close', {type: 'button', onclick: () => made.close()}, word('close'))));
  made.addEventListener('close', () => { made.remove(); before?.focus?.(); });
  document.body.append(made);
  made.showModal();
  return made;
};

/** Ask for a confirmation, or for a text where there is a field; gives null where it is cancelled. */
export const ask = (sentence, {field, value = ''} = {}) => new Promise(resolve => {
  let answer = null;
  const input = field ? h('input.wide', {id: 'asked', value, maxlength: 300}) : null;
  const done = () => { answer = input ? input.value.trim() : true; made.close(); };
  const made = h('dialog', {'aria-labelledby': 'asked-sentence'},
    h('form', {onsubmit: event => { event.preventDefault(); done(); }},
      h('p', {id: 'asked-sentence'}, sentence),
      input && h('label', {for: 'asked'}, field), input,
      h('p.row', {}, h('button.primary', {}, word('confirm')),
        h('button', {type: 'button', onclick: () => made.close()}, word('cancel')))));
  const before = document.activeElement;
  made.addEventListener('close', () => { made.remove(); before?.focus?.(); resolve(answer); });
  document.body.append(made);
  made.showModal();
});

const when = iso => new Date(iso).toLocaleString(language, {dateStyle: 'medium', timeStyle: 'short'});

/** The versions of a section: compared with what it is, and restored. */
export const versionsDialog = async section => {
  const {desk, data} = section;
  const found = await api('GET', `${desk.at('versions')}?section_id=${encodeURIComponent(data.id)}`);
  const shown = h('div', {'aria-live': 'polite'});
  const compare = async number => {
    const lines = await api('GET', `${desk.at('sections', data.id, 'compare')}?older=${number}`);
    const marks = {added: ['+', 'ins', 'added_line'], removed: ['−', 'del', 'removed_line'], same: [' ', 'span', null]};
    shown.replaceChildren(lines.every(line => line.change === 'same')
      ? h('p.notice', {}, word('no_difference'))
      : h('div.compared', {}, lines.map(line => {
        const [sign, tag, said] = marks[line.change];
        return h(`p.${line.change}`, {}, h('span', {'aria-hidden': 'true'}, `${sign} `),
          said && h('span.visually-hidden', {}, `${word(said)}, `), h(tag, {}, line.text || '\u00a0'));
      })));
  };
  const restore = async number => {
    if (section.changed) await section.save();  // what is typed becomes a version, too
    const restored = await api('POST', desk.at('sections', data.id, 'versions', String(number), 'restore'), {editor: desk.editor});
    made.close();
    section.show(restored);
    say(word('restored', {number}));
  };
  const made = dialog(word('versions_of', {title: data.title}),
    h('ul.versions', {}, found.toReversed().map(each => h('li', {},
      h('span', {}, [word('version_facts', {number: each.number, date: when(each.kept_at)}), each.editor].filter(Boolean).join(', ')),
      h('span.tag', {class: each.change === 'refused' ? 'tag warn' : 'tag'}, words[`change_${each.change}`]),
      button(word('compare'), () => compare(each.number)),
      button(word('restore'), () => busy(shown, () => restore(each.number)))))), shown);
};
