"""How far a judge can be believed: figures by hand, against scikit-learn, and what they rest on."""

import random
from pathlib import Path

import pytest

from assistant.evaluation.judges.accuracy import (
    accuracy,
    auroc,
    auroc_interval,
    balanced_accuracy,
    measure_judge,
)
from assistant.evaluation.judges.labels import Labelled, LabelledStatement
from assistant.evaluation.judges.measured import Measured, measured_accuracy, save_measured
from assistant.support.base import Judgement, Statement
from assistant.support.lexical import LexicalJudge


class YesJudge:
    """Says that everything is supported."""

    name = "yes"
    fingerprint = "yes"

    def judge(self, statements):
        return [Judgement(1.0, True, "") for _ in statements]


def labelled(*supported: bool, questions: int = 2) -> Labelled:
    statements = [
        LabelledStatement(Statement(f"Phrase {place}", ("Preuve",)), f"q{place % questions}", label)
        for place, label in enumerate(supported)
    ]
    return Labelled("labels.jsonl", tuple(statements), 0, "hash")


def test_auroc_worked_out_by_hand():
    # Pairs of a true and a false one: 0.9 beats both, 0.4 beats 0.2 and ties with 0.4: 3.5 of 4.
    assert auroc([True, True, False, False], [0.9, 0.4, 0.4, 0.2]) == 3.5 / 4
    assert auroc([True, False], [0.1, 0.9]) == 0.0


def test_balanced_accuracy_worked_out_by_hand():
    # 2 of 3 true ones, 1 of 1 false ones.
    assert balanced_accuracy([True, True, True, False], [True, True, False, False]) == pytest.approx((2 / 3 + 1) / 2)


def test_one_kind_alone_gives_no_figure():
    assert auroc([True, True], [0.1, 0.2]) is None
    assert auroc([], []) is None
    assert balanced_accuracy([False], [False]) is None


@pytest.mark.parametrize("seed", range(20))
def test_figures_agree_with_scikit_learn(seed):
    metrics = pytest.importorskip("sklearn.metrics")
    rng = random.Random(seed)
    labels = [True, False, *(rng.random() < 0.7 for _ in range(rng.randint(0, 200)))]
    scores = [round(rng.random() + 0.2 * label, 1) for label in labels]
    verdicts = [value >= 0.5 for value in scores]
    assert auroc(labels, scores) == pytest.approx(metrics.roc_auc_score(labels, scores))
    assert balanced_accuracy(labels, verdicts) == pytest.approx(metrics.balanced_accuracy_score(labels, verdicts))


def test_a_judge_that_always_agrees_is_worth_a_coin():
    found = measure_judge(YesJudge(), labelled(True, True, True, False, True, False))
    assert (found.auroc, found.balanced_accuracy) == (0.5, 0.5)
    assert (found.auroc_low, found.auroc_high) == (0.5, 0.5)
    assert (found.statements, found.questions, found.supported, found.judged) == (6, 2, 4, 6)


def test_claims_that_were_not_judged_are_left_out_and_counted():
    data = labelled(True, False, True, False)
    judgements = [
        Judgement(0.9, True, ""),
        Judgement(0.2, False, ""),
        Judgement(None, None, "illisible"),
        Judgement(None, None, "illisible"),
    ]
    found = accuracy(data.statements, judgements)
    assert (found.auroc, found.balanced_accuracy, found.judged, found.share_judged) == (1.0, 1.0, 2, 0.5)
    nothing = accuracy(data.statements, [Judgement(None, None, "")] * 4)
    assert (nothing.auroc, nothing.auroc_low, nothing.balanced_accuracy, nothing.share_judged) == (
        None,
        None,
        None,
        0.0,
    )


def test_the_interval_holds_the_figure_and_narrows_with_questions():
    rng = random.Random(3)

    def drawn(questions: int) -> list[tuple[str, bool, float]]:
        labels = [(f"q{place % questions}", rng.random() < 0.6) for place in range(3 * questions)]
        return [(question, label, rng.gauss(label, 1.0)) for question, label in labels]

    few, many = drawn(20), drawn(300)
    widths = []
    for scored in (few, many):
        low, high = auroc_interval(scored, 500)
        figure = auroc([label for _, label, _ in scored], [value for _, _, value in scored])
        assert low is not None
        assert high is not None
        assert low < figure < high
        widths.append(high - low)
    assert widths[1] < widths[0] / 2


def test_one_question_has_no_interval():
    assert auroc_interval([("q", True, 0.9), ("q", False, 0.1)]) == (None, None)


# --- the record --------------------------------------------------------------------------------------------------


def measured(**changed) -> Measured:
    values = {
        "judge": "lexical",
        "auroc": 0.81234,
        "auroc_low": 0.7,
        "auroc_high": None,
        "balanced_accuracy": 0.75,
        "statements": 10,
        "questions": 4,
        "share_judged": 1.0,
        "data": "labels.jsonl",
        "data_hash": "h1",
        "cross_validated": False,
        "date": "2026-01-01",
    }
    return Measured(**(values | changed))


def test_the_lexical_judge_comes_with_its_cross_validated_accuracy():
    known = measured_accuracy(LexicalJudge().fingerprint)
    assert known is not None, "the judge changed: run evals/fit_judge.py --save"
    assert known["cross_validated"] is True
    assert known["auroc"] >= 0.75
    assert known["auroc_low"] < known["auroc"] < known["auroc_high"]


def test_nothing_is_known_of_another_judge():
    assert measured_accuracy("0" * 64) is None


def test_a_record_keeps_other_judges_and_drops_an_earlier_form_of_the_same(tmp_path: Path):
    import json

    path = tmp_path / "measured.json"
    save_measured(path, "a", measured())
    save_measured(path, "b", measured(judge="nli:x"))
    save_measured(path, "c", measured(data_hash="h2"))
    save_measured(path, "d", measured(auroc=0.9))
    record = json.loads(path.read_text(encoding="utf-8"))
    assert set(record) == {"b", "c", "d"}
    assert (record["c"]["auroc"], record["d"]["auroc"], record["d"]["auroc_high"]) == (0.8123, 0.9, None)


def test_a_damaged_record_is_told_and_left_as_it_is(tmp_path: Path):
    from assistant.errors import UsageError

    path = tmp_path / "measured.json"
    for text in ("{", "[]", '{"a": 1}'):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(UsageError) as raised:
            save_measured(path, "a", measured())
        assert raised.value.code == "measured_unreadable"
        assert path.read_text(encoding="utf-8") == text
