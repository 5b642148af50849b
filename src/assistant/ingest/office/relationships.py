"""Which parts of an Office Open XML container belong to which: what their relationship parts say."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass

from assistant.ingest.archive import parse_part


@dataclass(frozen=True, slots=True)
class Relationship:
    """What a part is to another ("slide", "notesSlide", "chart"), and its name."""

    kind: str
    target: str


def relationships(archive: zipfile.ZipFile, part: str) -> dict[str, Relationship]:
    """The parts that one points to, by id; "" for the container itself. What lies outside the file is left out.

    Raises:
        DocumentError: unreadable.
    """
    folder, name = posixpath.split(part)
    root = parse_part(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, Relationship] = {}
    for element in root if root is not None else ():
        target = element.get("Target")
        if target and element.get("TargetMode") != "External":
            kind = posixpath.basename(element.get("Type", ""))
            found[element.get("Id", "")] = Relationship(kind, _resolved(folder, target))
    return found


def _resolved(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
