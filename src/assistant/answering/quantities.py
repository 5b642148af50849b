"""The one quantity of the asked kind, or the one date, that a sentence states; nothing where it states several. Pure.

Quantities of one kind are compared by what they are of ("12 agents", "54 %", "300 000 euros"), and as loosely as they
are said: "près de 300" and "312" are no contradiction, nor are "plus de 100" and "140", nor "12 %" and "12,4 %".
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from assistant.answering.dates import dates_of
from assistant.support.facts import numbers_in_place
from assistant.text.normalise import fold

_LARGE, _NEARLY = 100, 0.05  # from where whole numbers are rounded, and how much by
_ABOUT = 0.15  # how far two figures may lie apart where one of them is said to be rough
_STEM = 7  # letters: "agents" and "agent" are one unit
_PERCENT, _MONEY, _TIME = "%", "€", "duration"
_UNITS = (
    (_PERCENT, re.compile(r"%|pour ?cents?\b|per ?cent\b|points? de pourcentage\b")),
    (_MONEY, re.compile(r"[€$£]|euros?\b|eur\b|dollars?\b|pounds?\b")),
    (_TIME, re.compile(r"(?:an|annee|mois|semaine|jour|heure|minute|year|month|week|day|hour)s?\b")),
)
_MILLIONS = ("million", "milliard")
_WORD = re.compile(r"[a-z]+")
_SCALE = re.compile(r"\s*(?:millions?|milliards?|billions?|mille|thousand|(?:k|mds?|m|bn)(?=\s?[€$£]))")
_LINK = re.compile(r"\s*(?:d'|de\s|d\s|of\s)?\s*")
_COUNTED = re.compile(
    r"(?:\b(?:combien|nombre|nb|effectif|number)\s(?:total\s)?(?:de\s|d'|des\s|of\s)(?:l'|les\s|the\s)?|\bhow many\s)"
    r"(?P<noun>[a-z]+)"
)
_KINDS_ASKED = (
    (_PERCENT, re.compile(r"\b(?:pourcentage|part|proportion|taux|percentage|share|rate)\b")),
    (
        _TIME,
        re.compile(r"\b(?:combien de temps|duree|combien (?:de|d')\s?(?:ans|annees|mois|semaines|jours)|how long)\b"),
    ),
    (
        _MONEY,
        re.compile(
            r"\b(?:budget(?! participatif)|montant|cout|prix|dotation|depense|tarif|subvention|financement|"
            r"coutent?|coute|price|cost|amount|fee|how much)s?\b"
        ),
    ),
)
_PART = re.compile(  # a part of a whole, or what comes on top: "dont 12", "12 sur 40", "40 autres"
    r"(?:\b(?:dont|parmi|sur|des|sur les|parmi les|autres|encore|including|of|of the|out of)|[+/×x])\s*\Z"
)
_RANGE = re.compile(r"\d\s*(?:a|et|ou|-|–|to|and|or)\s*\Z")
_ROUGH = re.compile(
    r"\b(?:environ|pres de|quelque|autour de|presque|approximativement|a peu pres|une? (?:bonne )?\w+aine|about|around|"
    r"nearly|almost|roughly|some|approximately)(?: de| d')?\s*\Z"
)
_LEAST = re.compile(r"\b(?:plus de|plus d'|au moins|superieur a|depasse|more than|over|at least|above)\s*\Z")
_MOST = re.compile(r"\b(?:moins de|moins d'|au plus|au maximum|jusqu'a|inferieur a|less than|under|up to|at most)\s*\Z")
_TAIL = re.compile(
    r"\bpar (?:an|mois|jour|semaine|habitant|foyer|projet|personne|agent|ville|heure)\b|\bannue(?:l|lle)(?:s|ment)?\b|"
    r"\bchaque (?:annee|mois|jour)\b|\b(?:sur|en) \w+ (?:ans|annees|mois)\b|\b(?:premier|premiere|deuxieme|second|"
    r"seconde|troisieme|quatrieme|derniere?) (?:annee|edition|phase|saison|vague|session|promotion|tranche)\b|"
    r"\ba terme\b|\binitial\w*\b|\bau depart\b|\bau total\b|\ben moyenne\b|\bmaxim\w+\b|\bminim\w+\b|"
    r"\bper (?:year|month|head|capita)\b|\b(?:yearly|annual(?:ly)?|monthly|first|second|third|on average|in total)\b"
)
_YEAR = re.compile(r"(?<![\d.,])(?:1[5-9]|20)\d\d(?![\d.,]?\d)")
_NOT_THEN = re.compile(r"\b(?:avant|apres|d'ici|d'ici a|jusqu'en|jusqu'a|fin|horizon|before|after|until|by)\s*\Z")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of something; `least` and `most` bound what the sentence lets it be. `tail`: by year, in all..."""

    value: float
    least: float
    most: float
    tail: frozenset[str]


@dataclass(frozen=True, slots=True)
class When:
    """A date; month and day where they are said."""

    year: int
    month: int | None = None
    day: int | None = None


def asked_unit(question: str) -> str | None:
    """What a question wants a number of; None where it does not tell."""
    asked = fold(question)
    kind = next((kind for kind, pattern in _KINDS_ASKED if pattern.search(asked)), None)
    counted = _COUNTED.search(asked)
    if kind == _TIME or (kind is not None and counted is None):
        return kind
    if counted is None:
        return None
    return _MONEY if counted["noun"].startswith(_MILLIONS) else _unit_of(counted["noun"])


def quantity_of(sentence: str, unit: str) -> Quantity | None:
    """The one number of that unit in a sentence; None where there is none, several, or a range of them."""
    folded = fold(sentence)
    found: list[Quantity] = []
    for start, end, readings in numbers_in_place(folded):
        before, after = folded[max(0, start - 40) : start], folded[end:]
        if _unit_of(_LINK.sub("", _SCALE.sub("", after, count=1), count=1)) != unit:
            continue
        if _RANGE.search(before):
            return None
        if not _PART.search(before):
            found.append(_quantity(float(readings[0]), before, frozenset(_TAIL.findall(folded))))
    return found[0] if len({each.value for each in found}) == 1 else None


def numbers_differ(one: Quantity, other: Quantity) -> bool:
    """Whether two figures can't both be right: neither is a rounding of the other, nor within what the other says."""
    if one.tail != other.tail:
        return False
    if one.least <= other.value <= one.most or other.least <= one.value <= other.most:
        return False
    return not (_rounds_to(one.value, other.value) or _rounds_to(other.value, one.value))


def when_of(sentence: str, but: frozenset[str] = frozenset()) -> When | None:
    """The one date of a sentence, apart from these years; None where it has none, or several."""
    folded = fold(sentence)
    stated = dates_of(sentence)
    dates = {When(each.year, each.month, each.day) for each in stated if each.year is not None}
    if len({(each.month, each.day) for each in stated}) > 1:
        return None
    said = [match for match in _YEAR.finditer(folded) if match[0] not in but]
    if any(_NOT_THEN.search(folded[: match.start()]) for match in said):
        return None
    years = {int(match[0]) for match in said}
    if len(years) != 1 or len(dates) > 1:
        return None
    year = years.pop()
    dated = next(iter(dates), When(year))
    return dated if dated.year == year else None


def dates_differ(one: When, other: When) -> bool:
    """Whether two dates can't be the same; what one of them does not say can be anything."""
    return (
        one.year != other.year
        or (None not in (one.month, other.month) and one.month != other.month)
        or (None not in (one.day, other.day) and one.month == other.month and one.day != other.day)
    )


def years_of(text: str) -> frozenset[str]:
    """The years that a text states."""
    return frozenset(_YEAR.findall(fold(text)))


def _unit_of(text: str) -> str | None:
    """What a text that follows a number says it is a number of."""
    bare = text.lstrip()
    kind = next((kind for kind, pattern in _UNITS if pattern.match(bare)), None)
    if kind is not None:
        return kind
    word = _WORD.match(bare)
    return word[0][:_STEM].rstrip("sx") if word and len(word[0]) > 2 else None


def _quantity(value: float, before: str, tail: frozenset[str]) -> Quantity:
    if _ROUGH.search(before):
        return Quantity(value, value * (1 - _ABOUT), value * (1 + _ABOUT), tail)
    if _LEAST.search(before):
        return Quantity(value, value, math.inf, tail)
    if _MOST.search(before):
        return Quantity(value, -math.inf, value, tail)
    return Quantity(value, value, value, tail)


def _rounds_to(exact: float, rough: float) -> bool:
    """Whether a number is another one said with fewer digits: 12.4 and 12, 31 248 and 31 000; not 24 and 20."""
    digits = len(f"{abs(rough):.6f}".rstrip("0").rstrip(".").rstrip("0").replace(".", "").lstrip("0"))
    if exact == rough or not digits:
        return exact == rough
    half = 0.5 * 10.0 ** (math.floor(math.log10(abs(rough))) + 1 - digits)
    if not exact.is_integer():
        return abs(exact - rough) <= half
    return abs(exact) >= _LARGE and abs(exact - rough) <= min(half, _NEARLY * abs(exact))
