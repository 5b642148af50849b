"""Figures told year by year, where a question names no year: the latest answers, and the others are told. Pure.

Years follow each other in the reports of a series ("Bilan 2023", "Bilan 2024") or in the rows of a table. Where
only one of several reports tells the figure, that there are others is told all the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.counted import counted_in
from assistant.answering.figures import stated_figure
from assistant.answering.quantities import asked_unit
from assistant.answering.scoring import ScoredSentence
from assistant.retrieval.coverage import names_on_record
from assistant.support.facts import numbers_in_place
from assistant.text.normalise import fold
from assistant.text.sentences import split_sentences
from assistant.types import Notice, Query

_YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d(?![\d/]|[.,-]\d)")
_WORD = re.compile(r"[^\W\d_]{2,}")
_ALIKE = 0.75  # of the words of two titles, from which they are of one series
_NEARLY_AS_GOOD = 0.6  # of the score of the one that was chosen
_MOST_TOLD = 5
_TIMED = re.compile(r"\b(?:annees?|an|years?|evolu\w+|depuis|since|entre|between|from|historique)\b")


@dataclass(frozen=True, slots=True)
class Latest:
    """The sentence of the latest year, and what is to be said of it."""

    sentence: ScoredSentence
    notice: Notice


def latest_of_years(
    query: Query, chosen: Sequence[ScoredSentence], able: Sequence[ScoredSentence], ranked: Sequence[ScoredSentence]
) -> Latest | None:
    """The latest of the figures that are told year by year; None where the question is dated, or they are not.

    Args:
        query: a question for a number.
        chosen: the sentences that would be quoted, best first.
        able: the sentences that may answer.
        ranked: all sentences of the evidence.
    """
    if not chosen or _is_dated(query):
        return None
    first = chosen[0]
    if _year_of(first) is None:
        return None
    years: dict[str, ScoredSentence] = {}
    counting = (each for each in ranked if each.counts and first.counts)
    for each in (first, *(one for one in (*able, *counting) if one.score >= _NEARLY_AS_GOOD * first.score)):
        year = _year_of(each)
        if year is not None and each.counts == first.counts and _tells_the_same(query, first, each):
            years.setdefault(year, each)
    latest = max(years)
    sentence = years[latest]
    others = sorted({*years, *_reports_of(sentence, ranked)} - {latest}, reverse=True)[:_MOST_TOLD]
    if not others:
        return None
    told = ", ".join(_told(query, year, years[year]) if year in years else year for year in others)
    code = "latest_of_years" if latest > others[0] else "one_of_years"
    return Latest(sentence, Notice(code, {"year": latest, "others": told}))


def _reports_of(each: ScoredSentence, ranked: Sequence[ScoredSentence]) -> set[str]:
    """The years of the other reports of a series that the evidence has something of."""
    years = (_titled(other) for other in ranked if _one_series(each, other))
    return {year for year in years if year is not None}


def _tells_the_same(query: Query, one: ScoredSentence, other: ScoredSentence) -> bool:
    """Whether two sentences tell one thing of two years."""
    if one is other:
        return True
    if (one.head or other.head) and one.counts:
        near, others = (each.near | names_on_record(query.words, each.source.document) for each in (one, other))
        return near <= others or others <= near
    return _one_series(one, other) and other.near >= one.near


def _is_dated(query: Query) -> bool:
    filters = None if query.scope is None else query.scope.filters
    bounded = filters is not None and (filters.since is not None or filters.until is not None)
    asked = fold(query.search_text)
    return bounded or _YEAR.search(asked) is not None or _TIMED.search(asked) is not None


def _year_of(each: ScoredSentence) -> str | None:
    """The one year of a row of a table, else of the title of its document, else of the sentence or the one before."""
    own = set(_YEAR.findall(each.sentence.text)) if each.head else set()
    if not own and _titled(each) is not None:
        return _titled(each)
    text = each.source.passage.text
    spans = split_sentences(text)[max(0, each.sentence.position - (0 if each.head else 1)) : each.sentence.position + 1]
    for start, end in reversed(spans):
        years = set(_YEAR.findall(text[start:end]))
        if years:
            return years.pop() if len(years) == 1 else None
    return None


def _titled(each: ScoredSentence) -> str | None:
    years = set(_YEAR.findall(each.source.document.title))
    return years.pop() if len(years) == 1 else None


def _one_series(one: ScoredSentence, other: ScoredSentence) -> bool:
    """Whether two sentences stand in two reports of one name."""
    first, second = one.source.document, other.source.document
    if first.work_id == second.work_id:
        return False
    words, others = (set(_WORD.findall(fold(each.title))) for each in (first, second))
    return (
        None not in (_titled(one), _titled(other))
        and bool(words)
        and len(words & others) >= _ALIKE * len(words | others)
    )


def _told(query: Query, year: str, each: ScoredSentence) -> str:
    """A year with its figure, where that is plain."""
    counted, unit = counted_in(query.search_text), asked_unit(query.search_text)
    value = stated_figure(each, unit or "", None if counted is None else counted.noun)
    if value is None:
        return year
    text = each.sentence.text
    shown = [text[start:end] for start, end, readings in numbers_in_place(fold(text)) if _is(readings[0], value.value)]
    same_length = len(fold(text)) == len(text)
    return f"{year} ({' '.join(shown[0].split())})" if shown and same_length else year


def _is(reading: str, value: float) -> bool:
    return float(reading) == value
