"""TREC run files, read back by another tool."""

import ir_measures
import pytest

from assistant.errors import UsageError
from assistant.evaluation.retrieval.runs import write_trec_run

pytestmark = pytest.mark.integration


def test_another_tool_sees_our_order_even_where_scores_are_equal(tmp_path):
    path = tmp_path / "run.trec"
    ranking = [("a", 0.5), ("z", 0.5), ("b", 0.50000001), ("c", -3.25)]
    write_trec_run(path, {"q1": ranking, "q2": []}, tag="t")
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(line[0], line[1], line[2], line[3], line[5]) for line in lines] == [
        ("q1", "Q0", "a", "1", "t"),
        ("q1", "Q0", "z", "2", "t"),
        ("q1", "Q0", "b", "3", "t"),
        ("q1", "Q0", "c", "4", "t"),
    ]
    run = list(ir_measures.read_trec_run(str(path)))
    for rank, name in enumerate("azbc", start=1):
        value = ir_measures.RR(judged_only=False).calc_aggregate([ir_measures.Qrel("q1", name, 1)], run)
        assert value == pytest.approx(1 / rank)


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(UsageError) as caught:
        write_trec_run(tmp_path / "none" / "run.trec", {})
    assert caught.value.code == "output_unwritable"
