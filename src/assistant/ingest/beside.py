"""Files that stand beside documents and are none: sidecars and bibliographies."""

from __future__ import annotations

from pathlib import Path

from assistant.text.ids import SIDECAR, is_sidecar

_BIBLIOGRAPHIES = (".bib", ".ris", ".csl.json", ".rdf")
_ATTACHMENTS = "files"  # the folder that Zotero puts beside an export with files


def is_bibliography(location: Path) -> bool:
    """Whether a file is a bibliography by its name; a .json is one beside the attachments of a Zotero export."""
    name = location.name.lower()
    if name.endswith(_BIBLIOGRAPHIES):
        return True
    return name.endswith(".json") and not is_sidecar(name) and (location.parent / _ATTACHMENTS).is_dir()


def sidecar_of(location: Path) -> Path:
    """Where the sidecar of a file is, or would be."""
    return location.with_name(location.name + SIDECAR)
