"""Assistant: the one object behind every front (CLI, HTTP API, chat).

It owns the index for as long as it is open. Its methods return values of `types` and raise errors of `errors`;
fronts only parse, call and render. All methods may be called from several threads.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from assistant.answering.answerer import AnswerStage, answer_from, answer_stream
from assistant.answering.extractive import CorpusFacts
from assistant.answering.verification import recognised
from assistant.errors import UsageError
from assistant.indexing import Indexer
from assistant.model_ports import Reranker
from assistant.ports import Catalogue, Embedder, Indexes
from assistant.retrieval.query import build_query, check_question
from assistant.retrieval.retriever import HybridRetriever
from assistant.settings import Settings
from assistant.types import (
    Answer,
    Document,
    Evidence,
    IngestProgress,
    IngestReport,
    Page,
    Passage,
    ScoredPassage,
    Stamp,
    Status,
    Turn,
)

__all__ = ["AnswerStage", "Assistant", "Parts", "QuoteContext"]


class IndexFolder(Indexes, Protocol):
    """What the service asks of the index folder."""

    @property
    def stamp(self) -> Stamp:
        """What the index was made with, and its generation now."""
        ...

    def original(self, content_hash: str) -> Path | None:
        """The stored copy of an original file, or None."""
        ...

    def sizes(self) -> dict[str, int]:
        """Bytes on disk by part."""
        ...

    def prepare(self) -> None:
        """Open the indexes, which are opened when first used otherwise."""
        ...

    def catch_up(self) -> None:
        """Have the indexes rebuilt that a run which was stopped left behind the catalogue."""
        ...

    def compact(self) -> None:
        """Leave no byte of documents that were dropped or replaced since the last time, also in a run that failed."""
        ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What an Assistant is made of; `build` makes them from settings. `close` releases them all."""

    catalogue: Catalogue
    folder: IndexFolder
    indexer: Indexer
    retriever: HybridRetriever
    embedder: Embedder
    reranker: Reranker | None
    close: Callable[[], None]


@dataclass(frozen=True, slots=True)
class QuoteContext:
    """A quote with the text around it on its page, for a reader to check it in place.

    `ocr_confidence` is set where that page's text was recognised on its picture: how sure its words are, 0 to 1.
    """

    document: Document
    page: int | None
    before: str
    quote: str
    after: str
    ocr_confidence: float | None = None


class Assistant:
    """Ingests documents, finds passages, answers questions with exact quotes."""

    def __init__(self, settings: Settings, parts: Parts) -> None:
        self.settings = settings
        self._parts = parts
        self._writing = threading.Lock()

    def ingest(
        self,
        targets: Sequence[str] = (),
        progress: Callable[[IngestProgress], None] | None = None,
        password: str | None = None,
        retry: bool = False,
    ) -> IngestReport:
        """Bring the index up to date with files or folders (default: the corpus folder of the settings).

        Unchanged files are skipped by hash, changed ones replaced whole, vanished ones removed (below a folder
        target only), both down to the last byte. A file that fails, or a folder that can't be listed, is reported;
        the others go on.

        Args:
            targets: files and folders.
            progress: is told where the ingestion stands, from the thread that calls.
            password: opens the targets, which are all files then, where they are protected; kept nowhere.
            retry: try again the files that failed and are left alone until they change.

        Raises:
            UsageError: a target does not exist, lies in the index folder, is a web address, or is no file and there is
                a password (nothing is done).
            StoreError: the index can't be written.
        """
        for target in targets:
            if target.startswith(("http://", "https://")):
                raise UsageError("web_not_supported", path=target)
        if password is not None and (not targets or any(Path(target).expanduser().is_dir() for target in targets)):
            raise UsageError("password_without_files")
        paths = [Path(target) for target in targets] or [self.settings.corpus]
        with self._writing:
            report = self._parts.indexer.ingest(paths, progress or (lambda _: None), password, retry)
            self._parts.folder.catch_up()
            self._parts.folder.compact()
            return replace(report, warnings=tuple(self._parts.catalogue.warnings()))

    def status(self) -> Status:
        """What the index holds, document by document, what failed, and what was read with a reservation."""
        catalogue, folder = self._parts.catalogue, self._parts.folder
        failures, warnings = tuple(catalogue.failures()), tuple(catalogue.warnings())
        documents = tuple(catalogue.documents())
        return Status(*catalogue.counts(), failures, folder.stamp, folder.sizes(), warnings, documents)

    @property
    def document_count(self) -> int:
        """How many documents there are."""
        return self._parts.catalogue.counts()[0]

    def documents(self) -> Sequence[Document]:
        """The catalogue, by source."""
        return self._parts.catalogue.documents()

    def document(self, document_id: str) -> Document:
        """One document of the catalogue.

        Raises:
            UsageError: no such document.
        """
        document = self._parts.catalogue.document(document_id)
        if document is None:
            raise UsageError("unknown_document", document=document_id)
        return document

    def page(self, document_id: str, number: int) -> Page | None:
        """One page of a document (number 1 of one without pages), or None."""
        return self._parts.catalogue.page(document_id, number)

    def document_passages(self, document_id: str) -> Sequence[Passage]:
        """The passages of a document, in the order of its text; [] for no such document."""
        return self._parts.catalogue.document_passages(document_id)

    @property
    def legs(self) -> tuple[str, ...]:
        """What `search` can be asked for by name: each leg by itself, then their fusion."""
        return self._parts.retriever.legs

    def search(
        self, question: str, limit: int = 10, history: Sequence[Turn] = (), leg: str | None = None
    ) -> Sequence[ScoredPassage]:
        """The best passages for a question, best first; [] where nothing matches. Recognised text is marked.

        `leg` is one of `legs`; None: the last of them, which answers are made from.

        Raises:
            UsageError: the question is empty or too long, the corpus is empty, or there is no such leg.
        """
        found = self._parts.retriever.search(build_query(self._checked(question), history), limit, leg)
        return [self._marked(each) for each in found]

    def _marked(self, found: ScoredPassage) -> ScoredPassage:
        numbers = range(found.passage.page_start, found.passage.page_end + 1)
        sure = [recognised(found.document, number, self._parts.catalogue.page) for number in numbers]
        return replace(found, ocr_confidence=min((each for each in sure if each is not None), default=None))

    def evidence(self, question: str, history: Sequence[Turn] = ()) -> Evidence:
        """The passages that `ask` would answer from.

        Raises:
            UsageError: the question is empty or too long, or the corpus is empty.
        """
        return self._parts.retriever.evidence(
            build_query(self._checked(question), history), self.settings.retrieval.evidence
        )

    @property
    def corpus_facts(self) -> CorpusFacts:
        """Numbers of passages, in all and by term: what rarity is computed from."""
        lexical = self._parts.folder.lexical
        return CorpusFacts(len(lexical), lexical.document_frequency)

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer a question from the corpus; status "no_evidence" where it does not say.

        Raises:
            UsageError: the question is empty or too long, or the corpus is empty.
        """
        return next(item for item in self.ask_stream(question, history) if isinstance(item, Answer))

    def ask_stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[AnswerStage | Answer]:
        """The same as `ask`, saying each stage as it starts; the last item is the Answer.

        The question is checked at the call, before the first stage.
        """
        return answer_stream(
            self._checked(question),
            history,
            self._parts.retriever,
            self._parts.catalogue,
            self.corpus_facts,
            self.settings.retrieval.evidence,
            self.settings.answering.max_sentences,
        )

    def answer_from(self, question: str, passages: Sequence[ScoredPassage], history: Sequence[Turn] = ()) -> Answer:
        """Answer a question from these passages alone, whatever the search would find: what evaluation asks.

        Raises:
            UsageError: as for `ask`.
        """
        query = build_query(self._checked(question), history)
        evidence = Evidence(query, tuple(passages), self._parts.catalogue.counts()[0])
        return answer_from(evidence, self._parts.catalogue, self.corpus_facts, self.settings.answering.max_sentences)

    def quote_context(
        self,
        document_id: str,
        page: int | None,
        start: int,
        end: int,
        width: int = 400,
        content_hash: str | None = None,
    ) -> QuoteContext:
        """A quote and up to `width` characters of its page on either side.

        Args:
            document_id: of the document that is cited.
            page: None where it has no pages.
            start: offset in the page's text.
            end: the same.
            width: of the text around it.
            content_hash: of the version that is cited; None: whatever the document says there today.

        Raises:
            UsageError: no such document, page or span (unknown_document), or another version (citation_outdated).
        """
        document = self._version(document_id, content_hash)
        text_page = self._parts.catalogue.page(document_id, page or 1)
        if text_page is None or not 0 <= start < end <= len(text_page.text):
            raise UsageError("unknown_document", document=f"{document_id}, {page}, {start}-{end}")
        text = text_page.text
        return QuoteContext(
            document=document,
            page=page if document.paged else None,
            before=text[max(0, start - width) : start],
            quote=text[start:end],
            after=text[end : end + width],
            ocr_confidence=text_page.ocr_confidence,
        )

    def original(self, document_id: str, content_hash: str | None = None) -> Path:
        """The stored copy of the original file of a document (read only), of that version where one is named.

        Raises:
            UsageError: no such document (unknown_document), or another version (citation_outdated).
        """
        self._version(document_id, content_hash)
        file_hash = self._parts.catalogue.file_hash(document_id)
        path = self._parts.folder.original(file_hash) if file_hash else None
        if path is None:
            raise UsageError("unknown_document", document=document_id)
        return path

    def _version(self, document_id: str, content_hash: str | None) -> Document:
        document = self.document(document_id)
        if content_hash is not None and content_hash != document.content_hash:
            raise UsageError("citation_outdated", document=document.source)
        return document

    def warm_up(self) -> None:
        """Open the indexes and load the models now, so that the first question does not wait for them."""
        self._parts.folder.prepare()
        self._parts.embedder.warm_up()
        if self._parts.reranker is not None:
            self._parts.reranker.warm_up()

    def close(self) -> None:
        """Give the index back."""
        self._parts.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _checked(self, question: str) -> str:
        trimmed = check_question(question, self.settings.answering.question_characters)
        if self._parts.catalogue.counts()[0] == 0:
            raise UsageError("empty_corpus")
        return trimmed
