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


def test_a_translation_may_lack_the_end_or_stand_behind_a_cover() -> None:
    assert are_translations(FIRST, SECOND[:6], NUMBERS, NUMBERS[:4])
    cover = unit(CHANCE.normal(size=(4, 64)))
    assert are_translations(FIRST[:6], np.concatenate([cover, SECOND]), NUMBERS[:4], NUMBERS)
    assert not are_translations(FIRST, np.concatenate([SECOND[7:], SECOND[3:7], SECOND[:3]]), NUMBERS, NUMBERS)


def test_a_short_text_needs_numbers_to_be_one() -> None:
    assert are_translations(FIRST[:2], SECOND[:2], NUMBERS, NUMBERS)
    assert not are_translations(FIRST[:2], SECOND[:2], NUMBERS[:3], NUMBERS[:3])
    assert not are_translations(FIRST[:2], SECOND[:2], NUMBERS, [*NUMBERS[:3], "13", "99"])


def test_another_order_or_other_numbers_make_another_text() -> None:
    assert not are_translations(FIRST, SECOND[::-1], NUMBERS, NUMBERS)
    assert not are_translations(FIRST, SECOND, NUMBERS, ["2022", "57", "13", "310", "98"])
    assert not are_translations(FIRST, SECOND, ["10", "11", "12", "13"], ["10", "11", "22", "23"])
    assert not are_translations(FIRST, unit(CHANCE.normal(size=(10, 64))), NUMBERS, NUMBERS)


def test_candidates_are_of_two_languages_about_the_same_and_of_like_length() -> None:
    centre, other = FIRST.mean(axis=0), unit(CHANCE.normal(size=(1, 64)))[0]
    outlines = {
        "fr": Outline("fr", 10, 5000, centre),
        "en": Outline("en", 4, 4000, SECOND.mean(axis=0)),
        "fr too": Outline("fr", 10, 5000, centre),
        "long": Outline("en", 10, 15_000, centre),
        "short": Outline("en", 1, 4000, centre),
        "elsewhere": Outline("en", 10, 5000, other),
    }
    assert translation_candidates(outlines, outlines) == [("en", "fr"), ("en", "fr too")]
    assert translation_candidates(outlines, ["fr"]) == [("en", "fr")]
    assert translation_candidates(outlines, ["elsewhere"]) == []
