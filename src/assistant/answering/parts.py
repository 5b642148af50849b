"""Questions that are several in one, each taken by itself: one for each time, each thing, each clause. Pure.

"Combien de membres fin 2017, en 2023 et en 2025 ?" asks three times the same of three times, which three documents
tell. What is nearest to the whole question is one of them. So each part is searched and answered by itself, in its own
words and those that all parts share.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.sides import sides_of
from assistant.text.normalise import fold
from assistant.types import Query

MOST_PARTS = 4
_MONTHS = (
    r"(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre|january|february|"
    r"march|april|may|june|july|august|september|october|november|december)"
)
_TIME = (
    rf"(?:(?:en|au|à|dans|de|du|le|la|les|celui|celle|in|at|of|the|début|debut|fin|mi|bilan|rapport|cr|compte[- ]rendu|"
    rf"édition|edition|early|late|end|report)[ -]|(?:\d{{1,2}}(?:er)? )|{_MONTHS} )*(?:19|20)\d\d\b(?![-–]\d)"
)
_TIMES = re.compile(rf"\b{_TIME}(?:(?:,? (?:et|puis|and|then)|,) {_TIME})+", re.IGNORECASE)
_RANGE = re.compile(r"\b(?:entre|between)(?: (?:le|la|l'|the))?\s*\Z", re.IGNORECASE)
_LINK = re.compile(r",? (?:et|puis|and|then) |, ", re.IGNORECASE)
_ASKS = (
    r"(?:(?:à|a|de|d['’]|sur|en|pour|par|avec|dans|depuis|to|of|on|in|for|by|with)\s?)?"
    r"(?:quel(?:le)?s?|lesquel(?:le)?s|combien|comment|pourquoi|quand|qui|quoi|où|qu['’]|que|what|who|which|how|why|when|where)"
    r"(?:\b|(?<=['’]))"
)
_COMPARES = re.compile(r"\b(?:entre|between|differ\w*|disting\w*|compar\w*)\b")
_CLAUSE = re.compile(rf"(?:\s*[?;]\s*(?:(?:et|and)\s+)?|,?\s+(?:et|and|puis)\s+)(?={_ASKS})", re.IGNORECASE)
_TOPIC = re.compile(r"\A([^?:]{3,80}?)\s?:\s")
_NAME = re.compile(r"(?<=[\s'’(«])(?:[A-ZÀ-ÖØ-Þ][\w.&'’-]*|[\w.-]*\d[\w.-]*|\w+\.(?:gouv\.)?(?:fr|org|com))")
_LEAST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Part:
    """One of the questions: its text, made to stand alone. `alike`: the parts ask the same of several things."""

    text: str
    alike: bool


def parts_of(query: Query) -> list[Part]:
    """The questions that one holds, when there are several, in order; [] for most."""
    if query.search_text != query.text:
        return []
    parts = _by_times(query.text) or _by_clauses(query.text)
    return parts[:MOST_PARTS] if len(parts) > 1 else []


def _by_times(question: str) -> list[Part]:
    """The question at each of the times that it lists."""
    found = _TIMES.search(question)
    if found is None or _RANGE.search(question[: found.start()]):
        return []
    before, after = question[: found.start()], question[found.end() :]
    return [Part(f"{before}{time}{after}", True) for time in _LINK.split(found[0])]


def _by_clauses(question: str) -> list[Part]:
    """Each of the clauses that ask, with the subject that stands before all of them and what the first one names."""
    cuts = list(_CLAUSE.finditer(question))
    cuts = [cut for cut in cuts if len(question[: cut.start()].split()) > _LEAST_WORDS]
    if not cuts:
        return []
    starts, ends = [0, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), len(question)]
    texts = [question[start:end].strip(" ,;?.!\u00a0\u202f") for start, end in zip(starts, ends, strict=True)]
    topic = _TOPIC.match(question)
    subject = topic[1] if topic else " ".join(dict.fromkeys(_NAME.findall(texts[0])))
    return [Part(text if place == 0 or fold(subject) in fold(text) else f"{subject} : {text} ?", False) for place, text in enumerate(texts)]


def is_alike(query: Query) -> bool:
    """Whether the parts of a question ask the same of several times."""
    return bool(_by_times(query.text))
