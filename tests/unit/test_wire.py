"""Values as JSON: the contract's keys, pages of documents without pages, histories."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from assistant.api import models
from assistant.errors import UsageError
from assistant.messages.scopes import scope_text
from assistant.service import QuoteContext
from assistant.types import (
    Answer,
    Citation,
    Claim,
    Coverage,
    Document,
    Duplicate,
    Failure,
    Filters,
    IngestReport,
    LegScore,
    NearPassage,
    Passage,
    Quote,
    Scope,
    ScoredPassage,
    Span,
    Stamp,
    Status,
    Turn,
)
from assistant.wire import (
    answer_dict,
    context_dict,
    document_dict,
    error_dict,
    parse_history,
    passages_list,
    report_dict,
    status_dict,
)

DOCUMENT = Document(
    id="d1",
    source="a/b.pdf",
    format="pdf",
    content_hash="0" * 64,
    title="Titre",
    authors=("A", "B"),
    date="2024",
    kind="study",
    language="fr",
    page_count=3,
    passage_count=4,
    characters=100,
    added_at="2026-01-01T00:00:00Z",
)
UNPAGED = replace(DOCUMENT, id="d2", format="html", page_count=None)
QUOTE = Quote("d1", "p1", 2, 10, 15, "texte")


def _answer(document: Document = DOCUMENT) -> Answer:
    return Answer(
        question="q",
        language="fr",
        status="answered",
        text="« texte » [1]",
        claims=(Claim("texte", (1,), "supported", "exact"),),
        citations=(Citation(1, QUOTE, document),),
        confidence=0.5,
        coverage=Coverage(9, 3, 1),
        mode="extractive",
        incomplete=False,
        timings_ms={"total": 12.3456},
    )


def test_answer_has_the_contract_keys() -> None:
    value = answer_dict(_answer())
    assert list(value) == [
        "question",
        "language",
        "status",
        "answer",
        "claims",
        "citations",
        "confidence",
        "coverage",
        "mode",
        "incomplete",
        "timings_ms",
        "filters",
        "searched",
        "notices",
        "generation",
        "nearest",
        "disagreement",
    ]
    assert value["filters"] is None
    assert value["claims"] == [{"text": "texte", "citations": [1], "verdict": "supported", "reason": "exact"}]
    assert value["citations"] == [
        {
            "number": 1,
            "document_id": "d1",
            "source": "a/b.pdf",
            "title": "Titre",
            "authors": ["A", "B"],
            "date": "2024",
            "kind": "study",
            "publisher": None,
            "url": None,
            "page": 2,
            "quote": "texte",
            "start": 10,
            "end": 15,
            "passage_id": "p1",
            "content_hash": "0" * 64,
            "ocr_confidence": None,
            "also_in": [],
        }
    ]
    assert value["coverage"] == {
        "documents_total": 9,
        "documents_considered": 3,
        "documents_cited": 1,
        "kinds": {},
        "since": None,
        "until": None,
        "authorities": 0,
    }
    assert (value["nearest"], value["disagreement"]) == ([], None)
    json.dumps(value)


def test_a_place_to_look_at_is_a_place_and_no_text() -> None:
    value = answer_dict(replace(_answer(), nearest=(NearPassage(DOCUMENT, "p1", 2, "A > B"),)))
    (near,) = value["nearest"]
    assert near == {
        "document_id": "d1", "source": "a/b.pdf", "title": "Titre", "page": 2, "heading": "A > B", "passage_id": "p1",
    }  # fmt: skip
    unpaged = answer_dict(replace(_answer(), nearest=(NearPassage(UNPAGED, "p1", 1, ""),)))["nearest"][0]
    assert (unpaged["page"], unpaged["heading"]) == (None, None)


def test_a_document_without_pages_has_no_page_numbers() -> None:
    assert answer_dict(_answer(UNPAGED))["citations"][0]["page"] is None
    passage = Passage("p1", "d2", 0, (Span(1, 5, 9),), (), "abcd", "fr")
    (value,) = passages_list([ScoredPassage(passage, UNPAGED, 1.5)])
    assert (value["page_start"], value["page_end"], value["heading"]) == (None, None, None)
    assert context_dict(QuoteContext(UNPAGED, 1, "a", "b", "c"))["page"] is None
    assert context_dict(QuoteContext(DOCUMENT, 1, "a", "b", "c", ocr_confidence=0.9))["ocr_confidence"] == 0.9


def test_a_passage_over_a_page_break() -> None:
    passage = Passage("p1", "d1", 0, (Span(1, 90, 99), Span(2, 0, 7)), ("1", "1.2"), "…", "fr")
    (value,) = passages_list([ScoredPassage(passage, DOCUMENT, 1.5, {"lexical": LegScore(1, 7.25)})])
    assert (value["rank"], value["page_start"], value["start"], value["page_end"], value["end"]) == (1, 1, 90, 2, 7)
    assert value["spans"] == [{"page": 1, "start": 90, "end": 99}, {"page": 2, "start": 0, "end": 7}]
    assert value["heading"] == "1 > 1.2"
    assert value["legs"] == {"lexical": {"rank": 1, "score": 7.25}}


def test_text_recognised_on_a_picture_is_marked_with_its_confidence() -> None:
    answer = replace(_answer(), citations=(Citation(1, QUOTE, DOCUMENT, 0.87), Citation(2, QUOTE, DOCUMENT)))
    assert [each["ocr_confidence"] for each in answer_dict(answer)["citations"]] == [0.87, None]
    passage = Passage("p1", "d1", 0, (Span(1, 0, 4),), (), "abcd", "fr")
    found = [ScoredPassage(passage, DOCUMENT, 1.5, {}, 0.6), ScoredPassage(passage, DOCUMENT, 1.5)]
    assert [each["ocr_confidence"] for each in passages_list(found)] == [0.6, None]


def test_an_answer_says_where_was_searched_and_a_result_where_else_it_stands() -> None:
    filters = Filters(kinds=("interview",), since="2020", recent_first=True)
    scope = Scope(filters, frozenset({"d1"}), 2, Filters(languages=("en",)))
    nothing = {
        "documents": [],
        "kinds": [],
        "since": None,
        "until": None,
        "authors": [],
        "languages": [],
        "places": [],
        "themes": [],
    }
    value = answer_dict(replace(_answer(), scope=scope))["filters"]
    assert value == {
        "text": scope_text(scope, "fr"),
        "documents": 1,
        "undated": 2,
        "applied": {**nothing, "kinds": ["interview"], "since": "2020"},
        "ignored": {**nothing, "languages": ["en"]},
        "recent_first": True,
    }
    assert models.ScopeModel(**value).model_dump() == value
    passage = Passage("p1", "d1", 0, (Span(1, 0, 4), Span(2, 0, 3)), (), "abcd", "fr")
    copies = (Duplicate(passage, DOCUMENT), Duplicate(passage, UNPAGED))
    (found,) = passages_list([ScoredPassage(passage, DOCUMENT, 1.5, duplicates=copies)])
    assert [(each["source"], each["page_start"], each["page_end"]) for each in found["duplicates"]] == [
        ("a/b.pdf", 1, 2),
        (UNPAGED.source, None, None),
    ]
    assert models.PassageModel(**found).model_dump() == found


def test_reports_say_failures_in_words() -> None:
    failure = Failure("x.pdf", "too_slow", {"limit": "45"})
    warning = Failure("y.txt", "wrong_extension")
    value = report_dict(IngestReport(1, 2, 3, 4, (failure,), (warning,)), "fr")
    assert set(value) == {"added", "updated", "unchanged", "removed", "failed", "warnings"}
    assert {key: value[key] for key in ("added", "updated", "unchanged", "removed")} == {
        "added": 1,
        "updated": 2,
        "unchanged": 3,
        "removed": 4,
    }
    assert value["failed"][0]["source"] == "x.pdf"
    assert value["failed"][0]["code"] == "too_slow"
    assert "45" in value["failed"][0]["reason"]
    assert value["failed"][0]["hint"]
    (warned,) = value["warnings"]
    assert (warned["source"], warned["code"]) == ("y.txt", "wrong_extension")
    assert "extension" in warned["reason"]
    assert warned["hint"]
    state = Status(1, 2, 3, (failure,), Stamp(1, "fr", "m", "f", 7), {"catalogue": 10}, (warning,), (DOCUMENT,))
    assert status_dict(state, "fr")["warnings"] == value["warnings"]
    assert status_dict(state, "en")["stamp"]["generation"] == 7
    assert status_dict(state, "en")["failures"][0]["reason"].startswith("Reading was stopped")


def test_a_state_tells_of_each_document() -> None:
    scanned = replace(UNPAGED, page_count=5, ocr_pages=2, ocr_confidence=0.87, warnings=("wrong_extension",))
    state = Status(2, 8, 8, (), Stamp(1, "fr", "m", "f", 7), {}, (), (DOCUMENT, scanned))
    first, second = status_dict(state, "fr")["by_document"]
    assert first == {
        "source": "a/b.pdf",
        "title": "Titre",
        "format": "pdf",
        "pages": 3,
        "passages": 4,
        "ocr_pages": 0,
        "ocr_confidence": None,
        "warnings": [],
    }
    assert (second["ocr_pages"], second["ocr_confidence"]) == (2, 0.87)
    assert second["warnings"] == document_dict(scanned, "fr")["warnings"]


def test_a_documents_warnings_are_said_in_words() -> None:
    warned = replace(DOCUMENT, warnings=("pages_without_text", "wrong_extension"))
    french, english = (document_dict(warned, language)["warnings"] for language in ("fr", "en"))
    assert [each["code"] for each in french] == ["pages_without_text", "wrong_extension"]
    assert all(set(each) == {"code", "reason", "hint"} and all(each.values()) for each in french)
    assert "images" in english[0]["reason"]
    assert french[0]["reason"] != english[0]["reason"]


def test_api_models_describe_the_same_values() -> None:
    passage = Passage("p1", "d1", 0, (Span(1, 0, 4),), (), "abcd", "fr")
    scored = ScoredPassage(passage, DOCUMENT, 1.5, {"vector": LegScore(2, 0.5)})
    pairs: list[tuple[Any, Any]] = [
        (models.AnswerModel, answer_dict(_answer())),
        (models.PassageModel, passages_list([scored])[0]),
        (models.DocumentModel, document_dict(replace(UNPAGED, warnings=("wrong_extension",)), "fr")),
        (models.ContextModel, context_dict(QuoteContext(DOCUMENT, 1, "a", "b", "c"))),
        (models.ErrorModel, error_dict(UsageError("empty_question"), "fr")),
    ]
    for model, value in pairs:
        assert model(**value).model_dump() == value


def test_histories() -> None:
    assert parse_history(["q1", "r1", "q2"]) == (Turn("user", "q1"), Turn("assistant", "r1"), Turn("user", "q2"))
    assert parse_history([{"role": "assistant", "content": "r"}]) == (Turn("assistant", "r"),)
    assert parse_history(None) == ()


@pytest.mark.parametrize("items", [{}, "q", [1], [{"role": "system", "content": "x"}], [{"role": "user"}], [["q"]]])
def test_bad_histories_are_refused(items: Any) -> None:
    with pytest.raises(UsageError) as refused:
        parse_history(items)
    assert refused.value.code == "bad_history"
