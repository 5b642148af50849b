"""Dates, however they are written: "12/03/2024", "2024-03-12" and "le 12 mars 2024" have the same words.

Days come before months, as in France and in Europe, but where only the other order can be meant ("03/25/2024"). A month
and a year in figures ("03/2024") are one where no number sign stands before them; two figures are no year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

from assistant.text.wordsets import word_set
from assistant.types import Language

MONTHS: dict[Language, tuple[str, ...]] = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    "en": (
        "january", "february", "march", "april", "may", "june",
        "july", "august", "september", "october", "november", "december",
    ),
}  # fmt: skip
_UNACCENTED = word_set("fevrier aout decembre")
MONTH_NAMES = "|".join((*MONTHS["fr"], *sorted(_UNACCENTED), *MONTHS["en"]))
"""Pattern of a month's name in small letters, with its accents or without them."""
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_ISO = rf"{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d-])"
_DAY_FIRST = "|".join(rf"{_DAY}{mark}{_MONTH}{mark}{_YEAR}(?![^\W_]|[/.-]\d)" for mark in ("/", r"\.", "-"))
_MONTH_FIRST = rf"{_MONTH}/(?:1[3-9]|2\d|3[01])/{_YEAR}(?![^\W_]|/\d)"
_MONTH_ONLY = rf"(?:0[1-9]|1[0-2])(?<![nN][°ºo]..)(?<![nN][°ºo]\s..)(?<![/.-]..)/{_YEAR}(?![^\W_]|/\d)"


def _any(names: frozenset[str]) -> str:
    return "|".join(sorted(names | frozenset(map(str.capitalize, names))))


_FRENCH = _any(frozenset(MONTHS["fr"]) | _UNACCENTED)
_FIRST = rf"1er\s(?:{_FRENCH})(?![^\W_])"
_ORDINAL = rf"(?:[12]\d|3[01]|[1-9])(?:st|nd|rd|th)\s(?:of\s)?(?:{_any(frozenset(MONTHS['en']))})(?![^\W_])"

DATE = "|".join((_ISO, _DAY_FIRST, _MONTH_FIRST, _MONTH_ONLY, _FIRST, _ORDINAL))
"""Pattern of a date that is not written as the plain words of its day, month and year; it begins with a digit, and has
no groups, to be part of another pattern."""
_PART = re.compile(r"\d+|[^\W\d_]{3,}")


def is_too_late(iso: str, today: date | None = None) -> bool:
    """Whether a day, month or year (ISO 8601) can be no document's: it is more than a year ahead of today."""
    return iso > latest_day(today)[: len(iso)]


def latest_day(today: date | None = None) -> str:
    """The last day that a document may be of: a year from today."""
    day = today or datetime.now(UTC).date()
    leap = (day.month, day.day) == (2, 29)
    return f"{day.year + 1}-02-28" if leap else f"{day.year + 1}-{day:%m-%d}"


def date_parts(date: str, language: Language) -> Iterator[tuple[str, int, int]]:
    """Day, month and year of what `DATE` matches, as words of a language, each with the span in it that says it."""
    parts = [(match[0], *match.span()) for match in _PART.finditer(date)]
    if len(parts[0][0]) == 4:
        parts.reverse()
    if parts[-1][0].isdigit():
        if int(parts[-2][0]) > 12:
            parts[0], parts[1] = parts[1], parts[0]
        month, start, end = parts[-2]
        parts[-2] = (MONTHS[language][int(month) - 1], start, end)
    for word, start, end in parts:
        yield word.lstrip("0") if word.isdigit() else word, start, end


def date_text(date: str, language: Language) -> str:
    """A year, a month or a day (ISO 8601) as people write it: 2024, mars 2024, 5 mars 2024; anything else as it is."""
    if not re.fullmatch(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?", date):
        return date
    year, *rest = date.split("-")
    if not rest:
        return year
    month = MONTHS[language][int(rest[0]) - 1]
    named = month.capitalize() if language == "en" else month
    days = ("1er" if language == "fr" and int(day) == 1 else str(int(day)) for day in rest[1:])
    return " ".join([*days, named, year])
