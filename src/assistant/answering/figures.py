"""The figure that a sentence states: in words, in a row of a table, or as the correction of another. Pure."""

from __future__ import annotations

import re

from assistant.answering.counted import done_by, in_column
from assistant.answering.quantities import Quantity, quantity_of
from assistant.answering.scoring import ScoredSentence
from assistant.support.facts import numbers_in_place
from assistant.text.normalise import fold

_CORRECTED = re.compile(
    r"\b(?:ramene|corrige|rectifie|revis|revu|reevalu|recalcul|abaiss|revised|corrected|restated|adjusted|brought)\w*"
    r"(?: (?:a la (?:baisse|hausse)|down(?:wards?)?|up(?:wards?)?))?,? (?:de|from) "
)
_LINK = re.compile(r"[^\d]{0,30}?\b(?:a|to) \Z")


def stated_figure(each: ScoredSentence, unit: str, noun: str | None) -> Quantity | None:
    """The one number of a unit that a sentence states.

    Args:
        each: a sentence; of the row of a table, its head tells which cell is meant.
        unit: of `quantities.asked_unit`.
        noun: what is counted; people may be told by what they do ("31 200 personnes ont voté").
    """
    text = each.sentence.text
    mended = correction(text, noun)
    if mended is not None:
        return _exactly(mended[1])
    if each.head:
        cell = in_column(noun, text, each.head) if noun else None
        return None if cell is None else _bare_number(cell)
    said = quantity_of(text, unit)
    return said if said is not None or noun is None else _of_doers(text, noun)


def correction(text: str, noun: str | None) -> tuple[str, str] | None:
    """The figure that a sentence says was mended, and what it was mended to, where it speaks of what is counted."""
    folded = fold(text)
    found = _CORRECTED.search(folded)
    if found is None or noun is None or noun[:5] not in folded[: found.start()]:
        return None
    numbers = [each for each in numbers_in_place(folded) if each[0] >= found.end()][:2]
    if len(numbers) < 2 or numbers[0][0] != found.end() or not _LINK.match(folded[numbers[0][1] : numbers[1][0]]):
        return None
    return numbers[0][2][0], numbers[1][2][0]


def _of_doers(text: str, noun: str) -> Quantity | None:
    done = done_by(noun)
    if done is None:
        return None
    folded = fold(text)
    doing = re.compile(rf"\s*{done}")
    values = [readings[0] for _, end, readings in numbers_in_place(folded) if doing.match(folded, end)]
    return _exactly(values[0]) if len(set(values)) == 1 else None


def _bare_number(cell: str) -> Quantity | None:
    numbers = numbers_in_place(fold(cell))
    return _exactly(numbers[0][2][0]) if len(numbers) == 1 else None


def _exactly(number: str) -> Quantity:
    value = float(number)
    return Quantity(value, value, value, frozenset())
