"""From what a case says is right to where that stands in the index that is measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evaluation.sets.anchors import Anchor, Anchors, Corpus
from assistant.evaluation.sets.cases import ANSWERS_IN_PART, Case
from assistant.evaluation.sets.reference import Place, Reference
from assistant.types import Document, Passage


@dataclass(frozen=True, slots=True)
class Placed:
    """A case with its reference in the index and the passages that hold its evidence."""

    case: Case
    reference: Reference
    passages: tuple[Passage, ...]


def place_cases(cases: Sequence[Case], anchors: Anchors, corpus: Corpus) -> tuple[list[Placed], list[str]]:
    """Find the evidence of cases in an index.

    Returns:
        The cases with their references, and the sources of evidence that the index does not hold, sorted.
    """
    missing = {
        item.document for case in cases for group in case.groups for item in group if not anchors.named(item.document)
    }
    missing |= {source for case in cases for source in case.documents if not anchors.named(source)}
    missing |= {
        judged.document
        for case in cases
        for judged in case.passages
        if not (anchors.named(judged.document) or anchors.graded(judged))
    }
    return [_placed(case, anchors, corpus) for case in cases], sorted(missing)


def _placed(case: Case, anchors: Anchors, corpus: Corpus) -> Placed:
    groups = [[anchor for item in group for anchor in anchors.evidence(item)] for group in case.groups]
    graded = [place for judged in case.passages if judged.grade >= ANSWERS_IN_PART for place in anchors.graded(judged)]
    whole = {document.id: document for source in case.documents for document in anchors.named(source)}
    named = {
        document.id: document for group in case.groups for item in group for document in anchors.named(item.document)
    }
    found = [*(anchor for group in groups for anchor in group), *graded]
    passages = {passage.id: passage for anchor in found for passage in anchors.passages(anchor)}
    passages |= {passage.id: passage for document in whole for passage in corpus.document_passages(document)}
    documents = whole | named | {anchor.document.id: anchor.document for anchor in graded}
    return Placed(case, _reference(groups, graded, documents), tuple(passages.values()))


def _reference(
    groups: Sequence[Sequence[Anchor]], graded: Sequence[Anchor], documents: dict[str, Document]
) -> Reference:
    return Reference(
        documents=frozenset(documents),
        groups=tuple(frozenset(place for anchor in group for place in _places(anchor)) for group in groups),
        paged=frozenset(key for key, document in documents.items() if document.paged),
        judged=frozenset(place for anchor in graded for place in _places(anchor)),
    )


def _places(anchor: Anchor) -> list[Place]:
    return [(anchor.document.id, span.page, span.start, span.end) for span in anchor.spans]
