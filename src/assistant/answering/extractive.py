"""The extractive answerer: the few sentences that answer, each quoted exactly, grouped by document. No model needed.

It reads the evidence, scores its sentences, keeps a few, checks every quote in place, and writes them down with
numbers. Below the confidence threshold it says that the corpus does not say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answering.confidence import FITTED, Features, Weights, confidence, features
from assistant.answering.question import BROAD_TYPES, QuestionType, is_courtesy, query_type
from assistant.answering.scoring import ScoredSentence, score_sentences
from assistant.answering.verification import PageText, check_quoted, recognised
from assistant.answering.words import MISSING, PARTIAL, QUOTATION_MARKS, no_evidence
from assistant.retrieval.coverage import is_known, word_weights
from assistant.types import Answer, AnswerStatus, Citation, Claim, Coverage, Document, Evidence, Language, Quote

ANSWERED_ABOVE = 0.6
PARTIAL_ABOVE = 0.45
_ENOUGH_WORDS = 2  # a question of one content word is at most answered in part
_FACT_SENTENCES = 2
_FACT_RATIO = 0.9  # a second sentence is quoted for a fact only if it scores nearly as well as the first
_BROAD_RATIO = 0.6
_NOVELTY = 0.8  # share of a sentence's words already quoted above which it adds nothing
_ANSWER_WORDS = 90  # no further sentence once the quotes are this long
_WHITE_SPACE = re.compile(r"[ \t\r\n]+")  # shown as one space; no-break spaces stay as they are quoted


@dataclass(frozen=True, slots=True)
class CorpusFacts:
    """What scoring needs to know of the corpus: passages in all, and how many hold a term.

    `weights`: what the confidence is computed with, by the embedding model.
    """

    passages: int
    frequency: Callable[[str], int]
    weights: Weights = FITTED


@dataclass(frozen=True, slots=True)
class Selection:
    """The sentences chosen to answer (none where the corpus does not say), and how sure the choice is.

    `missing` holds the question's words that the corpus nowhere contains.
    """

    evidence: Evidence
    kind: QuestionType
    sentences: tuple[ScoredSentence, ...]
    confidence: float
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the evidence holds for a question: its sentences, best first, and the features of the confidence."""

    kind: QuestionType
    sentences: tuple[ScoredSentence, ...]
    features: Features
    missing: tuple[str, ...]


def read(evidence: Evidence, corpus: CorpusFacts) -> Reading | None:
    """Score the sentences of the evidence; None where it holds none."""
    query = evidence.query
    kind = query_type(query)
    weights = word_weights(query.words, corpus.frequency, corpus.passages)
    known = [is_known(word, corpus.frequency) for word in query.words]
    sentences = score_sentences(query, kind, evidence.passages, weights)
    if not sentences:
        return None
    missing = tuple(word.surface for word, is_known in zip(query.words, known, strict=True) if not is_known)
    measured = features(query, kind, sentences, evidence.passages, weights, known)
    return Reading(kind, tuple(sentences), measured, missing)


def select(evidence: Evidence, corpus: CorpusFacts, max_sentences: int) -> Selection:
    """Read the evidence and choose the sentences to quote; none where the confidence is too low."""
    reading = read(evidence, corpus)
    if reading is None:
        return Selection(evidence, QuestionType.OTHER, (), 0.0, ())
    if is_courtesy(evidence.query):
        return Selection(evidence, reading.kind, (), 0.0, ())
    sure = confidence(reading.features, corpus.weights)
    if len(evidence.query.words) < _ENOUGH_WORDS:
        sure = min(sure, ANSWERED_ABOVE - 0.01)
    chosen = choose(reading.sentences, reading.kind, max_sentences) if sure >= PARTIAL_ABOVE else []
    return Selection(evidence, reading.kind, tuple(chosen), sure, reading.missing)


def choose(sentences: Sequence[ScoredSentence], kind: QuestionType, limit: int) -> list[ScoredSentence]:
    """The sentences to quote: one or two for a fact, more for a broad question, nothing said twice."""
    broad = kind in BROAD_TYPES
    most, ratio = (limit, _BROAD_RATIO) if broad else (min(limit, _FACT_SENTENCES), _FACT_RATIO)
    chosen: list[ScoredSentence] = []
    words = 0
    for candidate in sentences:
        if len(chosen) == most or candidate.score < ratio * sentences[0].score:
            break
        length = len(candidate.sentence.text.split())
        if chosen and (words + length > _ANSWER_WORDS or _said(candidate, chosen)):
            continue
        if chosen and not broad and not chosen[0].named <= candidate.named:
            continue  # about another place, person or year than the first
        chosen.append(candidate)
        words += length
    return chosen


def _said(candidate: ScoredSentence, chosen: Sequence[ScoredSentence]) -> bool:
    words = set(candidate.sentence.text.casefold().split())
    return any(
        len(words & set(each.sentence.text.casefold().split())) >= _NOVELTY * max(len(words), 1) for each in chosen
    )


def write(selection: Selection, page_of: PageText) -> Answer:
    """Check every quote in place, number those that stand, document by document, and write the answer.

    A fact is said by its best sentence first; a broad answer keeps each document's own order.

    Times and the `incomplete` mark are the caller's to set.
    """
    query = selection.evidence.query
    claims: list[Claim] = []
    citations: list[Citation] = []
    blocks: list[str] = []
    for document, sentences in _by_document(selection.sentences, selection.kind in BROAD_TYPES):
        lines = []
        for each in sentences:
            quotes = each.sentence.quotes
            claim = check_quoted(each.sentence.text, quotes, page_of, query.language)
            if claim.verdict != "supported":
                continue
            numbers = tuple(range(len(citations) + 1, len(citations) + 1 + len(quotes)))
            citations.extend(
                Citation(n, quote, document, recognised(document, quote.page, page_of))
                for n, quote in zip(numbers, quotes, strict=True)
            )
            claims.append(Claim(claim.text, numbers, claim.verdict, claim.reason))
            lines.append(_line(quotes, numbers, query.language))
        if lines:
            blocks.append(f"**{inert(document.title)}**\n\n" + "\n\n".join(lines))
    status: AnswerStatus = "answered" if selection.confidence >= ANSWERED_ABOVE else "partial"
    opening = [PARTIAL[query.language] + _missing_note(selection)] if status == "partial" else []
    return Answer(
        question=query.text,
        language=query.language,
        status=status if claims else "no_evidence",
        text="\n\n".join([*opening, *blocks]) if claims else _refusal(selection),
        claims=tuple(claims),
        citations=tuple(citations),
        confidence=selection.confidence,
        coverage=_coverage(selection.evidence, citations),
        mode="extractive",
        incomplete=False,
        timings_ms={},
    )


def _refusal(selection: Selection) -> str:
    """That the corpus does not say, and which of the question's words it nowhere contains."""
    evidence = selection.evidence
    return no_evidence(evidence.documents_total, evidence.query.language) + _missing_note(selection)


def _missing_note(selection: Selection) -> str:
    if not selection.missing:
        return ""
    words = ", ".join(inert(word) for word in selection.missing)
    return " " + MISSING[selection.evidence.query.language].format(words=words)


def _coverage(evidence: Evidence, citations: Sequence[Citation]) -> Coverage:
    return Coverage(
        documents_total=evidence.documents_total,
        documents_considered=len({each.document.id for each in evidence.passages}),
        documents_cited=len({citation.document.id for citation in citations}),
    )


def _by_document(
    chosen: Sequence[ScoredSentence], in_reading_order: bool
) -> list[tuple[Document, list[ScoredSentence]]]:
    """Chosen sentences by document, documents by their best sentence; sentences best first, or in reading order."""
    groups: dict[str, tuple[Document, list[ScoredSentence]]] = {}
    for each in chosen:
        groups.setdefault(each.source.document.id, (each.source.document, []))[1].append(each)
    if in_reading_order:
        for _, sentences in groups.values():
            sentences.sort(key=lambda each: (each.sentence.quotes[0].page, each.sentence.quotes[0].start))
    return list(groups.values())


def _line(quotes: Sequence[Quote], numbers: Sequence[int], language: Language) -> str:
    opening, closing = QUOTATION_MARKS[language]
    text = " ".join(inert(_WHITE_SPACE.sub(" ", quote.text)) for quote in quotes)
    return f"{opening}{text}{closing} " + "".join(f"[{number}]" for number in numbers)


def inert(text: str) -> str:
    """Document text as Markdown that can only be text: no link, image, emphasis or HTML can come from it."""
    escaped = "".join(f"\\{character}" if character in "\\`*_[]~|" else character for character in text)
    escaped = escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("://", "\\://").replace("www.", "www\\.")  # else Markdown makes links of bare addresses
