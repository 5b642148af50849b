"""Whose figure a sentence states: that of the place, or of the organisation, that is named nearest to it. Pure.

A text names its place once, and then gives figures: "Sarrevigne vote depuis 2017. Les services ont reçu 1 146 idées."
Another place of the same text has no part in them. The nearest name counts: in the sentence, before it in its
paragraph, in its heading, in the paragraphs before, in the title, on the document's record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.answering.question import QuestionType
from assistant.answering.scoring import ScoredSentence
from assistant.support.facts import numbers_in_place
from assistant.text.dates import MONTHS
from assistant.text.normalise import fold
from assistant.text.sentences import LIST_ITEM, is_table_row, split_sentences
from assistant.text.wordsets import word_set
from assistant.types import Document, Query

PlacesIn = Callable[[str], Iterable[tuple[str, bool]]]
"""The places that a text names, in order; of each, whether it is a region or a department, which has towns in it."""

FIGURE_TYPES = frozenset({QuestionType.HOW_MANY, QuestionType.WHEN})
_TOWN, _WIDE = "town", "wide"
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w]*(?:['’-]\w+)*"
_NAME = rf"{_CAPITAL}(?:[ -](?:(?:de|du|la|le|sur|sous|en)[ -])*{_CAPITAL})*"
_OF = r"(?:de la |de l['’]|de |du |des |d['’]|of (?:the )?)?"
# Kinds of organisation by the words that name them: one is compared with others of its kind only.
_KINDS = {
    _TOWN: "métropole ville commune agglomération mairie municipalité city town council",
    "lab": "laboratoire labo lab",
    "foundation": "fondation foundation",
    "association": "association",
    "university": "université university",
    "institute": "institut institute",
    "agency": "agence agency",
    "company": "entreprise société coopérative company",
    "school": "école lycée collège school",
    "hospital": "hôpital hospital",
    "library": "bibliothèque médiathèque library",
    "museum": "musée museum",
    "union": "syndicat union",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_WORDS_OF_KIND = "|".join(sorted(_KIND_OF, key=len, reverse=True))
_TYPED = re.compile(rf"\b(?P<kind>(?i:{_WORDS_OF_KIND})) {_OF}(?P<name>{_NAME})")
_NO_PLACES = "|".join(("m", "mme", "mr", "mrs", "noël", "pâques", "english", "french", *MONTHS["fr"], *MONTHS["en"]))
_AT = re.compile(rf"\b(?:[Àà]|[Ii]n) (?!(?i:{_NO_PLACES})\b)(?P<name>{_NAME})")
_COMPARED = re.compile(
    r"\b(?i:contre|face à|comme|contrairement à|à la différence de|par rapport à|"
    r"than|unlike|versus|compared (?:to|with))\b[^,;.:()]{0,60}"
)
_NOT_THE_NAME = word_set(
    "métropole communauté urbaine agglomération communes grand ville eurométropole city de du d la le l"
)
_WHITE_SPACE = re.compile(r"\s+")
_NOT_A_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class _Named:
    """Somebody a text names: a town, a wider place, or an organisation of a kind; its name as folded words."""

    kind: str
    words: tuple[str, ...]

    def is_in(self, folded: str) -> bool:
        """Whether a text, as `_plain` makes it, has the name."""
        return f" {' '.join(self.words)} " in folded

    def is_other_than(self, asked: _Named) -> bool:
        """Whether it is one of those that the asked one could be taken for, and not itself."""
        if self.kind != asked.kind:
            return self.kind == _TOWN and asked.kind == _WIDE
        own, others = set(self.words), set(asked.words)
        return own != others if self.kind == _WIDE else not (own <= others or others <= own)


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose figure a question asks for; nobody's where `asked` is empty. `read`: what texts were found to tell."""

    asked: tuple[_Named, ...]
    places: PlacesIn
    read: dict[str, bool | None] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, query: Query, kind: QuestionType, places: PlacesIn) -> Whose:
        """Read whose figure is asked for in the question itself, else in the turns it was made whole with."""
        texts = (query.text, query.search_text) if kind in FIGURE_TYPES else ()
        return cls(next(filter(None, (tuple(_asked_in(text, places)) for text in texts)), ()), places)

    def may_be_of(self, each: ScoredSentence) -> bool:
        """Whether a sentence may state it: nobody else of the kind is named nearer to it than the one asked for."""
        if not self.asked:
            return True
        document = each.source.document
        headings = [heading for heading in each.source.passage.heading_path if heading != document.title]
        nearest = self._told_of_number(each.sentence.text)
        if nearest is not None:
            return nearest
        for text in (*_before(each, within=True), *reversed(headings)):
            told = self._told(text)
            if told is not None:
                return told
        if self._told(document.title) and not any(self._others(document.title)):
            return True
        about = (*_before(each, within=False), document.title, *_record(document))
        return next((told for told in map(self._told, about) if told is not None), True)

    def _told_of_number(self, text: str) -> bool | None:
        """Whether a number of a sentence stands nearer to the one asked for than to the others that it names.

        None where the sentence names only one of them, or has no number.
        """
        folded = _plain(text)
        own = [at for asked in self.asked for at in _places_of(asked, folded)]
        others = [at for other in self._others(text) for at in _places_of(other, folded)]
        numbers = [start for start, _, _ in numbers_in_place(folded)]
        if not own or not others or not numbers:
            return None
        return any(min(abs(at - number) for at in own) < min(abs(at - number) for at in others) for number in numbers)

    def said_at(self, each: ScoredSentence) -> int | None:
        """The place in its passage of the sentence that says whose figure a sentence states.

        None where it says so itself, or its headings do, or nothing before it does.
        """
        passage, title = each.source.passage, each.source.document.title
        shown = _plain(" ".join((title, *passage.heading_path, each.head, each.sentence.text)))
        if not self.asked or each.head or any(asked.is_in(shown) for asked in self.asked):
            return None
        texts = _sentences(passage.text)[: each.sentence.position]
        item = LIST_ITEM.match(each.sentence.text) is not None
        naming = (
            place
            for place, (_, text) in reversed(list(enumerate(texts)))
            if any(asked.is_in(_plain(text)) for asked in self.asked) and not (item and LIST_ITEM.match(text))
        )
        return next(naming, None)

    def _told(self, text: str) -> bool | None:
        """Whether a text names the one asked for; None where it names nobody of the kind."""
        if text not in self.read:
            folded = _plain(text)
            named = any(asked.is_in(folded) for asked in self.asked)
            self.read[text] = True if named else False if any(self._others(text)) else None
        return self.read[text]

    def _others(self, text: str) -> Iterator[_Named]:
        named = _named_in(_COMPARED.sub(" ", _WHITE_SPACE.sub(" ", text)), self.places)
        known = [(each, [asked for asked in self.asked if each.is_other_than(asked)]) for each in named]
        return (each for each, others in known if others and not self._is_asked(each))

    def _is_asked(self, named: _Named) -> bool:
        return any(named.kind == asked.kind and not named.is_other_than(asked) for asked in self.asked)


def _places_of(named: _Named, folded: str) -> Iterator[int]:
    """Where a text, as `_plain` makes it, has a name."""
    name = f" {' '.join(named.words)} "
    at = folded.find(name)
    while at >= 0:
        yield at
        at = folded.find(name, at + 1)


def _before(each: ScoredSentence, *, within: bool) -> Iterator[str]:
    """A sentence and those before it in its paragraph, or those of the paragraphs before, the nearest first.

    A row of a table has the table's head before it, no other rows; an item of a list has what announces the list.
    """
    text = each.source.passage.text
    sentences = _sentences(text)[: each.sentence.position + 1]
    begins = 1 + text.rfind("\n\n", 0, sentences[-1][0])
    item = LIST_ITEM.match(each.sentence.text) is not None
    if within:
        yield each.sentence.text
        if each.head:
            yield each.head
            return
    for start, said in reversed(sentences[:-1]):
        beside = is_table_row(said) or (item and LIST_ITEM.match(said))
        if (start >= begins) is within and not beside:
            yield said


@lru_cache(maxsize=64)
def _sentences(text: str) -> list[tuple[int, str]]:
    """The sentences of a passage, each with where it begins: asked for again for each of them."""
    return [(start, text[start:end]) for start, end in split_sentences(text)]


def _record(document: Document) -> Iterator[str]:
    """Who made a document, and which places it is about."""
    if not document.anonymous:
        yield " ; ".join(filter(None, (*document.authors, document.publisher, document.place, document.authority)))
    yield " ; ".join(document.places)


def _asked_in(question: str, places: PlacesIn) -> list[_Named]:
    """Those that a question names; a town that no list has is told by "à". Some people type without capitals."""
    named = _named_in(question, places)
    if question[1:] == question[1:].lower():
        return named or _towns(question.title(), places)
    towns = any(each.kind in (_TOWN, _WIDE) for each in named)
    at = () if towns else (_Named(_TOWN, _core(found["name"])) for found in _AT.finditer(question))
    return [*named, *at]


def _named_in(text: str, places: PlacesIn) -> list[_Named]:
    """The places that a text names, and the organisations that it names with their kind, but for those of a place."""
    towns = _towns(text, places)
    known = {each.words for each in towns}
    typed = (_Named(_KIND_OF[found["kind"].lower()], _core(found["name"])) for found in _TYPED.finditer(text))
    return [*towns, *(each for each in typed if each.words not in known)]


def _towns(text: str, places: PlacesIn) -> list[_Named]:
    return [_Named(_WIDE if wide else _TOWN, _core(name)) for name, wide in places(text)]


@lru_cache(maxsize=4096)
def _core(name: str) -> tuple[str, ...]:
    """The words of a name without those of its kind: "Lyon" of "Métropole de Lyon"."""
    words = _plain(name).split()
    return tuple(word for word in words if word not in _NOT_THE_NAME_FOLDED) or tuple(words)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Folded words with one space around each."""
    return f" {_NOT_A_WORD.sub(' ', fold(text)).strip()} "


_NOT_THE_NAME_FOLDED = frozenset(map(fold, _NOT_THE_NAME))
