// The list of proposals, or one of them: /proposals?proposal=ID&section=ID.
import {api, busy, h, word} from '../page.js';
import {openProposal} from './proposal.js';
import {showFindings} from './files.js';

const place = new URLSearchParams(location.search);

/** A line of an outline as the command line takes it, too: TITLE | QUESTION | READER | LENGTH. */
const planned = line => {
  const [title, question = '', reader = '', length = ''] = line.split('|').map(part => part.trim());
  return {title, question, reader, length: Math.max(0, Number.parseInt(length, 10) || 0)};
};

const create = async form => {
  const sections = form.elements.outline.value.split('\n').map(line => line.trim()).filter(Boolean);
  const body = {
    title: form.elements.title.value, language: form.elements.language.value,
    sections: sections.map(planned), editor: localStorage.getItem('editor') ?? '',
  };
  const made = await api('POST', '/api/proposals', body);
  location.assign(`/proposals?proposal=${encodeURIComponent(made.id)}`);
};

document.querySelector('#new').addEventListener('submit', event => {
  event.preventDefault();
  busy(event.target, () => create(event.target));
});

const chooser = document.querySelector('#verify-file');
chooser.addEventListener('change', () => {
  const [file] = chooser.files;
  if (file) showFindings(file, document.querySelector('#verified'));
  chooser.value = '';  // the same file, mended, may be chosen again
});

if (place.has('proposal')) {
  const shown = document.querySelector('#proposal'), list = document.querySelector('#list');
  const opening = h('p.notice', {role: 'status'}, word('opening'));
  list.hidden = true;
  list.after(opening);
  busy(shown, async () => {
    await openProposal(shown, place.get('proposal'), place.get('section'));
    list.remove();
    shown.hidden = false;
  }).finally(() => {
    opening.remove();
    list.hidden = false;
  });
}
