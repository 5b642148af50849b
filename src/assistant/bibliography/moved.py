"""Files that were moved or renamed: what was corrected of them goes with their content.

A file below another root, or of another name, is another document. Where the one before is gone and the content is the
same, the corrections are taken over; and where a whole root is gone, what is known of those of its files that were
found elsewhere is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.ingest.plan import Plan
from assistant.ports import Catalogue, FileRecord
from assistant.text.ids import document_id
from assistant.types import Values


@dataclass(slots=True)
class Moved:
    """The documents whose records have changed; the files that are dropped with their documents."""

    changed: list[str] = field(default_factory=list)
    dropped: list[FileRecord] = field(default_factory=list)


class Moves:
    """The files that are gone, looked at before they are dropped, and found again once the others are read."""

    def __init__(self, plan: Plan, catalogue: Catalogue, replaced: Mapping[Path, Path]) -> None:
        """Look at what is gone.

        Args:
            plan: what is ingested.
            catalogue: holds the documents.
            replaced: files that are gone, and those that have taken their place, whatever these hold.
        """
        self._plan = plan
        self._catalogue = catalogue
        self._replaced = replaced
        lost = (root for root in catalogue.roots() if not Path(root).exists())
        self._lost = [record for root in lost for record in catalogue.files(root).values()] if plan.files else []
        self._corrections = catalogue.records.said("correction") if plan.vanished or self._lost else {}
        gone = [*plan.vanished, *self._lost]
        self._documents = {(each.root, each.path): self._ids(each) for each in gone if self._corrections}

    def _ids(self, file: FileRecord) -> Mapping[str, str]:
        return self._catalogue.document_ids(file.root, file.path)

    def follow(self, prepare: Callable[[], None]) -> Moved:
        """Take over the corrections of files that are gone; tell which files of lost roots were found elsewhere.

        Args:
            prepare: called before documents change.
        """
        gone, moved = [*self._plan.vanished, *self._lost], Moved()
        if not gone or (not self._corrections and not self._lost):
            return moved
        found = self._found()
        new: dict[str, Values] = {}
        for before in gone:
            places = found.get(before.content_hash)
            if not places or not before.content_hash:
                continue
            place = next((each for each in places if each.path == before.path), places[0])
            new |= self._corrections_of(before, place)
            if before in self._lost:
                moved.dropped.append(before)
        new |= self._of_replaced()
        if new:
            prepare()
            moved.changed += self._catalogue.records.say("correction", new)
        return moved

    def _of_replaced(self) -> dict[str, Values]:
        """The corrections of files that others have taken the place of."""
        ids = {file.location: document_id(file.root, file.path) for file in self._plan.files}
        gone = {Path(file.root, file.path): document_id(file.root, file.path) for file in self._plan.vanished}
        said = self._corrections
        pairs = [
            (gone[old], ids[new])
            for old, new in ((_resolved(old), _resolved(new)) for old, new in self._replaced.items())
            if old in gone and new in ids
        ]
        return {new: said[old] for old, new in pairs if old in said and new not in said}

    def _found(self) -> dict[str, list[FileRecord]]:
        """What the catalogue has now of the files of the plan, by content."""
        paths: dict[str, list[str]] = {}
        for file in self._plan.files:
            paths.setdefault(file.root, []).append(file.path)
        found: dict[str, list[FileRecord]] = {}
        for root, names in paths.items():
            for record in self._catalogue.files(root, names).values():
                if record.complete:
                    found.setdefault(record.content_hash, []).append(record)
        return found

    def _corrections_of(self, before: FileRecord, now: FileRecord) -> dict[str, Values]:
        """Those of the documents of a file, for the documents of the same content that another one has."""
        by_content = {content: name for name, content in self._ids(now).items()}
        pairs: Sequence[tuple[str, str]] = [
            (name, by_content[content])
            for name, content in self._documents.get((before.root, before.path), {}).items()
            if content in by_content
        ]
        said = self._corrections
        return {new: said[old] for old, new in pairs if old in said and new not in said}


def _resolved(path: Path) -> Path:
    """A file as plans name it."""
    return path.parent.resolve() / path.name
