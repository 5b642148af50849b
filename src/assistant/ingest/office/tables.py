"""Tables of values (spreadsheets, CSV) as blocks: each row a paragraph "cell | cell", the header row a heading.

As a heading, the header row is in the heading path of every passage of the table, so one from its middle still says
what its columns are. It adds no word to the text: where no row is clearly a header, none is made one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, islice
from statistics import median

from assistant.errors import DocumentError
from assistant.ingest.blocks import Block, row_text
from assistant.ingest.limits import ReadLimits

Row = Sequence[str]

_SAMPLE_ROWS = 30
_MOST_TITLES = 3
_LONGEST_TITLE = 120
_LONGEST_HEADER_CELL = 200
_MOSTLY = 0.6
_PERIOD = re.compile(r"(?:[TSQ][1-4] )?(?:19|20)\d\d(?:[-/](?:19|20)?\d\d){0,2}(?: [TSQ][1-4])?")
_LEAST_PLAIN, _MOST_PLAIN = 1e-6, 1e21  # beyond, a number is written with an exponent


def number_text(value: float) -> str:
    """A number as people write it: whole ones without ".0", others to 15 digits, which leaves no binary noise."""
    if math.isfinite(value) and abs(value) < _MOST_PLAIN and value == int(value):
        return str(int(value))
    text = f"{value:.15g}"
    plain = "e" not in text or not _LEAST_PLAIN <= abs(value) < _MOST_PLAIN
    return text if plain else f"{value:.20f}".rstrip("0")


def bounded(blocks: Iterable[Block], limits: ReadLimits) -> Iterator[Block]:
    """The blocks, as long as their text fits the limit.

    Raises:
        DocumentError: too_much_text.
    """
    room = limits.characters
    for block in blocks:
        room -= len(block.text)
        if room < 0:
            raise DocumentError("too_much_text", limit=limits.characters)
        yield block


def table_blocks(rows: Iterable[Row], level: int) -> Iterator[Block]:
    """The rows of one sheet as blocks, read as a stream; empty rows are left out.

    Rows that follow each other make a table. Where its first row is a header, that row is a heading, and so is a short
    line above it, the table's title.

    Args:
        rows: the text of each cell, "" where there is none; rows may have different lengths.
        level: of the first headings; that of a header below a title is one deeper.
    """
    titles: list[str] = []
    first = True
    for filled, run in groupby(rows, key=any):
        if not filled:
            continue
        others = iter(run)
        sample = list(islice(others, _SAMPLE_ROWS))
        alone = next((number for number, row in enumerate(sample) if _filled(row) > 1), len(sample))
        titles += (next(filter(None, row)) for row in sample[:alone])
        table = sample[alone:]
        if not table and len(sample) <= _MOST_TITLES:  # they may be the title of the next table
            yield from _lines(titles[:-_MOST_TITLES])
            del titles[:-_MOST_TITLES]
            continue
        header = is_header(table, first)
        titled = header and bool(titles) and _is_title(titles[-1])
        yield from _lines(titles[: len(titles) - titled])
        if titled:
            yield Block(titles[-1], level)
        yield from _table(table, others, level + titled if header else 0)
        titles, first = [], first and not table
    yield from _lines(titles)


def is_header(table: Sequence[Row], first: bool) -> bool:
    """Whether the first row of a table, of which the first rows are given, names its columns.

    It holds no number but years and other periods. Then what stands below must bear it out: a column of numbers, or one
    whose values come again without what would be its name. The first table of a sheet is believed to have a header for
    less: three columns with different texts, or one whose values are much longer.
    """
    if len(table) < 2:
        return False
    names, below = table[0], table[1:]
    filled = [name for name in names if name]
    if len(filled) < 2 or len(filled) * 2 < max(map(_filled, below)):
        return False
    if any(len(name) > _LONGEST_HEADER_CELL or (_is_number(name) and not _PERIOD.fullmatch(name)) for name in filled):
        return False
    columns = [
        (name, [row[index] for row in below if index < len(row) and row[index]]) for index, name in enumerate(names)
    ]
    if any(_is_measured(name, values) or (name and _is_repeated(name, values)) for name, values in columns):
        return True
    if not first or len(below) < 2 or len(set(filled)) < len(filled) or any(map(_is_number, filled)):
        return False
    return len(filled) > 2 or any(name and _is_longer(name, values) for name, values in columns)


def _is_measured(name: str, values: Sequence[str]) -> bool:
    """Whether a column holds numbers (periods, below a period, may as well be more of the same)."""
    numbers = [value for value in values if _is_number(value) and not (_is_number(name) and _PERIOD.fullmatch(value))]
    return len(numbers) > _MOSTLY * len(values)


def _is_repeated(name: str, values: Sequence[str]) -> bool:
    return not _is_number(name) and name not in values and len(set(values)) <= len(values) // 2


def _is_longer(name: str, values: Sequence[str]) -> bool:
    return len(values) > 1 and median(map(len, values)) >= 2 * len(name)


def _is_number(cell: str) -> bool:
    """Whether a cell is a number, an amount, a share, a date: at least as many digits as letters."""
    digits = sum(character.isdigit() for character in cell)
    return 0 < digits >= sum(character.isalpha() for character in cell)


def _is_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and not text.endswith((".", "!", "?", ";", ",")) and not _is_number(text)


def _lines(texts: Iterable[str]) -> Iterator[Block]:
    return (Block(row_text([text])) for text in texts)


def _filled(row: Row) -> int:
    return sum(map(bool, row))


def _table(sample: Sequence[Row], others: Iterable[Row], header_level: int) -> Iterator[Block]:
    """One block a row, without the columns that are empty at the beginning, and the cells that are at the end."""
    indent = min((next(index for index, cell in enumerate(row) if cell) for row in sample), default=0)
    for number, row in enumerate(chain(sample, others)):
        start = 0 if any(row[:indent]) else indent
        end = len(row)
        while not row[end - 1]:
            end -= 1
        yield Block(row_text(row[start:end]), header_level if number == 0 else 0)
