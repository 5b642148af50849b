"""The JSON that a file carries of its notes, and the bundle: proposal, sources with their hashes, notes. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, asdict, dataclass, fields
from typing import Any

from assistant.drafting.export.plan import Plan
from assistant.errors import UsageError
from assistant.types import Proposal
from assistant.types.proposal_files import CarriedNote

BUNDLE_FORMAT = "assistant-proposal"
VERSION = 1
_MOST_NOTES = 5000
_MOST_MARKS = 20_000
_LONGEST = 20_000
_TYPES: Mapping[str, type] = {"page": int, "start": int, "end": int, "paged": bool, "runs_in": bool, "runs_on": bool}


@dataclass(frozen=True, slots=True)
class Carried:
    """What a file says of itself: title, when it was exported, its notes; whether it is as it was written.

    `marks` are the marks of what was to be checked, as they stood in the text; None in an older file.
    """

    title: str
    exported: str
    notes: tuple[CarriedNote, ...]
    whole: bool = True
    marks: tuple[str, ...] | None = None


def carried_json(proposal: Proposal, notes: Sequence[CarriedNote], exported: str, marks: Sequence[str] = ()) -> str:
    """What a DOCX file carries of its notes."""
    said = {"format": BUNDLE_FORMAT, "version": VERSION, "title": proposal.title, "exported": exported}
    return json.dumps({**said, "marks": [*marks], "notes": [asdict(each) for each in notes]}, ensure_ascii=False)


def bundle_json(
    plan: Plan,
    notes: Sequence[CarriedNote],
    items: Mapping[str, Mapping[str, Any]],
    exported: str,
    marks: Sequence[str] = (),
) -> str:
    """The bundle of a proposal.

    Args:
        plan: what is exported.
        notes: as the files have them.
        items: CSL-JSON items by document id.
        exported: when (ISO 8601).
        marks: of what is to be checked, as the files have them.
    """
    quotes = [quote for section in plan.proposal.sections for quote in section.basket]
    versions = {quote.document_id: quote for quote in quotes}
    sources = [
        {"document_id": name, "content_hash": quote.content_hash, "source": quote.source, "item": items.get(name, {})}
        for name, quote in versions.items()
    ]
    content: dict[str, Any] = {
        "format": BUNDLE_FORMAT,
        "version": VERSION,
        "title": plan.proposal.title,
        "exported": exported,
        "proposal": asdict(plan.proposal),
        "states": dict(plan.states),
        "sources": sources,
        "marks": [*marks],
        "notes": [asdict(each) for each in notes],
    }
    return json.dumps({**content, "sha256": _digest(content)}, ensure_ascii=False, indent=1) + "\n"


def read_carried(text: str, *, signed: bool = False) -> Carried:
    """What a bundle, or a DOCX file, says of its notes. It may have been written by anybody: all of it is checked.

    Args:
        text: JSON.
        signed: it is a bundle, which holds the digest of its content.

    Raises:
        UsageError: draft_file_unreadable.
    """
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError("draft_file_unreadable", detail="its text is not JSON") from error
    if not isinstance(given, dict) or given.get("format") != BUNDLE_FORMAT or given.get("version") != VERSION:
        raise UsageError("draft_file_unreadable", detail="it comes from another program, or another version")
    notes = given.get("notes")
    if not isinstance(notes, list) or len(notes) > _MOST_NOTES:
        raise _damaged()
    read = tuple(_note(each) for each in notes)
    if len({each.key for each in read}) < len(read):
        raise _damaged()
    claimed = given.get("sha256")
    whole = not signed or claimed == _digest({name: value for name, value in given.items() if name != "sha256"})
    return Carried(_text(given.get("title")), _text(given.get("exported")), read, whole, _marks(given.get("marks")))


def _marks(given: Any) -> tuple[str, ...] | None:
    fits = isinstance(given, list) and len(given) <= _MOST_MARKS
    if not fits or not all(isinstance(each, str) and each.strip() and len(each) <= _LONGEST for each in given):
        return None
    return tuple(given)


def _damaged() -> UsageError:
    return UsageError("draft_file_unreadable", detail="its list of notes is damaged")


def _text(value: Any) -> str:
    return value[:_LONGEST] if isinstance(value, str) else ""


def _note(given: Any) -> CarriedNote:
    values: dict[str, Any] = {}
    for field in fields(CarriedNote):
        if isinstance(given, dict) and field.name not in given and field.default is not MISSING:
            continue  # an older file
        value: Any = given.get(field.name) if isinstance(given, dict) else None
        fits = len(value) <= _LONGEST if isinstance(value, str) else isinstance(value, int) and value >= 0
        if type(value) is not _TYPES.get(field.name, str) or not fits:
            raise _damaged()
        values[field.name] = value
    return CarriedNote(**values)


def _digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of the content in one form, whatever the spaces and the order it was written in."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=True, sort_keys=True).encode()).hexdigest()
