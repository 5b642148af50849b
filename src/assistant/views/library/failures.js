// Files that could not be read, each with its reason and what can be done.
import {api, button, h, say, sentence, words} from '../page.js';
import {$, changed, onChange} from './common.js';
import {ingest, remedies, why} from './outcome.js';

const draw = async () => {
  const failures = await api('GET', '/api/library/failures');
  if (!failures.length) {
    $('#failures').replaceChildren(h('p.notice', {}, words.failures_none));
    return;
  }
  const seen = new Set();
  const rows = failures.map(failure => {
    const first = !seen.has(failure.id);
    seen.add(failure.id);
    return h('tr', {}, h('th', {scope: 'row'}, failure.source), h('td', {}, why(failure)),
      h('td', {}, first ? remedies(failure, failure.source, () => {}) : null));
  });
  const all = button(words.retry_all, async () => {
    const job = await ingest({failed: [...seen]});
    if (job.error) say(sentence(job.error), 'error');
    changed();
  });
  $('#failures').replaceChildren(
    h('p', {}, all),
    h('div.scroll', {}, h('table', {}, h('caption.visually-hidden', {}, words.failures_table),
      h('thead', {}, h('tr', {}, ['failure_file', 'failure_why', 'failure_do'].map(name => h('th', {scope: 'col'}, words[name])))),
      h('tbody', {}, rows))));
};

/** Draw the section, and again when something changes. */
export const startFailures = () => {
  const again = () => draw().catch(error => say(error.message, 'error'));
  onChange(again);
  again();
};
