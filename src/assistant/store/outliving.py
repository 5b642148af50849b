"""What outlives that a backup takes the place of an index: what was erased stays so, and so do marks of protection.

Somebody who asked not to be named, or not to be quoted, asked once: a backup from before does not take it back. Marks
are only ever added; one that the backup has stays, also where it was lifted since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assistant.proposal_ports import Erasure
from assistant.store.catalogue import SqlCatalogue
from assistant.text.anonymous import shown_removed
from assistant.types import CONTENT, MARKS, Document, Removal


@dataclass(frozen=True, slots=True)
class Outliving:
    """What an index has that stays: the files erased, by where they were; marks by id of a document and by content."""

    removals: Mapping[tuple[str, str], Removal] = field(default_factory=dict)
    marks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    contents: Mapping[str, frozenset[str]] = field(default_factory=dict)


def outliving(catalogue: SqlCatalogue) -> Outliving:
    """What of an index stays when it gives way.

    Raises:
        StoreError: it can't be read.
    """
    marks, contents = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for document in catalogue.records.documents():
        marks[document.id].update(_marks_of(document))
        contents[document.content_hash].update(_marks_of(document))
    for name, values in catalogue.records.said("correction").items():  # also of files that can't be read just now
        marks[name].update(values.get("marks") or ())
    for name, values in catalogue.records.said("work").items():
        if name.startswith(CONTENT):
            contents[name.removeprefix(CONTENT)].update(values.get("marks") or ())
        else:
            marks[name].update(values.get("marks") or ())
    return Outliving(dict(catalogue.records.removals()), _frozen(marks), _frozen(contents))


def add_marks(catalogue: SqlCatalogue, kept: Outliving) -> tuple[str, ...]:
    """Mark what is marked in the index that gives way. Gives the sources of the documents that were not, as shown."""
    documents = catalogue.records.documents()
    wanted = {name: set(marks) for name, marks in kept.marks.items()}
    for document in documents:
        wanted.setdefault(document.id, set()).update(kept.contents.get(document.content_hash, ()))
    for files in _works(documents):
        together = {mark for each in files for mark in wanted[each.id]}
        for each in files:
            wanted[each.id] |= together
    before = {document.id: _marks_of(document) for document in documents}
    said = catalogue.records.said("correction")
    changes = {}
    for name, marks in wanted.items():
        had = before.get(name, frozenset(said.get(name, {}).get("marks") or ()))
        if not marks <= had:
            changes[name] = {**said.get(name, {}), "marks": [mark for mark in MARKS if mark in marks | had]}
    with catalogue.together():
        changed = set(catalogue.records.say("correction", changes))
        _remember_contents(catalogue, kept)
    return tuple(document.source for document in catalogue.documents() if document.id in changed)


def erase_again(catalogue: SqlCatalogue, kept: Outliving, erasure: Erasure) -> tuple[str, ...]:
    """Erase what was erased since, and what proposals quote of it. Gives the files that the backup had, as shown."""
    known = catalogue.records.removals()
    again = [removal for at, removal in kept.removals.items() if at not in known]
    return tuple(
        shown_removed(each, kept.contents.get(each.sha256, ())) for each in again if _erase(catalogue, each, erasure)
    )


def _erase(catalogue: SqlCatalogue, removal: Removal, erasure: Erasure) -> bool:
    """Erase a file that was erased later. False where the backup does not have it."""
    ids = set(catalogue.document_ids(removal.root, removal.path))
    with catalogue.together():
        catalogue.proposals.erase_documents(ids, erasure)
        catalogue.remove_file(removal.root, removal.path)
        catalogue.records.forget(ids)
        catalogue.records.put_removal(removal)
    return bool(ids)


def _remember_contents(catalogue: SqlCatalogue, kept: Outliving) -> None:
    """What comes in later with the content of something marked is marked from the first moment, as it would have been.

    The source of these marks is "", as `works.marks` has it for files that are gone.
    """
    said, changes = catalogue.records.said("work"), {}
    for content, marks in kept.contents.items():
        before = said.get(CONTENT + content, {})
        if not marks <= set(before.get("marks") or ()):
            by = {**before.get("by", {}), "": [mark for mark in MARKS if mark in marks]}
            together = marks | set(before.get("marks") or ())
            changes[CONTENT + content] = {"marks": [mark for mark in MARKS if mark in together], "by": by}
    catalogue.records.say("work", changes)


def _works(documents: Iterable[Document]) -> list[list[Document]]:
    works = defaultdict[str, list[Document]](list)
    for document in documents:
        if document.work is not None:
            works[document.work].append(document)
    return list(works.values())


def _marks_of(document: Document) -> frozenset[str]:
    return frozenset(mark for mark in MARKS if mark in document.warnings)


def _frozen(marks: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(found) for name, found in marks.items() if found}
