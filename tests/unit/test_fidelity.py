"""A quote that is off by one character, on another page or of another document is found out."""

from dataclasses import replace

import pytest

from assistant.evaluation.answers.fidelity import check_answer
from assistant.types import Answer, Citation, Claim, Coverage, Document, Page, Passage, Quote, Span

PAGES = {("d", 1): Page(1, "Le labo ouvre en 2019. Il compte six agents."), ("d", 2): Page(2, "Une autre page.")}
DOCUMENT = Document("d", "note.pdf", "pdf", "h", "Note", (), None, "article", "fr", 2, 1, 50, "2026-01-01")
PASSAGE = Passage("p", "d", 0, (Span(1, 0, 44),), (), PAGES["d", 1].text, "fr")
QUOTE = Quote("d", "p", 1, 0, 22, "Le labo ouvre en 2019.")


def check(quote=QUOTE, text="« … » [1]", document=DOCUMENT, numbers=(1,)):
    answer = Answer(
        "?", "fr", "answered", text, (Claim("c", numbers, "supported", ""),), (Citation(1, quote, document),),
        0.9, Coverage(1, 1, 1), "extractive", False, {},
    )  # fmt: skip
    return check_answer(
        answer,
        {"d": DOCUMENT},
        lambda document_id, number: PAGES.get((document_id, number)),
        lambda document_id, passage_id: PASSAGE if (document_id, passage_id) == ("d", "p") else None,
    )


def test_a_true_quote_passes():
    result = check()
    assert (result.quotes, result.locators, result.dangling, result.complaints) == (1.0, 1.0, 0, ())


@pytest.mark.parametrize(
    ("changes", "quotes", "locators"),
    [
        ({"text": "Le labo ouvre en 2018."}, 0.0, 0.0),
        ({"start": 1, "end": 23}, 0.0, 1.0),
        ({"page": 2}, 0.0, 0.0),
        ({"page": 3}, 0.0, 0.0),
        ({"document_id": "x"}, 0.0, 0.0),
        ({"passage_id": "y"}, 1.0, 0.0),
        ({"text": "", "end": 0}, 0.0, 1.0),
    ],
)
def test_anything_else_does_not(changes, quotes, locators):
    result = check(replace(QUOTE, **changes))
    assert (result.quotes, result.locators) == (quotes, locators)
    assert result.complaints


def test_a_citation_that_names_another_source_is_no_locator():
    assert check(document=replace(DOCUMENT, source="autre.pdf")).locators == 0.0


def test_dangling_numbers_both_ways():
    assert check(text="« … » [1][4]").dangling == 1
    assert check(text="« … »", numbers=()).dangling == 1
    assert check(text="« … »", numbers=(1, 2)).dangling == 1
