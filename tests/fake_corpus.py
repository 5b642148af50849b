"""A corpus of a few pages, cut into passages of any length, as evaluation asks of an index."""

from __future__ import annotations

import hashlib

from assistant.types import Document, Page, Passage, Span


def fake_hash(source: str) -> str:
    """What stands for the SHA-256 of a document's content."""
    return hashlib.sha256(source.encode()).hexdigest()


class FakeCorpus:
    """Documents by source, each a list of page texts; passages of a given length."""

    def __init__(self, pages: dict[str, list[str]], length: int = 40, paged: bool = True) -> None:
        self.pages = pages
        self.length = length
        self.paged = paged
        self.read = 0

    def documents(self):
        return [self.document(source) for source in self.pages]

    def document(self, source: str) -> Document:
        count = len(self.pages[source]) if self.paged else None
        return Document(
            source, source, "pdf", fake_hash(source), source, (), None, "article", "fr", count, 1, 1, "2026-01-01"
        )

    def page(self, document_id, number):
        self.read += 1
        texts = self.pages[document_id]
        return Page(number, texts[number - 1]) if number <= len(texts) else None

    def document_passages(self, document_id):
        spans = [
            Span(number, start, min(start + self.length, len(text)))
            for number, text in enumerate(self.pages[document_id], start=1)
            for start in range(0, len(text), self.length)
        ]
        return [
            Passage(f"{document_id}-{place}", document_id, place, (span,), (), "…", "fr")
            for place, span in enumerate(spans)
        ]
