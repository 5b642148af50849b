"""Proposals: what a member drafts from evidence, section by section, and what checking it gave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.types.answers import Verdict
from assistant.types.documents import Language

BlockKind = Literal["heading", "paragraph", "item"]
PickedFrom = Literal["answer", "search", "suggestion", "document"]
WrittenBy = Literal["brief", "model", "person"]
QuoteState = Literal["holds", "moved", "changed", "gone", "withheld"]


@dataclass(frozen=True, slots=True)
class PickedQuote:
    """A verified quote in the basket of a section, and what is needed to check it and to show it when gone.

    `id` is unique in the proposal and never given twice. `page` is the page of the file, 1 of one without pages
    (`paged` is False then); `start` and `end` are character offsets in its text. `content_hash` is the version of the
    document that was quoted. `before` and `after` are the text around the quote, never part of it.
    """

    id: str
    document_id: str
    content_hash: str
    source: str
    title: str
    page: int
    paged: bool
    start: int
    end: int
    text: str
    language: Language
    before: str = ""
    after: str = ""
    comment: str = ""
    picked_from: PickedFrom = "document"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a section, the quotes it rests on (ids of its basket), and what checking it gave.

    `verdict` is None where it was not checked since it was last changed.
    """

    text: str
    quotes: tuple[str, ...] = ()
    verdict: Verdict | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or an item of a list, as sentences."""

    kind: BlockKind
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class ProposalSection:
    """One section: what it is to answer, its basket in the person's order, its text, and who wrote that.

    `length` is in words (0: as it comes). `written_by` is None where nothing is written yet. `missing` says in the
    section's language what its evidence lacks. `revision` counts the changes of the section.
    """

    id: str
    title: str
    question: str = ""
    reader: str = ""
    length: int = 0
    basket: tuple[PickedQuote, ...] = ()
    blocks: tuple[Block, ...] = ()
    written_by: WrittenBy | None = None
    missing: tuple[str, ...] = ()
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A document in the making: its sections in order. Times are ISO 8601 in UTC; `revision` counts all changes."""

    id: str
    title: str
    language: Language
    sections: tuple[ProposalSection, ...] = ()
    created: str = ""
    updated: str = ""
    revision: int = 0


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """What has become of a picked quote.

    "holds": it stands where it stood, character for character. "moved": the document has changed and the quote stands
    in it elsewhere (`page`, `start`). "changed": it no longer stands in it. "gone": the document is not there.
    "withheld": it may not be quoted any more.
    """

    quote_id: str
    state: QuoteState
    page: int | None = None
    start: int | None = None
