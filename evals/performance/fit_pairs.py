"""Fits what the vector leg's share is held against where question and passages are of two languages.

python evals/performance/fit_pairs.py SET... [--cache DIR | --index DIR] [--limit-queries N]

SET is a BEIR folder, for English questions those that `evals/english_questions.py --keep DIR` makes; --index names an
index that has all of their documents. For every question whose best lexical passage is of the other language, each
leg's candidates are taken once from the assistant's own search; they are mixed, and looked at again, for the rule of
one language and for every ramp over what the question's words stand for in that passage's text (retrieval/weights.py).
The ramp that is best on one half of the documents is looked at on the other half (of right passages, by title).
"""

from __future__ import annotations

import argparse
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tune_fusion import QuestionSet, beir_questions

from assistant.build import build_assistant
from assistant.evaluation.retrieval.measure import record_id
from assistant.evaluation.retrieval.metrics import best_documents, means, retrieval_values
from assistant.retrieval.coverage import coverage, translated_coverage
from assistant.retrieval.fusion import LEXICAL, VECTOR, fuse
from assistant.retrieval.second_look import DEPTH, Look, cosines, own_weights, second_look_of
from assistant.retrieval.weights import EMBEDDED_ENCODER, MEASURED, OWN_WORDS, Ramp, weight_at
from assistant.service import Assistant
from assistant.settings import load_settings
from assistant.types import Hit, ScoredPassage

RAMPS = tuple(Ramp(least / 10, enough / 10) for least in range(4) for enough in range(5, 9))
SHOWN = ("nDCG@10", "R@10")
_CANDIDATES = 100
_LOOKED_AT = 2 * DEPTH  # of each leg: whose best sentence may be asked for
Figures = Mapping[str, float]


@dataclass(frozen=True)
class Crossed:
    """A question and its candidates: both coverages, hits by leg, passages, their best sentences, its half."""

    own: float
    translated: float
    legs: Mapping[str, Sequence[Hit]]
    passages: Mapping[str, ScoredPassage]
    sentences: Mapping[str, float]
    half: int

    def share(self, ramp: Ramp | None) -> float:
        """The vector leg's share by a ramp; None: by the rule of one language."""
        weight = MEASURED[EMBEDDED_ENCODER]
        return weight_at(weight, self.own, OWN_WORDS) if ramp is None else weight_at(weight, self.translated, ramp)


def gather(assistant: Assistant, asked: QuestionSet) -> Iterator[tuple[str, Crossed]]:
    """The questions of a set whose best lexical passage is of the other language."""
    facts = assistant.corpus_facts
    for key, (question, history) in asked.questions.items():
        asked_for = {leg: assistant.find(question, _CANDIDATES, history, leg) for leg in (LEXICAL, VECTOR)}
        query, found = asked_for[LEXICAL].query, {leg: each.passages for leg, each in asked_for.items()}
        if not found[LEXICAL] or found[LEXICAL][0].passage.language == query.language:
            continue
        best = found[LEXICAL][0]
        look = Look(query, own_weights(query, facts.frequency, facts.passages))
        looked = {each.passage.id: each for hits in found.values() for each in hits[:_LOOKED_AT]}
        titles = [
            each.document.title
            for hits in found.values()
            for each in hits
            if record_id(each.document) in asked.qrels[key]
        ]
        yield (
            key,
            Crossed(
                coverage(query.words, best.passage, best.document, facts.frequency, facts.passages),
                translated_coverage(query.words, best.passage, facts.frequency, facts.passages),
                {leg: [Hit(each.passage.id, each.score) for each in hits] for leg, hits in found.items()},
                {each.passage.id: each for hits in found.values() for each in hits},
                {name: look.best_sentence(each) for name, each in looked.items()},
                zlib.crc32((titles[0] if titles else key).encode()) % 2,
            ),
        )


def ranked(question: Crossed, ramp: Ramp | None) -> list[str]:
    """Documents in the order of the search with a ramp."""
    share, look = question.share(ramp), second_look_of(EMBEDDED_ENCODER)
    mixed = fuse(question.legs, {LEXICAL: 1 - share, VECTOR: share})
    head = [
        ScoredPassage(
            question.passages[hit.passage_id].passage, question.passages[hit.passage_id].document, hit.score, hit.legs
        )
        for hit in mixed[:DEPTH]
    ]
    if look is not None:
        scores = [
            each.score + look.sentence * question.sentences.get(each.passage.id, 0.0) + look.nearness * cosine
            for each, cosine in zip(head, cosines(head), strict=True)
        ]
        order = sorted(range(len(head)), key=lambda place: -scores[place])
        head = [head[place] for place in order]
    names = [each.passage.id for each in head] + [hit.passage_id for hit in mixed[DEPTH:]]
    documents = (record_id(question.passages[name].document) for name in names)
    return [name for name, _ in best_documents(((one, -rank) for rank, one in enumerate(documents)), _CANDIDATES)]


def measure(
    asked: QuestionSet, questions: Mapping[str, Crossed], ramp: Ramp | None, kept: Callable[[Crossed], bool]
) -> Figures:
    """Metrics over the questions to keep."""
    run = {key: ranked(each, ramp) for key, each in questions.items() if kept(each)}
    found = means(list(retrieval_values({key: asked.qrels[key] for key in run}, run).values()), SHOWN)
    return {name: found[name] or 0.0 for name in SHOWN}


def label(ramp: Ramp | None) -> str:
    return "own words" if ramp is None else f"{ramp.least:.1f} to {ramp.enough:.1f}"


def told(figures: Mapping[str, Figures]) -> str:
    return "; ".join(f"{name} {each['nDCG@10']:.3f}, {each['R@10']:.3f}" for name, each in figures.items())


def main() -> None:
    options = parser().parse_args()
    sets = [beir_questions(folder, options.limit_queries) for folder in options.sets]
    seen: dict[str, dict[str, Crossed]] = {}
    for asked in sets:
        index = options.index or options.cache / "pairs" / asked.name / "index"
        with build_assistant(load_settings(overrides={"index": index}), create=True) as assistant:
            if options.index is None:
                assistant.ingest([str(asked.documents)])
            seen[asked.name] = dict(gather(assistant, asked))
        print(f"{asked.name}: {len(seen[asked.name])} of {len(asked.questions)} questions across languages", flush=True)
    tried: tuple[Ramp | None, ...] = (None, *RAMPS)
    halves: dict[tuple[int, Ramp | None], dict[str, Figures]] = {}
    for ramp in tried:
        print(
            f"{label(ramp)}: {told({each.name: measure(each, seen[each.name], ramp, lambda _: True) for each in sets})}"
        )
        for half in (0, 1):
            halves[half, ramp] = {
                each.name: measure(each, seen[each.name], ramp, lambda one, half=half: one.half == half)
                for each in sets
            }
    for half in (0, 1):
        best = max(tried, key=lambda ramp, half=half: sum(each["nDCG@10"] for each in halves[half, ramp].values()))
        other = 1 - half
        print(f"best on one half: {label(best)}; on the other: {told(halves[other, best])}")
        print(f"  with the rule of one language: {told(halves[other, None])}")


def parser() -> argparse.ArgumentParser:
    """Options of the command line."""
    made = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    made.add_argument("sets", type=Path, nargs="+", help="BEIR folders")
    made.add_argument("--limit-queries", type=int, help="first questions of each folder only")
    made.add_argument("--cache", type=Path, default=Path("index/tune-fusion"), help="where indexes are kept")
    made.add_argument("--index", type=Path, help="an index that has the documents of all sets; nothing is ingested")
    return made


if __name__ == "__main__":
    main()
