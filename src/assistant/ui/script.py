"""The page's own script: it sends what a member judges to the API, and marks the buttons. It stands in the page itself.

What was said in this page is marked again where the sources are drawn anew.
"""

SCRIPT = """
(() => {
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
    const body = JSON.stringify({conversation, turn: Number(turn), target, number: Number(number), rating, comment});
    try {
      const headers = {'Content-Type': 'application/json', 'Accept-Language': document.documentElement.lang};
      const reply = await fetch('/api/feedback', {method: 'POST', headers, body});
      if (!reply.ok) throw new Error((await reply.json()).error?.reason);
      const said = rating === null ? box.dataset.back : box.dataset.thanks;
      given.set(keyOf(box), [rating, said, comment]);
      mark(box, rating, said);
    } catch (error) {
      box.querySelector('.said').textContent = box.dataset.failed + ' ' + (error.message || '');
    }
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
    for (const box of document.querySelectorAll('.judge:not([data-seen])')) {
      box.dataset.seen = '1';
      const known = given.get(keyOf(box));
      if (!known) continue;
      mark(box, known[0], known[1]);
      box.querySelector('input').value = known[2];
    }
  }).observe(document, {childList: true, subtree: true});
})();
"""
