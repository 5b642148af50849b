// A proposal as a file: exported with every note checked first, and checked again when it comes back.
import {api, counted, h, language, Refused, word, words} from '../page.js';
import {dialog} from './dialogs.js';

const FORMATS = ['docx', 'odt', 'pdf', 'html', 'markdown', 'json'];

/** The dialog that says what checking gave, and downloads. */
export const exportDialog = async desk => {
  if (desk.section?.changed) await desk.section.save();
  const {notes, holding, to_check: marks, bad, refused} = await api('GET', desk.at('export', 'check'));
  const format = h('select', {id: 'format'}, FORMATS.map(each => h('option', {value: each}, word(`format_${each}`))));
  const style = h('select', {id: 'style'}, document.querySelector('#styles').content.cloneNode(true));
  const said = h('p', {role: 'alert'});
  const download = h('button.primary', {type: 'button', id: 'download', onclick: async () => {
    said.textContent = '';
    download.setAttribute('aria-busy', 'true');
    try { await save(`${desk.at('export')}?format=${format.value}&style=${style.value}`); }
    catch (error) { said.textContent = error.message; }
    finally { download.removeAttribute('aria-busy'); }
  }}, word('download'));
  dialog(word('export_title'),
    h('p.notice', {}, holding < notes ? word('export_notes_partly', {count: notes, holding}) : counted('export_notes', notes)),
    h('p.notice', {class: marks ? 'notice warn' : 'notice', id: 'marks'}, marks ? counted('export_marks', marks) : word('export_marks_none')),
    bad.length ? h('div.notice', {class: refused ? 'notice error' : 'notice warn'}, counted('export_bad', bad.length),
      h('ul', {}, bad.map(each => h('li', {}, `[${each.quote_id}] ${words[each.state]} (${each.section})`))),
      word(refused ? 'export_refused' : 'export_annotated')) : '',
    h('label', {for: 'format'}, word('format')), format, h('label', {for: 'style'}, word('style')), style,
    h('p', {}, download), said);
};

const save = async address => {
  const reply = await fetch(address, {headers: {'Accept-Language': language}});
  if (!reply.ok) throw new Refused(reply.status, (await reply.json().catch(() => ({}))).error);
  const said = reply.headers.get('content-disposition')?.match(/filename\*=UTF-8''([^;]+)/)?.[1];
  const name = said ? decodeURIComponent(said) : 'proposition';
  const link = h('a', {href: URL.createObjectURL(await reply.blob()), download: name});
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};

let checking = new AbortController();

/** Check a file that comes back, and list its notes that do not hold. Another one takes its place. */
export const showFindings = async (file, root) => {
  checking.abort();
  checking = new AbortController();
  const {signal} = checking;
  root.replaceChildren(h('p.notice', {}, word('verifying', {name: file.name})));
  try {
    const found = await findings(file, signal);
    if (!signal.aborted) showFound(file.name, found, root);
  } catch (error) {
    if (!signal.aborted) root.replaceChildren(h('p.notice.error', {}, h('strong', {}, file.name), ' ', error.message));
  }
};

const findings = async (file, signal) => {
  const headers = {'Accept-Language': language, 'Content-Type': 'application/octet-stream'};
  const reply = await fetch('/api/proposals/verify', {method: 'POST', body: file, signal, headers})
    .catch(() => { throw new Refused(0); });
  const found = await reply.json().catch(() => ({}));
  if (!reply.ok) throw new Refused(reply.status, found.error);
  return found;
};

const showFound = (name, found, root) => {
  root.replaceChildren(h('p', {}, h('strong', {}, name)), h('p.notice', {class: found.holds ? found.unchecked?.gone ? 'notice warn' : 'notice' : 'notice error'}, found.said),
    h('ul', {}, found.notes.filter(each => each.state !== 'holds' || each.sentence_changed).map(each => h('li', {},
      each.number ? `${each.number}. ` : '', each.said,
      each.source ? h('span.small.quiet', {}, ` ${each.source}`) : ''))));
};
