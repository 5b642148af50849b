"""A comparison of two reports as text for a terminal, in French or in English."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.bench.tables import figure, interval, p_shown, signed, table
from assistant.evaluation.reports.comparison import Difference, RunComparison, Verdict, changed
from assistant.evaluation.reports.report import Report
from assistant.types import Language

_WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "set": "Jeu {name}, {questions} questions, données {hash}",
        "side": "{letter}\u00a0: mesuré le {made}, réglages {hash}",
        "judge": "{letter}\u00a0: juge {name}",
        "changed": "De A à B\u00a0: {what}",
        "nothing_changed": "Réglages et index\u00a0: les mêmes.",
        "by_kind": "Écarts par type de question (nombre de questions)",
    },
    "en": {
        "set": "Set {name}, {questions} questions, data {hash}",
        "side": "{letter}: measured on {made}, settings {hash}",
        "judge": "{letter}: judge {name}",
        "changed": "From A to B: {what}",
        "nothing_changed": "Settings and index: the same.",
        "by_kind": "Differences by kind of question (number of questions)",
    },
}
_READING: dict[Language, tuple[str, ...]] = {
    "fr": (
        "Écart\u00a0: B moins A, sur les questions jugées des deux côtés (paires).",
        "Intervalle à 95\u00a0% par tirage des questions\u00a0: «\u00a0mieux\u00a0» ou «\u00a0moins bien\u00a0» s'il "
        "exclut 0, sinon rien n'est prouvé.",
        "p\u00a0: McNemar exact pour les mesures oui ou non, permutation des signes pour les autres\u202f; "
        "p Holm\u00a0: corrigé du nombre de mesures.",
        "Décelable\u00a0: le plus petit écart vrai que cette comparaison montrerait quatre fois sur cinq.",
    ),
    "en": (
        "Difference: B less A, over the questions judged on both sides (pairs).",
        "95 % interval by drawing questions: better or worse where it excludes 0; otherwise nothing is proven.",
        "p: exact McNemar for yes-or-no metrics, sign-flip permutation for others; p Holm: corrected for their number.",
        "Detectable: the smallest true difference that this comparison would show four times in five.",
    ),
}
_HEADS: dict[Language, tuple[str, ...]] = {
    "fr": ("mesure", "A", "B", "écart", "intervalle", "p", "p Holm", "décelable", "paires", ""),
    "en": ("metric", "A", "B", "difference", "interval", "p", "p Holm", "detectable", "pairs", ""),
}
_VERDICTS: dict[Language, dict[Verdict, str]] = {
    "fr": {"better": "mieux", "worse": "moins bien", "moved": "changé", "same": "identique", "unclear": ""},
    "en": {"better": "better", "worse": "worse", "moved": "moved", "same": "same", "unclear": ""},
}


def comparison_text(before: Report, after: Report, compared: Sequence[RunComparison], language: Language) -> str:
    """What was compared, then a table by run, then how to read them."""
    words = _WORDS[language]
    lines = _head(before, after, compared[0].questions, language)
    for each in compared:
        lines += ["", each.run, *_differences(each, language)]
        if len(each.by_kind) > 1:
            lines += ["", words["by_kind"], *_kinds(each, after, language)]
    return "\n".join([*lines, "", *_READING[language]])


def _head(before: Report, after: Report, questions: int, language: Language) -> list[str]:
    words = _WORDS[language]
    lines = [words["set"].format(name=after.set_name, questions=questions, hash=after.data_hash[:12])]
    for letter, report in (("A", before), ("B", after)):
        lines.append(words["side"].format(letter=letter, made=report.made_at, hash=report.configuration_hash[:12]))
        if report.judge is not None:
            lines.append(words["judge"].format(letter=letter, name=report.judge.get("name", "?")))
    what = [
        f"{name} {_short(old)} → {_short(new)}"
        for first, second in ((before.configuration, after.configuration), (before.stamp, after.stamp))
        for name, (old, new) in changed(first, second).items()
    ]
    return [*lines, words["changed"].format(what=", ".join(what)) if what else words["nothing_changed"]]


def _differences(compared: RunComparison, language: Language) -> list[str]:
    rows = [_HEADS[language], *(_row(each, language) for each in _judged(compared))]
    return table(rows, indent="  ")


def _judged(compared: RunComparison) -> list[Difference]:
    """Differences of metrics that had something to judge on one side at least."""
    return [each for each in compared.differences.values() if each.judged]


def _row(each: Difference, language: Language) -> tuple[str, ...]:
    return (
        each.metric.name,
        figure(each.before, language),
        figure(each.after, language),
        signed(each.difference, language),
        interval(each.interval, language),
        p_shown(each.p, language),
        p_shown(each.p_holm, language),
        figure(each.detectable, language),
        str(each.pairs),
        _VERDICTS[language][each.verdict],
    )


def _kinds(compared: RunComparison, after: Report, language: Language) -> list[str]:
    """Metrics down, kinds across."""
    (run,) = [run for run in after.runs if run.name == compared.run]
    sizes = {kind: sum(row.kind == kind for row in run.rows) for kind in compared.by_kind}
    rows = [("", *(f"{kind} ({sizes[kind]})" for kind in compared.by_kind))]
    for name in (each.metric.name for each in _judged(compared)):
        rows.append((name, *(signed(found[name], language) for found in compared.by_kind.values())))
    return table(rows, indent="  ")


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:37]}…"
