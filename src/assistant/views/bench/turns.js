// Questions of the chat: those without an answer, with feedback, and one's own; each can become a reference question.
import {api, button, clean, h, say, word, words} from '../page.js';
import {day} from '../dates.js';
import {modal} from '../dialogs.js';
import {choice, field, grades, place, radios, searchButton, show, tick, wait} from './common.js';

const LISTS = ['unanswered', 'feedback', 'own'];

export const open = async () => {
  wait();
  const [found, sets] = await Promise.all([api('GET', '/api/bench/turns'), api('GET', '/api/bench/cases')]);
  show(...LISTS.map(name => h('section', {id: name}, h('h3', {}, words[`turns_${name}`]),
    h('p.quiet', {}, words[`turns_${name}_help`]),
    found[name].length ? h('ul.plain', {}, found[name].map(turn => asked(turn, sets))) : h('p', {}, words.no_turns))));
};

const asked = (turn, sets) => h('li.card', {},
  h('h4', {}, turn.question),
  h('p.small.quiet', {}, day(turn.asked_on), ' ', h(turn.status === 'answered' ? 'span.tag.good' : 'span.tag.warn', {},
    words[`status_${turn.status}`]), ' ', turn.times > 1 ? h('span.tag', {}, word('times_asked', {count: turn.times})) : null),
  turn.searched ? h('p.small', {}, word('searched_with', {text: clean(turn.searched)})) : null,
  turn.feedback.length ? h('ul.small', {}, turn.feedback.map(each => h('li', {}, feedback(each)))) : null,
  h('p.row', {}, button(words.make_case, () => dialog(turn, sets)), searchButton(turn.question)));

const feedback = each => {
  const what = word(`on_${each.target}`, {number: each.number});
  return `${what}${words.colon}${words[`rating_${each.rating}`]}${each.comment ? ` – ${clean(each.comment)}` : ''}`;
};

const rated = (turn, number) => {
  const own = turn.feedback.find(each => each.target === 'citation' && each.number === number)
    ?? turn.feedback.find(each => each.target === 'answer');
  return {right: '3', wrong_passage: '0'}[own?.rating] ?? '';
};

const dialog = (turn, sets) => {
  const before = document.activeElement;
  const into = choice(sets.map(each => [each.name, each.name]), sets[0]?.name);
  const unanswerable = tick(words.unanswerable, false);
  const note = h('textarea', {rows: 2, maxlength: 2000});
  const worth = turn.citations.map(citation => ({citation, group: radios(`${words.grade_of} [${citation.number}]`,
    `grade-${citation.number}`, [['', words.grade_unknown], ...grades], rated(turn, citation.number), () => {}, true)}));
  const made = modal(words.make_case_title, [h('p', {}, h('strong', {}, turn.question)),
    sets.length ? null : h('p.notice.warn', {}, words.no_set),
    h('p.small.quiet', {}, words.make_case_help), field(words.into_set, into),
    worth.map(({citation, group}) => h('div.card', {}, h('h3', {}, `[${citation.number}] ${place(citation.title, citation.page)}`),
      h('blockquote.document-text', {}, citation.quote), group)),
    worth.length || turn.status === 'no_evidence' ? null : h('p.quiet', {}, words.citation_gone),
    unanswerable, field(words.note, note)]);
  const save = button(words.save, async () => {
    const chosen = Object.fromEntries(worth.filter(({group}) => group.chosen() !== '')
      .map(({citation, group}) => [citation.number, Number(group.chosen())]));
    const body = {ref: turn.ref, grades: chosen, unanswerable: unanswerable.box.checked, note: note.value};
    const found = await api('POST', `/api/bench/cases/${encodeURIComponent(into.value)}/turn`, body);
    made.close();
    say(word('case_made', {set: into.value}));
    const target = new URLSearchParams({part: 'cases', set: into.value, case: found.record.id});
    before.closest('.row').append(h('a', {href: `/bench?${target}`}, words.see_case));
  }, {class: 'primary', disabled: !sets.length});
  made.append(h('p.row', {}, save, h('button', {type: 'button', onclick: () => made.close()}, words.cancel)));
};
