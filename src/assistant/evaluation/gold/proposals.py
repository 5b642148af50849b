"""Questions proposed to facilitators for their gold set, each with an answer and the exact words that give it.

A language model proposes; what it says is believed only where it can be checked: the quote must stand in the passage,
and what is recorded is the document's own text at that place. The rest is for a person to judge: a proposal is never
measured before one has accepted it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Protocol

from assistant.errors import ModelError, UsageError
from assistant.evaluation.gold.patience import Patience
from assistant.evaluation.gold.proposal_checks import fault, near
from assistant.evaluation.gold.proposal_guidelines import ASK, GUIDELINES, KINDS, MOST_QUESTIONS, NAMES, PROPOSAL_SCHEMA
from assistant.evaluation.sets.anchors import find_quote
from assistant.model_ports import ChatMessage, ChatModel
from assistant.text.prompts import data_block, one_object
from assistant.types import Document, Passage, Span

FEWEST_WORDS = 40
"""A shorter passage is a heading, a caption, a list of names."""
PASSAGES_A_QUESTION = 3
"""Passages asked at most for each question wanted: most of them give one that is kept."""
_ANSWERS = 3
_MAX_TOKENS = 1000


class Corpus(Protocol):
    """What is asked of an index (`assistant.service.Assistant`)."""

    def documents(self) -> Sequence[Document]:
        """The catalogue, by source."""
        ...

    def document_passages(self, document_id: str) -> Sequence[Passage]:
        """The passages of a document, in the order of its text."""
        ...


@dataclass(frozen=True, slots=True)
class Source:
    """A passage to ask about, with its document."""

    document: Document
    passage: Passage


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a model proposes of one passage."""

    question: str
    kind: str
    answer: str
    quote: str


def choose_passages(corpus: Corpus, seed: int = 0, pattern: str = "*") -> Iterator[Source]:
    """Passages to ask about: one of each document, then a second of each, and so on, drawn by the seed.

    Args:
        corpus: where they are.
        seed: another one draws other passages; the same one draws the same from the same documents.
        pattern: sources of documents to draw from, as file names are matched (`rapports/*.pdf`).

    Raises:
        UsageError: no_passages: no document matches, or none has a passage long enough.
    """
    documents = [document for document in corpus.documents() if _may_be_asked(document, pattern)]
    waiting = [(document, _drawn(corpus, document, seed)) for document in _shuffled(documents, seed)]
    found = False
    while waiting:
        left = []
        for document, passages in waiting:
            passage = next(passages, None)
            if passage is not None:
                found = True
                left.append((document, passages))
                yield Source(document, passage)
        waiting = left
    if not found:
        raise UsageError("no_passages", pattern=pattern)


def _may_be_asked(document: Document, pattern: str) -> bool:
    return document.quotable and fnmatchcase(document.source, pattern)


def _drawn(corpus: Corpus, document: Document, seed: int) -> Iterator[Passage]:
    passages = corpus.document_passages(document.id)
    keyed = sorted(passages, key=lambda passage: _draw(seed, f"{document.source} {passage.ordinal}"))
    return (passage for passage in keyed if len(passage.text.split()) >= FEWEST_WORDS)


def _shuffled(documents: Sequence[Document], seed: int) -> list[Document]:
    return sorted(documents, key=lambda document: _draw(seed, document.source))


def _draw(seed: int, name: str) -> str:
    """A place in the order of one seed: by what stays the same where the corpus is ingested from another folder."""
    return hashlib.sha256(f"{seed} {name}".encode()).hexdigest()


class Proposer:
    """Asks a model for questions, passage by passage; keeps count of what it drops, and why.

    Reasons: "failed" (the server), "malformed" (not the JSON asked for), "quote" (not in the passage), "duplicate",
    and those of `proposal_checks`.
    """

    def __init__(
        self,
        model: ChatModel,
        patience: Patience | None = None,
        new_key: Callable[[], str] = lambda: secrets.token_hex(8),
    ) -> None:
        self._model = model
        self._questions: list[str] = []
        self._patience = patience or Patience()
        self._new_key = new_key
        self.asked = 0
        self.kept = 0
        self.dropped: Counter[str] = Counter()

    def propose(self, sources: Iterator[Source], count: int) -> Iterator[dict[str, Any]]:
        """Proposed cases in the form of case files, until there are `count` or too many passages have been asked.

        Raises:
            ModelError: the server failed several times in a row.
        """
        for source in sources:
            self.asked += 1
            for case in self._of_passage(source):
                self.kept += 1
                yield case
                if self.kept >= count:
                    return
            if self.asked >= count * PASSAGES_A_QUESTION:
                return

    def _of_passage(self, source: Source) -> Iterator[dict[str, Any]]:
        try:
            text = self._model.complete(
                request(source, self._new_key()), max_tokens=_MAX_TOKENS, json_schema=PROPOSAL_SCHEMA
            ).text
        except ModelError as error:
            self.dropped["failed"] += 1
            self._patience.failed(error)
            return
        self._patience.worked()
        proposals = read_proposals(text)
        if proposals is None:
            self.dropped["malformed"] += 1
            return
        for proposal in proposals:
            case = self._checked(proposal, source)
            if isinstance(case, str):
                self.dropped[case] += 1
            else:
                self._questions.append(proposal.question)
                yield case

    def _checked(self, proposal: Proposal, source: Source) -> dict[str, Any] | str:
        """The case of a proposal, or why it is dropped."""
        span = locate(proposal.quote, source.passage)
        if span is None:
            return "quote"
        passage = source.passage
        reason = fault(proposal.question, proposal.answer, proposal.quote, passage.text, passage.language)
        if reason is not None:
            return reason
        if near(proposal.question, self._questions):
            return "duplicate"
        return case_line(proposal, source, span, self._model.name)


def request(source: Source, key: str) -> list[ChatMessage]:
    """The messages that ask for questions. Title and passage are data, whatever they say."""
    language = source.passage.language
    title, passage = NAMES[language]
    heading = " > ".join((source.document.title, *source.passage.heading_path))
    blocks = [data_block(key, title, heading), data_block(key, passage, source.passage.text), ASK[language]]
    return [
        ChatMessage("system", GUIDELINES[language].format(key=key, most=MOST_QUESTIONS)),
        ChatMessage("user", "\n\n".join(blocks)),
    ]


def read_proposals(text: str) -> list[Proposal] | None:
    """The proposals in a model's answer, or None where it is not exactly of the form asked for."""
    value = one_object(text)
    if value is None or set(value) != {"questions"} or not isinstance(value["questions"], list):
        return None
    items = value["questions"]
    if len(items) > MOST_QUESTIONS or not all(_is_proposal(item) for item in items):
        return None
    return [Proposal(**{name: " ".join(text.split()) for name, text in item.items()}) for item in items]


def _is_proposal(item: object) -> bool:
    if not isinstance(item, dict) or set(item) != {"question", "kind", "answer", "quote"}:
        return False
    return all(isinstance(value, str) for value in item.values()) and item["kind"] in KINDS


def locate(quote: str, passage: Passage) -> Span | None:
    """Where in its document a quote of a passage stands, if it does, within one page.

    White space, apostrophes and the like may differ (models mend them): what is recorded is the document's own text.
    """
    offset = 0
    for span in passage.spans:
        length = span.end - span.start
        found = find_quote(quote, passage.text[offset : offset + length])
        if found:
            start, end = found[0]
            return Span(span.page, span.start + start, span.start + end)
        offset += length + 1
    return None


def case_line(proposal: Proposal, source: Source, span: Span, model: str) -> dict[str, Any]:
    """A proposal in the form of a line of a case file, anchored to the document's hash and characters."""
    document = source.document
    page = span.page if document.paged else None
    identity = hashlib.sha256(f"{document.content_hash} {span} {proposal.question}".encode()).hexdigest()
    return {
        "id": f"P{identity[:10]}",
        "question": proposal.question,
        "lang": source.passage.language,
        "kind": proposal.kind,
        "answerable": True,
        "answer": proposal.answer,
        "nuggets": [{"text": proposal.answer, "vital": True}],
        "evidence": [{"doc": document.source, "page": page, "quote": _text_at(span, source.passage)}],
        "passages": [
            {
                "doc": document.source,
                "sha256": document.content_hash,
                "page": page,
                "start": span.start,
                "end": span.end,
                "grade": _ANSWERS,
            }
        ],
        "note": f"model: {model}",
        "proposed": True,
    }


def _text_at(span: Span, passage: Passage) -> str:
    """The passage's text at a span of its document."""
    offset = 0
    for part in passage.spans:
        if part.page == span.page and part.start <= span.start and span.end <= part.end:
            return passage.text[offset + span.start - part.start : offset + span.end - part.start]
        offset += part.end - part.start + 1
    raise ValueError("the span is not of this passage")


def summary(proposer: Proposer) -> dict[str, Any]:
    """What a run came to, for machines."""
    return {"proposed": proposer.kept, "asked": proposer.asked, "dropped": dict(sorted(proposer.dropped.items()))}
