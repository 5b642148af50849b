// The list of proposals, or one of them: /proposals?proposal=ID&section=ID.
import {api, busy, say, word} from '../page.js';
import {openProposal} from './proposal.js';
import {showFindings} from './files.js';

const place = new URLSearchParams(location.search);

const create = async form => {
  const sections = form.elements.outline.value.split('\n').map(line => line.trim()).filter(Boolean);
  const body = {
    title: form.elements.title.value, language: form.elements.language.value,
    sections: sections.map(title => ({title})), editor: localStorage.getItem('editor') ?? '',
  };
  const made = await api('POST', '/api/proposals', body);
  location.assign(`/proposals?proposal=${encodeURIComponent(made.id)}`);
};

document.querySelector('#new').addEventListener('submit', event => {
  event.preventDefault();
  busy(event.target, () => create(event.target));
});

const chooser = document.querySelector('#verify-file');
chooser.addEventListener('change', () => busy(chooser, async () => {
  const [file] = chooser.files;
  if (!file) return;
  say(word('working'));
  await showFindings(file, document.querySelector('#verified'));
  say('');
}));

if (place.has('proposal')) {
  const shown = document.querySelector('#proposal');
  busy(shown, async () => {
    await openProposal(shown, place.get('proposal'), place.get('section'));
    document.querySelector('#list').remove();
    shown.hidden = false;
  });
}
