// Dialogs: a question to confirm, and the versions of a section and of the outline.
import {api, button, busy, counted, h, say, word, words} from '../page.js';
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
  const input = field ? h('input.wide', {id: 'asked', value, maxlength: 200}) : null;
  const done = () => { answer = input ? input.value.trim() : true; made.close(); };
  const made = modal(question, [h('form', {onsubmit: event => { event.preventDefault(); done(); }},
    input && h('label', {for: 'asked'}, field), input,
    h('p.row', {}, h('button.primary', {}, words.confirm), button(words.cancel, () => made.close())))],
  {closed: () => resolve(answer)});
});

const MARKS = {added: ['+', 'ins', 'added_line'], removed: ['−', 'del', 'removed_line'], same: [' ', 'span', null]};

/** Two versions compared, line by line. */
const compared = (lines, none) => (lines.every(line => line.change === 'same')
  ? h('p.notice', {}, word(none))
  : h('div.compared', {}, lines.map(line => {
    const [sign, tag, said] = MARKS[line.change];
    return h(`p.${line.change}`, {}, h('span', {'aria-hidden': 'true'}, `${sign} `),
      said && h('span.visually-hidden', {}, `${word(said)}, `), h(tag, {}, line.text || '\u00a0'));
  })));

/** A list of versions, the last first: each compared with what there is, and restored. */
const versionList = (found, shown, {label, compare, restore, none}) => h('ul.versions', {}, found.toReversed().map(each => h('li', {},
  h('span', {}, [word('version_facts', {number: each.number, date: moment(each.kept_at)}), each.editor].filter(Boolean).join(', ')),
  h('span.tag', {class: each.change === 'refused' ? 'tag warn' : 'tag'}, label(each)),
  button(word('compare'), async () => shown.replaceChildren(compared(await compare(each.number), none))),
  button(word('restore'), () => busy(shown, () => restore(each.number))))));

/** The versions of a section: compared with what it is, and restored. */
export const versionsDialog = async section => {
  const {desk, data} = section;
  const found = await api('GET', `${desk.at('versions')}?section_id=${encodeURIComponent(data.id)}`);
  const shown = h('div', {'aria-live': 'polite'});
  const made = dialog(word('versions_of', {title: data.title}), versionList(found, shown, {
    none: 'no_difference', label: each => words[`change_${each.change}`],
    compare: number => api('GET', `${desk.at('sections', data.id, 'compare')}?older=${number}`),
    restore: async number => {
      if (section.changed) await section.save();  // what is typed becomes a version, too
      const restored = await api('POST', desk.at('sections', data.id, 'versions', String(number), 'restore'), {editor: desk.editor});
      made.close();
      section.show(restored);
      say(word('restored', {number}));
    },
  }), shown);
};

/** The versions of the outline, and the sections that were taken out of it. */
export const outlineDialog = async desk => {
  const [found, removed] = await Promise.all([api('GET', desk.at('outline', 'versions')), api('GET', desk.at('removed'))]);
  const shown = h('div', {'aria-live': 'polite'});
  const done = async (said, open) => {
    made.close();
    await desk.read();
    desk.drawTitle();
    await desk.open(open ?? desk.section?.data.id ?? desk.proposal.sections[0]?.id);
    say(said);
  };
  const made = dialog(word('outline_versions'),
    removed.length ? h('section', {}, h('h3', {}, word('removed_sections')), h('ul.versions', {}, removed.map(each => h('li', {},
      h('span', {}, h('strong', {}, each.title), ' ', h('span.small.quiet', {}, [counted('quotes', each.quotes),
        counted('words', each.words), moment(each.kept_at), each.editor].filter(Boolean).join(', '))),
      button(word('restore'), async () => {
        await api('POST', desk.at('sections', each.section_id, 'versions', String(each.number), 'restore'), {editor: desk.editor});
        await done(word('section_back', {title: each.title}), each.section_id);
      }, {'aria-label': word('restore_section', {title: each.title})}))))) : '',
    h('h3', {}, word('title_and_order')), h('p.small.quiet', {}, word('outline_versions_help')),
    versionList(found, shown, {
      none: 'no_outline_difference', label: each => words[`outline_${each.change}`],
      compare: number => api('GET', `${desk.at('outline', 'compare')}?older=${number}`),
      restore: async number => {
        await api('POST', desk.at('outline', 'versions', String(number), 'restore'), {editor: desk.editor});
        await done(word('restored', {number}));
      },
    }), shown);
};
