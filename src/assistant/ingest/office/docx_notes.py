"""The footnotes and endnotes of a DOCX file, as whoever reads it sees them: what `assistant draft verify` checks.

Notes are told apart by the bookmarks in them. What tracked changes delete is left out, what they insert is taken; so is
hidden text left out. A note counts where the text refers to it: programs keep notes whose number was deleted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.errors import DocumentError
from assistant.ingest.archive import open_archive, parse_part, read_part
from assistant.ingest.limits import ReadLimits
from assistant.ingest.source import Source
from assistant.types.proposal_files import ParagraphKind, ReadNote, ReadNotes, ReadParagraph

if TYPE_CHECKING:
    import zipfile

    from lxml.etree import _Element

NOTE_PLACE = "\ufffc"
"""What stands in a paragraph's text where the number of a note does."""
MOST_NOTES = 5000
LONGEST_TEXT = 20_000
LONGEST_CARRIED = 50_000_000
MOST_KEYS = 50
MOST_PARAGRAPHS = 50_000
LONGEST_BODY = 5_000_000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset(
    {f"{_W}{name}" for name in ("del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr")} | {_FALLBACK}
)
_PARTS = {f"{_W}footnoteReference": "word/footnotes.xml", f"{_W}endnoteReference": "word/endnotes.xml"}
_NOTES = frozenset({f"{_W}footnote", f"{_W}endnote"})
_ITEM = re.compile(r"customXml/item\d{1,4}\.xml\Z")
_HEADING = re.compile(r"(?:heading|titre|title)[ _]?\d?\Z", re.I)
_SECTION = re.compile(r"section_")
_AFTER = frozenset({"missing", "bibliography", "annex"})
"""Names of the bookmarks at the headings that the export puts after the sections."""
_CONTAINERS = {"xl/workbook.xml": "XLSX", "ppt/presentation.xml": "PPTX", "content.xml": "OpenDocument"}
_OFF = frozenset({"0", "false", "off", "none"})


def read_notes(source: Source, limits: ReadLimits, carried_space: str) -> ReadNotes:
    """The notes of a DOCX file in the order of its text, and its paragraphs.

    Args:
        source: the file.
        limits: as for reading a document.
        carried_space: namespace of the element whose text is what the file carries of its notes.

    Raises:
        DocumentError: truncated, encrypted, unreadable, too_much_memory, too_much_text, unsupported_format (a
            container of another kind).
    """
    archive = open_archive(source.data(), limits)
    root = parse_part(archive, "word/document.xml")
    body = root.find(f"{_W}body") if root is not None else None
    if body is None:
        raise DocumentError("unreadable") if root is not None else _other(archive)
    parts = {part: _notes_by_id(archive, part) for part in _PARTS.values()}
    found: list[ReadNote] = []
    told: list[ReadParagraph] = []
    length = 0
    for kind, paragraph in _in_sections(body):
        text = _text(paragraph)[:LONGEST_TEXT]
        length += len(text)
        if text.strip():
            told.append(ReadParagraph(kind, text))
        if length > LONGEST_BODY or len(told) > MOST_PARAGRAPHS:
            raise DocumentError("too_much_text", limit=LONGEST_BODY)
        references = [node for node in _visible(paragraph) if node.tag in _PARTS]
        for place, reference in enumerate(references):
            note = parts[_PARTS[reference.tag]].get(reference.get(f"{_W}id", ""))
            if note is not None:
                found.append(ReadNote(_keys(note), _note_text(note)[:LONGEST_TEXT], text, place))
        if len(found) > MOST_NOTES:
            raise DocumentError("too_much_text", limit=MOST_NOTES)
    return ReadNotes(_carried(archive, carried_space), tuple(found), _sectioned(told))


def _other(archive: zipfile.ZipFile) -> DocumentError:
    """What a container without a Word document is told to be."""
    names = frozenset(archive.namelist())
    found = next((kind for name, kind in _CONTAINERS.items() if name in names), "ZIP")
    if found == "OpenDocument" and b"opendocument.text" in (read_part(archive, "mimetype") or b"")[:200]:
        found = "ODT"
    return DocumentError("unsupported_format", found=found)


def _in_sections(body: _Element) -> Iterator[tuple[ParagraphKind, _Element]]:
    """All paragraphs, each with where it is: bookmarks say where sections begin and where they end."""
    where: ParagraphKind = "front"
    for node in _paragraphs(body, marks=True):
        inside = node.iter(f"{_W}bookmarkStart")
        for name in (each.get(f"{_W}name", "") for each in inside):
            where = "text" if _SECTION.match(name) else "after" if name in _AFTER else where
        if node.tag == f"{_W}p":
            style = node.find(f"{_W}pPr/{_W}pStyle")
            named = style.get(f"{_W}val", "") if style is not None else ""
            is_title = where == "front" and named.lower() in ("title", "titre")
            is_heading = where == "text" and _HEADING.match(named) is not None
            yield "heading" if is_title or is_heading else where, node


def _sectioned(told: list[ReadParagraph]) -> tuple[ReadParagraph, ...]:
    """Paragraphs of which all are text, where no section can be told."""
    if any(each.kind == "text" for each in told):
        return tuple(told)
    return tuple(each if each.kind == "heading" else ReadParagraph("text", each.text) for each in told)


def _notes_by_id(archive: zipfile.ZipFile, part: str) -> dict[str, _Element]:
    root = parse_part(archive, part)
    if root is None:
        return {}
    notes = (node for node in root if node.tag in _NOTES and node.get(f"{_W}type") in (None, "normal"))
    return {node.get(f"{_W}id", ""): node for node in notes}


def _paragraphs(container: _Element, *, marks: bool = False) -> Iterator[_Element]:
    """All paragraphs below an element, those in tables and text boxes too; not those inside doubled drawings.

    `marks`: and the bookmarks among them, in order.
    """
    stack: list[_Element] = [container]
    while stack:
        node = stack.pop()
        if node.tag == f"{_W}p" or (marks and node.tag == f"{_W}bookmarkStart"):
            yield node
        if node.tag not in _SKIPPED:
            stack.extend(reversed([child for child in node if isinstance(child.tag, str)]))


def _visible(paragraph: _Element) -> Iterator[_Element]:
    """What stands in a paragraph and is seen, in order; paragraphs inside it (text boxes) stand for themselves."""
    stack: list[_Element] = [paragraph]
    while stack:
        node = stack.pop()
        if not isinstance(node.tag, str) or node.tag in _SKIPPED or _is_hidden(node):
            continue
        if node.tag == f"{_W}p" and node is not paragraph:
            continue
        yield node
        stack.extend(reversed(node))


def _is_hidden(node: _Element) -> bool:
    vanish = node.find(f"{_W}rPr/{_W}vanish") if node.tag == f"{_W}r" else None
    return vanish is not None and vanish.get(f"{_W}val", "").lower() not in _OFF


def _text(paragraph: _Element) -> str:
    pieces: list[str] = []
    for node in _visible(paragraph):
        if node.tag == f"{_W}t":
            pieces += [node.text or "", *(child.tail or "" for child in node)]  # children: entities, never expanded
        elif node.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            pieces.append(" ")
        elif node.tag == f"{_W}noBreakHyphen":
            pieces.append("\u2011")
        elif node.tag in _PARTS:
            pieces.append(NOTE_PLACE)
    return "".join(pieces)


def _note_text(note: _Element) -> str:
    return "\n".join(_text(paragraph) for paragraph in _paragraphs(note)).strip()


def _keys(note: _Element) -> tuple[str, ...]:
    """The names of the bookmarks in a note, each once."""
    names = (node.get(f"{_W}name", "") for node in note.iter(f"{_W}bookmarkStart"))
    return tuple(dict.fromkeys(name[:200] for name in names if name))[:MOST_KEYS]


def _carried(archive: zipfile.ZipFile, space: str) -> str:
    """The text of the custom part that the export left; "" where there is none."""
    for name in archive.namelist():
        if not _ITEM.match(name):
            continue
        try:
            root = parse_part(archive, name)
        except DocumentError:  # another program's part, whatever it is
            continue
        if root is not None and root.tag == f"{{{space}}}notes":
            text = root.text or ""
            if len(text) > LONGEST_CARRIED:
                raise DocumentError("too_much_text", limit=LONGEST_CARRIED)
            return text
    return ""
