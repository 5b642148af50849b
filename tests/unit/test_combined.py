"""What words and an inference model say, made one."""

from __future__ import annotations

import pytest

from assistant.support.combined import Calibration, calibration_from, uncalibrated
from assistant.support.lexical import FITTED

FIT = Calibration(-0.5, 0.8, 0.4, 0.6, -1.0, 1.2, 0.7)


def test_without_a_fit_each_counts_from_its_own_threshold() -> None:
    plain = uncalibrated()
    assert plain.chance(FITTED.threshold, 0.5) == pytest.approx(0.5)
    assert plain.chance(None, 0.8) == pytest.approx(0.8)
    assert plain.threshold_of(None) == plain.threshold_of(0.3) == 0.5


def test_more_of_either_is_never_less() -> None:
    assert FIT.chance(0.9, 0.9) > FIT.chance(0.9, 0.2) > FIT.chance(0.2, 0.2)
    assert (FIT.threshold_of(0.2), FIT.threshold_of(None)) == (0.6, 0.7)


def test_a_model_that_tells_nothing_judges_nothing_alone() -> None:
    silent = Calibration(0.0, 1.0, 0.0, 0.5, 0.3, 0.0, 0.5)
    assert silent.chance(None, 0.99) is None
    assert silent.chance(0.7, 0.01) == pytest.approx(0.7)


def test_what_was_kept_comes_back_and_nonsense_does_not() -> None:
    assert calibration_from(FIT.to_text()) == FIT
    for text in (
        "",
        "[]",
        "{}",
        '{"bias": 1}',
        FIT.to_text().replace("0.8", "NaN"),
        FIT.to_text().replace("0.8", '"x"'),
    ):
        assert calibration_from(text) is None
