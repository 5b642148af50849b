"""What was found, in another order: the latest first, but only of what is near the best."""

from __future__ import annotations

from dataclasses import replace

from assistant.retrieval.order import ENOUGH_TO_TELL, best_recent_first
from assistant.types import ScoredPassage
from fakes import make_document


def found(name: str, score: float, date: str | None) -> ScoredPassage:
    made = make_document(name, ["Un texte."])
    return ScoredPassage(made.passages[0], replace(made.document, date=date), score)


def names(passages: list[ScoredPassage]) -> list[str]:
    return [each.document.title for each in passages]


NEAR = [found("old", 9.0, "2015"), found("undated", 8.5, None), found("new", 8.0, "2021-03")]
WEAK = [found(f"weak-{place}", 3.0 - place / 100, "2026-01-01") for place in range(ENOUGH_TO_TELL)]


def test_the_latest_of_those_near_the_best_comes_first_and_weak_ones_stay_below() -> None:
    order = names(best_recent_first([*NEAR, *WEAK], 5))
    assert order == names([NEAR[2], NEAR[0], NEAR[1], WEAK[0], WEAK[1]])


def test_of_few_passages_all_are_ordered_by_date() -> None:
    assert names(best_recent_first([*NEAR, WEAK[0]], 10)) == names([WEAK[0], NEAR[2], NEAR[0], NEAR[1]])
    assert best_recent_first([], 3) == []


def test_equal_scores_are_all_near() -> None:
    level = [found(f"{year}", 1.0, str(year)) for year in range(2000, 2000 + ENOUGH_TO_TELL)]
    assert names(best_recent_first(level, 3)) == names([level[2], level[1], level[0]])
