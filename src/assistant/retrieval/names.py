"""A name in the place of a name: what a correction or a short follow-up does to the names of the question before. Pure.

Without a list of towns, a place is what stands where places do: after "à", "en", "in"; "la Fabrique" is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.retrieval.corrections import folded_form
from assistant.vocabulary.known import known_words

ASKS = re.compile(
    r"\b(?:qui|que|quoi|quel(?:le)?s?|lequel|laquelle|lesquel(?:le)?s|comment|combien|pourquoi|quand|où|est-ce|"
    r"y a-t-il|what|which|who|whom|how|why|when|where)\b|\bqu'|\w-t-(?:il|elle|on)\b|\w-(?:ils?|elles?)\b",
    re.IGNORECASE,
)
"""What makes a message a question of its own."""

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w]*(?:['’-]\w+)*"
_NAME = rf"{_CAPITAL}(?:\s+(?:(?:de|du|des|la|le|les|sur|sous|en|of)\s+)*{_CAPITAL})*"
_NAMES = re.compile(rf"(?<![\w'’-])(?:[LDld]['’])?(?P<name>{_NAME})")
_OPENS_AS_SUBJECT = re.compile(
    r"\s+(?:\w+[-\s]t[-\s](?:il|elle)s?|\w+-(?:il|elle)s?|a|ont|est|sont|fait|has|have|is|are)\b", re.IGNORECASE
)
THE = r"(?:la\s+|les?\s+|l['’]\s*|the\s+)?"
_KIND = r"(?:(?:ville|commune|métropole|région|agglomération|city|town|region)\s+(?:de\s+|d['’]\s*|of\s+)?)?"
OF_PLACE = r"(?:à|a|au|aux|en|dans|chez|vers|in|at|near)\s+"
_AT = re.compile(rf"(?:^|(?<=[\s('’]))(?P<prep>{OF_PLACE}){THE}{_KIND}$", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:^|(?<=[\s(]))(?:la|le|les|the)\s+$|[lL]['’]$")
_LOWER_PLACE = re.compile(r"(?:^|(?<=\s))(?:à|in)\s+(?P<name>[a-zà-ÿ][\w'’-]{2,})(?=\s*(?:$|[?.!,;]))")
_FRAGMENT = re.compile(
    rf"(?:(?:celui|celle|ceux|celles|that|those)\s+)?(?P<prep>{OF_PLACE}|(?:de|du|des|of|from|pour|sur|for)\s+|d['’]\s*)?"
    rf"(?P<the>{THE}){_KIND}(?P<name>{_NAME}|[a-zà-ÿ][\w'’-]+)",
)


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in a question; `at` is where its preposition of place begins, None where it has none.

    `article`: it is called "la Fabrique", as no town is.
    """

    start: int
    end: int
    at: int | None
    article: bool = False


def appended(question: str, more: str) -> str:
    """A question with more at its end, before its question mark."""
    body = question.rstrip(" \t\n\u00a0\u202f?.!")
    return f"{body} {more}{question[len(body) :]}"


def other_name(rest: str, before: str, *, told: bool) -> str | None:
    """A name for a name, at the same kind of place where there is one; a place where there was none."""
    found = _FRAGMENT.fullmatch(rest)
    if not found:
        return None
    prep = (found["prep"] or "").strip().lower()
    at = re.fullmatch(OF_PLACE, f"{prep} ", re.IGNORECASE) is not None
    names = list(_names(before))
    written = found["name"][0].isupper()
    if not written and not (at and told and prep in ("à", "a", "in") and _may_be_place(found["name"], names)):
        return None
    if not (told or (at and written)):
        return None
    if not names:
        return appended(before, rest) if prep else None
    bare = found["name"] if not prep and not found["the"] else None
    replaced = _replaced(before, names, at=at, bare=bare)
    if replaced is None:
        return appended(before, rest)
    if at and replaced.at is not None:
        return before[: replaced.at] + rest + before[replaced.end :]
    article = _ARTICLE.search(before[: replaced.start]) if found["the"] else None
    if article is not None:
        return before[: article.start()] + found["the"] + found["name"] + before[replaced.end :]
    return before[: replaced.start] + found["name"] + before[replaced.end :]


def _may_be_place(word: str, names: Sequence[_Name]) -> bool:
    """Whether a word in small letters may be a place: it stands for one, or is no word that is known."""
    return any(name.at is not None for name in names) or folded_form(word) not in known_words()


def _replaced(question: str, names: Sequence[_Name], *, at: bool, bare: str | None) -> _Name | None:
    """The name of a question that gives way: at a place for a place; for "l'ADEME" one that is not.

    A bare name (`bare`) is put for one of its own look, an acronym or several words, else for a place.
    """
    placed = [name for name in names if name.at is not None]
    others = [name for name in names if name.at is None]
    if bare is not None:
        alike = [each for each in names if _look(question[each.start : each.end]) == _look(bare) != "word"]
        return (alike or placed or others)[-1]
    if at:
        others = [name for name in others if not name.article]
        return placed[-1] if placed else others[-1] if len(others) == 1 else None
    return (others or placed)[-1]


def _look(name: str) -> str:
    if len(name) > 1 and name.isupper():
        return "acronym"
    return "words" if " " in name else "word"


def _names(question: str) -> Iterator[_Name]:
    """The names of a question, in order. One that opens it counts only as its subject: "Lyon a-t-elle...?"."""
    for found in _NAMES.finditer(question):
        start, end = found.span("name")
        opens = not any(character.isalnum() for character in question[: found.start()])
        acronym = len(found["name"]) > 1 and found["name"].isupper()
        if opens and not acronym and (ASKS.match(question) or not _OPENS_AS_SUBJECT.match(question[end:])):
            continue
        before, article = _AT.search(question[:start]), _ARTICLE.search(question[:start])
        yield _Name(start, end, None if before is None else before.start("prep"), article is not None)
    for found in _LOWER_PLACE.finditer(question):
        if folded_form(found["name"]) not in known_words():
            yield _Name(*found.span("name"), found.start())
