"""Which records of several bibliographies are of the same publication. Pure.

One library written in three formats gives each record three times. Two records of different files are the same where
they have one DOI; one ISBN or address, and titles of which one begins the other (a chapter has the ISBN of its book);
or one title, year and first author, or none of them. Records of one file are what its author made of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.bibliography.names import csl_name
from assistant.text.normalise import fold
from assistant.types import Reference, Values

Key = tuple[str, str]
_ALONE = frozenset({"doi", "title"})  # tell a publication by themselves


def repeated(references: Sequence[Reference]) -> dict[str, str]:
    """The ids of records that repeat one of another file, and of the one that they repeat.

    Those that describe a document come first, then the others in their order.
    """
    known: dict[Key, list[Reference]] = {}
    found: dict[str, str] = {}
    for each in sorted(references, key=lambda reference: reference.document_id is None):
        same = next(_matching(each, known), None)
        if same is not None:
            found[each.id] = same.id
            continue
        for key in _keys(each):
            known.setdefault(key, []).append(each)
    return found


def same_as(reference: Reference, others: Iterable[Reference]) -> Reference | None:
    """The first of others, of another file, that is of the same publication."""
    known: dict[Key, list[Reference]] = {}
    for each in others:
        for key in _keys(each):
            known.setdefault(key, []).append(each)
    return next(_matching(reference, known), None)


def _matching(reference: Reference, known: Mapping[Key, Sequence[Reference]]) -> Iterator[Reference]:
    for key in _keys(reference):
        for other in known.get(key, ()):
            elsewhere = (other.root, other.path) != (reference.root, reference.path)
            if elsewhere and (key[0] in _ALONE or _titled_alike(reference, other)):
                yield other


def _keys(reference: Reference) -> Iterator[Key]:
    values = reference.values
    identifier = values.get("identifier")
    if identifier:
        yield ("doi" if identifier.startswith("10.") else "isbn"), identifier.lower()
    if values.get("url"):
        yield "url", values["url"].partition("://")[2].removeprefix("www.").rstrip("/")
    title, year = _title(reference), (values.get("date") or "")[:4]
    if title:
        yield "title", f"{title}\n{year}\n{_first_author(values)}"


def _first_author(values: Values) -> str:
    names = [csl_name(name) for name in (values.get("authors") or ())[:1]]
    return fold(names[0].get("family") or names[0]["literal"]) if names else ""


def _titled_alike(one: Reference, other: Reference) -> bool:
    short, long = sorted((_title(one), _title(other)), key=len)
    return bool(short) and long.startswith(short)


def _title(reference: Reference) -> str:
    folded = fold(reference.values.get("title") or "")
    return " ".join("".join(character if character.isalnum() else " " for character in folded).split())
