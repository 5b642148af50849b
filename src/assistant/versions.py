"""The version of a document that a citation names, and the stored copy of its file."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from assistant.errors import UsageError
from assistant.types import Document


class Documents(Protocol):
    """What is asked of the catalogue."""

    def document(self, document_id: str) -> Document | None:
        """One document, or None."""
        ...

    def file_hash(self, document_id: str) -> str | None:
        """Content hash of the file that a document was read from, or None."""
        ...


class StoredFiles(Protocol):
    """What is asked of the index folder."""

    def original(self, content_hash: str) -> Path | None:
        """The stored copy of an original file, or None."""
        ...


def cited_version(documents: Documents, document_id: str, content_hash: str | None) -> Document:
    """A document, of that version where one is named.

    Raises:
        UsageError: no such document (unknown_document), or another version (citation_outdated).
    """
    document = documents.document(document_id)
    if document is None:
        raise UsageError("unknown_document", document=document_id)
    if content_hash is not None and content_hash != document.content_hash:
        raise UsageError("citation_outdated", document=document.source)
    return document


def original_file(documents: Documents, files: StoredFiles, document: Document) -> Path:
    """The stored copy of the file that a document was read from (read only).

    Raises:
        UsageError: unknown_document: there is none, or the document is anonymous: its name stands in it.
    """
    file_hash = None if document.anonymous else documents.file_hash(document.id)
    path = files.original(file_hash) if file_hash else None
    if path is None:
        raise UsageError("unknown_document", document=document.id)
    return path
