// The section that is open: what it is to say, its text, what checking gave, and its quotes beside it.
import {api, button, h, say, word, words} from '../page.js';
import {time} from '../dates.js';
import {Basket} from './basket.js';
import {ask, versionsDialog} from './dialogs.js';
import {doubtful, titleTag} from './sentences.js';

const RENEW_MS = 45_000, IDLE_MS = 5 * 60_000;

export class Section {
  constructor(desk, data, root) {
    Object.assign(this, {desk, data, root, changed: false, lockTimer: null, typed: 0, refused: 0, closed: false});
    this.draw();
  }

  at(...rest) { return this.desk.at('sections', this.data.id, ...rest); }

  draw() {
    const {data, desk} = this;
    this.warning = h('div', {role: 'alert'});
    this.text = h('textarea', {id: 'text', rows: 14, lang: desk.proposal.language, 'aria-describedby': 'text-help', spellcheck: 'true'});
    this.text.addEventListener('input', () => this.touched());
    this.state = h('span.small.quiet', {'aria-live': 'polite'});
    this.result = h('div.result');
    this.aside = h('div.basket');
    this.title = h('h2', {lang: desk.proposal.language, tabindex: -1}, data.title);
    this.root.append(
      h('section.text', {'aria-label': data.title}, this.title, this.warning, this.planForm(),
        h('label', {for: 'text'}, word('text')), this.text,
        h('p.small.quiet', {id: 'text-help'}, word('text_help')),
        h('p.row', {},
          button(word('save'), () => this.save(), {class: 'primary', id: 'save'}),
          button(word('check'), () => this.check(), {id: 'check'}),
          button(word('write_brief'), () => this.write('brief'), {id: 'brief'}),
          desk.writes && button(word('write_model'), () => this.write('model'), {id: 'model'}),
          button(word('versions'), () => versionsDialog(this), {id: 'versions'}), this.state),
        this.result),
      this.aside);
    this.basket = new Basket(this, this.aside);
    this.show(data);
  }

  /** The section as the API gives it; a text that is being edited stays. */
  show(data, {keepText = false} = {}) {
    const own = data.revision <= this.data.revision + 1;  // else somebody else has changed it, too
    const upToDate = own && this.baseRevision === this.data.text_revision;
    this.data = data;
    this.desk.take(data);
    if (keepText && this.changed) {
      if (upToDate) this.baseRevision = data.text_revision;
    } else {
      this.text.value = data.text;
      this.baseRevision = data.text_revision;
      this.changed = false;
      this.state.textContent = '';
    }
    this.title.replaceChildren(data.title, ' ', (data.basket.length ? titleTag(data) : null) ?? '');
    this.showLock();
    this.drawResult();
    this.basket.draw();
  }

  touched() {
    this.changed = true;
    this.typed = Date.now();
    this.state.textContent = word('unsaved');
    if (!this.lockTimer && Date.now() - this.refused > RENEW_MS) this.lock();
  }

  planForm() {
    const {data} = this, lang = this.desk.proposal.language;
    const field = (name, label, attributes = {}) => [h('label', {for: `plan-${name}`}, word(label)),
      h('input.wide', {id: `plan-${name}`, value: data[name], lang, ...attributes})];
    const read = name => form.querySelector(`#plan-${name}`).value;
    const form = h('details.card', {},
      h('summary', {}, word('plan')),
      field('title', 'section_title', {maxlength: 200}), field('question', 'question'), field('reader', 'reader'),
      field('length', 'length', {type: 'number', min: 0}),
      h('p.row', {},
        button(word('save'), async () => {
          const body = {title: read('title'), question: read('question'), reader: read('reader'),
            length: Number(read('length')) || 0, revision: this.data.revision, editor: this.desk.editor};
          this.show(await this.told(() => api('PATCH', this.at(), body)), {keepText: true});
          say(word('plan_saved'));
        }, {id: 'save-plan'}),
        button(word('remove_section'), async () => {
          if (!await ask(word('remove_section_sure', {title: this.data.title}))) return;
          await api('DELETE', `${this.at()}?editor=${encodeURIComponent(this.desk.editor)}`);
          this.changed = false;
          await this.unlock();
          await this.desk.read();
          await this.desk.open(this.desk.proposal.sections[0]?.id);
        }, {class: 'danger'})));
    return form;
  }

  /** Run a request; a conflict is told beside the text, with where the text that came late is kept. */
  async told(request) {
    try {
      const reply = await request();
      this.warning.replaceChildren();
      return reply;
    } catch (error) {
      if (['section_changed', 'section_locked', 'section_erased'].includes(error.code)) this.showConflict(error);
      throw error;
    }
  }

  showConflict(error) {
    const told = error.code === 'section_changed';  // it names the version itself
    const kept = error.version && !told ? ` ${word('conflict_kept', {version: error.version})}` : '';
    this.warning.replaceChildren(h('div.notice.warn', {}, h('p', {}, `${error.message}${kept}`),
      h('p.row', {}, button(word('reload'), () => this.reload(Boolean(error.version))), button(word('versions'), () => versionsDialog(this)),
        this.changed && error.code === 'section_changed' && button(word('save_anyway'), () => this.saveAnyway(), {id: 'save-anyway'}))));
  }

  async reload(kept) {
    if (this.changed && !kept && !await ask(word('reload_sure'))) return;
    this.changed = false;
    this.warning.replaceChildren();
    this.show(await api('GET', this.at()));
  }

  /** Put the text in the place of what somebody else has saved meanwhile, which stays a version: only when asked to. */
  async saveAnyway() {
    const before = this.baseRevision;
    this.baseRevision = (await api('GET', this.at())).text_revision;
    try { await this.save(); } catch (error) { if (this.changed) this.baseRevision = before; throw error; }
  }

  async save() {
    const body = {text: this.text.value, revision: this.baseRevision, editor: this.desk.editor};
    const saved = await this.told(() => api('POST', this.at('text'), body));
    this.changed = false;
    await this.unlock();
    this.show({...saved, lock: null});
    const known = new Set(saved.basket.map(each => each.id)), sentences = saved.blocks.flatMap(block => block.sentences);
    const wrong = sentences.filter(each => each.quotes.some(id => !known.has(id)));
    const names = [...new Set(wrong.flatMap(each => each.quotes.filter(id => !known.has(id))))];
    say(wrong.length ? word('saved_unknown', {quotes: names.join(', '), text: cut(wrong[0].text)}) : word('saved'),
      wrong.length ? 'error' : '');
  }

  async check() {
    if (this.changed) await this.save();
    const {section, notices} = await this.told(() => api('POST', this.at('check'), {editor: this.desk.editor}));
    this.show(section);
    say([word('checked'), ...notices.map(each => each.reason)].join(' '));
  }

  async write(mode) {
    if (this.changed) await this.save();
    const byHand = this.data.written_by === 'person' && this.data.text.trim() !== '';
    if (byHand && !await ask(word('write_again'))) return;
    say(word('working'));
    const {section, notices} = await this.told(() =>
      api('POST', this.at('write'), {mode, replace: byHand, editor: this.desk.editor}));
    this.show(section);
    say([word('written'), ...notices.map(each => each.reason)].join(' '));
  }

  /** Keep the section for oneself while one is typing; given back when nothing was typed for some minutes. */
  async lock() {
    const first = !this.lockTimer;
    this.lockTimer ??= setInterval(() => (Date.now() - this.typed < IDLE_MS ? this.lock() : this.unlock()), RENEW_MS);
    try {
      await api('POST', this.at('lock'), {editor: this.desk.editor});
      if (this.closed) await this.release();
      else if (first) await this.warnIfOld();
    } catch (error) {
      this.forget();
      this.refused = Date.now();
      if (error.code === 'section_locked') this.showConflict(error); else say(error.message, 'error');
    }
  }

  /** What is typed on a text that somebody has saved anew since is told at once, not when it is saved. */
  async warnIfOld() {
    const now = await api('GET', this.at());
    if (now.text_revision === this.baseRevision || this.closed) return;
    this.showConflict({message: word('old_text')});
  }

  forget() {
    clearInterval(this.lockTimer);
    this.lockTimer = null;
  }

  async unlock(leaving = false) {
    if (!this.lockTimer) return;
    this.forget();
    await this.release(leaving);
  }

  /** A lock that can't be given back ends by itself. */
  async release(leaving = false) {
    await fetch(this.at('lock'), {method: 'DELETE', keepalive: leaving}).catch(() => {});
  }

  showLock() {
    const {lock} = this.data;
    if (!lock || lock.mine) return;
    const until = time(lock.until);
    this.warning.replaceChildren(h('p.notice.warn', {}, word('locked', {editor: lock.editor || word('somebody'), until})));
  }

  /** Before another section is opened: what is not saved is saved, or the section stays. Gives whether it may be left. */
  async leave() {
    if (this.changed) {
      try { await this.save(); } catch (error) { say(error.message, 'error'); return false; }
    }
    this.closed = true;
    await this.unlock();
    return true;
  }

  insert(id) {
    const {selectionStart: start, value} = this.text, before = value.slice(0, start);
    this.text.setRangeText(`${before && !/\s$/.test(before) ? ' ' : ''}[${id}]`, start, this.text.selectionEnd, 'end');
    this.text.focus();
    this.touched();
  }

  drawResult() {
    const {blocks, written_by: by} = this.data, lang = this.desk.proposal.language;
    const tags = {heading: 'h4', paragraph: 'p', item: 'p.item'};
    this.result.replaceChildren(h('h3', {}, word('result')),
      by ? h('p.small.quiet', {}, word(`by_${by}`)) : h('p.quiet', {}, word('nothing_written')),
      ...blocks.map(block => h(tags[block.kind], {lang}, block.sentences.flatMap(each => sentence(block, each)))));
  }
}

const cut = text => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

const sentence = (block, {text, quotes, verdict, reason}) => {
  const state = verdict ?? 'unchecked';
  const marked = doubtful({verdict});
  return [h(`span.sentence.${state}`, {title: reason || null}, `${text} `,
    block.kind !== 'heading' && quotes.map(id => h('a.ref', {href: `#quote-${id}`}, `[${id}] `))),
  marked && h('span.tag', {class: verdict ? 'tag bad' : 'tag'}, words[state]),
  marked && reason && h('span.small.why', {}, ` ${reason}`), ' '];
};
