"""The numbers and the names that a text states, spelt one way, so that two texts can be held against each other.

Numbers: "300 000", "300.000" and "300000" are one, so are "66,3" and "66.3", "trois" and "3", "1,2 million" and
"1 200 000", "XIXe" and "19e", "22 novembre 2005" and "22/11/2005" (day, month and year each count as a number). "un",
"une" and "one" alone are articles more often than numbers: they do not count. Names are words with a capital that do
not stand where any word has one, and acronyms (`text.names`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.text.names import names_stated
from assistant.text.normalise import fold
from assistant.text.wordsets import word_set

__all__ = ["names_stated", "numbers_held", "numbers_in_place", "numbers_stated"]

_UNITS = (
    "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen",
)
_TENS = {
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70,
    "nonante": 90, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_HUNDREDS = {"cent": 100, "cents": 100, "hundred": 100}
_SCALES = {
    "mille": 10**3, "thousand": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9,
    "billion": 10**9, "billions": 10**9,
}  # fmt: skip
_WORDS = {
    **{word: value for line in _UNITS for value, word in enumerate(line.split())},
    "une": 1, **_TENS, **_HUNDREDS, **_SCALES,
}  # fmt: skip
_INDEFINITE = word_set("un une one millions milliards billions")  # alone: "un élu", "des millions"
_LINKS = word_set("et and")
_SIGNS = {"k": 10**3, "m": 10**6, "md": 10**9, "mds": 10**9, "bn": 10**9}
_MONTHS = {
    name: str(number)
    for names in (
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), start=1)
}
_ROMAN = {"I": 1, "V": 5, "X": 10}

_SPACE = "[ \u00a0\u202f]"
_MONTH = "|".join(_MONTHS)
_DIGITS = re.compile(
    r"""
    (?<![\w.,])(?P<grouped>[1-9]\d{0,2}(?:[ \u00a0\u202f.,'’]\d{3}){1,5})(?P<cents>[.,]\d{1,2})?(?!\d|[.,]\d)
    | (?P<plain>\d{1,18})(?P<decimals>[.,]\d{1,9})?
    """,
    re.VERBOSE,
)
_SCALE_AFTER = re.compile(
    rf"{_SPACE}{{0,2}}(?:(millions?|milliards?|billions?|mille|thousand)\b|(k|mds?|m|bn)(?=[€$£]))"
)
_SCALED = re.compile(rf"(?<=\d){_SPACE}{{0,2}}(?:millions?|milliards?|billions?|mille|thousand)\b")
_ROMAN_ORDINAL = re.compile(r"\b([IVX]{1,6})(?:e|ème|eme|er)\b|\b([IVX]{1,6})(?=\ssiècles?\b)")
_DATED_MONTH = re.compile(rf"\b\d{{1,2}}(?:er|st|nd|rd|th)? ({_MONTH})\b|\b({_MONTH}),? (?=\d)")
_PER_CENT = re.compile(r"\bp(?:ou|e)r[ -]?cent\b")
_LETTERS = re.compile("[a-z]+")


@lru_cache(maxsize=20_000)
def numbers_stated(text: str) -> frozenset[str]:
    """The numbers a text states, each in the one reading that fits it best."""
    return frozenset(readings[0] for readings in _readings(text))


@lru_cache(maxsize=20_000)
def numbers_held(text: str) -> frozenset[str]:
    """The numbers that a text may be said to hold: every reading ("12 300" is 12300, but maybe 12 and 300)."""
    return frozenset(reading for readings in _readings(text) for reading in readings)


def _readings(text: str) -> Iterator[tuple[str, ...]]:
    """The mentions of numbers in a text; of each the readings, likeliest first."""
    folded = _PER_CENT.sub("%", fold(text))
    for match in _DIGITS.finditer(folded):
        yield _digit_readings(match, folded)
    for found in _ROMAN_ORDINAL.finditer(text):
        yield (str(_roman(found[1] or found[2])),)
    for found in _DATED_MONTH.finditer(folded):
        yield (_MONTHS[found[1] or found[2]],)
    for value, _, _ in _spelt(_SCALED.sub("", folded)):
        yield (str(value),)


def numbers_in_place(folded: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """The numbers in digits or words of a text that is folded already: where they start and end, and the readings."""
    digits = [(match.start(), match.end(), _digit_readings(match, folded)) for match in _DIGITS.finditer(folded)]
    scaled = [(match.start(), match.end()) for match in _SCALED.finditer(folded)]
    words = [
        (start, end, (str(value),))
        for value, start, end in _spelt(folded)
        if not any(start < stop and end > begin for begin, stop in scaled)
    ]
    return sorted([*digits, *words])


def _digit_readings(match: re.Match[str], folded: str) -> tuple[str, ...]:
    if match["grouped"]:
        parts = re.findall(r"\d+", match["grouped"])
        readings = [_value("".join(parts), match["cents"]), *(_value(part, None) for part in parts)]
    else:
        readings = [_value(match["plain"], match["decimals"])]
    scale = _SCALE_AFTER.match(folded, match.end())
    if scale:
        factor = _WORDS[scale[1]] if scale[1] else _SIGNS[scale[2]]
        readings.insert(0, f"{float(readings[0]) * factor:.6f}".rstrip("0").rstrip("."))
    return tuple(readings)


def _value(whole: str, decimals: str | None) -> str:
    """A number without idle zeros: 03 is "3", 4,50 is "4.5", 4,0 is "4"."""
    fraction = decimals[1:].rstrip("0") if decimals else ""
    return (whole.lstrip("0") or "0") + ("." + fraction if fraction else "")


def _roman(letters: str) -> int:
    values = [_ROMAN[letter] for letter in letters]
    return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))


def _spelt(folded: str) -> Iterator[tuple[int, int, int]]:
    """The numbers written in words: "quatre-vingt-dix-sept", "vingt et un", "deux cent mille", "twenty-one".

    With each, where the words start and end that it is among.
    """
    run: list[str] = []
    start = end = 0
    for match in _LETTERS.finditer(folded):
        word = match[0]
        joined = match.start() - end == 1 and folded[end : match.start()] in " -"
        link = word in _LINKS and bool(run)
        if run and not (joined and (word in _WORDS or link)):
            yield from ((value, start, end) for value in _values_of(run))
            run = []
        if word in _WORDS or link:
            start = start if run else match.start()
            run.append(word)
        end = match.end()
    yield from ((value, start, end) for value in _values_of(run))


def _values_of(run: list[str]) -> Iterator[int]:
    """The numbers that a run of number words spells; "deux trois" are two."""
    words = run[:-1] if run and run[-1] in _LINKS else run
    if len(words) == 1 and words[0] in _INDEFINITE:
        return
    total = current = 0
    started = False
    for word in words:
        if word in _LINKS:
            continue
        value = _WORDS[word]
        if started and not _continues(total, current, value):
            yield total + current
            total = current = 0
        if value in (20,) and current == 4:
            current = 80
        elif value == 100:
            current = max(1, current) * 100
        elif value >= 1000:
            total, current = total + max(1, current) * value, 0
        else:
            current += value
        started = True
    if started:
        yield total + current


def _continues(total: int, current: int, value: int) -> bool:
    """Whether a number word goes on with the number read so far."""
    if value >= 1000:
        return total == 0 or total > value
    if value == 100:
        return current < 100
    if value == 20 and current == 4:
        return True
    rest = current % 100
    if value < 10:
        return rest % 10 == 0 and (rest != 10 or value in (7, 8, 9))
    return rest == 0 or (value < 20 and rest in (60, 80))
