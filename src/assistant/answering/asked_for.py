"""Whether a sentence can hold what is asked for: the year that the question names, the kind of quantity. Pure.

Near misses have the right words and lack just that: a cost is asked for, and the text gives a surface; a figure of
2020 is, and the text has that of 2023. What can't answer is not quoted, however near it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answering.question import NUMBER_WORDS, QuestionType
from assistant.answering.scoring import ScoredSentence
from assistant.text.normalise import fold
from assistant.types import Query

_YEAR = re.compile(r"(?<![\d.,-])(?:19|20)\d\d(?!\d|[.,]\d|\s?%)")
# Only where it is the first thing asked: "combien de lauréats, et quels montants ?" asks for a number first.
_ASKS = (
    r"\A\W*(?:et )?(?:quel(?:le)?s?|what|which)(?: (?:est|sont|etait|etaient|a ete|is|was|are|were))?"
    r"(?: (?:le|la|les|the)| l')? ?"
)
_MONEY_ASKED = re.compile(
    rf"{_ASKS}(?:couts?|prix|montants?|tarifs?|loyers?|salaires?|amendes?|costs?|price|fee|salary|fine)\b"
    r"|\A\W*(?:a )?combien (?:d'argent|d'euros|cout\w+|a cout\w+|ont cout\w+|va couter)\b"
    r"|\A\W*(?:cout|prix|tarif|montant)s? \w+|\A\W*how much (?:money|did|does)\b[^?]*\bcost\b"
)
_SHARE_ASKED = re.compile(rf"{_ASKS}(?:pourcentage|proportion|fraction|percentage|share)\b")
_MONEY = re.compile(
    r"€|\$|£|\b(?:euros?|dollars?|livres sterling|pounds?|francs?|milliards?|millions?|centimes?|gratuit\w*|free)\b"
)
_NUMBER = re.compile(rf"\d|\b(?:{fold(NUMBER_WORDS)}|aucune?|nul(?:le)?|un seul|une seule|none|no one|zero)\b")
_SHARE = re.compile(
    r"%|\b(?:pour cent|pourcents?|percent|per cent|moitie|tiers|quarts?|half|third|quarter|majorite)\b"
    r"|\bsur (?:dix|cent|\d+)\b"
)


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What an answer must hold: one of the question's years where it names some; a quantity of one kind."""

    years: frozenset[str]
    quantity: re.Pattern[str] | None

    @classmethod
    def of(cls, query: Query, kind: QuestionType) -> AskedFor:
        """What a question demands of a sentence."""
        question = fold(query.text)
        quantity = None
        if kind is QuestionType.HOW_MANY:
            quantity = _NUMBER
            if _SHARE_ASKED.search(question):
                quantity = _SHARE
            elif _MONEY_ASKED.search(question):
                quantity = _MONEY
        return cls(frozenset(_YEAR.findall(question)), quantity)

    @property
    def demands(self) -> bool:
        """Whether there is anything that a sentence could lack."""
        return bool(self.years) or self.quantity is not None

    def held_by(self, sentence: ScoredSentence) -> bool:
        """Whether a sentence may answer: it has the kind of quantity, and is not of another year."""
        if self.quantity is not None and not self.quantity.search(fold(sentence.sentence.text)):
            return False
        return not self.years or not self._is_of_another_year(sentence)

    def _is_of_another_year(self, sentence: ScoredSentence) -> bool:
        """Told by the one year in the sentence, else by those of its headings and of its document's title."""
        own = set(_YEAR.findall(sentence.sentence.text))
        if len(own) > 1:
            return False  # "between 2019 and 2023" has 2020 in it
        if not own:
            passage = sentence.source.passage
            own = set(_YEAR.findall(" ".join((sentence.source.document.title, *passage.heading_path))))
            own = set() if self.years & set(_YEAR.findall(passage.text)) else own
        return bool(own) and self.years.isdisjoint(own)
