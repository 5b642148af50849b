// What a member judges goes to the API. What was said in this page is marked again where the answer is drawn anew.
import {api, clean} from '../page.js';

const given = new Map();
const keyOf = box => ['conversation', 'turn', 'target', 'number'].map(name => box.dataset[name]).join('/');
const ratingOf = box => box.querySelector('[aria-pressed=true]')?.dataset.rating ?? null;

const mark = (box, rating, said) => {
  for (const button of box.querySelectorAll('[data-rating]'))
    button.setAttribute('aria-pressed', String(button.dataset.rating === rating));
  box.querySelector('.more').hidden = rating === null || rating === 'right';
  box.querySelector('.said').textContent = said;
};

const send = async (box, rating) => {
  const {conversation, turn, target, number} = box.dataset;
  const comment = rating === null ? '' : box.querySelector('input').value;
  try {
    await api('POST', '/api/feedback', {conversation, turn: Number(turn), target, number: Number(number), rating, comment});
    const said = rating === null ? box.dataset.back : box.dataset.thanks;
    given.set(keyOf(box), [rating, said, comment]);
    for (const same of document.querySelectorAll('.judge')) if (keyOf(same) === keyOf(box)) recall(same);
  } catch (error) {
    box.querySelector('.said').textContent = `${box.dataset.failed} ${clean(error.message)}`;
  }
};

/** Mark what was said of this before in this page. */
export const recall = box => {
  const known = given.get(keyOf(box));
  if (!known) return;
  mark(box, known[0], known[1]);
  box.querySelector('input').value = known[2];
};

document.addEventListener('click', event => {
  const button = event.target.closest?.('.judge button');
  if (!button) return;
  const box = button.closest('.judge'), now = ratingOf(box), rating = button.dataset.rating;
  send(box, rating === undefined ? now : rating === now ? null : rating);
});
document.addEventListener('keydown', event => {
  const box = event.target.closest?.('.judge');
  if (box && event.key === 'Enter' && event.target.matches('input')) send(box, ratingOf(box));
});
new MutationObserver(() => {
  for (const box of document.querySelectorAll('#conversation .judge:not([data-seen])')) {
    box.dataset.seen = '1';
    recall(box);
  }
}).observe(document.querySelector('#conversation'), {childList: true, subtree: true});
