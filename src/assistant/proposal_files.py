"""Proposals as files: exported with their footnotes, and checked when they come back."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, Protocol

from assistant.bibliography.csl import item_of
from assistant.bibliography.styles import own_style, style_file
from assistant.drafting.export.build import build
from assistant.drafting.export.bundle import bundle_json, read_carried
from assistant.drafting.export.docx_finish import CARRIED_SPACE
from assistant.drafting.export.plan import BadQuote, Plan, Sources, bad_quotes, planned
from assistant.drafting.export.references import Cited, References, set_references
from assistant.drafting.export.refusals import refuse_other_kinds, refused
from assistant.drafting.export.render import rendered
from assistant.drafting.export.unchecked import unchecked_of
from assistant.drafting.export.verification import LookUp, checked_bundle, checked_notes
from assistant.errors import DocumentError, UsageError
from assistant.note_ports import NoteReader, Printer
from assistant.text.controls import without_controls
from assistant.types import Document, Page, Proposal, QuoteCheck, Record
from assistant.types.proposal_files import EXPORT_FORMATS, CarriedNote, ExportFormat, FileCheck
from assistant.types.proposals import QuoteState

OnBadQuote = Literal["refuse", "annotate"]
_ENDINGS: Mapping[str, ExportFormat] = {
    ".docx": "docx", ".odt": "odt", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html",
    ".pdf": "pdf", ".json": "json",
}  # fmt: skip
_ENDING_OF: Mapping[ExportFormat, str] = {form: ending for ending, form in reversed(list(_ENDINGS.items()))}
_LONGEST_NAME = 80
_ZIP = b"PK\x03\x04"
_MOST_BYTES = 50_000_000
_NAMED = 12
_OF_STYLE = "Citeproc"  # names what pandoc says of a style that it can't use


class Proposals(Protocol):
    """What is asked of the proposals."""

    def show(self, proposal_id: str) -> Proposal:
        """A proposal. Raises UsageError (unknown_proposal)."""
        ...

    def checks(self, proposal: Proposal) -> Sequence[QuoteCheck]:
        """What has become of each of its quotes."""
        ...


class Library(Protocol):
    """What is asked of the library."""

    def shown(self) -> list[Record]:
        """Every entry, as everybody may see it."""
        ...


class Texts(Protocol):
    """What is asked of the catalogue."""

    def document(self, document_id: str) -> Document | None:
        """One document, or None."""
        ...

    def documents(self) -> Sequence[Document]:
        """All documents, by source."""
        ...

    def page(self, document_id: str, number: int) -> Page | None:
        """One page with its text, or None."""
        ...


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file that was made: its bytes, its name, how many footnotes it has, how many places are marked as to check."""

    content: bytes
    name: str
    notes: int
    marks: int


@dataclass(frozen=True, slots=True)
class ExportPreview:
    """What a file would have: footnotes, and places marked as to be checked, as `ExportedFile` counts them.

    `holding` counts the footnotes whose quote stands in its document at this moment.
    `bad` are the quotes of the text that do not stand in a document which may be quoted; `refused`: for their sake
    there would be no file.
    """

    notes: int
    marks: int
    bad: tuple[BadQuote, ...]
    refused: bool
    holding: int


def format_of(path: Path) -> ExportFormat:
    """The format that a file's ending stands for.

    Raises:
        UsageError: unknown_export_format.
    """
    found = _ENDINGS.get(path.suffix.lower())
    if found is None:
        raise UsageError("unknown_export_format", form=path.suffix or path.name, forms=" ".join(_ENDINGS))
    return found


class ProposalFiles:
    """Makes files of proposals and checks them. May be used from several threads."""

    def __init__(
        self,
        proposals: Proposals,
        library: Library,
        texts: Texts,
        reader: NoteReader,
        printer: Printer,
        on_bad_quote: OnBadQuote = "refuse",
    ) -> None:
        self._proposals = proposals
        self._library = library
        self._texts = texts
        self._reader = reader
        self._printer = printer
        self._on_bad_quote = on_bad_quote

    def export(self, proposal_id: str, form: ExportFormat, style: str | Path = "") -> ExportedFile:
        """A proposal as a file. Every quote is checked first, at this moment.

        Args:
            proposal_id: of the proposal.
            form: of the file; "pdf" asks for LibreOffice.
            style: name of a citation style, or a CSL file; empty: ISO 690, author and date, in French.

        Raises:
            UsageError: unknown_proposal, unknown_export_format, unknown_style, bad_style; draft_quotes_bad: quotes no
                longer stand in their documents, and the settings say to refuse; draft_no_converter; draft_too_long,
                draft_not_made.
        """
        if form not in EXPORT_FORMATS:
            raise UsageError("unknown_export_format", form=form, forms=" ".join(EXPORT_FORMATS))
        file = own_style(style) if isinstance(style, Path) else style_file(style)
        plan, records, bad = self._planned(proposal_id)
        if bad and self._on_bad_quote == "refuse":
            raise _refusal(bad)
        items = _items(plan, records)
        exported = datetime.now(UTC).isoformat(timespec="seconds")
        built = build(plan, _references(plan, items, records, file), exported)
        if form == "json":
            content = bundle_json(plan, built.carried, items, exported, built.marks).encode()
        else:
            content = _in_time(lambda: rendered(built, plan.proposal, exported, form))
            content = self._printed(content) if form == "pdf" else content
        return ExportedFile(content, file_name(plan.proposal.title, form), len(built.carried), len(built.marks))

    def preview(self, proposal_id: str) -> ExportPreview:
        """What exporting a proposal would give at this moment, every quote checked.

        Raises:
            UsageError: unknown_proposal.
        """
        plan, _, bad = self._planned(proposal_id)
        built = build(plan, References([[]] * len(plan.notes), []), "")
        holding = sum(not each.lost for each in plan.notes)
        refused = bool(bad) and self._on_bad_quote == "refuse"
        return ExportPreview(len(built.carried), len(built.marks), tuple(bad), refused, holding)

    def _planned(self, proposal_id: str) -> tuple[Plan, Mapping[str, Record], Sequence[BadQuote]]:
        """What is exported of a proposal, the records of its documents, and its quotes that do not hold."""
        proposal = self._proposals.show(proposal_id)
        checks = self._proposals.checks(proposal)
        sources = self._sources(proposal)
        return planned(proposal, checks, sources), sources.records, bad_quotes(proposal, checks)

    def verify(self, path: Path, bundle: Path | None = None) -> FileCheck:
        """Which footnotes of a file still hold: of a bundle, or of a DOCX file, edited or not.

        Args:
            path: the file.
            bundle: the bundle that was exported with it, where the DOCX file has lost its list of notes.

        Raises:
            UsageError: not_found; draft_file_unreadable, draft_file_damaged, draft_file_locked, draft_file_too_large,
                draft_file_not_word; draft_file_no_notes: it says nothing of its notes.
        """
        content = _read(path)
        refuse_other_kinds(content)
        if not content.startswith(_ZIP):
            return checked_bundle(read_carried(_decoded(content), signed=True), self._look_up())
        try:
            found = self._reader.notes(path, CARRIED_SPACE)
        except DocumentError as error:
            raise refused(error) from error
        if bundle is not None:
            carried = read_carried(_decoded(_read(bundle)), signed=True)
        elif found.carried:
            carried = read_carried(found.carried)
        else:
            raise UsageError("draft_file_no_notes")
        check = checked_notes(carried, found.notes, self._look_up())
        return replace(check, unchecked=unchecked_of(carried, found))

    def verify_bytes(self, content: bytes) -> FileCheck:
        """The same of a file that is sent.

        Raises:
            UsageError: as for `verify`.
        """
        with tempfile.TemporaryDirectory(prefix="assistant-") as folder:
            path = Path(folder) / "file.docx"
            path.write_bytes(content)
            return self.verify(path)

    def _sources(self, proposal: Proposal) -> Sources:
        wanted = {quote.document_id for section in proposal.sections for quote in section.basket}
        records = {record.id: record for record in self._library.shown() if record.id in wanted}
        found = ((name, self._texts.document(name)) for name in wanted)
        return Sources(records, {name: document.content_hash for name, document in found if document is not None})

    def _printed(self, docx: bytes) -> bytes:
        try:
            return self._printer.printed(docx)
        except DocumentError as error:
            raise UsageError("draft_no_converter" if error.code == "no_converter" else "draft_not_printed") from error

    def _look_up(self) -> LookUp:
        """What says what has become of the quote of a note here; documents and their texts are read once."""
        texts: dict[str, list[str]] = {}
        by_content: dict[str, Document] = {}

        def same_version(content_hash: str) -> Document | None:
            if not by_content:
                by_content.update((each.content_hash, each) for each in reversed(self._texts.documents()))
            return by_content.get(content_hash)

        def look_up(note: CarriedNote) -> QuoteState:
            document = self._texts.document(note.document_id) or same_version(note.content_hash)
            if document is None or not note.quote:
                return "gone"
            if not document.text_shown:
                return "withheld"
            page = self._texts.page(document.id, note.page)
            if page is not None and page.text[note.start : note.end] == note.quote:
                return "holds"
            if document.id not in texts:
                texts[document.id] = list(self._pages(document))
            return "moved" if any(note.quote in text for text in texts[document.id]) else "changed"

        return look_up

    def _pages(self, document: Document) -> Iterable[str]:
        for number in range(1, (document.page_count or 1) + 1):
            page = self._texts.page(document.id, number)
            if page is not None:
                yield page.text


def file_name(title: str, form: ExportFormat) -> str:
    """The name of the file of a proposal: its title, in characters that every system takes."""
    plain = "".join(character if character.isalnum() else " " for character in without_controls(title))
    return f"{'-'.join(plain.split())[:_LONGEST_NAME].strip('-') or 'proposition'}{_ENDING_OF[form]}"


def _refusal(bad: Sequence[BadQuote]) -> UsageError:
    shown = bad if len(bad) <= _NAMED + 1 else bad[:_NAMED]  # "and 1 more" is no shorter than its name
    named = [f"{quote.id} ({state})" for _, quote, state in shown]
    more = f" and {len(bad) - len(shown)} more" if len(bad) > len(shown) else ""
    return UsageError("draft_quotes_bad", count=len(bad), quotes=", ".join(named) + more)


def _items(plan: Plan, records: Mapping[str, Record]) -> dict[str, dict[str, Any]]:
    """The CSL-JSON items of the documents quoted, by id; of those that are gone, what the quote says."""
    quotes = {quote.document_id: quote for section in plan.proposal.sections for quote in section.basket}
    return {
        name: item_of(records[name], name)
        if name in records
        else {"id": name, "type": "document", "title": quote.title or quote.source}
        for name, quote in quotes.items()
    }


def _references(plan: Plan, items: Mapping[str, dict[str, Any]], known: Container[str], file: Path) -> References:
    """The references of the notes; of a document that was erased, nothing is left to refer to."""
    keys = {name: f"d{number}" for number, name in enumerate(items, 1)}  # ids of ours are no citation keys
    cited = [
        Cited(keys[note.quote.document_id], str(note.quote.page) if note.quote.paged else "")
        if note.quote.text or note.quote.document_id in known
        else None
        for note in plan.notes
    ]
    of_keys = {keys[name]: item for name, item in items.items()}
    try:
        return set_references(cited, of_keys, file, plan.proposal.language)
    except DocumentError as error:
        detail = error.params.get("detail", "")
        if _OF_STYLE in detail:
            raise UsageError("bad_style", style=file.stem, detail="pandoc can't use it") from error
        raise _not_made(error) from error


def _in_time(write: Callable[[], bytes]) -> bytes:
    try:
        return write()
    except DocumentError as error:
        raise _not_made(error) from error


def _not_made(error: DocumentError) -> UsageError:
    """Why pandoc has made nothing of a proposal: it took too long, or what it said itself."""
    if error.code == "too_slow":
        return UsageError("draft_too_long", **error.params)
    return UsageError("draft_not_made", detail=error.params.get("detail") or error.code)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError("draft_file_unreadable", detail=f"it is larger than {_MOST_BYTES // 1_000_000} MB")
        return path.read_bytes()
    except OSError as error:
        raise UsageError("not_found", path=path) from error


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("draft_file_unreadable", detail="it is not text") from error
