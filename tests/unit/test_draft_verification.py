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


def stands(note: CarriedNote, paragraph: str, place: int) -> ReadNote:
    return replace(read(note), paragraph=paragraph, place=place)


def placed(notes: list[ReadNote], exported: tuple[CarriedNote, ...] = NOTES) -> list[tuple[bool, bool]]:
    check = checked_notes(replace(FILE, notes=exported), notes, holds)
    assert check.holds is not any(each.sentence_changed for each in check.findings)
    return [(each.sentence_changed, each.displaced) for each in check.findings]


PARAGRAPH = "Avant. La commune 1 réunit\ufffc. La commune 2 réunit.\ufffc La commune 3 réunit\ufffc."


def test_notes_at_their_sentences_hold_before_or_after_the_stop() -> None:
    assert placed([stands(each, PARAGRAPH, at) for at, each in enumerate(NOTES)]) == [(False, False)] * 3


def test_two_notes_swapped_within_a_paragraph_are_told() -> None:
    first, second, third = NOTES
    swapped = [stands(second, PARAGRAPH, 0), stands(first, PARAGRAPH, 1), stands(third, PARAGRAPH, 2)]
    assert placed(swapped) == [(True, True), (True, True), (False, False)]


def test_notes_swapped_between_sentences_of_the_same_words_are_told() -> None:
    exported = tuple(replace(each, sentence="La source le dit.") for each in NOTES)
    same = "La source le dit\ufffc."
    held = [stands(each, same, 0) for each in exported]
    assert placed(held, exported) == [(False, False)] * 3
    assert placed([held[1], held[0], held[2]], exported) == [(True, True), (True, True), (False, False)]


@pytest.mark.parametrize("left", ["La commune 1 réunit,\ufffc.", "La commune 1 réunit\ufffc,."])
def test_the_comma_of_a_note_that_was_deleted_moves_no_other(left: str) -> None:
    assert placed([stands(NOTES[0], left, 0)], NOTES[:1]) == [(False, False)]


def test_of_many_sentences_of_the_same_words_only_the_notes_that_strayed_are_told() -> None:
    exported = tuple(carried_note(number, sentence="La source le dit.") for number in range(9))
    notes = [stands(each, "La source le dit\ufffc.", 0) for each in exported]
    notes[1], notes[7] = notes[7], notes[1]
    assert [place for place, each in enumerate(placed(notes, exported)) if each[1]] == [1, 7]
    moved = [*notes[2:7], stands(exported[0], "La source le dit\ufffc.", 0)]
    assert [place for place, each in enumerate(placed(moved, exported)[: len(moved)]) if each[1]] == [5]


def test_the_notes_of_one_sentence_may_change_their_order() -> None:
    exported = tuple(replace(each, sentence="La source le dit.") for each in NOTES)
    both = "La source le dit\ufffc, \ufffc."
    alone = "La source le dit\ufffc."
    notes = [stands(exported[1], both, 0), stands(exported[0], both, 1), stands(exported[2], alone, 0)]
    assert placed(notes, exported) == [(False, False)] * 3


def test_a_note_whose_sentence_was_changed_is_not_told_as_moved() -> None:
    other = PARAGRAPH.replace("La commune 2 réunit", "La commune 2 ne réunit pas")
    found = placed([stands(each, other, at) for at, each in enumerate(NOTES)])
    assert found == [(False, False), (True, False), (False, False)]


TOLD = "« Le laboratoire tient. »"


@pytest.mark.parametrize(
    ("paragraph", "changed"),
    [
        (f"{TOLD}\ufffc", False),
        (f"{TOLD}\ufffc Autre phrase.", False),
        (f"Autre phrase. {TOLD}\ufffc", False),
        (f"Est-ce vrai\u202f? Oui […]. {TOLD}\ufffc", False),
        (f"Personne ne croit plus que {TOLD}\ufffc", True),
        (f"Il est faux de dire\u00a0: {TOLD}\ufffc.", True),
        (f"{TOLD}\ufffc est une erreur.", True),
        (f"{TOLD}\ufffc, ce qui est faux.", True),
    ],
)
@pytest.mark.parametrize("place", [0, None])
def test_words_put_around_a_sentence_make_it_another(paragraph: str, changed: bool, place: int | None) -> None:
    note = carried_note(1, sentence=TOLD)
    (found,) = checked_notes(
        replace(FILE, notes=(note,)), [replace(read(note), paragraph=paragraph, place=place)], holds
    ).findings
    assert (found.sentence_changed, found.displaced) == (changed, False)


def test_a_sentence_that_ran_on_when_it_was_exported_still_may() -> None:
    first = carried_note(1, sentence="Le labo tient", runs_on=True)
    second = carried_note(2, sentence="et il dure.", runs_in=True)
    paragraph = "Le labo tient\ufffc et il dure\ufffc."
    assert placed([stands(first, paragraph, 0), stands(second, paragraph, 1)], (first, second)) == [(False, False)] * 2


@pytest.mark.parametrize("mark", ["[pas encore vérifiée]", "[à vérifier\u00a0: nombres absents\u00a0: 12]"])
def test_notes_of_sentences_of_the_same_words_that_are_marked_are_told_when_swapped(mark: str) -> None:
    """Our own marks are no words put between them; anybody else's are."""
    exported = tuple(replace(each, sentence="La source le dit.") for each in NOTES[:2])
    paragraph = f"La source le dit\ufffc. {mark} La source le dit\ufffc. {mark}"

    def found(first: CarriedNote, second: CarriedNote, marks: tuple[str, ...]) -> list[tuple[bool, bool]]:
        notes = [stands(first, paragraph, 0), stands(second, paragraph, 1)]
        check = checked_notes(replace(FILE, notes=exported, marks=marks), notes, holds)
        return [(each.sentence_changed, each.displaced) for each in check.findings]

    one, other = exported
    assert found(one, other, (mark, mark)) == [(False, False)] * 2
    assert found(other, one, (mark, mark)) == [(True, True)] * 2
    assert found(one, other, ()) == [(False, False), (True, False)]


def test_a_file_of_an_older_version_is_read() -> None:
    old = {name: value for name, value in asdict(NOTES[0]).items() if not name.startswith("runs_")}
    given = json.dumps({"format": BUNDLE_FORMAT, "version": 1, "title": "T", "exported": "", "notes": [old]})
    assert read_carried(given).notes == (NOTES[0],)


def test_notes_of_sentences_that_run_on_are_told_when_swapped() -> None:
    first = carried_note(1, sentence="Le labo tient", runs_on=True)
    second = carried_note(2, sentence="et il dure.")  # as an older file has it: without what it runs on from
    paragraph = "Le labo tient\ufffc et il dure\ufffc."
    assert placed([stands(second, paragraph, 0), stands(first, paragraph, 1)], (first, second)) == [(True, True)] * 2
