// Passages graded blind: series, one question after the other, agreement of two people, grades adopted.
import {api, button, h, number, say, word, words} from '../page.js';
import {asked, choice, field, figure, follow, go, grades, link, percent, place, radios, show, table, tell, wait} from './common.js';

const NAME = 'assistant_bench_judge', SETTLED = 'arbitrage';
const judgeName = () => localStorage.getItem(NAME) ?? '';
const address = series => `/api/bench/series/${encodeURIComponent(series)}`;

export const open = async () => {
  const query = asked(), series = query.get('series');
  wait();
  if (series && query.has('compare')) await together(series, query.get('first'), query.get('second'));
  else if (series && judgeName()) await grade(series, Number(query.get('question')) || 0);
  else await list();
};

const list = async () => {
  const [found, sets] = await Promise.all([api('GET', '/api/bench/series'), api('GET', '/api/bench/cases')]);
  const name = h('input', {value: judgeName(), maxlength: 40, autocomplete: 'off'});
  name.addEventListener('change', () => localStorage.setItem(NAME, name.value.trim()));
  const rows = found.map(each => [each.name.split('--')[1], each.file, number(each.cases), number(each.passages), judges(each),
    h('span.row', {}, button(words.grade_series, async () => {
      localStorage.setItem(NAME, name.value.trim());
      if (!judgeName()) { name.focus(); say(words.name_first, 'error'); return; }
      await go({part: 'grading', series: each.name}, open);
    }, {'aria-label': `${words.grade_series} ${each.name}`}), link(words.compare_judges, {part: 'grading', series: each.name, compare: '1'}, open))]);
  show(h('div.card', {}, field(words.your_name, name, words.your_name_help)),
    found.length ? table(words.series_caption, [words.series, words.made_of, words.questions_count, words.passages, words.judges, words.actions],
      rows, [2, 3]) : h('p', {}, words.no_series), gather(sets));
};

const judges = each => Object.entries(each.graded).map(([judge, graded]) =>
  h('div', {}, word('judged_share', {judge, graded: number(graded), total: number(each.passages)})));

const gather = sets => {
  const set = choice(sets.map(each => [each.name, each.name]), sets[0]?.name);
  const depth = h('input', {type: 'number', min: 1, max: 50, value: 10});
  const running = h('div');
  const start = button(words.gather, async () => {
    const job = await follow(await api('POST', '/api/bench/series', {file: set.value, depth: Number(depth.value)}), running);
    if (job.state !== 'done') return;
    await list();
    say(word('gathered', {passages: number(job.result.passages), cases: number(job.result.cases)}));
  }, {class: 'primary', disabled: !sets.length});
  return h('section.card', {}, h('h3', {}, words.new_series), sets.length ? null : h('p', {}, words.no_set),
    h('div.row', {}, field(words.set, set), field(words.depth, depth)), h('p', {}, start), running);
};

const grade = async (series, wanted) => {
  const judge = judgeName();
  const lines = await api('GET', `${address(series)}/passages?${new URLSearchParams({judge})}`);
  const byCase = new Map();
  for (const line of lines) byCase.set(line.case, [...(byCase.get(line.case) ?? []), line]);
  const cases = [...byCase.values()];
  const at = Math.min(Math.max(wanted, 0), cases.length - 1), some = cases[at];
  const done = h('p.quiet', {}, '');
  const counted = () => {
    const graded = lines.filter(line => line.grade !== null).length;
    done.textContent = word('graded_of', {graded: number(graded), total: number(lines.length)});
    return graded;
  };
  counted();
  const move = (label, place_, disabled) => button(label, () => go({part: 'grading', series, question: String(place_)}, open), {disabled});
  const open_ = cases.findIndex(each => each.some(line => line.grade === null));
  show(h('p', {}, link(words.back_series, {part: 'grading'}, open), ' · ', word('grading_as', {judge})), scale(),
    h('p', {}, word('question_of', {number: at + 1, total: cases.length})), done,
    some[0].history.length ? h('ol.small', {}, some[0].history.map(text => h('li', {}, text))) : null,
    h('h3', {id: 'graded-question'}, some[0].question),
    h('ol.results', {}, some.map((line, row) => passage(series, judge, line, row, counted, lines))),
    h('p.row', {}, move(words.previous_question, at - 1, at === 0), move(words.next_question, at + 1, at === cases.length - 1),
      open_ >= 0 ? move(words.next_ungraded, open_, open_ === at) : null));
};

const scale = () => h('details.card', {open: true}, h('summary', {}, words.scale),
  h('ul', {}, grades.map(([value]) => h('li', {}, words[`scale_${value}`]))));

// Title and text are empty where the document may not be shown any more.
const named = line => (line.title ? place(line.title, line.page) : words.passage_withheld);
const said = text => (text ? h('p.document-text.whole', {}, text) : h('p.quiet', {}, words.passage_withheld_why));

const passage = (series, judge, line, row, counted, lines) => {
  const keep = async value => {
    try {
      await api('PATCH', `${address(series)}/passages`, {judge, number: line.number, grade: value === '' ? null : Number(value)});
      line.grade = value === '' ? null : Number(value);
      say(counted() === lines.length ? words.grading_done : words.grade_saved);
    } catch (error) { tell(error); }
  };
  return h('li.card', {}, h('h4', {}, named(line)), said(line.text),
    radios(word('passage_number', {number: row + 1}), `grade-${line.number}`, [['', words.no_grade], ...grades],
      line.grade === null ? '' : String(line.grade), keep, true));
};

const together = async (series, first, second) => {
  const found = (await api('GET', '/api/bench/series')).find(each => each.name === series);
  const names = Object.keys(found?.graded ?? {}).filter(name => name !== SETTLED);
  const back = h('p', {}, link(words.back_series, {part: 'grading'}, open));
  if (!names.length) { show(back, h('p', {}, words.no_judges)); return; }
  const one = choice(names.map(name => [name, name]), first ?? names[0]);
  const two = choice([['', words.nobody], ...names.map(name => [name, name])], second ?? '');
  const compare = button(words.compare_grades, () => go({part: 'grading', series, compare: '1', first: one.value, second: two.value}, open));
  const adopt = button(words.adopt, async () => {
    const told = await api('POST', `${address(series)}/adopt`, {first: one.value, second: two.value});
    say(word('adopted', {grades: number(told.grades), cases: number(told.cases), ungraded: number(told.ungraded)}));
  }, {class: 'primary'});
  show(back, h('h3', {}, series), h('div.row', {}, field(words.first_judge, one), field(words.second_judge, two), compare),
    second && second !== first ? await agreement(series, first, second) : null,
    h('section.card', {}, h('p.quiet', {}, words.adopt_help), adopt));
};

const agreement = async (series, first, second) => {
  const query = new URLSearchParams({first, second});
  const [found, settled] = await Promise.all([api('GET', `${address(series)}/agreement?${query}`),
    api('GET', `${address(series)}/passages?${new URLSearchParams({judge: SETTLED})}`)]);
  const title = h('h3', {}, word('agreement_title', {first, second}));
  if (!found.both) return h('section', {}, title, h('p', {}, words.nothing_compared));
  return h('section', {}, title, h('dl.facts', {},
    h('dt', {}, words.both_graded), h('dd', {}, number(found.both)),
    h('dt', {}, words.alone_graded), h('dd', {}, number(found.first_only + found.second_only)),
    h('dt', {}, words.agreed_share), h('dd', {}, percent(found.agreed)),
    h('dt', {}, words.kappa), h('dd', {}, figure(found.kappa)),
    h('dt', {}, words.weighted), h('dd', {}, figure(found.weighted_kappa))),
  h('p.small.quiet', {}, words.kappa_help), h('h3', {}, words.disagreements),
  found.disagreements.length ? h('p.quiet', {}, words.disagreements_help) : h('p', {}, words.no_disagreements),
  h('ol.results', {}, found.disagreements.map(each => disagreement(series, each, settled[each.number], first, second))));
};

const disagreement = (series, each, line, first, second) => {
  const keep = async value => {
    try {
      await api('PATCH', `${address(series)}/passages`, {judge: SETTLED, number: each.number, grade: value === '' ? null : Number(value)});
      say(words.grade_saved);
    } catch (error) { tell(error); }
  };
  return h('li.card', {}, h('h4', {}, each.question), h('p.quiet', {}, named(line)), said(each.text),
    h('p', {}, word('said_both', {first, second, one: words[`grade_${each.first}`], other: words[`grade_${each.second}`]})),
    radios(words.settled, `settled-${each.number}`, [['', words.no_grade], ...grades], line.grade === null ? '' : String(line.grade), keep));
};
