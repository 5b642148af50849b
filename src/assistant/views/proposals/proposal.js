// One proposal: its head, its outline, and the section that is open.
import {api, button, counted, h, say, word} from '../page.js';
import {exportDialog} from './files.js';
import {Section} from './section.js';
import {doubts, titleTag} from './sentences.js';
import {basketTarget, chooseBasket, forgetBasket} from './target.js';
import {ask, outlineDialog} from './dialogs.js';

/** What the parts of the page share: the proposal as it was last read, and how to read it anew. */
class Desk {
  constructor(root, id) {
    Object.assign(this, {root, id, writes: root.dataset.writes === 'true', section: null});
  }

  at(...rest) { return ['/api/proposals', ...[this.id, ...rest].map(encodeURIComponent)].join('/'); }

  get editor() { return localStorage.getItem('editor') ?? ''; }

  async read() {
    this.proposal = await api('GET', this.at());
    return this.proposal;
  }

  /** A section as the API gave it takes its place in the proposal; the outline shows it. */
  take(section) {
    this.proposal.sections = this.proposal.sections.map(each => (each.id === section.id ? section : each));
    this.drawOutline();
  }

  async open(id) {
    if (this.section && !await this.section.leave()) return;
    const place = new URLSearchParams({proposal: this.id, ...(id ? {section: id} : {})});
    history.replaceState(null, '', `/proposals?${place}`);
    const found = this.proposal.sections.find(each => each.id === id);
    this.work.replaceChildren();
    this.section = found ? new Section(this, found, this.work) : null;
    if (found) chooseBasket({proposal: this.id, section: found.id, title: found.title, of: this.proposal.title});
    if (!found) this.work.append(h('p.notice', {}, word('choose_section')));
    this.drawOutline();
  }

  drawOutline() {
    const {sections} = this.proposal, open = this.section?.data.id;
    this.outline.replaceChildren(...sections.map((section, index) => {
      const facts = `${counted('quotes', section.basket.length)}, ${counted('words', section.words)}`;
      return h('li', {},
        h('button.plain.open', {type: 'button', 'aria-current': section.id === open ? 'true' : null,
          onclick: () => this.open(section.id)}, section.title),
        h('span.small.quiet', {}, facts, doubts(section) > 0 && h('span.tag.warn', {}, word('to_check'))),
        h('span.moves', {},
          index > 0 && button('↑', () => this.move(index, -1), {class: 'plain', 'aria-label': word('move_up', {title: section.title}), title: word('up')}),
          index < sections.length - 1 && button('↓', () => this.move(index, 1), {class: 'plain', 'aria-label': word('move_down', {title: section.title}), title: word('down')})));
    }));
  }

  async move(index, step) {
    const order = this.proposal.sections.map(each => each.id);
    [order[index], order[index + step]] = [order[index + step], order[index]];
    this.proposal = await api('POST', this.at('order'), {order, editor: this.editor});
    this.drawOutline();
    const moved = this.outline.children[index + step];
    (moved.querySelector(step < 0 ? '.moves button' : '.moves button:last-child') ?? moved.querySelector('button')).focus();
  }

  async add(title) {
    const made = await api('POST', this.at('sections'), {title, editor: this.editor});
    await this.read();
    await this.open(made.id);
  }
}

const head = desk => {
  const {proposal} = desk;
  const title = h('h1', {lang: proposal.language});
  desk.drawTitle = () => title.replaceChildren(desk.proposal.title, ' ',
    (desk.proposal.sections.some(each => each.basket.length) ? titleTag(desk.proposal) : null) ?? '');
  desk.drawTitle();
  const name = h('input', {id: 'editor', value: desk.editor, maxlength: 80, autocomplete: 'name',
    onchange: event => localStorage.setItem('editor', event.target.value.trim())});
  const rename = button(word('rename'), async () => {
    const given = await ask(word('rename'), {field: word('proposal_title'), value: desk.proposal.title});
    if (!given) return;
    desk.proposal = await api('PATCH', desk.at(), {title: given, editor: desk.editor});
    desk.drawTitle();
  });
  const remove = button(word('remove'), async () => {
    if (!await ask(word('remove_sure', {title: desk.proposal.title}))) return;
    await api('DELETE', desk.at());
    if (basketTarget()?.proposal === desk.id) forgetBasket();
    location.assign('/proposals');
  }, {class: 'danger'});
  return h('div.proposal-head', {},
    h('p', {}, h('a', {href: '/proposals'}, `← ${word('all_proposals')}`)), title,
    h('p.quiet.small', {}, word('everybody')),
    h('div.row', {},
      h('div', {}, h('label', {for: 'editor'}, word('your_name')), name),
      button(word('export'), () => exportDialog(desk), {class: 'primary', id: 'export'}), rename, remove));
};

/** Read a proposal and show it, with one of its sections open. */
export const openProposal = async (root, id, section) => {
  const desk = new Desk(root, id);
  await desk.read();
  document.title = `${desk.proposal.title} · ${document.title}`;
  desk.outline = h('ol.outline');
  desk.work = h('div.work');
  const title = h('input', {id: 'section-title', maxlength: 200, required: true, autocomplete: 'off'});
  const adding = h('form.row', {onsubmit: async event => {
    event.preventDefault();
    try {
      await desk.add(title.value);
      title.value = '';
    } catch (error) { say(error.message, 'error'); }
  }}, h('div', {}, h('label', {for: 'section-title'}, word('section_title')), title), h('button', {}, word('add')));
  root.replaceChildren(head(desk), h('div.desk', {},
    h('nav.side', {'aria-label': word('outline')}, h('h2', {}, word('outline')), desk.outline,
      h('details', {open: desk.proposal.sections.length === 0}, h('summary', {}, word('add_section')), adding),
      h('p', {}, button(word('outline_versions'), () => outlineDialog(desk), {class: 'plain', id: 'outline-versions'}))),
    desk.work));
  await desk.open(section ?? desk.proposal.sections[0]?.id);
  window.addEventListener('beforeunload', event => { if (desk.section?.changed) event.preventDefault(); });
  window.addEventListener('pagehide', () => desk.section?.unlock(true));
};
