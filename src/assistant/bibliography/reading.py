"""A bibliography file to entries, whatever its form: BibTeX, RIS, CSL-JSON, Zotero RDF. Limited in size and time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.bibliography.bibtex import read_bibtex
from assistant.bibliography.csl import source_in, wrong_in
from assistant.bibliography.entries import Bibliography, Entry
from assistant.bibliography.ris import read_ris
from assistant.bibliography.values import LONGEST_TOLD, expected_of
from assistant.errors import DocumentError
from assistant.ingest.texts.encoding import decode
from assistant.types import Failure

MOST_MEGABYTES = 20
MOST_ENTRIES = 20_000
_MEGABYTE = 1_000_000
_SECONDS = 40


def read_bibliography(path: Path) -> Bibliography:
    """The entries of a file, and what of it can't be read.

    Raises:
        DocumentError: bibliography_too_large, too_slow, permission, not_found, bibliography_unreadable.
    """
    data = _content(path)
    name = path.name.lower()
    if name.endswith(".rdf"):
        found = _read_rdf(data)
    elif name.endswith(".json"):
        found = _read_csl(data)
    elif name.endswith(".ris"):
        found = read_ris(decode(data).text)
    elif name.endswith(".bib"):
        found = read_bibtex(decode(data).text)
    else:
        raise DocumentError("bibliography_unreadable", detail="its name must end in .bib, .ris, .json or .rdf")
    if len(found.entries) > MOST_ENTRIES:
        raise DocumentError("bibliography_unreadable", detail=f"it holds more than {MOST_ENTRIES} records")
    if not found.entries and not found.failures:
        raise DocumentError("bibliography_unreadable", detail="no record in it")
    return replace(found, failures=(*found.failures, *_wrong(found.entries)))


def _wrong(entries: Iterable[Entry]) -> Iterator[Failure]:
    """What entries state and can't be used: the rest of them is."""
    for entry in entries:
        for name, value in wrong_in(entry.item).items():
            told = {"name": name, "value": str(value)[:LONGEST_TOLD], "expected": expected_of(name, value)}
            yield Failure(entry.key, "bibliography_field", told)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_MEGABYTES * _MEGABYTE + 1)
            size = path.stat().st_size
    except FileNotFoundError as error:
        raise DocumentError("not_found", path=path) from error
    except PermissionError as error:
        raise DocumentError("permission") from error
    except OSError as error:
        raise DocumentError("bibliography_unreadable", detail=error.strerror) from error
    if len(data) > MOST_MEGABYTES * _MEGABYTE:
        raise DocumentError("bibliography_too_large", size=f"{size / _MEGABYTE:.0f}", limit=MOST_MEGABYTES)
    return data


def _read_csl(data: bytes) -> Bibliography:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise DocumentError("bibliography_unreadable", detail=str(error)[:200]) from error
    if not isinstance(value, list):
        raise DocumentError("bibliography_no_list")
    entries: list[Entry] = []
    failures: list[Failure] = []
    for number, item in enumerate(value, 1):
        if not isinstance(item, dict) or not isinstance(item.get("title"), str) or not item["title"].strip():
            failures.append(Failure(str(number), "bibliography_entry_broken", {"number": str(number)}))
            continue
        source = source_in(item)
        entries.append(Entry(str(item.get("id") or number)[:200], item, (source,) if source else ()))
    return Bibliography(tuple(entries), tuple(failures))


def _read_rdf(data: bytes) -> Bibliography:
    command = [sys.executable, "-m", "assistant.bibliography.zotero"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, input=data, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentError("too_slow", limit=_SECONDS) from error
    try:
        found: Any = json.loads(done.stdout)
    except ValueError as error:
        raise DocumentError("bibliography_unreadable", detail="reading it took too much memory") from error
    if done.returncode or not isinstance(found, list):
        raise DocumentError("bibliography_unreadable", detail=str(found.get("detail", "")))
    return Bibliography(tuple(map(_rdf_entry, found)))


def _rdf_entry(record: dict[str, Any]) -> Entry:
    stated = {"licence": record["licence"]} if record["licence"] else {}
    return Entry(str(record["key"])[:200], record["item"], tuple(record["attachments"]), stated)
