"""From ruled lines to grids: rows, columns, and the cells that span several of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.ingest.pdf.rules import Rule, Rules

_TOUCH = 3.0
_NARROWEST = 4.0
_COVERED = 0.6
_SAME_ENDS = 4.0
_MOST_FIELDS = 5000
_MOST_RULES = 2000

Cell = tuple[int, int]  # its first row and column


@dataclass(frozen=True)
class Grid:
    """A grid of ruled lines: where its columns part (left to right) and its rows (top to bottom), in points.

    `across` and `up` are the rules it is made of. Where one is missing between two fields, they are one cell; so are
    those of `crossed` and the ones left of them, because text runs across.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    across: tuple[Rule, ...]
    up: tuple[Rule, ...]
    crossed: frozenset[Cell] = frozenset()

    @property
    def rows(self) -> int:
        """How many there are."""
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        """How many there are."""
        return len(self.xs) - 1

    @property
    def completeness(self) -> float:
        """The share of fields, but for those of the first column, that a rule parts from the one on their left."""
        parted = sum(self.parts_columns(row, column) for row in range(self.rows) for column in range(1, self.columns))
        return parted / max(1, self.rows * (self.columns - 1))

    def row(self, y: float) -> int | None:
        """The row at a height; None above and below."""
        if not self.ys[-1] < y <= self.ys[0]:
            return None
        return max(bisect_left(self._depths, self.ys[0] - y), 1) - 1

    def column(self, x: float) -> int | None:
        """The column at a place; None on the left and right."""
        return bisect_right(self.xs, x) - 1 if self.xs[0] <= x < self.xs[-1] else None

    @cached_property
    def cells(self) -> dict[Cell, Cell]:
        """The cell that each field (row, column) belongs to."""
        parents = {(row, column): (row, column) for row in range(self.rows) for column in range(self.columns)}
        for row in range(self.rows):
            for column in range(1, self.columns):
                if (row, column) in self.crossed or not self.parts_columns(row, column):
                    _unite(parents, (row, column - 1), (row, column))
        for row in range(1, self.rows):
            for column in range(self.columns):
                if not self._parts_rows(row, column):
                    _unite(parents, (row - 1, column), (row, column))
        return {field: _root(parents, field) for field in parents}

    @cached_property
    def _depths(self) -> list[float]:
        return [self.ys[0] - y for y in self.ys]

    @cached_property
    def _up_at(self) -> list[list[Rule]]:
        return [[rule for rule in self.up if abs(rule[0] - x) <= _NARROWEST] for x in self.xs]

    @cached_property
    def _across_at(self) -> list[list[Rule]]:
        return [[rule for rule in self.across if abs(rule[0] - y) <= _NARROWEST] for y in self.ys]

    def parts_columns(self, row: int, column: int) -> bool:
        """Whether a rule stands left of a field."""
        return _is_covered(self._up_at[column], self.ys[row + 1], self.ys[row])

    def _parts_rows(self, row: int, column: int) -> bool:
        return _is_covered(self._across_at[row], self.xs[column], self.xs[column + 1])


def find_grids(rules: Rules) -> tuple[list[Grid], list[list[Rule]]]:
    """Grids of rules that cross each other, and stacks of others that go across between the same ends, from the top."""
    if len(rules.across) + len(rules.up) > _MOST_RULES:  # a drawing
        return [], []
    grids: list[Grid] = []
    loose: list[Rule] = []
    for across, up in _components(rules):
        grid = _grid(across, up)
        if grid is None:
            loose += across
        else:
            grids.append(grid)
    return grids, _stacks(loose)


def _is_covered(rules: Sequence[Rule], start: float, end: float) -> bool:
    """Whether rules at one place go along most of the way from start to end."""
    return sum(max(0.0, min(end, rule[2]) - max(start, rule[1])) for rule in rules) >= _COVERED * (end - start)


def _root(parents: dict[Cell, Cell], field: Cell) -> Cell:
    while parents[field] != field:
        parents[field] = field = parents[parents[field]]
    return field


def _unite(parents: dict[Cell, Cell], one: Cell, other: Cell) -> None:
    """Make two fields parts of one cell, known by the first of its fields."""
    first, second = sorted((_root(parents, one), _root(parents, other)))
    parents[second] = first


def _components(rules: Rules) -> Iterable[tuple[list[Rule], list[Rule]]]:
    """Rules that touch each other, directly or by others: those that go across, from the top, those that go up."""
    places = [rule[0] for rule in rules.up]
    every = [(0, index) for index in range(len(rules.across))] + [(1, index) for index in range(len(rules.up))]
    parents = {rule: rule for rule in every}
    for index, (y, left, right) in enumerate(rules.across):
        for other in range(bisect_left(places, left - _TOUCH), bisect_right(places, right + _TOUCH)):
            if rules.up[other][1] - _TOUCH <= y <= rules.up[other][2] + _TOUCH:
                _unite(parents, (0, index), (1, other))
    found: dict[Cell, tuple[list[Rule], list[Rule]]] = {}
    for kind, index in parents:
        part = found.setdefault(_root(parents, (kind, index)), ([], []))
        part[kind].append((rules.across, rules.up)[kind][index])
    return found.values()


def _grid(across: Sequence[Rule], up: Sequence[Rule]) -> Grid | None:
    """The grid of rules that touch; None where no column or no row is parted from another."""
    if not up or len(across) < 2:
        return None
    left, right = min(rule[1] for rule in across), max(rule[2] for rule in across)
    bottom, top = min(rule[1] for rule in up), max(rule[2] for rule in up)
    xs = _places([rule[0] for rule in up], left, right)
    ys = _places([rule[0] for rule in across], bottom, top)
    if len(xs) < 3 or len(ys) < 3 or len(xs) * len(ys) > _MOST_FIELDS:
        return None
    return Grid(tuple(xs), tuple(ys[::-1]), tuple(across), tuple(up))


def _places(found: Iterable[float], first: float, last: float) -> list[float]:
    """The places in order, those nearer than the narrowest row or column taken as one, with the ends."""
    places: list[float] = []
    for place in sorted((*found, first, last)):
        if not places or place - places[-1] > _NARROWEST:
            places.append(place)
    return places


def _stacks(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that go across between the same ends, three or more one below another."""
    stacks: list[list[Rule]] = []
    for rule in sorted(rules, reverse=True):
        for stack in stacks:
            if abs(stack[0][1] - rule[1]) <= _SAME_ENDS and abs(stack[0][2] - rule[2]) <= _SAME_ENDS:
                if stack[-1][0] - rule[0] > _NARROWEST:
                    stack.append(rule)
                break
        else:
            stacks.append([rule])
    return [stack for stack in stacks if len(stack) > 2]
