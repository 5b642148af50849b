"""PDF: text and word boxes by pdfium, pypdf as second opinion where pdfium finds nothing or nonsense."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.errors import DocumentError
from assistant.ingest.limits import ReadLimits
from assistant.ingest.metadata import clean_title
from assistant.ingest.pdf_columns import untangle
from assistant.ingest.pdf_furniture import find_furniture
from assistant.ingest.pdf_headings import body_size, find_headings
from assistant.ingest.pdf_info import PdfInfo, read_info
from assistant.ingest.pdf_layout import LaidOut, lay_out
from assistant.ingest.pdf_page import RawPage, read_raw_page
from assistant.ingest.source import Source
from assistant.text.hyphens import Vocabulary
from assistant.text.normalise import clean, has_cut_words, vocabulary
from assistant.types import Page, ReadDocument

if TYPE_CHECKING:
    import pypdf
    import pypdfium2

PAGES_WITHOUT_TEXT = "pages_without_text"
PAGES_GARBLED = "pages_garbled"
PAGES_UNREADABLE = "pages_unreadable"

_ODD_CATEGORIES = frozenset({"Co", "Cn", "Cc"})
_MOST_ODD = 0.25
_LEAST_READ = 0.35
_LEAST_WORDS = 60
_CIPHER_SAMPLE = 50_000
_QUICK_SAMPLE = 2_000
_LATIN = 0.9
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "de la le et les des en un une du est que dans pour au par sur il ne pas ce qui a the of and to in is for on "
        "that with as by this are or be der die und das von den mit el los las y del que por con para di che per non "
        "het van voor o os da do em um uma",
    )
)
_TAIL_BYTES = 2048
_ADDRESS = re.compile(r"https?:|www\.|\w/\w+/")
_TITLE_LONGEST = 200
_DAMAGE_SAMPLE = 5
_EMPTY_STREAM = 30  # bytes: an empty page's compressed content is shorter


def read_pdf(source: Source, limits: ReadLimits) -> ReadDocument:
    """Read a PDF.

    Raises:
        DocumentError: encrypted, no_pages, too_many_pages, too_much_text, image_only, no_text, garbled, truncated,
            unreadable.
    """
    data = source.data()
    document = _open(data)
    if document is None:
        return _read_with_pypdf(data, limits)
    try:
        count = len(document)
        if count == 0:
            raise DocumentError("no_pages")
        if count > limits.pages:
            raise DocumentError("too_many_pages", pages=count, limit=limits.pages)
        raw, unreadable = _raw_pages(document, limits)
        info = read_info(document)
    finally:
        document.close()
    return _document(raw, unreadable, info, data)


def _open(data: bytes) -> pypdfium2.PdfDocument | None:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        # pdfium may report the error of an earlier file; the mark of an encrypted one is never compressed.
        if b"/Encrypt" in data and any(word in str(error).lower() for word in ("password", "security")):
            raise DocumentError("encrypted") from error
        return None


def _raw_pages(document: pypdfium2.PdfDocument, limits: ReadLimits) -> tuple[list[RawPage], list[int]]:
    """All pages, and the numbers of those that can't be loaded (they are there, empty)."""
    import pypdfium2

    pages: list[RawPage] = []
    unreadable: list[int] = []
    characters = 0
    for index in range(len(document)):
        try:
            page = untangle(read_raw_page(document, index))
        except pypdfium2.PdfiumError:
            page = RawPage(index + 1, "", 0.0, 0.0, has_text_objects=True)
            unreadable.append(index + 1)
        pages.append(page)
        characters += len(page.text)
        if characters > limits.characters:
            raise DocumentError("too_much_text", limit=limits.characters)
    return pages, unreadable


def _document(raw: Sequence[RawPage], unreadable: Sequence[int], info: PdfInfo, data: bytes) -> ReadDocument:
    body = body_size(raw)
    furniture = find_furniture(raw, body)
    cut = any(has_cut_words(page.text) for page in raw)
    words = vocabulary(page.text for page in raw) if cut else Vocabulary()
    laid = [
        lay_out(page, dropped, words, info.labels[index] or printed)
        for index, (page, dropped, printed) in enumerate(zip(raw, furniture.lines, furniture.labels, strict=True))
    ]
    doubtful = [index for index, page in enumerate(raw) if _wants_second_opinion(page)]
    second = _second_opinion(data, doubtful) if doubtful else {}
    for index, text in second.items():
        if is_garbled(text):
            continue
        page = laid[index].page
        laid[index] = LaidOut(Page(page.number, clean(text, words), page.label, page.width, page.height), ())
    bad = [index for index in doubtful if is_garbled(laid[index].page.text or second.get(index, ""))]
    _check_text(raw, laid, bad, unreadable, data)
    return ReadDocument(
        format="pdf",
        pages=tuple(one.page for one in laid),
        paged=True,
        title=info.title or _largest_text(laid[0]),
        authors=info.authors,
        date=info.date,
        headings=find_headings(laid, info.outline, body),
        warnings=_warnings(raw, laid, bad, unreadable),
    )


def _wants_second_opinion(page: RawPage) -> bool:
    return is_garbled(page.text) if page.text else page.has_text_objects


def is_garbled(text: str) -> bool:
    """Whether most of a text can't be read: private, unassigned or control characters, or hardly a letter or digit."""
    counts = Counter(text)
    odd = read = total = 0
    for character, count in counts.items():
        if character.isspace():
            continue
        category = unicodedata.category(character)
        total += count
        odd += count if category in _ODD_CATEGORIES or character == "\ufffd" else 0
        read += count if category[0] in "LNM" else 0
    if total < 2 or odd > _MOST_ODD * total:
        return total >= 2
    return total >= 100 and read < _LEAST_READ * total and not re.search(r"\.{6}|_{6}|-{6}", text)


def _is_cipher(text: str) -> bool:
    """Latin letters that form no word of any common language: a font whose character map is wrong."""
    if not _COMMON.isdisjoint(text[:_QUICK_SAMPLE].lower().split()):
        return False
    found = re.findall(r"[^\W\d_]+", text[:_CIPHER_SAMPLE].lower())
    long = [word for word in found if len(word) >= 2]
    if len(set(long)) < _LEAST_WORDS or not _COMMON.isdisjoint(found):
        return False
    latin = sum("a" <= character <= "\u024f" for word in long for character in word)
    return bool(latin > _LATIN * sum(len(word) for word in long))


def _check_text(
    raw: Sequence[RawPage], laid: Sequence[LaidOut], bad: Sequence[int], unreadable: Sequence[int], data: bytes
) -> None:
    with_text = [index for index, one in enumerate(laid) if one.page.text]
    if not with_text:
        if len(unreadable) == len(raw) or (unreadable and _is_cut(data)):
            raise DocumentError("truncated" if _is_cut(data) else "unreadable")
        if bad:
            raise DocumentError("garbled")
        if any(page.has_images for page in raw):
            raise DocumentError("image_only", pages=len(raw))
        raise DocumentError("unreadable" if _is_damaged(data) else "no_text")
    if set(with_text) <= set(bad) or _is_cipher("\n".join(laid[index].page.text for index in with_text)):
        raise DocumentError("garbled")


def _is_cut(data: bytes) -> bool:
    return b"%%EOF" not in data[-_TAIL_BYTES:]


def _warnings(
    raw: Sequence[RawPage], laid: Sequence[LaidOut], bad: Sequence[int], unreadable: Sequence[int]
) -> tuple[str, ...]:
    images = any(page.has_images and not one.page.text for page, one in zip(raw, laid, strict=True))
    codes = ((PAGES_WITHOUT_TEXT, images), (PAGES_GARBLED, bool(bad)), (PAGES_UNREADABLE, bool(unreadable)))
    return tuple(code for code, applies in codes if applies)


def _largest_text(first: LaidOut) -> str | None:
    """The text set largest on the first page, where it stands out."""
    sized = [(line.size, start, end) for line, start, end in first.lines if end - start > 1]
    if len(sized) < 2:
        return None
    largest = max(size for size, _, _ in sized)
    if largest < 1.15 * sorted(size for size, _, _ in sized)[len(sized) // 2]:
        return None
    pieces: list[str] = []
    for size, start, end in sized:
        if size >= 0.95 * largest:
            pieces.append(first.page.text[start:end])
        elif pieces:
            break
    title = clean_title(" ".join(pieces))
    return title if title and 3 <= len(title) <= _TITLE_LONGEST and not _ADDRESS.search(title) else None


def _second_opinion(data: bytes, indexes: Sequence[int]) -> dict[int, str]:
    """Text by pypdf of those pages where it finds any, by index."""
    failures = _pypdf_failures()
    found: dict[int, str] = {}
    try:
        pages = _pypdf_reader(data).pages
        indexes = [index for index in indexes if index < len(pages)]
    except failures:
        return {}
    for index in indexes:
        try:
            text = pages[index].extract_text()
        except failures:
            continue
        if text.strip():
            found[index] = text
    return found


def _is_damaged(data: bytes) -> bool:
    """Whether a page's content is there but can't be unpacked."""
    failures = _pypdf_failures()
    try:
        pages = list(_pypdf_reader(data).pages[:_DAMAGE_SAMPLE])
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


def _pypdf_reader(data: bytes) -> pypdf.PdfReader:
    """Raises: one of `_pypdf_failures`."""
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise DocumentError("encrypted")
    return reader


def _pypdf_failures() -> tuple[type[Exception], ...]:
    """What pypdf raises on damaged files: its own errors, and ordinary ones of Python."""
    from pypdf.errors import DependencyError, PyPdfError

    return (
        PyPdfError, DependencyError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError,
        ArithmeticError, RecursionError, OSError, NotImplementedError,
    )  # fmt: skip


def _read_with_pypdf(data: bytes, limits: ReadLimits) -> ReadDocument:
    """The whole document by pypdf, where pdfium can't open it."""
    damaged = DocumentError("truncated" if _is_cut(data) else "unreadable")
    try:
        reader = _pypdf_reader(data)
        count = len(reader.pages)
        if count == 0:
            raise DocumentError("no_pages")
        if count > limits.pages:
            raise DocumentError("too_many_pages", pages=count, limit=limits.pages)
        texts = [clean(page.extract_text()) for page in reader.pages]
    except _pypdf_failures() as error:
        raise damaged from error
    if not any(texts) or is_garbled("".join(texts)):
        raise damaged
    if sum(map(len, texts)) > limits.characters:
        raise DocumentError("too_much_text", limit=limits.characters)
    return ReadDocument("pdf", tuple(Page(index + 1, text) for index, text in enumerate(texts)), paged=True)
