"""Assistant: the one object behind every front (CLI, HTTP API, chat).

It owns the index for as long as it is open. Its methods return values of `types` and raise errors of `errors`;
fronts only parse, call and render. All methods may be called from several threads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from assistant.answering.answerer import answer_from, answer_stream
from assistant.answering.confidence import weights_of
from assistant.answering.courtesy import courtesy_answer
from assistant.answering.extractive import CorpusFacts
from assistant.answering.overview import asks_about_corpus, overview
from assistant.answering.verification import recognised
from assistant.answering.withheld import without_text
from assistant.deposits import Deposits
from assistant.errors import ModelError, UsageError
from assistant.examples import Examples
from assistant.jobs import Jobs
from assistant.parts import Parts
from assistant.rebuilding import SearchIndexes
from assistant.retrieval.context import last_sentence, needs_context
from assistant.retrieval.explain import Asked, Explainer
from assistant.retrieval.query import check_question
from assistant.settings import Settings
from assistant.shelf import Shelf
from assistant.trying import tried
from assistant.types import (
    Answer,
    AnswerStage,
    Document,
    Draft,
    Evidence,
    Explanation,
    Filters,
    IngestProgress,
    IngestReport,
    Page,
    Passage,
    QuoteContext,
    ScoredPassage,
    Span,
    Status,
    Trial,
    Turn,
)
from assistant.versions import cited_version, original_file, quote_context

__all__ = ["AnswerStage", "Assistant", "Parts", "QuoteContext"]


class Assistant:
    """Ingests documents, finds passages, answers questions with exact quotes."""

    def __init__(self, settings: Settings, parts: Parts, jobs: Jobs | None = None) -> None:
        self.settings = settings
        self._parts = parts
        self.conversations, self.watch, self.library = parts.conversations, parts.watch, parts.library
        self.proposals, self.drafting, self.proposal_files = parts.proposals, parts.drafting, parts.proposal_files
        self.works, self.places = parts.works, parts.places
        self.page_images = parts.page_images
        self._own_jobs = jobs is None  # those that are given live longer than this object
        self.jobs, self.examples = jobs or Jobs(), Examples(self)
        self.shelf = Shelf(parts.catalogue, parts.library, parts.works)
        self.deposits = Deposits(settings.corpus, settings.limits.file_mb * 1_000_000)
        self.indexes = SearchIndexes(parts.folder, parts.library.writing)
        self.warming = False  # up: a question that is asked meanwhile waits for it

    def ingest(
        self,
        targets: Sequence[str] = (),
        progress: Callable[[IngestProgress], None] | None = None,
        password: str | None = None,
        retry: bool = False,
        listed: Sequence[str] = (),
    ) -> IngestReport:
        """Bring the index up to date with files, folders or web addresses (default: the corpus folder of the settings).

        Unchanged files are skipped by hash, changed ones replaced whole, vanished ones removed (below a folder
        target only), both down to the last byte. A web page is kept as a file of the corpus folder, a sitemap stands
        for its pages. A file or an address that fails, or a folder that can't be listed, is reported; the others go on.

        Args:
            targets: files, folders and addresses.
            progress: is told where the ingestion stands, from the thread that calls.
            password: opens the targets, which are all files then, where they are protected; kept nowhere.
            retry: try again the files that failed and are left alone until they change.
            listed: further addresses; unlike targets, they don't bring pages back that were removed.

        Raises:
            UsageError: a target does not exist, lies in the index folder, or is no file and there is a password.
            StoreError: the index can't be written.
        """
        return self._parts.ingestion.run(targets, progress, password, retry, listed)

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

    @property
    def generation(self) -> int:
        """Changes whenever what is in the catalogue does."""
        return self._parts.catalogue.generation

    @property
    def passage_count(self) -> int:
        """How many passages they have."""
        return self._parts.catalogue.counts()[2]

    def documents(self) -> Sequence[Document]:
        """The catalogue, by source."""
        return self._parts.catalogue.documents()

    def document(self, document_id: str) -> Document:
        """One document of the catalogue.

        Raises:
            UsageError: no such document.
        """
        return cited_version(self._parts.catalogue, document_id, None)

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
        self,
        question: str,
        limit: int = 10,
        history: Sequence[Turn] = (),
        leg: str | None = None,
        filters: Filters | None = None,
    ) -> Sequence[ScoredPassage]:
        """The best passages for a question, best first; [] where nothing matches. Recognised text is marked.

        `leg` is one of `legs`; None: the last of them, which answers are made from, with passages of nearly the same
        text folded into one. The question may state filters in its own words, too ("dans les entretiens").

        Raises:
            UsageError: the question is empty or too long, the corpus is empty, a filter has a value that none can have
                or that no document has, or there is no such leg.
        """
        return self.find(question, limit, history, leg, filters).passages

    def find(
        self,
        question: str,
        limit: int = 10,
        history: Sequence[Turn] = (),
        leg: str | None = None,
        filters: Filters | None = None,
    ) -> Evidence:
        """The same as `search`, with how the question was understood and how many documents it was put to.

        Raises:
            UsageError: as for `search`.
        """
        retriever = self._parts.retriever
        query = retriever.query(self._checked(question), history, filters)
        found = retriever.search(query, limit, leg)
        results = self.works.in_results([self._marked(without_text(each)) for each in found])
        return Evidence(query, tuple(results), retriever.searched(query))

    def explain(
        self,
        question: str,
        limit: int = 10,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        missed: str | None = None,
    ) -> Explanation:
        """How `search` comes to what it finds; the models are loaded first, so that times are those of the search.

        Args:
            question: as for `search`.
            limit: the same.
            history: the same.
            filters: the same.
            missed: id of a passage, or id, source or title (or a part) of a document: why it is not among the results.

        Raises:
            UsageError: as for `search`, or nothing is called like what is missed, or several documents are.
        """
        asked = Asked(self._checked(question), limit, history, filters, missed)
        with suppress(ModelError):  # a search goes on without its reranker, too
            self.warm_up()
        parts, reranker = self._parts, self.settings.retrieval.reranker or ""
        explainer = Explainer(parts.retriever, parts.catalogue, parts.folder, reranker)
        return explainer.explain(asked)

    def _marked(self, found: ScoredPassage) -> ScoredPassage:
        numbers = range(found.passage.page_start, found.passage.page_end + 1)
        sure = [recognised(found.document, number, self._parts.catalogue.page) for number in numbers]
        confidence = min((each for each in sure if each is not None), default=None)
        return replace(found, ocr_confidence=confidence, context_before=self._before(found.passage))

    def _before(self, passage: Passage) -> str | None:
        """What a passage leans on, where it is unclear by itself."""
        if passage.ordinal == 0 or not passage.text or not needs_context(passage):
            return None
        before = self._parts.catalogue.passage_at(passage.document_id, passage.ordinal - 1)
        return None if before is None else last_sentence(before)

    def evidence(self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Evidence:
        """The passages that `ask` would answer from.

        Raises:
            UsageError: as for `ask`.
        """
        query = self._parts.retriever.query(self._checked(question), history, filters)
        return self._parts.retriever.evidence(query, self.settings.retrieval.evidence)

    @property
    def corpus_facts(self) -> CorpusFacts:
        """Numbers of passages, in all and by term (what rarity is computed from), and which places a text names."""
        lexical = self._parts.folder.lexical
        weights = weights_of(self._parts.embedder.fingerprint)
        return CorpusFacts(len(lexical), lexical.document_frequency, weights, self.places.named_in)

    def ask(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None, *, written: bool = True
    ) -> Answer:
        """Answer a question from the corpus; status "no_evidence" where it does not say. Filters are as for `search`;
        not `written`: by extracts, also where a language model would write it.

        Raises:
            UsageError: the question is empty or too long, the corpus empty, or a filter wrong.
        """
        stages = self.ask_stream(question, history, filters, written=written)
        return next(item for item in stages if isinstance(item, Answer))

    def ask_stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None, *, written: bool = True
    ) -> Iterator[AnswerStage | Draft | Answer]:
        """`ask`, saying each stage as it starts, then what is checked so far as Drafts; the last item is the Answer.

        The question is checked at the call, before the first stage.
        """
        asked = self._checked(question)
        if (courtesy := courtesy_answer(asked, self.document_count)) is not None:
            return iter((courtesy,))
        if (about := asks_about_corpus(asked)) is not None:
            return iter((overview(asked, about, self.documents()),))
        parts = self._parts
        answering = parts.answering if written else replace(parts.answering, writer=None)
        items = answer_stream(asked, history, parts.retriever, parts.catalogue, self.corpus_facts, answering, filters)
        return self.works.in_answers(items)

    def answer_from(self, question: str, passages: Sequence[ScoredPassage], history: Sequence[Turn] = ()) -> Answer:
        """Answer a question from these passages alone, whatever the search would find: what evaluation asks.

        Raises:
            UsageError: as for `ask`.
        """
        asked = self._checked(question)
        query = self._parts.retriever.query(asked, history)
        evidence = Evidence(query, tuple(passages), self._parts.catalogue.counts()[0])
        return answer_from(asked, evidence, self._parts.catalogue, self.corpus_facts, self._parts.answering)

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
        document = cited_version(self._parts.catalogue, document_id, content_hash)
        return quote_context(self._parts.catalogue, document, Span(page or 1, start, end), width)

    def original(self, document_id: str, content_hash: str | None = None) -> Path:
        """The stored copy of the original file of a document (read only), of that version where one is named.

        Raises:
            UsageError: no such document (unknown_document), or another version (citation_outdated).
        """
        document = cited_version(self._parts.catalogue, document_id, content_hash)
        return original_file(self._parts.catalogue, self._parts.folder, document)

    def tried(self, trial: Trial) -> Assistant:
        """The same assistant with other settings of the search, which nobody else sees; closing it does nothing."""
        return Assistant(*tried(self.settings, self._parts, trial))

    def warm_up(self) -> None:
        """Open the indexes and load the models now, so that the first question does not wait for them."""
        self.warming = True
        try:
            self._parts.warm_up()
        finally:
            self.warming = False

    def close(self) -> None:
        """Stop what runs in the background (jobs that were given go on), and give the index back."""
        if self._own_jobs:
            self.jobs.close()
        self.examples.close()
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
