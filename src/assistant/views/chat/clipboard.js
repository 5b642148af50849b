// Text to the clipboard, also where the page is not served over a secure connection.
import {say, words} from '../page.js';

const byHand = text => {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'visually-hidden';
  document.body.append(field);
  const before = document.activeElement;
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  before?.focus();
  if (!done) throw new Error('copy');
};

/** Copy a text, and say so. */
export const copy = async text => {
  try {
    try {
      if (!navigator.clipboard) throw new Error('insecure');
      await navigator.clipboard.writeText(text);
    } catch { byHand(text); }
    say(words.copied);
  } catch { say(words.not_copied, 'error'); }
};
