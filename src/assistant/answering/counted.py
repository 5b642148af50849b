"""What a question wants the number of ("combien de votants"), and whether a sentence has that number. Pure.

In a row of a table the head tells what the numbers are of. Who does something may be told by the verb: "31 200
personnes ont voté". A sample ("auprès de 300 agents") is no number of all. French and English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.answering.asked_quantity import LENGTH_OF_TIME, asks_how_long
from assistant.answering.question import NUMBER_WORDS
from assistant.text.normalise import fold

_ASKED = re.compile(r"\b(?:combien (?:de |d')|nombre (?:de |d')|how many )(\w+)")
_DOERS = (  # "combien de personnes ont voté" asks for the number of "votants"
    (
        re.compile(r"\bcombien (?:de |d')(?:personnes|gens) (?:\w+ )?(?:ont|avaient) (?:\w+ )?(\w{3,}?)(?:e|u|i)s?\b"),
        "ants",
    ),
)
_LEAST = 5  # letters of the noun: shorter ones are too many other words
_STEM = 5
_TIME = "temps"
_ATTENDING = re.compile(r"(?:monde|personnes|gens|participant|present|invite|inscrit|people|attend|guest)")
_ATTENDED = r"(?:personnes|participante?s|invitee?s|inscrite?s|agents|elue?s|habitante?s|people|participants|attendees)"
_AGENT = re.compile(r"(?:antes?|ants?|eurs?|euses?|rices?|ers?|ors?)\Z")  # "votants", "visiteurs", "voters"
_LEAST_VERB = 3
_PEOPLE = r"(?:personnes|gens|habitante?s|citoyens|citoyennes|usagers|agents|people|residents|citizens)"
_SAMPLE = re.compile(
    r"\b(?:aupres (?:de |d')|echantillon (?:de |d')|panel (?:de |d')|sample of |interroge |"
    r"interview(?:e|ed) |surveyed )"
    r"(?:plus de |pres de |environ |some |about )?\d[\d \u00a0\u202f.,]*"
)

_OF_SAMPLE = re.compile(
    r"\b(?:interrog|enquet|sond|repond|repon|echantillon|entreten|survey|interview|sample|respond|poll)"
)


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted: a folded noun; `sampled`: the question is about a sample, whose size counts then."""

    noun: str
    sampled: bool = False


def counted_in(question: str) -> Counted | None:
    """What a question asks the number of; None where it asks for no number of things."""
    noun = _noun(question)
    return None if noun is None else Counted(noun, is_of_sample(question))


def is_of_sample(question: str) -> bool:
    """Whether a question asks about those who were questioned."""
    return _OF_SAMPLE.search(fold(question)) is not None


def _noun(question: str) -> str | None:
    asked = fold(question)
    if asks_how_long(asked):
        return _TIME
    for pattern, ending in _DOERS:
        doing = pattern.search(asked)
        if doing:
            return doing[1] + ending
    found = _ASKED.search(asked)
    return found[1] if found else None


def without_samples(folded: str) -> str:
    """A folded text without the sizes of samples, which are no number of all."""
    return _SAMPLE.sub(" ", folded)


def counts(counted: Counted | None, text: str, head: str = "") -> bool:
    """Whether a sentence has a number of what is counted, before its noun or before those who do it.

    Args:
        counted: what is counted.
        text: the sentence.
        head: of the table that it is a row of; "" where it is none.
    """
    if counted is None or len(counted.noun) < _LEAST:
        return False
    if head:
        return counted.noun[:_STEM] in fold(head)
    folded = fold(text)
    if counted.noun == _TIME:
        return LENGTH_OF_TIME.search(folded) is not None
    return _pattern(counted.noun).search(folded if counted.sampled else without_samples(folded)) is not None


def in_column(noun: str, row: str, head: str) -> str | None:
    """The cell of a row that stands below the one cell of the head that names what is counted."""
    cells, heads = row.split(" | "), head.split(" | ")
    places = [place for place, cell in enumerate(heads) if noun[:_STEM] in fold(cell)]
    return cells[places[0]].strip("| ") if len(places) == 1 and len(cells) == len(heads) else None


def done_by(noun: str) -> str | None:
    """People doing what makes them what they are called, as a pattern: "votants": "personnes ont voté"."""
    ending = _AGENT.search(noun)
    if ending is None or ending.start() < _LEAST_VERB:
        return None
    return rf"{_PEOPLE} (?:\w+ ){{1,3}}{re.escape(noun[: ending.start()])}\w*"


@lru_cache(maxsize=64)
def _pattern(noun: str) -> re.Pattern[str]:
    number = rf"(?<!parmi )(?<!\d )(?<!\d)(?:\d[\d ]*|\b(?:{NUMBER_WORDS}))"
    if _ATTENDING.match(noun):
        return re.compile(rf"{number}[ -](?:\w+ ){{0,2}}{_ATTENDED}\b")
    done = done_by(noun)
    either = rf"(?:\w+ ){{0,2}}(?:d['’])?{re.escape(noun[:_STEM])}" + (f"|{done}" if done else "")
    return re.compile(rf"{number}[ -](?:{either})")
