"""What documents say of their own version, and which of two states of a work is the newer one. Pure."""

from __future__ import annotations

import re

from assistant.text.normalise import fold
from assistant.types import Document

_VERSION = re.compile(
    r"\b(?:version|v|rev|revision|edition|ed|maj|mise a jour|release)\s*[.:°n ]{0,3}(\d+(?:[.\-]\d+){0,2})\b"
    r"|\b(\d+)(?:e|eme|re|ere|nd|nde|st|th|rd)\s+(?:edition|version)\b"
)
_STATE = re.compile(r"\b(?:provisoire|projet|draft|brouillon|definitif|definitive|final|finale|vf|vprojet)\b")
_STATES = {"provisoire": 0, "projet": 0, "draft": 0, "brouillon": 0, "vprojet": 0}
_COPY = re.compile(r"\b(?:copie|copy)(?: de| of)?\b|\(\d+\)")
_DATE = re.compile(r"\b(?:(?:19|20)\d\d(?:[-/ ]?[01]\d(?:[-/ ]?[0-3]\d)?)?|[0-3]?\d[-/.][01]?\d[-/.](?:19|20)?\d\d)\b")
_EXTENSION = re.compile(r"\.[a-z0-9]{1,5}$")

_LEAST_YEAR = 1900

Marks = tuple[tuple[int, ...], int]


def marks(document: Document) -> Marks:
    """The version number that a document's title or file name states (() for none), and whether it is a draft (0)."""
    text = _named(document)
    found = [match[1] or match[2] for match in _VERSION.finditer(text)]
    number = tuple(int(part) for part in re.split(r"[.\-]", found[-1])) if found else ()
    states = [_STATES.get(word, 1) for word in _STATE.findall(text)]
    return number, min(states, default=1)


def state_versions(one: Marks, other: Marks) -> bool:
    """Whether two documents state two version numbers; years are none, for a series has an edition each year."""
    first, second = one[0], other[0]
    return bool(first and second) and first != second and max(*first, *second) < _LEAST_YEAR


def age(document: Document) -> tuple[Marks, str, bool, str]:
    """What documents of one work are ordered by, the newest last.

    A version that is stated comes before the date, a format with pages before one without: its quotes have places.
    """
    return marks(document), document.date or "", document.paged, document.id


def newer(one: Document, other: Document) -> bool:
    """Whether the first of two documents of one work is the newer one."""
    if bool(marks(one)[0]) != bool(marks(other)[0]) and one.date != other.date:
        return (one.date or "") > (other.date or "")
    return age(one) > age(other)


def states_newer(one: Document, other: Document) -> bool:
    """Whether the first of two documents of one work says that it is newer, by its version or its date."""
    first, second = marks(one), marks(other)
    dates = one.date or "", other.date or ""
    told = first != second or (all(dates) and not (dates[0].startswith(dates[1]) or dates[1].startswith(dates[0])))
    return told and newer(one, other)


def plain_title(document: Document) -> str:
    """A document's title, folded, without what it says of version, draft, copy and date."""
    text = fold(document.title).replace("_", " ")
    for pattern in (_EXTENSION, _VERSION, _STATE, _COPY, _DATE):
        text = pattern.sub(" ", text)
    return " ".join(re.findall(r"\w+", text))


def _named(document: Document) -> str:
    source = _EXTENSION.sub("", fold(document.source.rpartition("/")[2]))
    return f"{fold(document.title)} {source}".replace("_", " ")
