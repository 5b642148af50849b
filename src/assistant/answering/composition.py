"""A written answer as it grows: sentences that were checked, and the quotes behind them, numbered. Pure.

Quotes of another language than the answer's stand in it in their own words, with the model's translation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.answering.breadth import with_cited
from assistant.answering.remarks import TRANSLATION, UNVERIFIED
from assistant.answering.verdicts import Checked, Cited
from assistant.answering.verification import PageText, check_quoted, recognised
from assistant.answering.words import PARTIAL
from assistant.answering.writing import inert
from assistant.text.marks import quoted
from assistant.types import Answer, Citation, Claim, Document, Language, Passage, Quote

Unverified = Literal["remove", "strike"]


@dataclass(frozen=True, slots=True)
class VerifiedQuote:
    """A quote that stands in a document: where (one span a page), under which key the model has it.

    `translation` is the model's, where the quote is not in the language of the question; it may be empty.
    """

    key: str
    quotes: tuple[Quote, ...]
    passage: Passage
    document: Document
    translation: str = ""

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(quote.text for quote in self.quotes)

    @property
    def cited(self) -> Cited:
        """What a claim is checked against."""
        about = (self.document.title, *self.document.authors, *self.passage.heading_path)
        return Cited(self.text, about, self.document.date)


@dataclass
class Composition:
    """The answer so far. `supported`, `unsupported` and `contradicted` count claims, `refused` sentences."""

    language: Language
    page_of: PageText
    unverified: Unverified
    supported: int = 0
    unsupported: int = 0
    contradicted: int = 0
    refused: int = 0
    kept: int = 0
    _lines: list[str] = field(default_factory=list)
    _claims: list[Claim] = field(default_factory=list)
    _citations: list[Citation] = field(default_factory=list)
    _foreign: dict[str, VerifiedQuote] = field(default_factory=dict)

    @property
    def is_worth_showing(self) -> bool:
        """Whether enough is left: something that is supported, and not less than what had to go."""
        shown = self.kept + len(self._foreign)
        return shown > 0 and shown >= self.refused

    def add(self, text: str, checked: Sequence[Checked], behind: Sequence[VerifiedQuote]) -> bool:
        """Take a sentence with the verdicts on its claims; whether the answer shows more than before."""
        before = len(self._lines), len(self._foreign)
        self._foreign.update({each.key: each for each in behind if each.passage.language != self.language})
        unjudged = any(claim.foreign for claim in checked)
        bad = [claim for claim in checked if claim.verdict in ("unsupported", "contradicted")]
        if unjudged and all(claim.foreign for claim in bad):
            pass  # its quotes are shown in its stead, with their translation
        elif bad:
            self._refuse(text, checked, bad)
        else:
            self._keep(text, checked, behind)
        return before != (len(self._lines), len(self._foreign))

    def _keep(self, text: str, checked: Sequence[Checked], behind: Sequence[VerifiedQuote]) -> None:
        numbers = tuple(dict.fromkeys(n for each in behind for n in self._numbers(each)))
        self._claims += [
            Claim(each.text, numbers if each.verdict == "supported" else (), each.verdict, each.reason)
            for each in checked
        ]
        self.supported += sum(each.verdict == "supported" for each in checked)
        self.kept += any(each.verdict == "supported" for each in checked)
        self._lines.append(f"{inert(_line(text))} {_marks(numbers)}".rstrip())

    def _refuse(self, text: str, checked: Sequence[Checked], bad: Sequence[Checked]) -> None:
        self.refused += 1
        self.unsupported += sum(each.verdict == "unsupported" for each in bad)
        self.contradicted += sum(each.verdict == "contradicted" for each in bad)
        if self.unverified == "strike":
            self._claims += [Claim(each.text, (), each.verdict, each.reason) for each in bad]
            self._lines.append(f"~~{inert(_line(text))}~~ ({UNVERIFIED[self.language]})")

    def _numbers(self, verified: VerifiedQuote) -> list[int]:
        """The citation numbers of a quote; new ones where it was not cited yet."""
        numbers = []
        for quote in verified.quotes:
            known = next((each.number for each in self._citations if _same(each.quote, quote)), None)
            if known is None:
                known = len(self._citations) + 1
                sure = recognised(verified.document, quote.page, self.page_of)
                self._citations.append(Citation(known, quote, verified.document, sure))
            numbers.append(known)
        return numbers

    def answer(self, extracted: Answer, incomplete: bool = False) -> Answer:
        """The answer as it stands, with the confidence and the coverage of the one that is made of extracts."""
        opening = [PARTIAL[self.language]] if extracted.status == "partial" else []
        originals = [block for each in self._foreign.values() for block in self._original(each)]
        claims = [*self._claims, *(self._quoted(each) for each in self._foreign.values())]
        return replace(
            extracted,
            text="\n\n".join(block for block in (*opening, " ".join(self._lines), *originals) if block),
            claims=tuple(claims),
            citations=tuple(self._citations),
            coverage=with_cited(extracted.coverage, self._citations),
            mode="generative",
            incomplete=incomplete,
        )

    def _original(self, each: VerifiedQuote) -> list[str]:
        """A quote of another language in its own words, then what the model makes of it, told apart."""
        blocks = [f"{quoted(inert(_line(each.text)), each.passage.language)} {_marks(self._numbers(each))}"]
        if each.translation:
            blocks.append(f"{TRANSLATION[self.language]} {inert(_line(each.translation))}")
        return blocks

    def _quoted(self, each: VerifiedQuote) -> Claim:
        claim = check_quoted(each.text, each.quotes, self.page_of, self.language)
        return replace(claim, citations=tuple(self._numbers(each)))


def _same(one: Quote, other: Quote) -> bool:
    def place(quote: Quote) -> tuple[str, int, int, int]:
        return quote.document_id, quote.page, quote.start, quote.end

    return place(one) == place(other)


def _marks(numbers: Sequence[int]) -> str:
    return "".join(f"[{number}]" for number in numbers)


def _line(text: str) -> str:
    """On one line; no-break spaces stay."""
    return " ".join(part for part in text.replace("\t", " ").replace("\n", " ").replace("\r", " ").split(" ") if part)
