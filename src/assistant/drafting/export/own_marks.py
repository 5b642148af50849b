"""The marks of what was to be checked, known again in the text of a file by the list that it carries. Pure."""

from __future__ import annotations

from collections import Counter

from assistant.drafting.export.bundle import Carried
from assistant.drafting.export.nodes import one_spaced

_MOST_WORK = 500_000_000  # characters of the file, once for each kind of mark that it says it has


def own_marks(carried: Carried, length: int) -> Counter[str] | None:
    """How often each mark was in a file when it was exported, the longest first, white space evened out.

    Args:
        carried: what the file says of itself.
        length: of the text that they are looked for in, in characters.

    Returns:
        None where the file does not say, or has more kinds of marks than can be looked for.
    """
    if carried.marks is None or len(set(carried.marks)) * length > _MOST_WORK:
        return None
    return Counter(sorted(map(one_spaced, carried.marks), key=len, reverse=True))


def without_marks(text: str, marks: Counter[str] | None) -> str:
    """A text without our own marks, white space evened out."""
    text = one_spaced(text)
    for mark in marks if marks and "[" in text else ():
        text = text.replace(mark, " ")
    return text
