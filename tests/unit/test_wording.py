"""Words about answers, and the language a client reads."""

from __future__ import annotations

import pytest

from assistant.types import DOCUMENT_KINDS, Coverage, Language
from assistant.wording import (
    accepted_language,
    coverage_line,
    kind_words,
    page_language,
    recognised_words,
    status_words,
)


@pytest.mark.parametrize(
    ("header", "api", "page"),
    [
        (None, "fr", "fr"),
        ("", "fr", "fr"),
        ("*", "fr", "fr"),
        ("fr-FR,fr;q=0.9,en;q=0.8", "fr", "fr"),
        ("en-GB,en;q=0.9,fr;q=0.8", "en", "en"),
        ("en;q=0.2, fr;q=0.7", "fr", "fr"),
        ("de-DE,de;q=0.9", "fr", "en"),
        ("de, en;q=0", "fr", "en"),
        ("en;q=oops", "fr", "en"),
    ],
)
def test_accepted_language(header: str | None, api: Language, page: Language) -> None:
    assert accepted_language(header) == api
    assert page_language(header) == page


def test_coverage_in_words() -> None:
    assert coverage_line(Coverage(21, 12, 3), "fr") == "3 documents cités, 12 examinés, sur 21"
    assert coverage_line(Coverage(21, 1, 0), "fr") == "0 document cité, 1 examiné, sur 21"
    assert coverage_line(Coverage(21, 12, 1), "en") == "1 document cited, 12 considered, out of 21"
    assert coverage_line(Coverage(21, 12, 0), "en") == "0 documents cited, 12 considered, out of 21"


def test_recognised_text_says_how_sure_it_is() -> None:
    assert recognised_words(0.874, "fr").startswith("texte reconnu sur l'image (OCR), fiable à 87\u00a0%\u00a0: ")
    assert recognised_words(1.0, "en").startswith("text recognised on the picture (OCR), 100% sure: ")


def test_status_and_kinds_have_words() -> None:
    assert status_words("no_evidence", "fr") == "Le corpus ne le dit pas"
    assert status_words("partial", "en") == "Answered in part"
    assert all(kind_words(kind, language) for kind in DOCUMENT_KINDS for language in ("fr", "en"))
