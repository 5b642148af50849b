"""Questions that ask nothing sensible: each is searched, or refused with a sentence; none is an error of ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.build import build_assistant
from assistant.errors import UsageError
from assistant.service import Assistant
from assistant.settings import load_settings

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def assistant(group_index: Path) -> Iterator[Assistant]:
    with build_assistant(load_settings(overrides={"index": group_index})) as built:
        yield built


@pytest.mark.parametrize(
    "question",
    [
        "a",
        "é",
        "de la et les des",
        "to the and of",
        "12345",
        "« de la »",
        "a\0b budget",
        "\u202ebudget",
        "¿Cuáles son los obstáculos para la innovación pública en las ciudades?",
        "公共创新的障碍是什么？",
        "ما هي العقبات أمام الابتكار العام في المدن؟",
        "mot " * 900,
    ],
)
def test_what_has_a_letter_or_a_digit_is_searched(assistant: Assistant, question: str) -> None:
    assert len(assistant.search(question, 3)) <= 3


@pytest.mark.parametrize("question", ["", " ", "?!...", "« »", "🚲", "\u200b\u200b"])
def test_what_has_none_is_refused(assistant: Assistant, question: str) -> None:
    with pytest.raises(UsageError) as caught:
        assistant.search(question, 3)
    assert caught.value.code == "empty_question"


def test_five_thousand_words_are_refused(assistant: Assistant) -> None:
    with pytest.raises(UsageError) as caught:
        assistant.search("budget " * 5_000, 3)
    assert caught.value.code == "question_too_long"
