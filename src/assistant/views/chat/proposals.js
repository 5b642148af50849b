// A citation put into the basket of a proposal's section.
import {api, button, h, say, word, words} from '../page.js';
import {dialog} from '../proposals/dialogs.js';

const sections = async () => {
  const heads = await api('GET', '/api/proposals');
  return Promise.all(heads.map(head => api('GET', `/api/proposals/${encodeURIComponent(head.id)}`)));
};

/** Ask for a section, and put the citation's quote into its basket. `source`: the item of the answer's list of sources. */
export const propose = async source => {
  const all = (await sections()).filter(each => each.sections.length);
  if (!all.length) {
    dialog(words.to_proposal, h('p', {}, words.no_section), h('p', {}, h('a.button', {href: '/proposals'}, words.begin_proposal)));
    return;
  }
  const choice = h('select.wide', {id: 'to-section'}, all.map(proposal => h('optgroup', {label: proposal.title},
    proposal.sections.map(each => h('option', {value: JSON.stringify([proposal.id, each.id])}, each.title)))));
  const {document: name, page, start, end, hash} = source.dataset;
  const add = button(words.add, async () => {
    const [proposal, section] = JSON.parse(choice.value);
    const span = {document_id: name, page: page ? Number(page) : null, start: Number(start), end: Number(end),
      content_hash: hash, picked_from: 'answer'};
    const editor = localStorage.getItem('editor') ?? '';
    await api('POST', `/api/proposals/${encodeURIComponent(proposal)}/sections/${encodeURIComponent(section)}/quotes`,
      {spans: [span], editor});
    shown.close();
    say(word('added_to', {title: choice.selectedOptions[0].textContent}));
  }, {class: 'primary', id: 'add-to-section'});
  const shown = dialog(words.to_proposal, h('label', {for: 'to-section'}, words.which_section), choice, h('p', {}, add));
  choice.focus();
};
