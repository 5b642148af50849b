// Administration: tasks begun and followed, models exchanged, backups made, added, restored, deleted.
import {api, busy, h, number, say, size, word, words} from '../page.js';
import {upload} from '../upload.js';
import {moment} from '../dates.js';
import {confirmed} from '../dialogs.js';
import {startModels} from './models.js';
import {again, run, startTasks} from './tasks.js';

const find = selector => document.querySelector(selector);
for (const shown of document.querySelectorAll('[data-bytes]')) shown.textContent = size(Number(shown.dataset.bytes));
for (const shown of document.querySelectorAll('[data-moment]')) shown.textContent = moment(shown.dateTime);
const facts = JSON.parse(find('#facts').textContent);
const act = (made, task) => made.addEventListener('click', () => busy(made, task));

act(find('#rebuild'), () => run('/api/administration/rebuild'));
act(find('#backup'), () => run('/api/administration/backups', {conversations: find('#with-conversations').checked}));

const restore = async ({restore: name, documents, passages, conversations}) => {
  const counts = {documents: number(Number(documents)), passages: number(Number(passages)), conversations: number(Number(conversations))};
  const text = [word('restore_why', {name}), h('ul', {},
    h('li', {}, word('restore_now', {documents: number(facts.documents), passages: number(facts.passages)})),
    h('li', {}, word('restore_then', counts))),
  h('p', {}, words.restore_lost), h('ul', {}, ['proposals', 'corrections', 'feeds', 'conversations'].map(kind =>
    h('li', {}, word(`restore_${kind}`, {count: number(facts[kind])})))),
  conversations === '-1' ? h('p.notice.warn', {}, words.restore_without) : null, words.restore_erased, words.restore_checked, words.closes];
  if (!await confirmed(words.restore_title, text, words.restore_yes)) return;
  await run(`/api/administration/backups/${encodeURIComponent(name)}/restore`);
};

const forget = async ({forget: name}) => {
  if (!await confirmed(words.forget_title, word('forget_why', {name}), words.forget_yes)) return;
  await api('DELETE', `/api/administration/backups/${encodeURIComponent(name)}`);
  again(words.forgotten, '#backups');
};

for (const made of document.querySelectorAll('[data-restore]')) act(made, () => restore(made.dataset));
for (const made of document.querySelectorAll('[data-forget]')) act(made, () => forget(made.dataset));

// A backup from elsewhere.
const chooser = find('#send-file'), line = find('#sending');
find('#send').addEventListener('click', () => chooser.click());
chooser.addEventListener('change', () => busy(find('#send'), async () => {
  const [file] = chooser.files;
  if (!file) return;
  try {
    const told = part => { line.textContent = word('sending', {name: file.name, percent: number(Math.round(part * 100))}); };
    const {name, documents} = await upload('/api/administration/sent-backups', file, file.name, {told});
    again(word('sent', {name, documents: number(documents)}), '#backups');
  } finally {
    chooser.value = '';
    line.textContent = '';
  }
}));

startModels(act);
startTasks().catch(error => say(error.message, 'error'));
