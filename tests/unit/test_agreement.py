"""Two people's grades, compared: against values worked out by hand, and against scikit-learn on random grades."""

import math
import random
from collections import Counter

import pytest

from assistant.errors import UsageError
from assistant.evaluation.gold.agreement import agreement, cohen_kappa, squared_distance
from assistant.evaluation.gold.pooling import Pooled


def line(place: int, grade: int | None, case: str = "1") -> Pooled:
    return Pooled(case, "q ?", (), ("a.pdf", "0" * 64, 1, place, place + 10), "A", "texte", grade)


def graded(*grades: int | None) -> list[Pooled]:
    return [line(place, grade) for place, grade in enumerate(grades)]


def test_kappas_worked_out_by_hand():
    # 10 lines: both 0 on 4, both 3 on 3, 0 against 3 once, 2 against 3 twice. Agreed: 7/10.
    # First: 0 x5, 2 x2, 3 x3. Second: 0 x4, 3 x6.
    # By chance: agree (5*4 + 3*6)/100 = 0.38. kappa = (0.7 - 0.38) / (1 - 0.38) = 0.32 / 0.62.
    # Squares seen: 9*1 + 1*2 = 11; expected: (5*6*9 + 2*4*4 + 2*6*1 + 3*4*9) / 10 = 42.2. weighted = 1 - 11/42.2.
    pairs = Counter({(0, 0): 4, (3, 3): 3, (0, 3): 1, (2, 3): 2})
    assert cohen_kappa(pairs) == pytest.approx(0.32 / 0.62)
    assert cohen_kappa(pairs, squared_distance) == pytest.approx(1 - 11 / 42.2)


@pytest.mark.parametrize("seed", range(20))
def test_kappas_are_those_of_scikit_learn(seed):
    metrics = pytest.importorskip("sklearn.metrics")
    rng = random.Random(seed)
    first = [rng.randint(0, 3) for _ in range(rng.randint(2, 60))]
    second = [min(3, max(0, grade + rng.choice((-2, -1, 0, 0, 1)))) for grade in first]
    for weight, name in ((None, None), (squared_distance, "quadratic")):
        pairs = Counter(zip(first, second, strict=True))
        ours = cohen_kappa(pairs) if weight is None else cohen_kappa(pairs, weight)
        theirs = metrics.cohen_kappa_score(first, second, labels=[0, 1, 2, 3], weights=name)
        assert (ours is None and math.isnan(theirs)) or ours == pytest.approx(theirs)


def test_one_single_grade_says_nothing_of_agreement_beyond_chance():
    found = agreement(graded(3, 3, 3), graded(3, 3, 3))
    assert (found.agreed, found.kappa, found.weighted_kappa) == (1.0, None, None)


def test_what_only_one_of_them_graded_is_counted_and_left_out():
    found = agreement([*graded(0, 3, 2, None), line(90, 1)], graded(0, 1, None, None))
    assert found.pairs == Counter({(0, 0): 1, (3, 1): 1})
    assert (found.first_only, found.second_only, found.ungraded) == (2, 0, 1)
    assert found.agreed == 0.5


def test_disagreements_of_two_grades_and_more_are_told_widest_first():
    found = agreement(graded(0, 1, 0, 3), graded(2, 2, 3, 1))
    assert [(each.first, each.second) for each in found.disagreements] == [(0, 3), (0, 2), (3, 1)]


def test_no_line_with_two_grades_is_nothing_to_judge():
    found = agreement(graded(None, 2), graded(1, None))
    assert (found.agreed, found.kappa, found.weighted_kappa, found.pairs) == (None, None, None, Counter())


def test_files_that_do_not_pair_are_refused():
    with pytest.raises(UsageError) as caught:
        agreement([line(0, 1)], [line(0, 1, case="2")])
    assert caught.value.code == "pools_do_not_pair"
