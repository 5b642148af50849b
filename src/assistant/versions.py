"""The version of a document that a citation names, the text around its quote, and the stored copy of its file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from assistant.answering.withheld import span_may_be_quoted
from assistant.errors import UsageError
from assistant.types import Document, Page, Passage, QuoteContext, Span


class Documents(Protocol):
    """What is asked of the catalogue."""

    def document(self, document_id: str) -> Document | None:
        """One document, or None."""
        ...

    def page(self, document_id: str, number: int) -> Page | None:
        """One page, or None."""
        ...

    def document_passages(self, document_id: str) -> Sequence[Passage]:
        """The passages of a document, in order."""
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
        UsageError: unknown_document: there is none; original_anonymous: names stand in it.
    """
    if document.anonymous:
        raise UsageError("original_anonymous")
    file_hash = documents.file_hash(document.id)
    path = files.original(file_hash) if file_hash else None
    if path is None:
        raise UsageError("unknown_document", document=document.id)
    return path


def quote_context(documents: Documents, document: Document, span: Span, width: int) -> QuoteContext:
    """A span of a document's text and up to `width` characters of its page on either side.

    Raises:
        UsageError: unknown_document: no such page or span; text_anonymous, text_not_for_quotation: it may not be shown.
    """
    if not document.quotable:
        raise UsageError("text_not_for_quotation", title=document.title)
    if document.anonymous and not span_may_be_quoted(document, documents.document_passages(document.id), span):
        raise UsageError("text_anonymous")
    page = documents.page(document.id, span.page)
    there = page is not None and 0 <= span.start < span.end <= len(page.text)
    if page is None or not there:
        raise UsageError("unknown_document", document=f"{document.id}, {span.page}, {span.start}-{span.end}")
    width, text = 0 if document.anonymous else width, page.text
    return QuoteContext(
        document=document,
        page=span.page if document.paged else None,
        before=text[max(0, span.start - width) : span.start],
        quote=text[span.start : span.end],
        after=text[span.end : span.end + width],
        ocr_confidence=page.ocr_confidence,
    )
