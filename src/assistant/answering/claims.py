"""Sentences as claims, each one statement that can be checked, and whether there is anything to check in one. Pure.

A sentence is left whole where it makes one statement: relative clauses ("qui…", "which…"), enumerations and decimal
commas do not part it. What two independent clauses say is two claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.support.facts import names_stated, numbers_stated
from assistant.text.analysis import analyse
from assistant.text.sentences import split_sentences
from assistant.text.wordsets import word_set
from assistant.types import Language

_FEWEST_WORDS = 4  # of an independent clause
_JOINT = re.compile(
    r"\s*;\s+(?=\S)"
    r"|,\s+(?:et|mais|or|tandis qu(?:e\s|['’])|alors qu(?:e\s|['’])|and|but|while|whereas)\s*"
    r"(?=(?:il|elle|ils|elles|on|nous|le|la|les|un|une|ce|cet|cette|ces|cela|son|sa|ses|leur|leurs|chaque|aucune?|"
    r"the|it|they|he|she|we|this|that|these|those|its|their|each|no)\b|l['’]|[A-ZÀ-Ý])",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:est|sont|a|ont|était|étaient|sera|seront|fut|furent|avait|avaient|aura|auront|peut|peuvent|doit|doivent|"
    r"fait|font|va|vont|is|are|was|were|has|have|had|will|can|must|does|did|"
    r"\w{2,}(?:ait|aient|èrent|era|eront|irent)|\w{3,}ent|\w{2,}(?:ed|es))\b",
    re.IGNORECASE,
)
_TALK = word_set(
    """
    voici résumé synthèse réponse document source citation extrait selon suivant élément question effet conclusion
    bref ensuite enfin premièrement deuxièmement abord dit disent indiquent montrent
    summary answer documents sources quotes extracts following according conclusion first second finally here say says
    show shows
    """
)
_TALK_TERMS: dict[Language, frozenset[str]] = {
    language: frozenset(term for word in _TALK for term in analyse(word, language)) for language in ("fr", "en")
}


def claims_of(text: str) -> list[str]:
    """The claims that a text makes, in order; together they are its words, less the links between clauses."""
    return [claim for start, end in split_sentences(text) for claim in _clauses(text[start:end])]


def nothing_to_check(claim: str, language: Language) -> bool:
    """Whether a claim states nothing: words about the answer itself ("En résumé :"), no number and no name."""
    if numbers_stated(claim) or names_stated(claim):
        return False
    return set(analyse(claim, language)) <= _TALK_TERMS[language]


def _clauses(sentence: str) -> Iterator[str]:
    start = 0
    for joint in _JOINT.finditer(sentence):
        two = sentence[start : joint.start()], sentence[joint.end() :]
        if all(_independent(clause, ";" in joint[0]) for clause in two):
            yield sentence[start : joint.start()].strip()
            start = joint.end()
    rest = sentence[start:].strip()
    if rest:
        yield rest


def _independent(clause: str, parted: bool) -> bool:
    """Whether a clause can stand alone; parted by a semicolon, it does."""
    return len(clause.split()) >= _FEWEST_WORDS and (parted or _VERB.search(clause) is not None)
