"""Columns drawn line by line across the page: put one after the other, from the left.

Most programs draw one column after the other, and pdfium keeps that order. Where lines of several come in turn, the
page reads as nonsense; a table looks much the same, so columns must be full of text, all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.ingest.pdf.lines import part_of
from assistant.ingest.pdf.page import RawLine, RawPage

_LEAST_ROWS = 6
_MOST_COLUMNS = 4
_GUTTER = 8.0
_GUTTER_OF_SIZE = 0.8
_MARGIN = 3.0
_LEAST_CHARACTERS = 18
_FULL = 0.7
_FULL_SHARE = 0.6
_INSIDE_SHARE = 0.3

_Column = tuple[float, float]  # left and right, in points


def untangle(page: RawPage) -> RawPage:
    """The page with interleaved columns one after the other; the same page where there are none.

    What runs across them (a title) stays in its place: columns end above it, and begin again below.
    """
    rows = list(_rows(segment for line in page.lines for segment in _segments(line)))
    if len(rows) < _LEAST_ROWS:
        return page
    columns = _columns(page.text, rows)
    if columns is None:
        return page
    placed = [(segment, place) for line in page.lines for segment, place in _placed(line, columns)]
    order = tuple(_ordered(placed))
    return page if order == page.lines else replace(page, lines=order)


def _segments(line: RawLine) -> list[RawLine]:
    """A line in parts at its wide gaps, if it has so few that they may be gutters."""
    least = max(_GUTTER, _GUTTER_OF_SIZE * line.size)
    gaps = enumerate(pairwise(line.words), 1)
    wide = [index for index, ((_, _, before), (_, _, after)) in gaps if after[0] - before[2] > least]
    if not 0 < len(wide) < _MOST_COLUMNS or line.cell:
        return [line]
    return [part_of(line, first, last) for first, last in pairwise((0, *wide, len(line.words)))]


def _rows(segments: Iterable[RawLine]) -> Iterator[list[RawLine]]:
    """Segments that were drawn from left to right on one row, two or more."""
    row: list[RawLine] = []
    for segment in segments:
        if row and _is_beside(row[-1], segment):
            row.append(segment)
            continue
        if len(row) > 1:
            yield row
        row = [] if segment.cell else [segment]
    if len(row) > 1:
        yield row


def _is_beside(one: RawLine, other: RawLine) -> bool:
    overlap = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    return overlap > 0.5 * min(one.size, other.size) and other.box[0] - one.box[2] > _GUTTER and not other.cell


def _columns(text: str, rows: Sequence[Sequence[RawLine]]) -> list[_Column] | None:
    """The columns that all rows agree on, if they are full of text."""
    segments = sorted((segment for row in rows for segment in row), key=lambda segment: segment.box[0])
    columns: list[_Column] = []
    for segment in segments:
        left, _, right, _ = segment.box
        if columns and left - columns[-1][1] < _GUTTER:
            columns[-1] = columns[-1][0], max(right, columns[-1][1])
        else:
            columns.append((left, right))
    if not 1 < len(columns) <= _MOST_COLUMNS or not all(_is_text(text, segments, column) for column in columns):
        return None
    return columns


def _is_text(text: str, segments: Sequence[RawLine], column: _Column) -> bool:
    """Whether a column is running text: long lines that mostly fill it, and often begin amid a sentence."""
    lines = [segment for segment in segments if _is_in(segment, column)]
    characters = sum(line.end - line.start for line in lines)
    full = sum(line.box[2] - line.box[0] >= _FULL * (column[1] - column[0]) for line in lines)
    inside = sum(text[line.start].islower() for line in lines)
    long = characters >= _LEAST_CHARACTERS * len(lines) and inside >= _INSIDE_SHARE * len(lines)
    return len(lines) >= _LEAST_ROWS and long and full >= _FULL_SHARE * len(lines)


def _is_in(segment: RawLine, column: _Column) -> bool:
    return segment.box[0] >= column[0] - _MARGIN and segment.box[2] <= column[1] + _MARGIN


def _placed(line: RawLine, columns: Sequence[_Column]) -> Iterator[tuple[RawLine, int | None]]:
    """A line, or its parts where each is in a column of its own, with the column's place (None: across several)."""
    segments = _segments(line)
    places = [next((place for place, one in enumerate(columns) if _is_in(segment, one)), None) for segment in segments]
    if line.cell or None in places or len(set(places)) < len(places):
        whole = next((place for place, one in enumerate(columns) if _is_in(line, one)), None)
        yield line, None if line.cell else whole
    else:
        yield from zip(segments, places, strict=True)


def _ordered(placed: Sequence[tuple[RawLine, int | None]]) -> Iterator[RawLine]:
    """The lines, each run of those in columns by column."""
    run: list[tuple[int, RawLine]] = []
    for line, place in placed:
        if place is not None:
            run.append((place, line))
            continue
        yield from _by_column(run)
        yield line
        run = []
    yield from _by_column(run)


def _by_column(run: Sequence[tuple[int, RawLine]]) -> list[RawLine]:
    return [line for _, line in sorted(run, key=lambda item: item[0])]
