"""Reading on in the documents that are most about the question, where it asks for several answers. Pure.

Obstacles, reasons and lists are spread over a document, often in words that the question does not have. Where the
search found several passages of a document, the others are read as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.types import Evidence, Passage, ScoredPassage

_MOST_DOCUMENTS = 3
_ENOUGH_FOUND = 2  # passages found of a document, from which it is read whole
_MOST_ADDED = 60
_BEHIND = 2.0  # how far what was not found stands behind the last that was


def read_on(evidence: Evidence, passages_of: Callable[[str], Sequence[Passage]]) -> Evidence:
    """The evidence with the other passages of the documents that most of it comes from, after all that was found.

    Args:
        evidence: what the search found.
        passages_of: the passages of a document, in order.
    """
    found = {each.passage.id for each in evidence.passages}
    documents = {each.document.id: each.document for each in reversed(evidence.passages)}
    counts = Counter(each.document.id for each in evidence.passages)
    score = min((each.score for each in evidence.passages), default=0.0) - _BEHIND
    added = [
        ScoredPassage(passage, documents[document_id], score)
        for document_id, count in counts.most_common(_MOST_DOCUMENTS)
        if count >= _ENOUGH_FOUND
        for passage in passages_of(document_id)
        if passage.id not in found
    ]
    return replace(evidence, passages=(*evidence.passages, *added[:_MOST_ADDED]))
