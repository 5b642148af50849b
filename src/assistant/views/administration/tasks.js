// Tasks: begun and followed to their end, and the list of those that have run since the start.
import {api, button, h, number, say, sentence, size, word, words} from '../page.js';
import {moment} from '../dates.js';
import {ended, follow, jobKind, jobText} from '../jobs.js';

const find = selector => document.querySelector(selector);
const PLACES = {backup: '#backups', restore: '#backups', model: '#models', model_forget: '#models'};

const NAMED = 5; // files that are named
const restored = ({name, saved, documents, erased_again: erased}) => {
  const names = erased.slice(0, NAMED).join(', ') + (erased.length > NAMED ? ', …' : '');
  return [word('restore_done', {name, saved, documents: number(documents)}), erased.length ? word('restore_stayed', {names}) : '']
    .filter(Boolean).join(' ');
};

/** What came of a task, as a sentence. */
const told = job => {
  if (job.error) return sentence(job.error);
  const {result} = job;
  if (job.state !== 'done' || !result) return '';
  if (job.kind === 'backup') return word('backup_done', {name: result.name, size: size(result.bytes)});
  if (job.kind === 'restore') return restored(result);
  if (job.kind === 'model') return word(result.changed ? 'model_done' : 'model_same', {model: result.model});
  return words.job_done_said;
};

const row = job => {
  const {done, total} = job.progress, running = job.state === 'running';
  const bar = running ? h('progress', {'aria-label': jobKind(job), ...(total ? {max: total, value: done} : {})}) : null;
  const tone = {done: 'good', failed: 'bad'}[job.state] ?? '';
  const stop = ended(job) || !job.cancellable ? null : button(words.job_stop, () => api('DELETE', `/api/jobs/${job.id}`));
  return h('tr', {'data-job': job.id},
    h('th', {scope: 'row'}, jobKind(job)),
    h('td', {}, h(`span.tag${tone ? `.${tone}` : ''}`, {}, words[`job_${job.state}`]), ' ', running ? jobText(job) : told(job), bar, stop),
    h('td', {}, moment(job.created_at)));
};

/** Draw the list; gives the tasks. */
const list = async () => {
  const jobs = await api('GET', '/api/jobs');
  find('#no-tasks').hidden = jobs.length > 0;
  find('#tasks').hidden = jobs.length === 0;
  find('#tasks tbody').replaceChildren(...jobs.slice(0, 12).map(row));
  for (const made of document.querySelectorAll('[data-task]')) {
    made.disabled = jobs.some(job => job.kind === made.dataset.task && !ended(job));
  }
  return jobs;
};
const draw = () => { list().catch(() => {}); }; // the one who follows says what is wrong

/** Load the page again at a section, with a sentence that is said then. */
export const again = (text, place) => {
  sessionStorage.setItem('administration-said', text);
  location.hash = place;
  location.reload();
};

/** Begin a task and follow it; the page is drawn anew at its end. */
export const run = async (address, body) => {
  const job = await api('POST', address, body);
  say(word('begun_said', {task: jobKind(job)}));
  draw();
  const last = await follow(job.id, draw);
  if (last.state === 'done') again(told(last), PLACES[last.kind] ?? '#state');
  else say(told(last) || words.job_cancelled, last.error ? 'error' : '');
};

/** Say what was kept from before the page was drawn, and follow what runs, whoever began it. */
export const startTasks = async () => {
  const kept = sessionStorage.getItem('administration-said');
  if (kept) {
    sessionStorage.removeItem('administration-said');
    say(kept);
  }
  const running = (await list()).filter(job => !ended(job));
  for (const job of running) await follow(job.id, draw);
};
