// What became of a file: its documents, or why it was not read, and what can be done about that.
import {api, button, h, say, sentence, word, words} from '../page.js';
import {follow} from '../jobs.js';
import {changed, documentLink} from './common.js';

const PROTECTED = new Set(['encrypted', 'wrong_password']);
const HOPELESS = new Set(['program', 'web_address', 'web_never']); // as they are, nothing will ever be read of these

/** Whether another try may read what could not be read. */
export const mayBeRead = failure => !HOPELESS.has(failure.code);

/** Have an ingestion started, and shown above the sections. Gives it once it has ended. */
export const ingest = async (body, told) => {
  const job = await api('POST', '/api/ingestions', body);
  document.dispatchEvent(new CustomEvent('library-job', {detail: job}));
  return follow(job.id, told);
};

export const why = failure => h('p.why', {}, failure.reason, ' ', h('span.quiet', {}, failure.hint));

/** Documents of a file, linked, with what is to be known of each. */
export const documents = list => h('ul', {}, list.map(each => h('li', {}, documentLink(each.document_id, each.title, each.language), ' ',
  each.ocr_pages ? h('span.tag', {}, words.tag_ocr) : null,
  each.warnings.map(warning => h('p.why.small.quiet', {}, sentence(warning))))));

/** What can be done about a file that was not read: a password, another try, no more of it. `done` is told the end. */
export const remedies = (failure, name, done) => {
  const id = `password-${failure.id}-${Math.random().toString(36).slice(2)}`;
  const secret = PROTECTED.has(failure.code) ? h('input', {id, type: 'password', autocomplete: 'off', 'aria-describedby': `${id}-hint`}) : null;
  const retry = async () => {
    const body = {failed: [failure.id], ...(secret?.value ? {password: secret.value} : {})};
    const job = await ingest(body);
    if (secret) secret.value = '';
    done(job);
    changed();
  };
  const again = mayBeRead(failure) ? button(words.retry, retry, {'aria-label': word('retry_of', {name})}) : null;
  secret?.addEventListener('keydown', event => { if (event.key === 'Enter') again?.click(); });
  const drop = failure.deposited === false ? null : button(words.discard, async () => {
    const job = await api('POST', '/api/uploads/discard', {failed: [failure.id]});
    document.dispatchEvent(new CustomEvent('library-job', {detail: job}));
    done(await follow(job.id), true);
    say(words.discarded);
    changed();
  }, {'aria-label': word('discard_of', {name})});
  return h('div.row', {},
    secret ? h('span.password', {}, h('label', {for: id}, words.password), secret, h('span.small.quiet', {id: `${id}-hint`}, words.password_hint)) : null,
    again, drop);
};
