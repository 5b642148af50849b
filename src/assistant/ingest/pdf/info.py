"""What a PDF says of itself: title, authors, date, page labels, outline. Read with pdfium, as the text is.

Its language is not asked for: programs write their own there (French minutes marked "en"), detection knows better.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.ingest.metadata import clean_authors, clean_title, parse_date
from assistant.ingest.pdf.outline import OutlineEntry

if TYPE_CHECKING:
    import pypdfium2

_MOST_OUTLINE = 5000
_DEEPEST_OUTLINE = 8
_LONGEST_LABEL = 20


@dataclass(frozen=True, slots=True)
class PdfInfo:
    """Bibliographic data of a PDF, cleaned; `labels` has one entry a page."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    labels: tuple[str | None, ...] = ()
    outline: tuple[OutlineEntry, ...] = ()


def read_info(document: pypdfium2.PdfDocument) -> PdfInfo:
    """Read the information dictionary, the labels and the outline."""
    values = document.get_metadata_dict(skip_empty=True)
    return PdfInfo(
        title=clean_title(values.get("Title")),
        authors=clean_authors(values.get("Author")),
        date=parse_date(values.get("CreationDate")) or parse_date(values.get("ModDate")),
        labels=tuple(_label(document, index) for index in range(len(document))),
        outline=_outline(document),
    )


def _label(document: pypdfium2.PdfDocument, index: int) -> str | None:
    label = document.get_page_label(index).strip()
    return label if 0 < len(label) <= _LONGEST_LABEL and label.isprintable() else None


def _outline(document: pypdfium2.PdfDocument) -> tuple[OutlineEntry, ...]:
    entries: list[OutlineEntry] = []
    for bookmark in document.get_toc(max_depth=_DEEPEST_OUTLINE):
        destination = bookmark.get_dest()
        index = destination.get_index() if destination is not None else None
        title = bookmark.get_title().strip()
        if index is not None and title:
            entries.append(OutlineEntry(title, bookmark.level + 1, index + 1))
        if len(entries) >= _MOST_OUTLINE:
            break
    return tuple(entries)
