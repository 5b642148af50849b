"""Whether sources differ on what is asked: other numbers, other dates, other definitions. Pure.

It is said only where two sentences of different documents answer the same question, as far as words tell: all that the
question names stands with both, so do its other words, and neither is about another place, person, year or plan than
the other. Better a difference that is not told than one that is none. Which source is right is never said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from assistant.answering.counted import counted_in
from assistant.answering.definitions import defines, same_definition
from assistant.answering.figures import correction, stated_figure
from assistant.answering.quantities import (
    Quantity,
    When,
    asked_unit,
    dates_differ,
    numbers_differ,
    when_of,
    years_of,
)
from assistant.answering.question import QuestionType
from assistant.answering.scoring import ScoredSentence
from assistant.retrieval.coverage import matched_words, names_on_record
from assistant.support.facts import names_stated, numbers_held
from assistant.text.analysis import analyse
from assistant.text.normalise import fold
from assistant.text.sentences import split_sentences
from assistant.text.wordsets import word_set
from assistant.types import DisagreementKind, Query, Quote

MOST_SIDES = 4
_LOOKED_AT = 12  # sentences, best first
_NEARLY_AS_GOOD = 0.6  # of the best score
_LONGEST = 50  # words: a longer sentence says too much for its one number to be what is asked for
# Words of a question that ask, or that every sentence replaces by another: "compte", "emploie", "s'élève à".
_ASKING = word_set(
    """
    nombre nb pourcentage part proportion taux montant budget coût prix total effectif date année jour mois moment durée
    temps combien compte comptent comptait compter coûte coûté coûter représente représentent atteint élève emploie
    employait mobilise regroupe comprend dispose disposait number percentage share amount cost price date year day month
    many much long count employ have
    """
)
_PLANNED = word_set(
    """
    prévu prévue prévus prévues prévoit prévoyait prévision devait devaient devrait devraient doit objectif vise visait
    ambition horizon estimé estimée estimation envisage envisagé souhaite annoncé annoncée sera seront serait potentiel
    provisoire planned expected target will should aims aimed estimated forecast would
    """
)
_KINDS_OF_PLACE = word_set(
    """
    métropole ville commune communauté agglomération région département mairie conseil municipalité city town council
    region county
    """
)
_DENIED = word_set("pas jamais aucun aucune not never no")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What sources differ in, and a sentence of each, best first."""

    kind: DisagreementKind
    sentences: tuple[ScoredSentence, ...]


def disagreement(
    query: Query, kind: QuestionType, chosen: Sequence[ScoredSentence], ranked: Sequence[ScoredSentence]
) -> Disagreement | None:
    """The sentences that answer otherwise than one that was chosen to answer; None where there are none.

    Args:
        query: the question.
        kind: what it asks for.
        chosen: the sentences that would be quoted.
        ranked: all sentences of the evidence, best first.
    """
    judge = _judge(query, kind)
    if judge is None or not chosen:
        return None
    best = max(each.score for each in chosen)
    near = [each for each in ranked[:_LOOKED_AT] if each.score >= _NEARLY_AS_GOOD * best]
    sides: list[ScoredSentence] = []
    for one in chosen:
        sides = [one]
        for other in near:
            if len(sides) < MOST_SIDES and all(judge.differ(side, other, ranked) for side in sides):
                sides.append(other)
        if len(sides) > 1:
            return Disagreement(judge.kind, (*sides, *judge.also(sides, chosen, ranked)))
    return None


@dataclass(frozen=True, slots=True)
class _Side:
    """What a sentence says: whether it answers, its figure, the names and years of its own, plan or denial."""

    answers: bool
    stated: Quantity | When | None
    names: frozenset[str]
    years: frozenset[str]
    manner: tuple[bool, bool]


def _comparable(one: _Side, other: _Side) -> bool:
    """Whether both answer the question, and speak of the same."""
    both = one.answers and other.answers
    return both and (one.names, one.years, one.manner) == (other.names, other.years, other.manner)


@dataclass(frozen=True, slots=True)
class _Figures:
    """Tells whether two sentences state different numbers, or different dates, of the same."""

    query: Query
    unit: str | None
    noun: str | None = None
    _read: dict[Quote, _Side] = field(default_factory=dict, compare=False, repr=False)
    _numbers: dict[str, list[tuple[frozenset[str], str]]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def kind(self) -> DisagreementKind:
        return "dates" if self.unit is None else "numbers"

    def differ(self, one: ScoredSentence, other: ScoredSentence, ranked: Sequence[ScoredSentence]) -> bool:
        if one.source.document.work_id == other.source.document.work_id:
            return False
        sides = self._side(one), self._side(other)
        if not _comparable(*sides):
            return False
        first, second = (side.stated for side in sides)
        if isinstance(first, Quantity) and isinstance(second, Quantity):
            differ = numbers_differ(first, second)
        elif isinstance(first, When) and isinstance(second, When):
            differ = dates_differ(first, second)
        else:
            return False
        if not differ or _number(first) == _number(second):  # two days of one year
            return differ
        return not self._says(other, first, ranked) and not self._says(one, second, ranked)

    def also(
        self, sides: Sequence[ScoredSentence], chosen: Sequence[ScoredSentence], ranked: Sequence[ScoredSentence]
    ) -> list[ScoredSentence]:
        """Where a source says that it mended the figure of the other: that sentence, which tells why they differ."""
        figures = {_number(value) for side in sides if (value := self._side(side).stated) is not None}
        works = {each.source.document.work_id for each in sides}
        explains = (
            each
            for each in ranked
            if each.source.document.work_id in works
            and each not in sides
            and set(correction(each.sentence.text, self.noun) or "?") <= figures
        )
        return list(islice(explains, 1))

    def _side(self, each: ScoredSentence) -> _Side:
        """What a sentence says of what is asked: read once, however many it is held against."""
        key = each.sentence.quotes[0]
        if key not in self._read:
            years = (
                frozenset() if self.unit is None else years_of(each.sentence.text) - years_of(self.query.search_text)
            )
            answers = self._answers(each)
            stated = self._stated(each) if answers else None
            self._read[key] = _Side(
                answers, stated, self._names(each) if answers else frozenset(), years, _manner(each)
            )
        return self._read[key]

    def _stated(self, each: ScoredSentence) -> Quantity | When | None:
        if self.unit is None:
            return when_of(each.sentence.text, years_of(self.query.search_text))
        return stated_figure(each, self.unit, self.noun)

    def _says(self, each: ScoredSentence, value: Quantity | When, ranked: Sequence[ScoredSentence]) -> bool:
        """Whether the document of a sentence holds that number or year as well: then it speaks of several things.

        One that says that it mended that number speaks of one thing.
        """
        number = _number(value)
        work = each.source.document.work_id
        if work not in self._numbers:
            texts = (other.sentence.text for other in ranked if other.source.document.work_id == work)
            self._numbers[work] = [(numbers_held(text), (correction(text, self.noun) or ("",))[0]) for text in texts]
        return any(number in held and number != mended for held, mended in self._numbers[work])

    def _answers(self, each: ScoredSentence) -> bool:
        """Whether all the question's names stand with a sentence, and its other words in it (of a number: or above it).

        A question that names nothing could be answered of two different things.
        """
        words, text = self.query.words, each.sentence.text
        names = frozenset(index for index, word in enumerate(words) if word.named)
        asked = frozenset(
            index
            for index, word in enumerate(words)
            if not word.named and not set(fold(word.surface).split()) & _ASKING_FOLDED and not self._is_unit(index)
        )
        above = f"{each.source.document.title} {' '.join(each.source.passage.heading_path)} " if self.unit else ""
        held = matched_words(words, set(analyse(above + text, each.source.passage.language)))
        whole = "?" not in text and len(text.split()) <= _LONGEST
        if not whole or not (names if self.unit else names and asked):
            return False
        if self.unit:
            paragraph = self._paragraph(each)
            named = each.named | names_on_record(words, each.source.document) | paragraph
            return names <= named and asked <= held | paragraph
        return names <= each.named and asked <= held

    def _paragraph(self, each: ScoredSentence) -> frozenset[int]:
        """The question's words in the paragraph up to a sentence; none where that names something else."""
        passage = each.source.passage
        spans = split_sentences(passage.text)
        start, end = spans[each.sentence.position]
        before = passage.text[passage.text.rfind("\n\n", 0, start) + 1 : end]
        if self._others(each, before) - _KINDS_OF_PLACE_FOLDED:
            return frozenset()
        return matched_words(self.query.words, set(analyse(before, passage.language)))

    def _is_unit(self, index: int) -> bool:
        """Whether a word of the question is what is counted: it stands behind the number, which was looked at."""
        return self.unit is not None and fold(self.query.words[index].surface).startswith(self.unit[:4])

    def _names(self, each: ScoredSentence) -> frozenset[str]:
        """The names in a sentence that neither the question nor its title and headings hold."""
        return frozenset() if each.head else self._others(each, each.sentence.text)

    def _others(self, each: ScoredSentence, text: str) -> frozenset[str]:
        headings = (each.source.document.title, *each.source.passage.heading_path)
        known = fold(" ".join((self.query.search_text, *headings)))
        return frozenset(fold(name) for name in names_stated(text) if fold(name) not in known)


@dataclass(frozen=True, slots=True)
class _Definitions:
    """Tells whether two sentences define what is asked, each in its own way."""

    query: Query
    kind: DisagreementKind = "definitions"
    _read: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def differ(self, one: ScoredSentence, other: ScoredSentence, ranked: Sequence[ScoredSentence]) -> bool:
        if one.source.document.work_id == other.source.document.work_id:
            return False
        texts = one.sentence.text, other.sentence.text
        return all(map(self._defines, texts)) and not same_definition(*texts)

    def _defines(self, text: str) -> bool:
        if text not in self._read:
            self._read[text] = defines(text, self.query)
        return self._read[text]

    def also(
        self, sides: Sequence[ScoredSentence], chosen: Sequence[ScoredSentence], ranked: Sequence[ScoredSentence]
    ) -> list[ScoredSentence]:
        """What else would be quoted of the documents on a side: one may set out several definitions."""
        documents = {each.source.document.work_id for each in sides}
        return [each for each in chosen if each not in sides and each.source.document.work_id in documents]


def _judge(query: Query, kind: QuestionType) -> _Figures | _Definitions | None:
    if kind is QuestionType.DEFINITION:
        return _Definitions(query)
    if kind is QuestionType.WHEN:
        return _Figures(query, None)
    unit = asked_unit(query.search_text) if kind is QuestionType.HOW_MANY else None
    counted = counted_in(query.search_text)
    return None if unit is None else _Figures(query, unit, None if counted is None else counted.noun)


def _number(value: Quantity | When) -> str:
    """As `support.facts` spells it; of a date, its year."""
    return f"{value.value:.6f}".rstrip("0").rstrip(".") if isinstance(value, Quantity) else str(value.year)


def _manner(each: ScoredSentence) -> tuple[bool, bool]:
    """Whether a sentence speaks of a plan, and whether it denies."""
    words = set(fold(each.sentence.text).replace("'", " ").replace(",", " ").split())
    return bool(words & _PLANNED_FOLDED), bool(words & _DENIED)


_ASKING_FOLDED = frozenset(map(fold, _ASKING))
_PLANNED_FOLDED = frozenset(map(fold, _PLANNED))
_KINDS_OF_PLACE_FOLDED = frozenset(map(fold, _KINDS_OF_PLACE))
