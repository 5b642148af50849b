"""Whether a sentence defines the term that a question asks about, and whether two define it alike. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.text.analysis import analyse
from assistant.text.normalise import fold
from assistant.text.wordsets import word_set
from assistant.types import Query

ALIKE = 0.5
"""Of the words of the shorter of two definitions, those that the other has, from which they say the same."""
_ARTICLE = r"(?:(?:l'|d'|un |une |le |la |les |des |the |an? )\s*)?"
_IS = (
    r"(?:est|sont|is|are) (?:(?:avant tout|d'abord|donc|aussi|ici|ainsi) )?"
    r"(?:(?:une?|des|ce|celui|celle|le fait|l'ensemble|la capacite|l'art|la demarche|la pratique|le processus|an?|any|"
    r"the (?:practice|process|art|ability|set))\b|definie?s? )"
)
_MEANS = (
    r"(?:designe|designent|signifie|consiste|correspond(?: donc)? a|se definit|peut (?:se definir|etre definie?)|"
    r"renvoie(?: donc)? a|recouvre|s'entend|means|refers to|denotes|consists|can be defined|is defined)\b"
)
_PARENTHESIS = r"(?:\s*\([^)]{1,60}\))?"
_POINTED = re.compile(
    r"\W*(?:(?:c'est|ce sont|il s'agit) (?:donc |en fait |ici |alors )?(?:de |d')?(?:une?|des|l'|la|le)\b"
    r"(?! (?:cas|occasion|moment|fois|raison|meme|plus|moins|seul))|it is an?\b|they are\b)"
)
_GIVEN = re.compile(r"\b(?:definition|definie? (?:ainsi|comme suit))(?: \w+){0,4}\s?:\s?\W*\w+(?:\W+\w+){3}")
_NAMED_AFTER = re.compile(
    r"\W*(?:c'est|voila|this is|that is) (?:donc |bien )?(?:ce que|ce qu'|what) ?(?:[\w'-]+ ){1,8}?"
    r"(?:nomm\w+|appel\w+|design\w+|call\w*)\b"
)
_QUOTES = '[«»"“”\u00a0\u202f ]*'
_OPENING = (
    r"(?:^|[.;:]\s)(?:(?:je tiens|nous tenons|je dis|nous disons) que\s)?"
    r"(?:(?:ici|pour nous|pour moi|au sens large|dans (?:ce|le present) (?:rapport|guide|document|texte)),?\s*)?"
)
_GENERIC = word_set(
    """
    definition définition définir définit sens signifie signification veut dire appelle entend désigne concept
    notion terme mot expression juste exactement concrètement exemple exactly example meaning mean means term
    word define defined consiste quoi chose retient retenir retenue donne propose
    """
)
_GENERIC_FOLDED = frozenset(map(fold, _GENERIC))


def defines(sentence: str, query: Query) -> bool:
    """Whether a sentence says what the term of a question is: "L'X est une…", "On appelle X…", "X : …"."""
    words = tuple(query.words[place].surface for place in sorted(term_of(query)))
    words = tuple(word for word in words if not any(word != other and word in other.split("-") for other in words))
    if not words:
        return False
    return _pattern(words).search(fold(sentence).strip()) is not None


def says_what_it_is(sentence: str) -> bool:
    """Whether a sentence says what something is that it only points at: "C'est une…", "Il s'agit d'un…"."""
    return _POINTED.match(fold(sentence)) is not None


def gives_the_name(sentence: str, query: Query) -> bool:
    """Whether a sentence only names what the one before it told: "C'est ce que le Nesta nomme « X »."."""
    folded = fold(sentence)
    named = _NAMED_AFTER.match(folded)
    words = [fold(query.words[place].surface) for place in sorted(term_of(query))]
    return named is not None and bool(words) and all(word in folded[named.end() :] for word in words)


def gives_a_definition(sentence: str) -> bool:
    """Whether a sentence announces a definition and gives it: "retiennent la définition suivante : …"."""
    return _GIVEN.search(fold(sentence)) is not None


def term_of(query: Query) -> frozenset[int]:
    """The places of the words of a question that are the term it asks the meaning of, not who gives it."""
    own = frozenset(
        place
        for place, word in enumerate(query.words)
        if fold(word.surface) not in _GENERIC_FOLDED and not word.carried
    )
    return frozenset(place for place in own if not query.words[place].named) or own


def same_definition(one: str, other: str) -> bool:
    """Whether two definitions have most of their words in common."""
    first, second = set(analyse(one, "fr")), set(analyse(other, "fr"))
    return len(first & second) >= ALIKE * min(len(first), len(second))


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """The ways to define a term of these words, in a folded sentence."""
    term = r"[\s'-](?:(?:de|des|du|d'|la|le|l'|of|the|a|aux?)[\s']?){0,2}".join(
        re.escape(fold(word).rstrip("s")) + "s?" for word in words
    )
    subject = rf"{_QUOTES}{_ARTICLE}{_QUOTES}{term}{_QUOTES}{_PARENTHESIS},?\s*"
    ways = (
        rf"{_OPENING}{subject}(?:{_IS}|{_MEANS}|c'est\b)",
        rf"\A{subject}:\s*\S+(?:\s\S+){{5,}}",
        rf"(?:\b(?:on|nous|je) |\bj')(?:appelle|appelons|nomme|nommons|entends?|entendons)(?: ici)?(?: par)?\s+"
        rf"{subject}",
        rf"\bpropos(?:e|ons|ent) d'appeler {subject}(?:l'|le |la |une? )",
        rf"\bpar {subject}(?:on|nous) (?:entend|entendons|designe|designons)\b",
        rf"\b(?:on|nous|je) (?:definit|definis|definissons)\s+{subject}comme\b",
        rf"\bwe define {subject}as\b",
    )
    return re.compile("|".join(ways))
