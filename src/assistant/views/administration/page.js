import {size} from '../page.js';

for (const shown of document.querySelectorAll('[data-bytes]')) shown.textContent = size(Number(shown.dataset.bytes));
