"""An inference model calibrated with the judge by words, on made-up labels of which what is right is known."""

from __future__ import annotations

import random

import pytest

from assistant.errors import UsageError
from assistant.evaluation.judges.calibration import LEAST, Calibrated, calibrate
from assistant.evaluation.judges.labels import Labelled, LabelledStatement
from assistant.support.base import Judgement, Statement


def labelled(count: int) -> Labelled:
    """Claims, two a question, every other one supported."""
    made = [LabelledStatement(Statement(f"c{n}", ("e",)), f"q{n // 2}", n % 2 == 0) for n in range(count)]
    return Labelled("made.jsonl", tuple(made), 0, "0")


def judged(scores: list[float | None]) -> list[Judgement]:
    return [Judgement(score, None if score is None else score >= 0.5, "") for score in scores]


def fitted(telling: float, shift: float = 0.0, foreign: int = 0) -> Calibrated:
    """With words that tell a little, and a model that tells so much, its scores shifted."""
    rng = random.Random(3)
    set_of = labelled(200)

    def score(supported: bool, strength: float, moved: float) -> float:
        return min(max(0.5 + moved + strength * (1 if supported else -1) + rng.uniform(-0.3, 0.3), 0.01), 0.99)

    words = [score(each.supported, 0.12, 0.0) for each in set_of.statements]
    inferred = [score(each.supported, telling, shift) for each in set_of.statements]
    return calibrate(set_of, judged([None] * foreign + words[foreign:]), judged(list(inferred)))


def test_a_model_that_tells_adds_to_the_words() -> None:
    made = fitted(0.2)
    assert made.calibration.words > 0
    assert made.calibration.inferred > 0
    assert made.fitted.auroc > max(made.words.auroc, made.inferred.auroc)


def test_a_model_that_says_yes_too_easily_gets_another_threshold() -> None:
    made = fitted(0.12, shift=0.35)
    assert made.unfitted.balanced_accuracy < made.fitted.balanced_accuracy
    assert made.calibration.threshold_of(0.5) != 0.5


def test_a_model_that_tells_nothing_gets_no_say() -> None:
    made = fitted(-0.05)
    assert (made.calibration.inferred, made.calibration.alone_inferred) == (0.0, 0.0)
    assert made.fitted.auroc > made.unfitted.auroc


def test_claims_that_words_cannot_judge_are_the_models() -> None:
    made = fitted(0.25, foreign=40)
    assert (made.words.judged, made.fitted.judged) == (160, 200)
    assert made.calibration.alone_inferred > 0


def test_too_few_labels_are_refused() -> None:
    few = labelled(2 * LEAST - 2)
    said = judged([0.5] * len(few.statements))
    with pytest.raises(UsageError) as raised:
        calibrate(few, said, said)
    assert raised.value.code == "too_few_labels"
