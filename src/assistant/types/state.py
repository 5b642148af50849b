"""What an ingestion does, and what an index holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from assistant.types.documents import Document


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read, or was with a reservation: its source, its message's code and parameters."""

    source: str
    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What one ingestion did: numbers of documents, files (or records) that failed, warnings of all documents."""

    added: int
    updated: int
    unchanged: int
    removed: int
    failed: tuple[Failure, ...]
    warnings: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class IngestProgress:
    """Where an ingestion stands: files done of total, passages embedded so far, and the file being read.

    `pages_done` of `pages_total` pages of that file are read, where it is one that takes time (0 of 0 elsewhere), and
    it has been being read for `file_seconds`. `seconds_left` is an estimate, None while there is too little to go by.
    """

    stage: Literal["reading", "embedding", "indexing"]
    files_done: int
    files_total: int
    passages: int
    source: str
    pages_done: int = 0
    pages_total: int = 0
    seconds_left: float | None = None
    file_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class VectorWeight:
    """Share of the vector leg in the fusion, 0 to 1, by how much of the question the best lexical passage covers.

    `covered` where it covers enough of it, `uncovered` where it covers nothing; between them, in proportion.
    """

    covered: float
    uncovered: float


@dataclass(frozen=True, slots=True)
class IndexModel:
    """An embedding model that an index has vectors of: its name, its fingerprint, and how it is loaded again.

    `options` are JSON-ready: what it is called by, its prompts, its longest input and the like; no secret is among
    them. Empty for an index of a version that did not keep them.
    """

    name: str
    fingerprint: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an index was made with; a cache whose stamp differs from the catalogue's is rebuilt.

    `vector_weight` is how the index is searched, not what a cache holds: no cache is rebuilt for it.
    """

    schema: int
    analyser: str
    embedding_model: str
    embedding_fingerprint: str
    generation: int
    vector_weight: VectorWeight = VectorWeight(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Status:
    """What the index holds: numbers, failures not mended yet, the stamp, bytes on disk by part, warnings, documents."""

    documents: int
    pages: int
    passages: int
    failures: tuple[Failure, ...]
    stamp: Stamp
    sizes: Mapping[str, int]
    warnings: tuple[Failure, ...] = ()
    by_document: tuple[Document, ...] = ()


CacheState = Literal["current", "behind", "rebuilding", "missing", "unopened", "opening"]
"""How an index stands to the catalogue. "unopened": it is up to date by its stamp, and opened when first used."""


@dataclass(frozen=True, slots=True)
class BackupFacts:
    """What a backup holds: when (UTC) and by which version it was made, numbers of what is in it, its bytes.

    `missing` counts originals that were not there, or not what they were, when it was made: their documents are in it,
    with their text, but without their file.
    """

    made_at: str
    version: str
    documents: int
    passages: int
    conversations: int
    with_conversations: bool
    originals: int
    missing: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What was restored, and what of it stays as it was in the index before: files erased, documents marked.

    `documents` and `passages` are those that are there now: of what the backup held, without what stays erased.
    """

    facts: BackupFacts
    documents: int
    passages: int
    erased: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()
