"""What words and an inference model say of a claim, made one score. Pure.

Both stand on the logistic scale. How much each counts is fitted on claims that people judged, for each inference model
(`evaluation.judges.calibration`): what entails at 0.5 with one model does at 0.9 with another. Between two languages
words do not meet: there the model judges alone, on a scale of its own. A model that told nothing of the judged claims
gets no say.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, astuple, dataclass

from assistant.support.lexical import FITTED, Weights

_EDGE = 1e-4


@dataclass(frozen=True, slots=True)
class Calibration:
    """The chance that a claim is supported: logistic in what each judge says; and the chance from which it counts so.

    The fields that begin with `alone` are for claims that words can't judge.
    """

    bias: float
    words: float
    inferred: float
    threshold: float
    alone_bias: float
    alone_inferred: float
    alone_threshold: float

    def chance(self, words: float | None, inferred: float) -> float | None:
        """How likely it is that people would call a claim supported; None where neither judge can say.

        Args:
            words: the score of the judge by words, None where it could not judge.
            inferred: that of the inference model.
        """
        if words is not None:
            return _chance(self.bias + self.words * logit(words) + self.inferred * logit(inferred))
        return _chance(self.alone_bias + self.alone_inferred * logit(inferred)) if self.alone_inferred > 0.0 else None

    def threshold_of(self, words: float | None) -> float:
        """The chance from which a claim counts as supported, by whether words could judge it."""
        return self.alone_threshold if words is None else self.threshold

    def to_text(self) -> str:
        """As it is kept."""
        return json.dumps(asdict(self))


def uncalibrated(weights: Weights = FITTED) -> Calibration:
    """Where nothing was fitted: the mean of how far each judge stands from its own threshold."""
    return Calibration(-logit(weights.threshold) / 2, 0.5, 0.5, 0.5, 0.0, 1.0, 0.5)


def calibration_from(text: str) -> Calibration | None:
    """What was kept; None where it can't be read (it was kept by another version)."""
    try:
        made = Calibration(**json.loads(text))
    except (ValueError, TypeError):
        return None
    return made if all(isinstance(each, float) and math.isfinite(each) for each in astuple(made)) else None


def logit(score: float) -> float:
    """A score between 0 and 1 on the logistic scale, bounded."""
    bounded = min(max(score, _EDGE), 1.0 - _EDGE)
    return math.log(bounded / (1.0 - bounded))


def _chance(total: float) -> float:
    return 1.0 / (1.0 + math.exp(-total))
