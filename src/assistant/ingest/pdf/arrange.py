"""The lines of a PDF page in reading order: furniture left out, tables as rows, columns one after the other."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from assistant.ingest.pdf.aligned import mark_aligned
from assistant.ingest.pdf.columns import untangle
from assistant.ingest.pdf.notes import set_notes_apart
from assistant.ingest.pdf.order import ordered
from assistant.ingest.pdf.page import Box, RawPage
from assistant.ingest.pdf.tables import mark_tables


def arrange(page: RawPage, dropped: Collection[int], body_size: float) -> RawPage:
    """The page with its lines in reading order.

    Args:
        page: as pdfium gave it.
        dropped: indexes of the lines to leave out.
        body_size: height of a line of body text, in points.
    """
    kept = tuple(line for index, line in enumerate(page.lines) if index not in dropped) if dropped else page.lines
    shown = tuple(line for line in kept if _is_shown(line.box, page.width, page.height)) or kept
    if len(shown) < len(page.lines):
        page = replace(page, lines=shown)
    if page.rules is not None:  # text stands side by side
        page = mark_aligned(untangle(mark_tables(page)))
    return set_notes_apart(ordered(page), body_size)


def _is_shown(box: Box, width: float, height: float) -> bool:
    """Whether a line stands on the page, not beside it, where templates of slides leave text."""
    return box[2] > 0 and box[3] > 0 and box[0] < width and box[1] < height
