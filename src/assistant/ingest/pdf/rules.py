"""Lines ruled on a PDF page: borders of cells, edges of boxes. Looked at only where the text may be a table."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import compress, pairwise
from typing import TYPE_CHECKING, Any

from assistant.ingest.pdf.calls import Pointer, objects_on, unchecked

if TYPE_CHECKING:
    from assistant.ingest.pdf.page import Box, RawLine

Rule = tuple[float, float, float]  # where it stands (x of one that goes up, y of one that goes across), start, end

_LEAST_LINES = 2
_LEAST_ROWS = 3
_WIDE_GAP = 1.2  # of a line's height
_MOST_OBJECTS = 10_000
_MOST_SEGMENTS = 500
_MOST_PIECES = 20_000
_THIN = 3.5  # points
_FEW_SEGMENTS = 6
_MOST_INTRICATE = 100
_LOWEST_GRID = 14.0  # points: lower paths of many segments are letters
_WHITE = 250
_STRAIGHT = 1.0
_SAME_PLACE = 2.0
_DASH = 4.0  # points left free between the dashes of one rule
_SHORTEST = 8.0


@dataclass(frozen=True, slots=True)
class Rules:
    """Straight lines of a page as shown, in points: those that go across, from top to bottom, and those that go up."""

    across: tuple[Rule, ...] = ()
    up: tuple[Rule, ...] = ()


def may_hold_table(lines: Sequence[RawLine]) -> bool:
    """Whether text stands side by side as in rows: in two lines with wide gaps, or in three rows, cell after cell."""
    first = next((line.words for line in lines if len(line.words) > 1), None)
    if first and first[-1][2][0] - first[0][2][0] <= abs(first[-1][2][1] - first[0][2][1]):
        return True  # the text does not run from left to right, so rows can't be told yet
    rows = 0
    for line in lines:
        end = line.box[2]
        wide = _WIDE_GAP * line.size
        for _, _, box in line.words:
            if box[0] - end > wide:
                rows += 1
                break
            end = box[2]
        if rows >= _LEAST_LINES:
            return True
    in_row = False
    for one, other in pairwise(lines):
        if other.box[0] > one.box[2] and other.box[3] > one.box[1]:
            rows += not in_row
            in_row = True
        elif other.box[0] < one.box[0] - one.size:
            in_row = False
    return rows >= _LEAST_ROWS


def read_rules(page: Pointer, move: Callable[[Box], Box] | None) -> Rules:
    """The rules of a page; `move` takes a box from the page's own coordinates to those of the page as shown."""
    reader = _PathReader()
    paths, counts = _paths(page)
    for path, count in zip(paths, counts, strict=True):
        reader.add(path, count)
        if len(reader.pieces) > _MOST_PIECES:
            break
    return _rules(reader.pieces if move is None else map(move, reader.pieces))


def _paths(page: Pointer) -> tuple[list[Pointer], list[int]]:
    """The paths of a page with the numbers of their segments. Where very many have many, they are letters: left out."""
    import pypdfium2.raw as pdfium

    objects, kinds = objects_on(page, _MOST_OBJECTS)
    paths = list(compress(objects, map(pdfium.FPDF_PAGEOBJ_PATH.__eq__, kinds)))
    counts = list(map(unchecked("FPDFPath_CountSegments"), paths))
    plain = [count <= _FEW_SEGMENTS for count in counts]
    if len(plain) - sum(plain) > _MOST_INTRICATE:
        return list(compress(paths, plain)), list(compress(counts, plain))
    return paths, counts


def moved(rules: Rules, move: Callable[[Box], Box]) -> Rules:
    """The rules after each was moved."""
    across = ((left, y, right, y) for y, left, right in rules.across)
    up = ((x, bottom, x, top) for x, bottom, top in rules.up)
    return _rules(move(box) for box in (*across, *up))


def _rules(boxes: Iterable[Box]) -> Rules:
    boxes = list(boxes)
    across = [((box[1] + box[3]) / 2, box[0], box[2]) for box in boxes if box[2] - box[0] >= box[3] - box[1]]
    up = [((box[0] + box[2]) / 2, box[1], box[3]) for box in boxes if box[2] - box[0] < box[3] - box[1]]
    return Rules(tuple(reversed(_merged(across))), tuple(_merged(up)))


class _PathReader:
    """Gathers thin boxes: what paths rule, or the edges of boxes that they fill or frame."""

    def __init__(self) -> None:
        self.pieces: list[Box] = []
        self._numbers = (ctypes.c_float * 4)()
        self._references = _references(self._numbers)
        self._modes = (ctypes.c_int * 2)()
        self._mode_references = _references(self._modes)
        self._colours = (ctypes.c_uint * 4)()
        self._colour_references = _references(self._colours)
        self._get_bounds = unchecked("FPDFPageObj_GetBounds")
        self._get_modes = unchecked("FPDFPath_GetDrawMode")

    def add(self, path: Pointer, count: int) -> None:
        """Add what a path of so many segments rules.

        What is stroked and not thin is taken point by point: pdfium's bounds may be off.
        """
        if count > _MOST_SEGMENTS or not self._get_bounds(path, *self._references):
            return
        left, bottom, right, top = self._numbers[:]
        if count > _FEW_SEGMENTS and top - bottom < _LOWEST_GRID:
            return
        thin = right - left <= _THIN or top - bottom <= _THIN
        fill, stroke = self._modes_of(path, thin)
        if not (fill or stroke):
            return
        if thin:
            self.pieces.append((left, bottom, right, top))
        elif stroke or count > _FEW_SEGMENTS:
            self._add_segments(path, count)
        else:
            self.pieces += (
                (left, bottom, right, bottom), (left, top, right, top), (left, bottom, left, top),
                (right, bottom, right, top),
            )  # fmt: skip

    def _modes_of(self, path: Pointer, thin: bool) -> tuple[bool, bool]:
        """Whether a path is seen as filled, and as stroked; the colour of a thin one is not looked at."""
        if not self._get_modes(path, *self._mode_references):
            return False, False
        fill, stroke = self._modes[0] > 0, self._modes[1] > 0
        if thin:
            return fill, stroke
        if stroke and self._is_seen(path, "FPDFPageObj_GetStrokeColor", white=True):
            return fill, True
        return fill and self._is_seen(path, "FPDFPageObj_GetFillColor", white=False), False

    def _is_seen(self, path: Pointer, get_colour: str, white: bool) -> bool:
        """Whether a colour is not transparent, nor white unless that counts."""
        if not unchecked(get_colour)(path, *self._colour_references):
            return True
        *shades, opacity = self._colours[:]
        return opacity > 0 and (white or min(shades) < _WHITE)

    def _add_segments(self, path: Pointer, count: int) -> None:
        """The straight parts of a path of many: a whole grid may be one path."""
        import pypdfium2.raw as pdfium

        matrix = pdfium.FS_MATRIX()
        if not unchecked("FPDFPageObj_GetMatrix")(path, ctypes.byref(matrix)):
            return
        get_segment = unchecked("FPDFPath_GetPathSegment", Pointer)
        before = begun = (0.0, 0.0)
        found: list[Box] = []
        for index in range(count):
            segment = get_segment(path, index)
            kind = unchecked("FPDFPathSegment_GetType")(segment)
            if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
                return  # a drawing
            unchecked("FPDFPathSegment_GetPoint")(segment, *self._references[:2])
            x, y = self._numbers[:2]
            point = matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                begun = point
            elif kind == pdfium.FPDF_SEGMENT_LINETO:
                found.append(_box(before, point))
            if unchecked("FPDFPathSegment_GetClose")(segment):
                found.append(_box(point, begun))
            before = point
        self.pieces += [box for box in found if min(box[2] - box[0], box[3] - box[1]) <= _STRAIGHT]


def _references(numbers: ctypes.Array[Any]) -> list[Any]:
    """A pointer to each of some numbers, for pdfium to write them."""
    return [ctypes.byref(numbers, offset) for offset in range(0, ctypes.sizeof(numbers), 4)]


def _box(one: tuple[float, float], other: tuple[float, float]) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])


def _merged(pieces: list[Rule]) -> list[Rule]:
    """Rules in order of their place, made of pieces that continue each other."""
    merged: list[Rule] = []
    for cluster in _clusters(sorted(pieces)):
        place = sum(piece[0] for piece in cluster) / len(cluster)
        start, end = None, 0.0
        for _, first, last in sorted(cluster, key=lambda piece: piece[1]):
            if start is None:
                start, end = first, last
            elif first - end <= _DASH:
                end = max(end, last)
            else:
                merged.append((place, start, end))
                start, end = first, last
        if start is not None:
            merged.append((place, start, end))
    return [rule for rule in merged if rule[2] - rule[1] >= _SHORTEST]


def _clusters(pieces: Sequence[Rule]) -> list[list[Rule]]:
    """Pieces that stand at one place, to 2 points."""
    clusters: list[list[Rule]] = []
    for piece in pieces:
        if clusters and piece[0] - clusters[-1][0][0] <= _SAME_PLACE:
            clusters[-1].append(piece)
        else:
            clusters.append([piece])
    return clusters
