"""Metrics against values worked out by hand."""

import math
import random

import ir_measures
import pytest

from assistant.evaluation.retrieval.metrics import (
    RETRIEVAL_METRICS,
    best_documents,
    first_rank,
    latency,
    means,
    percentile,
    retrieval_metrics,
    retrieval_values,
    share_covered,
)


def test_metrics_of_one_question_worked_out_by_hand():
    # Relevant: a (at rank 1) and b (at rank 3). DCG = 1/log2(2) + 1/log2(4) = 1.5; ideal = 1 + 1/log2(3).
    values = retrieval_metrics({"q": {"a": 1, "b": 1}}, {"q": ["a", "x", "b", "y"]})
    assert values is not None
    assert values["nDCG@10"] == pytest.approx(1.5 / (1 + 1 / math.log2(3)), abs=1e-6)
    assert values["R@10"] == values["R@100"] == values["RR@10"] == values["Success@1"] == values["Success@5"] == 1.0


def test_metrics_average_over_judged_questions_and_cut_at_their_depth():
    # q1: found at rank 2. q2: found at rank 6. q3: found at rank 11. q4: nothing found. q5 is not judged.
    qrels = {"q1": {"a": 1}, "q2": {"a": 1}, "q3": {"a": 1}, "q4": {"a": 1}}
    others = [f"x{position}" for position in range(20)]
    rankings = {"q1": ["x0", "a"], "q2": [*others[:5], "a"], "q3": [*others[:10], "a"], "q4": [], "q5": ["a"]}
    values = retrieval_metrics(qrels, rankings)
    assert values is not None
    assert values["Success@1"] == 0.0
    assert values["Success@5"] == pytest.approx(1 / 4)
    assert values["R@10"] == pytest.approx(2 / 4)
    assert values["R@100"] == pytest.approx(3 / 4)
    assert values["RR@10"] == pytest.approx((1 / 2 + 1 / 6) / 4)
    assert values["nDCG@10"] == pytest.approx((1 / math.log2(3) + 1 / math.log2(7)) / 4, abs=1e-6)


def test_a_judged_question_without_a_ranking_counts_zero():
    values = retrieval_metrics({"q1": {"a": 1}, "q2": {"a": 1}}, {"q1": ["a"]})
    # Nothing was found for q2, so nothing of it could be judged: Judged@10 is that of q1 alone.
    assert values == dict.fromkeys(RETRIEVAL_METRICS, 0.5) | {"Judged@10": 1.0}
    assert retrieval_values({"q": {"a": 1}}, {"q": []})["q"]["Judged@10"] is None


def test_judgements_of_zero_count_as_judged_and_not_as_relevant():
    # Of three found, two are judged, one of them relevant; q2 has nothing relevant and is not judged.
    values = retrieval_values({"q1": {"a": 1, "b": 0}, "q2": {"b": 0}}, {"q1": ["b", "a", "x"], "q2": ["b"]})
    assert list(values) == ["q1"]
    assert values["q1"]["Judged@10"] == pytest.approx(2 / 3)
    assert values["q1"]["RR@10"] == 0.5
    assert values["q1"]["R@20"] == 1.0
    assert values["q1"]["nDCG@10"] == pytest.approx(1 / math.log2(3), abs=1e-6)


def test_what_is_merely_useful_gains_and_does_not_count_as_right():
    # Grades: useful 1 at rank 1, answers 3 at rank 2. Right, from 2 on, is b alone.
    values = retrieval_values({"q": {"a": 1, "b": 3}, "r": {"a": 1}}, {"q": ["a", "b"], "r": ["a"]}, least=2)
    assert list(values) == ["q"]
    assert (values["q"]["Success@1"], values["q"]["RR@10"], values["q"]["R@10"]) == (0.0, 0.5, 1.0)
    assert values["q"]["nDCG@10"] == pytest.approx((1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3)), abs=1e-6)


def test_values_by_question_are_those_of_ir_measures_on_random_data():
    rng = random.Random(7)
    names = [f"d{number}" for number in range(40)]
    qrels = {f"q{number}": {name: rng.randint(0, 3) for name in rng.sample(names, 6)} for number in range(30)}
    rankings = {key: rng.sample(names, rng.randint(1, 40)) for key in qrels}
    values = retrieval_values(qrels, rankings)
    run = {key: {name: 1.0 - rank / 100 for rank, name in enumerate(found)} for key, found in rankings.items()}
    measures = {ir_measures.parse_measure(name): name for name in RETRIEVAL_METRICS}
    compared = 0
    for metric in ir_measures.iter_calc(list(measures), qrels, run):
        if metric.query_id in values:
            # nDCG's gains are the grades; those that ask yes or no see no difference between 1 and 3.
            assert values[metric.query_id][measures[metric.measure]] == pytest.approx(metric.value)
            compared += 1
    assert compared >= 25 * len(RETRIEVAL_METRICS)
    averages = retrieval_metrics(qrels, rankings)
    assert averages == {
        name: pytest.approx(sum(each[name] for each in values.values()) / len(values)) for name in RETRIEVAL_METRICS
    }


def test_means_pass_over_what_was_not_judged():
    assert means([{"a": 1.0, "b": None}, {"a": None}, {"a": 0.0}], ["a", "b"]) == {"a": 0.5, "b": None}


def test_the_order_given_counts_whatever_the_ids():
    # trec_eval orders equal scores by id, last first: "z" would win there.
    values = retrieval_metrics({"q": {"a": 1}}, {"q": ["a", "z"]})
    assert values is not None
    assert values["Success@1"] == 1.0


def test_graded_relevance_weighs_in_ndcg():
    # Gains are the grades: 1/log2(2) + 3/log2(3) over 3/log2(2) + 1/log2(3).
    values = retrieval_metrics({"q": {"a": 1, "b": 3}}, {"q": ["a", "b"]})
    assert values is not None
    assert values["nDCG@10"] == pytest.approx((1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3)), abs=1e-6)


def test_nothing_judged_gives_no_metrics_rather_than_zero():
    assert retrieval_metrics({}, {"q": ["a"]}) is None
    assert latency([]) is None


def test_a_document_is_worth_its_best_passage():
    scored = [("a", 0.2), ("b", 0.9), ("a", 1.5), ("c", 0.9), ("d", -1.0)]
    assert best_documents(scored, 10) == (("a", 1.5), ("b", 0.9), ("c", 0.9), ("d", -1.0))
    assert best_documents(scored, 2) == (("a", 1.5), ("b", 0.9))


def test_first_rank_and_share_of_groups():
    assert first_rank(["x", "b", "a"], frozenset("ab")) == 2
    assert first_rank(["x"], frozenset("a")) is None
    assert share_covered([frozenset("ab"), frozenset("c"), frozenset()], ["b", "x"]) == pytest.approx(1 / 3)


def test_percentiles_interpolate_between_neighbours():
    values = [40.0, 10.0, 20.0, 30.0]
    assert percentile(values, 0.5) == pytest.approx(25.0)
    assert percentile(values, 0.95) == pytest.approx(38.5)
    assert percentile([7.0], 0.95) == 7.0
    measured = latency(values)
    assert measured is not None
    assert (measured.p50, measured.p95) == (pytest.approx(25.0), pytest.approx(38.5))
