"""Tables in the text of a passage: which row is the head of which. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.text.sentences import is_table_row

_BAR = re.compile(r"\s*\|\s*")


def heads_of(sentences: Sequence[str]) -> dict[int, int]:
    """The place of the head of each row, by the place of the row; the head itself has none.

    A passage that begins within a table does not have its head.
    """
    heads: dict[int, int] = {}
    head = 0
    for at in range(1, len(sentences)):
        if not is_table_row(sentences[at - 1]):
            head = at
        elif head and is_table_row(sentences[at]):
            heads[at] = head
    return heads


def cells_of(row: str) -> list[str]:
    """The cells of a row, without the bars around them."""
    return [cell.strip() for cell in _BAR.split(row.strip().strip("|"))]


def is_headed(row: str, head: str) -> bool:
    """Whether a row has the cells that a head names."""
    return len(cells_of(row)) == len(cells_of(head))


def read_out(row: str, head: str) -> list[tuple[str, str]]:
    """A row as it is read aloud, cell by cell: what the head calls it, and the cell; no empty cells.

    Args:
        row: of a table.
        head: of the table, which has as many cells; "" where the cells are not to be called anything.
    """
    cells = cells_of(row)
    names = cells_of(head) if head else [""] * len(cells)
    return [(name, cell) for name, cell in zip(names, cells, strict=True) if cell]
