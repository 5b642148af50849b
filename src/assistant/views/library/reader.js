// The text of a document as the assistant has read it, page by page.
import {api, busy, button, h, number, word, words} from '../page.js';

/** What reads the text of a document; nothing is asked for before it is unfolded. */
export const textReader = ({record, document: read}) => {
  const total = read.pages ?? 1;
  const shown = h('div.page-text.document-text', {lang: record.language, tabindex: 0, role: 'region', 'aria-label': words.text});
  const note = h('p.small.quiet', {hidden: true});
  const choice = h('input', {id: 'text-page', type: 'number', min: 1, max: total, value: 1});
  let page = 1, end = 0;

  const show = async (wanted, start = 0) => {
    const query = new URLSearchParams({page: wanted, start});
    const found = await api('GET', `/api/documents/${record.id}/text?${query}`);
    page = wanted;
    end = found.end;
    choice.value = page;
    if (start) shown.append(found.text);
    else shown.textContent = found.total ? found.text : words.text_empty;
    if (!start) shown.scrollTop = 0;
    more.hidden = found.end >= found.total;
    previous.disabled = page <= 1;
    next.disabled = page >= total;
    note.hidden = found.ocr_confidence === null;
    if (!note.hidden) note.textContent = word('text_ocr', {percent: Math.round(found.ocr_confidence * 100)});
  };

  const previous = button(words.text_previous, () => show(page - 1));
  const next = button(words.text_next, () => show(page + 1));
  const more = button(words.text_more, () => show(page, end), {hidden: true});
  const choose = h('form.row.page-choice', {onsubmit: event => {
    event.preventDefault();
    busy(choose, () => show(Math.min(total, Math.max(1, Math.round(Number(choice.value)) || 1))));
  }}, previous, h('label.inline', {for: 'text-page'}, words.text_page), choice,
  h('span', {}, word('text_of', {total: number(total)})), h('button', {}, words.text_go), next);
  const element = h('details', {id: 'text'}, h('summary', {}, words.text), total > 1 ? choose : null, note, shown, more);
  element.addEventListener('toggle', () => { if (element.open && !end) busy(shown, () => show(1)); });
  return element;
};
