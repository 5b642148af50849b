"""Proposals: what a member drafts from evidence, section by section, and what checking it gave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.types.answers import Verdict
from assistant.types.documents import Document, Language

BlockKind = Literal["heading", "paragraph", "item"]
PickedFrom = Literal["answer", "search", "suggestion", "document"]
WrittenBy = Literal["brief", "model", "person"]
QuoteState = Literal["holds", "moved", "changed", "gone", "withheld"]
ChangeKind = Literal[
    "added", "planned", "picked", "arranged", "commented", "edited", "written", "checked", "restored", "removed",
    "refused",
]  # fmt: skip
"""What a version of a section was made by; "refused": a text that came too late, kept beside what was saved before."""

OutlineChange = Literal["begun", "renamed", "ordered", "added", "retitled", "removed", "restored"]
"""What a version of an outline was made by."""


@dataclass(frozen=True, slots=True)
class PickedQuote:
    """A verified quote in the basket of a section, and what is needed to check it and to show it when gone.

    `id` is unique in the proposal and never given twice. `page` is the page of the file, 1 of one without pages
    (`paged` is False then); `start` and `end` are character offsets in its text. `content_hash` is the version of the
    document that was quoted. `before` and `after` are the text around the quote, never part of it. `withheld`: its
    document may not be quoted or named, as it was when it left the library; of one that is there, the document says so.
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
    withheld: bool = False


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
    section's language what its evidence lacks. `title_verdict` says whether what the title states is in the quotes
    (None: not looked at), `title_reason` why. `revision` counts the changes of the section, `text_revision` is that of
    the last one that changed its plan or its text: what is written on an older one is refused; on one before
    `erased_revision`, it is not even kept: it may have words of a document that was erased then.
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
    text_revision: int = 0
    title_verdict: Verdict | None = None
    title_reason: str = ""
    erased_revision: int = 0


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


@dataclass(frozen=True, slots=True)
class ProposalHead:
    """A proposal of a list: how many sections and quotes it has."""

    id: str
    title: str
    language: Language
    sections: int
    quotes: int
    created: str
    updated: str
    revision: int


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """What a section is to be: its title, the question or theme it answers, its reader, its length in words."""

    title: str
    question: str = ""
    reader: str = ""
    length: int = 0


@dataclass(frozen=True, slots=True)
class Editor:
    """Who changes something: `owner` tells people apart (never shown), `name` is what they call themselves."""

    owner: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class SectionLock:
    """A section that somebody is editing, until a moment (ISO 8601, UTC) unless they say so again."""

    section_id: str
    editor: Editor
    until: str


@dataclass(frozen=True, slots=True)
class SectionVersion:
    """A section as it was after a change; `number` counts the versions of the section from 1."""

    number: int
    kept_at: str
    editor: str
    change: ChangeKind
    section: ProposalSection


@dataclass(frozen=True, slots=True)
class SectionHead:
    """A section of a list: its id, its title, and how many quotes it has."""

    id: str
    title: str
    quotes: int


@dataclass(frozen=True, slots=True)
class ProposalOutline:
    """A proposal of a list, with its sections."""

    id: str
    title: str
    language: Language
    sections: tuple[SectionHead, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """What a proposal is called, and its sections in order, each an id and a title."""

    title: str
    language: Language
    sections: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OutlineVersion:
    """An outline as it was after a change; `number` counts from 1."""

    number: int
    kept_at: str
    editor: str
    change: OutlineChange
    outline: Outline


@dataclass(frozen=True, slots=True)
class Pick:
    """A span of a document to be put into a basket; it is refused where the page does not hold it.

    `page` is 1 of a document without pages. `text`, where it is given, must be what stands there; `content_hash`, the
    version of the document that was read.
    """

    document_id: str
    page: int
    start: int
    end: int
    text: str | None = None
    content_hash: str | None = None
    comment: str = ""
    picked_from: PickedFrom = "document"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A quote that is not in the basket yet (its id is ""), and the document it is from; best ones score highest."""

    quote: PickedQuote
    document: Document
    score: float


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Quotes proposed for a section, what is missing with those of its basket, and titles of what can't be quoted."""

    quotes: tuple[Suggestion, ...]
    missing: tuple[str, ...]
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line of two versions compared: in both, in the older one alone, or in the newer one alone."""

    change: Literal["same", "removed", "added"]
    text: str
