"""Long texts are cut into windows that hold all their tokens, at word boundaries."""

from __future__ import annotations

import re

import pytest

from assistant.store.windows import windows


def pieces(text: str) -> list[tuple[int, int]]:
    """Tokens of at most three letters, as a subword tokenizer would cut."""
    return [match.span() for match in re.finditer(r"\w{1,3}|[^\w\s]", text)]


TEXT = "Les habitants de la métropole décident ensemble d'un budget ; la mairie l'exécute, puis rend des comptes."


def test_a_text_that_fits_stays_whole() -> None:
    spans = pieces(TEXT)
    (only,) = windows(TEXT, spans, len(spans))
    assert (only.text, only.tokens) == (TEXT, len(spans))


@pytest.mark.parametrize("limit", [1, 2, 5, 8, 13, 30])
def test_windows_fit_and_hold_every_token(limit: int) -> None:
    spans = pieces(TEXT)
    found = windows(TEXT, spans, limit)
    assert len(found) > 1
    assert all(len(pieces(window.text)) == window.tokens <= limit for window in found)
    assert "".join(re.sub(r"\s", "", window.text) for window in found) == re.sub(r"\s", "", TEXT)


def test_windows_are_cut_where_a_word_starts() -> None:
    words = TEXT.split()
    for window in windows(TEXT, pieces(TEXT), 12):
        assert set(window.text.split()) <= set(words)


def test_one_endless_word_is_cut_anyway() -> None:
    text = "a" * 100
    found = windows(text, pieces(text), 10)
    assert "".join(window.text for window in found) == text


def test_an_empty_text_is_one_window() -> None:
    assert [window.text for window in windows("", [], 10)] == [""]
