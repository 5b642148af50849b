import pytest

from assistant.retrieval.fusion import fuse, standardise
from assistant.types import Hit, LegScore

LEXICAL = [Hit("a", 12.0), Hit("b", 6.0), Hit("c", 3.0)]
VECTOR = [Hit("c", 0.9), Hit("d", 0.5)]


def test_standardise_has_mean_zero_and_deviation_one():
    scores = standardise([1.0, 2.0, 3.0, 4.0])
    assert sum(scores) == pytest.approx(0)
    assert sum(score**2 for score in scores) / 4 == pytest.approx(1)


def test_standardise_of_equal_scores_is_zeros():
    assert standardise([5.0, 5.0]) == [0.0, 0.0]
    assert standardise([]) == []


def test_mix_follows_the_hand_computation():
    fused = {
        hit.passage_id: hit.score
        for hit in fuse({"lexical": LEXICAL, "vector": VECTOR}, {"lexical": 0.5, "vector": 0.5})
    }
    # over a, b, c, d: lexical 12 6 3 0, mean 5.25, deviation 4.437; vector .5 .5 .9 .5, mean .6, deviation .1732
    lexical, vector = (78.75 / 4) ** 0.5, 0.03**0.5
    assert fused["a"] == pytest.approx(0.5 * 6.75 / lexical + 0.5 * -0.1 / vector)
    assert fused["c"] == pytest.approx(0.5 * -2.25 / lexical + 0.5 * 0.3 / vector)
    assert fused["d"] == pytest.approx(0.5 * -5.25 / lexical + 0.5 * -0.1 / vector)


def test_the_only_passage_that_holds_the_word_comes_first():
    vector = [Hit(f"v{number}", 0.6 - number / 100) for number in range(30)]
    fused = fuse({"lexical": [Hit("only", 7.0)], "vector": vector}, {"lexical": 0.85, "vector": 0.15})
    assert fused[0].passage_id == "only"


def test_a_leg_of_weight_zero_adds_no_candidate_and_changes_no_order():
    fused = fuse({"lexical": LEXICAL, "vector": VECTOR}, {"lexical": 1.0, "vector": 0.0})
    assert [hit.passage_id for hit in fused] == ["a", "b", "c"]
    assert fused[2].legs == {"lexical": LegScore(3, 3.0), "vector": LegScore(1, 0.9)}


def test_one_empty_leg_leaves_the_other_in_its_order():
    fused = fuse({"lexical": [], "vector": VECTOR}, {"lexical": 0.9, "vector": 0.1})
    assert [hit.passage_id for hit in fused] == ["c", "d"]


def test_equal_scores_are_ordered_by_id():
    fused = fuse({"lexical": [Hit("z", 1.0), Hit("y", 1.0)]}, {"lexical": 1.0})
    assert [hit.passage_id for hit in fused] == ["y", "z"]
