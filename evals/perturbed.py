"""Texts made wrong on purpose: one number, name, month or negation is changed."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from assistant.support.facts import names_stated, numbers_held
from assistant.text.normalise import fold

_DIGITS = re.compile(r"\d+")
_WHOLE_NUMBER = re.compile(r"\d[\d\u202f\u00a0 ]*\d|\d")
_MONTHS = tuple(
    re.findall(r"\w+", "janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
)
_NEGATIONS = (
    (r"\bn['’]a pas (?=\w+é)", "a "),
    (r"\bn['’]ont pas (?=\w+é)", "ont "),
    (r"\bn['’]est pas (?=\w)", "est "),
    (r"\bne sont pas (?=\w)", "sont "),
    (r"(?<!['’])\ba (?=[a-zé]+é\b)", "n'a pas "),
    (r"(?<!['’])\bont (?=[a-zé]+é\b)", "n'ont pas "),
    (r"(?<!['’])\best (?=[a-zé]+ée?\b)", "n'est pas "),
    (r"(?<!['’])\bsont (?=[a-zé]+ée?s\b)", "ne sont pas "),
)
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


def with_number_from_elsewhere(text: str, rng: random.Random) -> str | None:
    """The text with one of its numbers replaced by another of them; None where it has not two."""
    found = list(_WHOLE_NUMBER.finditer(text))
    pairs = [(one, other) for one in found for other in found if one[0] != other[0]]
    if not pairs:
        return None
    one, other = rng.choice(pairs)
    return text[: one.start()] + other[0] + text[one.end() :]


def with_other_month(text: str, rng: random.Random) -> str | None:
    """The text with one of its months replaced by one that it does not name; None where it names none (in French)."""
    named = [month for month in _MONTHS if re.search(rf"\b{month}\b", text)]
    if not named:
        return None
    other = rng.choice([month for month in _MONTHS if month not in named])
    return re.sub(rf"\b{rng.choice(named)}\b", other, text, count=1)


def with_other_negation(text: str) -> str | None:
    """A French text that denies what it affirmed, or the other way round; None where it is not plain how."""
    for pattern, other in _NEGATIONS:
        changed, count = re.subn(pattern, other, text, count=1)
        if count:
            return changed
    return None
