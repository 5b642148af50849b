"""Repair of extracted text, keeping for every character the place it came from.

`repair` runs four linear steps, each a single pass over the text:

1. characters: ligatures spelt out, line ends made LF, invisible and control characters dropped;
2. accents: letters composed (NFC), also where an accent was drawn as a glyph of its own beside its letter;
3. hyphens: words cut at a line end joined again;
4. spaces: runs of ordinary spaces and of blank lines collapsed, spaces at line ends dropped.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from assistant.text.hyphens import HYPHEN_MARK, LINE_HYPHEN, Vocabulary, attested, joint

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

_CUT = re.compile("[\x02\ufffe]|[-\u2010\u00ad][ \t]*[\r\n]")
_LINE_END = re.compile(r"[ \t]*[\r\n]")
_BLANKS = re.compile(r" *\n[ \n]*|  +")

_FOLDED = str.maketrans(
    {
        "œ": "oe", "æ": "ae", "’": "'", "‘": "'", "ʼ": "'", "′": "'", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-",
        "−": "-", "«": '"', "»": '"', "“": '"', "”": '"', "„": '"',
    }
)  # fmt: skip

_Origin: TypeAlias = "array[int]"  # index in the step's input of each character of its output


@dataclass(frozen=True, slots=True)
class Repaired:
    """Clean text; `origin[i]` is the index, in the text given, of what became character i. It never decreases."""

    text: str
    origin: Sequence[int]


def repair(text: str, words: Vocabulary | None = None) -> Repaired:
    """Clean a text: the module's docstring lists what is mended. No-break spaces are kept. Linear time.

    A word cut at a line end is joined without its hyphen, unless the hyphenated form is attested in the document and
    the joined form is not, or French spelling asks for it ("rendez-vous", "y a-t-il"), or the document doesn't cut
    words, or what follows is a capital or a digit ("Seine-Saint-Denis", "2017-2018"), or the text is a web address.

    Args:
        text: what a reader extracted.
        words: words attested in the document (see `vocabulary`); those of the text itself when None.
    """
    mended, steps = _mend(text, words, traced=True)
    return _strip(mended, _compose_origins(len(mended), steps))


def clean(text: str, words: Vocabulary | None = None) -> str:
    """The text of `repair`, faster, where nobody asks for the places."""
    return _mend(text, words, traced=False)[0].strip(" \n")


def has_cut_words(text: str) -> bool:
    """Whether a text may hold words cut at a line end, for which `repair` wants the document's vocabulary."""
    return _CUT.search(text) is not None


def vocabulary(texts: Iterable[str]) -> Vocabulary:
    """What a document says about its own spelling: what `repair` decides line-end hyphens with."""
    return attested(unicodedata.normalize("NFC", _SPECIAL.sub(_special, text)) for text in texts)


def fold(text: str) -> str:
    """A form to compare and search by: no case, accents, ligatures or typographic variants. Lengths change."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_FOLDED))
    if decomposed.isascii():
        return decomposed
    return "".join([character for character in decomposed if not unicodedata.combining(character)])


_Step: TypeAlias = "tuple[str, _Origin | None]"


def _mend(text: str, words: Vocabulary | None, traced: bool) -> tuple[str, list[_Origin | None]]:
    """All steps: the text, and the origins of each step that changed something (none where not traced)."""
    text, first = _substitute(_SPECIAL, _special, text, traced)
    text, accents = _accents(text, traced)
    joined = None
    if LINE_HYPHEN.search(text):
        known = words if words is not None else attested([text])
        text, joined = _substitute(LINE_HYPHEN, lambda match: joint(match, known), text, traced)
    text, spaced = _substitute(_BLANKS, _blank, text, traced)
    return text, [first, *accents, joined, spaced]


def _substitute(
    pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str], text: str, traced: bool
) -> _Step:
    """Replace all matches. The second value is None where nothing matched: each character stays in its place."""
    if not traced:
        return pattern.sub(replacement, text), None
    pieces: list[str] = []
    origin = array("i")
    position = 0
    for match in pattern.finditer(text):
        start = match.start()
        new = replacement(match)
        pieces.append(text[position:start])
        pieces.append(new)
        origin.extend(range(position, start))
        origin.extend([start] * len(new))
        position = match.end()
    if not pieces:
        return text, None
    pieces.append(text[position:])
    origin.extend(range(position, len(text)))
    return "".join(pieces), origin


def _compose_origins(length: int, steps: Iterable[_Origin | None]) -> Sequence[int]:
    total: Sequence[int] | None = None
    for step in steps:
        if step is not None:
            total = step if total is None else array("i", map(total.__getitem__, step))
    return range(length) if total is None else total


def _strip(text: str, origin: Sequence[int]) -> Repaired:
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


def _accents(text: str, traced: bool) -> tuple[str, list[_Origin | None]]:
    """Letters composed with accents that stand beside them, first those drawn apart, then those of Unicode.

    A lone "´" may as well be an apostrophe ("l´usager"), and "`" opens code: so accents drawn apart are only believed
    in where one at least can't be anything else ("ˆe", "¨i", "pr´e", "c¸").
    """
    steps: list[_Origin | None] = []
    if _ANY_MARK.search(text) and _SURE_MARK.search(text):
        text, step = _substitute(_CEDILLA_AFTER, lambda match: "ç" if match.group(1) == "c" else "Ç", text, traced)
        steps.append(step)
        text, step = _substitute(_MARK_BEFORE, _accented, text, traced)
        steps.append(step)
    if unicodedata.is_normalized("NFC", text):
        return text, steps
    if not traced:
        return unicodedata.normalize("NFC", text), []
    text, step = _compose(text)
    return text, [*steps, step]


def _accented(match: re.Match[str]) -> str:
    mark, letter = match.groups()
    allowed = {"´": _ACUTE_LETTERS, "`": _GRAVE_LETTERS}.get(mark)
    if allowed is not None and letter not in allowed:
        return match.group()
    composed = unicodedata.normalize("NFC", ("i" if letter == "ı" else letter) + _SPACING_MARKS[mark])
    return composed if len(composed) == 1 else match.group()


def _compose(text: str) -> tuple[str, _Origin]:
    """NFC by clusters (a starter and what composes with it), so that each result knows its first character."""
    pieces: list[str] = []
    origin = array("i")
    start = 0
    for index in range(1, len(text) + 1):
        if index < len(text) and (unicodedata.combining(text[index]) or _composes(text[index - 1], text[index])):
            continue
        new = text[start:index]
        if not new.isascii():
            new = unicodedata.normalize("NFC", new)
        pieces.append(new)
        origin.extend([start] * len(new) if len(new) < index - start else range(start, start + len(new)))
        start = index
    return "".join(pieces), origin


def _composes(left: str, right: str) -> bool:
    """Whether right is a letter of the Hangul syllable that left opens: starters that compose."""
    return "\u1161" <= right <= "\u11c2" and ("\u1100" <= left <= "\u11c2" or "\uac00" <= left <= "\ud7a3")


def _blank(match: re.Match[str]) -> str:
    breaks = match.group().count("\n")
    if not breaks:
        return " "
    return "\n" if breaks == 1 else "\n\n"
