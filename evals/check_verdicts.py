"""The verdicts of written answers against what people said of the same claims, cross-validated by question.

    python evals/check_verdicts.py --labels memerag-fr.jsonl [--seeds N]

Weights and threshold of the judge by words come from the other folds alone (as in evals/fit_judge.py); the rest of a
verdict (claims of a sentence, numbers, dates, names, negation) has nothing that is fitted. A sentence is supported if
all its claims are, and scored by the least of them.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from fit_judge import OWN, fit, gather
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import GroupKFold

from assistant.answering.verdicts import Checked, Checker, Cited
from assistant.evaluation.judges.labels import LabelledStatement, load_labels
from assistant.support.features import Features
from assistant.support.lexical import Weights

FOLDS = 5


def checked(checker: Checker, each: LabelledStatement) -> list[Checked]:
    """The verdicts on the claims of one sentence."""
    asked = each.statement
    cited = [Cited(text) for text in asked.evidence]
    return checker.check_sentence(asked.claim, cited, asked.language, asked.question)


def score(claims: Sequence[Checked]) -> float:
    """Of a sentence; what needs no checking takes nothing away from it."""
    return min((claim.score for claim in claims if claim.verdict != "nothing_to_check"), default=1.0)


def supported(claims: Sequence[Checked]) -> bool:
    """Whether it would be kept in an answer."""
    return all(claim.verdict in ("supported", "nothing_to_check") for claim in claims)


def main() -> None:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--labels", type=Path, required=True)
    made.add_argument("--seeds", type=int, default=10)
    arguments = made.parse_args()
    labelled = load_labels(arguments.labels)
    data = gather(labelled)
    statements = labelled.statements
    questions = np.array([each.question_id for each in statements])
    of_question = dict(zip(questions, data.questions[data.kinds == "real"], strict=True))
    labels = np.array([each.supported for each in statements])
    told = []
    for seed in range(arguments.seeds):
        scores, kept = np.zeros(len(statements)), np.zeros(len(statements), bool)
        for train, test in GroupKFold(FOLDS, shuffle=True, random_state=seed).split(questions, groups=questions):
            seen = {of_question[question] for question in questions[train]}
            fitted = fit(data, np.flatnonzero(np.isin(data.questions, list(seen))), OWN)
            weights = dict(zip(fitted.names, map(float, fitted.weights), strict=True))
            features = Features(**{name: weights.get(name, 0.0) for name in OWN})
            checker = Checker(weights=Weights(fitted.bias, features, fitted.threshold))
            for row in test:
                claims = checked(checker, statements[row])
                scores[row], kept[row] = score(claims), supported(claims)
        told.append((roc_auc_score(labels, scores), balanced_accuracy_score(labels, kept)))
    auroc, balanced = np.mean(told, axis=0)
    print(f"{len(labels)} sentences of {len(set(questions))} questions, {labels.sum()} supported")
    print(
        f"cross-validated, {FOLDS} folds, {arguments.seeds} seeds: AUROC {auroc:.3f}, balanced accuracy {balanced:.3f}"
    )
    now = Counter()
    for each in statements:
        claims = checked(Checker(), each)
        worst = next(
            (claim.verdict for claim in claims if claim.verdict in ("contradicted", "unsupported")), "supported"
        )
        now[each.supported, worst] += 1
    print("as it stands (fitted on these: flattering), by what people said and what it says")
    for (label, verdict), count in sorted(now.items()):
        print(f"  {'supported' if label else 'unsupported':12} {verdict:13} {count}")


if __name__ == "__main__":
    main()
