"""Acronyms that a text explains: "Agence nationale de l'habitat (Anah)", "Anah (Agence nationale de l'habitat)". Pure.

The letters of the acronym are looked for backwards in the words beside it, after Schwartz and Hearst (2003); its first
letter begins the first word, and most letters begin a word. Small words may be passed over, as French ones are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.text.analysis import analyse
from assistant.text.language import LANGUAGES
from assistant.text.normalise import fold
from assistant.text.wordsets import word_set

_SHORT = r"[A-ZÀ-Þ](?:[\w&]|\.(?=\w)){1,11}\.?"
_IN_BRACKETS = re.compile(rf"\([\s«“\"]{{0,4}}({_SHORT})[\s»”\"]{{0,4}}[,;:)]")
_EXPLAINED = re.compile(rf"(?<![\w.])({_SHORT})\s{{0,2}}\(([^()]{{8,160}})\)")
_WORD = re.compile(r"[^\W_]+")
_SMALL = word_set("de des du d la le les l à au aux a et en pour par sur of the for and in on to")
_STOPS = re.compile(r"[.;:!?()\[\]«»“”|\n•]")
_LEAST_CAPITALS = 0.6
_LEAST_INITIALS = 0.6
_LEAST_NAME = 4  # letters
_LONGEST = 160  # characters before a bracket that are looked at


def acronyms(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of an acronym (without dots) and what it stands for, as both stand in the text, in its order."""
    for match in _IN_BRACKETS.finditer(text):
        short = match[1].replace(".", "")
        if _is_acronym(short):
            before = _STOPS.split(text[max(0, match.start() - _LONGEST) : match.start()].rstrip(' «“"'))[-1]
            long = _ending(short, before)
            if long:
                yield short, long
    for match in _EXPLAINED.finditer(text):
        short = match[1].replace(".", "")
        if _is_acronym(short):
            long = _ending(short, _STOPS.split(match[2])[0])
            if long and match[2].lstrip(' «“"').startswith(long):
                yield short, long


def short_key(short: str) -> str:
    """What an acronym is looked up by, however its case and dots."""
    return fold("".join(letter for letter in short if letter.isalnum()))


def long_keys(long: str) -> tuple[str, ...]:
    """What the words that an acronym stands for are looked up by: their terms, as each of LANGUAGES has them."""
    return tuple(" ".join(analyse(long, language)) for language in LANGUAGES)


def _is_acronym(short: str) -> bool:
    """Mostly capitals, or a longer one written as a name is ("Anah", "Cerema")."""
    letters = [letter for letter in short if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    as_name = capitals == 1 and len(letters) >= _LEAST_NAME
    return 2 <= len(short) <= 10 and (as_name or capitals >= max(2, _LEAST_CAPITALS * len(letters)))


def _ending(short: str, text: str) -> str | None:
    """The words at the end of a text that the acronym stands for."""
    wanted = [fold(letter) for letter in short if letter.isalnum()]
    words = list(_WORD.finditer(text))
    most = 2 * len(wanted) + 6
    for first in range(len(words) - 1, max(-1, len(words) - most - 1), -1):
        surface = words[first][0]
        if surface.casefold() in _SMALL or fold(surface[0]) != wanted[0]:
            continue
        initials = _initials(wanted, [fold(word[0]) for word in words[first:]])
        if initials is not None and initials >= _LEAST_INITIALS * len(wanted) and initials >= 2:
            return text[words[first].start() : words[-1].end()]
    return None


def _initials(wanted: list[str], words: list[str]) -> int | None:
    """How many of the letters begin a word, where they are all found in order; None otherwise.

    A word that is passed over is a small one, or else the words explain something longer than the acronym.
    """
    reached: dict[int, int] = {0: 0}  # letters used -> most of them that begin a word
    for word in words:
        following: dict[int, int] = dict(reached) if word in _SMALL else {}
        for used, begun in reached.items():
            for taken in range(1, len(wanted) - used + 1):
                if not _holds(word, wanted[used : used + taken]):
                    break
                following[used + taken] = max(following.get(used + taken, 0), begun + 1)
            if word not in _SMALL and used:
                following[used] = max(following.get(used, 0), begun - 1)  # a word left out: "risques naturels (PPR)"
        reached = following
    return reached.get(len(wanted))


def _holds(word: str, letters: list[str]) -> bool:
    """Whether a word begins with the first letter and has the others after it, in order."""
    if not word.startswith(letters[0]):
        return False
    at = 1
    for letter in letters[1:]:
        at = word.find(letter, at) + 1
        if at == 0:
            return False
    return True
