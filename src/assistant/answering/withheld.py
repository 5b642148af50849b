"""Evidence parted into what may be quoted, and what documents say that are marked as not for quotation. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.types import Document, Evidence, Language, Notice, ScoredPassage


@dataclass(frozen=True, slots=True)
class Parted:
    """The evidence an answer may be made from, and that of documents that are not to be quoted."""

    quotable: Evidence
    withheld: Evidence


def parted(evidence: Evidence) -> Parted:
    """Part the passages; where one that is withheld says the same as one that is not, that one takes its place."""
    quotable: list[ScoredPassage] = []
    withheld: list[ScoredPassage] = []
    for each in evidence.passages:
        usable = _usable(each)
        if usable is None:
            withheld.append(each)
        else:
            quotable.append(usable)
    return Parted(replace(evidence, passages=tuple(quotable)), replace(evidence, passages=tuple(withheld)))


def _usable(found: ScoredPassage) -> ScoredPassage | None:
    """A passage with those duplicates that may be quoted; the first of them, where it may not be itself."""
    if found.document.quotable and all(each.document.quotable for each in found.duplicates):
        return found
    duplicates = tuple(each for each in found.duplicates if each.document.quotable)
    if found.document.quotable:
        return replace(found, duplicates=duplicates)
    if not duplicates:
        return None
    first, rest = duplicates[0], duplicates[1:]
    return replace(found, passage=first.passage, document=first.document, duplicates=rest)


def withheld_notice(documents: Sequence[Document], language: Language) -> Notice:
    """That these speak of the subject as well, though no answer quotes them."""
    titles = dict.fromkeys(" ".join(each.title.split()) for each in documents)
    return Notice("withheld_documents", {"titles": ("\u202f; " if language == "fr" else "; ").join(titles)})
