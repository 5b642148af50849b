// What is told of single sentences and titles.
import {h, word} from '../page.js';

/** Whether a sentence or heading would be marked in an export: it says something, and is not found to be supported. */
export const doubtful = sentence => !['supported', 'nothing_to_check'].includes(sentence.verdict);

/** Whether a title states what no quote establishes. */
export const wrongTitle = of => ['unsupported', 'contradicted'].includes(of.title_verdict);

/** How many sentences and titles of a section would be marked. */
export const doubts = section => section.blocks.flatMap(block => block.sentences.filter(doubtful)).length
  + (section.basket.length && wrongTitle(section) ? 1 : 0);

/** The tag of a title that states what no quote establishes, with why. */
export const titleTag = of => (wrongTitle(of) ? h('span.tag.bad', {title: of.title_reason}, `${word('title_unsupported')} `,
  h('span', {}, of.title_reason)) : null);
