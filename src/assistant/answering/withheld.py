"""Evidence parted into what may be quoted, and what documents say that are not to be, or would be named by it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.text.nameless import nameless, names_somebody
from assistant.types import Document, Evidence, Language, Notice, Passage, ScoredPassage, Span


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
            withheld.append(replace(each, passage=nameless(each.document, each.passage)))
        else:
            quotable.append(usable)
    parts = tuple(parted(part).quotable for part in evidence.parts)
    return Parted(
        replace(evidence, passages=tuple(quotable), parts=parts),
        replace(evidence, passages=tuple(withheld), parts=()),
    )


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
    return document.quotable and not (document.anonymous and names_somebody(document, passage.text))


def span_may_be_quoted(document: Document, passages: Sequence[Passage], span: Span) -> bool:
    """Whether a span of a document stands in a passage of it that may be quoted."""
    return any(
        (each.page, True, True) == (span.page, each.start <= span.start, span.end <= each.end)
        for passage in passages
        if _may_be_quoted(document, passage)
        for each in passage.spans
    )


def without_text(found: ScoredPassage) -> ScoredPassage:
    """A search result, with neither text nor headings where its document is withheld: they may name who speaks."""
    if found.document.text_shown:
        return found
    return replace(found, passage=replace(found.passage, text="", heading_path=()))


def withheld_notices(documents: Sequence[Document], language: Language) -> tuple[Notice, ...]:
    """That these speak of the subject as well, though the answer does not quote them: a notice for each mark."""
    banned = [each for each in documents if not each.quotable]
    naming = [each for each in documents if each.quotable]
    by_code = (("withheld_documents", banned), ("withheld_anonymous", naming))
    return tuple(Notice(code, {"titles": _titles(marked, language)}) for code, marked in by_code if marked)


def _titles(documents: Sequence[Document], language: Language) -> str:
    titles = dict.fromkeys(" ".join(each.title.split()) for each in documents)
    return ("\u202f; " if language == "fr" else "; ").join(titles)
