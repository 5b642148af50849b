"""Names of authors: one text to what a citation style needs (family and given names), and back. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.text.normalise import fold
from assistant.vocabulary.people import GIVEN_NAMES

_PARTICLES = frozenset({"de", "du", "des", "d'", "la", "le", "van", "von", "der", "den", "da", "di", "del"})
_BODIES = re.compile(
    r"\b(ville|commune|metropole|departement|region|communaute|ministere|universite|institut|agence|association"
    r"|observatoire|laboratoire|labo|lab|centre|conseil|direction|service|equipe|collectif|fondation|groupe|reseau|comite|fabrique|cercle|inspection"
    r"|city|ministry|university|institute|agency|department|team|foundation|council|government|office)\b"
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?)+\Z")
_MOST_WORDS = 4
_MOST_GIVEN = 3


def name_text(name: Mapping[str, str]) -> str:
    """A CSL name as one text: "Jean de La Fontaine"."""
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    text = " ".join(name[part] for part in parts if name.get(part)) or name.get("literal", "")
    return re.sub(r"(?<=['’]) ", "", " ".join(text.split()))


def given_first(text: str) -> str:
    """A person's name as it is read, where it is written family name first: "Delabie, Ghislain".

    What follows the comma must be a given name: "INSEE, DREES", "Google, Inc." and "Lyon, Nantes" stay as they are.
    """
    family, comma, given = (part.strip() for part in text.partition(","))
    if not comma or "," in given or re.search(r"\d", text) or _BODIES.search(fold(text)):
        return text
    words, last = given.split(), family.split()
    if not (0 < len(words) <= _MOST_GIVEN and 0 < len(last) <= _MOST_WORDS):
        return text
    named = all(
        word[0].isupper() or fold(word) in _PARTICLES or fold(word).startswith(("d'", "d\u2019"))
        for word in (*words, *last)
    )
    is_given = _INITIALS.match(given) is not None or not GIVEN_NAMES.isdisjoint(re.split(r"[ -]", fold(given)))
    return name_text({"given": given, "family": family}) if named and is_given else text


def csl_name(text: str) -> dict[str, str]:
    """A text as a CSL name: parted where it is plainly a person's; else a name as it stands (a body, one word)."""
    words = text.split()
    capital = all(word[0].isupper() or fold(word) in _PARTICLES for word in words if word)
    is_person = (
        2 <= len(words) <= _MOST_WORDS
        and capital
        and "," not in text
        and not _BODIES.search(fold(text))
        and not re.search(r"\d", text)
    )
    if not is_person:
        return {"literal": text}
    start = next((place for place, word in enumerate(words) if place and fold(word) in _PARTICLES), len(words) - 1)
    if start == len(words) - 1 and fold(words[-1]) in _PARTICLES:
        return {"literal": text}
    return {"given": " ".join(words[:start]), "family": " ".join(words[start:])}
