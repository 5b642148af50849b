"""Works as JSON-ready dictionaries: the other files of one, and pairs of documents of one. For `wire`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.types import Document, OtherFile, Pair

Json = dict[str, Any]


def other_files_list(files: Sequence[OtherFile]) -> list[Json]:
    """The other files of a work, the newest first."""
    return [
        {
            "document_id": each.document_id,
            "source": each.source,
            "title": each.title,
            "date": each.date,
            "language": each.language,
            "newest": each.newest,
        }
        for each in files
    ]


def pair_dict(pair: Pair) -> Json:
    """Two documents of one work."""
    return {"kind": pair.kind, "state": pair.state, "newer": _file(pair.newer), "older": _file(pair.older)}


def _file(document: Document) -> Json:
    return {
        "document_id": document.id,
        "source": document.source,
        "title": document.title,
        "date": document.date,
        "language": document.language,
    }
