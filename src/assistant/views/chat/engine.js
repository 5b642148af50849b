// What Gradio puts around the answers says nothing of its own: the page is one main part, and what is heard is ours.
const LANDMARK = 'gradio-app main:not([role])';
const HEARD = '[aria-live]:not([aria-live="off"]), [role="status"], [role="alert"]';

const quiet = () => {
  for (const each of document.querySelectorAll(LANDMARK)) each.setAttribute('role', 'presentation');
  for (const around of document.querySelectorAll('gradio-app, .toast-wrap')) {
    for (const each of [around, ...around.querySelectorAll(HEARD)]) {
      if (!each.matches(HEARD) || each.closest('#live, #done')) continue;
      each.removeAttribute('role');
      each.setAttribute('aria-live', 'off');
      each.setAttribute('aria-hidden', 'true');
    }
  }
};

new MutationObserver(quiet).observe(document.body, {childList: true, subtree: true});
quiet();
