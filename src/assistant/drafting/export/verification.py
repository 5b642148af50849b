"""Whether the footnotes of a file still hold: the file against its own list of notes, and that against the catalogue.

The list says which notes there are. It is not believed about them: a quote holds only where a document of this
installation has it, character for character, and a note only where its text gives that quote, and its page. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from assistant.drafting.export.bundle import Carried
from assistant.drafting.export.nodes import one_spaced
from assistant.types.proposal_files import CarriedNote, FileCheck, NoteFinding, NotePart, NoteState, ReadNote
from assistant.types.proposals import QuoteState

LookUp = Callable[[CarriedNote], QuoteState]
"""What has become of the quote of a note in the catalogue."""

_PLACE = "\ufffc"
_PLACES = re.compile(rf"{_PLACE}(?:\s*,\s*{_PLACE})*")
_MOST_PAIRS = 1_000_000  # of notes without bookmarks and quotes that are looked for in them
_COPY = re.compile(r"(?:_Copy_\d+)+\Z")  # what LibreOffice adds to the name of a bookmark


def checked_bundle(carried: Carried, look_up: LookUp) -> FileCheck:
    """What checking a bundle gives: each note's text against its quote, and that against the catalogue."""
    findings = [
        _finding(number, note, note.text, note.sentence, look_up) for number, note in enumerate(carried.notes, 1)
    ]
    return FileCheck("bundle", carried.title, carried.exported, tuple(findings), carried.whole)


def checked_notes(carried: Carried, notes: Sequence[ReadNote], look_up: LookUp) -> FileCheck:
    """What checking the notes of a DOCX file gives, in the order of its text; those that are gone come last.

    Args:
        carried: what the file was exported with.
        notes: as it has them now.
        look_up: asks the catalogue.
    """
    known = {note.key: note for note in carried.notes}
    matched = _matched(notes, known)
    findings: list[NoteFinding] = []
    for number, (note, found) in enumerate(zip(notes, matched, strict=True), 1):
        text = one_spaced(note.text)
        if found is None:
            findings.append(NoteFinding("foreign", number, None, text))
        else:
            paragraph = one_spaced(_PLACES.sub("", note.paragraph))
            findings.append(_finding(number, found, text, paragraph, look_up))
    seen = {each.key for each in matched if each is not None}
    findings += [NoteFinding("deleted", None, note) for note in carried.notes if note.key not in seen]
    return FileCheck("docx", carried.title, carried.exported, tuple(findings), carried.whole)


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


def _finding(number: int, note: CarriedNote, text: str, paragraph: str, look_up: LookUp) -> NoteFinding:
    parts = tuple(_altered(note, one_spaced(text)))
    quote = look_up(note)
    state: NoteState = "altered" if parts else quote
    changed = one_spaced(note.sentence) not in one_spaced(paragraph)
    return NoteFinding(state, number, note, one_spaced(text), parts, quote, changed)


def _altered(note: CarriedNote, text: str) -> Iterable[NotePart]:
    """What of a note is not as it was exported: its quote, its page, or anything else of it."""
    quote, exported = one_spaced(note.quote), one_spaced(note.text)
    if quote not in text:
        yield "quote"
        return
    reference = text.replace(quote, " ", 1)
    if note.paged and not _names_page(reference, note.page):
        yield "page"
    elif text != exported:
        yield "reference"


def _names_page(reference: str, page: int) -> bool:
    return re.search(rf"(?<!\d){page}(?!\d)", reference) is not None
