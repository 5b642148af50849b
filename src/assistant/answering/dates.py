"""Dates that a text states, and whether those of a claim are among those of its evidence. Pure, French and English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.text.dates import MONTHS
from assistant.text.normalise import fold

_MONTHS = {fold(name): place for names in MONTHS.values() for place, name in enumerate(names, start=1)}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_MONTH_NAME = re.compile(rf"\b(?:{_MONTH})\b")
_OTHER_WORDS = frozenset({"may", "march"})
_YEAR = r"(?:1[5-9]|20)\d\d"
_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s(?P<month>{_MONTH})\b(?:,?\s(?P<year>{_YEAR}))?"
    rf"|\b(?P<month2>{_MONTH})\s(?:(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s)?(?P<year2>{_YEAR})\b"
    rf"|\b(?P<day3>\d{{1,2}})/(?P<month3>\d{{1,2}})/(?P<year3>{_YEAR})\b"
    rf"|\b(?P<year4>{_YEAR})-(?P<month4>\d\d)-(?P<day4>\d\d)\b"
)


@dataclass(frozen=True, slots=True)
class Date:
    """A month, with day and year where they are said."""

    month: int
    day: int | None
    year: int | None
    text: str


def dates_of(text: str) -> list[Date]:
    """The dates of a text that name a month, in order."""
    return [date for match in _DATE.finditer(fold(text)) if (date := _date(match)) is not None]


def missing_dates(claim: str, evidence: Sequence[str]) -> list[str]:
    """The dates of a claim, as it writes them (in lower case), that no date of the evidence agrees with.

    A month alone ("entre avril et juin") has to be named there, or stand in a date.
    """
    held = [date for text in evidence for date in dates_of(text)]
    wrong = [date.text for date in dates_of(claim) if not any(_agree(date, other) for other in held)]
    months = {date.month for date in held} | {month for text in evidence for month, _ in _months_of(text)}
    return wrong or [name for month, name in _months_of(claim) if month not in months]


def _months_of(text: str) -> list[tuple[int, str]]:
    """The months that a text names, those apart that are more often other words in English."""
    return [(_MONTHS[name], name) for name in _MONTH_NAME.findall(fold(text)) if name not in _OTHER_WORDS]


def _date(match: re.Match[str]) -> Date | None:
    parts = {name[: len(name.rstrip("234"))]: value for name, value in match.groupdict().items() if value}
    month = _MONTHS.get(parts["month"]) or int(parts["month"])
    if not 1 <= month <= 12:
        return None
    day, year = parts.get("day"), parts.get("year")
    return Date(month, int(day) if day else None, int(year) if year else None, match[0])


def _agree(one: Date, other: Date) -> bool:
    """Whether two dates can be the same; what one of them does not say can be anything."""
    return (
        one.month == other.month
        and (one.day is None or other.day is None or one.day == other.day)
        and (one.year is None or other.year is None or one.year == other.year)
    )
