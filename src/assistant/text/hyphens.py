"""Hyphens at line ends: whether a word was cut there, or is written with a hyphen."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.text.compounds import spelling

HYPHEN_MARK = "\x02"
"""What stands for a hyphen at a line end whose line break is already gone (pdfium writes U+0002 or U+FFFE)."""

LINE_HYPHEN = re.compile(rf"[{HYPHEN_MARK}\u2010-](?:(?<={HYPHEN_MARK}) *\n? *| *\n *)(?=\w)")

_WORD = re.compile(rf"[^\W\d_]+(?:(?:-|{HYPHEN_MARK} *\n? *|[-\u2010] *\n *)[^\W\d_]+)*")
_BROKEN = re.compile(rf"[{HYPHEN_MARK}\n]")
_LEFT_PART = re.compile(r"[^\W_]+(?:-[^\W_]+)*\Z")
_RIGHT_PART = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_ADDRESS = re.compile(r"(?:://|www\.|@)\S*\Z")
_APOSTROPHES = frozenset("'’")
_WINDOW = 80

_VOWELS = "aeiouàâäéèêëîïôöùûüœæ"
_NO_SYLLABLE = re.compile("[b-df-hj-np-tv-xzç]+")
_ENDING = re.compile(  # of one word, never the second of two
    r"[^\W\d_]?(?:[ts]ion|ment|eur|teur|trice|ité|able|ible|logie|[ae]nce|ique|i?ère|aire)s?\Z"
)
_STEM_LOSES = 3  # letters of a word's end that grammar may change
_STEM_LEAST = 4
_WHOLE_WORD = 4  # letters; shorter words stand in most documents, and at the start of many words
_RARELY = 0.02  # of the lines: what compounds alone come to
_BY_CHANCE = 0.1
_BEGINS_MANY = frozenset({"entre", "contre", "pour", "sans", "sous", "tout", "toute", "bien"})  # words that do
# Prefixes written without a hyphen before a vowel too, and two that are before some beginnings of words.
_JOINED_PREFIXES = frozenset(
    {
        "in", "ré", "re", "dé", "dés", "inter", "hyper", "hypo", "poly", "rétro", "trans", "sub", "sur", "tri", "bis",
        "téra", "kilo", "hydro", "bio", "géo", "néo", "en", "ex", "mé", "més", "pan", "per", "mal", "bien",
    }
)  # fmt: skip
_JOINED_BEFORE_VOWEL = {"co": ("op", "ord", "ex", "ef", "ag", "al", "ï"), "pré": ("al", "av", "oc", "ex", "ém", "ét")}
_ONE_LETTER_CUT = frozenset("éèêôîiou")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a document says about its own spelling.

    Attributes:
        words: words attested in it, sorted, lower case, compounds whole; parts of words at line ends left out.
        cuts: whether it cuts words at line ends, as far as one can tell.
    """

    words: tuple[str, ...] = ()
    cuts: bool = True

    def __contains__(self, word: str) -> bool:
        return self._next(word) == word

    def has_stem(self, stem: str) -> bool:
        """Whether a word that begins so is attested."""
        return self._next(stem).startswith(stem)

    @property
    def french(self) -> bool:
        """Whether French is written in it, or no English."""
        return "the" not in self or "les" in self

    def _next(self, word: str) -> str:
        place = bisect_left(self.words, word)
        return self.words[place] if place < len(self.words) else ""


def attested(texts: Iterable[str]) -> Vocabulary:
    """The vocabulary of a document, from texts whose line ends are LF and whose letters are composed."""
    found: set[str] = set()
    uncut: set[str] = set()  # of texts where no line end cuts a word: most occur often, and are taken apart once
    joints: list[tuple[str, str]] = []
    lines = 0
    for text in texts:
        lines += text.count("\n")
        cuts = list(LINE_HYPHEN.finditer(text))
        if cuts:
            found.update(_WORD.findall(text.lower()))
            joints += [parts for match in cuts if (parts := _undecided(match)) is not None]
        else:
            uncut.update(text.lower().split())
    found.update(_WORD.findall(" ".join(uncut)))
    whole = Vocabulary(tuple(sorted(word for word in found if not _BROKEN.search(word))))
    return Vocabulary(whole.words, _cuts_words(joints, lines, whole))


def _cuts_words(joints: list[tuple[str, str]], lines: int, whole: Vocabulary) -> bool:
    """Whether many lines end in hyphens, or some of what they part is attested as one word."""
    one_word = sum(_evidence(left, right, whole) < 0 for left, right in joints)
    return len(joints) > _RARELY * lines or one_word > _BY_CHANCE * len(joints)


def joint(match: re.Match[str], vocabulary: Vocabulary) -> str:
    """What stands between the two parts of what a line end parts (a match of LINE_HYPHEN): "" or "-"."""
    text, start = match.string, match.start()
    if start == 0 or not (text[start - 1].isalnum() or text[start - 1] == "_"):
        return match.group().replace(HYPHEN_MARK, "-")
    parts = _undecided(match)
    return "-" if parts is None or _keeps_hyphen(*parts, vocabulary) else ""


def _undecided(match: re.Match[str]) -> tuple[str, str] | None:
    """The parts in lower case; None where what they are made of says that the hyphen stays."""
    text, start, end = match.string, match.start(), match.end()
    left_match = _LEFT_PART.search(text, max(0, start - _WINDOW), start)
    right_match = _RIGHT_PART.match(text, end, end + _WINDOW)
    if left_match is None or right_match is None or _ADDRESS.search(text, max(0, start - _WINDOW), start):
        return None
    left, right = left_match.group(), right_match.group()
    if not (left[-1].isalpha() and right[0].isalpha()):
        return None
    if any(part[0].isupper() for part in right.split("-")) and not (left.isupper() and right.isupper()):
        return None  # Seine-Saint-Denis, Vaux-le-Vicomte
    before = text[left_match.start() - 1] if left_match.start() else ""
    left, right = left.lower(), right.lower()
    if len(left) == 1 and left not in (_ONE_LETTER_CUT if before not in _APOSTROPHES else _ONE_LETTER_CUT | {"a"}):
        return None  # e-mail, y a-t-il
    if len(right) == 1 or _NO_SYLLABLE.fullmatch(left) or _NO_SYLLABLE.fullmatch(right):
        return (left, right) if left == "aujour" else None  # vas-y, chef-d'œuvre, CD-rom: no syllable was cut off
    return left, right


def _keeps_hyphen(left: str, right: str, vocabulary: Vocabulary) -> bool:
    evidence = _evidence(left, right, vocabulary)
    if evidence:
        return evidence > 0
    spelt = spelling(left, right)
    if spelt is not None:
        return spelt
    if _ENDING.match(right) and right not in vocabulary:
        return False
    if not vocabulary.cuts:
        return True
    if vocabulary.french and right[0] in _VOWELS and left not in _JOINED_PREFIXES:
        return not right.startswith(_JOINED_BEFORE_VOWEL.get(left, ("\n",)))  # French cuts before consonants
    last, first = left.rpartition("-")[2], right.partition("-")[0]
    whole = min(len(last), len(first)) >= _WHOLE_WORD and last not in _BEGINS_MANY
    return whole and last in vocabulary and first in vocabulary


def _evidence(left: str, right: str, vocabulary: Vocabulary) -> int:
    """What the document itself says: -1 for one word, 1 for a compound, 0 for neither. Other endings count less."""
    joined, compound = left + right, f"{left}-{right}"
    if joined in vocabulary:
        return -1
    if compound in vocabulary:
        return 1
    if len(right) < _STEM_LEAST or spelling(left, right) is not None:
        return 0
    lost = min(_STEM_LOSES, len(right) - _STEM_LEAST)
    as_one, as_two = (vocabulary.has_stem(word[: len(word) - lost]) for word in (joined, compound))
    return as_two - as_one
