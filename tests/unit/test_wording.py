"""Words about answers, and the language a client reads."""

from __future__ import annotations

import pytest

from assistant.types import DOCUMENT_KINDS, Coverage, Language, OtherFile
from assistant.wording import (
    accepted_language,
    coverage_line,
    kind_words,
    other_files_line,
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


def test_the_other_files_of_a_work_are_named_on_one_line() -> None:
    files = (
        OtherFile("b", "notes/v2.pdf", "Note v2", "2024", "fr", newest=True),
        OtherFile("c", "notes/\nv0.docx", "Note", None, "fr", newest=False),
    )
    assert other_files_line(files, "fr") == (
        "Autres fichiers de cet ouvrage\u00a0: notes/v2.pdf (la version la plus récente); notes/ v0.docx"
    )
    assert (
        other_files_line(files, "en") == "Other files of this work: notes/v2.pdf (the newest version); notes/ v0.docx"
    )
    assert other_files_line((), "fr") == ""
