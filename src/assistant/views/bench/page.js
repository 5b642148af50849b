// The test bench: the address names a part, and perhaps what of it is open.
const parts = {
  search: () => import('./search.js'),
  turns: () => import('./turns.js'),
  cases: () => import('./cases.js'),
  grading: () => import('./grading.js'),
  measures: () => import('./measures.js'),
};
const {open} = await parts[document.querySelector('#part').dataset.part]();
await open();
window.addEventListener('popstate', open);
