"""What a passage leans on: the sentence before, where it opens by pointing at it."""

from __future__ import annotations

import pytest

from assistant.retrieval.context import last_sentence, needs_context
from assistant.types import Passage, Span


def passage(text: str) -> Passage:
    return Passage("p", "d", 1, (Span(1, 0, len(text)),), (), text, "fr")


REST = " est portée par la commune de Trapval avec les associations et les écoles du village depuis dix ans."


@pytest.mark.parametrize(
    "text",
    ["Cette fête" + REST, "« Elle" + REST, "Ce dispositif" + REST, "C’est pourquoi elle" + REST, "Therefore it" + REST,
     "Oui, depuis 2019."],
)  # fmt: skip
def test_a_passage_that_points_back_or_says_little_is_unclear(text: str) -> None:
    assert needs_context(passage(text))


@pytest.mark.parametrize(
    "text", ["La fête" + REST, "Il y a une fête qui" + REST, "Ce qui compte" + REST, "CRITÈRE 2", "Soutien" + REST]
)
def test_a_passage_that_names_its_subject_is_not(text: str) -> None:
    assert not needs_context(passage(text))


def test_the_last_sentence_is_shown_on_one_line() -> None:
    assert last_sentence(passage("La foire ouvre. Elle réunit\nle village.")) == "Elle réunit le village."
    assert last_sentence(passage("Budget\n\nAnnexe 2")) is None
    assert last_sentence(passage("")) is None
    long = last_sentence(passage(f"Un {'mot ' * 200}enfin."))
    assert long is not None
    assert len(long) <= 301
    assert long.startswith("…mot")
