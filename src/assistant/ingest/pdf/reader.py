"""PDF: text and word boxes by pdfium, pypdf as second opinion where pdfium finds nothing or nonsense."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.errors import DocumentError
from assistant.ingest.bodies import body_in_heads
from assistant.ingest.collector import collector_paused
from assistant.ingest.legibility import illegible_pages, is_cipher
from assistant.ingest.limits import ReadLimits
from assistant.ingest.page_warnings import PAGES_GARBLED, PAGES_UNREADABLE, PAGES_WITHOUT_TEXT
from assistant.ingest.pdf.arrange import arrange
from assistant.ingest.pdf.furniture import Furniture, find_furniture
from assistant.ingest.pdf.headings import body_size, find_headings
from assistant.ingest.pdf.info import PdfInfo, read_info
from assistant.ingest.pdf.layout import LaidOut, lay_out
from assistant.ingest.pdf.lines import text_in_order
from assistant.ingest.pdf.page import RawPage, read_raw_page
from assistant.ingest.pdf.second import is_cut, is_damaged, read_whole, second_opinion
from assistant.ingest.pdf.titles import first_heading, largest_text
from assistant.ingest.pdf.turn import upright
from assistant.ingest.source import Source
from assistant.ingest.stated import stated
from assistant.text.hyphens import Vocabulary
from assistant.text.normalise import clean, has_cut_words, vocabulary
from assistant.text.quotation_ban import holds_mark
from assistant.types import NOT_FOR_QUOTATION, Page, ReadDocument

if TYPE_CHECKING:
    import pypdfium2

_TELL_EVERY = 50  # pages
_FIRST_PAGES = 5  # whose headers and footers may say that the document is not to be quoted


@dataclass(frozen=True, slots=True)
class _Loaded:
    """All pages of a file as pdfium gives them, and the indexes of those that can't be loaded."""

    pages: list[RawPage]
    unreadable: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Arranged:
    """Final pages beside the raw ones, whose lines are gone; what the document says of its spelling; its text's size.

    Of the pages whose text can't be read, the `hopeless` ones are so because their fonts are wrong. `banned`: a running
    header or footer says that the document is not to be quoted; `body_names` is the public body that they name.
    """

    raw: list[RawPage]
    laid: list[LaidOut]
    words: Vocabulary
    body: float
    garbled: frozenset[int]
    hopeless: frozenset[int]
    banned: bool
    body_names: tuple[str, ...] = ()


def read_pdf(source: Source, limits: ReadLimits) -> ReadDocument:
    """Read a PDF. Pages whose text has yet to be recognised on their picture are named in the document.

    Raises:
        DocumentError: encrypted, wrong_password, no_pages, too_many_pages, too_much_text, no_text, truncated,
            unreadable.
    """
    data = source.data()
    document = _open(data, source.password)
    if document is None:
        return read_whole(data, source.password, limits)
    with collector_paused():
        try:
            count = len(document)
            if count == 0:
                raise DocumentError("no_pages")
            if count > limits.pages:
                raise DocumentError("too_many_pages", pages=count, limit=limits.pages)
            loaded = _load(document, limits, source)
            info = read_info(document)
        finally:
            document.close()
        arranged = _arrange(loaded, info)
    return _document(arranged, loaded.unreadable, info, data, source.password)


def _open(data: bytes, password: str | None) -> pypdfium2.PdfDocument | None:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data, password=password)
    except pypdfium2.PdfiumError as error:
        # pdfium may report the error of an earlier file; the mark of an encrypted one is never compressed.
        if b"/Encrypt" in data and any(word in str(error).lower() for word in ("password", "security")):
            raise DocumentError("encrypted" if password is None else "wrong_password") from error
        return None


def _load(document: pypdfium2.PdfDocument, limits: ReadLimits, source: Source) -> _Loaded:
    """Raises: DocumentError: too_much_text."""
    import pypdfium2

    pages: list[RawPage] = []
    unreadable: set[int] = set()
    characters = 0
    for index in range(len(document)):
        try:
            page = upright(read_raw_page(document, index))
        except pypdfium2.PdfiumError:
            page = RawPage(index + 1, "", 0.0, 0.0, has_text_objects=True)
            unreadable.add(index)
        pages.append(page)
        characters += len(page.text)
        if characters > limits.characters:
            raise DocumentError("too_much_text", limit=limits.characters)
        if source.on_page is not None and len(pages) % _TELL_EVERY == 0:
            source.on_page(len(pages), len(document))
    return _Loaded(pages, frozenset(unreadable))


def _arrange(loaded: _Loaded, info: PdfInfo) -> _Arranged:
    texts = [page.text for page in loaded.pages]
    garbled = frozenset(illegible_pages(texts))
    hopeless = garbled if any(map(is_cipher, texts)) else frozenset()
    raw = [_emptied(page) if index in garbled else page for index, page in enumerate(loaded.pages)]
    loaded.pages.clear()
    body = body_size(raw)
    furniture = find_furniture(raw, body)
    heads = _furniture_lines(raw, furniture)
    banned, named = holds_mark([line for lines in heads for line in lines]), body_in_heads(heads)
    raw = [arrange(page, dropped, body) for page, dropped in zip(raw, furniture.lines, strict=True)]
    cut = any(has_cut_words(page.text) for page in raw)
    words = vocabulary(map(text_in_order, raw)) if cut else Vocabulary()
    return _Arranged(
        raw, _laid_out(raw, furniture, words, info), words, body, garbled, hopeless, banned, (named,) if named else ()
    )


def _furniture_lines(raw: Sequence[RawPage], furniture: Furniture) -> list[list[str]]:
    """The running headers and footers of each of the first pages."""
    dropped = zip(raw[:_FIRST_PAGES], furniture.lines, strict=False)
    return [[page.text[page.lines[each].start : page.lines[each].end] for each in lines] for page, lines in dropped]


def _document(
    arranged: _Arranged, unreadable: Collection[int], info: PdfInfo, data: bytes, password: str | None
) -> ReadDocument:
    laid = arranged.laid
    bad = _mend(arranged, data, password)
    wanted = _wanted(arranged.raw, laid, bad)
    if not wanted and not any(one.page.text for one in laid):
        raise _why_nothing(unreadable, len(laid), data, password)
    headings = find_headings(laid, info.outline, arranged.body)
    return ReadDocument(
        format="pdf",
        pages=tuple(one.page for one in laid),
        paged=True,
        headings=headings,
        warnings=(*_warnings(laid, wanted, bad, unreadable), *((NOT_FOR_QUOTATION,) if arranged.banned else ())),
        ocr_wanted=tuple(index + 1 for index in wanted),
        **stated(
            ("file_metadata", {"title": info.title, "authors": info.authors, "date": info.date}),
            (
                "first_page",
                {
                    "title": None if info.title else (largest_text(laid[0]) or first_heading(headings)),
                    "authors": arranged.body_names,
                },
            ),
        ),
    )


def _laid_out(raw: list[RawPage], furniture: Furniture, words: Vocabulary, info: PdfInfo) -> list[LaidOut]:
    """The final pages. The words of the raw ones are let go of on the way: of thousands of pages they fill memory."""
    laid: list[LaidOut] = []
    for index, printed in enumerate(furniture.labels):
        one = lay_out(raw[index], words, info.labels[index] or printed)
        for line in raw[index].lines:
            line.words = ()
        laid.append(one)
        raw[index] = replace(raw[index], lines=())
    return laid


def _emptied(page: RawPage) -> RawPage:
    """A page without its text, which can't be read."""
    return replace(page, text="", lines=(), has_images=True, has_text_objects=True)


def _mend(arranged: _Arranged, data: bytes, password: str | None) -> frozenset[int]:
    """Put in pypdf's text where pdfium gave none that can be read. Returns the indexes where neither can be read.

    Where fonts are wrong pypdf reads no better, and takes its time.
    """
    laid = arranged.laid
    empty = {index for index, page in enumerate(arranged.raw) if not page.text and page.has_text_objects}
    doubtful = sorted(empty - arranged.hopeless)
    second = second_opinion(data, password, doubtful) if doubtful else {}
    illegible = {list(second)[place] for place in illegible_pages(second.values())}
    for index in second.keys() - illegible:
        page = laid[index].page
        text = clean(second[index], arranged.words)
        laid[index] = LaidOut(Page(page.number, text, page.label, page.width, page.height), ())
    return frozenset(illegible | (arranged.garbled - second.keys()))


def _wanted(raw: Sequence[RawPage], laid: Sequence[LaidOut], bad: Collection[int]) -> list[int]:
    """The indexes of the pages to recognise: without text but not empty, illegible, or scans with a stamp on them."""
    pairs = enumerate(zip(raw, laid, strict=True))
    return [
        index for index, (page, one) in pairs if index in bad or page.is_scan or (page.has_images and not one.page.text)
    ]


def _why_nothing(unreadable: Collection[int], count: int, data: bytes, password: str | None) -> DocumentError:
    """Why there is no text, nor anything to recognise."""
    if len(unreadable) == count or (unreadable and is_cut(data)):
        return DocumentError("truncated" if is_cut(data) else "unreadable")
    return DocumentError("unreadable" if is_damaged(data, password) else "no_text")


def _warnings(
    laid: Sequence[LaidOut], wanted: Sequence[int], bad: Collection[int], unreadable: Collection[int]
) -> tuple[str, ...]:
    images = any(index not in bad and not laid[index].page.text for index in wanted)
    codes = ((PAGES_WITHOUT_TEXT, images), (PAGES_GARBLED, bool(bad)), (PAGES_UNREADABLE, bool(unreadable)))
    return tuple(code for code, applies in codes if applies)
