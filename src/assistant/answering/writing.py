"""Chosen sentences written down: each quote checked in place, numbered, below its document; or that there are none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.breadth import coverage_of
from assistant.answering.extractive import ANSWERED_ABOVE, Selection
from assistant.answering.question import BROAD_TYPES, asks_positions
from assistant.answering.refusals import missing_words, nearest, refusal
from assistant.answering.scoring import ScoredSentence
from assistant.answering.tables import is_headed, read_out
from assistant.answering.verification import PageText, check_quoted, recognised
from assistant.answering.words import ATTRIBUTED, DISAGREEMENTS, PARTIAL, POSITIONS
from assistant.text.dates import date_text
from assistant.text.marks import quoted
from assistant.text.normalise import fold
from assistant.text.sentences import is_table_row
from assistant.types import Answer, AnswerStatus, Citation, Claim, DisagreementKind, Document, Language, Quote

_WHITE_SPACE = re.compile(r"[ \t\r\n]+")  # shown as one space; no-break spaces stay as they are quoted
_POINTS: dict[Language, tuple[str, str]] = {"fr": ("\u00a0: ", "\u202f; "), "en": (": ", "; ")}
_TOLD = {"interview": ("entretien", "interview"), "visit": ("visite", "visit"), "minutes": ("compte rendu", "minutes")}


def write(selection: Selection, page_of: PageText) -> Answer:
    """Check every quote in place, number those that stand, document by document, and write the answer.

    A fact is said by its best sentence first; a broad answer keeps each document's own order. Where sources differ,
    that is said before anything else, and each stands under its document with author and date.

    Times and the `incomplete` mark are the caller's to set.
    """
    query = selection.evidence.query
    claims: list[Claim] = []
    citations: list[Citation] = []
    blocks: list[str] = []
    in_full = selection.disagreement is not None or asks_positions(query.text)
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
            lines.append(_line(quotes, numbers, each.head, query.language))
        if lines:
            blocks.append("\n\n".join([_heading(document, query.language, in_full), *lines]))
    status: AnswerStatus = "answered" if selection.confidence >= ANSWERED_ABOVE else "partial"
    differ = selection.disagreement if len(blocks) > 1 else None
    return Answer(
        question=query.text,
        language=query.language,
        status=status if claims else "no_evidence",
        text="\n\n".join([*_opening(selection, status, differ), *blocks]) if claims else _refusal(selection),
        claims=tuple(claims),
        citations=tuple(citations),
        confidence=selection.confidence,
        coverage=coverage_of(selection.evidence, citations),
        mode="extractive",
        incomplete=False,
        timings_ms={},
        nearest=() if claims or _knows_nothing(selection) else nearest(selection.evidence),
        disagreement=differ,
        notices=selection.notices if claims else (),
    )


def _opening(selection: Selection, status: AnswerStatus, differ: DisagreementKind | None) -> list[str]:
    """What is said before the quotes: that they answer only in part, that they differ."""
    language = selection.evidence.query.language
    said = [" ".join(part for part in (PARTIAL[language], _missing(selection)) if part)] if status == "partial" else []
    if differ is not None:
        return [*said, DISAGREEMENTS[differ][language]]
    return [*said, POSITIONS[language]] if selection.compares else said


def _refusal(selection: Selection) -> str:
    return refusal(selection.evidence, selection.kind, _missing(selection))


def _knows_nothing(selection: Selection) -> bool:
    """Whether the corpus holds none of the question's words: what is nearest then is near by chance."""
    return len(selection.missing) == len(selection.evidence.query.words)


def _missing(selection: Selection) -> str:
    return missing_words([inert(word) for word in selection.missing], selection.evidence.query.language)


def _heading(document: Document, language: Language, in_full: bool) -> str:
    """The title in strong; before it, what kind of source reports it; in full, with its authors and its date."""
    facts = [", ".join(document.authors), date_text(document.date or "", language)] if in_full else []
    title = " – ".join(part for part in (document.title, ", ".join(fact for fact in facts if fact)) if part)
    told = any(word in fold(document.title) for word in _TOLD.get(document.kind, ()))
    if document.kind in ATTRIBUTED and not told:
        title = ATTRIBUTED[document.kind][language].format(title=title)
    return f"**{inert(_WHITE_SPACE.sub(' ', title))}**"


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


def _line(quotes: Sequence[Quote], numbers: Sequence[int], head: str, language: Language) -> str:
    """Each quote in marks of its own: what stands in one pair of them stands so in one place.

    Rows of a table are read out cell by cell, one a line, the first one with what the head calls each.
    """
    if len(quotes) > 1 and head == quotes[0].text and is_headed(quotes[1].text, head):
        first = f"{_row(quotes[1].text, head, language)} [{numbers[0]}][{numbers[1]}]"
        rest = zip(quotes[2:], numbers[2:], strict=True)
        return "\n\n".join((first, *(f"{_quoted(quote.text, language)} [{number}]" for quote, number in rest)))
    between = "\n\n" if any(is_table_row(quote.text) for quote in quotes) else " "
    return between.join(f"{_quoted(quote.text, language)} [{n}]" for quote, n in zip(quotes, numbers, strict=True))


def _quoted(text: str, language: Language) -> str:
    """A quote in its marks; a row of a table cell by cell."""
    return _row(text, "", language) if is_table_row(text) else quoted(_shown(text.strip("| \n")), language)


def _row(text: str, head: str, language: Language) -> str:
    colon, semicolon = _POINTS[language]
    cells = [(_shown(name), quoted(_shown(cell), language)) for name, cell in read_out(text, head)]
    return semicolon.join(f"{name}{colon}{cell}" if name else cell for name, cell in cells)


def _shown(text: str) -> str:
    return inert(_WHITE_SPACE.sub(" ", text))


def inert(text: str) -> str:
    """Document text as Markdown that can only be text: no link, image, emphasis or HTML can come from it."""
    escaped = "".join(f"\\{character}" if character in "\\`*_[]~|" else character for character in text)
    escaped = escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("://", "\\://").replace("www.", "www\\.")  # else Markdown makes links of bare addresses
