"""Points that texts set out as such: lists that a sentence announces, sections below one heading. Pure.

"Deux freins ont été identifiés :", then items; "Quels sont les prérequis ?", then a heading for each. Such points
answer a question that asks for several, in words that it seldom has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence

from assistant.answering.form import CLOSING
from assistant.text.normalise import fold
from assistant.text.sentences import LIST_ITEM
from assistant.text.wordsets import word_set
from assistant.types import Passage

_FEW = r"(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|[2-9]|10|two|three|four|five|six|seven|eight|nine|ten)"
_COUNTED = re.compile(rf"\b{_FEW}\s(?:[a-z]+\s)?(?P<noun>[a-z]{{3,}}[sx])\b")
_NOUNS = word_set(
    """
    raisons causes freins leviers obstacles difficultes conditions evolutions etapes principes enjeux defis axes pistes
    roles points egards criteres facteurs limites risques objectifs propositions recommandations actions solutions
    blocages besoins
    reasons barriers levers difficulties steps principles challenges criteria factors limits risks goals proposals
    recommendations needs ways
    """
)
_SPELT_OUT = re.compile(r":[^:;]{8,}(?:;[^;]{8,})+")
_MOST_SPELT = 120  # words


def announces(text: str, nouns: Collection[str]) -> bool:
    """Whether a sentence counts points: reasons, obstacles, steps, or what a question asks for.

    Args:
        text: the sentence.
        nouns: folded words of the question.
    """
    counted = (found["noun"] for found in _COUNTED.finditer(fold(text)))
    return any(noun in _NOUNS or noun in nouns for noun in counted)


def spells_out(text: str, after: str) -> bool:
    """Whether a sentence counts points that the one after it lists: "énonce cinq évolutions", "… : passer de… ; …"."""
    if not announces(text, ()) or len(after.split()) > _MOST_SPELT:
        return False
    return _SPELT_OUT.search(after) is not None


def announced_items(
    passages: Iterable[tuple[Passage, Sequence[str]]], nouns: Collection[str]
) -> dict[str, frozenset[int]]:
    """Places, by passage, of the items of lists that a sentence announces, there or at the end of the passage before.

    Args:
        passages: with the sentences of each.
        nouns: folded words of the question.
    """
    items: dict[str, frozenset[int]] = {}
    goes_on: tuple[str, int] | None = None
    for passage, texts in sorted(passages, key=lambda each: (each[0].document_id, each[0].ordinal)):
        is_open = goes_on == (passage.document_id, passage.ordinal)
        places = []
        for place, text in enumerate(texts):
            if LIST_ITEM.match(text):
                places += [place] if is_open else []
            elif announces(text, nouns):
                is_open = text.rstrip(CLOSING).endswith(":")
        goes_on = (passage.document_id, passage.ordinal + 1) if is_open else None
        items[passage.id] = frozenset(places)
    return items


def sections(passages: Iterable[Passage], is_about: Callable[[str], bool]) -> set[str]:
    """Ids of the passages that open the sections below a heading about the question, where it has several.

    Args:
        passages: those that were read.
        is_about: whether a heading is about the question.
    """
    below: dict[tuple[str, tuple[str, ...]], dict[str, str]] = {}
    for passage in sorted(passages, key=lambda each: each.ordinal):
        *above, own = passage.heading_path or ("",)
        if above and is_about(above[-1]):
            below.setdefault((passage.document_id, tuple(above)), {}).setdefault(own, passage.id)
    return {name for opened in below.values() if len(opened) > 1 for name in opened.values()}
