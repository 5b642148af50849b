"""What is right for each question, in the index that is measured: documents, passages, pieces of evidence.

For a case file, judgements come from its graded passages and from its evidence: a quote that no graded passage covers
counts 3 where it is all that the answer rests on, 2 where the answer rests on several pieces. A document is worth its
best place. A passage of the index is at a place when they share at least half of the shorter one's characters, so that
another cut into passages keeps the judgements. Relevant, where a metric asks yes or no, is what answers, at least in
part: grades 2 and 3; the gains of nDCG are the grades. For a BEIR set whole documents are judged, and all relevance
counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.evaluation.sets.anchors import Anchor, Anchors, same_place
from assistant.evaluation.sets.beir import SOURCE_PREFIX, BeirSet, as_cases
from assistant.evaluation.sets.cases import ANSWERS_IN_PART, Case

ANSWERS = 3


@dataclass(frozen=True, slots=True)
class Target:
    """A question and what is right for it.

    `documents` holds grades by source, `passages` by passage id, those of 0 (judged, not relevant) included. A document
    that the index lacks is in both under the name that the case gives it, so that it counts as not found. `passages`
    is None where no place is known (a BEIR set, quotes that were not found). `groups` are the sources of each piece of
    evidence, any of which will do; `least` is the lowest grade that counts as relevant.
    """

    case: Case
    documents: Mapping[str, int]
    passages: Mapping[str, int] | None = None
    groups: tuple[frozenset[str], ...] = ()
    least: int = ANSWERS_IN_PART
    missing: tuple[str, ...] = ()

    @property
    def judged(self) -> bool:
        """Whether anything is right for it, be it in the index or not."""
        return any(grade >= self.least for grade in self.documents.values())


def case_target(case: Case, anchors: Anchors) -> Target:
    """What is right for a case. Documents that the index lacks are in `missing`."""
    documents: dict[str, int] = {}
    passages: dict[str, int] = {}
    missing: dict[str, None] = {}
    for anchor, grade in _places(case, anchors):
        _raise(documents, anchor.document.source, grade)
        for passage in anchors.passages(anchor):
            _raise(passages, passage.id, grade)
    groups: list[frozenset[str]] = []
    for group in case.groups:
        named = {item.document: anchors.named(item.document) for item in group}
        groups.append(frozenset(document.source for found in named.values() for document in found))
        for source in groups[-1]:  # also where the words were not found in it: it is said to hold them
            _raise(documents, source, _evidence_grade(case))
        missing |= dict.fromkeys(name for name, found in named.items() if not found)
    for name in missing:
        documents[name] = passages[name] = _evidence_grade(case)
    return Target(case, documents, passages or None, tuple(groups), missing=tuple(missing))


def beir_targets(beir: BeirSet) -> tuple[Target, ...]:
    """What is right for each question of a set, by the source that its documents have once ingested."""
    judged = beir.judged or beir.qrels
    return tuple(
        Target(
            case,
            {SOURCE_PREFIX + document: grade for document, grade in judged.get(case.id, {}).items()},
            least=1,
        )
        for case in as_cases(beir)
    )


def _places(case: Case, anchors: Anchors) -> list[tuple[Anchor, int]]:
    """Judged places with their grades, then the evidence that no judged place covers."""
    graded = [(anchor, judged.grade) for judged in case.passages for anchor in anchors.graded(judged)]
    evidence = [anchor for group in case.groups for item in group for anchor in anchors.evidence(item)]
    return graded + [
        (anchor, _evidence_grade(case))
        for anchor in evidence
        if not any(
            anchor.document.id == other.document.id and same_place(anchor.spans, other.spans) for other, _ in graded
        )
    ]


def _evidence_grade(case: Case) -> int:
    return ANSWERS if len(case.groups) == 1 else ANSWERS_IN_PART


def _raise(grades: dict[str, int], key: str, grade: int) -> None:
    grades[key] = max(grade, grades.get(key, 0))
