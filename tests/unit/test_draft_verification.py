"""Which notes of a file still hold: bookmarks, texts, quotes, pages, sentences. The list in the file is not believed."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest

from assistant.drafting.export.bundle import BUNDLE_FORMAT, Carried, read_carried
from assistant.drafting.export.verification import checked_bundle, checked_notes
from assistant.errors import UsageError
from assistant.types.proposal_files import CarriedNote, ReadNote
from assistant.types.proposals import QuoteState


def carried_note(number: int, **values: object) -> CarriedNote:
    quote = f"la commune {number} a\nréuni {100 + number} personnes"
    made = CarriedNote(
        key=f"note_abcd_{number:04}",
        quote_id=f"q{number}",
        section="Un",
        sentence=f"La commune {number} réunit.",
        text=f"Martin 2021, p. {number}: « la commune {number} a réuni {100 + number} personnes »",
        document_id="d1",
        content_hash="a" * 64,
        source="d1.pdf",
        page=number,
        paged=True,
        start=0,
        end=len(quote),
        quote=quote,
    )
    return replace(made, **values)  # type: ignore[arg-type]


def read(note: CarriedNote, **values: object) -> ReadNote:
    text = note.text.replace("« ", "«\u00a0").replace(" »", "\u00a0»")
    made = ReadNote((note.key,), text, f"Avant. {note.sentence[:-1]}\ufffc,\ufffc. Après.")
    return replace(made, **values)  # type: ignore[arg-type]


def holds(note: CarriedNote) -> QuoteState:
    return "holds"


NOTES = tuple(carried_note(number) for number in (1, 2, 3))
FILE = Carried("Titre", "2026-11-26", NOTES)


def states(notes: list[ReadNote]) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.state, each.parts) for each in checked_notes(FILE, notes, holds).findings]


def test_notes_as_they_were_exported_hold() -> None:
    check = checked_notes(FILE, [read(each) for each in NOTES], holds)
    assert check.holds
    assert check.counts == {"holds": 3}


def test_what_was_altered_is_told() -> None:
    first, second, third = NOTES
    quote = read(first, text=read(first).text.replace("101", "901"))
    page = read(second, text=read(second).text.replace("p. 2", "p. 12"))
    reference = read(third, text=read(third).text.replace("Martin", "Durand"))
    assert states([quote, page, reference]) == [
        ("altered", ("quote",)),
        ("altered", ("page",)),
        ("altered", ("reference",)),
    ]


def test_deleted_and_foreign_notes_are_told() -> None:
    foreign = ReadNote((), "Voir aussi Durand, p. 3.", "Phrase\ufffc.")
    assert states([read(NOTES[0]), foreign]) == [("holds", ()), ("foreign", ()), ("deleted", ()), ("deleted", ())]


def test_notes_are_known_without_their_bookmarks() -> None:
    lost = [read(each, keys=()) for each in NOTES]
    lost[2] = replace(lost[2], text=lost[2].text.replace("Martin", "Durand"))
    assert states(lost) == [("holds", ()), ("holds", ()), ("altered", ("reference",))]


def test_bookmarks_that_libreoffice_renamed_are_known() -> None:
    assert states([read(each, keys=(f"{each.key}_Copy_1",)) for each in NOTES]) == [("holds", ())] * 3


def test_a_note_that_was_copied_with_its_sentence_holds_twice() -> None:
    again = read(NOTES[0], keys=())
    assert states([*(read(each) for each in NOTES), again]) == [("holds", ())] * 4


def test_a_changed_sentence_is_told() -> None:
    note = read(NOTES[0], paragraph="La commune 1 ne réunit pas\ufffc.")
    check = checked_notes(FILE, [note, *(read(each) for each in NOTES[1:])], holds)
    assert [each.sentence_changed for each in check.findings] == [True, False, False]
    assert not check.holds


@pytest.mark.parametrize("state", ["moved", "changed", "gone", "withheld"])
def test_the_catalogue_decides_about_quotes(state: QuoteState) -> None:
    check = checked_notes(FILE, [read(each) for each in NOTES], lambda note: state)
    assert check.counts == {state: 3}
    assert not check.holds


def test_a_list_that_agrees_with_an_altered_note_is_not_believed() -> None:
    """Somebody altered the note and the list alike: the document decides."""
    forged = replace(NOTES[0], text=NOTES[0].text.replace("101", "901"))
    check = checked_notes(replace(FILE, notes=(forged,)), [read(forged)], holds)
    assert [(each.state, each.parts) for each in check.findings] == [("altered", ("quote",))]
    other_page = replace(NOTES[0], text=NOTES[0].text.replace("p. 1:", "p. 9:"))
    check = checked_notes(replace(FILE, notes=(other_page,)), [read(other_page)], holds)
    assert [(each.state, each.parts) for each in check.findings] == [("altered", ("page",))]


def test_an_altered_bundle_is_told_note_by_note() -> None:
    altered = replace(NOTES[1], quote=NOTES[1].quote.replace("102", "902"))
    check = checked_bundle(replace(FILE, notes=(NOTES[0], altered), whole=False), holds)
    assert [each.state for each in check.findings] == ["holds", "altered"]
    assert not check.holds


def test_no_note_without_a_quote_holds() -> None:
    empty = replace(NOTES[0], quote="", text="Martin 2021, p. 1: [citation effacée]")
    check = checked_bundle(replace(FILE, notes=(empty,)), lambda note: "gone")
    assert check.counts == {"gone": 1}


@pytest.mark.parametrize(
    "given",
    [
        "",
        "[]",
        "{",
        "[" * 100_000,
        json.dumps({"format": BUNDLE_FORMAT, "version": 2, "notes": []}),
        json.dumps({"format": BUNDLE_FORMAT, "version": 1, "notes": {}}),
        json.dumps({"format": BUNDLE_FORMAT, "version": 1, "notes": [{"key": 1}]}),
        json.dumps({"format": BUNDLE_FORMAT, "version": 1, "notes": [{**asdict(NOTES[0]), "page": True}]}),
        json.dumps({"format": BUNDLE_FORMAT, "version": 1, "notes": [{**asdict(NOTES[0]), "start": -1}]}),
        json.dumps({"format": BUNDLE_FORMAT, "version": 1, "notes": [asdict(NOTES[0]), asdict(NOTES[0])]}),
    ],
)
def test_lists_that_are_none_are_refused(given: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_carried(given)
    assert caught.value.code == "draft_file_unreadable"


def test_notes_of_one_text_are_told_apart_without_bookmarks() -> None:
    twin = replace(NOTES[0], key="note_abcd_0009")
    check = checked_notes(replace(FILE, notes=(NOTES[0], twin)), [read(NOTES[0], keys=()), read(twin, keys=())], holds)
    assert check.holds
