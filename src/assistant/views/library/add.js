// What feeds the library: files dropped or chosen, web addresses, the corpus folder; and the tasks of late.
import {api, busy, button, clean, h, say, sentence, size, word, words} from '../page.js';
import {time} from '../dates.js';
import {jobKind, jobText, succeeded} from '../jobs.js';
import {$, changed, documentLink, onChange} from './common.js';
import {documents, ingest, mayBeRead, remedies, why} from './outcome.js';
import {dropped, send, wanted} from './sending.js';

const limit = () => Number($('#drop').dataset.limit);

const state = (row, text, kind = '') => {
  row.state.className = `file-state${kind && ` ${kind}`}`;
  row.state.textContent = text;
};

const makeRow = item => {
  const row = {...item, state: h('span.file-state'), bar: h('progress', {max: 1, value: 0, 'aria-label': item.shown, hidden: true}), more: h('div')};
  row.element = h('li', {}, h('div.file-head', {}, h('span.name', {}, item.shown), h('span.quiet.small', {}, size(item.file.size)), row.state), row.bar, row.more);
  state(row, words.file_waiting);
  return row;
};

const upload = async row => {
  row.more.replaceChildren();
  if (row.file.size > limit()) {
    state(row, words.file_not_sent, 'bad');
    row.more.replaceChildren(h('p.why', {}, word('file_too_large', {limit: size(limit())})));
    return false;
  }
  row.bar.hidden = false;
  try {
    const kept = await send(row.file, row.name, row.batch, share => {
      row.bar.value = share;
      state(row, word('file_sending', {percent: Math.round(share * 100)}));
    });
    row.path = kept.path;
    state(row, kept.already ? words.file_already : words.file_received);
    return true;
  } catch (error) {
    state(row, words.file_not_sent, 'bad');
    const again = button(words.retry, async () => { if (await upload(row)) await read([row], row.batch); },
      {'aria-label': word('retry_of', {name: row.shown})});
    row.more.replaceChildren(h('p.why', {}, error.message), again);
    return false;
  } finally {
    row.bar.hidden = true;
  }
};

const outcome = (row, found, ended = 'failed') => {
  row.bar.hidden = true;
  if (!found) { state(row, ended === 'cancelled' ? words.job_cancelled : words.file_failed, 'bad'); return; }
  const made = [];
  if (found.documents.length) made.push(documents(found.documents));
  if (found.records) made.push(h('p', {}, word('file_records', found)));
  found.failed.forEach((failure, place) => {
    made.push(why(failure));
    if (place === 0) made.push(remedies(failure, row.shown, (job, gone) => {
      if (gone) row.element.remove();
      else if (job.result) outcome(row, job.result.files[0]);
    }));
  });
  if (!found.failed.length) state(row, words.file_read, 'good');
  else state(row, words.file_failed, 'bad');
  row.more.replaceChildren(...made);
};

const progress = (rows, job) => {
  if (job.state !== 'running') return;
  const {about, part, parts} = job.progress;
  for (const row of rows) {
    if (!about || row.path.split('/').pop() !== about) continue;
    state(row, parts > 1 ? word('file_reading_page', {part, parts}) : words.file_reading);
    row.bar.hidden = parts <= 1;
    row.bar.value = parts ? part / parts : 0;
  }
};

/** Have files read that are there, and tell at each what became of it. */
const read = async (rows, batch, unsent = 0) => {
  for (const row of rows) row.bar.hidden = true;
  const body = {files: rows.map(row => row.path), marks: batch.marks, ...(batch.kind ? {kind: batch.kind} : {})};
  try {
    const job = await ingest(body, told => progress(rows, told));
    const files = [...new Set(body.files)];
    rows.forEach(row => outcome(row, job.result?.files[files.indexOf(row.path)], job.state));
    succeeded(job);
    if (job.result) {
      const failed = unsent + job.result.files.filter(file => file.failed.length).length;
      say(word('batch_done', {count: job.result.added + job.result.updated, failed}));
    }
  } catch (error) {
    say(error.message, 'error');
    for (const row of rows) if (!row.more.childElementCount) state(row, words.file_failed, 'bad');
  }
  changed();
};

const batchOptions = () => ({
  kind: $('#batch-kind').value,
  marks: [$('#batch-not-for-quotation').checked && 'not_for_quotation', $('#batch-anonymous').checked && 'anonymous'].filter(Boolean),
});

const take = async files => {
  const batch = batchOptions();
  const rows = wanted(files).map(makeRow);
  if (!rows.length) return;
  $('#batches').prepend(h('section', {}, h('h3', {}, words.batch), h('ul.plain-list', {}, rows.map(row => row.element))));
  const kept = [];
  for (const row of rows) {
    row.batch = batch;
    if (await upload(row)) kept.push(row);
  }
  const unsent = rows.length - kept.length;
  if (kept.length) await read(kept, batch, unsent);
  else say(word('batch_done', {count: 0, failed: unsent}), 'error');
};

const startDrop = () => {
  const place = $('#drop');
  let depth = 0;
  const over = on => place.classList.toggle('over', on);
  place.addEventListener('dragenter', event => { event.preventDefault(); depth += 1; over(true); });
  place.addEventListener('dragleave', () => { depth -= 1; if (depth <= 0) over(false); });
  place.addEventListener('drop', async event => {
    depth = 0;
    over(false);
    try { await take(await dropped(event.dataTransfer)); } catch (error) { say(error.message || words.unreachable, 'error'); }
  });
  // A file that is dropped beside the place is not opened in this window.
  for (const kind of ['dragover', 'drop']) document.addEventListener(kind, event => event.preventDefault());
  for (const name of ['files', 'folder']) {
    $(`#choose-${name}`).addEventListener('click', () => $(`#${name}`).click());
    $(`#${name}`).addEventListener('change', async event => {
      const files = [...event.target.files].map(file => ({file, name: file.webkitRelativePath || file.name}));
      event.target.value = '';
      await take(files);
    });
  }
};

const webResult = (urls, job) => {
  const {failed, documents: read} = job.result;
  const lines = failed.map(failure => h('li', {}, h('div.file-head', {}, h('span.name', {}, failure.source), h('span.file-state.bad', {}, words.file_failed)),
    why(failure), mayBeRead(failure) && urls.includes(failure.source) ? button(words.retry, () => addAddresses([failure.source]), {'aria-label': word('retry_of', {name: failure.source})}) : null));
  const good = read.map(each => h('li', {}, h('div.file-head', {}, h('span.name', {}, documentLink(each.document_id, each.title, each.language)), h('span.file-state.good', {}, words.file_read))));
  $('#web-results').replaceChildren(h('p', {}, word('corpus_done', job.result)), h('ul.plain-list', {}, lines, good));
};

const addAddresses = async urls => {
  const job = await ingest({addresses: urls});
  succeeded(job);
  if (job.result) webResult(urls, job);
  changed();
  return job.result ? job.result.failed.filter(failure => failure.code === 'web_address').map(failure => failure.source) : null;
};

const startWeb = () => {
  const box = $('#addresses');
  $('#web').addEventListener('submit', event => {
    event.preventDefault();
    busy(event.submitter ?? event.target, async () => {
      const urls = box.value.split(/\s+/).map(clean).filter(Boolean);
      if (!urls.length) {
        say(words.addresses_none, 'error');
        box.focus();
        return;
      }
      const wrong = await addAddresses(urls);
      if (wrong) box.value = wrong.join('\n'); // to be mended; of a task that was stopped, what was typed stays
    });
  });
  $('#addresses-file').addEventListener('click', () => $('#addresses-input').click());
  $('#addresses-input').addEventListener('change', async event => {
    const [file] = event.target.files;
    const lines = file && file.size < 1e6 ? (await file.text()).split('\n').map(line => line.trim()) : [];
    box.value = lines.filter(line => line && !line.startsWith('#')).join('\n');
    event.target.value = '';
    box.focus();
  });
};

const startCorpus = () => $('#corpus').addEventListener('click', event => busy(event.target, async () => {
  const job = await ingest({corpus: true});
  succeeded(job);
  if (job.result) say(word('corpus_done', job.result));
  changed();
}));

const drawJobs = async () => {
  const jobs = await api('GET', '/api/jobs');
  const lines = jobs.slice(0, 10).map(job => h('li', {}, h('div.file-head', {},
    h('span.name', {}, jobKind(job)), h('span.quiet', {}, job.about.slice(0, 3).join(', ') + (job.about.length > 3 ? '…' : '')),
    h('span.quiet.small', {}, time(job.created_at)), h(`span.file-state${job.state === 'failed' ? '.bad' : ''}`, {}, jobText(job))),
  job.error ? why(job.error) : null));
  $('#jobs').replaceChildren(...(lines.length ? lines : [h('li.quiet', {}, words.no_jobs)]));
};

/** Have everything of the section work. */
export const startAdding = () => {
  startDrop();
  startWeb();
  startCorpus();
  const draw = () => drawJobs().catch(error => say(error.message, 'error'));
  onChange(draw);
  document.addEventListener('library-job', draw);
  draw();
};
