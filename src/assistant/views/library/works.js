// Files that are taken for one work, two by two: compared, confirmed or parted.
import {api, button, h, number, say, word, words} from '../page.js';
import {day} from '../dates.js';
import {$, changed, documentLink, onChange} from './common.js';

const query = pair => new URLSearchParams({first: pair.newer.document_id, second: pair.older.document_id});

const sentences = (name, list, count, tag) => (count === 0 ? null : [
  h('h3', {}, word(name, {count: number(count)})), list.map(text => h(tag, {}, text)),
  count > list.length ? h('p.quiet', {}, word('diff_more', {count: number(count - list.length)})) : null,
]);

const differences = found => {
  if (!found) return [h('p', {}, words.diff_none)];
  if (!found.added_count && !found.gone_count) return [h('p', {}, words.diff_equal)];
  return [h('p', {}, word('diff_common', {count: number(found.common)})),
    ...(sentences('diff_added', found.added, found.added_count, 'ins') ?? []).flat(),
    ...(sentences('diff_gone', found.gone, found.gone_count, 'del') ?? []).flat()].filter(Boolean);
};

const file = (label, each) => h('div', {}, h('span.small.quiet', {}, label), h('div', {}, documentLink(each.document_id, each.title, each.language)),
  h('span.small.quiet', {}, [each.date ? day(each.date) : words.undated, words[each.language], each.source].join(' · ')));

const decide = (pair, state) => async () => {
  await api('POST', '/api/works', {first: pair.newer.document_id, second: pair.older.document_id, state});
  say(words.works_saved);
  changed();
};

const card = pair => {
  const diff = h('div.diff.document-text', {hidden: true});
  const show = button(words.works_show, async () => {
    if (diff.hidden) diff.replaceChildren(...differences((await api('GET', `/api/works/difference?${query(pair)}`)).difference));
    diff.hidden = !diff.hidden;
    show.textContent = words[diff.hidden ? 'works_show' : 'works_hide'];
    show.setAttribute('aria-expanded', String(!diff.hidden));
  }, {'aria-expanded': 'false'});
  return h('article.card.pair', {'aria-label': `${pair.newer.title} / ${pair.older.title}`},
    h('span.tag', {}, words[`twin_${pair.kind}`]), ' ', h(`span.tag.${pair.state === 'found' ? 'warn' : 'good'}`, {}, words[`works_${pair.state}`]),
    h('div.two', {}, file(words.newer, pair.newer), file(words.older, pair.older)), diff,
    h('p.row', {}, show,
      pair.state === 'confirmed' ? null : button(words.works_same, decide(pair, 'confirmed')),
      pair.state === 'refused' ? null : button(words.works_two, decide(pair, 'refused'))));
};

const draw = async () => {
  const pairs = await api('GET', '/api/works');
  const open = pairs.filter(pair => pair.state === 'found'), decided = pairs.filter(pair => pair.state !== 'found');
  const parts = [];
  if (!pairs.length) parts.push(h('p.notice', {}, words.works_none));
  if (open.length) parts.push(h('h2', {}, words.works_open), ...open.map(card));
  if (decided.length) parts.push(h('h2', {}, words.works_decided), ...decided.map(card));
  $('#works').replaceChildren(...parts);
};

/** Draw the section, and again when something changes. */
export const startWorks = () => {
  const again = () => draw().catch(error => say(error.message, 'error'));
  onChange(again);
  again();
};
