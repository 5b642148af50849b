"""Questions that are several in one, each made to stand alone: one for each time, thing or fact. Pure.

"Combien de membres fin 2017, en 2023 et en 2025 ?" asks the same of three times, "Forum ou atelier : quelle durée pour
chacun ?" of two things, which a document each may tell. What is nearest to the whole question is one of them. So each
part is searched and answered by itself, in its own words and those that all share.
"""

from __future__ import annotations

import re

from assistant.answering.question import FACT_TYPES, query_type, question_type
from assistant.retrieval.query import content_words
from assistant.text.dates import MONTH_NAMES
from assistant.text.normalise import fold
from assistant.types import Query

_MOST_PARTS = 4
_LEAST_WORDS = 2  # of its own in a part: with fewer it asks more of the same thing
_TIME = (
    r"(?:(?:en|au|à|dans|de|du|le|la|celui|celle|in|at|of|the|début|debut|fin|mi|bilan|rapport|cr|compte[- ]rendu|"
    rf"édition|edition|early|late|end|report)[ -]|\d{{1,2}}(?:er)? |(?:{MONTH_NAMES}) )*(?:19|20)\d\d\b(?![-–]\d)"
)
_TIMES = re.compile(rf"\b{_TIME}(?:(?:,? (?:et|puis|and|then)|,) {_TIME})+", re.IGNORECASE)
_RANGE = re.compile(r"\b(?:entre|between)(?: (?:le|la|l'|the))?\s*\Z", re.IGNORECASE)
_LINK = re.compile(r",? (?:et|puis|and|then) |, ", re.IGNORECASE)
_EACH = re.compile(
    r"(?:\b(?:pour|de|à|for|of) |\bd['’])?(?:\bchacune?\b(?: (?:de|d['’]entre) [^?,]+)?|"
    r"\bl['’]une? et (?:\w+ )?l['’]autre\b|\brespectivement\b|\beach\b(?: of [^?,]+)?|\brespectively\b)",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"(?:\A(?!.*\b(?:entre|between) )|\b(?:entre|between) )(?P<one>[^?,:]{2,40}?) (?:et|ou|and|or) "
    r"(?P<other>[^?,:]{2,40}?)(?: (?:pour|for) [^?,:]+)?\s?[:,]\s(?P<rest>.+)\Z",
    re.IGNORECASE | re.DOTALL,
)
_ASKS = (
    r"(?:(?:à|a|de|d['’]|sur|en|pour|par|avec|dans|depuis|to|of|on|in|for|by|with)\s?)?"
    r"(?:quel(?:le)?s?|lesquel(?:le)?s|combien|quand|qui|où|what|who|which|how (?:many|much|long)|when|where)\b"
)
_CLAUSE = re.compile(rf"(?:\s*[?;]\s*(?:(?:et|and)\s+)?|,?\s+(?:et|and|puis)\s+)(?={_ASKS})", re.IGNORECASE)
_TOPIC = re.compile(r"\A([^?:]{3,80}?)\s?:\s")
_NAME = re.compile(r"(?<=[\s'’(«])(?:[A-ZÀ-ÖØ-Þ][\w.&'’-]*|[\w.-]*\d[\w.-]*|\w+\.(?:gouv\.)?(?:fr|org|com))")
_TRIMMED = " ,;?.!\u00a0\u202f"


def parts_of(query: Query) -> list[str]:
    """The questions that one holds, in order, when it asks of several times, things or facts; [] for most."""
    if query.search_text != query.text:
        return []  # a follow-up
    found = _alike(query.text)
    if not found and query_type(query) in FACT_TYPES:
        found = _by_clauses(query)
    return found[:_MOST_PARTS]


def asks_alike(question: str) -> bool:
    """Whether a question asks the same of several times that it lists, or of each of two things."""
    return bool(_alike(question))


def _alike(question: str) -> list[str]:
    return _by_times(question) or _by_things(question)


def _by_times(question: str) -> list[str]:
    """The question at each of the times that it lists; [] where it lists none, or asks of all between two."""
    found = _TIMES.search(question)
    if found is None or _RANGE.search(question[: found.start()]):
        return []
    before, after = question[: found.start()], question[found.end() :]
    return [f"{before}{time}{after}" for time in _LINK.split(found[0])]


def _by_things(question: str) -> list[str]:
    """The question of each of two things, where it says that it asks of each; [] for most."""
    if _EACH.search(question) is None or (pair := _PAIR.search(question)) is None:
        return []
    asked = " ".join(_EACH.sub(" ", pair["rest"]).split())
    return [f"{pair[name]} : {asked}" for name in ("one", "other")]


def _by_clauses(query: Query) -> list[str]:
    """The further clauses that ask for a fact, with the subject that stands before all, or what the first one names."""
    question = query.text
    cuts = [cut for cut in _CLAUSE.finditer(question) if cut.start() > 0]
    ends = [*(cut.start() for cut in cuts[1:]), len(question)] if cuts else []
    first = question[: cuts[0].start()] if cuts else ""
    topic = _TOPIC.match(question)
    subject = topic[1] if topic else " ".join(dict.fromkeys(_NAME.findall(first)))
    texts = [question[cut.end() : end].strip(_TRIMMED) for cut, end in zip(cuts, ends, strict=True)]
    asking = [
        text
        for text in texts
        if question_type(text) in FACT_TYPES and len(content_words(text, query.language)) >= _LEAST_WORDS
    ]
    return [text if not subject or fold(subject) in fold(text) else f"{subject} : {text} ?" for text in asking]
