"""Whether a heading is a sentence: it has a subject and a verb of its own. By words and shapes, without a grammar.

"Les freins", "Créer un budget participatif", "Ce que d'autres ont essayé", "Pourquoi agir ?" say what is to follow.
"Les budgets augmentent la confiance" says something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.text.wordsets import word_set

_LONGEST = 14
"""Words; a longer heading is a sentence."""
_ASKS = re.compile(
    r"^(?:ce\s(?:qu|dont)|pourquoi|comment|où|quand|qui\b|quoi|que\b|qu['’]|quel|quelle|combien|"
    r"what|why|how|where|when|who|which)",
    re.IGNORECASE,
)
_VERBS = word_set(
    """
    est sont était étaient sera seront serait seraient fut furent ont avait avaient aura auront aurait auraient
    peut peuvent pouvait pourra pourront pourrait doit doivent devra devront devrait faut fallait faudra fait font
    fera feront va vont veut veulent permet permettent reste restent manque manquent suffit suffisent vaut valent
    sait savent dit disent prend prennent met mettent tient tiennent vient viennent devient deviennent réussit
    réussissent échoue échouent augmente augmentent diminue diminuent baisse baissent double doublent triple triplent
    progresse progressent recule reculent améliore améliorent réduit réduisent coûte coûtent rapporte rapportent
    existe existent marche marchent fonctionne fonctionnent profite profitent attire attirent freine freinent bloque
    bloquent is are was were has have had will would can could must may might should does did
    """
)
_NOUNS = word_set("baisse coûte double marche reste manque va met tient dit fait prend est")
"""Those of them that are nouns or names as well: they count between a subject and what is said of it."""
_SUBJECT = re.compile(
    r"\b(?:il|elle|on|ils|elles|nous|ça|cela|they|it|we)\s+(?:ne\s|n['’]|se\s|s['’]|y\s|en\s)?\w", re.IGNORECASE
)
_DENIES = re.compile(
    r"(?<!\bqui )\b(?:ne\s|n['’])\w+(?:\s\w+)?\s(?:pas|plus|jamais|rien|guère|aucun)\b|\bnot\b|n['’]t\b", re.IGNORECASE
)
_PERFECT = re.compile(r"\ba\s+(?:(?:bien|trop|peu|été|toujours|pas|\w+ment)\s+)?\w+(?:é|i|u|is|it|ert)e?s?\b")
_BEFORE = r"(?:l['’]|(?:les?|la|une?|des|du|ces?|cette|leurs?|nos|notre|ses|son|sa|the|an?)\s+)"
_AFTER = r"(?:l['’]|(?:les?|la|une?|ces?|cette|leurs?|nos|notre|ses|son|sa|tout|the|an?)\s+)"
_PLURAL = re.compile(
    r"\b(?:les|des|ces|nos|leurs|ses|plusieurs)\s+(?:\w+s\s+)?\w+[sx]\s+(?:se\s|s['’])?(\w{3,}ent)\b", re.IGNORECASE
)
_TRANSITIVE = re.compile(rf"\b{_BEFORE}(\w{{3,}})\s+(\w{{3,}}[etd])\s+{_AFTER}\w", re.IGNORECASE)
_RELATIVE = word_set("qui dont où that which who")
_NO_VERBS = word_set(
    """
    avec entre contre comme sans sous dans dès chez vers pendant depuis malgré même toute toutes tous tout pas puis
    grâce base type face suite souvent comment urgent présent absent différent récent parent patient client agent
    argent moment
    """
)


def asks(text: str) -> bool:
    """Whether a text asks, or names what is asked: "Pourquoi agir", "Ce que nous proposons"."""
    return _ASKS.match(text.strip()) is not None or text.rstrip().endswith("?")


def asserts(text: str) -> bool:
    """Whether a heading is a sentence: it says something of its subject, or is as long as one."""
    plain = text.strip()
    if asks(plain):
        return False
    if plain.endswith(".") and not plain.endswith(("etc.", "...")):
        return True
    return len(plain.split()) > _LONGEST or has_verb(plain)


def has_verb(text: str) -> bool:
    """Whether a line says something of its subject, as far as words and shapes tell."""
    return any(True for _ in _verbs(text))


def _verbs(text: str) -> Iterator[str]:
    words = re.findall(r"[^\W\d_]+(?:['’]t)?", text)
    for place, word in enumerate(words):
        known = word.casefold()
        if _RELATIVE & {each.casefold() for each in words[max(0, place - 3) : place]}:
            continue  # "les labos qui veulent changer": a part of the subject
        subject = place > 0 and words[place - 1].casefold() not in _NO_VERBS
        if known in _VERBS and (known not in _NOUNS or (subject and place + 1 < len(words) and place > 1)):
            yield word
    for pattern in (_SUBJECT, _DENIES, _PERFECT):
        yield from (found[0] for found in pattern.finditer(text))
    for found in _PLURAL.finditer(text):
        if found[1].casefold() not in _NO_VERBS and not found[1].casefold().endswith(("mment", "ement")):
            yield found[1]
    for found in _TRANSITIVE.finditer(text):
        if not {found[1].casefold(), found[2].casefold()} & _NO_VERBS:
            yield found[2]
