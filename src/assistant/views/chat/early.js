// From when the question box can be seen until its script is there: a question that is sent is kept, and sent then.
(() => {
  const form = document.querySelector('#question'), box = document.querySelector('#box');
  const keep = event => {
    if (event.type === 'keydown' && (event.key !== 'Enter' || event.shiftKey || event.isComposing)) return;
    event.preventDefault();
    window.assistantEarly.sent = true;
  };
  form.addEventListener('submit', keep);
  box.addEventListener('keydown', keep);
  // What draws the answers may be kept from loading (a blocked script, a cut connection): that is said.
  const missing = document.querySelector('#not-loaded');
  const check = () => { missing.hidden = Boolean(window.assistantEngine); };
  setTimeout(check, 15000);
  window.addEventListener('assistant-ready', check);
  window.addEventListener('error', event => { if (event.target?.tagName === 'SCRIPT') check(); }, true);
  window.assistantEarly = {
    sent: false,
    over: () => {
      form.removeEventListener('submit', keep);
      box.removeEventListener('keydown', keep);
    },
  };
})();
