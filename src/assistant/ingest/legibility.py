"""Whether a text can be read: no broken font's private characters, no letters that stand for others."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from operator import add

_ODD_CATEGORIES = frozenset({"Co", "Cn", "Cc"})
_MOST_ODD = 0.25
_LEAST_READ = 0.35
_LETTERS_AND_DIGITS = bytes(code for code in range(256) if chr(code).isalnum())
_BLANKS = b" \t\r\n"

# The 150 commonest pairs of letters of French and English, half of the weight each: of 46,000 paragraphs and 217,000
# sentences. Of running text in these, or in German, Spanish or Dutch, they are 65 to 90 %; of letters that stand for
# others (every letter three places on, or another order) 5 to 32 %.
_COMMON_PAIRS = frozenset(
    re.findall(
        r"\w+",
        "ab ac ad ag ai al am an ap ar as at au av ay be bl ca ce ch ci cl co ct cu da de di do du ea ec ed ee ef "
        "el em en  ep er es et eu ev ex fa fe fi fo ge gr ha he hi ho ia ic id ie if il im in io iq ir is it iv la "
        "le li ll lo lu ma  me mi mm mo mp na nc nd ne ng ni nn no ns nt oc of oi ol om on op or os ot ou ov pa pe "
        "pl po pp pr qu ra rc re ri  rm ro rr rs rt sa se sh si so sp ss st su ta te th ti to tr ts tu ub uc ue ui "
        "ul un ur us ut va ve vi wh wi",
    )
)
_LEAST_COMMON = 0.45
_LEAST_PAIRS = 40  # fewer tell nothing
_LEAST_PAIRS_BESIDE = 10  # in a document with other pages of that sort
_LEAST_LINE_PAIRS = 20
_MOST_BAD_LINES = 0.25
_LATIN = re.compile("[a-z]+")
_FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "de la le et les des en un une du est que dans pour au aux par sur il elle ne pas ce qui se a à son sa ou "
        "plus avec  the of and to in is for on that with as by this are or be at it from an was which",
    )
)
_LEAST_FUNCTION_WORDS = 0.2  # of the words: what only running text comes to


@lru_cache(maxsize=512)
def is_garbled(text: str) -> bool:
    """Whether most of a text can't be read: private, unassigned or control characters, or hardly a letter or digit."""
    if _is_plain(text):
        return False
    counts = Counter(text)
    odd = read = total = 0
    for character, count in counts.items():
        if character.isspace():
            continue
        category = unicodedata.category(character)
        total += count
        odd += count if category in _ODD_CATEGORIES or character == "\ufffd" else 0
        read += count if category[0] in "LNM" else 0
    if total < 2 or odd > _MOST_ODD * total:
        return total >= 2
    return total >= 100 and read < _LEAST_READ * total and not re.search(r"\.{6}|_{6}|-{6}", text)


def _is_plain(text: str) -> bool:
    """Whether three characters in four, blanks apart, are letters or digits of Latin-1: nearly always, and quick."""
    characters = text.encode("latin-1", "replace")
    others = characters.translate(None, _LETTERS_AND_DIGITS)
    return len(characters) - len(others) >= 3 * len(others.translate(None, _BLANKS))


@lru_cache(maxsize=512)
def is_cipher(text: str, beside_others: bool = False) -> bool:
    """Whether Latin letters of a text stand for other letters, as a font with a wrong character map has it.

    Args:
        text: a page.
        beside_others: other pages of its document are ciphers: fewer letters are believed.
    """
    words = text.lower().split()
    if sum(map(_FUNCTION_WORDS.__contains__, words)) > _LEAST_FUNCTION_WORDS * len(words):
        return False
    pairs, common = _pairs(text)
    if pairs < (_LEAST_PAIRS_BESIDE if beside_others else _LEAST_PAIRS):
        return False
    if common < _LEAST_COMMON * pairs:
        return True
    lines = [found for line in text.split("\n") if (found := _pairs(line))[0] >= _LEAST_LINE_PAIRS]
    return sum(number for number, usual in lines if usual < _LEAST_COMMON * number) > _MOST_BAD_LINES * pairs


def illegible_pages(texts: Iterable[str]) -> list[int]:
    """The indexes of the pages of one document whose text can't be read."""
    pages = list(texts)
    ciphers = {index for index, text in enumerate(pages) if is_cipher(text)}
    return [
        index
        for index, text in enumerate(pages)
        if text and (index in ciphers or is_garbled(text) or (ciphers and is_cipher(text, beside_others=True)))
    ]


def _pairs(text: str) -> tuple[int, int]:
    """How many pairs of letters there are in the words of a text, and how many of them are common ones."""
    plain = text.lower()
    if not plain.isascii():
        plain = "".join(one for one in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(one))
    words = _LATIN.findall(plain)
    return sum(map(len, words)) - len(words), sum(map(_COMMON_PAIRS.__contains__, map(add, plain, plain[1:])))
