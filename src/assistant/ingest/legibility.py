"""Whether a text can be read: no broken font's private characters, no letters that stand for others."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_ODD_CATEGORIES = frozenset({"Co", "Cn", "Cc"})
_MOST_ODD = 0.25
_LEAST_READ = 0.35

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


def is_garbled(text: str) -> bool:
    """Whether most of a text can't be read: private, unassigned or control characters, or hardly a letter or digit."""
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


def is_cipher(text: str, beside_others: bool = False) -> bool:
    """Whether Latin letters of a text stand for other letters, as a font with a wrong character map has it.

    Args:
        text: a page.
        beside_others: other pages of its document are ciphers: fewer letters are believed.
    """
    words = text.lower().split()
    if sum(map(_FUNCTION_WORDS.__contains__, words)) > _LEAST_FUNCTION_WORDS * len(words):
        return False
    pairs = _pairs(text)
    if len(pairs) < (_LEAST_PAIRS_BESIDE if beside_others else _LEAST_PAIRS):
        return False
    if _common(pairs) < _LEAST_COMMON:
        return True
    lines = [found for line in text.split("\n") if len(found := _pairs(line)) >= _LEAST_LINE_PAIRS]
    return sum(len(found) for found in lines if _common(found) < _LEAST_COMMON) > _MOST_BAD_LINES * len(pairs)


def illegible_pages(texts: Iterable[str]) -> list[int]:
    """The indexes of the pages of one document whose text can't be read."""
    pages = list(texts)
    ciphers = {index for index, text in enumerate(pages) if is_cipher(text)}
    return [
        index
        for index, text in enumerate(pages)
        if text and (index in ciphers or is_garbled(text) or (ciphers and is_cipher(text, beside_others=True)))
    ]


def _pairs(text: str) -> list[str]:
    plain = text.lower()
    if not plain.isascii():
        plain = "".join(one for one in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(one))
    return [word[place : place + 2] for word in _LATIN.findall(plain) for place in range(len(word) - 1)]


def _common(pairs: list[str]) -> float:
    return sum(pair in _COMMON_PAIRS for pair in pairs) / len(pairs)
