"""Corrections and short follow-ups, made whole by putting what they say in the place of what they replace. Pure.

"Non, à Rennes", "je voulais dire 2021", "et pour les freins ?", "Et en anglais ?" are about the question before, in
which one thing is another now: a place for a place, a year for a year, what is asked for what was asked, the language
of the documents. What is replaced must not be searched any more, so the question is written anew; where a message does
not fit one of these forms, or nothing in the question before is of its kind, the words of both are searched together
(`query.build_query`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.retrieval.courtesy import asking, without_greeting
from assistant.retrieval.dialogue import is_aspect
from assistant.retrieval.filter_words import read_filters
from assistant.retrieval.names import ASKS, OF_PLACE, THE, appended, other_name
from assistant.text.dates import MONTH_NAMES
from assistant.text.language import detect
from assistant.types import Filters, Language, Turn

_FOLDED_TURNS = 6  # questions that may have been corrected one after the other
_MOST_WORDS, _LONGEST = 12, 200  # of a correction; the length in characters

_SAID = (
    r"je (?:voulais|veux|souhaitais) (?:dire|parler (?:de |d')?)|je (?:parlais|parle) (?:de |d')|je pensais à|"
    r"il s'agi(?:t|ssait) (?:de |d')|c'(?:est|était)(?= (?:à|au|aux|en|pour|dans|de)\b| (?:1[89]|20)\d\d)|"
    r"i (?:meant|mean|was talking about)|it (?:is|was)(?= in\b)"
)
_CORRECTS = re.compile(
    rf"\s*(?:(?:ah |oh )?(?:non|nan|no|nope|oups|pardon|désolée?|sorry|erreur|enfin|en fait|actually)\b[\s,.:;!…–—-]*)*"
    rf"(?:(?:{_SAID})\s*|plut[oô]t\s+|rather\s+)?",
    re.IGNORECASE,
)
_SWITCHES = re.compile(
    r"\s*(?:(?:et|and)(?:\s+(?:alors|maintenant|ensuite|sinon|now|then))?|(?:what|how) about|qu'en est-il)\b[\s,:]*"
    r"(?:(?:pour|concernant|à propos de|s'agissant de|about|for)\s+(?=(?:les?|la|l'|des?|du|the)\b|[A-ZÀ-Ý]))?",
    re.IGNORECASE,
)
_INSTEAD = (
    re.compile(
        r"(?P<new>.+?)[\s,;]+(?:et\s+|and\s+)?(?:non pas|pas|non|not|au lieu de|plutôt que|instead of|rather than)\s+"
        r"(?P<old>.+)",
        re.IGNORECASE,
    ),
    re.compile(r"(?:pas|not)\s+(?P<old>.+?)(?:[\s,;]+(?:mais|but|plutôt)\s+|\s*[,;]\s*)(?P<new>.+)", re.IGNORECASE),
)

_YEAR = r"(?:1[89]|20)\d\d(?!\d)"
_MONTH = rf"(?:{MONTH_NAMES})\s+"
_WHEN = re.compile(
    rf"\b(?P<link>(?:(?:entre|de|between|from)\s+{_YEAR}\s+(?:et|à|and|to)\s+(?={_YEAR}))|"
    r"(?:en|depuis|avant|après|jusqu'en|dès|courant|in|since|before|after|until|by|during)\s+(?:l'année\s+)?)?"
    rf"(?:{_MONTH})?{_YEAR}",
    re.IGNORECASE,
)
_YEARS = re.compile(_YEAR)
_TONGUES: dict[str, Language] = {"anglais": "en", "english": "en", "français": "fr", "francais": "fr", "french": "fr"}
_TONGUE = re.compile(
    r"(?:(?:dans|parmi|in|among)\s+)?(?:(?:les?|the|des)\s+)?(?:(?:documents?|sources?|textes?|texts?)\s+)?"
    r"(?:(?:rédigés|écrits|written)\s+)?(?:en|in)?\s*(?P<tongue>anglais|français|francais|english|french)"
    r"(?:\s+(?:documents?|sources?|texts?))?(?:\s+(?:only|seulement|uniquement))?",
    re.IGNORECASE,
)
_REMARK: dict[Language, dict[Language, str]] = {
    "fr": {"fr": "documents en français", "en": "documents en anglais"},
    "en": {"fr": "documents in French", "en": "documents in English"},
}

_SAYING = re.compile(
    r"\b(que (?:disent|racontent|rapportent|indiquent|montrent|révèlent) (?:les|nos|ces))(?= (?:sur|de|du|des)\b)",
    re.IGNORECASE,
)
_ASPECT = re.compile(r"(?P<the>les?|la|l['’]|des|du|the)\s*(?P<noun>[\w-]+)", re.IGNORECASE)
_ASKED = re.compile(
    r"(?P<ask>\bquel(?:le)?s?\s+(?:est|sont|était|étaient|sera|seront|furent)\s+(?:les?\s+|la\s+|l['’]\s*)|"
    r"\bquel(?:le)?s?\s+|\b(?:what|which)\s+(?:is|are|was|were)\s+the\s+|^\W*)(?P<noun>[\w-]+)"
    r"(?=\s+(?:de|du|des|à|au|aux|pour|dans|sur|en|of|to|for|in)\b|\s+d['’]|\s*(?:$|[?.!,]))",
    re.IGNORECASE,
)
_ASKED_OF = {"le": "Quel est le ", "la": "Quelle est la ", "l'": "Quel est l'", "les": "Quels sont les "}


@dataclass(frozen=True, slots=True)
class Repaired:
    """A question made whole, and the turns before it that it may lean on still."""

    question: str
    history: tuple[Turn, ...]


def repaired(question: str, history: Sequence[Turn]) -> Repaired | None:
    """What a correction or a short follow-up asks, whole; None where it is neither, or replaces nothing.

    Args:
        question: as it was asked.
        history: the turns before it, oldest first. Those that were corrections themselves are made whole on the way.
    """
    turns = asking(history)
    places = [place for place, turn in enumerate(turns) if turn.role == "user"][-_FOLDED_TURNS:]
    before: Repaired | None = None
    for place in places:
        asked = without_greeting(turns[place].text)
        made = None if before is None else _instead(asked, before.question)
        if made is not None and before is not None:
            before = Repaired(made, before.history)
        else:
            before = Repaired(_without_no(asked), tuple(turns[:place]))
    if before is None:
        return None
    made = _instead(question, before.question)
    if made is not None:
        return Repaired(made, before.history)
    whole = _without_no(question)
    return Repaired(whole, tuple(turns)) if whole != question else None


def _without_no(question: str) -> str:
    """A whole question after a "Non, ..." as a question of its own."""
    lead = _CORRECTS.match(question)
    rest = question[lead.end() :] if lead else question
    return rest if lead and lead.end() and ASKS.match(rest) else question


def _instead(message: str, before: str) -> str | None:
    """The question before, with what a message says in the place of what it replaces; None where that is nothing."""
    corrects, switches = _CORRECTS.match(message), _SWITCHES.match(message)
    lead = max((found.end() for found in (corrects, switches) if found), default=0)
    rest = message[lead:].strip(" \t\n\u00a0\u202f?.!,;:")
    if not rest or len(rest) > _LONGEST or len(rest.split()) > _MOST_WORDS or ASKS.search(rest):
        return None
    language = detect(before)
    named = _explicit(rest, before)
    if named is not None:
        return named
    return (
        _other_language(rest, before, language)
        or _other_filter(rest, before)
        or _other_time(rest, before, language, told=lead > 0)
        or other_name(rest, before, told=lead > 0)
        or (_other_aspect(rest, before, language) if lead else None)
    )


def _explicit(rest: str, before: str) -> str | None:
    """Where a message names what is to be replaced: "Rennes, pas Lyon"."""
    for pattern in _INSTEAD:
        found = pattern.fullmatch(rest)
        if not found:
            continue
        old, new = _core(found["old"]), _core(found["new"])
        place = re.search(rf"(?<!\w){re.escape(old)}(?!\w)", before, re.IGNORECASE)
        if place and old and new:
            return before[: place.start()] + new + before[place.end() :]
    return None


def _core(phrase: str) -> str:
    """A phrase without its preposition and article."""
    bare = re.sub(rf"^(?:{OF_PLACE}|(?:de|du|des|of|from|pour|sur|for)\s+|d['’]\s*)", "", phrase.strip(), flags=re.I)
    return re.sub(rf"^{THE}", "", bare, flags=re.I).strip()


def _other_language(rest: str, before: str, language: Language) -> str | None:
    found = _TONGUE.fullmatch(rest)
    if not found:
        return None
    bare = re.sub(
        r"[\s,]*\b(?:documents|sources)\s+(?:en|in)\s+(?:anglais|français|english|french)\b\.?", "", before, flags=re.I
    )
    return _with_remark(bare, _REMARK[language][_TONGUES[found["tongue"].lower()]])


def _other_filter(rest: str, before: str) -> str | None:
    """Where a message says what the documents must be, and nothing else: "Et dans les entretiens ?"."""
    read = read_filters(rest)
    if not read.filters.restricts or read.text != rest:
        return None
    stated = read_filters(before)
    if not _share_a_field(stated.filters, read.filters):
        return _with_remark(before, rest)
    return _with_remark(_SAYING.sub(r"\1 documents", stated.text), rest)


def _share_a_field(first: Filters, second: Filters) -> bool:
    pairs = ((first.kinds, second.kinds), (first.languages, second.languages), (_dated(first), _dated(second)))
    return any(one and other for one, other in pairs)


def _dated(filters: Filters) -> bool:
    return filters.since is not None or filters.until is not None


def _with_remark(question: str, remark: str) -> str:
    bare = question.rstrip()
    return f"{bare} {remark[:1].upper()}{remark[1:]}." if bare.endswith(("?", ".", "!")) else f"{bare}, {remark}"


def _other_time(rest: str, before: str, language: Language, *, told: bool) -> str | None:
    """A year for a year; where the question before has none, it has one now."""
    found = _WHEN.fullmatch(rest)
    if not found or not (told or found["link"]):
        return None
    stated = list(_WHEN.finditer(before))
    link = "" if found["link"] else ("in " if language == "en" else "en ")
    if not stated:
        return appended(before, link + rest)
    last = stated[-1]
    if found["link"] or len(_YEARS.findall(last[0])) > 1:
        return before[: last.start()] + link + rest + before[last.end() :]
    year = list(_YEARS.finditer(last[0]))[-1]
    return before[: last.start() + year.start()] + rest + before[last.start() + year.end() :]


def _other_aspect(rest: str, before: str, language: Language) -> str | None:
    """What is asked for in the place of what was: "Et les leviers ?" after "Quels sont les freins à...?"."""
    found = _ASPECT.fullmatch(rest)
    if not found or not is_aspect(found["noun"], language):
        return None
    for asked in _ASKED.finditer(before):
        if not is_aspect(asked["noun"], language):
            continue
        ask = asked["ask"]
        if re.match(r"quel", ask, re.IGNORECASE):
            ask = _ASKED_OF.get(found["the"].lower().replace("’", "'"), ask)
        return before[: asked.start()] + ask + found["noun"] + before[asked.end() :]
    return None
