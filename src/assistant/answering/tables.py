"""Tables in the text of a passage: which row is the head of which. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.text.sentences import is_table_row


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
