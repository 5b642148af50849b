"""Fields of a record from what a person or a file states: each made regular, or refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from assistant.bibliography.names import given_first
from assistant.errors import UsageError
from assistant.ingest.identifiers import clean_line, clean_url, find_identifier
from assistant.ingest.kinds import stated_kind
from assistant.ingest.metadata import late_date, parse_date, parse_language
from assistant.text.dates import is_too_late, latest_day
from assistant.text.normalise import clean, fold
from assistant.text.sections import short_title
from assistant.types import ANONYMOUS, FIELDS, MARKS, NOT_FOR_QUOTATION

KIND_NAMES = "article, study, grey_literature, interview, visit, minutes, web_page"
_MOST_AUTHORS = 100
_LONGEST = 500
LONGEST_TITLE = 300
"""Characters of a title: a longer one is cut where a file states it, and refused where a person types it."""
LONGEST_TOLD = 100
"""Characters of a value that are told in a message."""
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_DATES = ("date", "retrieved_at")
_MARK_OF = {
    **dict.fromkeys(("not for quotation", "ne pas citer", "non citable", "do not quote"), NOT_FOR_QUOTATION),
    **dict.fromkeys(("anonymous", "anonyme"), ANONYMOUS),
}
_NAMES = {
    "titre": "title", "auteur": "authors", "auteurs": "authors", "author": "authors", "editeur": "publisher",
    "type": "kind", "langue": "language", "license": "licence", "lieu": "place", "adresse": "url",
    "doi": "identifier", "isbn": "identifier", "identifiant": "identifier", "consulte le": "retrieved_at",
    "consulte": "retrieved_at", "marques": "marks", "mark": "marks", "marque": "marks",
}  # fmt: skip
_EXPECTED = {
    "date": "AAAA, AAAA-MM, AAAA-MM-JJ",
    "retrieved_at": "AAAA-MM-JJ",
    "kind": KIND_NAMES,
    "language": "fr, en",
    "url": "https://…",
    "identifier": "DOI, ISBN",
    "marks": ", ".join(MARKS),
}


def field_name(name: str) -> str:
    """The field that a name stands for, in French or English.

    Raises:
        UsageError: unknown_field.
    """
    key = " ".join(fold(name).replace("_", " ").split())
    found = _NAMES.get(key, key.replace(" ", "_"))
    if found not in (*FIELDS, "marks"):
        raise UsageError("unknown_field", name=name, names=", ".join((*FIELDS, "marks")))
    return found


def checked_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """What a correction states, made regular. An empty value states that there is none.

    Raises:
        UsageError: unknown_field, bad_field_value (also: no title, no kind or no language).
    """
    found: dict[str, Any] = {}
    for name, value in given.items():
        field = field_name(name)
        empty = value in (None, "", [])
        if field == "title" and isinstance(value, str) and len(" ".join(value.split())) > LONGEST_TITLE:
            told = value[:LONGEST_TOLD] + "…"
            raise UsageError("bad_field_value", name=field, value=told, expected=f"≤ {LONGEST_TITLE} c")
        read = ([] if field in ("authors", "marks") else None) if empty else read_value(field, value)
        if (read is None and (not empty or field in ("title", "kind", "language"))) or (
            not empty and field in ("authors", "marks") and not read
        ):
            raise UsageError("bad_field_value", name=field, value=value, expected=expected_of(field, value))
        found[field] = read
    return found


def stated_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """What a file states in these fields; what can't be used of it is left out, as are unknown keys."""
    read = {name: read_value(name, given[name]) for name in (*FIELDS, "marks") if given.get(name) not in (None, "", [])}
    return {name: value for name, value in read.items() if value}


def wrong_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """What a file states in these fields and can't be used; of several marks, those that are none."""
    found: dict[str, Any] = {}
    for name in (*FIELDS, "marks"):
        value = given.get(name)
        if value in (None, "", []):
            continue
        if name == "marks":
            unknown = [each for each in _mark_items(value) if _mark_key(each) not in _MARK_OF]
            if unknown or not _marks(value):
                found[name] = ", ".join(map(str, unknown)) or value
        elif not read_value(name, value):
            found[name] = value
    return found


def expected_of(name: str, value: Any = None) -> str:
    """What a field may hold, for a message about a value that it can't have."""
    if name in _DATES and late_date(value):
        return f"≤ {latest_day()}"
    return _EXPECTED.get(name, "texte / text")


def field_in_file(name: str) -> str:
    """A key of a file; the names that a mark has in French stand for it, so that none is passed over in silence."""
    return "marks" if _NAMES.get(fold(name).strip()) == "marks" else name


def read_value(name: str, value: Any) -> Any:
    """One field made regular; None where it can't be used."""
    return _READ[name](value)


def _text(value: Any) -> str | None:
    line = " ".join(clean(value).split()) if isinstance(value, str) else ""
    return line[:_LONGEST] if any(character.isalnum() for character in line) else None


def _title(value: Any) -> str | None:
    line = _text(value)
    return None if line is None else short_title(line, LONGEST_TITLE)


def _authors(value: Any) -> list[str]:
    """Names as people read them: of a list of texts, or of one text in which semicolons part them."""
    items = value.split(";") if isinstance(value, str) else value if isinstance(value, list | tuple) else []
    names = (clean_line(each) for each in items[:_MOST_AUTHORS])
    return list(dict.fromkeys(given_first(name) for name in names if name))


def _date(value: Any) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    match = _ISO.fullmatch(value.strip())
    if match is None:
        return parse_date(value[:10] if re.match(r"\d{4}-\d\d-\d\dT", value) else value)
    numbers = [int(part) for part in match.groups() if part]
    try:
        date(*[*numbers, 1, 1][:3])
    except ValueError:
        return None
    return None if is_too_late(match.group()) else match.group()


def _marks(value: Any) -> list[str]:
    keys = map(_mark_key, _mark_items(value))
    found = {_MARK_OF[key] for key in keys if key in _MARK_OF}
    return [mark for mark in MARKS if mark in found]


def _mark_items(value: Any) -> Iterable[Any]:
    return re.split(r"[,;]", value) if isinstance(value, str) else value if isinstance(value, list) else ()


def _mark_key(item: Any) -> str:
    return " ".join(fold(str(item)).replace("_", " ").split())


def marks_among(keywords: Iterable[str]) -> list[str]:
    """The marks that stand among keywords."""
    return _marks(list(keywords))


_READ: Mapping[str, Callable[[Any], Any]] = {
    "title": _title,
    "authors": _authors,
    "date": _date,
    "publisher": _text,
    "kind": stated_kind,
    "language": parse_language,
    "licence": _text,
    "place": _text,
    "url": clean_url,
    "identifier": find_identifier,
    "retrieved_at": _date,
    "marks": _marks,
}
