"""pypdf: what is asked of it where pdfium finds nothing, or nonsense, or can't open the file at all."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.errors import DocumentError
from assistant.ingest.legibility import is_garbled
from assistant.ingest.limits import ReadLimits
from assistant.ingest.page_warnings import PAGES_UNREADABLE
from assistant.text.normalise import clean
from assistant.types import Page, ReadDocument

if TYPE_CHECKING:
    import pypdf

_TAIL_BYTES = 2048
_DAMAGE_SAMPLE = 5
_EMPTY_STREAM = 30  # bytes: an empty page's compressed content is shorter


def second_opinion(data: bytes, password: str | None, indexes: Sequence[int]) -> dict[int, str]:
    """The text of those pages where there is any, by index."""
    found: dict[int, str] = {}
    try:
        reader = _reader(data, password)
        indexes = [index for index in indexes if index < len(reader.pages)]
    except _failures():
        return {}
    for index in indexes:
        text = _text(reader, index)
        if text and text.strip():
            found[index] = text
    return found


def read_whole(data: bytes, password: str | None, limits: ReadLimits) -> ReadDocument:
    """The whole document, where pdfium can't open it.

    Raises:
        DocumentError: encrypted, wrong_password, no_pages, too_many_pages, too_much_text, truncated, unreadable.
    """
    damaged = DocumentError("truncated" if is_cut(data) else "unreadable")
    try:
        reader = _reader(data, password)
        count = len(reader.pages)
        if count == 0:
            raise DocumentError("no_pages")
        if count > limits.pages:
            raise DocumentError("too_many_pages", pages=count, limit=limits.pages)
        texts = [_text(reader, index) for index in range(count)]
    except _failures() as error:
        raise damaged from error
    pages = tuple(Page(index + 1, clean(text or "")) for index, text in enumerate(texts))
    whole = "".join(page.text for page in pages)
    if not whole or is_garbled(whole):
        raise damaged
    if len(whole) > limits.characters:
        raise DocumentError("too_much_text", limit=limits.characters)
    return ReadDocument("pdf", pages, paged=True, warnings=(PAGES_UNREADABLE,) if None in texts else ())


def _text(reader: pypdf.PdfReader, index: int) -> str | None:
    """The text of a page; None where it can't be read."""
    try:
        return reader.pages[index].extract_text()
    except _failures():
        return None


def is_cut(data: bytes) -> bool:
    """Whether the end of the file is missing."""
    return b"%%EOF" not in data[-_TAIL_BYTES:]


def is_damaged(data: bytes, password: str | None) -> bool:
    """Whether a page's content is there but can't be unpacked."""
    failures = _failures()
    try:
        pages = list(_reader(data, password).pages[:_DAMAGE_SAMPLE])
    except failures:
        return True
    for page in pages:
        try:
            contents = page.get("/Contents")
            parts = contents.get_object() if contents is not None else []
            for part in parts if isinstance(parts, list) else [parts]:
                stream = part.get_object()
                if len(stream._data) > _EMPTY_STREAM and not stream.get_data().strip():
                    return True
        except failures:
            return True
    return False


def _reader(data: bytes, password: str | None) -> pypdf.PdfReader:
    """Raises: DocumentError: encrypted, wrong_password; or one of `_failures`."""
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(password or ""):
        raise DocumentError("encrypted" if password is None else "wrong_password")
    return reader


def _failures() -> tuple[type[Exception], ...]:
    """What pypdf raises on damaged files: its own errors, and ordinary ones of Python."""
    from pypdf.errors import DependencyError, PyPdfError

    return (
        PyPdfError, DependencyError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError,
        ArithmeticError, RecursionError, OSError, NotImplementedError,
    )  # fmt: skip
