"""BibTeX and BibLaTeX: cut into entries, so that a broken one costs no other; read by pandoc; written."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.bibliography.entries import Bibliography, Entry
from assistant.bibliography.names import name_text
from assistant.bibliography.pandoc import bibliography_items
from assistant.errors import DocumentError
from assistant.types import Failure

_START = re.compile(r"^[ \t]*@(\w+)[ \t]*[{(]", re.M)
_KEY = re.compile(r"\s*([^\s,{}\"#%~\\]{1,200})\s*,")
_NO_ENTRIES = frozenset({"comment", "preamble"})
_RIGHTS = ("copyright", "rights", "license", "licence")
_SINGLE = re.compile(r"(?<![\\'`])(?:'(?!')|`(?!`))")  # neither an accent nor a quotation mark of LaTeX
_HIDDEN = {"'": "\ue027", "`": "\ue060"}  # what pandoc would make typographic, and what it is not to see
_SECONDS = 60.0  # for a file that has to be converted entry by entry
_SECONDS_OF_ONE = 10.0


_LANGUAGE_FIELDS = ("langid", "language", "hyphenation")


@dataclass(frozen=True, slots=True)
class _Chunk:
    """One entry as it stands: its key, the line it begins on, its text."""

    key: str
    line: int
    text: str


def read_bibtex(text: str) -> Bibliography:
    """The entries of a file; each that is broken is told by its line."""
    chunks, strings, failures = _cut(text)
    items: dict[str, dict[str, Any]] = {}
    try:
        items = _items(strings, chunks)
    except DocumentError:
        items, broken = _one_by_one(strings, chunks)
        failures += broken
    entries = [_entry(chunk, items[chunk.key]) for chunk in chunks if chunk.key in items]
    told = {failure.source for failure in failures}
    failures += [_broken(chunk) for chunk in chunks if chunk.key not in items and _broken(chunk).source not in told]
    return Bibliography(tuple(entries), tuple(failures))


def _cut(text: str) -> tuple[list[_Chunk], str, list[Failure]]:
    """The whole entries, the @string definitions, and the entries whose braces do not close or that have no key."""
    chunks: list[_Chunk] = []
    strings: list[str] = []
    failures: list[Failure] = []
    keys: set[str] = set()
    starts = list(_START.finditer(text))
    line, counted = 1, 0
    for place, start in enumerate(starts):
        line, counted = line + text.count("\n", counted, start.start()), start.start()
        limit = starts[place + 1].start() if place + 1 < len(starts) else len(text)
        end = _closing(text, start.end() - 1, limit)
        kind = start.group(1).lower()
        if kind in _NO_ENTRIES:
            continue
        key = _KEY.match(text, start.end(), limit)
        if kind == "string" and end is not None:
            strings.append(text[start.start() : end])
        elif end is None or key is None:
            failures.append(Failure(f"{line}", "bibliography_broken", {"line": str(line)}))
        else:
            name = _unused(key.group(1), keys)
            chunks.append(_Chunk(name, line, f"@{kind}{{{name},{text[key.end() : end]}"))
    return chunks, "\n".join(strings), failures


def _unused(key: str, keys: set[str]) -> str:
    name, count = key, 1
    while name in keys:
        count += 1
        name = f"{key}-{count}"
    keys.add(name)
    return name


def _closing(text: str, start: int, limit: int) -> int | None:
    """The place after the brace that closes the one at `start`; None where it does not close before `limit`."""
    depth, closes = 0, "}" if text[start] == "{" else ")"
    for match in re.compile(r"\\.|[{}()]", re.S).finditer(text, start, limit):
        sign = match.group()
        if sign == "{" or (sign == "(" and match.start() == start):
            depth += 1
        elif sign == "}" or (sign == closes and depth == 1):
            depth -= 1
            if depth == 0:
                return match.end()
    return None


def _items(strings: str, chunks: Sequence[_Chunk]) -> dict[str, dict[str, Any]]:
    return _converted(strings, chunks) if chunks else {}


def _converted(strings: str, chunks: Sequence[_Chunk], **limit: float) -> dict[str, dict[str, Any]]:
    """CSL items by key, their texts as they are written.

    Titles keep their capitals, which pandoc takes away from English ones (it takes all for English), and apostrophes
    stay as they are.
    """
    named = {chunk.key for chunk in chunks if any(_field(chunk.text, name) for name in _LANGUAGE_FIELDS)}
    texts = [_hidden(strings)]
    for chunk in chunks:
        key, _, fields = chunk.text.partition(",")
        language = "" if chunk.key in named else " langid = {french},"
        texts.append(f"{key},{language}{_hidden(fields)}")
    found = _shown(bibliography_items("\n\n".join(texts), **limit))
    items = {str(item.get("id")): item for item in found}
    for key, item in items.items():
        if key not in named:
            item.pop("language", None)
    return items


def _hidden(text: str) -> str:
    return _SINGLE.sub(lambda match: _HIDDEN[match.group()], text)


def _shown(value: Any) -> Any:
    """What pandoc made of a text, with the signs that it was not shown."""
    if isinstance(value, str):
        for sign, hidden in _HIDDEN.items():
            value = value.replace(hidden, sign)
        return value
    if isinstance(value, list):
        return [_shown(each) for each in value]
    return {name: _shown(each) for name, each in value.items()} if isinstance(value, dict) else value


def _one_by_one(strings: str, chunks: Sequence[_Chunk]) -> tuple[dict[str, dict[str, Any]], list[Failure]]:
    """Halves of what pandoc refuses, down to the entries that it refuses by themselves."""
    items: dict[str, dict[str, Any]] = {}
    failures: list[Failure] = []
    waiting, end = [list(chunks)], time.monotonic() + _SECONDS
    while waiting:
        part = waiting.pop()
        try:
            if time.monotonic() > end:
                raise DocumentError("too_slow", limit=round(_SECONDS))
            items |= _converted(strings, part, seconds=_SECONDS_OF_ONE)
        except DocumentError:
            if len(part) == 1:
                failures.append(_broken(part[0]))
            elif time.monotonic() > end:
                failures += map(_broken, part)
            else:
                waiting += [part[len(part) // 2 :], part[: len(part) // 2]]
    return items, failures


def _broken(chunk: _Chunk) -> Failure:
    return Failure(chunk.key, "bibliography_broken", {"line": str(chunk.line)})


def _entry(chunk: _Chunk, item: Mapping[str, Any]) -> Entry:
    attached = _field(chunk.text, "file")
    rights = next(filter(None, (_field(chunk.text, name) for name in _RIGHTS)), None)
    stated = {"licence": re.sub(r"[{}\\]", "", rights)} if rights else {}
    return Entry(chunk.key, item, tuple(_attachments(attached or "")), stated)


def _field(text: str, name: str) -> str | None:
    """A field as it is written, without its braces or quotation marks."""
    match = re.search(rf"(?<![\w-]){name}\s*=\s*([{{\"])", text, re.I)
    if match is None:
        return None
    start = match.end() - 1
    if text[start] == "{":
        end = _closing(text, start, len(text))
    else:
        found = text.find('"', start + 1)
        end = found + 1 if found >= 0 else None
    return None if end is None else text[start + 1 : end - 1].strip().strip("{}")


def _attachments(field: str) -> Iterator[str]:
    r"""The paths of a field "file": "path", "path;path", or "title:path:type" (a backslash before : ; and \)."""
    for part in re.split(r"(?<!\\);", field):
        pieces = [re.sub(r"\\(.)", r"\1", piece).strip() for piece in re.split(r"(?<!\\):(?![\\/])", part)]
        path = pieces[1] if len(pieces) >= 3 else pieces[-1] if len(pieces) == 1 or "/" not in pieces[0] else pieces[0]
        if path:
            yield path


_TYPES = {
    "article": "article", "article-journal": "article", "article-magazine": "article", "article-newspaper": "article",
    "book": "book", "chapter": "incollection", "paper-conference": "inproceedings", "report": "report",
    "thesis": "thesis", "webpage": "online", "post": "online", "post-weblog": "online",
}  # fmt: skip
_LANGUAGES = {"fr": "french", "en": "english"}
_ESCAPES = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def bibtex_text(items: Sequence[Mapping[str, Any]]) -> str:
    """Items as BibLaTeX; `custom.assistant` gives what CSL has no place for."""
    return "\n".join(map(_written, items))


def _written(item: Mapping[str, Any]) -> str:
    ours = item.get("custom", {}).get("assistant", {})
    kind = _TYPES.get(str(item.get("type")), "misc")
    fields = {
        "title": item.get("title"),
        "author": " and ".join(map(_name, item.get("author", ()))),
        "editor": " and ".join(map(_name, item.get("editor", ()))),
        "date": _date(item.get("issued")),
        "journaltitle": item.get("container-title") if kind == "article" else None,
        "booktitle": item.get("container-title") if kind.startswith("in") else None,
        "volume": item.get("volume"),
        "number": item.get("issue") or item.get("number"),
        "pages": item.get("page"),
        "type": item.get("genre") or ("entretien" if item.get("type") == "interview" else None),
        "institution" if kind in ("report", "thesis") else "publisher": item.get("publisher"),
        "location": item.get("publisher-place"),
        "langid": _LANGUAGES.get(str(item.get("language"))),
        "url": item.get("URL"),
        "urldate": _date(item.get("accessed")),
        "doi": item.get("DOI"),
        "isbn": item.get("ISBN"),
        "copyright": ours.get("licence"),
        "note": item.get("note"),
        "keywords": ", ".join(ours.get("marks", ())),
        "file": re.sub(r"([\\:;])", r"\\\1", ours["source"]) if ours.get("source") else None,
    }
    lines = [f"  {name} = {{{_value(name, str(value))}}}" for name, value in fields.items() if value]
    return f"@{kind}{{{item['id']},\n" + ",\n".join(lines) + "\n}\n"


def _value(name: str, text: str) -> str:
    if name in ("url", "doi", "file", "date", "urldate"):
        return text.replace("{", "%7B").replace("}", "%7D") if name != "file" else re.sub(r"([{}])", r"\\\1", text)
    escaped = text if name in ("author", "editor") else _escaped(text)
    return f"{{{escaped}}}" if name in ("title", "booktitle", "journaltitle", "institution", "publisher") else escaped


def _escaped(text: str) -> str:
    escaped = "".join(_ESCAPES.get(sign, f"\\{sign}" if sign in "{}&%$#_" else sign) for sign in text)
    return re.sub(r"-(?=-)|'(?=')|`(?=`)", r"\g<0>{}", escaped)  # two are a dash or a quotation mark


def _name(name: Mapping[str, str]) -> str:
    if name.get("family") and name.get("given"):
        particles = [name[part] for part in ("dropping-particle", "non-dropping-particle") if name.get(part)]
        return f"{_escaped(' '.join([*particles, name['family']]))}, {_escaped(name['given'])}"
    return f"{{{_escaped(name_text(name))}}}"


def _date(value: Any) -> str | None:
    parts = value["date-parts"][0] if value else []
    return "-".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])]) if parts else None
