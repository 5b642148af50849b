"""Evidence parted into what may be quoted, and what documents say that are marked as not for quotation. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.support.facts import names_stated
from assistant.types import Document, Evidence, Language, Notice, Passage, ScoredPassage


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
    itself = _may_be_quoted(found.document, found.passage)
    duplicates = tuple(each for each in found.duplicates if _may_be_quoted(each.document, each.passage))
    if itself:
        return found if len(duplicates) == len(found.duplicates) else replace(found, duplicates=duplicates)
    if not duplicates:
        return None
    first, rest = duplicates[0], duplicates[1:]
    return replace(found, passage=first.passage, document=first.document, duplicates=rest)


def _may_be_quoted(document: Document, passage: Passage) -> bool:
    """Whether a passage may be quoted: nothing of a document that is not to be, no name out of an anonymous one."""
    return document.quotable and not (document.anonymous and names_stated(passage.text))


def withheld_notice(documents: Sequence[Document], language: Language) -> Notice:
    """That these speak of the subject as well, though no answer quotes them."""
    titles = dict.fromkeys(" ".join(each.title.split()) for each in documents)
    return Notice("withheld_documents", {"titles": ("\u202f; " if language == "fr" else "; ").join(titles)})
