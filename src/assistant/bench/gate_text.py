"""What the gate found, as text for a terminal, in French or in English."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.bench.tables import figure, interval, signed
from assistant.evaluation.reports.gate import Colour, Finding, Gate, Reason, gravest
from assistant.evaluation.reports.page.words import PROMISES
from assistant.types import Language

_COLOURS: dict[Language, dict[Colour, str]] = {
    "fr": {"red": "ROUGE", "amber": "ORANGE", "green": "VERT"},
    "en": {"red": "RED", "amber": "AMBER", "green": "GREEN"},
}
_MEANS: dict[Language, dict[Colour, str]] = {
    "fr": {
        "red": "ce changement dégrade l'assistant ou rompt une de ses promesses\u202f; il ne doit pas entrer tel quel",
        "amber": "rien n'est prouvé, mais regardez ce qui suit",
        "green": "rien ne s'est dégradé de façon mesurable",
    },
    "en": {
        "red": "this change makes the assistant worse or breaks one of its promises; it must not go in as it is",
        "amber": "nothing is proven, but look at what follows",
        "green": "nothing got measurably worse",
    },
}
_FINDINGS: dict[Language, dict[Finding, str]] = {
    "fr": {
        "broken": "promesse rompue\u00a0: {subject}{detail}",
        "worse": "{subject}, {metric}\u00a0: moins bon, {moved}",
        "maybe_worse": "{subject}, {metric}\u00a0: peut-être moins bon (l'intervalle contient 0), {moved}",
        "better": "{subject}, {metric}\u00a0: meilleur, {moved}",
        "no_baseline": "{subject}\u00a0: pas de mesure de référence\u202f; seules les promesses sont vérifiées. "
        "Pour en avoir une\u00a0: «\u00a0Prendre comme référence\u00a0», à côté d'une mesure du banc d'essai",
        "not_comparable": "{subject}\u00a0: les questions ou les documents ne sont plus ceux de la référence\u202f; "
        "seules les promesses sont vérifiées. Renouvelez la référence",
        "gone": "{subject} n'est pas des deux côtés et n'a pas été comparé. Renouvelez la référence",
        "not_judged": "{subject}\u00a0: {metric} n'a plus rien à juger",
        "configuration": "{subject}\u00a0: la référence a été mesurée avec d'autres réglages{detail}. "
        "Renouvelez-la si c'est voulu",
    },
    "en": {
        "broken": "broken promise: {subject}{detail}",
        "worse": "{subject}, {metric}: worse, {moved}",
        "maybe_worse": "{subject}, {metric}: perhaps worse (the interval includes 0), {moved}",
        "better": "{subject}, {metric}: better, {moved}",
        "no_baseline": "{subject}: no baseline; only the promises are checked. To have one: “Make it the reference”, "
        "beside a measurement of the bench",
        "not_comparable": "{subject}: the questions or the documents are not those of the baseline any more; only the "
        "promises are checked. Renew the baseline",
        "gone": "{subject} is not on both sides and was not compared. Renew the baseline",
        "not_judged": "{subject}: {metric} has nothing to judge any more",
        "configuration": "{subject}: the baseline was measured with other settings{detail}. Renew it if that is meant",
    },
}
_COUNTS: dict[Language, str] = {
    "fr": "{invariants} promesses vérifiées, {compared} mesures comparées à la référence",
    "en": "{invariants} promises checked, {compared} figures compared with the baseline",
}


def gates_text(gates: Sequence[Gate], language: Language) -> str:
    """All measurements of a gate: the colour of the whole, then each with its reasons."""
    colour = gravest(gates)
    lines = [f"{_COLOURS[language][colour]}{_colon(language)}{_MEANS[language][colour]}."]
    for gate in gates:
        counts = _COUNTS[language].format(invariants=gate.invariants, compared=gate.compared)
        lines += ["", f"{gate.set_name}{_colon(language)}{_COLOURS[language][gate.colour]} ({counts})"]
        lines += [f"  {_COLOURS[language][each.colour]}  {reason_text(each, language)}." for each in gate.reasons]
    return "\n".join(lines)


def reason_text(reason: Reason, language: Language) -> str:
    """One finding in words."""
    promise = PROMISES.get(reason.subject) if reason.finding == "broken" else None
    subject = getattr(promise, language) if promise is not None else reason.subject
    metric, moved, detail = reason.detail, "", reason.detail and f" ({reason.detail})"
    if reason.difference is not None:
        gap = reason.difference
        metric = f"{gap.metric.name} ({gap.metric.says[language]})"
        between = "intervalle 95\u00a0%" if language == "fr" else "95 % interval"
        moved = (
            f"{figure(gap.before, language)} → {figure(gap.after, language)} "
            f"({signed(gap.difference, language)}, {between} {interval(gap.interval, language)})"
        )
    return _FINDINGS[language][reason.finding].format(subject=subject, metric=metric, moved=moved, detail=detail)


def _colon(language: Language) -> str:
    return "\u00a0: " if language == "fr" else ": "
