// What is told of single sentences.

/** Whether a sentence would be marked in an export: it says something, and is not found to be supported. */
export const doubtful = (block, sentence) =>
  block.kind !== 'heading' && !['supported', 'nothing_to_check'].includes(sentence.verdict);
