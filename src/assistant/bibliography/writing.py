"""Records as BibTeX, RIS, CSL-JSON or references set in a style."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Literal, get_args

from assistant.bibliography.bibtex import bibtex_text
from assistant.bibliography.csl import item_of, own_item
from assistant.bibliography.pandoc import references_text
from assistant.bibliography.ris import ris_text
from assistant.bibliography.styles import style_file
from assistant.errors import UsageError
from assistant.text.normalise import fold
from assistant.types import ANONYMOUS, Record

Form = Literal["bibtex", "ris", "csl-json", "text"]
FORMS: tuple[Form, ...] = get_args(Form)
_WORDS = 3


def form_named(name: str) -> Form:
    """One of the forms.

    Raises:
        UsageError: unknown_form.
    """
    found = next((form for form in FORMS if form == name.strip().lower()), None)
    if found is None:
        raise UsageError("unknown_form", form=name, forms=", ".join(FORMS))
    return found


def exported(records: Sequence[Record], form: Form, style: str = "", language: str = "fr") -> str:
    """Records as one text.

    Raises:
        UsageError: unknown_style.
    """
    keys = _keys(records)
    if form == "text":
        return _set([item_of(record, key) for record, key in zip(records, keys, strict=True)], style, language)
    return _written([own_item(record, key) for record, key in zip(records, keys, strict=True)], form)


def cited(record: Record, form: Form, page: int | None, style: str = "", language: str = "fr") -> str:
    """The reference of one citation: the record, and the page that is cited.

    Raises:
        UsageError: unknown_style.
    """
    (key,) = _keys([record])
    item = item_of(record, key)
    if form == "text":
        text = _set([item], style, language)
        return text if page is None else f"{text.rstrip().rstrip('.')}, p. {page}.\n"
    return _written([item if page is None else {**item, "note": f"p. {page}"}], form)


def _written(items: Sequence[dict[str, Any]], form: Form) -> str:
    if form == "bibtex":
        return bibtex_text(items)
    return ris_text(items) if form == "ris" else json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _set(items: Sequence[dict[str, Any]], style: str, language: str) -> str:
    return references_text(items, style_file(style), language) + "\n" if items else ""


def _keys(records: Sequence[Record]) -> list[str]:
    """A key each, of author, year and title: "martin2021capacites"; the same for the same record."""
    used: set[str] = set()
    keys: list[str] = []
    for record in records:
        author = "" if ANONYMOUS in record.marks or not record.authors else fold(record.authors[0]).split()[-1]
        words = re.findall(r"[a-z0-9]{3,}", fold(record.title))[:_WORDS]
        base = re.sub(r"[^a-z0-9]", "", f"{author}{(record.date or '')[:4]}{''.join(words)}")[:60] or "document"
        key, count = base, 1
        while key in used:
            count += 1
            key = f"{base}-{count}"
        used.add(key)
        keys.append(key)
    return keys
