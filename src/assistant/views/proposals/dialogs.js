// Dialogs: a question to confirm, and the versions of a section.
import {api, button, busy, h, say, word, words} from '../page.js';
import {moment} from '../dates.js';
import {modal} from '../dialogs.js';

/** A dialog with a heading and a button that closes it. */
export const dialog = (heading, ...content) => {
  const made = modal(heading, [...content, h('p', {}, button(words.close, () => made.close(), {class: 'close'}))]);
  return made;
};

/** Ask for a confirmation, or for a text where there is a field; gives null where it is cancelled. */
export const ask = (question, {field, value = ''} = {}) => new Promise(resolve => {
  let answer = null;
  const input = field ? h('input.wide', {id: 'asked', value, maxlength: 300}) : null;
  const done = () => { answer = input ? input.value.trim() : true; made.close(); };
  const made = modal(question, [h('form', {onsubmit: event => { event.preventDefault(); done(); }},
    input && h('label', {for: 'asked'}, field), input,
    h('p.row', {}, h('button.primary', {}, words.confirm), button(words.cancel, () => made.close())))],
  {closed: () => resolve(answer)});
});

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
      h('span', {}, [word('version_facts', {number: each.number, date: moment(each.kept_at)}), each.editor].filter(Boolean).join(', ')),
      h('span.tag', {class: each.change === 'refused' ? 'tag warn' : 'tag'}, words[`change_${each.change}`]),
      button(word('compare'), () => compare(each.number)),
      button(word('restore'), () => busy(shown, () => restore(each.number)))))), shown);
};
