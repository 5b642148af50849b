"""How often the answer to a question stands in the sentences that would be quoted first.

    python evals/gold_sentences.py --beir DIR --index DIR [--questions FILE] [--limit N]

For BEIR folders with `metadata.answers`. Prints the share of the questions whose gold answer stands in the first
sentence, in the first three of at most 100 words, and anywhere in the evidence, beside a plain picker's: the sentence
of the evidence that shares the most of the question's words, by rarity. `--questions` names a file of question
identifiers by set: those that the encoder did not learn from.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.answering.question import query_type
from assistant.answering.scoring import score_sentences
from assistant.answering.weighing import weights_of_words
from assistant.build import build_assistant
from assistant.evaluation.answers.gold_answers import contained
from assistant.settings import load_settings

_MOST_SENTENCES, _MOST_WORDS = 3, 100


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--beir", type=Path, required=True)
    options.add_argument("--index", type=Path, required=True)
    options.add_argument("--questions", type=Path)
    options.add_argument("--limit", type=int, default=0)
    given = options.parse_args()
    rows = [json.loads(line) for line in (given.beir / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    if given.questions:
        wanted = set(json.loads(given.questions.read_text(encoding="utf-8"))[given.beir.name])
        rows = [row for row in rows if row["_id"] in wanted]
    rows = sorted(rows, key=lambda row: zlib.crc32(row["_id"].encode()))[: given.limit or None]
    ours, plain = [], []
    with build_assistant(load_settings(overrides={"index": given.index})) as assistant:
        facts = assistant.corpus_facts
        for row in rows:
            evidence = assistant.evidence(row["text"])
            query, answers = evidence.query, row["metadata"]["answers"]
            weights = weights_of_words(query, query_type(query), facts.frequency, facts.passages)
            ranked = score_sentences(query, query_type(query), evidence.passages, weights)
            ours.append(found([each.sentence.text for each in ranked], answers))
            by_words = sorted(ranked, key=lambda each: -each.coverage)
            plain.append(found([each.sentence.text for each in by_words], answers))
    print(f"{len(rows)} questions: share with the gold answer in")
    for name, measured in (("ours", ours), ("plain picker", plain)):
        one, three, anywhere = np.mean(measured, axis=0)
        print(f"{name:>13}: first sentence {one:.3f}, three of at most 100 words {three:.3f}, evidence {anywhere:.3f}")


def found(sentences: Sequence[str], answers: Sequence[str]) -> tuple[bool, bool, bool]:
    """Whether an answer stands in the first sentence, in the first few, anywhere."""
    words, few = 0, []
    for sentence in sentences[:_MOST_SENTENCES]:
        words += len(sentence.split())
        if few and words > _MOST_WORDS:
            break
        few.append(sentence)
    held = [contained(sentence, answers) for sentence in sentences]
    return bool(held and held[0]), any(held[: len(few)]), any(held)


if __name__ == "__main__":
    main()
