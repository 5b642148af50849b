"""Finding an entry of the library by what a person calls it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.errors import UsageError
from assistant.text.normalise import fold
from assistant.types import Record

_SHOWN = 5


def named_record(records: Sequence[Record], name: str) -> Record:
    """The entry with this id, source or title, or with a part of one that no other has.

    Raises:
        UsageError: unknown_record, record_ambiguous.
    """
    wanted = fold(name.strip())
    tests: tuple[Callable[[Record], bool], ...] = (
        lambda record: record.id == name.strip(),
        lambda record: record.source == name,
        lambda record: fold(record.source) == wanted,
        lambda record: fold(record.title) == wanted,
        lambda record: bool(wanted) and (wanted in fold(record.source) or wanted in fold(record.title)),
    )
    for test in tests:
        found = [record for record in records if test(record)]
        if len(found) == 1:
            return found[0]
        if found:
            shown = ", ".join(record.source for record in found[:_SHOWN])
            raise UsageError("record_ambiguous", name=name, choices=shown, count=len(found))
    raise UsageError("unknown_record", name=name)
