"""Pages of PDFs as pictures, with a quote highlighted at its exact words. The last ones are kept in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Protocol

from assistant.errors import DocumentError, UsageError
from assistant.picture_ports import PageDrawer, PagePicture
from assistant.text.highlights import highlight_boxes
from assistant.types import Document, Page, Rectangle
from assistant.versions import Documents, StoredFiles, cited_version, original_file

LEAST_WIDTH, USUAL_WIDTH, MOST_WIDTH = 200, 1000, 2000
"""Pixels."""

_MOST_KEPT = 64
_MOST_BYTES = 32_000_000
_MOST_HIGHLIGHTS = 500  # what is asked of the process that draws fits one message; a sentence has a few
_LONGEST_RECORD_ID = 1000


class Pages(Documents, Protocol):
    """What is asked of the catalogue."""

    def page(self, document_id: str, number: int) -> Page | None:
        """One page with its text and boxes, or None."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Characters of a page to highlight; none where start and end are the same."""

    page: int
    start: int = 0
    end: int = 0


class PageImages:
    """Draws pages of documents. May be used from several threads."""

    def __init__(self, catalogue: Pages, files: StoredFiles, drawer: PageDrawer) -> None:
        self._catalogue = catalogue
        self._files = files
        self._drawer = drawer
        self._kept = _Kept()

    def image(self, document_id: str, place: Place, width: int = USUAL_WIDTH, content_hash: str | None = None) -> bytes:
        """A page as a JPEG file, made in the limited process: to be handed on, not to be decoded.

        A page whose words have no known places (a damaged text layer read in another way) is drawn without highlight.

        Args:
            document_id: of a PDF, or of one that is attached to an e-mail.
            place: the page, from 1, and what is highlighted on it.
            width: in pixels, LEAST_WIDTH to MOST_WIDTH.
            content_hash: of the version that is cited; None: whatever the document says there today.

        Raises:
            UsageError: no such document (unknown_document), or an anonymous one (original_anonymous); another version
                (citation_outdated); no PDF (no_page_image); no such page, or no such characters on it (no_such_span); a
                page that can't be drawn (page_not_drawn).
        """
        document = cited_version(self._catalogue, document_id, content_hash)
        path = original_file(self._catalogue, self._files, document)
        if document.format != "pdf":
            raise UsageError("no_page_image", document=document.source)
        highlights = self._highlights(document, place)
        key = document.content_hash, document.id, place.page, highlights, width
        drawn = self._kept.get(key)
        if drawn is None:
            name = PurePosixPath(document.file).name
            try:
                if document.record_id is not None and len(document.record_id) > _LONGEST_RECORD_ID:
                    raise DocumentError("unreadable")
                drawn = self._drawer.draw(path, PagePicture(name, place.page, width, highlights, document.record_id))
            except DocumentError as error:
                raise UsageError("page_not_drawn", document=document.source, page=place.page) from error
            self._kept.put(key, drawn)
        return drawn

    def boxes(self, document_id: str, place: Place, content_hash: str | None = None) -> tuple[Rectangle, ...]:
        """Where a place is highlighted on its page's picture: shares of the page's width and height, from top left.

        `top` is above `bottom`, and smaller. Nothing where the words have no known places.

        Args:
            document_id: as for `image`.
            place: the same.
            content_hash: the same.

        Raises:
            UsageError: as for `image`, but for page_not_drawn.
        """
        document = cited_version(self._catalogue, document_id, content_hash)
        original_file(self._catalogue, self._files, document)
        if document.format != "pdf":
            raise UsageError("no_page_image", document=document.source)
        highlights = self._highlights(document, place)
        page = self._catalogue.page(document.id, place.page)
        if page is None or not page.width or not page.height:
            return ()
        return tuple(_share(box, page.width, page.height) for box in highlights)

    def _highlights(self, document: Document, place: Place) -> tuple[Rectangle, ...]:
        """Where the characters of a place stand, in tenths of points. Raises UsageError (no_such_span)."""
        page = self._catalogue.page(document.id, place.page)
        if page is None or not 0 <= place.start <= place.end <= len(page.text):
            span = {"start": place.start, "end": place.end}
            raise UsageError("no_such_span", document=document.source, page=place.page, **span)
        boxes = highlight_boxes(page, place.start, place.end)[:_MOST_HIGHLIGHTS]
        return tuple(Rectangle(*(round(side, 1) for side in box)) for box in boxes)


def _share(box: Rectangle, width: float, height: float) -> Rectangle:
    """A rectangle in points from bottom left, as shares of the page from top left."""
    left, right = box.left / width, box.right / width
    return Rectangle(left=left, bottom=1 - box.bottom / height, right=right, top=1 - box.top / height)


_Key = tuple[str, str, int, tuple[Rectangle, ...], int]


class _Kept:
    """The pictures asked for last, in memory: so many, and so many bytes."""

    def __init__(self) -> None:
        self._pictures: OrderedDict[_Key, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: _Key) -> bytes | None:
        with self._lock:
            if key in self._pictures:
                self._pictures.move_to_end(key)
            return self._pictures.get(key)

    def put(self, key: _Key, picture: bytes) -> None:
        with self._lock:
            self._bytes += len(picture) - len(self._pictures.pop(key, b""))
            self._pictures[key] = picture
            while self._bytes > _MOST_BYTES or len(self._pictures) > _MOST_KEPT:
                self._bytes -= len(self._pictures.popitem(last=False)[1])
