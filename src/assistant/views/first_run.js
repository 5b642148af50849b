// The beginning of an empty index: starts the reading, tells how far it is, and draws the page again at its end.
const section = document.querySelector('#first-run');
const words = JSON.parse(section.dataset.words);
const language = document.documentElement.lang;
const part = name => section.querySelector(`#first-run-${name}`);
const line = part('line'), bar = section.querySelector('progress'), error = part('error');
const fill = (text, blanks) => text.replace(/\{(\w+)\}/g, (all, name) => (name in blanks ? String(blanks[name]) : all));

const ask = async (method, address, body) => {
  const headers = {'Accept-Language': language, ...(body ? {'Content-Type': 'application/json'} : {})};
  let reply;
  try {
    reply = await fetch(address, {method, headers, body: body && JSON.stringify(body)});
  } catch { throw new Error(words.unreachable); }
  const given = await reply.json().catch(() => ({}));
  if (!reply.ok) throw new Error([given.error?.reason, given.error?.hint].filter(Boolean).join(' ') || words.unreachable);
  return given;
};
const show = working => {
  part('choices').hidden = working;
  part('progress').hidden = !working;
};
const left = seconds => {
  if (seconds === null) return '';
  return seconds < 60 ? words.soon : fill(words.left, {minutes: Math.ceil(seconds / 60)});
};

/** Follow a job to its end. A server that does not answer for a moment is asked again. */
const follow = async id => {
  show(true);
  const started = Date.now();
  for (let silent = 0; ;) {
    await new Promise(done => setTimeout(done, 700));
    let job;
    try {
      job = await ask('GET', `/api/jobs/${id}`);
      silent = 0;
    } catch (problem) {
      silent += 1;
      if (silent > 8) throw problem;
      continue;
    }
    if (job.state === 'done') {
      if (job.result.added + job.result.updated + job.result.unchanged > 0) return location.reload();
      throw new Error(fill(words.nothing, {count: job.result.failed.length}));
    }
    if (job.state === 'failed') throw new Error(`${job.error.reason} ${job.error.hint}`);
    if (job.state === 'cancelled') throw new Error(words.cancelled);
    const {done, total, stage, seconds_left: seconds} = job.progress;
    if (total) { bar.max = total; bar.value = done; }
    const since = Math.round((Date.now() - started) / 1000);
    const at = stage === 'indexing' ? words.indexing : total ? fill(words.reading, {done, total}) : words.starting;
    line.textContent = `${at}${left(seconds) || fill(words.since, {seconds: since})}`;
  }
};
const begin = async start => {
  error.textContent = '';
  try {
    await follow(await start());
  } catch (problem) {
    show(false);
    error.textContent = problem.message;
  }
};
section.addEventListener('click', event => {
  const read = event.target.closest('button')?.dataset.read;
  if (!read) return;
  show(true);
  begin(async () => (await ask('POST', '/api/first-run', {read})).id);
});
if (section.dataset.job) begin(async () => section.dataset.job);
