"""Words in quotation marks: passages that hold them as they are come before all others. Pure.

One word alone in quotation marks is a term that is asked about, often said otherwise or in the other language: it is
searched like any word. So is a phrase that no passage holds, which is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from assistant.text.analysis import EXACT_MARK, index_terms
from assistant.text.language import LANGUAGES
from assistant.text.normalise import fold
from assistant.types import Document, Passage, ScoredPassage

PlacedTerms = tuple[tuple[str, int], ...]
"""Terms as an index has them, each with its place after the first one."""

_QUOTED = re.compile('«([^«»]{2,200})»|“([^“”]{2,200})”|"([^"]{2,200})"')
_WORD = re.compile(r"\w+")
_MOST = 3  # phrases of one question


def quoted_phrases(question: str) -> tuple[str, ...]:
    """What stands in quotation marks in a question, of two words or more; not a whole question that was quoted."""
    found = ("".join(filter(None, match.groups())).strip() for match in _QUOTED.finditer(question))
    phrases = (each for each in found if len(_WORD.findall(each)) > 1 and not each.endswith("?") and placed_terms(each))
    return tuple(dict.fromkeys(phrases))[:_MOST]


def placed_terms(phrase: str) -> tuple[PlacedTerms, ...]:
    """The exact forms of a phrase, as an index has them in each language; () where it is made of stop words."""
    found = []
    for language in LANGUAGES:
        terms = list(enumerate(index_terms(phrase, language)))
        exact = [(term, place) for place, term in terms if term.startswith(EXACT_MARK)]
        found.append(tuple((term, place - exact[0][1]) for term, place in exact))
    return tuple(dict.fromkeys(filter(None, found)))


def holds(phrase: str, passage: Passage, document: Document) -> bool:
    """Whether a passage, one of its headings or its document's title has a phrase, whatever its case and accents."""
    wanted = _words(phrase)
    return any(wanted in _words(text) for text in (passage.text, *passage.heading_path, document.title))


def holders_first(
    found: Iterable[ScoredPassage], others: Iterable[ScoredPassage], phrases: Sequence[str]
) -> list[ScoredPassage]:
    """Passages that hold the most phrases first, otherwise in their order; scores stay as they are.

    Args:
        found: what a search has found, best first.
        others: passages that hold a phrase, among those found or not.
        phrases: what stands in quotation marks.
    """
    known: dict[str, ScoredPassage] = {}
    for each in chain(found, others):
        known.setdefault(each.passage.id, each)
    return sorted(known.values(), key=lambda each: -sum(holds(one, each.passage, each.document) for one in phrases))


def _words(text: str) -> str:
    return f" {' '.join(_WORD.findall(fold(text)))} "
