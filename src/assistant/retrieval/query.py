"""From a question (and the turns before it) to a Query. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.errors import UsageError
from assistant.retrieval.cognates import cognates
from assistant.retrieval.dialogue import is_follow_up
from assistant.retrieval.phrases import quoted_phrases
from assistant.retrieval.translations import cut_into_terms, translations
from assistant.text.analysis import analyse_query, analyse_spans, indexed, query_weights
from assistant.text.language import detect, other_language
from assistant.types import Language, Query, QueryWord, Turn

TRANSLATED_WEIGHT = 1.0  # of a term that a word of the question may stand for in the other language
PAIR_WEIGHT = 0.2  # of two neighbouring words of the question that stand near each other in a passage
CARRIED_WEIGHT = 0.5  # of a term carried from the question before, against 1 for a term of the question itself
CARRIED_DECAY = 0.7  # of a term carried one question further
_LIKELY = 0.25  # share from which a translation counts as the word itself, in a text of the other language
_COGNATE = 0.5  # share of a term that is only written nearly like a word which the lexicon lacks
_CARRIED_TURNS = 3
_LEAST_CAPITALS, _TITLE_SHARE = 5, 0.75  # of an English text's words that carry meaning
_CARRIED_CHARACTERS = 1000  # in all: a dialogue's length must not decide what a question costs


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
    """Analyse a question; a follow-up carries the words of the questions before it, back to one that stands alone."""
    asked = [turn.text for turn in reversed(history) if turn.role == "user"][:_CARRIED_TURNS]
    language = detect(question, detect(asked[0][-_CARRIED_CHARACTERS:]) if asked else "fr")
    words = list(content_words(question, language))
    weights = dict(query_weights(question, language))
    carried = _carried(asked, language) if is_follow_up(question, words, language) else []
    for distance, text in enumerate(carried):
        known = {term for word in words for term in word.terms}
        found = content_words(text, language)
        words.extend(replace(word, carried=True) for word in found if not known.intersection(word.terms))
        for term, weight in query_weights(text, language):
            weights.setdefault(term, CARRIED_WEIGHT * CARRIED_DECAY**distance * weight)
    for term, weight in sorted(_translated(words, language, weights), key=lambda one: -one[1]):
        weights.setdefault(term, weight)
    search_text = " ".join((*reversed(carried), question))
    return Query(
        question,
        search_text,
        language,
        tuple(words),
        tuple(weights.items()),
        tuple(_pairs(words, language)),
        phrases=quoted_phrases(question),
    )


def _pairs(words: Sequence[QueryWord], language: Language) -> Iterator[tuple[str, str, float]]:
    """Neighbouring words of the question, which weigh more where they stand near each other."""
    own = [indexed(word.terms[0], language) for word in words if not word.carried]
    for first, second in dict.fromkeys(pairwise(own)):
        if first != second:
            yield first, second, PAIR_WEIGHT


def _translated(
    words: Sequence[QueryWord], language: Language, weights: Mapping[str, float]
) -> Iterator[tuple[str, float]]:
    """Terms of the other language that the words may stand for, with their weights; names stand for themselves.

    Args:
        words: the question's words.
        language: of the question.
        weights: of the words' own terms, as an index has them; what a word stands for weighs no more than it.
    """
    for places, term, likely in each_translation(words, language):
        weight = min(weights.get(indexed(words[place].terms[0], language), 0.0) for place in places)
        yield term, TRANSLATED_WEIGHT * weight * likely


def each_translation(words: Sequence[QueryWord], language: Language) -> Iterator[tuple[range, str, float]]:
    """Places of the words that make a term together, a term of the other language for it (as indexed), its share."""
    own = [word.terms[0] if word.terms and not word.named else "" for word in words]
    for start, end in cut_into_terms(own, language):
        found = translations(" ".join(own[start:end]), language)
        if not found and end - start == 1:
            found = tuple((term, _COGNATE) for term in words[start].translations)
        for term, likely in found:
            for part in term.split():
                yield range(start, end), indexed(part, other_language(language)), likely


def _carried(asked: Sequence[str], language: Language) -> list[str]:
    """The questions that a follow-up leans on, nearest first: while each is a follow-up itself, the one before too."""
    carried: list[str] = []
    room = _CARRIED_CHARACTERS
    for text in asked:
        if room <= 0:
            break
        carried.append(text[-room:])
        room -= len(text)
        if not is_follow_up(carried[-1], content_words(carried[-1], language), language):
            break
    return carried


def content_words(question: str, language: Language) -> tuple[QueryWord, ...]:
    """The words of a question that are searched, each with its terms in either language, in order, once."""
    words: dict[tuple[str, ...], QueryWord] = {}
    spans = list(dict.fromkeys((start, end) for _, start, end in analyse_spans(question, language)))
    in_title = language == "en" and is_in_title_case([question[start:end] for start, end in spans])
    for start, end in spans:
        surface = question[start:end]
        terms = tuple(analyse_query(surface, language))
        named = _is_marked(surface) or (not in_title and _is_capital(question, start, surface))
        meant = () if named else _meant(terms[0], language) or cognates(surface, language)
        words.setdefault(terms, QueryWord(surface, terms, named, translations=meant))
    return tuple(words.values())


def _meant(term: str, language: Language) -> tuple[str, ...]:
    """Single terms of the other language that a term most often stands for."""
    likely = (found for found, share in translations(term, language) if share >= _LIKELY)
    return tuple(found for found in likely if " " not in found)


def is_in_title_case(words: Sequence[str]) -> bool:
    """Whether the words of an English text are written as in a title: capitals tell no names then."""
    capital = sum(word[:1].isupper() for word in words)
    return capital >= _LEAST_CAPITALS and capital >= _TITLE_SHARE * len(words)


def _is_marked(surface: str) -> bool:
    """A number or an acronym."""
    return any(character.isdigit() for character in surface) or (len(surface) > 1 and surface.isupper())


def _is_capital(question: str, start: int, surface: str) -> bool:
    """A word with a capital that does not open the question."""
    opens = not any(character.isalnum() for character in question[:start])
    return surface[:1].isupper() and not opens
