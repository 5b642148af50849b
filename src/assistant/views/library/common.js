// What the parts of the library's page share: facts of the page, tags, addresses.
import {h, words} from '../page.js';

export const facts = JSON.parse(document.querySelector('#facts').textContent);
export const $ = selector => document.querySelector(selector);
export const kindName = kind => facts.kinds[kind] ?? '';

/** Letters without accents, in lower case: as people type. */
export const fold = text => text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase()
  .replace(/œ/g, 'oe').replace(/æ/g, 'ae').replace(/[’]/g, "'");

const TAGS = {not_for_quotation: 'warn', anonymous: 'warn', ocr: '', warnings: 'warn', several: '', no_file: ''};

/** The states of an entry, by name. */
export const states = entry => [
  ...entry.marks,
  ...(entry.ocr_pages ? ['ocr'] : []),
  ...(entry.warnings.length ? ['warnings'] : []),
  ...(entry.several ? ['several'] : []),
  ...(entry.has_file ? [] : ['no_file']),
];
export const tag = (name, kind = TAGS[name] ?? '') => h(`span.tag${kind && `.${kind}`}`, {}, words[`tag_${name}`]);

/** Something of the library has changed: whoever shows it draws it anew. */
export const changed = () => document.dispatchEvent(new CustomEvent('library-changed'));
export const onChange = draw => document.addEventListener('library-changed', draw);

/** The address of this page with other parts of its query; null leaves a part out. */
export const address = parts => {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(parts)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  return query.size ? `/library?${query}` : '/library';
};

/** Go there without loading the page again. */
export const go = (target, {replace = false} = {}) => {
  history[replace ? 'replaceState' : 'pushState'](null, '', target);
  document.dispatchEvent(new CustomEvent('library-moved'));
};

/** A link to a document of the library. */
export const documentLink = (id, text, lang) => {
  const href = `/library?document=${encodeURIComponent(id)}`;
  return h('a', {href, lang: lang ?? null, onclick: event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(href);
  }}, text || id);
};
