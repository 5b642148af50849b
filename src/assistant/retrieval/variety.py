"""Documents side by side, where a question asks for several. Pure.

"Compare X et Y", "quels documents parlent de...", "d'une ville à l'autre": the best passages of one document, one after
the other, answer half of it. So no document has more than a few of the passages shown, as long as others were found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from assistant.retrieval.filter_words import plainly
from assistant.types import ScoredPassage

LOOKED_AT = 3
"""Times as many passages as are shown, of which those shown are chosen."""
_MOST = 3  # passages of a document among those shown
_THINGS = (
    r"(?:documents|textes|sources|etudes|articles|entretiens|rapports|auteurs|collectivites|villes|communes|metropoles|"
    r"regions|departements|territoires|pays|labos|laboratoires|administrations|organisations|acteurs|projets|exemples|"
    r"experiences|experimentations|initiatives|dispositifs|definitions|points de vue|approches|positions|avis)"
)
_ENGLISH_THINGS = (
    r"(?:documents|texts|sources|studies|papers|interviews|reports|authors|cities|towns|regions|countries|labs|"
    r"administrations|organi[sz]ations|projects|examples|experiences|initiatives|definitions|views|approaches)"
)
_SEVERAL = re.compile(
    rf"\bcompar(?:er?|ez|ons|aison|aisons|ative|ing|ed|ison|isons)\b|\bversus\b|\bvs\b|\bpanorama\b|\btour d'horizon\b"
    rf"|\b(?:differences?|points communs|convergences|divergences|similarities|differences) (?:entre|between)\b"
    rf"|\b(?:d'une?|from one) \w+ (?:a l'autre|to (?:another|the next))\b"
    rf"|\b(?:quels|quelles|plusieurs|differents|differentes|divers|diverses|tous les|toutes les|selon les|chez les)"
    rf"\s+{_THINGS}\b|\bdes exemples (?:de|d')|\brecens(?:e|er|ez|ons) les\b"
    rf"|\b(?:which|what|several|various|different|all the|across)\s+{_ENGLISH_THINGS}\b|\bexamples of\b"
)
_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’-]+(?:\s[A-ZÀ-ÖØ-Þ][\w'’-]+){0,3}"
_SMALL = "à|au|aux|de|du|des|en|chez|dans|pour|la|le|les|celui|ceux|celle|celles|in|of|at|the|for"
_BEFORE = rf"(?:(?:{_SMALL})\s+|[dl]['’]){{0,3}}"
_TWO_NAMES = re.compile(rf"\b{_BEFORE}{_NAME}\s+(?:et|ou|and|or)\s+{_BEFORE}{_NAME}")


def asks_for_several(question: str) -> bool:
    """Whether a question wants what several documents say: it compares, lists, or names two things side by side."""
    return _SEVERAL.search(plainly(question)) is not None or _TWO_NAMES.search(question) is not None


def side_by_side(found: Iterable[ScoredPassage], limit: int) -> list[ScoredPassage]:
    """The `limit` best passages, no more than a few of one work, unless others are missing.

    Args:
        found: passages, best first; `LOOKED_AT` times as many as are wanted, or all there are.
        limit: most passages returned.
    """
    counts: Counter[str] = Counter()
    first: list[ScoredPassage] = []
    surplus: list[ScoredPassage] = []
    for each in found:
        counts[each.document.work_id] += 1
        (first if counts[each.document.work_id] <= _MOST else surplus).append(each)
    return [*first, *surplus][:limit]
