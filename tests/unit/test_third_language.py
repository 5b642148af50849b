"""Texts and questions that are in neither of our languages, and all those that only look so."""

from __future__ import annotations

import random

import pytest

from assistant.ingest.entry import catalogue_entry
from assistant.ingest.plan import FoundFile
from assistant.text.language import detect, likeliest
from assistant.text.third_language import is_asked_in_third_language, is_third_language
from assistant.types import Page, ReadDocument
from third_language_texts import OUR_QUESTIONS, OURS, THIRD_LANGUAGE_QUESTIONS, THIRD_LANGUAGE_TEXTS

FRENCH = OURS["a decision"]
GERMAN = THIRD_LANGUAGE_TEXTS["german"]


@pytest.mark.parametrize("language", THIRD_LANGUAGE_TEXTS)
def test_a_text_in_a_third_language_is_known(language: str) -> None:
    assert is_third_language(THIRD_LANGUAGE_TEXTS[language])


@pytest.mark.parametrize("kind", OURS)
def test_what_is_ours_or_no_language_is_not_taken_for_one(kind: str) -> None:
    assert not is_third_language(OURS[kind])


@pytest.mark.parametrize("share", [0.1, 0.2, 0.35])
def test_noise_of_recognition_is_not_taken_for_one(share: float) -> None:
    drawn = random.Random(5)
    letters = "abcdefghijklmnopqrstuvwxyz|1l'., "
    for _ in range(20):
        noisy = "".join(drawn.choice(letters) if drawn.random() < share else letter for letter in FRENCH)
        assert not is_third_language(noisy), noisy
        assert not is_third_language(noisy.upper()), noisy


def test_too_little_text_says_nothing() -> None:
    assert not is_third_language("")
    assert not is_third_language(" ".join(GERMAN.split()[:30]))
    assert is_third_language(" ".join(GERMAN.split()[:60]))


def test_most_of_a_text_decides() -> None:
    assert is_third_language("\n".join([GERMAN] * 30 + [FRENCH] * 3))
    assert not is_third_language("\n".join([GERMAN] * 15 + [FRENCH] * 18))
    assert not is_third_language("\n".join([FRENCH] * 30 + [GERMAN] * 3))


@pytest.mark.parametrize("question", THIRD_LANGUAGE_QUESTIONS)
def test_a_question_in_a_third_language_is_known(question: str) -> None:
    assert is_asked_in_third_language(question)


@pytest.mark.parametrize("question", OUR_QUESTIONS)
def test_names_titles_acronyms_and_few_words_are_not_taken_for_one(question: str) -> None:
    assert not is_asked_in_third_language(question)


def test_the_classifier_tells_how_sure_it_is() -> None:
    language, sure = likeliest(GERMAN)
    assert language == "de"
    assert 0.99 < sure <= 1
    assert likeliest("")[1] < 0.05
    assert detect(" ".join(word for word in GERMAN.split() if len(word) > 3)) in ("fr", "en")


def test_the_catalogue_is_told_of_it_beside_other_warnings() -> None:
    def entry(text: str) -> tuple[str, ...]:
        read = ReadDocument("docx", (Page(1, text),), paged=False, warnings=("wrong_extension",))
        return catalogue_entry(FoundFile("/corpus", "note.docx", None, None), "0", read).warnings  # type: ignore[arg-type]

    assert entry(GERMAN) == ("wrong_extension", "language_other")
    assert entry(FRENCH) == ("wrong_extension",)
