"""What `assistant eval retrieval` says on a terminal, in French or in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.bench.tables import NONE, decimal, figure, table
from assistant.types import Language

LOST: dict[Language, str] = {
    "fr": "{count} documents n'ont pas pu être lus\u00a0: les questions qui en dépendent comptent 0.",
    "en": "{count} documents could not be read: questions that rest on them count 0.",
}
_WORDS: dict[str, dict[Language, str]] = {
    "questions": {"fr": "questions", "en": "questions"},
    "judged": {"fr": "jugées", "en": "judged"},
    "unanswerable": {
        "fr": "sans réponse dans le corpus (non comptées)",
        "en": "not answered by the corpus (not counted)",
    },
    "unjudged": {"fr": "sans document pertinent (non comptées)", "en": "with no relevant document (not counted)"},
    "refused": {"fr": "refusées (comptées 0)", "en": "refused (counted 0)"},
    "missing": {"fr": "Absents de l'index\u00a0: {names}", "en": "Not in the index: {names}"},
    "p50": {"fr": "latence p50 (ms)", "en": "latency p50 (ms)"},
    "p95": {"fr": "latence p95 (ms)", "en": "latency p95 (ms)"},
    "by_kind": {"fr": "Par type de question ({name})", "en": "By kind of question ({name})"},
}
_KIND_METRICS = ("nDCG@10", "groups@10 passages")


def retrieval_text(summary: Mapping[str, Any], language: Language) -> str:
    """Counts, then a column for each leg: figures, latency, and by two figures how well each kind is served."""
    words = {key: wording[language] for key, wording in _WORDS.items()}
    separator = "\u00a0: " if language == "fr" else ": "
    head = f"{summary['questions']} {words['questions']}, {summary['judged']} {words['judged']}"
    lines = [f"{summary['set']}{separator}{head}"]
    for key, word in (("unjudged", "unjudged"), ("unanswerable", "unanswerable"), ("failed", "refused")):
        if summary.get(key):
            lines.append(f"{summary[key]} {words[word]}")
    if summary.get("missing_documents"):
        lines.append(words["missing"].format(names=", ".join(summary["missing_documents"])))
    return "\n".join([*lines, "", *_figures(summary["legs"], words, language), *_kinds(summary, words, language)])


def _figures(legs: Mapping[str, Any], words: Mapping[str, str], language: Language) -> list[str]:
    names = [name for name in next(iter(legs.values())) if "@" in name]
    rows = [["", *legs]]
    rows += [[name, *(figure(leg[name], language) for leg in legs.values())] for name in names]
    for key in ("p50", "p95"):
        rows.append([words[key], *(_milliseconds(leg["latency_ms"], key, language) for leg in legs.values())])
    return table(rows)


def _kinds(summary: Mapping[str, Any], words: Mapping[str, str], language: Language) -> list[str]:
    legs: Mapping[str, Any] = summary["legs"]
    kinds = summary["by_kind"]
    if len(kinds) < 2:
        return []
    lines: list[str] = []
    for name in (each for each in _KIND_METRICS if each in next(iter(legs.values()))):
        rows = [["", "", *legs]]
        for kind, values in kinds.items():
            shown = (figure(leg["by_kind"][kind][name], language) for leg in legs.values())
            rows.append([kind, f"({values['judged']})", *shown])
        lines += ["", words["by_kind"].format(name=name), *table(rows, "  ")]
    return lines


def _milliseconds(latency: Mapping[str, float] | None, key: str, language: Language) -> str:
    return NONE if latency is None else decimal(f"{latency[key]:.1f}", language)
