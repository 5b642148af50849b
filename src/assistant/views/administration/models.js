// The models: one put into use, the one before taken back or forgotten, what the last change gave.
import {api, h, number, size, word, words} from '../page.js';
import {confirmed} from '../dialogs.js';
import {run} from './tasks.js';

const facts = JSON.parse(document.querySelector('#facts').textContent);
const LEGS = ['vector', 'fused'], SHOWN = ['nDCG@10', 'R@10', 'Success@1', 'Success@5'];

/** Which set of questions the search is measured on; the choice is read when the dialog has been answered. */
const measuring = () => {
  if (!facts.sets.length) return {part: h('p.quiet', {}, words.measure_no_set), value: () => null};
  const choice = h('select', {id: 'measure-on'}, h('option', {value: ''}, words.measure_none),
    facts.sets.map(name => h('option', {value: name}, word('measure_set', {name}))));
  return {part: h('div', {}, h('label', {for: 'measure-on'}, words.measure_on), choice), value: () => choice.value || null};
};

const use = async ({use: name, here, bytesOf: megabytes}) => {
  const {part, value} = measuring();
  const text = [word('use_why', {name, count: number(facts.passages)}), here ? null : word('use_fetch', {size: size(Number(megabytes) * 1_000_000)}),
    words.closes, part];
  if (!await confirmed(words.use_title, text, words.use_yes, {danger: false})) return;
  await run('/api/administration/models/use', {name, cases: value()});
};

const undo = async ({undo: name}) => {
  const {part, value} = measuring();
  if (!await confirmed(words.undo_title, [word('undo_why', {name}), words.closes, part], words.undo_yes, {danger: false})) return;
  await run('/api/administration/models/undo', {cases: value()});
};

const drop = async ({drop: name}) => {
  if (!await confirmed(words.drop_title, word('drop_why', {name}), words.drop_yes)) return;
  await run('/api/administration/models/forget');
};

const figure = value => (value === undefined ? '–' : number(Math.round(value * 1000) / 10));

const measured = found => {
  const heads = LEGS.flatMap(leg => ['was', 'is'].map(when => `${words[`leg_${leg}`]}, ${words[when]}`));
  const rows = SHOWN.map(name => h('tr', {}, h('th', {scope: 'row'}, name),
    LEGS.flatMap(leg => [found.before?.[leg]?.[name], found.after[leg]?.[name]].map(value => h('td.number', {}, figure(value))))));
  return [h('div.scroll', {tabindex: 0, role: 'group', 'aria-label': word('model_measured', found)},
    h('table', {}, h('caption', {}, word('model_measured', found)),
      h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, words.measure), heads.map(head => h('th.number', {scope: 'col'}, head)))),
      h('tbody', {}, rows))),
  found.before ? null : h('p', {}, words.model_no_before),
  found.problems ? h('p', {}, word('model_problems', {count: number(found.problems)})) : null];
};

/** What the last change of model of this process gave, with its figures. */
const last = async () => {
  const job = (await api('GET', '/api/jobs')).find(each => each.kind === 'model' && each.state === 'done');
  if (!job) return;
  const {result} = await api('GET', `/api/jobs/${job.id}`);
  if (!result.changed) return;
  const text = word('model_from', {...result, before: result.before ?? words.none, embedded: number(result.embedded), passages: number(result.passages)});
  document.querySelector('#model-last').replaceChildren(h('div.card', {}, h('h3', {}, words.model_last), h('p', {}, text),
    result.measured ? measured(result.measured) : null, result.weight_known ? null : h('p.quiet', {}, words.model_weight)));
};

/** Have the buttons of the table work. */
export const startModels = act => {
  for (const [name, handler] of Object.entries({use, undo, drop})) {
    for (const made of document.querySelectorAll(`#models-table button[data-${name}]`)) act(made, () => handler(made.dataset));
  }
  last().catch(() => {}); // told in the tasks, too
};
