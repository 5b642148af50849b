"""Tables of a PDF page that rules or boxes show: one line a row, cells parted by " | ".

A table is believed in where rules cross (or go across between the same ends, with columns of text that agree), two rows
at least have text in two cells, and one column at least holds short text: boxes side by side with paragraphs are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.ingest.pdf.fit import Piece, checked, lines_inside, open_grids, pieces, without_underlines
from assistant.ingest.pdf.grids import Cell, Grid, find_grids
from assistant.ingest.pdf.lines import BETWEEN_CELLS, cell_of
from assistant.ingest.pdf.page import RawLine, RawPage
from assistant.text.hyphens import HYPHEN_MARK

_LEAST_ROWS = 2
_LEAST_CELLS = 2
_SHORT_TEXT = 20  # words
_LONG_CELL = 100  # words: more are paragraphs
_SAME_ROW = 0.5
_HYPHEN_AT_END = re.compile(r"\w[-\u2010]\Z")
_LONGEST_FIGURE = 40
_FIGURE = re.compile(
    r"[\s\d.,%€$£()+\u2212/-]*\d[\s\d.,%€$£()+\u2212/-]*(?:k€|M€|Md€)?|[-–—]|n\.?[acd]\.?", re.IGNORECASE
)
_MOST_GRIDS = 30


def mark_tables(page: RawPage) -> RawPage:
    """The page with the lines of its tables cut into cells, in order, and `before` set; the same one without tables."""
    if page.rules is None or not page.lines:
        return page
    grids, stacks = find_grids(without_underlines(page.rules, page.lines))
    grids += [grid for stack in stacks for grid in open_grids(page, stack)]
    lines = list(page.lines)
    for grid in grids[:_MOST_GRIDS]:
        lines = _with_table(page.text, lines, grid)
    return replace(page, lines=tuple(lines)) if grids else page


def _with_table(text: str, lines: list[RawLine], grid: Grid) -> list[RawLine]:
    """The lines with those of one grid as the rows of a table, if it is one, where the first of them stood."""
    inside = lines_inside(lines, grid)
    fitting = checked(grid, [lines[index] for index in inside]) if len(inside) >= _LEAST_ROWS else None
    if fitting is None:
        return lines
    parts = {index: pieces(lines[index], fitting) for index in inside}
    rows = _rows(text, fitting, (piece for index in inside for piece in parts[index]))
    if not _is_table(text, rows):
        return lines
    first = next(index for index in inside if any(piece.cell is not None for piece in parts[index]))
    beside = {index: [piece.line for piece in parts[index] if piece.cell is None] for index in inside}
    order = lines[:first]
    order += _marked(text, rows)
    after = [one for index in range(first, len(lines)) for one in beside.get(index, lines[index : index + 1])]
    if after and after[0].before is None:
        after[0] = replace(after[0], before="\n\n")
    return order + after


_Row = list[list[RawLine]]  # the lines of each cell of a row, none where a cell from a row above goes on


def _rows(text: str, grid: Grid, pieces: Iterable[Piece]) -> list[_Row]:
    """The rows with text, columns without any left out."""
    cells: dict[Cell, list[RawLine]] = {}
    for piece in pieces:
        if piece.cell is not None:
            cells.setdefault(piece.cell, []).append(piece.line)
    cells = {cell: _from_top(lines) for cell, lines in cells.items()}
    used = sorted({column for _, column in cells})
    rows: list[_Row] = []
    for row in range(grid.rows):
        fields = [(column, grid.cells[row, column]) for column in used]
        found = [cells.get(cell, []) if cell[0] == row else [] for column, cell in fields if cell[1] == column]
        rows += _parted(text, found)
    return [row for row in rows if any(row)]


def _from_top(lines: list[RawLine]) -> list[RawLine]:
    """The lines of a cell from top to bottom: pdfium gives text on its side the other way round."""
    upwards = len(lines) > 1 and all(below.box[1] > line.box[1] for line, below in pairwise(lines))
    return lines[::-1] if upwards else lines


def _parted(text: str, row: _Row) -> list[_Row]:
    """A row as several where nothing but figures stands beside its lines, as in accounts ruled once a section."""
    figures = [line for cell in row[1:] for line in cell]
    if len(figures) < _LEAST_ROWS or not all(_is_figure(text, line) for line in figures):
        return [row]
    heights = _heights(figures)
    if len(heights) < _LEAST_ROWS or any(len(cell) > len(heights) for cell in row[1:]):
        return [row]
    heights = _heights([line for cell in row for line in cell])
    parted: list[_Row] = [[[] for _ in row] for _ in heights]
    for column, cell in enumerate(row):
        for line in cell:
            middle = (line.box[1] + line.box[3]) / 2
            nearest = min(range(len(heights)), key=lambda index: abs(heights[index] - middle))
            parted[nearest][column].append(line)
    return parted


def _is_figure(text: str, line: RawLine) -> bool:
    return line.end - line.start <= _LONGEST_FIGURE and _FIGURE.fullmatch(text, line.start, line.end) is not None


def _heights(lines: Iterable[RawLine]) -> list[float]:
    """The heights, from the top, at which lines stand."""
    heights: list[float] = []
    for line in sorted(lines, key=lambda line: -line.box[1] - line.box[3]):
        middle = (line.box[1] + line.box[3]) / 2
        if not heights or heights[-1] - middle > _SAME_ROW * line.size:
            heights.append(middle)
    return heights


def _is_table(text: str, rows: Sequence[_Row]) -> bool:
    if sum(sum(1 for cell in row if cell) >= _LEAST_CELLS for row in rows) < _LEAST_ROWS:
        return False
    words: dict[int, list[int]] = {}
    for row in rows:
        for column, cell in enumerate(row):
            if cell:
                words.setdefault(column, []).append(_words(cell))
    return min(sum(counts) / len(counts) for counts in words.values()) <= _SHORT_TEXT


def _goes_on(text: str, row: _Row) -> bool:
    """Whether the first row of a table holds the end of a sentence, and nothing else."""
    filled = [cell for cell in row if cell]
    return len(filled) == 1 and text[filled[0][0].start].islower()


def _words(cell: Iterable[RawLine]) -> int:
    return sum(len(line.words) for line in cell)


def _marked(text: str, rows: Iterable[_Row]) -> Iterator[RawLine]:
    """The lines of a table in order, each with what parts it from the one before.

    Those of long cells, of cells across the whole table, and of a cell that goes on from the page before stay as they
    are: paragraphs, lists and headings.
    """
    opening = "\n\n"
    for place, row in enumerate(rows):
        if len(row) == 1 or max(map(_words, row)) > _LONG_CELL or (not place and _goes_on(text, row)):
            for cell in row:
                yield from (line if index else replace(line, before="\n\n") for index, line in enumerate(cell))
            opening = "\n\n"
            continue
        separator = opening
        for cell in row:
            for index, line in enumerate(cell):
                before = _within(text, cell[index - 1], line) if index else separator
                yield cell_of(line, before)
            if cell:
                separator = BETWEEN_CELLS
            else:
                separator += BETWEEN_CELLS.lstrip() if separator.endswith(("\n", " ")) else BETWEEN_CELLS
        opening = "\n"


def _within(text: str, above: RawLine, line: RawLine) -> str:
    """What parts two lines of one cell."""
    if above.cut:
        return HYPHEN_MARK
    if text[line.start].isalnum() and _HYPHEN_AT_END.search(text, above.start, above.end):
        return "\n"  # the hyphen decides
    return " "
