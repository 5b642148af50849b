// The quotes of a section: those it has, those that are proposed, and those that a search finds.
import {api, button, h, say, word, words} from '../page.js';

const where = each => [each.title, each.page ? word('page', {page: each.page}) : null].filter(Boolean).join(', ');

export class Basket {
  constructor(section, root) {
    this.section = section;
    this.list = h('ol.quotes');
    this.missing = h('div');
    this.suggestions = h('div', {'aria-live': 'polite'});
    this.found = h('div', {'aria-live': 'polite'});
    const words = h('input', {id: 'search', type: 'search'});
    root.append(h('h3', {}, word('basket')), this.list, this.missing,
      h('p', {}, button(word('suggest'), () => this.suggest(), {id: 'suggest'})),
      h('form', {onsubmit: event => { event.preventDefault(); searching.click(); }},
        h('label', {for: 'search'}, word('search')),
        h('div.row', {}, words)), this.suggestions, this.found);
    const searching = button(word('search_button'), () => this.search(words.value));
    words.after(searching);
  }

  draw() {
    const {basket, missing} = this.section.data;
    this.list.replaceChildren(...basket.map((quote, index) => this.item(quote, index)));
    if (!basket.length) this.list.replaceChildren(h('li.quiet', {}, word('basket_empty')));
    this.missing.replaceChildren(missing.length
      ? h('div.notice', {}, h('h4', {}, word('missing')), h('ul', {}, missing.map(each => h('li', {}, each)))) : '');
  }

  item(quote, index) {
    const {section} = this, {basket} = section.data;
    const bad = quote.state && quote.state !== 'holds';
    const file = `/api/documents/${encodeURIComponent(quote.document_id)}/original${quote.page ? `#page=${quote.page}` : ''}`;
    const comment = h('input.wide', {id: `comment-${quote.id}`, value: quote.comment, 'aria-label': word('comment_label', {id: quote.id}),
      placeholder: word('comment'), onchange: async event => {
        try {
          await this.changed(() => api('PATCH', section.at('quotes', quote.id), {comment: event.target.value, editor: section.desk.editor}));
          say(word('commented'));
        } catch (error) { say(error.message, 'error'); }
      }});
    const move = step => this.changed(() => {
      const order = basket.map(each => each.id);
      [order[index], order[index + step]] = [order[index + step], order[index]];
      return api('PATCH', section.at('quotes'), {order, editor: section.desk.editor});
    });
    return h('li', {id: `quote-${quote.id}`, tabindex: -1},
      h('p.small', {}, h('strong', {}, `[${quote.id}] `), where(quote),
        bad && h('span.tag.bad', {}, words[quote.state]), ' ',
        !['gone', 'withheld'].includes(quote.state) && h('a', {href: file, target: '_blank', rel: 'noopener noreferrer'}, word('open_document'))),
      quote.text && h('blockquote', {lang: quote.language}, quote.text),
      comment,
      h('p.actions', {},
        button(word('insert', {id: quote.id}), () => section.insert(quote.id), {class: 'plain', 'aria-label': word('insert_label', {id: quote.id})}),
        index > 0 && button('↑', () => move(-1), {class: 'plain', 'aria-label': word('move_up', {title: quote.id})}),
        index < basket.length - 1 && button('↓', () => move(1), {class: 'plain', 'aria-label': word('move_down', {title: quote.id})}),
        button(word('unpick'), () => this.changed(() =>
          api('DELETE', `${section.at('quotes', quote.id)}?editor=${encodeURIComponent(section.desk.editor)}`)),
        {class: 'plain', 'aria-label': word('unpick_label', {id: quote.id})})));
  }

  async changed(request) {
    this.section.show(await this.section.told(request), {keepText: true});
  }

  async pick(body) {
    await this.changed(() => api('POST', this.section.at('quotes'), {...body, editor: this.section.desk.editor}));
    say(word('picked'));
  }

  async suggest() {
    this.found.replaceChildren();
    const {quotes, missing, withheld} = await api('GET', this.section.at('suggestions'));
    this.suggestions.replaceChildren(
      quotes.length ? h('h4', {}, word('suggested')) : h('p.notice', {}, word('no_suggestions')),
      h('ul.quotes', {}, quotes.map(each => {
        const item = h('li', {},
          h('p.small', {}, [where(each), each.authors.join(', '), each.date].filter(Boolean).join(' · ')),
          h('blockquote', {lang: each.language}, each.text),
          button(word('pick'), async () => {
            const {document_id, page, start, end, content_hash} = each;
            await this.pick({spans: [{document_id, page, start, end, content_hash, picked_from: 'suggestion'}]});
            item.remove();
            this.suggestions.querySelector('.notice')?.remove();  // what was missing before
          }, {'aria-label': word('pick_label', {title: each.title})}));
        return item;
      })),
      missing.length ? h('div.notice', {}, h('h4', {}, word('missing')), h('ul', {}, missing.map(each => h('li', {}, each)))) : '',
      withheld.length ? h('p.small.quiet', {}, word('withheld_titles', {titles: withheld.join(' · ')})) : '');
  }

  async search(question) {
    if (!question.trim()) return;
    const passages = await api('POST', '/api/search', {question, k: 8});
    this.suggestions.replaceChildren();
    this.found.replaceChildren(passages.length ? h('ul.quotes', {}, passages.map(each => this.passage(each)))
      : h('p.notice', {}, word('no_results')));
  }

  passage(each) {
    const shown = h('blockquote.document-text', {}, each.text), item = h('li', {},
      h('p.small', {}, where({title: each.title, page: each.page_start}), each.heading ? ` · ${each.heading}` : '',
        !each.quotable && h('span.tag.warn', {}, word('not_quotable'))), shown);
    if (each.quotable) {
      const choose = button(word('choose_sentences'), async () => {
        const sentences = await api('GET', `/api/passages/${encodeURIComponent(each.passage_id)}/sentences`);
        const boxes = sentences.map(() => h('input', {type: 'checkbox'}));
        shown.replaceWith(h('fieldset', {}, h('legend', {}, word('sentences_help')),
          sentences.map((text, index) => h('label.inline.sentence-choice', {}, boxes[index], h('span', {}, text)))));
        choose.replaceWith(button(word('pick_sentences'), () => {
          const ticked = boxes.flatMap((box, index) => (box.checked ? [index + 1] : []));
          if (!ticked.length) return say(word('sentences_help'), 'error');
          return this.pick({passage_id: each.passage_id, first: ticked[0], last: ticked.at(-1)});
        }));
        boxes[0]?.focus();
      });
      const whole = button(word('pick_passage'), async () => {
        const sentences = await api('GET', `/api/passages/${encodeURIComponent(each.passage_id)}/sentences`);
        await this.pick({passage_id: each.passage_id, first: 1, last: sentences.length});
        whole.replaceWith(h('span.tag', {}, word('picked_tag')));
      }, {'aria-label': word('pick_passage_label', {title: each.title})});
      item.append(h('p.row', {}, whole, choose));
    }
    return item;
  }
}
