"""Quotes proposed for the question of a section: what answers it, from many documents and authorities. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.answering.quotes import QuotedSentence, quoted_sentences
from assistant.answering.scoring import ScoredSentence
from assistant.answering.verification import PageText
from assistant.drafting.baskets import Limits, picked
from assistant.errors import UsageError
from assistant.text.normalise import fold
from assistant.types import Document, Page, Passage, Pick, PickedFrom, PickedQuote, Quote, Suggestion

_FEWEST_WORDS = 6
_WORD = re.compile(r"[^\W\d_]+")  # a rule, a row of figures or a mark is none
_GOOD = 0.38  # of the best score, from which a sentence is worth proposing (evals/drafting/suggestions.py)
_WORK_COST = 0.16  # of the best score, for each quote of the same work that is there already
_AUTHORITY_COST = 0.05
_SAID = 0.7  # share of a sentence's words that another quote has, from which it says nothing new


def suggested(
    sentences: Sequence[ScoredSentence],
    basket: Sequence[tuple[PickedQuote, Document | None]],
    page_of: PageText,
    count: int,
    limits: Limits,
) -> list[Suggestion]:
    """The sentences worth picking, best first; each is checked where it stands.

    Args:
        sentences: of documents that may be quoted, best first.
        basket: the quotes that are there already, with their documents.
        page_of: pages of the catalogue.
        count: most suggestions.
        limits: longest quote.
    """
    top = sentences[0].score if sentences else 0.0
    left = [each for each in sentences if _is_worth(each, top)]
    works = Counter(known.work_id for _, known in basket if known is not None)
    authorities = Counter(known.authority for _, known in basket if known is not None and known.authority)
    said = [_words(quote.text) for quote, _ in basket]
    found: list[Suggestion] = []
    while left and len(found) < count:
        best = max(left, key=lambda each: each.score - _cost(each.source.document, works, authorities) * top)
        left.remove(best)
        words = _words(best.sentence.text)
        if any(len(words & each) >= _SAID * len(words) for each in said):
            continue
        made = _suggestion(best, page_of, limits)
        if made is None:
            continue
        found.append(made)
        said.append(words)
        works[best.source.document.work_id] += 1
        if best.source.document.authority:
            authorities[best.source.document.authority] += 1
    return found


def _is_worth(each: ScoredSentence, best: float) -> bool:
    return (
        len(each.sentence.quotes) == 1
        and len(_WORD.findall(each.sentence.text)) >= _FEWEST_WORDS
        and each.score >= _GOOD * best
        and each.source.document.text_shown
    )


def _cost(document: Document, works: Counter[str], authorities: Counter[str]) -> float:
    of_authority = authorities[document.authority] if document.authority else 0
    return _WORK_COST * works[document.work_id] + _AUTHORITY_COST * of_authority


def _suggestion(each: ScoredSentence, page_of: PageText, limits: Limits) -> Suggestion | None:
    document = each.source.document
    try:
        quote = picked(pick_of(each.sentence.quotes[0], "suggestion"), document, page_of, limits)
    except UsageError:
        return None  # too long to be one, or the document has just changed
    return Suggestion(quote, document, round(each.score, 3))


def _words(text: str) -> set[str]:
    return set(fold(text).split())


def pick_of(quote: Quote, picked_from: PickedFrom, comment: str = "", content_hash: str | None = None) -> Pick:
    """What picks a quote of an answer, a passage or a suggestion."""
    at = quote.document_id, quote.page, quote.start, quote.end
    return Pick(*at, quote.text, content_hash, comment, picked_from)


def sentence_picks(passage: Passage, first: int, last: int, comment: str = "") -> Iterator[Pick]:
    """What picks the sentences of a passage from one to another, counted from 1: one pick for each page they are on.

    Raises:
        UsageError: no_such_sentence.
    """
    sentences: list[QuotedSentence] = quoted_sentences(passage)
    if not 1 <= first <= last <= len(sentences):
        raise UsageError("no_such_sentence", first=first, last=last, count=len(sentences))
    spans: dict[int, list[Quote]] = {}
    for sentence in sentences[first - 1 : last]:
        for quote in sentence.quotes:
            spans.setdefault(quote.page, []).append(quote)
    for page, quotes in spans.items():
        yield Pick(passage.document_id, page, quotes[0].start, quotes[-1].end, None, None, comment, "search")


def place_of(text: str, page: Page | None) -> tuple[int, int] | None:
    """Where a text first stands on a page, whatever the white space between its words; None where it does not."""
    words = text.split()
    if page is None or not words:
        return None
    found = re.search(r"\s+".join(map(re.escape, words)), page.text)
    return None if found is None else found.span()
