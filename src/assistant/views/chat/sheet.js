// What lies over the whole page where there is no room beside (a phone): then it is modal, the rest can't be reached.
const narrow = matchMedia('(max-width: 1000px)');
const KEPT = 'script, style, link, dialog, noscript, [role="status"], [role="alert"]'; // what is said is heard all the same

/** All that stands beside an element or beside what it stands in. */
const outside = element => {
  const found = [];
  for (let each = element; each && each !== document.body; each = each.parentElement) {
    found.push(...[...each.parentElement.children].filter(other => other !== each && !other.matches(KEPT)));
  }
  return found;
};

/** Have an element be modal whenever it is open and over the page; the function given back is told what it is now. */
export const sheet = element => {
  const role = element.getAttribute('role');
  let open = false, silent = [];
  const apply = () => {
    const over = open && narrow.matches;
    for (const each of silent) each.inert = false;
    silent = over ? outside(element) : [];
    for (const each of silent) each.inert = true;
    if (over) element.setAttribute('role', 'dialog');
    else if (role) element.setAttribute('role', role);
    else element.removeAttribute('role');
    if (over) element.setAttribute('aria-modal', 'true');
    else element.removeAttribute('aria-modal');
  };
  narrow.addEventListener('change', apply);
  return now => {
    open = now;
    apply();
  };
};
