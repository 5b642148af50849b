"""RIS: lines of a tag and a value, between TY and ER. Read and written here: pandoc leaves out the attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assistant.bibliography.entries import Bibliography, Entry
from assistant.bibliography.names import name_text
from assistant.types import Failure

_LINE = re.compile(r"([A-Z][A-Z0-9])  - ?(.*)")
_TYPES = {
    "JOUR": "article-journal", "EJOUR": "article-journal", "MGZN": "article-magazine", "NEWS": "article-newspaper",
    "BLOG": "post-weblog", "RPRT": "report", "GOVDOC": "report", "BOOK": "book", "EBOOK": "book", "CHAP": "chapter",
    "CONF": "paper-conference", "CPAPER": "paper-conference", "THES": "thesis", "ELEC": "webpage", "WEB": "webpage",
    "PCOMM": "personal_communication", "ICOMM": "interview", "UNPB": "article", "GEN": "document",
}  # fmt: skip
_TYPE_OF = {
    **{csl: ris for ris, csl in reversed(_TYPES.items())}, "article": "UNPB", "interview": "ICOMM", "webpage": "ELEC",
    "post": "ELEC",
}  # fmt: skip
_TEXTS = {
    "TI": "title", "T1": "title", "CT": "title", "PB": "publisher", "CY": "publisher-place", "PP": "publisher-place",
    "UR": "URL", "DO": "DOI", "LA": "language", "T2": "container-title", "JO": "container-title",
    "JF": "container-title", "VL": "volume", "IS": "issue", "M3": "genre",
}  # fmt: skip
_OURS = "C8"  # one of the eight fields that are left to who writes: RIS has none for a licence
_LICENCE = "licence:"
_DATE = re.compile(r"(\d{4})(?:[/-](\d{1,2}))?(?:[/-](\d{1,2}))?")


def read_ris(text: str) -> Bibliography:
    """The records of a file. One without an end is taken as far as it goes, and told by its line."""
    entries: list[Entry] = []
    failures: list[Failure] = []
    for line, fields, is_whole in _records(text):
        key = next((value for tag, value in fields if tag == "ID" and value), str(line))
        if not any(_TEXTS.get(tag) == "title" and value for tag, value in fields):
            failures.append(Failure(str(line), "bibliography_broken", {"line": str(line)}))
            continue
        entries.append(_entry(key, fields))
        if not is_whole:
            failures.append(Failure(str(line), "bibliography_cut", {"line": str(line)}))
    return Bibliography(tuple(entries), tuple(failures))


def _records(text: str) -> Iterator[tuple[int, list[tuple[str, str]], bool]]:
    """Each record's first line, its fields, and whether it ends."""
    fields: list[tuple[str, str]] = []
    first = 0
    for number, raw in enumerate(text.splitlines(), 1):
        match = _LINE.match(raw.strip("\ufeff \t"))
        if match is None:
            if fields and raw.strip() and fields[-1][0] != "ER":
                fields[-1] = (fields[-1][0], f"{fields[-1][1]} {raw.strip()}")
            continue
        tag, value = match.group(1), match.group(2).strip()
        if tag in ("TY", "ER"):
            if fields:
                yield first, fields, tag == "ER"
            fields, first = [], number
        if tag != "ER":
            fields.append((tag, value))
            first = first or number
    if fields:
        yield first, fields, False


def _entry(key: str, fields: Sequence[tuple[str, str]]) -> Entry:
    item: dict[str, Any] = {"id": key, "author": [], "editor": []}
    attachments: list[str] = []
    keywords: list[str] = []
    stated: dict[str, str] = {}
    for tag, value in fields:
        if not value:
            continue
        if tag in _TEXTS:
            item.setdefault(_TEXTS[tag], value)
        elif tag in ("AU", "A1", "A2", "ED"):
            item["author" if tag in ("AU", "A1") else "editor"].append(_name(value))
        elif tag in ("DA", "PY", "Y1", "Y2"):
            _put_date(item, "accessed" if tag == "Y2" else "issued", value)
        elif tag in ("L1", "L4"):
            attachments.append(value.removeprefix("file://"))
        elif tag == "KW":
            keywords.append(value)
        elif tag == _OURS and value.startswith(_LICENCE):
            stated["licence"] = value.removeprefix(_LICENCE).strip()
        else:
            item |= _other(tag, value)
    pages = [item.pop(tag) for tag in ("SP", "EP") if tag in item]
    item |= {"page": "-".join(pages)} if pages else {}
    item |= {"keyword": ", ".join(keywords)} if keywords else {}
    return Entry(key, item, tuple(attachments), stated)


def _other(tag: str, value: str) -> dict[str, str]:
    if tag == "TY":
        return {"type": _TYPES.get(value.upper(), "document")}
    if tag == "SN":
        return {"ISSN" if re.fullmatch(r"\d{4}-\d{3}[\dXx]", value) else "ISBN": value}
    return {tag: value} if tag in ("SP", "EP") else {}


def _put_date(item: dict[str, Any], name: str, value: str) -> None:
    """The most exact of the dates that a record gives."""
    match = _DATE.match(value)
    parts = [int(part) for part in match.groups() if part] if match else []
    if len(parts) > len(item.get(name, {"date-parts": [[]]})["date-parts"][0]):
        item[name] = {"date-parts": [parts]}


def _name(value: str) -> dict[str, str]:
    """A person's name; what ends in a comma is a name as it stands, of a body or with commas of its own."""
    if value.endswith(","):
        return {"literal": value.rstrip(", ")}
    family, _, given = (part.strip() for part in value.partition(","))
    return {"family": family, "given": given} if given else {"literal": family}


def ris_text(items: Sequence[Mapping[str, Any]]) -> str:
    """Items as RIS."""
    return "\n".join("\n".join(f"{tag}  - {value}" for tag, value in _lines(item)) + "\n" for item in items)


def _lines(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    ours = item.get("custom", {}).get("assistant", {})
    yield "TY", _TYPE_OF.get(str(item.get("type")), "GEN")
    yield "ID", str(item["id"])
    for name in item.get("author", ()):
        yield "AU", _written_name(name)
    for name in item.get("editor", ()):
        yield "ED", _written_name(name)
    yield from _written_texts(item)
    for name, tag in (("issued", "DA"), ("accessed", "Y2")):
        if item.get(name):
            yield tag, "/".join(f"{part:02}" for part in item[name]["date-parts"][0])
    for mark in ours.get("marks", ()):
        yield "KW", mark
    if ours.get("licence"):
        yield _OURS, f"{_LICENCE} {' '.join(ours['licence'].split())}"
    if ours.get("source"):
        yield "L1", ours["source"]
    yield "ER", ""


def _written_texts(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    texts = {csl: tag for tag, csl in reversed(_TEXTS.items())} | {"page": "SP", "ISBN": "SN", "note": "N1"}
    for csl, tag in texts.items():
        if item.get(csl):
            yield tag, " ".join(str(item[csl]).split())


def _written_name(name: Mapping[str, str]) -> str:
    if name.get("family") and name.get("given"):
        particles = [name[part] for part in ("dropping-particle", "non-dropping-particle") if name.get(part)]
        return f"{' '.join([*particles, name['family']])}, {name['given']}"
    text = name_text(name)
    return f"{text}," if "," in text else text
