"""Quotes of a basket: picked where they stand, looked for again, shown, erased with their document. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.answering.verification import PageText
from assistant.errors import UsageError
from assistant.text.runs import without_runs
from assistant.types import (
    Block,
    Document,
    Language,
    Pick,
    PickedQuote,
    ProposalSection,
    QuoteCheck,
    QuoteState,
    Sentence,
)

CONTEXT = 300
"""Characters of the page kept on either side of a quote."""
_REMOVED: dict[Language, str] = {"fr": "document retiré", "en": "removed document"}
_FEW_WORDS = 4
"""A quote or title of fewer is looked for where the quote is named alone: its words may be anybody's."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Most proposals, sections of one, quotes of a section; longest quote, text and other field, in characters."""

    proposals: int = 200
    sections: int = 60
    quotes: int = 500
    quote_characters: int = 4000
    text_characters: int = 200_000
    field_characters: int = 1000
    lock_seconds: int = 120


def picked(pick: Pick, document: Document | None, page_of: PageText, limits: Limits) -> PickedQuote:
    """The quote of a span, without an id yet.

    Raises:
        UsageError: unknown_document, citation_outdated, quote_withheld, quote_not_there, quote_too_long.
    """
    if document is None:
        raise UsageError("unknown_document", document=pick.document_id)
    if not document.text_shown:
        raise UsageError("quote_withheld", document=document.source)
    if pick.content_hash is not None and pick.content_hash != document.content_hash:
        raise UsageError("citation_outdated", document=document.source)
    page = page_of(document.id, pick.page)
    text = "" if page is None or pick.start < 0 else page.text[pick.start : pick.end]
    stands = page is not None and pick.end <= len(page.text) and text.strip() and pick.text in (None, text)
    if page is None or not stands:
        raise UsageError("quote_not_there", document=document.source, page=pick.page)
    if len(text) > limits.quote_characters:
        raise UsageError("quote_too_long", length=len(text), limit=limits.quote_characters)
    start = pick.start + len(text) - len(text.lstrip())
    text = text.strip()
    end = start + len(text)
    return PickedQuote(
        id="",
        document_id=document.id,
        content_hash=document.content_hash,
        source=document.source,
        title=document.title,
        page=pick.page,
        paged=document.paged,
        start=start,
        end=end,
        text=text,
        language=document.language,
        before=page.text[max(0, start - CONTEXT) : start],
        after=page.text[end : end + CONTEXT],
        comment=pick.comment,
        picked_from=pick.picked_from,
    )


def place(quote: PickedQuote) -> tuple[str, int, int, int]:
    """Where a quote stands: two of the same place are one."""
    return quote.document_id, quote.page, quote.start, quote.end


def check(quote: PickedQuote, document: Document | None, page_of: PageText) -> QuoteCheck:
    """What has become of a quote. It is looked for on the other pages of its document, the nearest first."""
    if document is None:
        return QuoteCheck(quote.id, "withheld" if quote.withheld else "gone")
    if not document.text_shown:
        return QuoteCheck(quote.id, "withheld")
    if not quote.text:
        return QuoteCheck(quote.id, "gone")
    page = page_of(document.id, quote.page)
    if page is not None and page.text[quote.start : quote.end] == quote.text:
        return QuoteCheck(quote.id, "holds", quote.page, quote.start)
    numbers = range(1, (document.page_count or 1) + 1)
    for number in sorted(numbers, key=lambda each: abs(each - quote.page)):
        other = page_of(document.id, number)
        found = -1 if other is None else other.text.find(quote.text)
        if found >= 0:
            return QuoteCheck(quote.id, "moved", number, found)
    return QuoteCheck(quote.id, "changed")


def may_support(state: QuoteState) -> bool:
    """Whether a quote in this state may stand behind a sentence."""
    return state in ("holds", "moved")


def shown(section: ProposalSection, documents: Mapping[str, Document]) -> ProposalSection:
    """A section as everybody may see it: no word of quotes whose document may not be quoted any more, nor its name."""
    hidden = {each.id: each for each in section.basket if _is_hidden(each, documents.get(each.document_id))}
    if not hidden:
        return section
    left = scrubbed(section, hidden)
    basket = tuple(
        _withheld(each, documents.get(each.document_id)) if each.id in hidden else each for each in left.basket
    )
    return replace(left, basket=basket)


def _is_hidden(quote: PickedQuote, document: Document | None) -> bool:
    return quote.withheld if document is None else not document.text_shown


def _withheld(quote: PickedQuote, document: Document | None) -> PickedQuote:
    named = (_REMOVED[quote.language], "") if document is None else (document.title, document.source)
    return replace(quote, text="", before="", after="", title=named[0], source=named[1])


def erased(quote: PickedQuote) -> PickedQuote:
    """What stays of a quote whose document was erased: that there was one."""
    mark = _REMOVED[quote.language]
    return replace(quote, text="", before="", after="", title=mark, source="", content_hash="", withheld=False)


def scrubbed(section: ProposalSection, gone: Mapping[str, PickedQuote]) -> ProposalSection:
    """A section whose text has no words of some quotes, by id, nor their titles; what rested on them is unchecked.

    Their comments go as well: they may repeat those words. What its evidence lacks, and whether it establishes the
    title, is told anew when its basket changes: it may name a title or a place.
    """
    basket = tuple(replace(each, comment="") if each.id in gone else each for each in section.basket)
    blocks = tuple(_without(block, gone) for block in section.blocks)
    return replace(section, basket=basket, blocks=blocks, missing=(), title_verdict=None, title_reason="")


def _without(block: Block, gone: Mapping[str, PickedQuote]) -> Block:
    texts = {name: [text for text in (each.text, each.title) if text] for name, each in gone.items()}
    long = [text for each in texts.values() for text in each if len(text.split()) >= _FEW_WORDS]
    sentences = []
    for each in block.sentences:
        own = [text for name in each.quotes for text in texts.get(name, ())]
        text = without_runs(each.text, [*long, *own])
        touched = text != each.text or any(name in gone for name in each.quotes)
        sentences.append(Sentence(text, each.quotes) if touched else each)
    return replace(block, sentences=tuple(sentences))
