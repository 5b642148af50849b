"""What kind of figure a question asks for, and how a text writes one of that kind. Pure, French and English.

A number, money, a share, a rate, a time of the day, or how long something takes. Patterns are for folded text.
"""

from __future__ import annotations

import re

from assistant.answering.question import NUMBER_WORDS, QuestionType
from assistant.text.normalise import fold

ASKS = (
    r"\A\W*(?:et )?(?:quel(?:le)?s?|what|which)(?: (?:est|sont|etait|etaient|a ete|is|was|are|were))?"
    r"(?: (?:le|la|les|the)| l')? ?"
)
"""Only where it is the first thing asked: "combien de lauréats, et quels montants ?" asks for a number first."""
_MONEY_ASKED = re.compile(
    rf"{ASKS}(?:couts?|prix|montants?|tarifs?|loyers?|salaires?|amendes?|budgets?(?! participatif)|dotations?|"
    r"costs?|price|fee|salary|fine)\b"
    r"|\A\W*(?:et )?(?:a )?combien (?:d'argent|d'euros|cout\w+|a cout\w+|ont cout\w+|va couter)\b"
    r"|\b(?:chiffre d'affaires|turnover|revenue)\b"
    r"|\A\W*(?:cout|prix|tarif|montant|dotation|budget(?! participatif))s? \w+"
    r"|\A\W*how much (?:money|did|do|does|has|have)\b[^?]*"
    r"\b(?:cost|spen[dt]|pay|paid|invest(?:ed)?)\b"
    r"|\A\W*combien (?!de |d')[^?]*\b(?:depens|investi|paye|verse)\w*"
)
_SHARE_ASKED = re.compile(rf"{ASKS}(?:pourcentage|proportion|fraction|percentage|share|parts? (?:de|du|des|d')\b)")
_EACH_ASKED = re.compile(
    r"\b(?:part|contribution|participation|share|contribution) (?:de |of )(?:chaque|chacune?|each)\b"
)
_RATE_ASKED = re.compile(rf"{ASKS}(?:taux|rate)\b")
_FIRST_FIGURE = re.compile(
    r"\b(?:combien(?: de temps)?|how (?:many|much|long)|quel(?:le)?s? [\w-]+|durees?|duration)\b"
)
_LONG = re.compile(r"combien de temps|how long|.*\bdurees?|duration")
_HOUR_ASKED = re.compile(
    r"\b(?:a )?quelles? heures?\b|\bhoraires?\b|\b(?:what|which) (?:time|hours?)\b|\bopening hours\b"
)
CLOCK = re.compile(
    r"\b\d{1,2}\s?(?:h\b|h\d\d\b|heures?\b|:\d\d\b|[ap]\.?m\b|o'clock\b)|\b(?:midi|minuit|noon|midnight)\b"
)
_MONEY = re.compile(
    r"€|\$|£|\b(?:euros?|dollars?|livres sterling|pounds?|francs?|milliards?|millions?|centimes?|gratuit\w*|free)\b"
    r"|\d\s?livres\b"
)
NUMBER = re.compile(rf"\d|\b(?:{fold(NUMBER_WORDS)}|aucune?|nul(?:le)?|un seul|une seule|none|no one|zero)\b")
NO_NUMBER = re.compile(r"\btiers[ -](?:payant|lieux?|secteur|monde|etat)s?\b")
PERCENT = re.compile(r"\d+(?:[.,]\d+)?\s*(?:%|pour cent|per ?cent)")
_SHARE = re.compile(
    r"%|‰|\d⁄\d|\b(?:pour cent|pour mille|pourcents?|percent|per cent|moitie|tiers|quarts?|half|third|quarter)\b"
    r"|\b(?:majorite|majority)\b"
    r"|\bsur (?:dix|cent|\d+)\b|\bparts? egales?\b|\bequal(?:ly| shares?| parts?)\b"
)
_OF_EACH = re.compile(rf"{_SHARE.pattern}|{_MONEY.pattern}")
_RATE = re.compile(rf"{_SHARE.pattern}|\d[.,]\d")
LENGTH_OF_TIME = re.compile(
    rf"(?:\d|\b(?:{fold(NUMBER_WORDS)}|une?|quelques|plusieurs|several|some|one|half an?|an?))"
    r"[\s-]?(?:(?:petite?|bonne?|grande?|full|whole)s?\s)?"
    r"(?:secondes?|minutes?|mn|min|h|heures?|(?:demi-)?journees?|jours?|semaines?|mois|trimestres?|semestres?|ans?|annees?|"
    r"seconds?|hours?|days?|weeks?|months?|years?)\b|\d\s?h\s?\d\d\b"
)
"""How long something takes: "un an", "3 mois", "une demi-journée", "1 h 30"."""


def quantity_asked(question: str, kind: QuestionType) -> re.Pattern[str] | None:
    """What a folded question wants the figure of, as a pattern of what has one; None where it wants none."""
    if kind is QuestionType.WHEN and _HOUR_ASKED.search(question):
        return CLOCK
    if kind is not QuestionType.HOW_MANY:
        return None
    if asks_how_long(question):
        return LENGTH_OF_TIME
    asked = ((_EACH_ASKED, _OF_EACH), (_SHARE_ASKED, _SHARE), (_RATE_ASKED, _RATE), (_MONEY_ASKED, _MONEY))
    return next((held for asks, held in asked if asks.search(question)), NUMBER)


def asks_how_long(question: str) -> bool:
    """Whether the first figure that a folded question asks for is how long something takes."""
    first = _FIRST_FIGURE.search(question)
    return first is not None and _LONG.match(first[0]) is not None
