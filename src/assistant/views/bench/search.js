// A search explained: how the question is understood, what is found and why, each leg by itself, settings tried.
import {api, busy, clean, h, number, say, sentence, word, words} from '../page.js';
import {figure, fold, listed, percent, place, show, table, trialFields} from './common.js';

const form = document.querySelector('#ask');
let trial;

export const open = async () => {
  if (trial) return;
  const holder = document.querySelector('#trial-fields');
  const {candidates, evidence, reranker} = holder.dataset;
  trial = trialFields({candidates: Number(candidates), evidence: Number(evidence), reranker});
  holder.append(trial.element);
  const passed = sessionStorage.getItem('assistant_bench_question');
  sessionStorage.removeItem('assistant_bench_question');
  form.addEventListener('submit', event => {
    event.preventDefault();
    busy(document.querySelector('#explain'), explain);
  });
  if (!passed) return;
  form.querySelector('#question').value = passed;
  form.requestSubmit();
};

const explain = async () => {
  const body = {
    question: form.querySelector('#question').value,
    k: Number(form.querySelector('#k').value) || 10,
    missed: form.querySelector('#missed').value.trim() || null,
    answer: form.querySelector('#with-answer').checked,
  };
  const tried = trial.values();
  const changed = Object.keys(tried).length > 0;
  const usual = await api('POST', '/api/bench/explain', body);
  const other = changed ? await api('POST', '/api/bench/explain', {...body, trial: tried}) : null;
  show(...explained(other ?? usual, other ? usual : null));
  say(words.explained);
};

const explained = (found, usual) => {
  const {explanation} = found;
  return [
    explanation.absence ? absence(explanation) : null,
    found.missed ? h('section.notice.warn', {id: 'absence'}, h('h3', {}, words.absence), h('p', {}, sentence(found.missed))) : null,
    found.answer ? answers(found.answer, usual?.answer) : null,
    results(found, usual),
    legs(found.legs),
    understood(explanation),
    times(explanation.timings_ms),
  ];
};

const understood = explanation => fold(words.understood, h('p', {}, explanation.language === 'fr' ? words.in_fr : words.in_en, ' ', word('asked_documents', {
    documents: number(explanation.documents), passages: number(explanation.passages)})),
  explanation.scope_text ? h('p', {}, explanation.scope_text) : null,
  explanation.searched === explanation.asked ? null : h('p', {}, word('searched_as', {text: clean(explanation.searched)})),
  explanation.corrections.map(([typed, taken]) => h('p', {}, word('corrected', {typed, taken}))),
  table(words.words_caption, [words.word, words.share, words.in_passages, words.forms],
    explanation.words.map(each => [wordShown(each), percent(each.share), number(each.passages), each.terms.map(term)]), [1, 2]),
  explanation.other_terms.length
    ? h('p.small', {}, word('other_terms', {terms: listed(explanation.other_terms.map(each => each.term))})) : null,
  explanation.pairs.length
    ? h('p.small', {}, word('pairs', {pairs: listed(explanation.pairs.map(([one, two]) => `${one} ${two}`))})) : null,
  explanation.phrases.map(([phrase, count]) => h('p.small', {}, word(count ? 'phrase' : 'no_phrase', {phrase, count}))), balance(explanation));

const wordShown = each => {
  const known = each.passages || each.terms.some(found => found.origin === 'acronym' && found.passages);
  return [each.surface, ' ', each.named ? h('span.tag', {}, words.named) : null,
    each.carried ? h('span.tag', {}, words.carried) : null, known ? null : h('span.tag.warn', {}, words.unknown_word)];
};

const term = each => h('div.small', {}, h('code', {}, each.term), ' ',
  `${words[`origin_${each.origin}`]}${each.of ? ` (${each.of})` : ''}, ${number(each.passages)}`);

const balance = explanation => h('section', {}, h('h4', {}, words.balance),
  h('p', {}, word('balance_text', {covered: percent(explanation.covered), lexical: percent(explanation.legs.lexical.weight),
    vector: percent(explanation.legs.vector.weight)})),
  h('p', {}, h('meter', {min: 0, max: 1, value: explanation.legs.lexical.weight, 'aria-label': words.leg_lexical})),
  explanation.reranker ? h('p', {}, word('reranked_by', {name: explanation.reranker})) : null);

const results = (found, usual) => {
  const texts = new Map(found.results.map(each => [each.passage_id, each]));
  const ranks = usual ? new Map(usual.explanation.results.map(each => [each.passage_id, each.rank])) : null;
  const now = new Set(found.explanation.results.map(each => each.passage_id));
  const gone = usual ? usual.results.filter(each => !now.has(each.passage_id)) : [];
  const title = h('h3', {}, usual ? words.results_trial : words.results);
  if (!found.explanation.results.length) return h('section', {}, title, h('p', {}, words.no_results));
  return h('section', {}, title,
    gone.length ? h('p.notice', {}, word('gone', {titles: listed(gone.map(each => place(each.title, each.page_start)))})) : null,
    h('ol.results', {}, found.explanation.results.map(each => result(each, texts.get(each.passage_id), ranks))));
};

const result = (each, passage, ranks) => h('li.card', {},
  h('h4', {}, place(passage?.title ?? each.source, each.page), ' ', ranks ? moved(each, ranks) : null,
    passage && !passage.quotable ? h('span.tag.warn', {}, words.not_quotable) : null),
  passage?.text ? h('p.document-text.snippet', {}, passage.text) : h('p.quiet', {}, words.not_shown),
  each.found.length ? h('p.small', {}, word('has_words', {words: listed(each.found)})) : null,
  each.missing.length ? h('p.small', {}, word('lacks_words', {words: listed(each.missing)})) : null,
  h('p.small.quiet', {}, scoreShown(each), ' · ', ranksShown(each.legs)),
  each.repeated ? h('p.small.quiet', {}, word('repeated', {count: each.repeated})) : null);

const moved = (each, ranks) => {
  const before = ranks.get(each.passage_id);
  if (!before) return h('span.tag.good', {}, words.moved_new);
  if (before === each.rank) return h('span.tag', {}, words.moved_same);
  return h(before > each.rank ? 'span.tag.good' : 'span.tag.warn', {}, word('moved', {rank: before}));
};

const legName = name => words[`leg_${name}`] ?? words[name] ?? name;
const scoreShown = each => word('score', {score: figure(each.score),
  parts: Object.entries(each.parts).map(([name, part]) => `${legName(name)} ${figure(part)}`).join(' + ')});
const ranksShown = scores => Object.entries(scores).map(([leg, score]) => word('rank_in', {leg: legName(leg), rank: score.rank})).join(' · ');

const legs = found => fold(words.legs, h('p.quiet', {}, words.legs_help),
  h('div.legs', {}, Object.entries(found).map(([name, passages]) => h('section', {'aria-label': legName(name)},
    h('h4', {}, legName(name)),
    passages.length ? h('ol', {}, passages.map(each => h('li', {}, h('strong', {}, place(each.title, each.page_start)),
      each.text ? h('p.small.document-text.snippet', {}, each.text) : h('p.small.quiet', {}, words.not_shown))))
      : h('p.quiet', {}, words.no_results)))));

const absence = explanation => {
  const found = explanation.absence;
  const ranks = Object.keys(explanation.legs).map(leg => {
    const score = found.legs[leg];
    if (!score) return `${legName(leg)}${words.colon}${words.none}`;
    return word(score.rank ? 'rank_in' : 'beyond', {leg: legName(leg), rank: score.rank, depth: number(found.depth)});
  });
  const source = found.page ? place(found.source, found.page) : found.source;
  return h('section.notice', {id: 'absence'}, h('h3', {}, words.absence),
    h('p', {}, word(`why_${found.reason}`, {source, rank: found.rank})),
    found.found.length || found.missing.length
      ? h('p.small', {}, word('absence_words', {found: listed(found.found), missing: listed(found.missing)})) : null,
    found.ahead.length ? h('p.small', {}, word('absence_ahead', {words: listed(found.ahead)})) : null,
    h('p.small.quiet', {}, ranks.join(' · ')));
};

const answers = (answer, usual) => h('section', {}, h('h3', {}, words.answers_side), h('div.legs', {},
  usual ? answerShown(words.answer_usual, usual) : null, answerShown(usual ? words.answer_trial : words.answer_usual, answer)));
const answerShown = (title, answer) => h('section.card', {}, h('h4', {}, title),
  h('p', {}, h('span.tag', {}, words[`status_${answer.status}`])), answer.claims.length
    ? h('ul', {}, answer.claims.map(claim => h('li.document-text', {}, `${claim.text} ${claim.citations.map(each => `[${each}]`).join(' ')}`)))
    : h('p.document-text.said', {}, answer.answer.replaceAll('**', '')));

const times = timings => fold(words.times,
  table(words.times_caption, [words.stage, words.milliseconds],
    Object.entries(timings).map(([stage, ms]) => [words[`stage_${stage}`] ?? stage, number(Math.round(ms * 10) / 10)]), [1]));
