"""Quotes of a basket: picked where they stand, looked for again, shown, erased with their document. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answering.verification import PageText
from assistant.drafting.headings import unsettled
from assistant.drafting.markup import quoted_spans
from assistant.drafting.words import REASONS
from assistant.errors import UsageError
from assistant.proposal_ports import Erasure
from assistant.text.runs import LEFT_OUT, Runs, without_runs, words_of
from assistant.types import (
    Block,
    Document,
    Language,
    Outline,
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


def holding(checks: Iterable[QuoteCheck]) -> frozenset[str]:
    """The quotes, by id, that may stand behind a sentence or a title."""
    return frozenset(each.quote_id for each in checks if may_support(each.state))


def may_support(state: QuoteState) -> bool:
    """Whether a quote in this state may stand behind a sentence."""
    return state in ("holds", "moved")


@dataclass(frozen=True, slots=True)
class Hidden:
    """The quotes that a proposal has or had of documents which may not be quoted, and of these those that are there.

    `language`: the proposal's, in which reasons are told.
    """

    quotes: Mapping[str, PickedQuote]
    documents: Mapping[str, Document]
    language: Language = "fr"


def shown(section: ProposalSection, hidden: Hidden) -> ProposalSection:
    """A section as everybody may see it: no word of hidden quotes, whoever put it there, nor their documents' names.

    A sentence that has such words, or rests on such a quote, is unsupported, whatever was found before.
    """
    if not hidden.quotes:
        return section
    left = scrubbed(section, hidden.quotes)
    basket = tuple(
        _withheld(each, hidden.documents.get(each.document_id)) if each.id in hidden.quotes else each
        for each in left.basket
    )
    return replace(left, basket=basket, blocks=_resting(left.blocks, section.blocks, hidden.language))


def _resting(blocks: Sequence[Block], before: Sequence[Block], language: Language) -> tuple[Block, ...]:
    """Blocks in which what scrubbing has touched is unsupported, and says why."""

    def told(sentence: Sentence, was: Sentence) -> Sentence:
        if sentence is was:
            return sentence
        return replace(sentence, verdict="unsupported", reason=REASONS["withheld"][language])

    return tuple(
        replace(block, sentences=tuple(map(told, block.sentences, one.sentences)))
        for block, one in zip(blocks, before, strict=True)
    )


def shown_outline(outline: Outline, hidden: Hidden) -> Outline:
    """An outline as everybody may see it."""
    return scrubbed_outline(outline, hidden.quotes)


def shown_title(title: str, hidden: Hidden) -> str:
    """The title of a proposal as everybody may see it."""
    return scrubbed_title(title, hidden.quotes)


def _withheld(quote: PickedQuote, document: Document | None) -> PickedQuote:
    named = (_REMOVED[quote.language], "") if document is None else (document.title, document.source)
    return replace(quote, text="", before="", after="", title=named[0], source=named[1])


def erased(quote: PickedQuote) -> PickedQuote:
    """What stays of a quote whose document was erased: that there was one."""
    mark = _REMOVED[quote.language]
    return replace(quote, text="", before="", after="", title=mark, source="", content_hash="", withheld=False)


def scrubbed(section: ProposalSection, gone: Mapping[str, PickedQuote]) -> ProposalSection:
    """A section that has no words of some quotes, by id, nor of their titles; what rested on them is unchecked.

    Words that a quote of its basket has as well stay: that one may be shown. The comments of the quotes go.
    What its evidence lacks, and whether it establishes the title, is told anew when its basket changes: it may name a
    title or a place.
    """
    held = [each.text for each in section.basket if each.id not in gone]
    runs, few = _runs_of(gone).sparing(held), _few_of(gone).difference(map(words_of, held))
    rests = any(each.id in gone for each in section.basket)
    title = runs.out_of(section.title)
    judged = (section.title_verdict, section.title_reason) if title == section.title and not rests else (None, "")
    return replace(
        section,
        title=title,
        question=runs.out_of(section.question),
        reader=runs.out_of(section.reader),
        basket=tuple(
            replace(each, comment="" if each.id in gone else runs.out_of(each.comment)) for each in section.basket
        ),
        blocks=_without(section.blocks, gone, runs, few),
        missing=() if rests else tuple(map(runs.out_of, section.missing)),
        title_verdict=judged[0],
        title_reason=judged[1],
    )


def scrubbed_outline(outline: Outline, gone: Mapping[str, PickedQuote]) -> Outline:
    """An outline whose titles have no words of some quotes."""
    runs = _runs_of(gone)
    sections = tuple((name, runs.out_of(title)) for name, title in outline.sections)
    return replace(outline, title=runs.out_of(outline.title), sections=sections)


def _runs_of(quotes: Mapping[str, PickedQuote]) -> Runs:
    return Runs(text for each in quotes.values() for text in (each.text, each.title) if _is_long(text))


def _few_of(quotes: Mapping[str, PickedQuote]) -> frozenset[tuple[str, ...]]:
    """The words of the shorter quotes: they are taken out where they stand alone between quotation marks."""
    return frozenset(words_of(each.text) for each in quotes.values() if not _is_long(each.text))


def _is_long(text: str) -> bool:
    return len(text.split()) >= _FEW_WORDS


def _unquoted(text: str, few: Collection[tuple[str, ...]]) -> str:
    for start, end in reversed(quoted_spans(text) if few else []):
        words = words_of(text[start:end])
        if len(words) > 1 and words in few:
            text = f"{text[: start + 1]}{LEFT_OUT}{text[end - 1 :]}"
    return text


def _without(
    blocks: Sequence[Block], gone: Mapping[str, PickedQuote], runs: Runs, few: Collection[tuple[str, ...]]
) -> tuple[Block, ...]:
    left: list[Block] = []
    for block in blocks:
        sentences = []
        for each in block.sentences:
            own = [text for name in each.quotes if name in gone for text in (gone[name].text, gone[name].title)]
            text = without_runs(runs.out_of(_unquoted(each.text, few)), [each for each in own if each])
            touched = text != each.text or any(name in gone for name in each.quotes)
            sentences.append(Sentence(text, each.quotes) if touched else each)
        left.append(replace(block, sentences=tuple(sentences)))
    return unsettled(left, blocks, gone)


def scrubbed_title(title: str, gone: Mapping[str, PickedQuote]) -> str:
    """The title of a proposal that has no words of some quotes."""
    return _runs_of(gone).out_of(title)


ERASURE = Erasure(erased, scrubbed, scrubbed_outline, scrubbed_title)
"""What stays of quotes whose document is erased, and of what has their words."""
