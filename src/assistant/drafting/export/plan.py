"""A proposal as it may be exported: its quotes as everybody may see them, its footnotes in order. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from assistant.drafting.baskets import may_support
from assistant.drafting.checking import Evidence, checked_title
from assistant.drafting.headings import states_something, years_of
from assistant.drafting.markup import quotes_under
from assistant.drafting.words import REASONS
from assistant.text.runs import LEFT_OUT
from assistant.types import ANONYMOUS, Language, Proposal, ProposalSection, QuoteCheck, Record
from assistant.types.proposals import PickedQuote, QuoteState, Sentence

BAD_STATES: tuple[QuoteState, ...] = ("changed", "gone", "withheld")
"""States of quotes that do not stand in a document which may be quoted."""
Lost = Literal["changed", "gone", "erased"]
"""Why the quote of a footnote stands nowhere: its document has changed, is not there, or was erased with the quote."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What is known of the documents that are quoted: records as everybody may see them, and versions (SHA-256)."""

    records: Mapping[str, Record]
    hashes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PlannedNote:
    """A footnote to be: its key, the quote as it may be shown, what has become of it, and where it is put."""

    key: str
    quote: PickedQuote
    state: QuoteState
    section: ProposalSection
    sentence: Sentence

    @property
    def lost(self) -> Lost | None:
        """Why its quote stands nowhere any more; None where it does."""
        if not self.quote.text:
            return "erased"
        return self.state if self.state in ("changed", "gone") else None


@dataclass(frozen=True, slots=True)
class Plan:
    """A proposal as it may be exported, and its footnotes in order.

    `states` says by quote what has become of it. `left_out` counts the quotes that may not be shown.
    """

    proposal: Proposal
    states: Mapping[str, QuoteState]
    notes: tuple[PlannedNote, ...]
    left_out: int

    @property
    def holding(self) -> frozenset[str]:
        """The quotes that may stand behind a title, by id."""
        return frozenset(name for name, state in self.states.items() if may_support(state))

    @property
    def of_sentences(self) -> dict[tuple[str, int, int], tuple[PlannedNote, ...]]:
        """The footnotes by sentence: id of the section, place of the block, place of the sentence."""
        found: dict[tuple[str, int, int], list[PlannedNote]] = {}
        remaining = iter(self.notes)
        for section, block, index, sentence in sentences_of(self.proposal):
            for _ in quotes_of(section, sentence):
                found.setdefault((section.id, block, index), []).append(next(remaining))
        return {place: tuple(notes) for place, notes in found.items()}


_LEFT_OVER = Sentence("", (), "unsupported", "withheld")
BadQuote: TypeAlias = tuple[ProposalSection, PickedQuote, QuoteState]


def bad_quotes(proposal: Proposal, checks: Sequence[QuoteCheck]) -> list[BadQuote]:
    """The quotes of the text that do not stand in a document which may be quoted, each with its section.

    One that waits in the basket harms nothing: it is not exported.
    """
    states = {check.quote_id: check.state for check in checks}
    used = {name for _, _, _, sentence in sentences_of(proposal) for name in sentence.quotes}
    return [
        (section, quote, states.get(quote.id, "gone"))
        for section in proposal.sections
        for quote in section.basket
        if quote.id in used and states.get(quote.id, "gone") in BAD_STATES
    ]


def planned(proposal: Proposal, checks: Sequence[QuoteCheck], sources: Sources) -> Plan:
    """What is exported of a proposal.

    Quotes that may not be shown are left out, and with them the sentences that rest on them: those may give them word
    for word. A quote that stands elsewhere now is given where it stands.
    """
    by_quote = {check.quote_id: check for check in checks}
    states: dict[str, QuoteState] = {
        quote.id: by_quote[quote.id].state if quote.id in by_quote else "gone"
        for section in proposal.sections
        for quote in section.basket
    }
    withheld = frozenset(name for name, state in states.items() if state == "withheld")
    sections = tuple(
        _titled(_shown_section(section, by_quote, sources, withheld, proposal.language), proposal, states, sources)
        for section in proposal.sections
    )
    shown = replace(proposal, sections=sections)
    return Plan(shown, states, tuple(_notes(shown, states)), len(withheld))


def _shown_section(
    section: ProposalSection,
    checks: Mapping[str, QuoteCheck],
    sources: Sources,
    withheld: frozenset[str],
    language: Language,
) -> ProposalSection:
    basket = tuple(
        _shown_quote(quote, checks.get(quote.id), sources) for quote in section.basket if quote.id not in withheld
    )
    over = [
        block.kind == "heading" and not withheld.isdisjoint(quotes_under(section.blocks, place))
        for place, block in enumerate(section.blocks)
    ]
    blocks = tuple(
        replace(
            block,
            sentences=_whole(
                [_shown_sentence(each, withheld, lost, language) for each in block.sentences], block.kind != "heading"
            ),
        )
        for block, lost in zip(section.blocks, over, strict=True)
    )
    return replace(section, basket=basket, blocks=blocks)


def _titled(
    section: ProposalSection, proposal: Proposal, states: Mapping[str, QuoteState], sources: Sources
) -> ProposalSection:
    """A section whose title is held against its quotes as they stand at this moment."""
    holding = {quote.id: quote for quote in section.basket if may_support(states[quote.id])}
    evidence = Evidence(holding, sources.records)
    title = checked_title(section.title, evidence, proposal.language, years_of(proposal))
    return replace(section, title_verdict=title.verdict, title_reason=title.reason)


def _shown_sentence(sentence: Sentence, withheld: frozenset[str], over: bool, language: Language) -> Sentence:
    """A sentence as it is exported; `over`: a heading that stands over quotes that may not be shown."""
    if not withheld.isdisjoint(sentence.quotes):
        return Sentence("", (), "unsupported", "withheld")
    if over and states_something(sentence):
        return replace(sentence, verdict="unsupported", reason=REASONS["heading_withheld"][language])
    return sentence


def _whole(sentences: Sequence[Sentence], text: bool) -> tuple[Sentence, ...]:
    """Sentences of which the left-over pieces of others are taken out: all their words are gone.

    A quote that was written on two lines is two sentences, of which one names it.
    """
    if not text:
        return tuple(sentences)
    kept: list[Sentence] = []
    for each in sentences:
        piece = not each.quotes and _is_left_over(each.text)
        if piece and kept and not kept[-1].text:
            continue
        if not each.text and kept and kept[-1] is _LEFT_OVER:
            kept.pop()
        kept.append(_LEFT_OVER if piece else each)
    return tuple(kept)


def _is_left_over(text: str) -> bool:
    return LEFT_OUT in text and not any(character.isalnum() for character in text)


def _shown_quote(quote: PickedQuote, check: QuoteCheck | None, sources: Sources) -> PickedQuote:
    if check is not None and check.state == "moved" and check.page is not None and check.start is not None:
        version = sources.hashes.get(quote.document_id, quote.content_hash)
        end = check.start + len(quote.text)
        quote = replace(quote, page=check.page, start=check.start, end=end, content_hash=version)
    record = sources.records.get(quote.document_id)
    if record is None:
        return quote
    quote = replace(quote, title=record.title, source=record.source)
    return replace(quote, before="", after="") if ANONYMOUS in record.marks else quote


def sentences_of(proposal: Proposal) -> Iterable[tuple[ProposalSection, int, int, Sentence]]:
    """All sentences that can have footnotes, in order, each with its section, and its place there."""
    for section in proposal.sections:
        for block_index, block in enumerate(section.blocks):
            if block.kind != "heading":
                for index, sentence in enumerate(block.sentences):
                    yield section, block_index, index, sentence


def quotes_of(section: ProposalSection, sentence: Sentence) -> list[PickedQuote]:
    """The quotes of a sentence that are in the basket, each once, in the sentence's order."""
    basket = {quote.id: quote for quote in section.basket}
    return [basket[name] for name in dict.fromkeys(sentence.quotes) if name in basket]


def _notes(proposal: Proposal, states: Mapping[str, QuoteState]) -> Iterable[PlannedNote]:
    mark = hashlib.sha256(f"{proposal.id} {proposal.revision} {proposal.updated}".encode()).hexdigest()[:8]
    number = 0
    for section, _, _, sentence in sentences_of(proposal):
        for quote in quotes_of(section, sentence):
            number += 1
            yield PlannedNote(f"note_{mark}_{number:04}", quote, states[quote.id], section, sentence)
