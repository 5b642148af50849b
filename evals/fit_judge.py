"""Fit the lexical support judge on claims that people judged, and say how good it is on questions it has not seen.

    python evals/fit_judge.py --labels memerag-fr.jsonl [--save]

Each fold of the cross-validation holds whole questions; weights and threshold come from the other folds alone. Variants
of supported claims with one number or one name changed are unsupported by construction: they help the fit (with little
weight), and the share of them that is caught is told, but no figure of agreement with people counts them. The last
cross-validation also chooses the features inside each fold, from all that were tried: its figure owes nothing to the
choice having been made by looking at this file. `--save` writes the cross-validated figures beside the judge.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from judge_candidates import candidates
from perturbed import with_other_name, with_other_number
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import GroupKFold

from assistant.evaluation.judges.accuracy import accuracy, auroc_interval
from assistant.evaluation.judges.labels import Labelled, load_labels
from assistant.evaluation.judges.measured import Measured, save_measured, shipped_record
from assistant.support.facts import names_stated
from assistant.support.lexical import FITTED, LexicalJudge

OWN = ("coverage", "order", "numbers", "names")
CHANGES = ("number", "name")
DRAWS = 3
CHANGED_WEIGHT = 0.2  # of the variants of one claim and kind together, against 1 for a claim that people judged
STRENGTH = 1.0  # scikit-learn's C, on standardised features
NEAR_BEST = 0.02


@dataclass(frozen=True)
class Data:
    """A row for each claim: features by name, label, question, and "real" or what was changed."""

    features: dict[str, np.ndarray]
    labels: np.ndarray
    questions: np.ndarray
    kinds: np.ndarray

    def matrix(self, names: Sequence[str]) -> np.ndarray:
        """Claims x features."""
        return np.column_stack([self.features[name] for name in names])


@dataclass(frozen=True)
class Fit:
    """A logistic model on raw features, and its threshold."""

    names: tuple[str, ...]
    bias: float
    weights: np.ndarray
    threshold: float

    def scores(self, data: Data, rows: np.ndarray) -> np.ndarray:
        """The score of some claims, between 0 and 1."""
        return 1.0 / (1.0 + np.exp(-(self.bias + data.matrix(self.names)[rows] @ self.weights)))


def main() -> None:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--labels", type=Path, required=True)
    made.add_argument("--seeds", type=int, default=10)
    made.add_argument("--folds", type=int, default=5)
    made.add_argument("--save", action="store_true")
    arguments = made.parse_args()
    labelled = load_labels(arguments.labels)
    data = gather(labelled)
    real = data.kinds == "real"
    print(f"{real.sum()} claims of {len(set(data.questions))} questions, {data.labels[real].sum()} supported")
    print(f"{labelled.left_out} left out for want of a majority; variants: {(~real).sum()}")
    print("\neach feature alone, AUROC")
    for name, values in data.features.items():
        print(f"  {name:17} {roc_auc_score(data.labels[real], values[real]):.3f}")
    print(f"\ncross-validated by question, {arguments.folds} folds, {arguments.seeds} seeds")
    saved = cross_validate(data, OWN, arguments.seeds, arguments.folds, "the judge's features")
    for name in OWN:
        rest = tuple(each for each in OWN if each != name)
        cross_validate(data, rest, arguments.seeds, arguments.folds, f"without {name}")
    cross_validate(data, OWN, arguments.seeds, arguments.folds, "fitted without variants", changed_weight=0.0)
    cross_validate(data, tuple(data.features), min(3, arguments.seeds), arguments.folds, "chosen in folds", choose=True)
    tell_fit(data, labelled)
    if arguments.save:
        save(labelled, saved)


def gather(labelled: Labelled) -> Data:
    """Features of each claim, and of its variants where it is supported."""
    rng = random.Random(0)
    names = sorted(
        {name for each in labelled.statements for text in each.statement.evidence for name in names_stated(text)}
    )
    rows: list[tuple[dict[str, float], bool, str, str]] = []
    for each in labelled.statements:
        asked = each.statement
        claims = [(asked.claim, "real")]
        for _ in range(DRAWS if each.supported else 0):
            claims.append((with_other_number(asked.claim, asked.evidence, rng), "number"))
            claims.append((with_other_name(asked.claim, asked.evidence, names, rng), "name"))
        for claim, kind in claims:
            if claim is not None:
                values = candidates(claim, asked.evidence, asked.language)
                rows.append((values, each.supported and kind == "real", each.question_id, kind))
    features = {name: np.array([values[name] for values, _, _, _ in rows]) for name in rows[0][0]}
    _, questions = np.unique([question for _, _, question, _ in rows], return_inverse=True)
    return Data(features, np.array([r[1] for r in rows]), questions, np.array([r[3] for r in rows]))


def fit(data: Data, rows: np.ndarray, names: Sequence[str], changed_weight: float = CHANGED_WEIGHT) -> Fit:
    """Fit on some rows; supported and unsupported claims count alike. A feature with a negative weight is dropped."""
    real = data.kinds[rows] == "real"
    rows = rows if changed_weight else rows[real]
    labels = data.labels[rows]
    counts = np.where(data.kinds[rows] == "real", 1.0, changed_weight / DRAWS)
    for label in (True, False):
        counts[labels == label] *= len(rows) / 2 / counts[labels == label].sum()
    while True:
        raw = data.matrix(names)[rows]
        mean, spread = raw.mean(axis=0), raw.std(axis=0) + 1e-9
        model = LogisticRegression(C=STRENGTH, max_iter=1000).fit((raw - mean) / spread, labels, sample_weight=counts)
        weights = model.coef_[0] / spread
        if weights.min() >= 0 or len(names) == 1:
            break
        names = [name for name, weight in zip(names, weights, strict=True) if weight >= 0] or names[:1]
    bias = float(model.intercept_[0] - weights @ mean)
    unset = Fit(tuple(names), bias, weights, 0.5)
    judged = rows[data.kinds[rows] == "real"]
    return Fit(unset.names, bias, weights, threshold(data.labels[judged], unset.scores(data, judged)))


def threshold(labels: np.ndarray, scores: np.ndarray) -> float:
    """The middle of the thresholds whose balanced accuracy is near the best: the very best is chance on few claims."""
    tried = np.unique(scores)
    held = scores[None, :] >= tried[:, None]
    reached = (held[:, labels].mean(axis=1) + (~held[:, ~labels]).mean(axis=1)) / 2
    return float(np.median(tried[reached >= reached.max() - NEAR_BEST]))


def cross_validate(
    data: Data,
    names: Sequence[str],
    seeds: int,
    folds: int,
    title: str,
    choose: bool = False,
    changed_weight: float = CHANGED_WEIGHT,
) -> dict[str, float]:
    """Score each question by a fit that has not seen it, once a seed; print and return means."""
    real = data.kinds == "real"
    questions = np.array([str(each) for each in data.questions])
    told: list[dict[str, float]] = []
    for seed in range(seeds):
        scores, caught = np.zeros(len(real)), np.zeros(len(real), bool)
        for train, test in GroupKFold(folds, shuffle=True, random_state=seed).split(questions, groups=data.questions):
            chosen = choice(data, train, names) if choose else names
            made = fit(data, train, chosen, changed_weight)
            scores[test] = made.scores(data, test)
            caught[test] = scores[test] < made.threshold
        labels = data.labels[real]
        low, high = auroc_interval(list(zip(questions[real], labels.tolist(), scores[real].tolist(), strict=True)), 400)
        figures = {"auroc": roc_auc_score(labels, scores[real]), "low": low, "high": high}
        figures["balanced"] = balanced_accuracy_score(labels, ~caught[real])
        figures |= {f"{kind}s caught": caught[data.kinds == kind].mean() for kind in CHANGES}
        told.append(figures)
    means = {name: float(np.mean([each[name] for each in told])) for name in told[0]}
    spread = float(np.std([each["auroc"] for each in told]))
    shown = ", ".join(f"{name} {value:.3f}" for name, value in means.items() if name not in ("auroc", "low", "high"))
    print(f"  {title:24} AUROC {means['auroc']:.3f} ± {spread:.3f} [{means['low']:.3f}; {means['high']:.3f}], {shown}")
    return means


def choice(data: Data, rows: np.ndarray, names: Sequence[str], most: int = 6) -> list[str]:
    """Features added one by one while the AUROC, cross-validated within these rows, gains half a point."""
    chosen: list[str] = []
    best = 0.5
    while len(chosen) < most:
        gains = {name: inner(data, rows, [*chosen, name]) for name in names if name not in chosen}
        name = max(gains, key=lambda each: gains[each])
        if gains[name] < best + 0.005:
            break
        chosen.append(name)
        best = gains[name]
    return chosen or ["coverage"]


def inner(data: Data, rows: np.ndarray, names: Sequence[str]) -> float:
    scores = np.zeros(len(rows))
    for train, test in GroupKFold(4, shuffle=True, random_state=0).split(rows, groups=data.questions[rows]):
        scores[test] = fit(data, rows[train], names).scores(data, rows[test])
    real = data.kinds[rows] == "real"
    return float(roc_auc_score(data.labels[rows][real], scores[real]))


def tell_fit(data: Data, labelled: Labelled) -> None:
    """The weights to put into support/lexical.py, and what those that stand there give on this very file."""
    made = fit(data, np.arange(len(data.labels)), OWN)
    fitted = dict(zip(made.names, made.weights, strict=True))
    print("\nnow   ", FITTED)
    print("fitted", f"bias={made.bias:.2f}", {name: round(float(fitted.get(name, 0.0)), 2) for name in OWN}, end=" ")
    print(f"threshold={made.threshold:.2f}")
    judged = LexicalJudge().judge([each.statement for each in labelled.statements])
    again = accuracy(labelled.statements, judged)
    print(
        f"on this very file (fitted on it: flattering): AUROC {again.auroc:.3f}, balanced {again.balanced_accuracy:.3f}"
    )


def save(labelled: Labelled, figures: dict[str, float]) -> None:
    """Write the cross-validated figures under the fingerprint of the judge as it stands."""
    judge = LexicalJudge()
    judged = accuracy(labelled.statements, judge.judge([each.statement for each in labelled.statements]))
    measured = Measured(
        judge=judge.name,
        auroc=figures["auroc"],
        auroc_low=figures["low"],
        auroc_high=figures["high"],
        balanced_accuracy=figures["balanced"],
        statements=len(labelled.statements),
        questions=len({each.question_id for each in labelled.statements}),
        share_judged=judged.share_judged,
        data=labelled.name,
        data_hash=labelled.data_hash,
        cross_validated=True,
        date=datetime.now(UTC).date().isoformat(),
    )
    save_measured(shipped_record(), judge.fingerprint, measured)
    print("saved", shipped_record())


if __name__ == "__main__":
    main()
