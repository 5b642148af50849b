"""Candidates mixed anew as the search mixes them, and a pair of weights chosen on half of the questions."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "evals" / "performance"))
from tune_fusion import PAIRS, Candidates, averages, beir_questions, best_pair, halves, label, mixed

from assistant.retrieval.fusion import fuse
from assistant.types import Hit, VectorWeight

LEXICAL = [("p1", "d1", 9.0), ("p2", "d2", 4.0), ("p3", "d3", 1.0)]
VECTOR = [("p3", "d3", 0.9), ("p4", "d4", 0.5), ("p1", "d1", 0.1)]


def searched(weight: float) -> list[str]:
    legs = {"lexical": LEXICAL, "vector": VECTOR}
    hits = {leg: [Hit(passage, score) for passage, _, score in found] for leg, found in legs.items()}
    return [f"d{hit.passage_id[1:]}" for hit in fuse(hits, {"lexical": 1 - weight, "vector": weight})]


@pytest.mark.parametrize("weight", [0.0, 0.1, 0.35, 0.8, 1.0])
def test_mixing_anew_ranks_as_the_search_with_that_weight(weight):
    candidates = Candidates(0.7, {"lexical": LEXICAL, "vector": VECTOR})
    assert mixed(candidates, VectorWeight(weight, weight)) == searched(weight)


def test_the_share_follows_the_coverage_of_each_question():
    legs = {"lexical": LEXICAL, "vector": VECTOR}
    assert mixed(Candidates(1.0, legs), VectorWeight(0.1, 0.9)) == searched(0.1)
    assert mixed(Candidates(0.0, legs), VectorWeight(0.1, 0.9)) == searched(0.9)


def test_a_document_is_worth_its_best_passage():
    legs = {"lexical": [("a", "d1", 2.0), ("b", "d1", 1.0), ("c", "d2", 1.5)], "vector": []}
    assert mixed(Candidates(1.0, legs), VectorWeight(0.0, 0.0)) == ["d1", "d2"]


def test_the_best_pair_does_not_cost_the_first_set():
    base = VectorWeight(0.15, 0.15)
    costly, fair = PAIRS[0], PAIRS[1]
    low = {"nDCG@10": 0.5, "R@10": 0.5}
    first = dict.fromkeys((base, *PAIRS), low) | {costly: {"nDCG@10": 0.4, "R@10": 0.5}}
    second = dict.fromkeys((base, *PAIRS), low)
    second |= {costly: {"nDCG@10": 0.9, "R@10": 0.5}, fair: {"nDCG@10": 0.6, "R@10": 0.5}}
    assert best_pair({"first": first, "second": second}, base) == fair


def test_halves_are_the_same_in_every_run_and_hold_every_question():
    keys = [f"q{number}" for number in range(40)]
    first, second = halves(keys)
    assert sorted([*first, *second]) == sorted(keys)
    assert halves(reversed(keys)) == (first[::-1], second[::-1])
    assert len(first) > 8
    assert len(second) > 8


def test_averages_are_over_the_questions_that_are_kept():
    weight = VectorWeight(0.15, 0.45)
    values = {weight: {"a": {"nDCG@10": 1.0, "R@10": 1.0}, "b": {"nDCG@10": 0.0, "R@10": 0.5}}}
    assert averages(values)[weight] == {"nDCG@10": 0.5, "R@10": 0.75}
    assert averages(values, ["a"])[weight] == {"nDCG@10": 1.0, "R@10": 1.0}
    assert label(weight) == "0.15-0.45"
    assert label(VectorWeight(0.15, 0.15)) == "0.15"


def test_only_the_questions_that_a_file_names_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    (folder / "qrels").mkdir(parents=True)
    (folder / "corpus.jsonl").write_text('{"_id": "d1", "title": "", "text": "Un texte."}\n', encoding="utf-8")
    rows = "".join(f'{{"_id": "q{number}", "text": "Question {number} ?"}}\n' for number in range(4))
    (folder / "queries.jsonl").write_text(rows, encoding="utf-8")
    lines = "".join(f"q{number}\td1\t1\n" for number in range(4))
    (folder / "qrels" / "test.tsv").write_text(f"query-id\tcorpus-id\tscore\n{lines}", encoding="utf-8")
    held = tmp_path / "held-out.json"
    held.write_text('{"small": ["q1", "q3"], "other": ["q0"]}', encoding="utf-8")
    assert list(beir_questions(folder, None).questions) == ["q0", "q1", "q2", "q3"]
    assert list(beir_questions(folder, 1).questions) == ["q0"]
    assert list(beir_questions(folder, None, held).qrels) == ["q1", "q3"]
