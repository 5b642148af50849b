// Background jobs, for every page that starts one or shows them: followed until they end, drawn as a line with a bar.
import {api, button, h, number, sentence, word, words} from './page.js';

const ENDED = new Set(['done', 'failed', 'cancelled']);
export const ended = job => ENDED.has(job.state);

const MOST_SILENT = 15;
const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

/**
 * Ask after a job until it has ended; `told` is given it each time. Gives the job with its result. A server that does
 * not answer for a while (it may be closed and opened again by the job itself) is asked again.
 */
export const follow = async (id, told = () => {}) => {
  let silent = 0;
  for (let wait = 300; ; wait = Math.min(1500, wait * 1.2)) {
    try {
      const job = await api('GET', `/api/jobs/${id}`);
      silent = 0;
      told(job);
      if (ended(job)) return job;
    } catch (error) {
      silent += 1;
      if (error.status !== 0 || silent > MOST_SILENT) throw error;
    }
    await pause(wait);
  }
};

/** Throw what a job has failed on, as a sentence; gives the job otherwise. */
export const succeeded = job => {
  if (job.error) throw new Error(sentence(job.error));
  return job;
};

/** What a job does, in words. */
export const jobKind = job => words[`job_kind_${job.kind}`] ?? '';

const time = seconds =>
  seconds >= 90 ? word('minutes', {count: Math.round(seconds / 60)}) : word('seconds', {count: Math.max(1, Math.round(seconds))});

/** What a job says of itself: its stage, so many of so many, what it is at, how long still. */
export const jobText = job => {
  const {stage, done, total, about, seconds_left: left} = job.progress;
  if (job.state !== 'running') return words[`job_${job.state}`];
  const counted = total > 1 ? word('job_progress', {done: number(done), total: number(total)}) : '';
  const remains = left === null ? '' : word('job_left', {time: time(left)});
  return [words[`stage_${stage}`] ?? words[`run_${stage}`] ?? words.job_running, counted, about, remains].filter(Boolean).join(' · ');
};

/** A line that shows a job as it goes on; `show` draws it anew. It can be stopped where it may be. */
export const jobLine = title => {
  const text = h('span.job-text');
  const bar = h('progress', {max: 1, 'aria-label': title});
  let current = null;
  const stop = button(words.job_stop, () => api('DELETE', `/api/jobs/${current.id}`), {hidden: true});
  const line = h('div.job', {}, h('div.job-head', {}, h('strong', {}, title), text, stop), bar);
  const show = job => {
    current = job;
    text.textContent = jobText(job);
    stop.hidden = !job.cancellable;
    bar.hidden = ended(job);
    const {done, total} = job.progress;
    if (job.state === 'running' && total > 0) bar.value = Math.min(1, done / total);
    else bar.removeAttribute('value');
  };
  return {line, show};
};
