// The section that quotes are put into with one click: the one this person opened or chose last.
const KEY = 'basket';

/** {proposal, section, title, of}: ids, the section's title, the proposal's; null where none was chosen. */
export const basketTarget = () => {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return kept?.proposal && kept.section ? kept : null;
  } catch { return null; }
};

export const chooseBasket = to => localStorage.setItem(KEY, JSON.stringify(to));

export const forgetBasket = () => localStorage.removeItem(KEY);
