"""Works: documents that are the same, or states or translations of the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.types.documents import Document, Language

TwinKind = Literal["duplicate", "same_text", "version", "translation"]
TwinState = Literal["found", "confirmed", "refused"]


@dataclass(frozen=True, slots=True)
class Twin:
    """What two documents, named by their ids in ascending order, are to each other, and what people said of it.

    `duplicate`: the same bytes. `same_text`: in another format, reflowed, with a cover, or a part of it. `version`: one
    is a later state of the other. `translation`: the same in French and in English.
    """

    first: str
    second: str
    kind: TwinKind
    state: TwinState = "found"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents of one work, what they are to each other, and what people said of it; the newer one first."""

    newer: Document
    older: Document
    kind: TwinKind
    state: TwinState


@dataclass(frozen=True, slots=True)
class OtherFile:
    """Another file of the work that a document is of; `newest`: it is the newest of them, and newer than this one."""

    document_id: str
    source: str
    title: str
    date: str | None
    language: Language
    newest: bool
