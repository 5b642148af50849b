"""A list of places by their names, and where a text names them.

A name counts where it is written with capitals. One that is also a common word or a surname counts only after words
that tell a place ("ville de Mer", "à Sens"), one of a river or a point of the compass only in its full form
("département de la Manche"). "Rue de Rennes" and "gare de Lyon" name no town.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from assistant.text.normalise import fold
from assistant.text.wordsets import word_set
from assistant.vocabulary.known import known_words

Certainty = Literal["sure", "cue", "strict"]
_TOKEN = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[-'’ʼ\s\u2010\u2011]{1,3}")
_SMALL = word_set("de du des d la le les l et en sur sous aux au a")
_HEADS = word_set("metropole eurometropole communaute agglomeration region")  # may begin a name in small letters
_SAINT = {"st": "saint", "ste": "sainte"}
_STREET = word_set("rue avenue boulevard bd place gare porte route quai pont faubourg cours traite accords")
_TOWN = word_set(
    "ville villes commune communes mairie maire maires municipalite metropole agglomeration habitants quartier "
    "quartiers conseil bassin ile"
)
_LED = word_set("de du d des la le l les")
_WRITTEN = word_set(
    "rapport these theorie theories livre livres entretien interview etude article essai travaux travail analyse "
    "analyses note loi lois these methode methodes pensee oeuvre oeuvres portrait mort vie discours lettre lettres "
    "rencontre temoignage propositions affaire proces famille rue"
)
"""What is somebody's rather than a town's, before "de"."""
_COMMON = word_set("sens port mer gap vire crest mens lure bain pont brie fort bois aire bar cours ars arc art orme")
"""Words of the language that are short names of towns."""
_DEPARTMENT = word_set("departement departements departemental departementale departementaux")
_ARTICLES = {"le": ("au", "du"), "les": ("aux", "des")}
WIDE_KINDS = frozenset({"region", "department"})
"""Kinds of places that have towns in them."""
_LEADING = frozenset(led for leads in _ARTICLES.values() for led in leads)
_COLON = re.compile(r"\s*[:|–—]|\s+-\s|\s*\(")
_START = 2  # words of a name that it is looked up by: thousands begin with "du" or "saint"
_BACK = 4  # words before a name that are looked at


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its name, the authority it belongs to (its own name for one that is alone), how sure its name is."""

    name: str
    kind: str
    authority: str
    certainty: Certainty = "sure"
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    folded: str
    start: int
    end: int
    capital: bool


class Gazetteer:
    """Places by name."""

    def __init__(self, places: Iterable[Place], version: str = "", odd: Sequence[tuple[int, str]] = ()) -> None:
        """Take the places, the first of a name before the others; `version` tells this list from another one.

        `odd` are the lines of the group's own list that are not understood, with their numbers.
        """
        self.version, self.odd = version, odd
        self._places: dict[str, Place] = {}
        self._by_start: dict[tuple[str, ...], list[tuple[tuple[str, ...], Place]]] = {}
        self._named: dict[tuple[str, ...], Place] = {}
        for place in places:
            self._places.setdefault(place.name, place)
            for name in (place.name, *place.others):
                self._add(_folded(name), place)
        for known in self._by_start.values():
            known.sort(key=lambda pair: -len(pair[0]))

    def _add(self, words: tuple[str, ...], place: Place) -> None:
        if not words or self._named.setdefault(words, place) is not place:
            return
        for first in (words[0], *(_ARTICLES.get(words[0], ()) if len(words) > 1 else ())):
            name = (first, *words[1:])
            self._by_start.setdefault(name[:_START], []).append((name, place))

    def place(self, name: str) -> Place | None:
        """The place of this name, or of one of its other names; case and accents do not matter."""
        return self._named.get(_folded(name))

    def authority(self, name: str) -> str:
        """The authority that a place of the list belongs to; its name where there is no such place."""
        place = self._places.get(name)
        return name if place is None else place.authority

    def covering(self, name: str) -> frozenset[str]:
        """The names of places that are the one of a name, belong to it, or are the authority called after it."""
        place = self.place(name) or Place(name, "", name)
        wanted = _folded(place.name)
        names = {each.name for each in self._places.values() if _folded(each.authority) == wanted}
        called_so = " ".join(_folded(place.name)) in " ".join(_folded(place.authority))
        return frozenset((place.name, *names, *((place.authority,) if called_so else ())))

    def at(self, text: str, start: int) -> tuple[str, int] | None:
        """The place that a text names from a character on, however common a word its name is, and where it ends."""
        words = _words(text[start:])
        found = self._at(text[start:], words, 0) if words and words[0].start == 0 else None
        return None if found is None else (found[0].name, start + words[found[1] - 1].end)

    def mentions(self, text: str) -> Iterator[Place]:
        """The places that a text names, in order, each as often as it does."""
        words = _words(text)
        position = 0
        while position < len(words):
            found = self._at(text, words, position)
            if found is None:
                position += 1
                continue
            place, length = found
            if _counts(words, position, length, place.certainty):
                yield place
            position += length

    def titled(self, title: str) -> Iterator[tuple[Place, bool]]:
        """The places that a title names, and whether its words alone tell that each is meant.

        In a title "les vélos de Fougères" and "Bruz : ..." name towns, however common a word or a surname these are
        elsewhere; others may be meant where the text names them too.
        """
        words = _words(title)
        position = 0
        while position < len(words):
            found = self._at(title, words, position)
            if found is None:
                position += 1
                continue
            place, length = found
            if _counts(words, position, length, place.certainty):
                yield place, True
            elif place.certainty == "cue" and not _is_of_a_street(words, position):
                yield place, _is_of_the_town(words, position) or _heads(title, words, position, length)
            position += length

    def _at(self, text: str, words: Sequence[_Word], position: int) -> tuple[Place, int] | None:
        """The longest name that begins with a word, and how many words it has; "du Val-de-Marne" is not "Le Val"."""
        if position == len(words):
            return None
        first = words[position]
        if not first.capital and first.folded not in _HEADS and first.folded not in _LEADING:
            return None
        start = tuple(word.folded for word in words[position : position + _START])
        for name, place in (*self._by_start.get(start, ()), *self._by_start.get(start[:1], ())):
            if _stands(text, words, position, name):
                behind = self._at(text, words, position + 1) if first.folded in _LEADING else None
                return None if behind is not None and behind[1] >= len(name) - 1 else (place, len(name))
        return None


def _stands(text: str, words: Sequence[_Word], position: int, name: tuple[str, ...]) -> bool:
    """Whether a name stands at a word: its words in order, with capitals, and nothing but space between them."""
    if position + len(name) > len(words):
        return False
    for offset, wanted in enumerate(name):
        word = words[position + offset]
        if word.folded != wanted or not (word.capital or wanted in _SMALL or (offset == 0 and wanted in _HEADS)):
            return False
        if offset and not _GAP.fullmatch(text, words[position + offset - 1].end, word.start):
            return False
    return any(word.capital for word in words[position : position + len(name)])


def _counts(words: Sequence[_Word], position: int, length: int, certainty: Certainty) -> bool:
    """Whether a name is that of the place here, from the words before it."""
    before, nearest, distance = _before(words, position)
    if nearest in _STREET and distance in (1, 2):
        return False
    if certainty == "strict":
        return nearest in _DEPARTMENT
    if certainty == "sure":
        return True
    if words[position].folded in _LEADING:
        return words[position].folded in ("au", "aux") or nearest in _TOWN
    return (before[:1] == ["a"]) or (nearest in _TOWN and distance in (1, 2))


def _before(words: Sequence[_Word], position: int) -> tuple[list[str], str, int]:
    """The words before one, the nearest first; the nearest that is no article, and how many are between."""
    before = [word.folded for word in words[max(0, position - _BACK) : position]][::-1]
    led = [word for word in before if word not in _LED]
    nearest = led[0] if led else ""
    return before, nearest, before.index(nearest) if led else 0


def _is_of_a_street(words: Sequence[_Word], position: int) -> bool:
    return _before(words, position)[1] in _STREET


def _is_of_the_town(words: Sequence[_Word], position: int) -> bool:
    """Whether a name stands after "de" and a thing that is no person's: "les vélos de Fougères"."""
    before, nearest, distance = _before(words, position)
    if before[:1] not in (["de"], ["d"]) or distance != 1 or nearest in _WRITTEN:
        return False
    place = position - 2
    opens = place == 0 or (place == 1 and words[0].folded in _LED)
    return opens or not words[place].capital


def _heads(title: str, words: Sequence[_Word], position: int, length: int) -> bool:
    """Whether a name that is no word of the language begins the title, and a colon or a dash follows it."""
    last = words[position + length - 1]
    if position or not _COLON.match(title, last.end):
        return False
    return length > 1 or not (words[0].folded in known_words() or words[0].folded in _COMMON)


def _words(text: str) -> list[_Word]:
    return [
        _Word(_plain(match[0]), match.start(), match.end(), match[0][0].isupper()) for match in _TOKEN.finditer(text)
    ]


def _folded(name: str) -> tuple[str, ...]:
    return tuple(_plain(word) for word in _TOKEN.findall(name))


@lru_cache(maxsize=100_000)
def _plain(word: str) -> str:
    folded = fold(word)
    return _SAINT.get(folded, folded)


def read_places(lines: Iterable[str]) -> Iterator[Place]:
    """The places of the list that comes with the program; a line holds name, kind, authority, certainty and others."""
    for line in lines:
        name, kind, authority, certainty, others = line.split("\t")
        yield Place(name, kind, authority, cast(Certainty, certainty), tuple(filter(None, others.split("|"))))


def read_own(text: str) -> tuple[list[Place], frozenset[str]]:
    """The places of a group's own list, and the names that it takes out of the other one.

    A line is a name, "name = other name; other name", "name @ authority", or "- name" to take one out; "#" begins a
    remark. Other lines are left out (see `odd_lines`).
    """
    places, without = [], set()
    for line in (_plain_line(line) for line in text.splitlines()):
        if not _is_understood(line):
            continue
        if line.startswith("-"):
            without.add(" ".join(_folded(line)))
            continue
        first, _, others = line.partition("=")
        name, _, authority = (part.strip() for part in first.partition("@"))
        if name:
            named = tuple(filter(None, (other.strip() for other in others.split(";"))))
            places.append(Place(name, "own", authority or name, "sure", named))
    return places, frozenset(without)


def odd_lines(text: str) -> list[tuple[int, str]]:
    """The lines of a group's own list that are not understood, each with its number."""
    lines = ((number, _plain_line(line)) for number, line in enumerate(text.splitlines(), 1))
    return [(number, line) for number, line in lines if line and not _is_understood(line)]


def _plain_line(line: str) -> str:
    return line.partition("#")[0].strip()


def _is_understood(line: str) -> bool:
    if line.startswith("-"):
        return bool(_folded(line))
    first, _, others = line.partition("=")
    name, at, authority = first.partition("@")
    named = bool(_folded(name)) and not ("@" in authority or "@" in others or "=" in others)
    return named and (not at or bool(_folded(authority)))


def with_own(known: Iterable[Place], own: str) -> list[Place]:
    """The places of a group's own list, then the others but those that it takes out."""
    added, without = read_own(own)
    if not without:
        return [*added, *known]
    return [*added, *(place for place in known if " ".join(_folded(place.name)) not in without)]
