// Administration: long tasks begun and followed, backups deleted, how to put one back.
import {api, busy, clean, h, language, number, say, size, word, words} from '../page.js';

const find = selector => document.querySelector(selector);
const moment = new Intl.DateTimeFormat(language, {dateStyle: 'medium', timeStyle: 'short'});
const when = iso => moment.format(new Date(iso));
for (const shown of document.querySelectorAll('[data-bytes]')) shown.textContent = size(Number(shown.dataset.bytes));
for (const shown of document.querySelectorAll('[data-moment]')) shown.textContent = when(shown.dateTime);

// --- tasks ---------------------------------------------------------------------------------------------------------
const LIVE = new Set(['waiting', 'running']);
let timer = null, reloadAfter = null;

const kind = job => words[`job_kind_${job.kind}`] ?? clean(job.kind);
const told = job => {
  if (job.state === 'failed') return `${job.error.reason} ${job.error.hint}`;
  if (job.state === 'done' && job.kind === 'backup' && job.result) {
    return word('backup_done', {name: job.result.name, size: size(job.result.bytes)});
  }
  if (job.state === 'running' && job.progress.stage) {
    return words[`stage_${job.progress.stage}`] ?? words.job_running;
  }
  return '';
};
const row = job => {
  const {done, total} = job.progress, running = job.state === 'running';
  const bar = running ? h('progress', {'aria-label': kind(job), ...(total ? {max: total, value: done} : {})}) : null;
  const tone = {done: 'good', failed: 'bad'}[job.state] ?? '';
  return h('tr', {'data-job': job.id},
    h('th', {scope: 'row'}, kind(job)),
    h('td', {}, h(`span.tag${tone ? `.${tone}` : ''}`, {}, words[`job_${job.state}`]), ' ', told(job),
      running && total ? ` ${number(done)} / ${number(total)}` : '', bar),
    h('td', {}, when(job.created_at)));
};
const draw = jobs => {
  find('#no-tasks').hidden = jobs.length > 0;
  find('#tasks').hidden = jobs.length === 0;
  find('#tasks tbody').replaceChildren(...jobs.slice(0, 12).map(row));
  for (const [id, kindOf] of [['#rebuild', 'rebuild'], ['#backup', 'backup']]) {
    find(id).disabled = jobs.some(job => job.kind === kindOf && LIVE.has(job.state));
  }
};
const follow = async () => {
  clearTimeout(timer);
  let jobs;
  try {
    jobs = await api('GET', '/api/jobs');
  } catch (error) {
    timer = setTimeout(follow, 3000);
    return;
  }
  draw(jobs);
  const awaited = jobs.find(job => job.id === reloadAfter);
  if (awaited && !LIVE.has(awaited.state)) {
    reloadAfter = null;
    if (awaited.state === 'done') {
      const whole = await api('GET', `/api/jobs/${encodeURIComponent(awaited.id)}`).catch(() => awaited);
      sessionStorage.setItem('administration-said', told(whole) || words.job_done_said);
      location.hash = awaited.kind === 'backup' ? '#backups' : '#state';
      location.reload();
      return;
    }
    say(told(awaited) || words.job_cancelled, 'error');
  }
  if (jobs.some(job => LIVE.has(job.state))) timer = setTimeout(follow, 800);
};
const begin = (button, address, body) => button.addEventListener('click', () => busy(button, async () => {
  const job = await api('POST', address, body?.());
  reloadAfter = job.id;
  say(word('begun_said', {task: kind(job)}));
  await follow();
}));
begin(find('#rebuild'), '/api/administration/rebuild');
begin(find('#backup'), '/api/administration/backups', () => ({conversations: find('#with-conversations').checked}));
follow();
const kept = sessionStorage.getItem('administration-said');
if (kept) {
  sessionStorage.removeItem('administration-said');
  say(kept);
}

// --- backups -------------------------------------------------------------------------------------------------------
const dialog = find('#confirm'), yes = find('#confirm-yes');
const open = (title, body, confirmed) => {
  find('#confirm-title').textContent = title;
  find('#confirm-body').replaceChildren(...body);
  yes.hidden = !confirmed;
  yes.onclick = () => busy(yes, confirmed);
  dialog.showModal();
};
find('#confirm-no').addEventListener('click', () => dialog.close());
document.addEventListener('click', event => {
  const button = event.target.closest('button');
  if (button?.dataset.restore) {
    open(words.restore_title, [
      h('p', {}, word('restore_why', {name: button.dataset.name})),
      h('ol', {}, h('li', {}, words.restore_stop), h('li', {}, words.restore_run, h('code.command', {}, button.dataset.restore)),
        h('li', {}, words.restore_start)),
      h('p', {}, words.restore_erased),
    ]);
  }
  if (button?.dataset.forget) {
    const name = button.dataset.forget;
    open(words.forget_title, [h('p', {}, word('forget_why', {name}))], async () => {
      await api('DELETE', `/api/administration/backups/${encodeURIComponent(name)}`);
      sessionStorage.setItem('administration-said', words.forgotten);
      location.hash = '#backups';
      location.reload();
    });
  }
});
