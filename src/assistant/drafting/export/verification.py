"""Whether the footnotes of a file still hold: the file against its own list of notes, and that against the catalogue.

The list says which notes there are. It is not believed about them: a quote holds only where a document of this
installation has it, character for character, and a note only where its text gives that quote, and its page. Pure.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from assistant.drafting.export.bounds import begins_after, ends_before
from assistant.drafting.export.bundle import Carried
from assistant.drafting.export.nodes import one_spaced
from assistant.drafting.export.own_marks import own_marks, without_marks
from assistant.types.proposal_files import CarriedNote, FileCheck, NoteFinding, NotePart, NoteState, ReadNote
from assistant.types.proposals import QuoteState

LookUp = Callable[[CarriedNote], QuoteState]
"""What has become of the quote of a note in the catalogue."""

_PLACE = "\ufffc"
_PLACES = re.compile(rf"{_PLACE}(?:\s*,\s*{_PLACE})*")
_MOST_PAIRS = 1_000_000  # of notes without bookmarks and quotes that are looked for in them
_SIGN = re.compile(r"\s?[.!?;:,\u2026]+")
_COPY = re.compile(r"(?:_Copy_\d+)+\Z")  # what LibreOffice adds to the name of a bookmark


def checked_bundle(carried: Carried, look_up: LookUp) -> FileCheck:
    """What checking a bundle gives: each note's text against its quote, and that against the catalogue."""
    findings = [_finding(number, note, note.text, look_up) for number, note in enumerate(carried.notes, 1)]
    return FileCheck("bundle", carried.title, carried.exported, tuple(findings), carried.whole)


def checked_notes(carried: Carried, notes: Sequence[ReadNote], look_up: LookUp) -> FileCheck:
    """What checking the notes of a DOCX file gives, in the order of its text; those that are gone come last.

    Args:
        carried: what the file was exported with.
        notes: as it has them now.
        look_up: asks the catalogue.
    """
    marks = own_marks(carried, sum(len(each.paragraph) for each in notes))
    notes = [replace(each, paragraph=without_marks(each.paragraph, marks)) for each in notes]
    known = {note.key: note for note in carried.notes}
    matched = _matched(notes, known)
    places = _Places(carried.notes, notes, matched)
    findings: list[NoteFinding] = []
    for number, (note, found) in enumerate(zip(notes, matched, strict=True), 1):
        if found is None:
            findings.append(NoteFinding("foreign", number, None, one_spaced(note.text)))
        else:
            held = _finding(number, found, note.text, look_up)
            changed, displaced = places.of(number - 1, found)
            findings.append(replace(held, sentence_changed=changed, displaced=displaced))
    seen = {each.key for each in matched if each is not None}
    findings += [NoteFinding("deleted", None, note) for note in carried.notes if note.key not in seen]
    return FileCheck("docx", carried.title, carried.exported, tuple(findings), carried.whole)


class _Places:
    """Where the notes of a file stand: each has to be put to the sentence that it was put to.

    Of notes that were put to several sentences of the same words, those of an earlier one have to come first.
    """

    def __init__(
        self, exported: Sequence[CarriedNote], notes: Sequence[ReadNote], matched: Sequence[CarriedNote | None]
    ) -> None:
        self._notes, self._clusters = notes, _clusters(notes)
        self._paragraphs = {one_spaced(_PLACES.sub("", each.paragraph)) for each in notes}
        self._stands = [
            found is not None and _stands(note.paragraph, cluster, found)
            for note, cluster, found in zip(notes, self._clusters, matched, strict=True)
        ]
        order = {note.key: place for place, note in enumerate(exported)}
        alike: dict[str, dict[tuple[int, int], list[int]]] = {}
        placed: set[str] = set()
        for cluster, found, stands in zip(self._clusters, matched, self._stands, strict=True):
            if found is not None and cluster is not None and stands and found.key not in placed:  # copies do not count
                placed.add(found.key)
                alike.setdefault(one_spaced(found.sentence), {}).setdefault(cluster, []).append(order[found.key])
        swapped = {place for groups in alike.values() for place in _out_of_order(list(groups.values()))}
        self._swapped = {exported[place].key for place in swapped}

    def of(self, index: int, found: CarriedNote) -> tuple[bool, bool]:
        """Whether a note no longer stands at its sentence, and whether that sentence is elsewhere in the file."""
        if found.key in self._swapped:
            return True, True
        if self._stands[index]:
            return False, False
        if _is_there(self._notes[index].paragraph, self._clusters[index], found):  # with other words around it
            return True, False
        return True, any(one_spaced(found.sentence) in each for each in self._paragraphs)


def _clusters(notes: Sequence[ReadNote]) -> list[tuple[int, int] | None]:
    """The place of each note in the text: its paragraph, and the group of numbers there that share a sentence."""
    found: list[tuple[int, int] | None] = []
    paragraph, before = 0, ReadNote((), "", "")
    for note in notes:
        if (
            note.place is None
            or before.place is None
            or note.place <= before.place
            or note.paragraph != before.paragraph
        ):
            paragraph += 1
        counts = accumulate(each[0].count(_PLACE) for each in _PLACES.finditer(note.paragraph))
        number = next((at for at, count in enumerate(counts) if note.place is not None and note.place < count), None)
        found.append(None if number is None else (paragraph, number))
        before = note
    return found


def _stands(paragraph: str, cluster: tuple[int, int] | None, found: CarriedNote) -> bool:
    """Whether a group of notes stands at a sentence: the text ends with it there, with or without the sign after it.

    Words that were put before it or after it, in the same sentence, make it another one. The commas between the notes
    of a sentence stay where one of them was deleted.
    """
    if cluster is None:
        return _has(one_spaced(_PLACES.sub("", paragraph)), found)
    sentence = one_spaced(found.sentence)
    before, told, after = _parted(paragraph, cluster[1])
    return any(
        flat.endswith(sentence)
        and _is_apart(
            flat[: len(flat) - len(sentence)], sentence if sentence.endswith(told) else sentence + told, after, found
        )
        for flat in _ends(before, told)
    )


def _is_there(paragraph: str, cluster: tuple[int, int] | None, found: CarriedNote) -> bool:
    """Whether a group of notes stands at the words of a sentence, whatever is around them."""
    sentence = one_spaced(found.sentence)
    if cluster is None:
        return sentence in one_spaced(_PLACES.sub("", paragraph))
    before, told, _ = _parted(paragraph, cluster[1])
    return any(flat.endswith(sentence) for flat in _ends(before, told))


def _parted(paragraph: str, number: int) -> tuple[str, str, str]:
    """The text before a group of notes, the sign right after it, and what follows that."""
    start, end = list(_PLACES.finditer(paragraph))[number].span()
    sign = _SIGN.match(paragraph, end)
    told = sign[0] if sign else ""
    return _PLACES.sub("", paragraph[:start]), told, _PLACES.sub("", paragraph[end + len(told) :])


def _ends(before: str, told: str) -> list[str]:
    """How the text before a group of notes may end: without the sign after it, with it, or with it closed up."""
    return [one_spaced(each) for each in (before, before + told, before.rstrip(" ,") + told.lstrip(" ,"))]


def _has(text: str, found: CarriedNote) -> bool:
    """Whether a paragraph without its notes has the sentence of a note as one of its own."""
    sentence = one_spaced(found.sentence)
    starts = (each.start() for each in re.finditer(re.escape(sentence), text))
    return any(_is_apart(text[:start], sentence, text[start + len(sentence) :], found) for start in starts)


def _is_apart(before: str, sentence: str, after: str, found: CarriedNote) -> bool:
    return (found.runs_in or begins_after(before)) and (found.runs_on or ends_before(sentence, after))


def _out_of_order(groups: Sequence[Sequence[int]]) -> set[int]:
    """The numbers that are not in the group where they would be if all were in order.

    Where one was moved far, all those that it passed have shifted: then those alone that stand out of order.
    """
    numbers = iter(sorted(number for group in groups for number in group))
    expected = [{next(numbers) for _ in group} for group in groups]
    strayed = {number for group, held in zip(groups, expected, strict=True) for number in group if number not in held}
    moved = _beside_longest([number for group in groups for number in sorted(group)]) if strayed else set()
    return strayed if len(strayed) <= 2 * len(moved) else moved


def _beside_longest(numbers: Sequence[int]) -> set[int]:
    """The numbers outside a longest rising run of them, gaps allowed."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(tails, number)
        before[number] = tails[at - 1] if at else None
        tails[at : at + 1] = [number]
    last = tails[-1] if tails else None
    rising: set[int] = set()
    while last is not None:
        rising.add(last)
        last = before[last]
    return set(numbers) - rising


def _matched(notes: Sequence[ReadNote], known: Mapping[str, CarriedNote]) -> list[CarriedNote | None]:
    """The exported note that each note of the file is: by its bookmark; else by its text, or by the quote in it.

    Programs that keep no bookmarks in notes keep their text.
    """
    found: list[CarriedNote | None] = [_by_bookmark(note, known) for note in notes]
    seen = {each.key for each in found if each is not None}
    by_text: dict[str, list[CarriedNote]] = {}
    for carried in known.values():
        by_text.setdefault(one_spaced(carried.text), []).append(carried)
    for index, note in enumerate(notes):
        same = by_text.get(one_spaced(note.text), []) if found[index] is None else []
        if same:  # one that was copied with its sentence is there twice
            chosen = next((each for each in same if each.key not in seen), same[0])
            found[index] = chosen
            seen.add(chosen.key)
    left = {key: one_spaced(note.quote) for key, note in known.items() if key not in seen and note.quote}
    for index, note in enumerate(notes):
        if found[index] is None and len(left) * len(notes) <= _MOST_PAIRS:
            text = one_spaced(note.text)
            key = next((key for key, quote in left.items() if quote in text), None)
            if key is not None:
                found[index] = known[key]
                del left[key]
    return found


def _by_bookmark(note: ReadNote, known: Mapping[str, CarriedNote]) -> CarriedNote | None:
    names = (_COPY.sub("", key) for key in note.keys)
    return next((known[name] for name in names if name in known), None)


def _finding(number: int, note: CarriedNote, text: str, look_up: LookUp) -> NoteFinding:
    parts = tuple(_altered(note, one_spaced(text)))
    quote = look_up(note)
    state: NoteState = "altered" if parts else quote
    return NoteFinding(state, number, note, one_spaced(text), parts, quote)


def _altered(note: CarriedNote, text: str) -> Iterable[NotePart]:
    """What of a note is not as it was exported: its quote, its page, or anything else of it."""
    quote, exported = one_spaced(note.quote), one_spaced(note.text)
    if quote not in text:
        yield "quote"
        return
    reference = text.replace(quote, " ", 1)
    if quote and note.paged and not _names_page(reference, note.page):
        yield "page"
    elif text != exported:
        yield "reference"


def _names_page(reference: str, page: int) -> bool:
    return re.search(rf"(?<!\d){page}(?!\d)", reference) is not None
