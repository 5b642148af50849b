// The switches of the header: each keeps its choice in a cookie of this site and draws the page again.
const keep = (name, value) => {
  const age = value ? 400 * 24 * 3600 : 0;
  document.cookie = `${name}=${value}; Path=/; Max-Age=${age}; SameSite=Lax`;
};
document.addEventListener('click', event => {
  const button = event.target.closest?.('#switch-language');
  if (!button) return;
  keep('assistant_language', button.dataset.language);
  location.reload();
});
const theme = document.querySelector('#switch-theme');
theme.value = document.documentElement.dataset.theme ?? '';
theme.addEventListener('change', () => {
  keep('assistant_theme', theme.value);
  location.reload();
});
// On a phone the row of pages scrolls: the one that is open is in view.
const here = document.querySelector('header.site [aria-current="page"]'), row = here?.closest('ul');
if (row && row.scrollWidth > row.clientWidth) row.scrollLeft = here.offsetLeft - row.offsetLeft - 40;
