"""Deterministic stand-ins for what is slow, and makers of small values, shared by tests."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from assistant.ports import Matrix, NewDocument, Vector
from assistant.types import Answer, Citation, Claim, Coverage, Document, Language, Page, Passage, Quote, Span

_WORD = re.compile(r"[^\W\d_]{3,}|\d+")
_STEM = 5  # letters kept of a word: enough to join "ville" and "villes"


class HashEmbedder:
    """Bag of words hashed by SHA-256 into unit vectors: texts that share words are near, whatever the machine."""

    def __init__(self, dimension: int = 64, name: str = "hash") -> None:
        self._dimension = dimension
        self._name = name

    @property
    def name(self) -> str:
        return self._name

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(f"{self._name} {self._dimension}".encode()).hexdigest()

    @property
    def dimension(self) -> int:
        return self._dimension

    def warm_up(self) -> None:
        """Nothing to load."""

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        if not texts:
            return np.zeros((0, self._dimension), dtype=np.float32)
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> Vector:
        vector = np.zeros(self._dimension, dtype=np.float32)
        for word in _WORD.findall(text.lower()):
            plain = unicodedata.normalize("NFD", word).encode("ascii", "ignore").decode()[:_STEM]
            digest = hashlib.sha256(plain.encode()).digest()
            vector[int.from_bytes(digest[:4], "big") % self._dimension] += 1.0 if digest[4] % 2 else -1.0
        norm = float(np.linalg.norm(vector))
        if norm == 0.0:
            vector[0] = norm = 1.0
        return (vector / norm).astype(np.float32)


def make_document(
    document_id: str,
    texts: Sequence[str],
    *,
    title: str = "Titre",
    language: Language = "fr",
    embedder: HashEmbedder | None = None,
    paged: bool = True,
    content_hash: str | None = None,
) -> NewDocument:
    """A document of one page and one passage a text."""
    pages = tuple(Page(number, text) for number, text in enumerate(texts, start=1))
    passages = tuple(
        Passage(f"{document_id}-{place}", document_id, place, (Span(place + 1, 0, len(text)),), (), text, language)
        for place, text in enumerate(texts)
    )
    document = Document(
        id=document_id,
        source=f"{document_id}.pdf",
        format="pdf" if paged else "text",
        content_hash=content_hash or hashlib.sha256("\n".join(texts).encode()).hexdigest(),
        title=title,
        authors=("A. Auteur",),
        date="2024",
        kind="article",
        language=language,
        page_count=len(texts) if paged else None,
        passage_count=len(texts),
        characters=sum(map(len, texts)),
        added_at="2026-11-23T12:00:00+00:00",
    )
    return NewDocument(document, pages, passages, (embedder or HashEmbedder()).embed_passages(texts))


def make_answer(question: str, quoted: str = "Le budget est de 54 000 euros.", document_id: str = "d1") -> Answer:
    """An answer of one claim, quoted from the start of the first page of a document."""
    document = make_document(document_id, [quoted]).document
    quote = Quote(document_id, f"{document_id}-0", 1, 0, len(quoted), quoted)
    return Answer(
        question=question,
        language="fr",
        status="answered",
        text=f"«\u00a0{quoted}\u00a0» [1]",
        claims=(Claim(quoted, (1,), "supported", "vérifiée"),),
        citations=(Citation(1, quote, document),),
        confidence=0.9,
        coverage=Coverage(1, 1, 1),
        mode="extractive",
        incomplete=False,
        timings_ms={"total": 12.5},
    )
