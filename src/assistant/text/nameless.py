"""Texts of anonymous documents without what would name somebody, for whatever searches or ranks them. Pure.

A name that is searched for must not be found, nor be told known or unknown, through a document that hides it: so a
block stands in the place of each letter of it, and everything else keeps its place. A word with a capital is a name
where it is no word of the language, stands where no word has a capital, or is what people and towns are often called. A
line of capitals with a name in it goes whole, and so do addresses and telephone numbers.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from assistant.text.names import names_stated
from assistant.text.normalise import fold
from assistant.text.stopwords import ENGLISH_STOP_WORDS, FRENCH_STOP_WORDS
from assistant.text.wordsets import word_set
from assistant.types import Document, Passage, Unsaid
from assistant.vocabulary.known import SHORTEST_KNOWN, known_words
from assistant.vocabulary.people import NAMES

MASK = "\N{FULL BLOCK}"
_KEPT = 5_000  # texts, a kilobyte each: the same passages are found again and again
_SHORT_WORDS = (
    FRENCH_STOP_WORDS
    | ENGLISH_STOP_WORDS
    | word_set("oui non bon bien tres deux trois cinq sept huit neuf dix cent jour mois ceci cela voici ici tout toute")
    | word_set("yes no very two four five six nine ten day here all many")
)
"""Words that the list of words, of five letters and more, lacks."""
_ASKING = word_set("combien comment pourquoi quel quelle quels quelles quand how what which why when who")
_TOKEN = re.compile(r"[^\W\d_]\w*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_ADDRESS = re.compile(
    r"\S+@\S+|(?<!\w)@\w{2,}|https?://\S+|www\.\S+"
    r"|(?<!\d)(?:\+\d{2,3}[ .]?|0)\d(?:[ .\u00a0\u202f-]?\d\d){4}(?!\d)"
)
"""Addresses of mail and of the web, names with an at sign, telephone numbers of France."""


def names_somebody(document: Document, text: str) -> bool:
    """Whether a text states a name, one that begins a sentence too, or any that its document is known by."""
    return MASK in without_names(document.unsaid, text)


def nameless(document: Document, passage: Passage) -> Passage:
    """A passage, with neither names in its text nor in its headings where its document is anonymous."""
    if not document.anonymous:
        return passage
    headings = tuple(without_names(document.unsaid, heading) for heading in passage.heading_path)
    return replace(passage, text=without_names(document.unsaid, passage.text), heading_path=headings)


@lru_cache(maxsize=_KEPT)
def without_names(unsaid: Unsaid, text: str) -> str:
    """A text of the same length, with blocks in the place of names.

    Args:
        unsaid: the words that the document is known by.
        text: of the document.
    """
    stated = frozenset(names_stated(text))

    def shown(match: re.Match[str]) -> str:
        token = match[0]
        hidden = token in stated or any(_gives_away(unsaid, word) for word in _WORD.findall(token))
        return MASK * len(token) if hidden else token

    lines = _ADDRESS.sub(lambda match: MASK * len(match[0]), text).splitlines(keepends=True)
    return "".join(_line_of_capitals(_TOKEN.sub(shown, line)) for line in lines)


def _line_of_capitals(line: str) -> str:
    """A line as it is, or without any word where it is one of capitals, part of which is a name."""
    if MASK not in line or not line.isupper():
        return line
    return _TOKEN.sub(lambda match: MASK * len(match[0]), line)


def question_without_names(question: str) -> str:
    """A question without the words that may be names, whether anybody is called so or not.

    Words with a capital go, those that are none of the language, and those that are often names; another in small
    letters that is ordinary or short stays.
    """
    return " ".join(_TOKEN.sub(lambda match: "" if _may_name(match[0]) else match[0], question).split())


def _may_name(token: str) -> bool:
    folded = fold(token)
    if folded in NAMES:
        return True
    if folded in _SHORT_WORDS or folded in _ASKING:
        return False
    return not token.islower() or (len(folded) >= SHORTEST_KNOWN and folded not in known_words())


def _gives_away(unsaid: Unsaid, word: str) -> bool:
    folded = fold(word)
    if folded in unsaid.names or (folded in NAMES and not word.islower()):
        return True
    unknown = folded not in known_words() and folded not in _SHORT_WORDS
    if folded in unsaid.words:
        return unknown or not word.islower()
    return unknown and not word.islower()
