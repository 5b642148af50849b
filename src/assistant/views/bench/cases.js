// Sets of questions: made, read, filtered; which questions are in one. A question itself is edited in editor.js.
import {api, button, h, number, say, word, words} from '../page.js';
import {asked, field, go, link, show, table, wait} from './common.js';
import {edit} from './editor.js';

export const open = async () => {
  const query = asked(), set = query.get('set');
  wait();
  if (!set) await sets();
  else if (query.has('case') || query.has('new')) await edit(set, query.get('case'), open);
  else await questions(set);
};

const sets = async () => {
  const found = await api('GET', '/api/bench/cases');
  const name = h('input', {required: true, maxlength: 60, pattern: '[A-Za-z0-9À-ÿ._-]+'});
  const make = button(words.make_set, async () => {
    await api('POST', '/api/bench/cases', {name: name.value.trim()});
    say(word('set_made', {name: name.value.trim()}));
    await go({part: 'cases', set: name.value.trim()}, open);
  }, {class: 'primary'});
  const rows = found.map(each => [link(each.name, {part: 'cases', set: each.name}, open), number(each.cases),
    number(each.answerable), number(each.proposals), number(each.graded),
    each.problems.length ? h('span.tag.bad', {}, number(each.problems.length)) : '0']);
  show(found.length ? table(words.sets_caption, [words.set, words.questions_count, words.answerable_count,
    words.proposals_count, words.graded_count, words.to_mend], rows, [1, 2, 3, 4, 5]) : h('p', {}, words.no_sets),
  h('div.card', {}, field(words.new_set, name, words.new_set_help), h('p', {}, make)));
};

const questions = async set => {
  const found = await api('GET', `/api/bench/cases/${encodeURIComponent(set)}`);
  const filter = h('input', {type: 'search'});
  const list = h('div');
  const draw = () => {
    const wanted = filter.value.toLocaleLowerCase();
    const some = found.cases.filter(each => `${each.id} ${each.question} ${each.kind}`.toLocaleLowerCase().includes(wanted));
    list.replaceChildren(some.length ? caseTable(set, some)
      : h('p', {}, found.cases.length ? words.no_match : words.no_cases));
  };
  filter.addEventListener('input', draw);
  draw();
  show(h('p', {}, link(words.back_sets, {part: 'cases'}, open)), h('h3', {}, set), problems(words.file_problems, found.problems),
    h('div.row', {}, field(words.filter_cases, filter), link(words.new_case, {part: 'cases', set, new: '1'}, open, {class: 'button primary'})),
    list);
};

const caseTable = (set, some) => table(words.cases_caption,
  [words.question, words.case_id, words.kind, words.state, words.evidence_count, words.graded_count],
  some.map(each => [link(each.question, {part: 'cases', set, case: each.id}, open), each.id, each.kind, state(each),
    number(each.evidence), number(each.graded)]), [4, 5]);

const state = each => [each.proposed ? h('span.tag.warn', {}, words.state_proposed) : h('span.tag.good', {}, words.state_measured),
  ' ', each.answerable ? null : h('span.tag', {}, words.state_unanswerable)];

/** What is wrong, one line a problem. */
export const problems = (title, found) => (found.length ? h('div.notice.warn', {}, h('p', {}, title),
  h('ul', {}, found.map(each => h('li', {}, [each.line ? `${each.line}. ` : '', each.reason, ' ', each.hint])))) : null);
