"""Two documents are each other's translation where they say the same in the same order, with the same numbers."""

from __future__ import annotations

import numpy as np

from assistant.works.translations import Outline, are_translations, translation_candidates

CHANCE = np.random.default_rng(3)


def unit(matrix):
    return (matrix / np.linalg.norm(matrix, axis=1, keepdims=True)).astype(np.float32)


FIRST = unit(CHANCE.normal(size=(10, 64)))
SECOND = unit(FIRST + CHANCE.normal(size=FIRST.shape) * 0.03)
NUMBERS = ["2021", "54", "12", "300", "98"]


def test_the_same_in_the_same_order_is_a_translation() -> None:
    assert are_translations(FIRST, SECOND, NUMBERS, NUMBERS)
    assert are_translations(FIRST, SECOND[:8], [], [])


def test_another_order_or_other_numbers_make_another_text() -> None:
    assert not are_translations(FIRST, SECOND[::-1], NUMBERS, NUMBERS)
    assert not are_translations(FIRST, SECOND, NUMBERS, ["2022", "57", "13", "310", "98"])
    assert not are_translations(FIRST, unit(CHANCE.normal(size=(10, 64))), NUMBERS, NUMBERS)


def test_candidates_are_of_two_languages_about_the_same_and_of_like_length() -> None:
    centre, other = FIRST.mean(axis=0), unit(CHANCE.normal(size=(1, 64)))[0]
    outlines = {
        "fr": Outline("fr", 10, centre),
        "en": Outline("en", 8, SECOND.mean(axis=0)),
        "fr too": Outline("fr", 10, centre),
        "long": Outline("en", 30, centre),
        "short": Outline("en", 3, centre),
        "elsewhere": Outline("en", 10, other),
    }
    assert translation_candidates(outlines, outlines) == [("en", "fr"), ("en", "fr too")]
    assert translation_candidates(outlines, ["fr"]) == [("en", "fr")]
    assert translation_candidates(outlines, ["elsewhere"]) == []
