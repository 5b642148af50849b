"""The head of the page: which judge judged and how far it can be believed, and whether the promises were kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.evaluation.reports.page.wording import Both, clean, percent, same
from assistant.evaluation.reports.page.words import PROMISES, WORDS


@dataclass(frozen=True, slots=True)
class Judge:
    """A judge, and what was measured of its agreement with people; nothing where it was not."""

    name: str
    facts: tuple[Both, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that must always hold, whether it does, and what broke it."""

    says: Both
    kept: bool
    detail: str


def judge_shown(judge: Mapping[str, Any] | None) -> Judge | None:
    """The judge of a report, as cli.evaluation names it: name and accuracy (see judges.measured). Tolerant."""
    if judge is None:
        return None
    accuracy = judge.get("accuracy")
    return Judge(clean(str(judge.get("name", "?"))), tuple(_facts(accuracy)) if isinstance(accuracy, dict) else ())


def promises(extra: Mapping[str, Any]) -> list[Promise]:
    """The invariants that a report holds: name, ok and detail of each."""
    listed = extra.get("invariants")
    checked = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return [
        Promise(
            says=PROMISES.get(str(each.get("name")), same(clean(str(each.get("name"))))),
            kept=each.get("ok") is True,
            detail=clean(str(each.get("detail") or "")),
        )
        for each in checked
    ]


def _facts(accuracy: Mapping[str, Any]) -> list[Both]:
    facts: list[Both] = []
    for name in ("auroc", "balanced_accuracy"):
        value = accuracy.get(name)
        if isinstance(value, int | float):
            words, shown = WORDS[name], percent(value)
            facts.append(Both(f"{words.fr} {shown.fr}", f"{words.en} {shown.en}"))
    low, high = accuracy.get("auroc_low"), accuracy.get("auroc_high")
    if facts and isinstance(low, int | float) and isinstance(high, int | float):
        first, last = percent(low), percent(high)
        facts[0] = Both(f"{facts[0].fr} (de {first.fr} à {last.fr})", f"{facts[0].en} ({first.en} to {last.en})")
    if facts:
        facts.append(_source(accuracy))
    return facts


def _source(accuracy: Mapping[str, Any]) -> Both:
    """On how many claims of what it was measured."""
    count, data = clean(str(accuracy.get("statements", "?"))), clean(str(accuracy.get("data", "?")))
    on, claims, crossed = WORDS["judged_on"], WORDS["claims"], WORDS["cross_validated"]
    tail = Both(f" ({crossed.fr})", f" ({crossed.en})") if accuracy.get("cross_validated") is True else same("")
    return Both(
        f"{on.fr} {count} {claims.fr}, {data}{tail.fr}",
        f"{on.en} {count} {claims.en}, {data}{tail.en}",
    )
