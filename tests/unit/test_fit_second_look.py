"""The fit of the second look's weights: what tells right passages from wrong ones gets weight."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "evals" / "performance"))

from fit_second_look import Looked, fit, gains, measure
from tune_fusion import QuestionSet


def looked(seed: int) -> Looked:
    """Four passages, the second of which is right: a little below by its fused score, above by its sentence."""
    noise = np.random.default_rng(seed).normal(0, 0.05, (4, 3))
    features = np.array([[1.0, 0.2, 0.5], [0.9, 0.9, 0.5], [0.5, 0.3, 0.5], [0.1, 0.1, 0.5]]) + noise
    return Looked(["a", "b", "c", "d"], features, np.array([False, True, False, False]), seed % 2)


SEEN = {f"q{seed}": looked(seed) for seed in range(40)}
ASKED = QuestionSet("set", Path(), dict.fromkeys(SEEN, ("?", ())), {key: {"b": 1} for key in SEEN})


def test_the_fit_gives_weight_to_what_tells_right_from_wrong() -> None:
    sentence, cosine = fit(list(SEEN.values()))
    assert sentence > 5 * abs(cosine)


def test_what_weights_gain_is_measured_against_the_fusion_alone() -> None:
    assert measure(ASKED, SEEN, (0.0, 0.0))["Success@1"] < 60
    assert measure(ASKED, SEEN, (5.0, 0.0))["Success@1"] == 100
    told = gains([ASKED], {"set": SEEN}, (5.0, 0.0), lambda _, each: each.half == 0)
    assert told.startswith("  set (20): nDCG@10 +")


def test_a_question_with_nothing_right_teaches_nothing() -> None:
    lost = Looked(["a"], np.zeros((1, 3)), np.array([False]), 0)
    assert fit([*SEEN.values(), lost]) == pytest.approx(fit(list(SEEN.values())))
