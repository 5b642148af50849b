"""What is asked, found and answered: questions, evidence, quotes, answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.types.documents import Document, DocumentKind, Language, Passage
from assistant.types.filters import Scope
from assistant.types.works import OtherFile

Verdict = Literal["supported", "unsupported", "contradicted", "nothing_to_check"]
AnswerStatus = Literal["answered", "partial", "no_evidence"]
AnswerMode = Literal["extractive", "generative"]
AnswerStage = Literal["searching", "reading", "writing", "checking"]
DisagreementKind = Literal["numbers", "dates", "definitions"]


@dataclass(frozen=True, slots=True)
class QueryWord:
    """One content word of a question.

    `terms` are its analysed forms (French and English analysis; often one). `named` marks what the question is
    precisely about: a proper name, an acronym or a number. `carried` marks a word of an earlier turn. `alternatives`
    are other ways to say it, each a group of terms that must all be there: what an acronym stands for, or the acronym.
    `translations` are terms of the other language that it most often stands for. `share` is below 1 for one of several
    words that are one name together: all of them are not to count for more than the name does.
    """

    surface: str
    terms: tuple[str, ...]
    named: bool = False
    carried: bool = False
    alternatives: tuple[tuple[str, ...], ...] = ()
    translations: tuple[str, ...] = ()
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Query:
    """A question made ready for the legs.

    `text` is what was asked; `search_text` is what is searched (a follow-up carries the turn before it). `words`
    serve to judge what was found, `weighted_terms` (each term once) and `weighted_pairs` (terms that stand side by
    side) to search the lexical index. `corrections` are words that the corpus does not know, with what was searched
    instead. `phrases` stand in quotation marks: passages that hold them come first; `phrases_missing` no passage holds.
    `scope` tells which documents are searched; None: all. What was read of it in the question is not in `text`.
    """

    text: str
    search_text: str
    language: Language
    words: tuple[QueryWord, ...]
    weighted_terms: tuple[tuple[str, float], ...]
    weighted_pairs: tuple[tuple[str, str, float], ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    scope: Scope | None = None
    phrases: tuple[str, ...] = ()
    phrases_missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One result of one index: higher scores are better, whatever their scale."""

    passage_id: str
    score: float


@dataclass(frozen=True, slots=True)
class LegScore:
    """Rank (from 1) and raw score that one leg gave to a passage."""

    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A passage that says what a better one does, in nearly the same words, and the document it is from."""

    passage: Passage
    document: Document


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage with its document, its fused score and what each leg ("lexical", "vector") said of it.

    `ocr_confidence` is set in search results where text of the passage was recognised on a picture: how sure the words
    of its page are, 0 to 1 (of two pages, the lower). `duplicates` are passages found too that are folded into this
    one. `also_in` is set in search results: the other files of the work. `context_before` is set in them where the
    passage is unclear by itself ("Elle..."): the last sentence of the one before. It is never part of a quote.
    """

    passage: Passage
    document: Document
    score: float
    legs: Mapping[str, LegScore] = field(default_factory=dict)
    ocr_confidence: float | None = None
    duplicates: tuple[Duplicate, ...] = ()
    also_in: tuple[OtherFile, ...] = ()
    context_before: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The passages judged relevant to one question, best first, and how many documents were searched.

    `parts` are those of each of the questions that it holds, where it is several in one.
    """

    query: Query
    passages: tuple[ScoredPassage, ...]
    documents_total: int
    parts: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim span: `text` equals the page's text[start:end], character for character."""

    document_id: str
    passage_id: str
    page: int
    start: int
    end: int
    text: str


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


@dataclass(frozen=True, slots=True)
class Citation:
    """A number in an answer, the quote it stands for and the document it is from.

    `also_in` are the other files of the work that the document is of: the quote need not stand in them.
    `ocr_confidence` is set where the text of the quote's page was recognised on its picture: how sure its words are,
    0 to 1.
    """

    number: int
    quote: Quote
    document: Document
    ocr_confidence: float | None = None
    also_in: tuple[OtherFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable statement of an answer, the numbers of its citations, and what checking it gave."""

    text: str
    citations: tuple[int, ...]
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many documents there are, how many were considered for this answer, and how many it cites.

    `kinds` counts those cited by kind; `since` and `until` are the years of the oldest and of the latest of them (None
    where none has a date). `authorities` counts the authorities that they are about: towns and others.
    """

    documents_total: int
    documents_considered: int
    documents_cited: int
    kinds: Mapping[DocumentKind, int] = field(default_factory=dict)
    since: str | None = None
    until: str | None = None
    authorities: int = 0


@dataclass(frozen=True, slots=True)
class NearPassage:
    """Where to look by oneself, where the corpus does not answer: no quote, and nothing is said to stand there.

    `page` is the first one the passage stands on; `heading` the headings above it, "" where there are none.
    """

    document: Document
    passage_id: str
    page: int
    heading: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to know about how an answer was made: the code of a message, and what fills its blanks."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Generation:
    """What a language model did for an answer, and what of it was not taken.

    Attributes:
        model: as the settings name it.
        quotes: quotes of the model that stand in the documents.
        quotes_refused: those that do not stand where it said, or speak to the assistant rather than to a reader.
        keys_invented: keys that it was never given.
        supported: claims that their quotes support.
        unsupported: claims that they do not.
        contradicted: claims that they say the contrary of.
    """

    model: str
    quotes: int = 0
    quotes_refused: int = 0
    keys_invented: int = 0
    supported: int = 0
    unsupported: int = 0
    contradicted: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer whose every sentence is cited, or which says that the corpus does not say.

    `text` is Markdown with numbers in brackets. `confidence` is between 0 and 1. `timings_ms` holds
    milliseconds by stage, with "total". `scope` tells which documents were searched; None: all.
    `searched` is the question as it was understood (a follow-up made whole, typing errors mended), where that differs.
    `notices` are things to know about how it was made. `generation` tells what a language model did for it, whether or
    not the answer is the model's in the end; None: none was asked. `courtesy` marks a word said to a greeting or to
    thanks: nothing was asked, so nothing was searched. `nearest` are passages to look at where the corpus does not say.
    `disagreement` tells that sources differ, and in what: the answer then sets them side by side.
    """

    question: str
    language: Language
    status: AnswerStatus
    text: str
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    confidence: float
    coverage: Coverage
    mode: AnswerMode
    incomplete: bool
    timings_ms: Mapping[str, float]
    scope: Scope | None = None
    searched: str | None = None
    notices: tuple[Notice, ...] = ()
    generation: Generation | None = None
    courtesy: bool = False
    nearest: tuple[NearPassage, ...] = ()
    disagreement: DisagreementKind | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """The part of an answer that is checked so far, while the rest is written; what follows may take its place."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier turn of a dialogue."""

    role: Literal["user", "assistant"]
    text: str
