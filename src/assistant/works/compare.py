"""What two documents are to each other, from their words: the same text, two states of it, or nothing. Pure.

Better two files of one work that are not told than two works taken for one. So the figures decide as much as the text:
reports of a series and filled-in forms share most of their words, and differ in numbers and names throughout.
"""

from __future__ import annotations

from assistant.text.shingles import RUN
from assistant.types import Document, TwinKind
from assistant.works.overlap import Side, overlap
from assistant.works.versions import state_versions
from assistant.works.worded import Worded

_ENOUGH = 0.85  # of the shorter text's words stand in the longer one
_ENOUGH_ALIKE = 0.6  # the same, where one or two paragraphs alone differ
_FEW_PARAGRAPHS = 2
_WORTH_READING = 0.35  # of the shorter text's runs: less than what words in shared runs come to
_LARGE_PART = 0.55  # of the longer text's length: less may be a long quotation
_LEAST_LENGTH = 0.1  # of the longer text's characters: less is less than the part below of its words
_SMALL_PART = 0.2  # the same, where the title is the longer one's
_REPLACED_NUMBERS = 0.06  # of the numbers replaced one by one: a series or a form
_OTHER_NUMBERS = 0.4  # of the numbers are others, in tables too: the same
_FEW_NUMBERS = 3  # say nothing
_REPLACED_PER_WORD = 0.008  # short runs replaced, the same
_REPLACED_STATED = 0.3  # of the numbers, where the titles are one but for the version that each states
_SURELY_FEW = 1  # replaced numbers that are a correction, in a text with many
_LONG = 400  # words
_PARAGRAPH = 80  # words: what differs within so many is one paragraph written otherwise, not a form filled in
_HEAD = 30  # words at the beginning, in which a form or a letter names whom it is for
_NOT_SHORT = 80  # words of a text in which one paragraph may differ in several places
_SHORTEST = 40  # words: shorter texts are one only where they are equal
_WHOLE = 0.95  # of either text stands in the other: the rest is running heads and the like


def twin_kind(one: Worded, other: Worded) -> TwinKind | None:
    """What two documents are to each other; None: two works."""
    if one.document.content_hash == other.document.content_hash:
        return "duplicate"
    if not one.words or not other.words:
        return None
    if list(one.words) == list(other.words):
        return "same_text" if len(one.words) > RUN else None
    if min(len(one.words), len(other.words)) < _SHORTEST:
        return None
    shorter, longer = sorted((one, other), key=lambda each: len(each.words))
    titled = bool(one.plain_title) and one.plain_title == other.plain_title
    if len(shorter.words) < (_SMALL_PART if titled else _LARGE_PART) * len(longer.words):
        return None
    if _shared_runs(shorter, longer) < _WORTH_READING:
        return None
    part, whole = overlap(shorter, longer)
    most = _REPLACED_STATED if titled and state_versions(one.marks, other.marks) else _REPLACED_NUMBERS
    if not _is_same_work(part, whole, titled, most):
        return None
    return "version" if _is_other_state(part, whole, one.marks != other.marks) else "same_text"


def may_be_one_work(one: Document, other: Document) -> bool:
    """Whether two documents are near enough in length for `twin_kind` to be asked: that needs their words."""
    shorter, longer = sorted((one.characters, other.characters))
    return one.content_hash == other.content_hash or shorter >= _LEAST_LENGTH * longer


def _shared_runs(shorter: Worded, longer: Worded) -> float:
    """Share of the runs of a text that another one has: quickly told, and enough to leave most pairs at that."""
    return sum(map(longer.different_runs.__contains__, shorter.runs)) / len(shorter.runs)


def _is_same_work(part: Side, whole: Side, titled: bool, most_numbers: float) -> bool:
    replaced, numbers = min(part.changed, whole.changed), min(part.changed_numbers, whole.changed_numbers)
    edited = _is_one_paragraph(part, whole)
    if replaced > _SURELY_FEW and replaced > _REPLACED_PER_WORD * part.words and not (edited and numbers == 0):
        return False
    corrected = titled and edited and replaced == numbers == 1
    if numbers > most_numbers * part.numbers and (numbers > _SURELY_FEW or part.words < _LONG) and not corrected:
        return False
    others = min(part.lacking_numbers, whole.lacking_numbers)
    if others > max(_FEW_NUMBERS, _OTHER_NUMBERS * part.numbers):
        return False
    if part.share >= _ENOUGH:
        return True
    few = max(part.passages, whole.passages) <= _FEW_PARAGRAPHS
    return part.share >= _ENOUGH_ALIKE and few and numbers == 0 and titled


def _is_one_paragraph(part: Side, whole: Side) -> bool:
    """Whether the texts differ in one place alone, of a paragraph's length, which is not their head."""
    sides = (part, whole)
    return part.words >= _NOT_SHORT and all(side.stretch <= _PARAGRAPH and side.start >= _HEAD for side in sides)


def _is_other_state(part: Side, whole: Side, stated: bool) -> bool:
    """Whether something is said otherwise, or the documents say themselves that they are two states (`stated`)."""
    if stated:
        return True
    if min(part.passages, whole.passages) > 0 or (whole.inner > 0 and part.share < _WHOLE):
        return True
    changed = min(part.changed, whole.changed)
    return min(part.changed_numbers, whole.changed_numbers) > 0 or (changed > 1 and _is_one_paragraph(part, whole))
