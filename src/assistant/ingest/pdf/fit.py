"""Grids of a PDF page held against its text: columns that only gaps part, rules that text crosses, what is where."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.ingest.pdf.grids import Cell, Grid
from assistant.ingest.pdf.lines import part_of
from assistant.ingest.pdf.page import RawLine, RawPage
from assistant.ingest.pdf.rules import Rule, Rules

_LEAST_ROWS = 2
_LEAST_CELLS = 2
_GAP = 5.0  # points: between columns that no rule parts
_OFTEN = 0.5
_MANY_COLUMNS = 5
_LEAST_COMPLETE = 0.4  # of more: boxes and connectors of a drawing make grids with holes
_OUTER = 0.25  # of a line's height
_SPACE = 0.35  # of a line's height: within running text
_SLACK = 1.5

_Stretch = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a line that stands in one cell (or in none)."""

    line: RawLine
    cell: Cell | None


def without_underlines(rules: Rules, lines: Sequence[RawLine]) -> Rules:
    """The rules but for those that begin and end with words, just below them."""
    depths = [-rule[0] for rule in rules.across]
    underlines: set[int] = set()
    for line in lines:
        _, bottom, _, top = line.box
        height = top - bottom
        first = bisect_left(depths, -bottom - _OUTER * height)
        for index in range(first, bisect_right(depths, -bottom + _OUTER * height)):
            _, start, end = rules.across[index]
            begins = any(abs(word[2][0] - start) <= _SLACK for word in line.words)
            if begins and any(abs(word[2][2] - end) <= _SLACK for word in line.words):
                underlines.add(index)
    if not underlines:
        return rules
    return Rules(tuple(rule for index, rule in enumerate(rules.across) if index not in underlines), rules.up)


def lines_inside(lines: Sequence[RawLine], grid: Grid) -> list[int]:
    """The indexes of lines that have their middle between the top and the bottom of a grid, and are not beside it."""
    bottom, top, left, right = 2 * grid.ys[-1], 2 * grid.ys[0], grid.xs[0], grid.xs[-1]
    return [
        index
        for index, line in enumerate(lines)
        if bottom <= line.box[1] + line.box[3] <= top and line.box[2] > left and line.box[0] < right and not line.cell
    ]


def checked(grid: Grid, lines: Sequence[RawLine]) -> Grid | None:
    """The grid without the places where text runs across its rules; None where few of its fields are parted."""
    struck = {index for line in lines for index in _struck(grid, line)}
    if struck:
        grid = replace(grid, ys=tuple(y for index, y in enumerate(grid.ys) if index not in struck))
    crossed = {crossing for line in lines for crossing in _crossings(grid, line)}
    often = set()
    for column in {column for _, column in crossed}:
        ruled = [row for row in range(grid.rows) if grid.parts_columns(row, column)]
        if sum((row, column) in crossed for row in ruled) >= _OFTEN * len(ruled):
            often.add(column)
    if often:
        grid = replace(grid, xs=tuple(x for index, x in enumerate(grid.xs) if index not in often))
        crossed = {crossing for line in lines for crossing in _crossings(grid, line)}
    if grid.columns < 2 or (grid.columns > _MANY_COLUMNS and grid.completeness < _LEAST_COMPLETE):
        return None
    return replace(grid, crossed=frozenset(crossed))


def _struck(grid: Grid, line: RawLine) -> Iterator[int]:
    """Rows' borders that go through the middle of a line."""
    _, bottom, _, top = line.box
    margin = _OUTER * (top - bottom)
    first, last = grid.row(min(top - margin, grid.ys[0])), grid.row(bottom + margin)
    if first is not None:
        yield from range(first + 1, grid.rows if last is None else last + 1)


def _crossings(grid: Grid, line: RawLine) -> Iterator[Cell]:
    """Row and column of the fields that the text of a line runs into from the left."""
    row = grid.row((line.box[1] + line.box[3]) / 2)
    if row is None or grid.column(line.box[0]) == grid.column(line.box[2]):
        return
    space = _SPACE * line.size
    start = end = line.words[0][2][0]
    for left, right in [*((word[2][0], word[2][2]) for word in line.words), (float("inf"), 0.0)]:
        if left - end > space:
            inner = range(1, grid.columns)
            yield from ((row, column) for column in inner if start + _SLACK < grid.xs[column] < end - _SLACK)
            start = left
        end = max(end, right)


def open_grids(page: RawPage, stack: Sequence[Rule]) -> Iterator[Grid]:
    """Grids of rules that only go across: runs of the bands between them whose text leaves the same strips free."""
    first = 0
    columns: list[_Stretch] = []
    bands = _bands(page, stack)
    for index, band in enumerate([*bands, None]):
        joined = _joined([*columns, *band]) if band is not None else []
        if len(joined) >= max(_LEAST_CELLS, len(columns)):
            columns = joined
            continue
        if index - first >= _LEAST_ROWS:
            yield _open_grid(stack[first : index + 1], columns)
        columns = _joined(band or ())
        first = index
        if len(columns) < _LEAST_CELLS:
            columns, first = [], index + 1


def _open_grid(rules: Sequence[Rule], columns: Sequence[_Stretch]) -> Grid:
    top, bottom = rules[0][0], rules[-1][0]
    inner = [(one[1] + other[0]) / 2 for one, other in pairwise(columns)]
    xs = (min(rules[0][1], columns[0][0]), *inner, max(rules[0][2], columns[-1][1]))
    return Grid(xs, tuple(rule[0] for rule in rules), tuple(rules), tuple((x, bottom, top) for x in xs))


def _bands(page: RawPage, stack: Sequence[Rule]) -> list[list[_Stretch]]:
    """For each band between two rules, where words stand from left to right."""
    depths = [-rule[0] for rule in stack]
    bands: list[list[_Stretch]] = [[] for _ in stack[1:]]
    for line in page.lines:
        band = bisect_right(depths, -(line.box[1] + line.box[3]) / 2) - 1
        if 0 <= band < len(bands) and not line.cell:
            bands[band] += [(word[2][0], word[2][2]) for word in line.words]
    return bands


def _joined(stretches: Iterable[_Stretch]) -> list[_Stretch]:
    """The stretches in order, those with hardly a gap between them as one."""
    joined: list[_Stretch] = []
    for left, right in sorted(stretches):
        if joined and left - joined[-1][1] < _GAP:
            joined[-1] = joined[-1][0], max(right, joined[-1][1])
        else:
            joined.append((left, right))
    return joined


def pieces(line: RawLine, grid: Grid) -> list[Piece]:
    """A line in parts by cell."""
    row = grid.row((line.box[1] + line.box[3]) / 2)
    first, last = grid.column(line.box[0]), grid.column(line.box[2])
    if first == last:
        return [Piece(line, _cell(grid, row, first))]
    cells = [_cell(grid, row, grid.column((word[2][0] + word[2][2]) / 2)) for word in line.words]
    found: list[Piece] = []
    start = 0
    for index in range(1, len(cells) + 1):
        if index == len(cells) or cells[index] != cells[start]:
            part = line if index - start == len(cells) else part_of(line, start, index)
            found.append(Piece(part, cells[start]))
            start = index
    return found


def _cell(grid: Grid, row: int | None, column: int | None) -> Cell | None:
    return None if row is None or column is None else grid.cells[row, column]
