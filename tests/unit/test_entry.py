"""What the catalogue is told of a document: the language of its text, whatever the file states."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.ingest.entry import catalogue_entry
from assistant.ingest.plan import FoundFile
from assistant.types import Language, Page, ReadDocument

FRENCH = "La ville a ouvert un atelier où les agents et les habitants travaillent sur les services du quartier. "
ENGLISH = "The town has opened a workshop in which the staff and the people of the quarter work on their services. "


@pytest.mark.parametrize(
    ("texts", "stated", "wanted"),
    [
        ([FRENCH], "en", "fr"),  # as LibreOffice states it
        ([ENGLISH * 50], "fr", "en"),
        ([FRENCH * 50, "", FRENCH], "en", "fr"),
        ([ENGLISH * 20, FRENCH * 200], "fr", "fr"),  # an abstract in English
        ([ENGLISH * 20 + FRENCH * 200], "en", "en"),
        (["12 | 34 | 56"], "en", "en"),
        (["12 | 34 | 56"], None, "fr"),
        ([FRENCH], None, "fr"),
        ([ENGLISH], None, "en"),
        ([ENGLISH * 20 + FRENCH * 200], None, "en"),
    ],
)
def test_the_language_of_a_clear_text_is_believed(texts: list[str], stated: Language | None, wanted: Language) -> None:
    pages = tuple(Page(number, text) for number, text in enumerate(texts, 1))
    read = ReadDocument("docx", pages, paged=len(pages) > 1, language=stated)
    entry = catalogue_entry(FoundFile("/corpus", "note.docx", Path("note.docx"), None), "0", read)
    assert entry.language == wanted
