"""From blocks (headings, paragraphs, rows) to the one page of a document without pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.text.normalise import clean, has_cut_words, vocabulary
from assistant.types import Heading, Page


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text in reading order. `level` is 0 except for headings; `tight` follows on without a blank line.

    So do items of one list, that is `item` blocks in a row.
    """

    text: str
    level: int = 0
    tight: bool = False
    item: bool = False


def assemble(blocks: Iterable[Block], number: int = 1) -> tuple[Page, tuple[Heading, ...]]:
    """One page holding the repaired blocks, a blank line between them, and the headings with their spans in it."""
    kept = [block for block in blocks if block.text.strip()]
    cut = any(has_cut_words(block.text) for block in kept)
    words = vocabulary(block.text for block in kept) if cut else None
    pieces: list[str] = []
    headings: list[Heading] = []
    length = 0
    previous = Block("")
    for block in kept:
        text = clean(" ".join(block.text.split()) if block.level else block.text, words)
        if not text:
            continue
        tight = block.tight or (block.item and previous.item)
        separator = "" if not pieces else "\n" if tight else "\n\n"
        start = length + len(separator)
        length = start + len(text)
        pieces += (separator, text)
        previous = block
        if block.level:
            headings.append(Heading(page=number, start=start, end=length, level=block.level, title=text))
    return Page(number=number, text="".join(pieces)), tuple(headings)


def row_text(cells: Iterable[str]) -> str:
    """A table row on one line, its cells kept apart; "" for a row without text."""
    texts = [" ".join(cell.split()) for cell in cells]
    return " | ".join(texts) if any(texts) else ""
