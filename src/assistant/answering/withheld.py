"""Evidence parted into what may be quoted, and what documents say that are not to be, or would be named by it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.retrieval.corrections import known_words
from assistant.support.facts import names_stated
from assistant.text.normalise import fold
from assistant.text.stopwords import ENGLISH_STOP_WORDS, FRENCH_STOP_WORDS
from assistant.text.wordsets import word_set
from assistant.types import Document, Evidence, Language, Notice, Passage, ScoredPassage, Span

_SHORT_WORDS = (
    FRENCH_STOP_WORDS
    | ENGLISH_STOP_WORDS
    | word_set("oui non bon bien tres deux trois cinq sept huit neuf dix cent jour mois ceci cela voici ici tout toute")
    | word_set("yes no very two four five six nine ten day here all many")
)
"""Words that the list of words, of five letters and more, lacks."""
_WORD = re.compile(r"[^\W\d_]{2,}")


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
    return document.quotable and not (document.anonymous and _names_somebody(document, passage.text))


def _names_somebody(document: Document, text: str) -> bool:
    """Whether a text states a name, one that begins a sentence too, or any that its document is known by.

    A word with a capital is a name where it is no word of the language.
    """
    return bool(names_stated(text)) or any(_gives_away(document, word) for word in _WORD.findall(text))


def _gives_away(document: Document, word: str) -> bool:
    folded = fold(word)
    if folded in document.unsaid.names:
        return True
    unknown = folded not in known_words() and folded not in _SHORT_WORDS
    if folded in document.unsaid.words:
        return unknown or not word.islower()
    return unknown and not word.islower()


def span_may_be_quoted(document: Document, passages: Sequence[Passage], span: Span) -> bool:
    """Whether a span of a document stands in a passage of it that may be quoted."""
    return any(
        (each.page, True, True) == (span.page, each.start <= span.start, span.end <= each.end)
        for passage in passages
        if _may_be_quoted(document, passage)
        for each in passage.spans
    )


def without_text(found: ScoredPassage) -> ScoredPassage:
    """A search result, with neither text nor headings where its document is anonymous: they may name who speaks."""
    if not found.document.anonymous:
        return found
    return replace(found, passage=replace(found.passage, text="", heading_path=()))


def withheld_notice(documents: Sequence[Document], language: Language) -> Notice:
    """That these speak of the subject as well, though no answer quotes them."""
    titles = dict.fromkeys(" ".join(each.title.split()) for each in documents)
    return Notice("withheld_documents", {"titles": ("\u202f; " if language == "fr" else "; ").join(titles)})
