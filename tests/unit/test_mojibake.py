"""UTF-8 that was read as Windows-1252 is mended where that is certain, and nothing else is touched."""

from __future__ import annotations

import pytest

from assistant.text.mojibake import broken
from assistant.text.normalise import clean, repair

TEXT = "L’été à l’école : « où ? » coûte 3 € — voilà l’œuvre… ça naît, d’après l’ancien maire ; n° 4."


def misread(text: str) -> str:
    """UTF-8 taken for Windows-1252, bytes that it lacks for Latin-1."""
    return "".join(
        bytes([byte]).decode("latin-1" if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else "cp1252")
        for byte in text.encode("utf-8")
    )


def test_a_misread_text_is_what_was_meant() -> None:
    assert "Ã©" in misread(TEXT)
    assert clean(misread(TEXT)) == clean(TEXT)
    assert clean(misread("À ÉPERNAY, DÈS L'ÉTÉ")) == "À ÉPERNAY, DÈS L'ÉTÉ"


def test_each_character_knows_where_it_came_from() -> None:
    given = misread("un été là-bas")
    mended = repair(given)
    assert mended.text == "un été là-bas"
    assert [given[place] for place in mended.origin] == list("un Ãt") + list("Ã lÃ-bas")


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "SANTÉ» et LIBERTÉ– puis «À» : DÉÇU, CONÇU, CANAÃ",
        "On lit « Ã© » là où il faut « é », et « Ã¨ » pour « è ».",  # it speaks of it
        "Un seul Ã© ne dit rien.",
        "Ålesund, São Paulo, Âge, Ïle",
        "plain ascii",
        "",
    ],
)
def test_nothing_else_is_touched(text: str) -> None:
    assert broken(text) is None
    assert clean(text) == text
