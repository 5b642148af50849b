"""Every metric there is, by name: a report read back from its file computes its figures again with them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.evaluation.answers.metrics import ANSWER_METRICS
from assistant.evaluation.reports.report import Better, Metric
from assistant.types import Language

_RANKED: dict[str, tuple[Better, dict[Language, str]]] = {
    "nDCG@10": (
        "higher",
        {
            "fr": "qualité du classement des 10 premiers {}s\u00a0: les meilleurs d'abord",
            "en": "ranking quality of the first 10 {}s: the best ones first",
        },
    ),
    "R@10": (
        "higher",
        {"fr": "part des bons {}s trouvés dans les 10 premiers", "en": "share of the right {}s in the first 10"},
    ),
    "R@20": (
        "higher",
        {"fr": "part des bons {}s trouvés dans les 20 premiers", "en": "share of the right {}s in the first 20"},
    ),
    "R@100": (
        "higher",
        {"fr": "part des bons {}s trouvés dans les 100 premiers", "en": "share of the right {}s in the first 100"},
    ),
    "RR@10": (
        "higher",
        {
            "fr": "1 divisé par le rang du premier bon {} (0 au-delà de 10)",
            "en": "1 over the rank of the first right {} (0 beyond 10)",
        },
    ),
    "Success@1": ("higher", {"fr": "le premier {} est bon", "en": "the first {} is right"}),
    "Success@5": ("higher", {"fr": "un bon {} parmi les 5 premiers", "en": "a right {} among the first 5"}),
    "Judged@10": (
        "neither",
        {
            "fr": "part des 10 premiers {}s qu'une personne a jugés",
            "en": "share of the first 10 {}s that a person has judged",
        },
    ),
}
_BINARY = frozenset({"Success@1", "Success@5"})


def _metric(name: str, ranked: str) -> Metric:
    """A metric of what is ranked: "document" or "passage", which both languages call so."""
    better, says = _RANKED[name]
    shown = {language: text.format(ranked) for language, text in says.items()}
    return Metric(name if ranked == "document" else f"{name} passages", better, shown, binary=name in _BINARY)


DOCUMENT_METRICS = tuple(_metric(name, "document") for name in _RANKED)
PASSAGE_METRICS = tuple(_metric(name, "passage") for name in _RANKED)
GROUPS_AT_10 = Metric(
    "groups@10",
    "higher",
    {
        "fr": "part des éléments de preuve trouvés dans les 10 premiers documents",
        "en": "share of the pieces of evidence found in the first 10 documents",
    },
)
GROUPS_IN_PASSAGES = Metric(
    "groups@10 passages",
    "higher",
    {
        "fr": "part des éléments de preuve dont un document a l'un des 10 premiers passages",
        "en": "share of the pieces of evidence of which a document has one of the first 10 passages",
    },
)
GROUP_METRICS = (GROUPS_AT_10, GROUPS_IN_PASSAGES)

KNOWN: Mapping[str, Metric] = MappingProxyType(
    {metric.name: metric for metric in (*DOCUMENT_METRICS, *PASSAGE_METRICS, *GROUP_METRICS, *ANSWER_METRICS)}
)
