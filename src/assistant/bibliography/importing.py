"""What importing a bibliography does to the records that were imported before, and which of its files are missing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.bibliography.same import same_as
from assistant.record_ports import RecordStore
from assistant.types import Failure, Reference


def take_place(records: RecordStore, name: str, references: Sequence[Reference]) -> None:
    """Drop records without text that are imported again from another file; what was corrected of them stays.

    Args:
        records: holds them, and the new ones.
        name: of the file that is imported.
        references: its records.
    """
    said = records.said("correction")
    others = [each for each in records.references() if each.root == "" and each.path != name]
    pairs = [(each, same_as(each, references)) for each in others if each.document_id is None]
    again = {each.id: new.id for each, new in pairs if new is not None}
    corrected = {new: said[old] for old, new in again.items() if old in said and new not in said}
    records.say("correction", {**dict.fromkeys(again), **corrected})
    for path in {each.path for each in others if each.id in again}:
        records.put_references("", path, [each for each in others if each.path == path and each.id not in again])


def missing_attachments(name: str, references: Sequence[Reference], folder: Path) -> list[Failure]:
    """The attachments of references without text that are nowhere."""
    return [
        Failure(f"{name}#{reference.key}", "attachment_missing", {"path": attachment})
        for reference in references
        for attachment in reference.attachments
        if reference.document_id is None and not (folder / attachment).is_file()
    ]
