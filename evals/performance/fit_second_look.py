"""Fits the weights of the second look (retrieval/second_look.py) and tells what they gain on questions not fitted on.

python evals/performance/fit_second_look.py [--sets NAME,...] [--fitted NAME,...] [--cases FILE --documents DIR]
                                            [--limit-queries N] [--questions FILE] [--data DIR] [--cache DIR]

The fusion's best passages are taken from the assistant's own legs. The weights of one sentence's share of the question
and of the cosine, against the fused score's 1, are those of a logistic regression on pairs of a right and a wrong
passage (differences of their features), from one half of the questions of the `--fitted` sets, by title. What they gain
is told on the other half of these and on all of the other sets; then the same the other way round; then for the weights
in use.
"""

from __future__ import annotations

import argparse
import os
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from tune_fusion import SETS, QuestionSet, beir_questions, case_questions, covered

from assistant.build import build_assistant
from assistant.evaluation.retrieval.measure import record_id
from assistant.evaluation.retrieval.metrics import best_documents, means, retrieval_values
from assistant.retrieval.fusion import LEXICAL, VECTOR, fuse
from assistant.retrieval.query import build_query
from assistant.retrieval.second_look import DEPTH, Look, cosines, own_weights, second_look_of
from assistant.retrieval.weights import EMBEDDED_ENCODER, MEASURED, weight_at
from assistant.service import Assistant
from assistant.settings import load_settings
from assistant.types import Hit, ScoredPassage, Turn

_CANDIDATES = 100
_WRONG = 10  # wrong passages paired with a right one
SHOWN = ("nDCG@10", "Success@1")
Weights = tuple[float, float]


@dataclass(frozen=True)
class Looked:
    """One question's best passages: the document of each, and (passages x 3) fused score, sentence, cosine."""

    documents: list[str]
    features: np.ndarray
    right: np.ndarray
    half: int


def gather(assistant: Assistant, asked: QuestionSet) -> Iterator[tuple[str, Looked]]:
    """What the second look sees of every question of a set."""
    for key, (question, history) in asked.questions.items():
        found = fused(assistant, question, history)
        if found:
            yield key, looked(assistant, asked, key, found)


def fused(assistant: Assistant, question: str, history: Sequence[Turn]) -> list[ScoredPassage]:
    """The best passages by the fusion alone."""
    legs = {leg: assistant.search(question, _CANDIDATES, history, leg) for leg in (LEXICAL, VECTOR)}
    share = weight_at(MEASURED[EMBEDDED_ENCODER], *covered(assistant, question, history, legs[LEXICAL]))
    passages = {each.passage.id: each for hits in legs.values() for each in hits}
    hits = {leg: [Hit(each.passage.id, each.score) for each in found] for leg, found in legs.items()}
    mixed = fuse(hits, {LEXICAL: 1 - share, VECTOR: share})[:DEPTH]
    return [
        ScoredPassage(passages[hit.passage_id].passage, passages[hit.passage_id].document, hit.score, hit.legs)
        for hit in mixed
    ]


def looked(assistant: Assistant, asked: QuestionSet, key: str, found: Sequence[ScoredPassage]) -> Looked:
    """The features of a question's passages, and which are right."""
    question, history = asked.questions[key]
    query, facts = build_query(question, history), assistant.corpus_facts
    look = Look(query, own_weights(query, facts.frequency, facts.passages))
    features = [
        (each.score, look.best_sentence(each), cosine) for each, cosine in zip(found, cosines(found), strict=True)
    ]
    names = [record_id(each.document) if asked.beir is not None else each.document.source for each in found]
    relevant = asked.qrels[key]
    right = np.array([relevant.get(name, 0) > 0 for name in names])
    titles = [each.document.title for each, is_right in zip(found, right, strict=True) if is_right]
    return Looked(names, np.array(features), right, zlib.crc32((titles[0] if titles else key).encode()) % 2)


def fit(questions: Sequence[Looked]) -> Weights:
    """Weights of the sentence and the cosine against the fused score's 1."""
    rows, labels = [], []
    for each in questions:
        if each.right.any():
            best = each.features[each.right][0]
            for wrong in each.features[~each.right][:_WRONG]:
                rows += [best - wrong, wrong - best]
                labels += [1, 0]
    spread = np.std(rows, axis=0) + 1e-9
    model = LogisticRegression(fit_intercept=False, max_iter=2000).fit(np.array(rows) / spread, labels)
    score, sentence, cosine = model.coef_[0] / spread
    return float(sentence / score), float(cosine / score)


def measure(asked: QuestionSet, questions: Mapping[str, Looked], weights: Weights) -> dict[str, float]:
    """Metrics in percent, over documents."""
    run = {}
    for key, each in questions.items():
        scores = each.features @ np.array((1.0, *weights))
        ranked = sorted(zip(each.documents, scores, strict=True), key=lambda one: -one[1])
        run[key] = [name for name, _ in best_documents(ranked, DEPTH)]
    qrels = {key: asked.qrels[key] for key in run}
    found = means(list(retrieval_values(qrels, run).values()), SHOWN)
    return {name: 100 * (found[name] or 0.0) for name in SHOWN}


def gains(
    sets: Sequence[QuestionSet],
    seen: Mapping[str, dict[str, Looked]],
    weights: Weights,
    kept: Callable[[str, Looked], bool],
) -> str:
    """What weights gain over the fusion alone, in points, set by set."""
    parts = []
    for asked in sets:
        questions = {key: each for key, each in seen[asked.name].items() if kept(asked.name, each)}
        before, after = (measure(asked, questions, each) for each in ((0.0, 0.0), weights))
        told = " ".join(f"{name} {after[name] - before[name]:+.2f}" for name in SHOWN)
        parts.append(f"  {asked.name} ({len(questions)}): {told}")
    return "\n".join(parts)


def main() -> None:
    options = parser().parse_args()
    names = options.sets.split(",")
    sets = [beir_questions(options.data / "beir" / name, options.limit_queries, options.questions) for name in names]
    if options.cases is not None:
        sets.append(case_questions(options.cases, options.documents))
    seen: dict[str, dict[str, Looked]] = {}
    for asked in sets:
        index = options.cache / "embedded" / asked.name / "index"
        with build_assistant(load_settings(overrides={"index": index}), create=True) as assistant:
            assistant.ingest([str(asked.documents)])
            seen[asked.name] = dict(gather(assistant, asked))
    fitted = options.fitted.split(",")
    for half in (0, 1):
        weights = fit([each for name in fitted for each in seen[name].values() if each.half == half])
        print(f"fitted on one half: sentence {weights[0]:.1f}, cosine {weights[1]:.1f}; gains elsewhere:")
        print(gains(sets, seen, weights, lambda name, each, half=half: name not in fitted or each.half != half))
    used = second_look_of(EMBEDDED_ENCODER)
    if used is not None:
        print(f"in use: sentence {used.sentence}, cosine {used.nearness}; gains on all questions:")
        print(gains(sets, seen, (used.sentence, used.nearness), lambda *_: True))


def parser() -> argparse.ArgumentParser:
    """Options of the command line."""
    data = Path(os.environ.get("ASSISTANT_DATA", Path(__file__).resolve().parents[2] / "../shared/data"))
    made = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    made.add_argument("--sets", default=",".join(("service-public-dev", *SETS)), help="names of BEIR folders")
    made.add_argument("--fitted", default="piaf-dev,service-public-dev", help="those that are fitted on, by halves")
    made.add_argument("--cases", type=Path, help="a case file, with --documents")
    made.add_argument("--documents", type=Path, help="folder of the documents that the cases are asked of")
    made.add_argument("--questions", type=Path, help="of the sets that this file names, only these questions")
    made.add_argument("--limit-queries", type=int, help="first questions of each BEIR folder only")
    made.add_argument("--data", type=Path, default=data, help="folder with beir/")
    made.add_argument("--cache", type=Path, default=Path("index/tune-fusion"), help="where indexes are kept")
    return made


if __name__ == "__main__":
    main()
