"""Terms of a question stand for terms of the other language, with less weight than they have themselves."""

from __future__ import annotations

import gzip

import pytest

from assistant.retrieval import translations as module
from assistant.retrieval.query import TRANSLATED_WEIGHT, build_query
from assistant.retrieval.translations import cut_into_terms, translations
from assistant.text.analysis import ANALYSER_VERSION, OTHER_LANGUAGE_WEIGHT, analyse
from assistant.types import Language


@pytest.mark.parametrize(
    ("word", "language", "other"),
    [
        ("déchets", "fr", "waste"),
        ("logement", "fr", "housing"),
        ("évaluations", "fr", "assessment"),
        ("villes", "fr", "city"),
        ("housing", "en", "logement"),
        ("cities", "en", "ville"),
    ],
)
def test_words_have_their_translations(word: str, language: Language, other: str) -> None:
    (term,) = analyse(word, language)
    (wanted,) = analyse(other, "en" if language == "fr" else "fr")
    assert wanted in [found for found, _ in translations(term, language)]


def test_translations_are_few_likely_and_sorted() -> None:
    found = translations("log", "fr")
    assert 1 <= len(found) <= 6
    assert list(found) == sorted(found, key=lambda one: -one[1])
    assert all(0 < share <= 1 for _, share in found)
    assert translations("xyzzy", "fr") == ()


def test_the_lexicon_was_made_with_this_analyser() -> None:
    lines = gzip.decompress(module._FILE.read_bytes()).decode().splitlines()
    assert lines[0] == f"analyser {ANALYSER_VERSION}"
    assert len(lines) > 10_000


def test_a_question_asks_for_translations_too_with_less_weight() -> None:
    weights = dict(build_query("Quel est le budget du logement ?").weighted_terms)
    assert weights["log"] == 1.0
    assert 0 < weights["+hous"] < TRANSLATED_WEIGHT


def test_a_term_of_the_question_keeps_its_weight_and_a_name_is_not_translated() -> None:
    assert dict(build_query("Le housing et le logement").weighted_terms)["+hous"] == OTHER_LANGUAGE_WEIGHT
    named = dict(build_query("Que fait la mairie avec Frein ?").weighted_terms)
    assert "+brake" not in named


def test_a_term_of_several_words_is_translated_as_one() -> None:
    weights = dict(build_query("Qui répond aux appels d'offres ?").weighted_terms)
    assert {"+invit", "+tender"} <= weights.keys()
    assert "+call" not in weights, "what the word alone may stand for"
    assert "+call" in dict(build_query("Qui répond aux appels ?").weighted_terms)
    french = dict(build_query("Who manages social housing?").weighted_terms)
    assert {"log", "social"} <= french.keys()


def test_words_are_cut_into_terms_of_the_lexicon_the_longest_first() -> None:
    words = ["repondr", "appel", "offre", "", "xyzzy"]
    assert list(cut_into_terms(words, "fr")) == [(0, 1), (1, 3), (3, 4), (4, 5)]
    assert list(cut_into_terms([], "fr")) == []


def test_english_words_stand_for_what_they_mean_most_often_in_french() -> None:
    (first, _), *_ = translations("publi", "en") or translations("public", "en")
    assert first in analyse("public publique publiques", "fr")
