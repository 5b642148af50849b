// Citations put into the basket of a proposal's section: the one chosen last, which is shown and can be changed.
import {api, button, h, say, word, words} from '../page.js';
import {dialog} from '../proposals/dialogs.js';
import {basketTarget, chooseBasket, forgetBasket} from '../proposals/target.js';

const place = document.querySelector('#basket');

/** Show which section citations go to. */
export const showTarget = () => {
  const to = basketTarget();
  place.hidden = !to;
  if (to) {
    place.replaceChildren(h('span', {id: 'basket-target'}, word('basket_target', {section: to.title, proposal: to.of})), ' ',
      button(words.change_target, () => choose([]), {class: 'plain', id: 'change-target'}));
  }
};

/** Whether the quote of a source may be put into a basket: it stands in a document that is there and may be named. */
export const takable = source => source.dataset.state === 'current' && Boolean(source.dataset.file);

const span = ({dataset: {document: name, page, start, end, hash}}) => ({document_id: name, page: page ? Number(page) : null,
  start: Number(start), end: Number(end), content_hash: hash, picked_from: 'answer'});

/** Put the quotes of sources into the section chosen last; asks for one where there is none, or no longer. */
export const take = async sources => {
  const wanted = sources.filter(takable), to = basketTarget();
  if (!wanted.length) return say(words.nothing_to_take, 'error');
  if (!to) return choose(wanted);
  try {
    await put(wanted, to);
  } catch (error) {
    if (error.status !== 404) throw error;  // the proposal or the section is gone
    forgetBasket();
    showTarget();
    await choose(wanted);
  }
};

const put = async (sources, to) => {
  const address = `/api/proposals/${encodeURIComponent(to.proposal)}/sections/${encodeURIComponent(to.section)}/quotes`;
  await api('POST', address, {spans: sources.map(span), editor: localStorage.getItem('editor') ?? ''});
  for (const source of sources) {
    const taken = document.getElementById(source.id)?.querySelector('.take');
    taken?.removeAttribute('aria-label');
    taken?.replaceChildren(words.taken);
  }
  say(word('added_to', {title: to.title, count: sources.length}));
};

/** Ask for a section; then its basket gets the quotes of sources. */
export const choose = async sources => {
  const all = (await api('GET', '/api/proposals/outlines')).filter(each => each.sections.length);
  if (!all.length) {
    dialog(words.to_proposal, h('p', {}, words.no_section), h('p', {}, h('a.button', {href: '/proposals'}, words.begin_proposal)));
    return;
  }
  const before = basketTarget();
  const choice = h('select.wide', {id: 'to-section'}, all.map(proposal => h('optgroup', {label: proposal.title},
    proposal.sections.map(each => h('option', {value: JSON.stringify([proposal.id, each.id]),
      selected: before?.proposal === proposal.id && before?.section === each.id}, each.title)))));
  const confirm = button(sources.length ? words.add : words.choose_target, async () => {
    const [proposal, section] = JSON.parse(choice.value), option = choice.selectedOptions[0];
    const to = {proposal, section, title: option.textContent, of: option.parentElement.label};
    if (sources.length) await put(sources, to);
    chooseBasket(to);
    showTarget();
    shown.close();
  }, {class: 'primary', id: 'add-to-section'});
  const shown = dialog(words.to_proposal, h('label', {for: 'to-section'}, words.which_section), choice, h('p', {}, confirm));
  choice.focus();
};

showTarget();
window.addEventListener('storage', showTarget);  // another section was opened in another window
