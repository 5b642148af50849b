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
    if (!['unknown_proposal', 'unknown_section'].includes(error.code)) throw error;
    forgetBasket();
    showTarget();
    await choose(wanted);
  }
};

/** What one quote alone is refused for. */
const OF_ONE = ['unknown_document', 'citation_outdated', 'quote_withheld', 'quote_not_there', 'quote_too_long'];

const put = async (sources, to) => {
  const refused = await putAll(sources, to);
  const added = sources.filter(each => !refused.some(({source}) => source === each));
  for (const source of added) {
    const taken = document.getElementById(source.id)?.querySelector('.take');
    taken?.removeAttribute('aria-label');
    taken?.replaceChildren(words.taken);
  }
  const said = added.length ? [word('added_to', {title: to.title, count: added.length})] : [];
  const not = refused.map(({source, error}) => word('some_not_added', {number: source.dataset.number, reason: error.message}));
  say([...said, ...not].join(' '), not.length ? 'error' : '');
};

/** Put quotes into a basket, at once; where one of several is refused, one after the other. Gives those refused. */
const putAll = async (sources, to) => {
  const address = `/api/proposals/${encodeURIComponent(to.proposal)}/sections/${encodeURIComponent(to.section)}/quotes`;
  const post = some => api('POST', address, {spans: some.map(span), editor: localStorage.getItem('editor') ?? ''});
  try {
    await post(sources);
    return [];
  } catch (error) {
    if (sources.length < 2 || !OF_ONE.includes(error.code)) throw error;
  }
  const refused = [];
  for (const source of sources) {
    try { await post([source]); } catch (error) {
      if (!OF_ONE.includes(error.code)) throw error;
      refused.push({source, error});
    }
  }
  return refused;
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
