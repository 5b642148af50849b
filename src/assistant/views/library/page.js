// The library's page: which section is shown, which document, by its address; and the task that runs just now.
import {api, say, sentence} from '../page.js';
import {ended, follow, jobKind, jobLine} from '../jobs.js';
import {$, address, changed, go, onChange} from './common.js';
import {startAdding} from './add.js';
import {startFailures} from './failures.js';
import {startFeeds} from './feeds.js';
import {startList} from './list.js';
import {startPanel} from './panel.js';
import {startWorks} from './works.js';

const TABS = ['documents', 'add', 'failures', 'works', 'feeds'];
const started = new Set();
const starts = {add: startAdding, failures: startFailures, works: startWorks, feeds: startFeeds};

const shownTab = () => {
  const wanted = new URLSearchParams(location.search).get('view');
  return TABS.includes(wanted) ? wanted : 'documents';
};

const draw = () => {
  const tab = shownTab();
  for (const name of TABS) $(`#tab-${name}`).hidden = name !== tab;
  for (const link of document.querySelectorAll('.tabs a')) {
    if (link.dataset.tab === tab) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
  if (!started.has(tab)) {
    started.add(tab);
    starts[tab]?.();
  }
};

document.addEventListener('click', event => {
  const link = event.target.closest?.('a[data-tab]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(link.dataset.tab === 'documents' ? '/library' : `/library?view=${link.dataset.tab}`);
});
window.addEventListener('popstate', () => document.dispatchEvent(new CustomEvent('library-moved')));
document.addEventListener('library-moved', draw);

// How many files were not read, pairs to confirm, proposals: beside the names of their sections.
const counts = async () => {
  const counted = async (name, count) => {
    try { $(`#count-${name}`).textContent = (await count()) || ''; } catch { /* the section itself says what is wrong */ }
  };
  await Promise.all([
    counted('failures', async () => new Set((await api('GET', '/api/library/failures')).map(each => each.id)).size),
    counted('works', async () => (await api('GET', '/api/works')).filter(each => each.state === 'found').length),
    counted('feeds', async () => (await api('GET', '/api/feeds/proposals')).length),
  ]);
};
onChange(counts);

// The task that runs, whoever started it: shown above all sections until it ends.
const watched = new Set();
const showRunning = async job => {
  if (watched.has(job.id)) return;
  watched.add(job.id);
  const {line, show} = jobLine(jobKind(job));
  $('#running').append(line);
  show(job);
  try {
    const last = await follow(job.id, show);
    if (last.state === 'failed') say(sentence(last.error), 'error');
  } catch (error) {
    say(error.message, 'error');
  }
  line.remove();
  changed();
};
document.addEventListener('library-job', event => showRunning(event.detail));
const runningElsewhere = async () => {
  try {
    for (const job of await api('GET', '/api/jobs')) if (!ended(job)) showRunning(job);
  } catch { /* asked again in a moment */ }
};
setInterval(() => { if (!document.hidden) runningElsewhere(); }, 10000);

startList();
startPanel();
draw();
counts();
runningElsewhere();
if (new URLSearchParams(location.search).get('document') && shownTab() !== 'documents') go(address({view: null}), {replace: true});
