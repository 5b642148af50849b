"""The sentences of a section held against their quotes: the same checks as for written answers, and verbatim marks.

A sentence is as good as its worst claim. What stands between quotation marks must be in a quote word for word. A quote
that no longer holds, or may not be quoted, supports nothing. A heading is held against the quotes that stand under it:
see `drafting.headings`. Pure, but for an inference model where one is used.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answering.verdicts import Checked, Checker, Cited
from assistant.drafting.headings import check_heading, settled, without_counts, years_of
from assistant.drafting.markup import quoted_spans, quotes_under
from assistant.drafting.words import BRIEF_NOTICE, REASONS, of_many
from assistant.text.normalise import fold
from assistant.text.stopwords import FRENCH_STOP_WORDS
from assistant.types import Block, Document, Language, PickedQuote, Proposal, ProposalSection, Record, Sentence

_LEFT_OUT = re.compile(r"\[\s*(?:…|\.{3})\s*\]|\(\s*(?:…|\.{3})\s*\)")
_FEWEST = 4  # words between quotation marks from which they quote; fewer may be a name or a word set apart
_SHOWN = 60
_NAME = re.compile(r"\b[A-ZÀ-Ý][\w’']+(?:[ -][A-ZÀ-Ý][\w’']+)+")
_DOUBLE = str.maketrans("’‘", "''")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The quotes that may support the sentences of a section, by id, and the documents they are from, by theirs."""

    quotes: Mapping[str, PickedQuote]
    documents: Mapping[str, Document | Record]

    def cited(self, name: str) -> Cited | None:
        """What a claim is checked against; None for a quote that may not support one."""
        quote = self.quotes.get(name)
        if quote is None or not quote.text:
            return None
        document = self.documents.get(quote.document_id)
        about = (quote.title,) if document is None else (document.title, *document.authors)
        return Cited(quote.text, about, None if document is None else document.date)


def checked(section: ProposalSection, evidence: Evidence, checker: Checker, language: Language) -> tuple[Block, ...]:
    """The blocks of a section with a verdict on every sentence and heading, and why.

    Raises:
        ModelError: the inference model can't be used.
    """
    question = section.question or section.title
    blocks = [
        block
        if block.kind == "heading"
        else replace(
            block, sentences=tuple(check_sentence(s, evidence, checker, language, question) for s in block.sentences)
        )
        for block in section.blocks
    ]
    made = checked_headings(replace(section, blocks=tuple(blocks)), evidence, checker, language)
    return unknown_marked(made, section.basket, language)


def unknown_marked(blocks: Sequence[Block], basket: Sequence[PickedQuote], language: Language) -> tuple[Block, ...]:
    """Blocks in which sentences that name a quote the basket does not have are unsupported, and say which."""
    known = {each.id for each in basket}

    def marked(sentence: Sentence) -> Sentence:
        unknown = [name for name in sentence.quotes if name not in known]
        if not unknown:
            return sentence
        reason = REASONS["unknown_quotes"][language].format(quotes=", ".join(unknown))
        return replace(sentence, verdict="unsupported", reason=reason)

    return tuple(replace(block, sentences=tuple(map(marked, block.sentences))) for block in blocks)


def checked_headings(
    section: ProposalSection, evidence: Evidence, checker: Checker, language: Language
) -> tuple[Block, ...]:
    """The blocks of a section with a verdict on every heading, and why; sentences keep theirs.

    Raises:
        ModelError: the inference model can't be used.
    """
    return tuple(
        _checked_heading(block, quotes_under(section.blocks, place), section, evidence, checker, language)
        if block.kind == "heading"
        else block
        for place, block in enumerate(section.blocks)
    )


def _checked_heading(
    block: Block,
    under: Sequence[str],
    section: ProposalSection,
    evidence: Evidence,
    checker: Checker,
    language: Language,
) -> Block:
    cited = [found for name in under if (found := evidence.cited(name)) is not None]
    works = {evidence.quotes[name].document_id for name in under if name in evidence.quotes}
    sentences = []
    for each in block.sentences:
        told = replace(each, text=without_counts(each.text, len(cited), len(works)))
        judged = check_heading(told, cited, checker, language, asked=section.question)
        sentences.append(replace(judged, text=each.text))
    return replace(block, sentences=tuple(sentences))


def checked_title(title: str, evidence: Evidence, language: Language, years: Sequence[str] = ()) -> Sentence:
    """The title of a section or of a proposal, held against its quotes by words alone."""
    cited = [found for name in evidence.quotes if (found := evidence.cited(name)) is not None]
    return check_heading(Sentence(title), cited, Checker(), language, years)


def title_of(proposal: Proposal, holding: Collection[str]) -> Sentence:
    """The title of a proposal with its verdict: what it states must be in the quotes of its baskets that hold (ids)."""
    quotes = {quote.id: quote for section in proposal.sections for quote in section.basket if quote.id in holding}
    return checked_title(proposal.title, Evidence(quotes, {}), proposal.language, years_of(proposal))


def check_sentence(
    sentence: Sentence, evidence: Evidence, checker: Checker, language: Language, question: str = ""
) -> Sentence:
    """One sentence with its verdict.

    Raises:
        ModelError: the inference model can't be used.
    """
    if sentence.text in BRIEF_NOTICE.values():
        return replace(sentence, verdict="nothing_to_check", reason=REASONS["notice"][language])
    cited = [found for name in sentence.quotes if (found := evidence.cited(name)) is not None]
    if sentence.quotes and not cited:
        return replace(sentence, verdict="unsupported", reason=REASONS["quotes_lost"][language])
    if _is_quoted(sentence.text, cited):
        return replace(sentence, verdict="supported", reason=REASONS["quoted"][language])
    verdicts = checker.check_sentence(sentence.text, cited, language, question)
    wrong = _not_verbatim(sentence.text, cited)
    if wrong is not None:
        reason = REASONS["not_verbatim"][language].format(text=wrong[:_SHOWN])
        return replace(sentence, verdict="unsupported", reason=reason)
    worst = _worst(verdicts)
    if worst is None:
        return replace(sentence, verdict="nothing_to_check", reason=REASONS["nothing"][language])
    why = of_many(worst.reason, len(cited), language)
    mixed = _mixed_name(sentence.text, cited) if worst.verdict == "supported" else None
    if mixed is not None:
        return replace(sentence, verdict="unsupported", reason=REASONS["names"][language].format(texts=mixed))
    return replace(sentence, verdict=worst.verdict, reason=why)


def _is_quoted(text: str, cited: Sequence[Cited]) -> bool:
    """Whether a sentence is one quotation and nothing else, which stands in a quote of it word for word.

    No judge is asked then: it may be in any language, and say anything.
    """
    spans = quoted_spans(text)
    if len(spans) != 1 or any(map(str.isalnum, text[: spans[0][0]] + text[spans[0][1] :])):
        return False
    said = _flat(text[spans[0][0] + 1 : spans[0][1] - 1])
    return bool(said) and not _LEFT_OUT.search(said) and any(said in _flat(each.text) for each in cited)


def _worst(verdicts: Sequence[Checked]) -> Checked | None:
    order = ("contradicted", "unsupported", "supported", "nothing_to_check")
    return min(verdicts, key=lambda each: order.index(each.verdict), default=None)


def _not_verbatim(text: str, cited: Sequence[Cited]) -> str | None:
    """What a sentence quotes that no quote of it has; None where all of it stands."""
    held = [_flat(each.text) for each in cited]
    for start, end in quoted_spans(text):
        said = text[start + 1 : end - 1].strip()
        if len(said.split()) < _FEWEST:
            continue
        parts = [part for part in map(_flat, _LEFT_OUT.split(said)) if part]
        if not any(all(part in each for part in parts) for each in held):
            return said
    return None


def _mixed_name(text: str, cited: Sequence[Cited]) -> str | None:
    """A name of several words that stands nowhere, made of one of a quote and one of its title or authors; or None.

    Each of the two would be let pass alone: a title says what a quote is about.
    """
    quotes = " ".join(fold(each.text) for each in cited)
    known = " ".join([quotes, *(fold(part) for each in cited for part in each.about)])
    for found in _NAME.finditer(text):
        name = found[0]
        first, rest = re.split(r"[ -]", name, maxsplit=1)
        if not text[: found.start()].strip(" «“(") or first.casefold() in FRENCH_STOP_WORDS:
            name = rest  # any word has a capital there
        words = re.split(r"[ -]", name)
        if len(words) > 1 and fold(name) not in known and any(fold(word) not in quotes for word in words):
            return name
    return None


def _flat(text: str) -> str:
    return " ".join(text.translate(_DOUBLE).split())


def carried(blocks: Sequence[Block], before: Sequence[Block], language: Language) -> tuple[Block, ...]:
    """Blocks with the verdicts of those sentences that were there before, with the same quotes.

    What becomes a sentence of the text inherits nothing from a heading, nor the other way round. What a heading states
    stands on the quotes under it: where those are others, it is to be checked again.
    """
    known = {(s.text, s.quotes): s for block in before if block.kind != "heading" for s in block.sentences}
    heads = {
        (s.text, tuple(quotes_under(before, place))): s
        for place, block in enumerate(before)
        if block.kind == "heading"
        for s in block.sentences
    }
    kept = []
    for place, block in enumerate(blocks):
        if block.kind == "heading":
            under = tuple(quotes_under(blocks, place))
            sentences = (heads.get((s.text, under)) or settled(s, language) for s in block.sentences)
        else:
            sentences = (known.get((s.text, s.quotes), s) for s in block.sentences)
        kept.append(replace(block, sentences=tuple(sentences)))
    return tuple(kept)


def written_words(blocks: Sequence[Block]) -> int:
    """How many words a section has, headings apart."""
    return sum(len(s.text.split()) for block in blocks if block.kind != "heading" for s in block.sentences)
