"""From a question (and the turns before it) to a Query. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.errors import UsageError
from assistant.text.analysis import analyse_query, analyse_spans, query_weights
from assistant.text.language import detect
from assistant.types import Language, Query, QueryWord, Turn

CARRIED_WEIGHT = 0.5  # of a term carried from an earlier turn, against 1 for a term of the question
_CARRIED_CHARACTERS = 1000  # of the turn before: a dialogue's length must not decide what a question costs
_SHORT_QUESTION = 2  # content words; a question with fewer leans on the turn before it
_OPENING = re.compile(r"\s*(et|mais|non|oui|and|but|what about|how about|so)\b", re.IGNORECASE)
_POINTER = (
    re.compile(  # pronouns that stand for something said before; "le", "la", "les" only right before a verb's "a"
        r"\b(?:il|elle|ils|elles|lui|leur|eux|cela|ça|celui|celle|ceux|celles|en|y|l['’](?:a|ont|avait)|les (?:a|ont)"
        r"|it|its|they|them|their|this|that|these|those|he|she|his|her)\b",
        re.IGNORECASE,
    )
)
_INVERSION = re.compile(r"-t?-?(?:il|elle|ils|elles|on|ce)\b", re.IGNORECASE)  # "a-t-il": the subject may be named


def check_question(question: str, limit: int) -> str:
    """The question, trimmed.

    Raises:
        UsageError: it is empty (nothing but space or punctuation) or longer than `limit` characters.
    """
    if len(question) > limit:
        raise UsageError("question_too_long", length=len(question), limit=limit)
    trimmed = question.strip()
    if not any(character.isalnum() for character in trimmed):
        raise UsageError("empty_question")
    return trimmed


def build_query(question: str, history: Sequence[Turn] = ()) -> Query:
    """Analyse a question; a follow-up question carries the words of the last question before it."""
    previous = next((turn.text[-_CARRIED_CHARACTERS:] for turn in reversed(history) if turn.role == "user"), None)
    language = detect(question, detect(previous) if previous else "fr")
    words = content_words(question, language)
    weights = dict(query_weights(question, language))
    if previous is None or not is_follow_up(question, words):
        return Query(question, question, language, words, tuple(weights.items()))
    known = {term for word in words for term in word.terms}
    carried = tuple(
        replace(word, carried=True) for word in content_words(previous, language) if not known.intersection(word.terms)
    )
    for term, weight in query_weights(previous, language):
        weights.setdefault(term, CARRIED_WEIGHT * weight)
    return Query(question, f"{previous} {question}", language, words + carried, tuple(weights.items()))


def content_words(question: str, language: Language) -> tuple[QueryWord, ...]:
    """The words of a question that are searched, each with its terms in either language, in order, once."""
    words: dict[tuple[str, ...], QueryWord] = {}
    for start, end in dict.fromkeys((start, end) for _, start, end in analyse_spans(question, language)):
        surface = question[start:end]
        terms = tuple(analyse_query(surface, language))
        words.setdefault(terms, QueryWord(surface, terms, named=_is_named(question, start, surface)))
    return tuple(words.values())


def is_follow_up(question: str, words: Sequence[QueryWord]) -> bool:
    """Whether a question needs the turn before it: it opens on a link word, is very short, or points backwards."""
    if _OPENING.match(question) or len(words) < _SHORT_QUESTION:
        return True
    return _POINTER.search(_INVERSION.sub("", question)) is not None and not any(word.named for word in words)


def _is_named(question: str, start: int, surface: str) -> bool:
    """A number, an acronym, or a word with a capital that does not open the question."""
    if any(character.isdigit() for character in surface):
        return True
    if len(surface) > 1 and surface.isupper():
        return True
    opens = not any(character.isalnum() for character in question[:start])
    return surface[:1].isupper() and not opens
