"""How two texts overlap, word by word: how much of each stands in the other, and of what kind the rest is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.text.shingles import covered
from assistant.works.worded import Worded

_ISOLATED = 12  # words: a longer run that the other text lacks is a passage of its own, not a blank filled in otherwise


@dataclass(frozen=True, slots=True)
class Side:
    """One text of two.

    Attributes:
        words: how many there are.
        shared: how many of them stand in a run of words that the other text has too.
        numbers: how many words have a digit.
        lacking_numbers: how many of them stand in runs that the other text lacks.
        changed: short runs that the other lacks, but for those that are the same letters parted otherwise.
        changed_numbers: those of them that hold a number.
        passages: longer runs that the other lacks.
        inner: those of them with shared words on either side.
        start: where the first run begins that the other lacks.
        stretch: words from there to the end of the last one; 0 where the other lacks none.
    """

    words: int
    shared: int
    numbers: int
    lacking_numbers: int
    changed: int
    changed_numbers: int
    passages: int
    inner: int
    start: int
    stretch: int

    @property
    def share(self) -> float:
        """Share of the words that the other text has too, 0 to 1."""
        return self.shared / self.words if self.words else 0.0


def overlap(first: Worded, second: Worded) -> tuple[Side, Side]:
    """The two sides of two texts."""
    ours, theirs = _lacking(first, second), _lacking(second, first)
    same = {_letters(first.words, run) for run in ours} & {_letters(second.words, run) for run in theirs}
    return _side(first, ours, same), _side(second, theirs, same)


def _lacking(text: Worded, other: Worded) -> list[tuple[int, int]]:
    """Runs of words that the other text lacks: first place, and the one behind the last."""
    marks = covered(text.runs, other.different_runs)
    found, place = [], 0
    for shared, group in groupby(marks):
        end = place + len(list(group))
        if not shared:
            found.append((place, end))
        place = end
    return found


def _letters(words: Sequence[str], run: tuple[int, int]) -> str:
    return "".join(words[slice(*run)])


def _side(text: Worded, lacking: Sequence[tuple[int, int]], same: set[str]) -> Side:
    words, numbers = text.words, text.numbers
    own = [run for run in lacking if _letters(words, run) not in same]
    short = [run for run in own if run[1] - run[0] <= _ISOLATED]
    long = [run for run in own if run[1] - run[0] > _ISOLATED]
    return Side(
        words=len(words),
        shared=len(words) - sum(end - start for start, end in own),
        numbers=sum(numbers),
        lacking_numbers=sum(sum(numbers[slice(*run)]) for run in own),
        changed=len(short),
        changed_numbers=sum(any(numbers[slice(*run)]) for run in short),
        passages=len(long),
        inner=sum(_is_inner(words, run) for run in long),
        start=own[0][0] if own else 0,
        stretch=own[-1][1] - own[0][0] if own else 0,
    )


def _is_inner(words: Sequence[str], run: tuple[int, int]) -> bool:
    return run[0] > 0 and run[1] < len(words)
