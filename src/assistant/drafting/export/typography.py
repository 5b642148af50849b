"""French typography of our own sentences: no-break spaces, quotation marks, dates. Quotes are never touched by it."""

from __future__ import annotations

import re

from assistant.drafting.export.nodes import Node, Nodes, string
from assistant.types import Language

NO_BREAK, NARROW = "\u00a0", "\u202f"

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")
_STRAIGHT = re.compile(r'(?<![\w"])"([^"\n]{1,300}?)"(?![\w"])')
_OPENING = re.compile(r"«[ \u00a0\u202f]*")
_CLOSING = re.compile(r"[ \u00a0\u202f]*»")
_HIGH = re.compile(r"(?<=[\w)\]»%’'])[ \u00a0\u202f]*([;!?]+)(?=[\s\u00a0\u202f»)\]]|$)")
_COLON = re.compile(r"(?<=[\w)\]»%’'])[ \u00a0\u202f]*:(?=[\s\u00a0\u202f]|$)")
_UNIT = re.compile(r"(?<=\d) (?=(?:%|€|°|k€|M€|km|ha|h|kg|m²|m³)(?!\w))")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_QUOTED = re.compile(r"(«\u00a0)(.*?)(?=\u00a0»)", re.S)
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


def typeset(text: str, language: Language) -> str:
    """A sentence or a title with the spaces and quotation marks of its language.

    What stands inside quotation marks is left as it is: it may be quoted word for word. So are web addresses.
    """
    if language != "fr":
        return text
    pieces, end = [], 0
    for match in _ADDRESS.finditer(text):
        pieces += [_french(text[end : match.start()]), match.group()]
        end = match.end()
    return "".join([*pieces, _french(text[end:])])


def _french(text: str) -> str:
    text = _STRAIGHT.sub(lambda match: f"«{NO_BREAK}{match.group(1)}{NO_BREAK}»", text)
    text = _CLOSING.sub(f"{NO_BREAK}»", _OPENING.sub(f"«{NO_BREAK}", text))
    parts = _QUOTED.split(text)  # outside, «, inside, outside from » on, ...
    return "".join(_spaced(part) if index % 3 == 0 else part for index, part in enumerate(parts))


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
