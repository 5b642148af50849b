// The suite run in the background, its reports with their colours, two of them compared.
import {api, button, h, number, say, sentence, word, words} from '../page.js';
import {instant, moment} from '../dates.js';
import {confirmed} from '../dialogs.js';
import {ended as over} from '../jobs.js';
import {choice, field, figure, fold, follow, show, signed, table, tell, tick, trialFields, wait} from './common.js';

const running = h('div', {id: 'running'});
const reports = h('section', {id: 'reports'});
const compared = h('div', {id: 'compared', tabindex: -1});
let usual = {};

export const open = async () => {
  wait();
  const [sets, settings] = await Promise.all([api('GET', '/api/bench/cases'), api('GET', '/api/bench/settings')]);
  usual = settings;
  show(start(sets, settings), running, reports);
  await list();
  const jobs = await api('GET', '/api/jobs');
  const going = jobs.find(job => job.kind === 'bench_run' && !over(job));
  if (going) ended(await follow(going, running));
};

const questionsCounted = count => word(count < 2 ? 'question_one' : 'questions_n', {count: number(count)});

const start = (sets, settings) => {
  const files = sets.map(each => tick(`${each.name} (${questionsCounted(each.cases)})`, sets.length === 1, {value: each.name}));
  const kinds = ['retrieval', 'answers'].map(kind => tick(words[`what_${kind}`], true, {value: kind}));
  const judge = choice(settings.judges.map(name => [name, words[`judge_${name}`]]), settings.judges[0]);
  const limit = h('input', {type: 'number', min: 1});
  const trial = trialFields(settings);
  const chosen = boxes => boxes.filter(each => each.box.checked).map(each => each.box.value);
  const go = button(words.run, async () => {
    const body = {files: chosen(files), kinds: chosen(kinds), judge: judge.value, limit: Number(limit.value) || null, trial: trial.values()};
    const job = await api('POST', '/api/bench/runs', body);
    say(words.run_started);
    follow(job, running).then(ended).catch(tell);
  }, {class: 'primary', id: 'run'});
  return h('section.card', {}, h('fieldset', {}, h('legend', {}, words.what_sets), sets.length ? files.map(each => h('div', {}, each)) : h('p', {}, words.no_set)),
    h('fieldset', {}, h('legend', {}, words.what), kinds.map(each => h('div', {}, each))),
    h('div.row', {}, settings.judges.length > 1 ? field(words.judge, judge) : null, field(words.limit, limit)),
    h('details', {}, h('summary', {}, words.trial_run), trial.element), h('p', {}, go));
};

const ended = async job => {
  await list();
  if (job.state === 'cancelled') { say(words.run_cancelled); return; }
  say(words.run_done);
  const found = job.result?.problems ?? [];
  running.replaceChildren(...(found.length ? [h('details.notice.warn', {}, h('summary', {}, words.run_problems),
    h('ul', {}, found.map(each => h('li', {}, `${each.case} – ${sentence(each)}`))))] : []));
};

const list = async () => {
  const found = await api('GET', '/api/bench/reports');
  const good = found.filter(each => !each.error);
  reports.replaceChildren(h('h3', {}, words.reports), h('p.quiet', {}, words.reports_help),
    found.length ? table(words.reports_caption, [words.made_at, words.set, words.measured, words.figures, words.colour, words.actions],
      found.map(row)) : h('p', {}, words.no_reports), good.length > 1 ? comparer(good) : '', compared);
};

const row = each => (each.error
  ? [each.name, each.set, words[`run_${each.kind}`] ?? each.kind, each.error, '', remove(each)]
  : [h('span', {}, instant(each.made_at)), [each.set.replace(/\.jsonl$/, ''), h('div.small.quiet', {}, questionsCounted(each.questions))],
    [words[`run_${each.kind}`], changed(each)], figures(each), colour(each), h('div.stack', {}, page(each), reference(each), remove(each))]);

const trialSaid = each => ['vector_weight', 'candidates', 'evidence'].filter(name => (each.settings[name] ?? null) !== (usual[name] ?? null) && each.settings[name] !== null)
  .map(name => word(`setting_${name}`, {value: number(each.settings[name])}));
const changed = each => {
  const said = trialSaid(each);
  return said.length ? h('div.small.quiet', {}, said.join(', ')) : null;
};

/** What measurements are called in a list, each by a name of its own: with their seconds, and a number where these are the same. */
const called = found => {
  const told = when => found.map(each => [when(each.made_at), each.set.replace(/\.jsonl$/, ''), words[`run_${each.kind}`],
    ...trialSaid(each)].join(' – '));
  const short = told(moment), exact = told(instant), same = (list, name) => list.filter(each => each === name).length > 1;
  const names = short.map((name, place) => (same(short, name) ? exact[place] : name));
  return names.map((name, place) => (same(names, name) ? `${name} (${names.slice(place).filter(each => each === name).length})` : name));
};

const figures = each => h('ul.plain.small', {}, Object.entries(each.figures).map(([name, value]) =>
  h('li', {}, h('strong', {}, figure(value)), ' ', each.says[name])));

const colour = each => {
  const {gate} = each, kind = {red: 'bad', amber: 'warn', green: 'good'}[gate.colour];
  return [h(`span.tag.${kind}`, {}, words[`colour_${gate.colour}`]), ' ', each.is_reference ? h('span.tag', {}, words.is_reference) : null,
    h('details.small', {}, h('summary', {}, words.all_reports), h('p', {}, word('promises', {invariants: gate.invariants, compared: gate.compared})),
      gate.reasons.length ? h('ul', {}, gate.reasons.map(reason => h('li', {}, `${words[`colour_${reason.colour}`]} – ${reason.text}`)))
        : h('p', {}, words.no_findings))];
};

const pageAddress = (name, against = '') => {
  const query = new URLSearchParams({language: document.documentElement.lang, ...(against ? {against} : {})});
  return `/api/bench/reports/${encodeURIComponent(name)}/page?${query}`;
};
const page = each => h('a', {href: pageAddress(each.name), target: '_blank', rel: 'noopener'}, words.read_report, ' ',
  h('span.small', {}, words.new_tab));

const reference = each => (each.is_reference ? null : button(words.make_reference, async () => {
  if (!await confirmed(word('reference_sure', {set: each.set}))) return;
  await api('POST', `/api/bench/reports/${encodeURIComponent(each.name)}/reference`);
  await list();
  say(words.reference_made);
}));

const remove = each => button(words.remove_report, async () => {
  if (!await confirmed(words.remove_report_sure)) return;
  await api('DELETE', `/api/bench/reports/${encodeURIComponent(each.name)}`);
  await list();
  say(words.report_removed);
}, {class: 'danger'});

const comparer = found => {
  const names = called(found), options = found.map((each, place) => [each.name, names[place]]);
  const last = found[0], earlier = found.slice(1).find(each => each.kind === last.kind && each.set === last.set) ?? found[1];
  const before = choice(options, earlier.name), after = choice(options, last.name);
  const go = button(words.do_compare, async () => {
    if (before.value === after.value) { say(words.choose_two, 'error'); return; }
    const told = await api('GET', `/api/bench/comparison?${new URLSearchParams({before: before.value, after: after.value})}`);
    compared.replaceChildren(...comparison(told, before.value, after.value));
    compared.focus();
  });
  return h('section.card', {}, h('h3', {}, words.compare), h('p.quiet', {}, words.compare_help),
    h('div.row', {}, field(words.before, before), field(words.after, after), go));
};

// What people are served comes first; controls and single legs are folded.
const MAIN = ['assistant', 'fused', 'reranked'];
const comparison = (told, before, after) => [
  ...[...told.runs].sort((one, other) => MAIN.includes(other.run) - MAIN.includes(one.run)).map(run => {
    const caption = word('compare_caption', {run: words[`run_${run.run}`] ?? run.run, questions: number(run.questions)});
    const made = compareTable(caption, run, told.says);
    return MAIN.includes(run.run) ? made : fold(caption, made);
  }),
  h('p.small.quiet', {}, words.compare_reading),
  h('p', {}, h('a', {href: pageAddress(after, before), target: '_blank', rel: 'noopener'}, words.compare_page, ' ', h('span.small', {}, words.new_tab)))];

const compareTable = (caption, run, says) => table(caption,
  [words.metric, words.before, words.after, words.difference, words.interval, words.verdict],
  Object.entries(run.metrics).map(([name, each]) => [says[name], figure(each.before), figure(each.after), signed(each.difference),
    each.low === null ? '–' : `${signed(each.low)} … ${signed(each.high)}`, verdict(each.verdict)]), [1, 2, 3, 4]);

const verdict = name => h(`span.tag${{better: '.good', worse: '.bad'}[name] ?? ''}`, {}, words[`verdict_${name}`]);
