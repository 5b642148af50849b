"""After an ingestion: what sidecars and bibliographies say now of the documents that are there now.

Nothing is read again and nothing embedded: records change, documents do not. Nothing is written where nothing changed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import unquote

from assistant.bibliography.csl import clean_item, values_of
from assistant.bibliography.entries import Bibliography, Entry
from assistant.bibliography.linking import further_links, links
from assistant.bibliography.reading import read_bibliography
from assistant.bibliography.sidecar import Sidecar, read_sidecar
from assistant.bibliography.values import LONGEST_TOLD, expected_of, stated_values
from assistant.errors import DocumentError
from assistant.ingest.beside import sidecar_of
from assistant.ingest.plan import FoundFile, Plan
from assistant.ports import Catalogue
from assistant.text.ids import SIDECAR, document_id
from assistant.types import Failure, Reference, Values


@dataclass(slots=True)
class Refreshed:
    """The documents whose records have changed, and what could not be read."""

    changed: set[str] = field(default_factory=set)
    failed: list[Failure] = field(default_factory=list)


def refresh(plan: Plan, catalogue: Catalogue, prepare: Callable[[], None]) -> Refreshed:
    """Bring the records up to date with the sidecars and bibliographies of a plan, whose files are ingested.

    Args:
        plan: what was ingested.
        catalogue: holds the records.
        prepare: called before documents change; possibly several times.
    """
    refreshed = Refreshed()
    _refresh_sidecars(plan, catalogue, prepare, refreshed)
    _refresh_bibliographies(plan, catalogue, prepare, refreshed)
    refreshed.changed.update(relink(catalogue, prepare))
    for (root, path), (first, *further) in _listed(refreshed.failed, plan).items():
        catalogue.fail_file(root, path, "", first, further=further)
    return refreshed


def _listed(failed: Sequence[Failure], plan: Plan) -> dict[tuple[str, str], list[Failure]]:
    """All that is wrong with each file, by where it lies: `status` lists it until the next ingestion."""
    roots = {file.path: file.root for file in plan.records}
    roots |= {file.path + SIDECAR: file.root for file in plan.files}
    found: dict[tuple[str, str], list[Failure]] = {}
    for failure in failed:
        path = failure.source if failure.source in roots else failure.source.partition("#")[0]
        if path in roots:
            found.setdefault((roots[path], path), []).append(failure)
    return found


def _refresh_sidecars(plan: Plan, catalogue: Catalogue, prepare: Callable[[], None], refreshed: Refreshed) -> None:
    said = catalogue.records.said("sidecar")
    new: dict[str, Values | None] = {}
    for file in plan.files:
        name = document_id(file.root, file.path)
        try:
            sidecar = None if file.odd else read_sidecar(sidecar_of(file.location))
        except DocumentError as error:  # what it said before it broke still holds
            if error.code != "permission":  # that is told of the document itself
                refreshed.failed.append(Failure(file.path + SIDECAR, error.code, error.params))
            continue
        values = None if sidecar is None else sidecar.values
        refreshed.failed += _wrong_fields(file, sidecar)
        if values != said.get(name):
            new[name] = values
    if new:
        prepare()
        refreshed.changed.update(catalogue.records.say("sidecar", new))


def _wrong_fields(file: FoundFile, sidecar: Sidecar | None) -> list[Failure]:
    wrong = {} if sidecar is None else sidecar.wrong
    return [
        Failure(
            file.path + SIDECAR,
            "sidecar_field",
            {"name": name, "value": str(value)[:LONGEST_TOLD], "expected": expected_of(name, value)},
        )
        for name, value in wrong.items()
    ]


def _refresh_bibliographies(
    plan: Plan, catalogue: Catalogue, prepare: Callable[[], None], refreshed: Refreshed
) -> None:
    known: dict[tuple[str, str], list[Reference]] = {}
    for reference in catalogue.records.references():
        known.setdefault((reference.root, reference.path), []).append(reference)
    for file in plan.records:
        before = known.pop((file.root, file.path), [])
        try:
            found = read_bibliography(file.location)
        except DocumentError as error:
            refreshed.failed.append(Failure(file.path, error.code, error.params))
            continue
        references = references_of(found, file.root, file.path, _below_root(file))
        refreshed.failed += [Failure(f"{file.path}#{bad.source}", bad.code, bad.params) for bad in found.failures]
        refreshed.failed += _missing(file, found.entries)
        _put(catalogue, prepare, refreshed, (file.root, file.path), before, references)
    for (root, path), before in known.items():
        if root and any(PurePath(root, path).is_relative_to(folder) for folder in plan.folders):
            _put(catalogue, prepare, refreshed, (root, path), before, [])


def _put(
    catalogue: Catalogue,
    prepare: Callable[[], None],
    refreshed: Refreshed,
    at: tuple[str, str],
    before: Sequence[Reference],
    references: Sequence[Reference],
) -> None:
    """Keep the records of a bibliography, each linked as before, where they are not what they were."""
    linked = {each.id: each.document_id for each in before}
    new = [replace(each, document_id=linked.get(each.id)) for each in references]
    if sorted(new, key=lambda each: each.id) != sorted(before, key=lambda each: each.id):
        prepare()
        refreshed.changed.update(catalogue.records.put_references(*at, new))


def relink(catalogue: Catalogue, prepare: Callable[[], None]) -> Sequence[str]:
    """Link each reference to the document that it describes now; its other attachments are described by it, too.

    Returns:
        The documents that have changed.
    """
    records = catalogue.records
    references, before = records.references(), records.said("bibliography")
    if not references and not before:
        return ()
    documents = records.documents()
    found = links(references, documents)
    further = {
        name: {**each.values, "item": dict(each.item)}
        for name, each in further_links(references, documents, found).items()
    }
    changed = {each.id: found[each.id] for each in references if found[each.id] != each.document_id}
    said = {name: further.get(name) for name in {*before, *further} if further.get(name) != before.get(name)}
    if not changed and not said:
        return ()
    prepare()
    return list(dict.fromkeys((*records.link(changed), *records.say("bibliography", said))))


def references_of(found: Bibliography, root: str, path: str, place: Callable[[str], str | None]) -> list[Reference]:
    """The references that the entries of a file are; `place` tells where an attachment lies below the root."""
    made: dict[str, Reference] = {}
    for entry in found.entries:
        key, count = entry.key, 1
        while (name := reference_id(root, path, key)) in made:
            count += 1
            key = f"{entry.key}-{count}"
        placed = (place(attachment) for attachment in entry.attachments)
        attachments = tuple(dict.fromkeys(attachment for attachment in placed if attachment))
        made[name] = Reference(name, root, path, key, _values(entry), clean_item(entry.item), attachments)
    return list(made.values())


def reference_id(root: str, path: str, key: str) -> str:
    """The id of a record of a bibliography: no document has it."""
    return "ref-" + hashlib.sha256(f"{root}\n{path}\n{key}".encode("utf-8", "surrogateescape")).hexdigest()[:12]


def _values(entry: Entry) -> dict[str, Any]:
    return {**stated_values(entry.stated), **values_of(entry.item)}


def _below_root(file: FoundFile) -> Callable[[str], str | None]:
    """Where an attachment that a bibliography names lies below its root; None where it lies elsewhere."""
    top = _top(file)

    def place(name: str) -> str | None:
        for given in dict.fromkeys((name, unquote(name))):
            path = _below(file.location.parent / given, top)
            if path is not None and ((top / path).is_file() or given == unquote(name)):
                return path
        return None

    return place


def _below(path: Path, top: Path) -> str | None:
    whole = Path(os.path.normpath(path))
    return whole.relative_to(top).as_posix() if whole.is_relative_to(top) and "\0" not in str(path) else None


def _missing(file: FoundFile, entries: Iterable[Entry]) -> list[Failure]:
    """The attachments that are not where the bibliography says, or lie outside of the folder."""
    top, place = _top(file), _below_root(file)
    return [
        Failure(f"{file.path}#{entry.key}", "attachment_missing", {"path": path or attachment})
        for entry in entries
        for attachment in entry.attachments
        if (path := place(attachment)) is None or not (top / path).is_file()
    ]


def _top(file: FoundFile) -> Path:
    return file.location.parents[len(PurePath(file.path).parts) - 1]


def placed_below(roots: Sequence[str], folder: Path) -> Callable[[str], str | None]:
    """Where an attachment lies below one of the known roots, seen from a folder; else its name as it is given."""

    def place(name: str) -> str | None:
        for root in sorted(roots, key=len, reverse=True):
            path = _below(folder / name, Path(root))
            if path is not None and (Path(root) / path).is_file():
                return path
        return name

    return place
