"""Tables of a PDF page without rules: rows of three cells or more, each below that of the row above."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.ingest.pdf.lines import BETWEEN_CELLS, cell_of, part_of
from assistant.ingest.pdf.page import RawLine, RawPage

_LEAST_ROWS = 3
_LEAST_CELLS = 3
_LONGEST = 5.0  # words in a cell, on average: longer ones are columns of text
_MOST_AMID = 0.3  # of the cells begin in lower case, as lines of columns do
_GAP = 6.0
_GAP_OF_SIZE = 1.0
_NEXT_ROW = 4.0  # of a line's height

_Row = list[RawLine]


def mark_aligned(page: RawPage) -> RawPage:
    """The page with such tables cut into cells, and `before` set; the same page where there are none."""
    rows = list(_rows(page.lines))
    if sum(len(row) >= _LEAST_CELLS for row in rows) < _LEAST_ROWS:
        return page
    order: list[RawLine] = []
    found = False
    for run in _runs(rows):
        if _is_table(page.text, run):
            found = True
            order += _marked(run)
        else:
            order += (line for row in run for line in row)
    return replace(page, lines=tuple(order)) if found else page


def _rows(lines: Iterable[RawLine]) -> Iterator[_Row]:
    """What was drawn from left to right at one height, in parts where gaps are wide."""
    row: _Row = []
    for line in lines:
        parts = [line] if line.cell else list(_parts(line))
        if row and not line.cell and _is_beside(row[-1], line):
            row += parts
            continue
        if row:
            yield row
        row = parts
    if row:
        yield row


def _parts(line: RawLine) -> Iterator[RawLine]:
    wide = max(_GAP, _GAP_OF_SIZE * line.size)
    first = 0
    for index in range(1, len(line.words) + 1):
        if index == len(line.words) or line.words[index][2][0] - line.words[index - 1][2][2] > wide:
            yield line if index - first == len(line.words) else part_of(line, first, index)
            first = index


def _is_beside(one: RawLine, other: RawLine) -> bool:
    overlap = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    return not one.cell and overlap > 0.5 * min(one.size, other.size) and other.box[0] > one.box[2]


def _runs(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Rows that follow each other, each with its cells below those of the one before."""
    run: list[_Row] = []
    for row in rows:
        if run and _continues(run[-1], row):
            run.append(row)
            continue
        if run:
            yield run
        run = [row]
    if run:
        yield run


def _continues(above: _Row, row: _Row) -> bool:
    if len(row) != len(above) or len(row) < _LEAST_CELLS or row[0].cell or above[0].cell:
        return False
    step = above[0].box[1] - row[0].box[1]
    return 0 < step <= _NEXT_ROW * row[0].size and all(
        one.box[0] < other.box[2] and other.box[0] < one.box[2] for one, other in zip(above, row, strict=True)
    )


def _is_table(text: str, run: Sequence[_Row]) -> bool:
    """Whether there are rows enough, of short cells, none amid a sentence, with the same strips free between them."""
    cells = [cell for row in run for cell in row]
    if len(run) < _LEAST_ROWS or sum(len(cell.words) for cell in cells) > _LONGEST * len(cells):
        return False
    if sum(text[cell.start].islower() for cell in cells) > _MOST_AMID * len(cells):
        return False
    ends = [max(row[column].box[2] for row in run) for column in range(len(run[0]) - 1)]
    starts = [min(row[column].box[0] for row in run) for column in range(1, len(run[0]))]
    return all(start > end for end, start in zip(ends, starts, strict=True))


def _marked(run: Iterable[_Row]) -> Iterator[RawLine]:
    before = "\n\n"
    for row in run:
        for cell in row:
            yield cell_of(cell, before)
            before = BETWEEN_CELLS
        before = "\n"
