"""How far two people agree on grades: Cohen's kappa (1960) and its weighted form (1968), counts, and what to talk over.

kappa = 1 - sum(w O) / sum(w E): O are the counts of pairs of grades, E those expected if each person gave their own
grades at random, w the weight of a disagreement: 1 whatever it is (kappa), or the square of the distance between the
grades (weighted). 1 is full agreement, 0 what chance gives. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.errors import UsageError
from assistant.evaluation.gold.pooling import Pooled

WIDE = 2  # grades apart, from which on a disagreement is to be talked over
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A line on which two people are WIDE grades apart or more."""

    line: Pooled
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two people's grades have in common.

    `pairs` counts the lines that both graded, by (first's grade, second's). The figures are None where no line has
    two grades; the kappas also where each of the two gave one single grade, the same: chance would agree as well.
    `first_only` and `second_only` count lines graded by one of them alone, `ungraded` those graded by neither.
    """

    pairs: Counter[Pair]
    agreed: float | None
    kappa: float | None
    weighted_kappa: float | None
    disagreements: tuple[Disagreement, ...]
    first_only: int
    second_only: int
    ungraded: int


def agreement(first: Sequence[Pooled], second: Sequence[Pooled]) -> Agreement:
    """Compare two people's grades of a pool, widest disagreements first.

    Raises:
        UsageError: pools_do_not_pair: the two have no line in common.
    """
    others = {line.key: line for line in second}
    common = [(line, others[line.key]) for line in first if line.key in others]
    if not common:
        raise UsageError("pools_do_not_pair")
    graded = [(one, one.grade, other.grade) for one, other in common if one.grade is not None]
    both = [(line, grade, other) for line, grade, other in graded if other is not None]
    pairs = Counter((grade, other) for _, grade, other in both)
    wide = [Disagreement(line, grade, other) for line, grade, other in both if abs(grade - other) >= WIDE]
    one_graded, other_graded = ({line.key for line in lines if line.grade is not None} for lines in (first, second))
    everything = {line.key for line in (*first, *second)}
    return Agreement(
        pairs=pairs,
        agreed=sum(count for (one, other), count in pairs.items() if one == other) / len(both) if both else None,
        kappa=cohen_kappa(pairs),
        weighted_kappa=cohen_kappa(pairs, squared_distance),
        disagreements=tuple(sorted(wide, key=lambda each: -abs(each.first - each.second))),
        first_only=len(one_graded - other_graded),
        second_only=len(other_graded - one_graded),
        ungraded=len(everything - one_graded - other_graded),
    )


def differ(one: int, other: int) -> int:
    """The weight of a disagreement in kappa: 1, whatever it is."""
    return int(one != other)


def squared_distance(one: int, other: int) -> int:
    """The weight of a disagreement in the weighted kappa."""
    return (one - other) ** 2


def cohen_kappa(pairs: Counter[Pair], weight: Callable[[int, int], int] = differ) -> float | None:
    """Cohen's kappa of counts of pairs of grades; None where chance alone can't disagree, or there are no pairs."""
    total = sum(pairs.values())
    firsts, seconds = Counter[int](), Counter[int]()
    for (one, other), count in pairs.items():
        firsts[one] += count
        seconds[other] += count
    expected = sum(weight(one, other) * firsts[one] * seconds[other] / total for one in firsts for other in seconds)
    if not expected:
        return None
    return 1 - sum(weight(one, other) * count for (one, other), count in pairs.items()) / expected
