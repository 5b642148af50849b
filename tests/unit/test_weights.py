"""The vector leg's share, by model and by question."""

from dataclasses import replace

import pytest

from assistant.models.folders import ENCODER
from assistant.retrieval.coverage import coverage, translated_coverage
from assistant.retrieval.query import build_query
from assistant.retrieval.weights import (
    EMBEDDED_ENCODER,
    ENOUGH,
    MEASURED,
    OWN_WORDS,
    TRANSLATED,
    TRIED,
    UNMEASURED,
    best_share,
    covered_by,
    vector_weight,
    weight_at,
)
from assistant.store.embedders import EmbedderOptions, load_embedder
from assistant.types import VectorWeight
from fakes import make_document


def test_the_embedded_model_was_measured_whatever_it_is_called():
    embedded = load_embedder(EmbedderOptions())
    by_path = load_embedder(EmbedderOptions(model=str(ENCODER), precision="float32", threads=1))
    assert by_path.name != embedded.name
    assert vector_weight(by_path.fingerprint) == vector_weight(embedded.fingerprint) == MEASURED[embedded.fingerprint]


def test_a_prompt_makes_another_model_whose_weight_was_not_measured():
    prompted = load_embedder(EmbedderOptions(query_prompt="query: "))
    assert vector_weight(prompted.fingerprint) == UNMEASURED


def test_the_weight_of_the_settings_holds_for_every_question():
    for covered in (0.0, 0.4, 1.0):
        assert weight_at(vector_weight("any", 0.25), covered) == 0.25


def test_the_share_falls_with_coverage_then_stays():
    weight = VectorWeight(covered=0.15, uncovered=0.45)
    assert weight_at(weight, 0.0) == 0.45
    assert weight_at(weight, ENOUGH / 2) == pytest.approx(0.3)
    assert weight_at(weight, ENOUGH) == pytest.approx(0.15)
    assert weight_at(weight, 1.0) == pytest.approx(0.15)


def test_what_a_group_measured_counts_for_a_model_that_is_in_no_table() -> None:
    assert vector_weight("unknown", own=0.6) == VectorWeight(0.6, 0.6)
    assert vector_weight("unknown", 0.2, own=0.6) == VectorWeight(0.2, 0.2)
    assert vector_weight(EMBEDDED_ENCODER, own=0.6) == MEASURED[EMBEDDED_ENCODER]
    assert vector_weight("unknown") == UNMEASURED


def test_the_best_share_is_the_one_nearest_to_the_cautious_one_of_equals() -> None:
    assert best_share({0.0: 0.5, 0.4: 0.7, 0.9: 0.7}) == 0.4
    assert best_share(dict.fromkeys(TRIED, 0.5)) == 0.3


def test_an_english_question_is_held_against_what_its_words_stand_for_in_a_french_text():
    document = make_document("a", ["Le budget finance les logements de la ville."], title="Housing plan").document
    passage = make_document("a", ["Le budget finance les logements de la ville."]).passages[0]
    words = build_query("How is housing financed by the city?").words
    own = coverage(words, passage, document, lambda term: 1, 10)
    found, ramp = covered_by(words, "en", (passage, document), lambda term: 1, 10)
    assert ramp == TRANSLATED["en", "fr"]
    assert found > coverage(words, passage, replace(document, title=""), lambda term: 1, 10)
    assert found == translated_coverage(words, passage, lambda term: 1, 10)  # whatever the title says
    assert covered_by(words, "fr", (passage, document), lambda term: 1, 10) == (own, OWN_WORDS)
    weight = VectorWeight(covered=0.35, uncovered=0.65)
    assert [round(weight_at(weight, each, ramp), 2) for each in (0.0, 0.2, 0.4, 0.6, 1.0)] == [
        0.65,
        0.65,
        0.5,
        0.35,
        0.35,
    ]
