"""What the evidence of a section lacks: other sources, recent ones, parts of its question. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.answering.breadth import OLD
from assistant.drafting.words import MISSING
from assistant.retrieval.coverage import matched_words
from assistant.retrieval.query import build_query
from assistant.text.analysis import analyse
from assistant.text.normalise import fold
from assistant.text.wordsets import word_set
from assistant.types import Document, Language, PickedQuote, ProposalSection, QueryWord

_PARTS = re.compile(r"[?;.]\s*|,?\s+(?:et|ainsi que|puis|and|as well as)\s+(?=\S)", re.IGNORECASE)
_FEWEST = 2  # content words of a part of a question
_SHOWN = 5
_ASKING = word_set(
    """
    frein freins levier leviers obstacle obstacles difficulté difficultés raison raisons cause causes effet effets
    exemple exemples avantage avantages rôle place enjeu enjeux façon manière comment pourquoi proposition propositions
    mesure mesures condition conditions faire mettre œuvre oeuvre axe axes partie chapitre section agir
    barrier barriers lever levers difficulty difficulties reason reasons effect effects example examples way ways role
    """
)
_ASKING_FOLDED = frozenset(map(fold, _ASKING))


def lacking(
    section: ProposalSection, documents: Mapping[str, Document], newest: str | None, language: Language
) -> tuple[str, ...]:
    """What is missing, a sentence each; nothing where there is nothing to say.

    Args:
        section: its basket is what is judged.
        documents: those of its quotes that are there, by id.
        newest: date of the latest document of the corpus.
        language: of the sentences.
    """
    quotes = [each for each in section.basket if each.text]
    if not quotes:
        return (MISSING["none"][language],)
    sources = list({each.document_id: documents.get(each.document_id) for each in quotes}.items())
    said = [*_breadth(quotes, sources, language), *_age([known for _, known in sources if known], newest, language)]
    return (*said, *_unanswered(section.question or section.title, quotes, language))


def _breadth(
    quotes: Sequence[PickedQuote], sources: Sequence[tuple[str, Document | None]], language: Language
) -> Iterator[str]:
    works = {name if known is None else known.work_id for name, known in sources}
    authorities = {None if known is None else known.authority for _, known in sources}
    if len(works) == 1:
        yield MISSING["single_source"][language].format(title=" ".join(quotes[0].title.split()))
    elif len(authorities) == 1 and None not in authorities:
        yield MISSING["one_authority"][language].format(authority=authorities.pop())


def _age(documents: Sequence[Document], newest: str | None, language: Language) -> Iterator[str]:
    years = [each.date[:4] for each in documents if each.date]
    if documents and not years:
        yield MISSING["undated"][language]
    elif years and newest and int(newest[:4]) - int(max(years)) > OLD:
        yield MISSING["old"][language].format(until=max(years), newest=newest[:4])


def _unanswered(question: str, quotes: Sequence[PickedQuote], language: Language) -> Iterator[str]:
    """The parts of a question no word of which is in any quote; the words, where it has one part."""
    parts = parts_of(question)
    bare = [part for part in parts if not any(words_of_part(part, each) for each in quotes)]
    if len(parts) > 1 and bare:
        for part in bare:
            yield MISSING["part"][language].format(text=part)
        return
    missing = [word.surface for word in _unmatched(_telling(question), quotes)]
    if missing:
        yield MISSING["words"][language].format(words=", ".join(dict.fromkeys(missing[:_SHOWN])))


def parts_of(question: str) -> list[str]:
    """The parts of a question that each say what they are about: "Quel est le coût du labo et qui le paie ?"."""
    parts = [part.strip() for part in _PARTS.split(question) if part.strip()]
    return [part for part in parts if len(_telling(part)) >= _FEWEST]


def words_of_part(part: str, quote: PickedQuote) -> int:
    """How many of the words of a part of a question a quote, or the title of its document, has."""
    words = _telling(part)
    return len(words) - len(_unmatched(words, [quote]))


def _telling(text: str) -> list[QueryWord]:
    """The words of a question that say what it is about."""
    return [
        word for word in build_query(text).words if fold(word.surface) not in _ASKING_FOLDED and len(word.surface) > 1
    ]


def _unmatched(words: Sequence[QueryWord], quotes: Sequence[PickedQuote]) -> list[QueryWord]:
    asked: Language = build_query(" ".join(word.surface for word in words)).language if words else "fr"
    found: set[int] = set()
    for each in quotes:
        text = f"{each.title} {each.text}"
        found |= matched_words(words, set(analyse(text, each.language)), each.language != asked)
    return [word for place, word in enumerate(words) if place not in found]
