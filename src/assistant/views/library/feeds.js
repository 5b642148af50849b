// The watch: feeds, what they propose, what is new since a day.
import {api, busy, button, h, number, say, sentence, word, words} from '../page.js';
import {day} from '../dates.js';
import {confirmed} from '../dialogs.js';
import {$, changed, documentLink, kindName, onChange} from './common.js';
import {ingest, why} from './outcome.js';

const external = (url, text) =>
  (/^https?:\/\//i.test(url) ? h('a', {href: url, target: '_blank', rel: 'noreferrer noopener'}, text) : h('span', {}, text));

const checked = job => {
  if (job.error) { say(sentence(job.error), 'error'); return; }
  if (job.result) {
    const {feeds} = job.result;
    const notes = feeds.flatMap(feed => feed.notes.map(note => word('feed_said', {title: feed.title, text: sentence(note)})));
    say([word('feeds_checked', {new: feeds.reduce((sum, feed) => sum + feed.new, 0)}), ...notes].join(' '), notes.length ? 'error' : ''); // a note stays
  }
  changed();
};

const feedLine = feed => h('li', {}, h('div.file-head', {}, h('span.name', {}, feed.title),
  h('span.quiet.small', {}, feed.checked_at ? word('feed_checked', {date: day(feed.checked_at)}) : words.feed_never),
  feed.proposed ? h('span.tag', {}, word('feed_waiting', {count: feed.proposed})) : null,
  h('span.tag', {}, words[`rule_${feed.rule}`])),
h('p.small.quiet', {}, external(feed.url, feed.url)), feed.failure ? why(feed.failure) : null,
h('p.row', {}, button(words.feed_check, async () => checked(await ingest({feeds: [feed.id]})), {'aria-label': word('feed_said', {title: words.feed_check, text: feed.title})}),
  button(words.feed_remove, async () => {
    if (!await confirmed(words.feed_remove_asked, feed.title, words.feed_remove)) return;
    await api('DELETE', `/api/feeds/${feed.id}`);
    say(words.feed_removed);
    changed();
  }, {'aria-label': word('feed_said', {title: words.feed_remove, text: feed.title})})));

const drawFeeds = async () => {
  const feeds = await api('GET', '/api/feeds');
  if (!feeds.length) { $('#feeds').replaceChildren(h('p.quiet', {}, words.feeds_none)); return; }
  const all = button(words.feeds_check, async () => checked(await ingest({feeds: []})), {class: 'primary'});
  $('#feeds').replaceChildren(h('p', {}, all), h('ul.plain-list', {}, feeds.map(feedLine)));
};

const drawProposals = async () => {
  const items = await api('GET', '/api/feeds/proposals');
  if (!items.length) { $('#proposals').replaceChildren(h('p.quiet', {}, words.proposals_none)); return; }
  const boxes = items.map(item => h('input', {type: 'checkbox', value: item.id, 'aria-label': word('proposal_choose', {title: item.title ?? item.url})}));
  const every = h('input', {type: 'checkbox', onchange: () => boxes.forEach(box => { box.checked = every.checked; })});
  const act = run => async () => {
    const chosen = boxes.filter(box => box.checked).map(box => Number(box.value));
    if (!chosen.length) { say(words.proposals_nothing, 'error'); return; }
    await run(chosen);
    changed();
  };
  const accept = act(async chosen => {
    const job = await ingest({items: chosen});
    if (job.error) say(sentence(job.error), 'error');
    if (job.result) say(word('corpus_done', job.result));
  });
  const dismiss = act(async chosen => {
    const {dismissed} = await api('POST', '/api/feeds/dismiss', {items: chosen});
    say(word('proposals_dismissed', {count: dismissed}));
  });
  $('#proposals').replaceChildren(
    h('label.inline', {}, every, words.proposals_choose),
    h('ul.plain-list', {}, items.map((item, place) => h('li', {}, h('div.file-head', {}, boxes[place],
      h('span.name', {}, external(item.url, item.title ?? item.url)), h('span.quiet.small', {}, [item.date ? day(item.date) : '', item.feed].filter(Boolean).join(' · ')))))),
    h('p.row', {}, button(words.proposals_accept, accept, {class: 'primary'}), button(words.proposals_dismiss, dismiss)));
};

const drawDigest = async () => {
  const since = $('#digest-since').value;
  const found = await api('GET', `/api/feeds/digest?${new URLSearchParams({since})}`);
  const lines = found.documents.map(each => h('li', {}, documentLink(each.document_id, each.title, each.language), ' ',
    h('span.quiet.small', {}, [kindName(each.kind), each.date ? day(each.date) : ''].filter(Boolean).join(' · '))));
  const themes = found.themes.map(theme => h('span.tag', {}, theme.term));
  $('#digest').replaceChildren(h('p', {}, word('digest_total', {total: number(found.total), date: day(found.since)})),
    ...(themes.length ? [h('h3', {}, words.digest_themes), h('p', {}, themes)] : []), h('ul.plain-list', {}, lines));
};

const startForms = () => {
  $('#feed-add').addEventListener('submit', event => {
    event.preventDefault();
    busy(event.submitter ?? event.target, async () => {
      const feed = await api('POST', '/api/feeds', {url: $('#feed-url').value.trim(), rule: $('#feed-rule').value});
      $('#feed-url').value = '';
      say(word('feed_added', {title: feed.title}));
      changed();
    });
  });
  const week = new Date(Date.now() - 7 * 24 * 3600 * 1000);
  $('#digest-since').value = week.toISOString().slice(0, 10);
  $('#digest-form').addEventListener('submit', event => {
    event.preventDefault();
    busy(event.submitter ?? event.target, drawDigest);
  });
};

/** Draw the section, and again when something changes. */
export const startFeeds = () => {
  const again = () => Promise.all([drawFeeds(), drawProposals()]).catch(error => say(error.message, 'error'));
  startForms();
  onChange(again);
  again();
};
