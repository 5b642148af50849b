"""The page's own script: it sends what a member judges to the API, marks the buttons, and shows pages of citations.

It stands in the page itself. What it is told by attributes becomes text and addresses of our own API, never markup.

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
  const showPage = button => {
    const open = button.getAttribute('aria-expanded') === 'true', line = button.closest('.see');
    button.setAttribute('aria-expanded', String(!open));
    button.textContent = open ? button.dataset.show : button.dataset.hide;
    line.querySelector('.page-image')?.remove();
    if (open || !button.dataset.page.startsWith('/api/documents/')) return;
    const link = document.createElement('a'), image = document.createElement('img');
    Object.assign(link, {className: 'page-image', href: button.dataset.large, target: '_blank'});
    Object.assign(link, {rel: 'noopener noreferrer', title: button.dataset.title});
    image.addEventListener('load', () => link.scrollIntoView({block: 'nearest'}));
    image.addEventListener('error', () => pageFailed(button, link));
    Object.assign(image, {loading: 'lazy', alt: button.dataset.alt, src: button.dataset.page});
    link.append(image);
    line.append(link);
  };
  const pageFailed = async (button, link) => {
    const said = document.createElement('span');
    Object.assign(said, {className: 'page-image said', textContent: button.dataset.failed});
    said.setAttribute('role', 'status');
    link.replaceWith(said);
    try {
      const reply = await fetch(button.dataset.page, {headers: {'Accept-Language': document.documentElement.lang}});
      const {reason, hint} = reply.ok ? {} : (await reply.json()).error;
      if (reason) said.textContent = reason + ' ' + hint;
    } catch { /* the sentence above stays */ }
  };
  document.addEventListener('click', event => {
    const page = event.target.closest?.('.see-page');
    if (page) showPage(page);
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
