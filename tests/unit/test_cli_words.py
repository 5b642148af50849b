"""What a person reads of answers and search results in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from assistant.cli.words import answer_text, results_text
from assistant.library import Library
from assistant.retrieval.query import build_query
from assistant.service import Assistant, Parts
from assistant.settings import Settings
from assistant.types import (
    Answer,
    Citation,
    Coverage,
    Document,
    Duplicate,
    Filters,
    Language,
    Page,
    Passage,
    Query,
    Quote,
    Scope,
    ScoredPassage,
    Span,
)
from assistant.works.works import Works

DOCUMENT = Document(
    "d", "scan.pdf", "pdf", "0" * 64, "Compte rendu", (), None, "minutes", "fr", 2, 1, 50, "2026-01-01T00:00:00Z",
    ocr_pages=2, ocr_confidence=0.9,
)  # fmt: skip
PASSAGE = Passage("p", "d", 0, (Span(1, 0, 8), Span(2, 0, 7)), (), "Le pont\nouvert.", "fr")
FOUND = ScoredPassage(PASSAGE, DOCUMENT, 1.5)
MARKS: dict[Language, str] = {
    "fr": "(texte reconnu sur l'image (OCR), fiable à 62\u00a0%\u00a0: vérifiez sur l'original)",
    "en": "(text recognised on the picture (OCR), 62% sure: check it on the original)",
}

_NONE: Any = None  # a part that is not asked
_WORKS = Works(_NONE, _NONE, _NONE, _NONE)


def answer(confidence: float | None, language: Language) -> Answer:
    citation = Citation(1, Quote("d", "p", 2, 0, 7, "ouvert."), DOCUMENT, confidence)
    text = "« ouvert. » [1]"
    return Answer("?", language, "answered", text, (), (citation,), 0.9, Coverage(1, 1, 1), "extractive", False, {})


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_citation_and_a_result_of_recognised_text_say_so_below(language: Language) -> None:
    assert answer_text(answer(0.62, language)).endswith(f"\n    {MARKS[language]}")
    assert results_text([replace(FOUND, ocr_confidence=0.62)], language).endswith(f"\n   {MARKS[language]}")
    assert "OCR" not in answer_text(answer(None, language))
    assert "OCR" not in results_text([FOUND], language)


def test_where_was_searched_is_said_above_an_answer_and_copies_below_a_result() -> None:
    scope = Scope(Filters(kinds=("minutes",)), frozenset({"d"}))
    lines = answer_text(replace(answer(None, "fr"), scope=scope)).splitlines()
    assert lines[1] == "Recherché dans\u00a0: comptes rendus (1 document)."
    copies = (Duplicate(PASSAGE, replace(DOCUMENT, title="Annexe")),) * 2
    assert results_text([replace(FOUND, duplicates=copies)], "fr").endswith(
        "\n   Aussi dans\u00a0: Annexe (scan.pdf, p. 1)"
    )
    assert "Also in: Annexe" in results_text([replace(FOUND, duplicates=copies)], "en")


class _Stored:
    """What a search asks of the catalogue and of the retriever."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.pages = {page.number: page for page in pages}

    def counts(self) -> tuple[int, int, int]:
        return 2, 2, 2

    def page(self, _: str, number: int) -> Page | None:
        return self.pages.get(number)

    def passage_at(self, _: str, ordinal: int) -> Passage:
        return replace(PASSAGE, ordinal=ordinal, text="La foire vit. La fête\nest née ici.")

    def query(self, question: str, *_: object) -> Query:
        return build_query(question)

    def searched(self, _: Query) -> int:
        return 2

    def search(self, *_: object) -> list[ScoredPassage]:
        pointing = replace(PASSAGE, ordinal=1, text="Elle réunit le village.")
        return [FOUND, replace(FOUND, passage=pointing, document=replace(DOCUMENT, ocr_pages=0))]


def parts_on(stored: Any) -> Parts:
    """Parts of which search asks the catalogue, the retriever and the library alone."""
    library = Library(stored, _NONE)
    none, rest = [_NONE] * 3, [_NONE] * 5
    return Parts(stored, _NONE, _NONE, stored, _NONE, None, _NONE, library, *none, _WORKS, *rest, lambda: None)


def test_a_search_marks_a_passage_with_the_lower_confidence_of_its_pages() -> None:
    def marks(*sure: float | None) -> list[float | None]:
        stored: Any = _Stored([Page(number, "Le pont", ocr_confidence=one) for number, one in enumerate(sure, start=1)])
        parts = parts_on(stored)
        return [each.ocr_confidence for each in Assistant(Settings(), parts).search("Le pont est-il ouvert ?")]

    assert marks(0.9, 0.62) == [0.62, None]
    assert marks(None, 0.7) == [0.7, None]
    assert marks(None, None) == [None, None]


def test_a_passage_that_points_back_is_shown_with_the_sentence_before() -> None:
    stored: Any = _Stored([])
    parts = parts_on(stored)
    found = Assistant(Settings(), parts).search("Que réunit la fête ?")
    assert [each.context_before for each in found] == [None, "La fête est née ici."]
    assert "   (La fête est née ici.) Elle réunit le village." in results_text(found, "fr").splitlines()
