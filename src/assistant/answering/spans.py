"""The years that a question goes from and to ("entre 2019 et 2023"), and those between. Pure.

They bound what is asked; a text need not name both.
"""

from __future__ import annotations

import re

from assistant.text.dates import MONTHS
from assistant.text.normalise import fold

_PART = "|".join(
    (*(fold(name) for names in MONTHS.values() for name in names), "fin", "debut", "mi", "ete", "automne", "hiver")
)
_WHEN = rf"(?:(?:la |l')?(?:{_PART})[ -](?:de |d')?)?"
_YEAR = r"(?:19|20)\d\d"
_SPAN = re.compile(
    rf"\b(?:entre|between) {_WHEN}(?P<a>{_YEAR}) (?:et|and) {_WHEN}(?P<b>{_YEAR})\b"
    rf"|\b(?:de|depuis|from) {_WHEN}(?P<c>{_YEAR}),? (?:a|to|until|jusqu'(?:a|en)) {_WHEN}(?P<d>{_YEAR})\b"
    rf"|\b{_WHEN}(?P<e>{_YEAR}),? (?:jusqu'(?:a|en)|until) {_WHEN}(?P<f>{_YEAR})\b"
)
_LONGEST = 15


def years_spanned(question: str) -> frozenset[str]:
    """All years of the span that a question names; none for most questions."""
    span = _SPAN.search(fold(question))
    ends = [int(year) for year in span.groups() if year is not None] if span is not None else [0, 0]
    first, last = ends
    return frozenset(map(str, range(first, last + 1))) if 0 < last - first <= _LONGEST else frozenset()
