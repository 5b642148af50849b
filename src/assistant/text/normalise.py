"""Repair of extracted text, keeping for every character the place it came from.

`repair` runs five linear steps, each a single pass over the text:

1. encoding: UTF-8 that was read as Windows-1252, where all of the text shows it;
2. characters: ligatures spelt out, line ends made LF, invisible and control characters dropped;
3. accents: letters composed (NFC), also where an accent was drawn as a glyph of its own beside its letter;
4. hyphens: words cut at a line end joined again;
5. spaces: runs of ordinary spaces and of blank lines collapsed, spaces at line ends dropped.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from assistant.text.hyphens import HYPHEN_MARK, LINE_HYPHEN, Vocabulary, attested, joint
from assistant.text.mojibake import broken, meant

_LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
_BREAKS = "\r\u0085\u2028\u2029\x0b\x0c"
_SPACES = "\t\u1680\u2000-\u200a\u205f\u3000"
_HIDDEN = (
    "\x00\x01\x03-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\uffff"
    "\U000e0001\U000e0020-\U000e007f"
)
# One class of characters, so that the search skips ordinary text at full speed; `_special` looks around.
_SPECIAL = re.compile(f"[{''.join(_LIGATURES)}{_BREAKS}{_SPACES}\x02\ufffe\u00ad{_HIDDEN}\ud800-\udfff]")

_SPACING_MARKS = {
    "´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "¨": "\u0308", "¸": "\u0327", "˜": "\u0303", "ˇ": "\u030c",
}  # fmt: skip
_MARK_BEFORE = re.compile(r"([´`ˆ¨˜ˇ¸]) ?([A-Za-zı])")
_CEDILLA_AFTER = re.compile(r"([cC]) ?(¸)(?=[^\W\d_])")
_ANY_MARK = re.compile("[´`ˆ¨¸˜ˇ]")
_SURE_MARK = re.compile(r"[ˆ¨] ?[aeiouAEIOUı]|[^\W\d_]{2}´ ?[eE][^\W\d_]|¸ ?[cC]|[cC] ?¸")
_ACUTE_LETTERS = frozenset("eE")
_GRAVE_LETTERS = frozenset("aeuAEU")

# As LINE_HYPHEN, it begins with one class of characters, which the search looks for at full speed.
_CUT = re.compile("[\x02\ufffe\u2010\u00ad-](?:(?<=[\x02\ufffe])|[ \t]*[\r\n])")
_LINE_END = re.compile(r"[ \t]*[\r\n]")
_BLANKS = re.compile(r" *\n[ \n]*|  +")
_TOO_MANY_BLANKS = ("  ", " \n", "\n ", "\n\n\n")

_FOLDED = {
    "œ": "oe", "æ": "ae", "’": "'", "‘": "'", "ʼ": "'", "′": "'", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-",
    "−": "-", "«": '"', "»": '"', "“": '"', "”": '"', "„": '"',
}  # fmt: skip

_Origin: TypeAlias = "array[int]"  # index in the text given of each character


@dataclass(frozen=True, slots=True)
class Repaired:
    """Clean text; `origin[i]` is the index, in the text given, of what became character i. It never decreases."""

    text: str
    origin: array[int]


def repair(text: str, words: Vocabulary | None = None) -> Repaired:
    """Clean a text: the module's docstring lists what is mended. No-break spaces are kept. Linear time.

    A word cut at a line end is joined without its hyphen, unless the hyphenated form is attested in the document and
    the joined form is not, or French spelling asks for it ("rendez-vous", "y a-t-il"), or the document doesn't cut
    words, or what follows is a capital or a digit ("Seine-Saint-Denis", "2017-2018"), or the text is a web address.

    Args:
        text: what a reader extracted.
        words: words attested in the document (see `vocabulary`); those of the text itself when None.
    """
    mended, origin = _mend(text, words, _indexes(1 << len(text).bit_length())[: len(text)])
    return _strip(mended, origin or array("i"))


def clean(text: str, words: Vocabulary | None = None) -> str:
    """The text of `repair`, faster, where nobody asks for the places."""
    return _mend(text, words, None)[0].strip(" \n")


def has_cut_words(text: str) -> bool:
    """Whether a text may hold words cut at a line end, for which `repair` wants the document's vocabulary."""
    return _CUT.search(text) is not None


def vocabulary(texts: Iterable[str]) -> Vocabulary:
    """What a document says about its own spelling: what `repair` decides line-end hyphens with."""
    unbroken = (text.replace("\r\n", "\n") for text in texts)
    return attested(unicodedata.normalize("NFC", _SPECIAL.sub(_special, text)) for text in unbroken)


def fold(text: str) -> str:
    """A form to compare and search by: no case, accents, ligatures or typographic variants. Lengths change."""
    if text.isascii():
        return text.lower()
    folded = text.casefold()
    for character in _FOLDED.keys() & set(folded):
        folded = folded.replace(character, _FOLDED[character])
    decomposed = unicodedata.normalize("NFKD", folded)
    if decomposed.isascii():
        return decomposed
    for mark in filter(unicodedata.combining, set(decomposed)):
        decomposed = decomposed.replace(mark, "")
    return decomposed


@cache
def _indexes(count: int) -> _Origin:
    return array("i", range(count))


_Traced: TypeAlias = "tuple[str, _Origin | None]"  # a text, and its origin if that is asked for


def _mend(text: str, words: Vocabulary | None, origin: _Origin | None) -> _Traced:
    """All steps."""
    if (misread := broken(text)) is not None:
        text, origin = _substitute(misread, meant, text, origin)
    text, origin = _substitute(_SPECIAL, _special, text, origin)
    text, origin = _accents(text, origin)
    if LINE_HYPHEN.search(text):
        known = words if words is not None else attested([text])
        text, origin = _substitute(LINE_HYPHEN, lambda match: joint(match, known), text, origin)
    if not any(blanks in text for blanks in _TOO_MANY_BLANKS):
        return text, origin
    return _substitute(_BLANKS, _blank, text, origin)


def _substitute(
    pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str], text: str, origin: _Origin | None
) -> _Traced:
    """Replace all matches; what replaces one comes from where its first character comes from."""
    if origin is None:
        return pattern.sub(replacement, text), None
    pieces: list[str] = []
    traced = array("i")
    position = 0
    for match in pattern.finditer(text):
        start, end = match.span()
        new = replacement(match)
        pieces += (text[position:start], new)
        traced += origin[position:start]
        traced += origin[start : start + 1] * len(new)
        position = end
    if not pieces:
        return text, origin
    pieces.append(text[position:])
    traced += origin[position:]
    return "".join(pieces), traced


def _strip(text: str, origin: _Origin) -> Repaired:
    start = len(text) - len(text.lstrip(" \n"))
    end = len(text.rstrip(" \n"))
    return Repaired(text[start:end], origin[start:end]) if end > start else Repaired("", array("i"))


def _special(match: re.Match[str]) -> str:
    found = match.group()
    if found in _LIGATURES:
        return _LIGATURES[found]
    text, end = match.string, match.end()
    following = text[end : end + 1]
    if found in _BREAKS:
        return "" if found == "\r" and following == "\n" else "\n"
    if found in "\x02\ufffe" or (found == "\u00ad" and _LINE_END.match(text, end)):
        return HYPHEN_MARK if following else ""
    if "\ud800" <= found <= "\udfff":
        return "\ufffd"
    return " " if found == "\t" or unicodedata.category(found) == "Zs" else ""


def _accents(text: str, origin: _Origin | None) -> _Traced:
    """Letters composed with accents that stand beside them, first those drawn apart, then those of Unicode.

    A lone "´" may as well be an apostrophe ("l´usager"), and "`" opens code: so accents drawn apart are only believed
    in where one at least can't be anything else ("ˆe", "¨i", "pr´e", "c¸").
    """
    if _ANY_MARK.search(text) and _SURE_MARK.search(text):
        text, origin = _substitute(_CEDILLA_AFTER, lambda match: "ç" if match.group(1) == "c" else "Ç", text, origin)
        text, origin = _substitute(_MARK_BEFORE, _accented, text, origin)
    if unicodedata.is_normalized("NFC", text):
        return text, origin
    return (unicodedata.normalize("NFC", text), None) if origin is None else _compose(text, origin)


def _accented(match: re.Match[str]) -> str:
    mark, letter = match.groups()
    allowed = {"´": _ACUTE_LETTERS, "`": _GRAVE_LETTERS}.get(mark)
    if allowed is not None and letter not in allowed:
        return match.group()
    composed = unicodedata.normalize("NFC", ("i" if letter == "ı" else letter) + _SPACING_MARKS[mark])
    return composed if len(composed) == 1 else match.group()


def _compose(text: str, origin: _Origin) -> tuple[str, _Origin]:
    """NFC by clusters (a starter and what composes with it), so that each result knows its first character."""
    pieces: list[str] = []
    traced = array("i")
    start = 0
    for index in range(1, len(text) + 1):
        if index < len(text) and (unicodedata.combining(text[index]) or _composes(text[index - 1], text[index])):
            continue
        new = text[start:index]
        if not new.isascii():
            new = unicodedata.normalize("NFC", new)
        pieces.append(new)
        traced += origin[start:index] if len(new) == index - start else origin[start : start + 1] * len(new)
        start = index
    return "".join(pieces), traced


def _composes(left: str, right: str) -> bool:
    """Whether right is a letter of the Hangul syllable that left opens: starters that compose."""
    return "\u1161" <= right <= "\u11c2" and ("\u1100" <= left <= "\u11c2" or "\uac00" <= left <= "\ud7a3")


def _blank(match: re.Match[str]) -> str:
    breaks = match.group().count("\n")
    if not breaks:
        return " "
    return "\n" if breaks == 1 else "\n\n"
