// Dialogs of every page: the focus is kept inside, Escape closes, and the focus goes back to where it was.
import {button, h, words} from './page.js';

let count = 0;

/** Show a dialog with a heading; it leaves the page when it is closed. `closed` is told what it was closed with. */
export const modal = (heading, content, {closed = () => {}, attributes = {}} = {}) => {
  const before = document.activeElement, id = `dialog-${count += 1}`;
  const made = h('dialog', {'aria-labelledby': id, ...attributes}, h('h2', {id}, heading), ...content);
  made.addEventListener('close', () => {
    made.remove();
    if (before?.isConnected) before.focus();
    closed(made.returnValue);
  });
  document.body.append(made);
  made.showModal();
  return made;
};

/** Say something, or a list of things: an element, or a paragraph for a text. */
const paragraphs = content => [content].flat().filter(Boolean).map(each => (each instanceof Node ? each : h('p', {}, each)));

/** Ask before something is done. Gives whether it is to be done. danger: it can't be undone. */
export const confirmed = (title, content = '', yes = words.confirm, {danger = true} = {}) => new Promise(resolve => {
  const no = button(words.cancel, () => dialog.close(''));
  const dialog = modal(title, [...paragraphs(content), h('p.row', {},
    button(yes, () => dialog.close('yes'), {class: danger ? 'danger' : 'primary', 'data-yes': true}), no)],
  {closed: said => resolve(said === 'yes')});
  no.focus();
});
