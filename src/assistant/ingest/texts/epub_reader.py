"""EPUB: the chapters in reading order, by the same rules as web pages; Dublin Core metadata. Nothing runs or loads."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from assistant.errors import DocumentError
from assistant.ingest.archive import open_archive, parse_part, read_part
from assistant.ingest.blocks import Block, assemble
from assistant.ingest.identifiers import clean_line, find_identifier
from assistant.ingest.limits import ReadLimits
from assistant.ingest.metadata import clean_authors, clean_title, parse_date, parse_language
from assistant.ingest.source import Source
from assistant.ingest.stated import stated
from assistant.ingest.texts.html_blocks import drop_hidden, page_blocks
from assistant.ingest.texts.html_reader import decode_page, parse_page
from assistant.messages import counted_if_any
from assistant.types import ReadDocument

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_ENC = "{http://www.w3.org/2001/04/xmlenc#}"
_FONT_METHODS = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_MARKS = frozenset({"pagebreak", "noteref", "doc-pagebreak", "doc-noteref"})


@dataclass(frozen=True, slots=True)
class _Part:
    path: str | None
    media_type: str
    properties: str


def read_epub(source: Source, limits: ReadLimits) -> ReadDocument:
    """Read a book as one page (EPUB has no fixed pages), its chapters one after the other.

    A warning tells how many chapters are missing or damaged; a book without any other is unreadable.

    Raises:
        DocumentError: truncated, encrypted, unreadable, no_text, pictures_only, too_much_text, too_much_memory.
    """
    archive = open_archive(source.data(), limits)
    encrypted = _encrypted(archive)
    package_path = _package_path(archive)
    package = parse_part(archive, package_path)
    if package is None:
        raise DocumentError("unreadable")
    chapters = list(_chapters(package, posixpath.dirname(package_path)))
    if encrypted.intersection([package_path, *chapters]):
        raise DocumentError("encrypted")
    blocks, left_out = _read_chapters(archive, chapters, limits)
    page, headings = assemble(blocks)
    if not page.text:
        raise _why_nothing(archive, len(chapters), left_out)
    opening = next((heading.title for heading in headings if heading.level == 1), None)
    return ReadDocument(
        format="epub",
        pages=(page,),
        paged=False,
        headings=headings,
        warnings=counted_if_any("chapters_left_out", left_out),
        **stated(("file_metadata", _package_fields(package)), ("first_page", {"title": clean_title(opening)})),
    )


def _package_fields(package: _Element) -> dict[str, Any]:
    """What the package's Dublin Core states."""
    return {
        "title": clean_title(_first(package, "title")),
        "authors": clean_authors(list(_creators(package))),
        "date": parse_date(_first(package, "date")),
        "language": parse_language(_first(package, "language")),
        "publisher": clean_line(_first(package, "publisher")),
        "licence": clean_line(_first(package, "rights")),
        "identifier": find_identifier(_first(package, "identifier")),
    }


def _read_chapters(
    archive: zipfile.ZipFile, chapters: Sequence[str | None], limits: ReadLimits
) -> tuple[list[Block], int]:
    """The blocks of all chapters, and how many of these are missing or damaged.

    Raises:
        DocumentError: too_much_text.
    """
    blocks: list[Block] = []
    room, left_out = limits.characters, 0
    for path in chapters:
        try:
            found = list(_chapter_blocks(archive, path))
        except DocumentError:
            left_out += 1
            continue
        room -= sum(len(block.text) for block in found)
        if room < 0:
            raise DocumentError("too_much_text", limit=limits.characters)
        blocks += found
    return blocks, left_out


def _why_nothing(archive: zipfile.ZipFile, chapters: int, left_out: int) -> DocumentError:
    if left_out:
        return DocumentError("unreadable")
    if _has_pictures(archive):
        return DocumentError("pictures_only", pages=max(1, chapters))
    return DocumentError("no_text")


def _encrypted(archive: zipfile.ZipFile) -> frozenset[str]:
    """Paths of the parts that are encrypted; fonts made unusable elsewhere do not count."""
    root = parse_part(archive, "META-INF/encryption.xml")
    if root is None:
        return frozenset()
    found: set[str] = set()
    for data in root.iter(f"{_ENC}EncryptedData"):
        method = data.find(f"{_ENC}EncryptionMethod")
        if method is not None and method.get("Algorithm") in _FONT_METHODS:
            continue
        found.update(unquote(reference.get("URI", "")) for reference in data.iter(f"{_ENC}CipherReference"))
    return frozenset(found)


def _package_path(archive: zipfile.ZipFile) -> str:
    """Where the container says that the package document is; else the first that has its extension."""
    root = parse_part(archive, "META-INF/container.xml")
    files = root.iter(f"{_CONTAINER}rootfile") if root is not None else ()
    stated: list[str] = [file.get("full-path", "") for file in files]
    names = set(archive.namelist())
    candidates = [*stated, *(name for name in archive.namelist() if name.lower().endswith(".opf"))]
    path = next((path for path in candidates if path in names), None)
    if path is None:
        raise DocumentError("unreadable")
    return path


def _chapters(package: _Element, folder: str) -> Iterator[str | None]:
    """Paths of the pages in the order of the spine, each once; tables of contents left out.

    None stands for one that the book does not have: it names no part of it, or one outside.
    """
    parts: Mapping[str, _Part] = {
        item.get("id", ""): _Part(
            _inside(folder, item.get("href", "")), item.get("media-type", ""), item.get("properties", "")
        )
        for item in package.iter(f"{_OPF}item")
    }
    contents = {
        _inside(folder, reference.get("href", ""))
        for reference in package.iter(f"{_OPF}reference")
        if reference.get("type") == "toc"
    }
    seen: set[str] = set()
    for name in dict.fromkeys(entry.get("idref", "") for entry in package.iter(f"{_OPF}itemref")):
        part = parts.get(name)
        if part is None:
            yield None
        elif part.media_type not in _PAGES or "nav" in part.properties.split():
            continue
        elif part.path is None:
            yield None
        elif part.path not in seen and part.path not in contents:
            seen.add(part.path)
            yield part.path


def _inside(folder: str, reference: str) -> str | None:
    """The path in the archive that a reference of the package means; None for one that leads out of it."""
    name = unquote(reference.partition("#")[0])
    path = posixpath.normpath(posixpath.join(folder, name))
    return None if not name or ":" in name or path.startswith(("/", "../")) or path in (".", "..") else path


def _chapter_blocks(archive: zipfile.ZipFile, path: str | None) -> Iterator[Block]:
    """The blocks of a chapter; none where it shows nothing.

    Raises:
        DocumentError: unreadable (missing or damaged), bad_encoding.
    """
    content = read_part(archive, path) if path is not None else None
    if content is None or not content.strip():
        raise DocumentError("unreadable")
    try:
        tree, _ = parse_page(decode_page(content)[0])
    except DocumentError as error:
        if error.code == "no_text":
            return
        raise
    drop_hidden(tree)
    for node in [node for node in tree.iter() if _is_mark(node)]:
        node.drop_tree()
    yield from page_blocks(tree)


def _is_mark(node: HtmlElement) -> bool:
    """Whether an element is but the number of a printed page or of a note."""
    kinds = f"{node.get('epub:type', '')} {node.get('role', '')}".split()
    return not _MARKS.isdisjoint(kinds) and node.getparent() is not None


def _has_pictures(archive: zipfile.ZipFile) -> bool:
    return any(name.lower().endswith((".jpg", ".jpeg", ".png", ".gif", ".webp")) for name in archive.namelist())


def _first(package: _Element, name: str) -> str | None:
    return next(
        (text.strip() for element in package.iter(f"{_DC}{name}") if (text := element.text or "").strip()), None
    )


def _creators(package: _Element) -> Iterator[str]:
    """Names of the authors: of all creators, where none is marked as author."""
    roles = {
        refinement.get("refines", "").lstrip("#"): (refinement.text or "").strip()
        for refinement in package.iter(f"{_OPF}meta")
        if refinement.get("property") == "role"
    }
    for creator in package.iter(f"{_DC}creator"):
        role = creator.get(f"{_OPF}role") or roles.get(creator.get("id", ""), "")
        if creator.text and role in ("", "aut"):
            yield creator.text.strip()
