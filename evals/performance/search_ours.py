"""The assistant's side of search_scale.py: its stores, filled as an ingestion fills them, and its hybrid retriever."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from search_data import Prepared, Record, passage_name

from assistant.build import make_retriever, weight_of
from assistant.ports import NewDocument
from assistant.retrieval.weights import EMBEDDED_ENCODER
from assistant.settings import Settings
from assistant.store.folder import IndexFolder
from assistant.types import Document, Page, Passage, Span

LIMIT = 10
ROOT = "/paragraphs"
Find = Callable[[str], Sequence[str]]
Timed = Callable[[Callable[[str], object], Sequence[str]], dict[str, float]]


class LookedUp:
    """`ports.Embedder` of known questions; it passes for the embedded encoder, so that its weights are used."""

    name, fingerprint = "embedded", EMBEDDED_ENCODER

    def __init__(self, asked: dict[str, np.ndarray], dimension: int) -> None:
        self._asked = asked
        self.dimension = dimension

    def warm_up(self) -> None:
        """Nothing to load."""

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        """Never asked for."""
        raise AssertionError("the vectors of passages are given")

    def embed_query(self, text: str) -> np.ndarray:
        """The vector of a question; of one that is searched in other words (a typing error), always the same one."""
        known = self._asked.get(text)
        return next(iter(self._asked.values())) if known is None else known


class Ours:
    """The assistant, asked as `Assistant.search` asks its parts."""

    def build(self, prepared: Prepared, index: Path) -> dict[str, float]:
        """Make the index. Returns seconds by part."""
        told: list[float] = []  # when each of both caches is begun

        def note(_: str) -> None:
            told.append(time.perf_counter())

        start = time.perf_counter()
        folder = IndexFolder.open(index, note, "en", create=True)
        try:
            embedder = LookedUp({}, 0)
            folder.settle(embedder, weight_of(Settings(), embedder))
            for first, records, vectors in prepared.batches():
                folder.catalogue.put_documents(ROOT, f"{first}.jsonl", list(new_documents(first, records, vectors)))
            folder.prepare()
            lexical, vector = told
            return {"catalogue": lexical - start, "lexical": vector - lexical, "vectors": time.perf_counter() - vector}
        finally:
            folder.close()

    def open(self, prepared: Prepared, index: Path) -> Find:
        """What finds the passages of a question: the question is analysed, searched by both legs, fused and checked."""
        settings = Settings()
        self._embedder = embedder = LookedUp(prepared.asked, 0)
        self._folder = folder = IndexFolder.open(index, print, "en", create=False)
        folder.settle(embedder, weight_of(settings, embedder))
        folder.prepare()
        retriever = make_retriever(settings, folder, folder, embedder, None, None, ExitStack())
        self._retriever = retriever
        return lambda question: [hit.passage.id for hit in retriever.search(retriever.query(question), LIMIT)]

    def more(self, prepared: Prepared, timed: Timed) -> dict[str, Any]:
        """Milliseconds of each stage by itself, and disk by part."""
        asked = prepared.questions
        queries = {question: self._retriever.query(question) for question in asked}
        stages: dict[str, Callable[[str], object]] = {"analysis": self._retriever.query}
        for leg in ("lexical", "vector"):
            stages[f"{leg} leg"] = lambda question, leg=leg: self._retriever.search(queries[question], LIMIT, leg)
        return {
            "stages": {name: timed(stage, asked) for name, stage in stages.items()},
            "disk_mb": {part: size / 1e6 for part, size in self._folder.sizes().items()},
        }

    def neighbours(self, _: Find) -> Find:
        """The passages nearest to a question by its vector, as the vector index has them."""
        vectors, embedder = self._folder.vectors, self._embedder
        return lambda question: [hit.passage_id for hit in vectors.search(embedder.embed_query(question), LIMIT)]


def new_documents(first: int, records: Sequence[Record], vectors: np.ndarray) -> Iterator[NewDocument]:
    """Paragraphs in a row of one title as one document, a passage each; the first has that number."""
    place = 0
    for title, group in groupby(records, key=lambda record: record.title):
        texts = [record.text for record in group]
        yield new_document(first + place, title, texts, vectors[place : place + len(texts)])
        place += len(texts)


def new_document(number: int, title: str, texts: Sequence[str], vectors: np.ndarray) -> NewDocument:
    """A document of one page without number, whose passages are numbered from `number` on."""
    content = "\n\n".join(texts)
    digest = hashlib.sha256(f"{number} {content}".encode()).hexdigest()
    identity, starts = digest[:20], np.cumsum([0, *(len(text) + 2 for text in texts)]).tolist()
    passages = tuple(
        Passage(
            id=passage_name(number + place),
            document_id=identity,
            ordinal=place,
            spans=(Span(1, starts[place], starts[place] + len(text)),),
            heading_path=(),
            text=text,
            language="fr",
        )
        for place, text in enumerate(texts)
    )
    document = Document(
        id=identity,
        source=f"{number}.jsonl#{number}",
        format="jsonl",
        content_hash=digest,
        title=title,
        authors=(),
        date=None,
        kind="web_page",
        language="fr",
        page_count=None,
        passage_count=len(passages),
        characters=len(content),
        added_at="2026-01-01T00:00:00+00:00",
        record_id=str(number),
    )
    return NewDocument(document, (Page(1, content),), passages, vectors)
