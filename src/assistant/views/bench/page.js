// The test bench: the address names a part, and perhaps what of it is open.
import * as cases from './cases.js';
import * as grading from './grading.js';
import * as measures from './measures.js';
import * as search from './search.js';
import * as turns from './turns.js';
import {tell} from './common.js';

const part = {cases, grading, measures, search, turns}[document.querySelector('#part').dataset.part];
const open = () => part.open().catch(tell);
window.addEventListener('popstate', open);
await open();
