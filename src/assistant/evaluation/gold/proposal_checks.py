"""What makes a proposed question worthless, whatever a person would think of it. Pure.

A question must be one that somebody may ask who has not read the passage: it does not point at "this text", does not
hold its answer, and is not the quote turned into a question (such questions measure whether words are found again, and
nothing else).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from assistant.text.analysis import analyse
from assistant.text.normalise import fold
from assistant.types import Language

Fault = Literal["empty", "long", "points_at_text", "answer_in_question", "copied", "numbers"]

LONGEST_QUESTION = 40
LONGEST_ANSWER = 60
"""Words."""
NEAR = 0.8
"""Jaccard of the words of two questions from which they are one."""
_COPIED = 0.6
_FEWEST_TERMS = 4
"""A shorter quote has too few words for a share of them to mean anything."""

_HERE_FR = "(?:texte|document|passage|paragraphe|extrait|article|rapport|chapitre)"
_HERE_EN = "(?:text|document|passage|paragraph|excerpt|extract|article|report|chapter|section)"
_POINTS = re.compile(
    rf"\b(?:ce|cet|ces) {_HERE_FR}s?\b"
    rf"|\b(?:selon|d'apres|dans|de|du|par) (?:le |l'|ce )?(?:texte|passage|paragraphe|extrait)\b"
    rf"|\b{_HERE_FR} (?:ci-dessus|ci-dessous|ci-joint|suivant|precedent|fourni)"
    r"|\b(?:mentionnee?s?|citee?s?|decrite?s?|evoquee?s?) (?:ci-dessus|plus haut|ci-dessous)\b"
    rf"|\b(?:this|these) {_HERE_EN}s?\b"
    r"|\b(?:according to|in|by|from|of) the (?:text|passage|paragraph|excerpt|extract)\b"
    rf"|\b{_HERE_EN} (?:above|below)\b|\b(?:above|following|given|provided) {_HERE_EN}\b"
)
_NUMBER = re.compile(r"\d+")


def fault(question: str, answer: str, quote: str, passage: str, language: Language) -> Fault | None:
    """Why a question is not kept, or None where it may be."""
    if not question.strip() or not answer.strip():
        return "empty"
    if len(question.split()) > LONGEST_QUESTION or len(answer.split()) > LONGEST_ANSWER:
        return "long"
    if _POINTS.search(fold(question)):
        return "points_at_text"
    if _holds(question, answer, language):
        return "answer_in_question"
    if _copies(analyse(question, language), analyse(quote, language)):
        return "copied"
    return None if _numbers(answer) <= _numbers(passage) else "numbers"


def near(question: str, others: Sequence[str]) -> bool:
    """Whether a question is one of others, the same or nearly: the same numbers, Jaccard of folded words from NEAR."""
    words = _words(question)
    return any(_jaccard(words, _words(other)) >= NEAR and _numbers(question) == _numbers(other) for other in others)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", fold(text)))


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(text))


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 1.0


def _holds(question: str, answer: str, language: Language) -> bool:
    """Whether every word that means something in the answer stands in the question already."""
    terms = set(analyse(answer, language))
    if terms:
        return terms <= set(analyse(question, language))
    return f" {' '.join(answer.split()).casefold()} " in f" {' '.join(question.split()).casefold()} "


def _copies(question: Sequence[str], quote: Sequence[str]) -> bool:
    """Whether most content words of the quote stand in the question, in their order (longest common subsequence)."""
    if len(quote) < _FEWEST_TERMS:
        return False
    row = [0] * (len(quote) + 1)
    for term in question:
        before = 0
        for place, other in enumerate(quote, start=1):
            above = row[place]
            row[place] = before + 1 if term == other else max(above, row[place - 1])
            before = above
    return row[-1] >= _COPIED * len(quote)
