"""French typography of our own sentences: no-break spaces, quotation marks, dates. Quotes are never touched by it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from assistant.drafting.export.nodes import Node, Nodes, string
from assistant.types import Language

NO_BREAK, NARROW = "\u00a0", "\u202f"

_FIRST_SIGN = 0xF0000
_SIGN = "[\U000f0000-\U0010fffd]"  # private ones: each stands for a piece that is left as it is
_SIGNS = re.compile(_SIGN)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")
_STRAIGHT = re.compile(r'(?<![\w"])"[^"\n]{1,4000}?"(?![\w"])')
_LONGEST_STRAIGHT = 300  # characters between straight marks that become French ones; more may be two lone marks
_FEWEST = 2  # words of a quote that is known where it stands without marks; one may be anybody's
_MARKS = re.compile("[«»“”]")
_OPENED_BY = {"»": "«", "”": "“"}
_INNER_SPACES = " \u00a0\u202f"
_OPENING = re.compile(r"«[ \u00a0\u202f]*")
_CLOSING = re.compile(r"[ \u00a0\u202f]*»")
_BEFORE = rf"(?<=[\w)\]»%’'{_SIGN[1:]})"
_HIGH = re.compile(rf"{_BEFORE}[ \u00a0\u202f]*([;!?]+)(?=[\s\u00a0\u202f»)\]]|$)")
_COLON = re.compile(rf"{_BEFORE}[ \u00a0\u202f]*:(?=[\s\u00a0\u202f]|$)")
_UNIT = re.compile(r"(?<=\d) (?=(?:%|€|°|k€|M€|km|ha|h|kg|m²|m³)(?!\w))")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_APOSTROPHE = re.compile(rf"(?<=[^\W\d_])'(?=[^\W\d_]|[«“{_SIGN[1:]})")
_ISO_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_MONTHS: dict[Language, tuple[str, ...]] = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
}  # fmt: skip


def typeset(text: str, language: Language, exact: Iterable[str] = ()) -> str:
    """A sentence or a title with the spaces and quotation marks of its language.

    What stands between quotation marks is left as it is, whatever marks are in it: it may be quoted word for word. So
    are web addresses.

    Args:
        text: of our own.
        language: of the text.
        exact: quotes that are left as they are wherever they stand in it, white space apart.
    """
    if language != "fr" or _SIGNS.search(text):
        return text
    kept = _Kept()
    for quote in sorted(exact, key=len, reverse=True):  # one may have another in it
        words = quote.split()
        if len(words) >= _FEWEST:
            text = kept.without(re.compile(r"\s+".join(map(re.escape, words))), text)
    text = kept.quoted(kept.without(_ADDRESS, text))
    return kept.back(_spaced(_CLOSING.sub(f"{NO_BREAK}»", _OPENING.sub(f"«{NO_BREAK}", text))))


class _Kept:
    """Pieces of a text that are left as they are: a sign stands for each until it comes back."""

    def __init__(self) -> None:
        self._pieces: list[str] = []

    def without(self, pattern: re.Pattern[str], text: str) -> str:
        """A text with a sign for all that a pattern finds."""
        return pattern.sub(lambda found: self._sign(found[0]), text)

    def quoted(self, text: str) -> str:
        """A text with a sign for each of its outermost quotations: straight marks become French ones."""
        pieces, end = [], 0
        for start, stop in _quotations(text):
            pieces += [text[end:start], self._sign(_in_marks(text[start:stop]))]
            end = stop
        return "".join([*pieces, text[end:]])

    def back(self, text: str) -> str:
        """A text with all pieces where they were."""
        return _SIGNS.sub(lambda found: self.back(self._pieces[ord(found[0]) - _FIRST_SIGN]), text)

    def _sign(self, piece: str) -> str:
        self._pieces.append(piece)
        return chr(_FIRST_SIGN + len(self._pieces) - 1)


def _quotations(text: str) -> Iterable[tuple[int, int]]:
    """The outermost spans between quotation marks of any kind, marks included; a mark without its other is none."""
    spans = [found.span() for found in _STRAIGHT.finditer(text)]
    opened: list[tuple[str, int]] = []
    waiting: Counter[str] = Counter()
    for found in _MARKS.finditer(text):
        opening = _OPENED_BY.get(found[0])
        if opening is None:
            opened.append((found[0], found.start()))
            waiting[found[0]] += 1
        elif waiting[opening]:
            mark = ""
            while mark != opening:  # those opened in it and never closed are text
                mark, start = opened.pop()
                waiting[mark] -= 1
            spans.append((start, found.end()))
    end = 0
    for start, stop in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= end:
            yield start, stop
            end = stop


def _in_marks(said: str) -> str:
    """A quotation with the marks of French; English ones stay."""
    inside = said[1:-1]
    if said[0] == "“" or (said[0] == '"' and len(inside) > _LONGEST_STRAIGHT):
        return said
    return f"«{NO_BREAK}{inside.strip(_INNER_SPACES)}{NO_BREAK}»"


def _spaced(text: str) -> str:
    text = _APOSTROPHE.sub("’", text)
    text = _HIGH.sub(rf"{NARROW}\1", text)
    text = _COLON.sub(f"{NO_BREAK}:", text)
    return _THOUSANDS.sub(NARROW, _UNIT.sub(NARROW, text))


def joined(nodes: Nodes, language: Language) -> Nodes:
    """Inlines whose spaces before high signs and inside « » do not break, as French wants."""
    if language != "fr":
        return nodes
    result: Nodes = []
    for node in nodes:
        if node["t"] == "Str":
            node = string(node["c"].replace(f"{NARROW}:", f"{NO_BREAK}:"))
        word = node["c"] if node["t"] == "Str" else ""
        before = result[-1] if result else None
        if before is not None and before["t"] == "Space" and word[:1] in tuple(";!?:»"):
            result[-1:] = [string((NARROW if word[0] in ";!?" else NO_BREAK) + word)]
        elif node["t"] == "Space" and before is not None and str(before.get("c", "")).endswith("«"):
            result.append(string(NO_BREAK))
        else:
            result.append(_inside(node, language))
    return result


def _inside(node: Node, language: Language) -> Node:
    if node["t"] in ("Emph", "Strong", "SmallCaps"):
        return {"t": node["t"], "c": joined(node["c"], language)}
    if node["t"] in ("Span", "Link"):
        return {"t": node["t"], "c": [node["c"][0], joined(node["c"][1], language), *node["c"][2:]]}
    return node


def date_words(date: str, language: Language) -> str:
    """A date (ISO 8601, possibly a year or a month only, a time after it is left out) in words; itself if not one."""
    match = _ISO_DATE.match(date)
    if match is None:
        return date
    year, month, day = match.groups()
    if month is None or not 1 <= int(month) <= len(_MONTHS[language]):
        return year
    name = _MONTHS[language][int(month) - 1]
    if day is None:
        return f"{name} {year}"
    number = "1er" if language == "fr" and int(day) == 1 else str(int(day))
    return f"{number}{NO_BREAK}{name} {year}"


def parted_end(sentence: str, language: Language) -> tuple[str, str]:
    """A sentence, and the sign at its end that its note's number stands before, as in French; "" in English."""
    if language != "fr" or sentence.endswith(("etc.", "…", "...")):
        return sentence, ""
    match = re.search(r"[\u00a0\u202f ]?[.!?;:,]+\Z", sentence)
    return (sentence, "") if match is None else (sentence[: match.start()], match.group())
