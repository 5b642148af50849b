"""Whether a text can be read: no broken font's private characters, no letters that stand for others."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from operator import add

_ODD_CATEGORIES = frozenset({"Co", "Cn", "Cc"})
_BRAILLE = frozenset(map(chr, range(0x2800, 0x2900)))  # letters, to who reads them; symbols to Unicode
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
_MARKS = re.compile("[\u0300-\u036f]+")  # accents, once apart from their letters

# Of a whole text that no font writes: stricter, since a person wrote it, maybe in Welsh (46 % common pairs) or Polish
# (52 %), as code, or as a list of addresses. Of French and English texts in another order of letters 93 % are below.
_LEAST_COMMON_WRITTEN = 0.38
_LEAST_PAIRS_WRITTEN = 80
_ADDRESS = re.compile(r"//|www\.|@")
_NO_WORDS = re.compile(r"\b[0-9a-fA-F]{16,}\b|\b[A-Z]{2,7}\b")  # hashes, acronyms
_CODED = re.compile(r"[A-Za-z0-9+/]{40,}")  # base64, as of a signature below a letter
_LEAST_LETTERS = 60
_MOST_ACCENTED = 0.6  # of the letters: of Vietnamese a quarter; of Greek or EBCDIC taken for French nearly all
_SAMPLE = 50_000
_PIECES = 20
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
    return _is_garbled(text)


def _is_garbled(text: str) -> bool:
    if _is_plain(text):
        return False
    counts = Counter(text)
    odd = read = total = 0
    for character, count in counts.items():
        if character.isspace():
            continue
        category = unicodedata.category(character)
        total += count
        odd += count if _is_odd(character) else 0
        read += count if category[0] in "LNM" or character in _BRAILLE else 0
    if total < 2 or odd > _MOST_ODD * total:
        return total >= 2
    return total >= 100 and read < _LEAST_READ * total and not re.search(r"\.{6}|_{6}|-{6}", text)


def is_unreadable(text: str) -> bool:
    """Whether a whole text, of a file that states its characters, is noise to who reads it.

    Private or control characters, symbols, Latin letters that stand for others, letters of another encoding. Texts in
    any language and script, code and lists are none of these. A long text is judged by pieces from all over it.
    """
    sample = _sample(text)
    if _is_garbled(sample):
        return True
    return not _is_running_text(sample) and (_is_misread(sample) or _is_written_cipher(sample))


def is_private(text: str) -> bool:
    """Whether much of a text is private, unassigned or control characters: of a table, where symbols are usual."""
    sample = "".join(_sample(text).split())
    odd = sum(map(_is_odd, sample))
    return len(sample) >= 2 and odd > _MOST_ODD * len(sample)


def _sample(text: str) -> str:
    if len(text) <= _SAMPLE:
        return text
    length = _SAMPLE // _PIECES
    step = (len(text) - length) // (_PIECES - 1)
    return "\n".join(text[index * step : index * step + length] for index in range(_PIECES))


def _is_misread(text: str) -> bool:
    """Whether nearly all letters are accented Latin ones, as another alphabet is that was taken for this one."""
    if text.isascii():
        return False
    letters = sum(map(str.isalpha, text))
    accented = sum("\xc0" <= character < "\u0250" and character.isalpha() for character in text)
    return letters >= _LEAST_LETTERS and accented > _MOST_ACCENTED * letters


def _is_written_cipher(text: str) -> bool:
    words = _NO_WORDS.sub(" ", "\n".join(word for word in text.split() if not _ADDRESS.search(word)))
    for judged in (_CODED.sub(" ", words), words):
        pairs, common = _pairs(judged)
        if pairs >= _LEAST_PAIRS_WRITTEN:
            return common < _LEAST_COMMON_WRITTEN * pairs
    return False


def _is_odd(character: str) -> bool:
    return character == "\ufffd" or unicodedata.category(character) in _ODD_CATEGORIES


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
    if _is_running_text(text):
        return False
    pairs, common = _pairs(text)
    if pairs < (_LEAST_PAIRS_BESIDE if beside_others else _LEAST_PAIRS):
        return False
    if common < _LEAST_COMMON * pairs:
        return True
    lines = [found for line in text.split("\n") if (found := _pairs(line))[0] >= _LEAST_LINE_PAIRS]
    return sum(number for number, usual in lines if usual < _LEAST_COMMON * number) > _MOST_BAD_LINES * pairs


def _is_running_text(text: str) -> bool:
    """Whether a text has the function words of French or English, and so needs no other look."""
    words = text.lower().split()
    return sum(map(_FUNCTION_WORDS.__contains__, words)) > _LEAST_FUNCTION_WORDS * len(words)


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
        plain = _MARKS.sub("", unicodedata.normalize("NFKD", plain))
    words = _LATIN.findall(plain)
    return sum(map(len, words)) - len(words), sum(map(_COMMON_PAIRS.__contains__, map(add, plain, plain[1:])))
