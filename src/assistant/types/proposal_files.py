"""Proposals as files: what a file carries of its notes, what was read back from one, and what checking it gave."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal, get_args

from assistant.types.proposals import QuoteState

ExportFormat = Literal["docx", "odt", "markdown", "html", "pdf", "json"]
EXPORT_FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)
NoteState = Literal["holds", "altered", "deleted", "foreign", "moved", "changed", "gone", "withheld"]
NOTE_STATES: tuple[NoteState, ...] = get_args(NoteState)
NotePart = Literal["quote", "page", "reference"]
CheckedFile = Literal["docx", "bundle"]
ParagraphKind = Literal["front", "heading", "text", "after"]
PARAGRAPH_KINDS: tuple[ParagraphKind, ...] = get_args(ParagraphKind)
Counted = NoteState | Literal["displaced"]
COUNTED: tuple[Counted, ...] = ("holds", "displaced", *NOTE_STATES[1:])


@dataclass(frozen=True, slots=True)
class CarriedNote:
    """One footnote as it was exported: the quote that it gives, where that stands, and the note's whole text.

    `key` is unique in the file; a DOCX file has a bookmark of that name around the note's text. `sentence` is what the
    note was put to, `quote` the quote character for character. `page`, `start` and `end` are as for PickedQuote.
    `runs_in`: the text before the sentence did not end there; `runs_on`: that after it went on, as it was exported.
    """

    key: str
    quote_id: str
    section: str
    sentence: str
    text: str
    document_id: str
    content_hash: str
    source: str
    page: int
    paged: bool
    start: int
    end: int
    quote: str
    runs_in: bool = False
    runs_on: bool = False


@dataclass(frozen=True, slots=True)
class ReadNote:
    """One note of a DOCX file: the bookmarks in it, its text, the paragraph that it is put to, and its place there.

    A paragraph's text has U+FFFC where the number of a note stands; `place` counts them from 0 (None: not known).
    """

    keys: tuple[str, ...]
    text: str
    paragraph: str
    place: int | None = None


@dataclass(frozen=True, slots=True)
class ReadParagraph:
    """One paragraph of a DOCX file, its text as in ReadNote.

    "front": before the first section, such as the table of contents; "heading": of the file or in its sections; "text":
    of its sections; "after": the bibliography and what else follows them. Of a file in which no section can be told,
    all are headings and text.
    """

    kind: ParagraphKind
    text: str


@dataclass(frozen=True, slots=True)
class ReadNotes:
    """The notes of a DOCX file in the order of its text, the JSON that the export left in it ("": none), and its text.

    Paragraphs without text are left out.
    """

    carried: str
    notes: tuple[ReadNote, ...]
    paragraphs: tuple[ReadParagraph, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteFinding:
    """What checking one footnote gave.

    "holds": it is as it was exported, and its quote stands in the document where it says. "altered": its text was
    changed since, in these `parts`. "deleted": it is no longer in the file. "foreign": it did not come from the export.
    Otherwise it is as it was exported, and what has become of its quote (see QuoteCheck): "gone" where the document is
    not in this installation. `number` is its place in the file, None where it is not there. `carried` is None for a
    foreign one. `sentence_changed` tells that the sentence before it is no longer the one it was put to; `displaced`,
    that this sentence stands elsewhere in the file: the note was moved to another.
    """

    state: NoteState
    number: int | None
    carried: CarriedNote | None
    text: str = ""
    parts: tuple[NotePart, ...] = ()
    quote: QuoteState | None = None
    sentence_changed: bool = False
    displaced: bool = False


@dataclass(frozen=True, slots=True)
class Unchecked:
    """What of a DOCX file no footnote answers for: sentences of its sections and headings that have none.

    `marks` counts the marks of what was to be checked that the file was exported with (None: it does not say), `gone`
    those of them that are in it no more.
    """

    sentences: int
    headings: int
    marks: int | None = None
    gone: int = 0


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What checking a file gave, footnote by footnote. `whole` is False for a bundle that is not as it was written.

    `unchecked` is None for a bundle: that is whole, or not.
    """

    kind: CheckedFile
    title: str
    exported: str
    findings: tuple[NoteFinding, ...]
    whole: bool = True
    unchecked: Unchecked | None = None

    @property
    def holds(self) -> bool:
        """Whether every footnote that was exported still holds, and there is none besides. Nothing else is checked."""
        return self.whole and all(each.state == "holds" and not each.sentence_changed for each in self.findings)

    @property
    def counts(self) -> dict[Counted, int]:
        """How many footnotes there are in each state; those there are none in are left out.

        One that holds, but no longer stands at its sentence, is "displaced".
        """
        found = Counter[Counted](
            "displaced" if each.displaced and each.state == "holds" else each.state for each in self.findings
        )
        return {state: found[state] for state in COUNTED if found[state]}
