"""Measure the nugget matcher: nuggets against the quotes that hold them, and against texts that do not.

    python evals/check_nuggets.py --cases cases-dev.jsonl [--show]

Held: each nugget against the quotes of its own case, joined. A few quotes hold only a part of their nuggets, so not all
of these pairs are matches: `--show` prints those not found, to be read by eye. Not held: each nugget against the quotes
of the three other cases that share most words with it (now and then one does hold it), and each nugget with one number
changed against its own quotes. Prints how each kind is matched, then AUROC and accuracy. Of AUROC, the order is that of
the match, then of the share of words.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from perturbed import with_other_number
from sklearn.metrics import roc_auc_score

from assistant.evaluation.answers.nuggets import NONE, PARTIAL, SUPPORT, match, resemblance
from assistant.evaluation.sets.cases import Case, load_cases
from assistant.text.analysis import analyse

OTHERS = 3


@dataclass(frozen=True)
class Pair:
    """A nugget and a text: "own quotes", "other quotes" or "number changed"."""

    kind: str
    case: str
    nugget: str
    text: str

    @property
    def held(self) -> bool:
        """Whether the text is taken to hold the nugget."""
        return self.kind == "own quotes"


def main() -> None:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--cases", type=Path, required=True)
    made.add_argument("--show", action="store_true")
    arguments = made.parse_args()
    cases = [case for case in load_cases(arguments.cases) if case.nuggets]
    found = [(pair, match(pair.nugget, pair.text)) for pair in pairs(cases)]
    for kind in dict.fromkeys(pair.kind for pair, _ in found):
        counts = Counter(value for pair, value in found if pair.kind == kind)
        told = ", ".join(f"{name} {counts[value]}" for name, value in LEVELS)
        print(f"{kind:15} {counts.total():4} pairs: {told}")
    report(found)
    for pair, value in found if arguments.show else ():
        if (value < SUPPORT) if pair.held else (value > NONE):
            print(f"\n{pair.kind}, {pair.case}, match {value}: {pair.nugget}\n    {' '.join(pair.text.split())[:600]}")


LEVELS = (("support", SUPPORT), ("partial", PARTIAL), ("none", NONE))


def pairs(cases: list[Case]) -> Iterator[Pair]:
    rng = random.Random(0)
    texts = {case.id: quotes(case) for case in cases}
    terms = {case.id: set(analyse(texts[case.id], "fr")) for case in cases}
    for case in cases:
        for nugget in case.nuggets:
            yield Pair("own quotes", case.id, nugget.text, texts[case.id])
            words = set(analyse(nugget.text, "fr"))
            others = sorted((each for each in cases if each is not case), key=lambda o: -len(words & terms[o.id]))
            for other in others[:OTHERS]:
                yield Pair("other quotes", f"{case.id} against {other.id}", nugget.text, texts[other.id])
            changed = with_other_number(nugget.text, [texts[case.id]], rng)
            if changed is not None:
                yield Pair("number changed", case.id, changed, texts[case.id])


def quotes(case: Case) -> str:
    return "\n\n".join(dict.fromkeys(item.quote for group in case.groups for item in group))


def report(found: list[tuple[Pair, float]]) -> None:
    labels = [pair.held for pair, _ in found]
    order = [value + resemblance(pair.nugget, pair.text) / 10 for pair, value in found]
    right = {held: [(value == SUPPORT) == held for pair, value in found if pair.held == held] for held in (True, False)}
    shares = [sum(each) / len(each) for each in right.values()]
    print(f"AUROC {roc_auc_score(labels, order):.3f}, balanced accuracy of support {sum(shares) / 2:.3f}", end=" ")
    print(f"({shares[0]:.3f} of own quotes, {shares[1]:.3f} of the others)")


if __name__ == "__main__":
    main()
