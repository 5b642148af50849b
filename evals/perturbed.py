"""Texts made wrong on purpose: one number, or one name, is changed into one that their sources do not hold."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from assistant.evaluation.answers.facts import names_stated, numbers_held
from assistant.text.normalise import fold

_DIGITS = re.compile(r"\d+")
_STEPS = (1, 2, 3, 5, 7, 10, 20)


def with_other_number(text: str, sources: Sequence[str], rng: random.Random) -> str | None:
    """The text with one of its numbers (in digits) a little larger; None where it has none."""
    found = list(_DIGITS.finditer(text))
    if not found:
        return None
    chosen = rng.choice(found)
    held = set().union(*(numbers_held(source) for source in sources))
    for step in rng.sample(_STEPS, len(_STEPS)):
        other = str(int(chosen[0]) + step)
        if other not in held:
            return text[: chosen.start()] + other + text[chosen.end() :]
    return None


def with_other_name(text: str, sources: Sequence[str], names: Sequence[str], rng: random.Random) -> str | None:
    """The text with one of its names replaced by one of those given; None where it has none, or none is foreign."""
    own = names_stated(text)
    held = fold(" ".join([*sources, text]))
    foreign = [name for name in names if fold(name) not in held]
    if not own or not foreign:
        return None
    return re.sub(rf"\b{re.escape(rng.choice(own))}\b", rng.choice(foreign), text, count=1)
