"""What of a file its footnotes do not answer for, and how checking it is told."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from assistant.drafting.export.bundle import Carried, carried_json, read_carried
from assistant.drafting.export.unchecked import unchecked_of
from assistant.proposal_files_wire import check_dict, check_words
from assistant.types.proposal_files import (
    CarriedNote,
    FileCheck,
    NoteFinding,
    ReadNote,
    ReadNotes,
    ReadParagraph,
    Unchecked,
)
from drafted import proposal

MARK, OTHER = "[à vérifier\u00a0: nombres absents\u00a0: 12]", "[pas encore vérifiée]"
CARRIED = Carried("Titre", "2026-11-26", (), marks=(MARK, OTHER, OTHER))
NOTE = CarriedNote("k", "q1", "Un", "Dit.", "Note", "d1", "a" * 64, "rapport.pdf", 3, True, 0, 4, "mots")


def found(*paragraphs: tuple[str, str], notes: tuple[ReadNote, ...] = ()) -> ReadNotes:
    return ReadNotes("", notes, tuple(ReadParagraph(kind, text) for kind, text in paragraphs))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("paragraph", "bare"),
    [
        ("Une phrase\ufffc. Une autre.", 1),
        ("One sentence.\ufffc, \ufffc Another. And one more.\ufffc", 1),
        ("Il dit\u00a0: «\u00a0Oui. Non.\u00a0»\ufffc Puis rien.", 1),
        (f"Une phrase\ufffc. {OTHER} Une autre. {MARK}", 1),
        (f"{OTHER}", 0),
        ("Une phrase\ufffc\u202f? Et une\ufffc,\ufffc.", 0),
    ],
)
def test_sentences_without_a_footnote(paragraph: str, bare: int) -> None:
    assert unchecked_of(CARRIED, found(("text", paragraph))).sentences == bare


def test_headings_and_what_is_around_the_sections() -> None:
    told = found(("heading", "Titre"), ("front", "Sommaire."), ("heading", "Les 70 %"), ("after", "Une entrée."))
    assert unchecked_of(CARRIED, told) == Unchecked(0, 2, 3, 3)


def test_marks_that_were_taken_out() -> None:
    note = ReadNote((), f"Martin «\u00a0mots\u00a0» {OTHER}", "Oui\ufffc.")
    whole = found(("front", MARK), ("text", f"Oui\ufffc. {OTHER}"), notes=(note,))
    assert unchecked_of(CARRIED, whole).gone == 0
    assert unchecked_of(CARRIED, found(("text", f"Oui\ufffc. {OTHER}"), ("after", MARK))).gone == 2
    assert unchecked_of(replace(CARRIED, marks=None), whole).marks is None


def test_a_file_that_was_made_to_take_long_does_not() -> None:
    paragraphs = [("text", "." * 20_000 + ")" * 10), ("text", "[" * 20_000), ("text", "a.)" * 6_000)] * 4
    started = time.process_time()
    assert unchecked_of(CARRIED, found(*paragraphs)).marks == 3
    many = replace(CARRIED, marks=tuple(f"[{number}]" for number in range(20_000)))
    assert unchecked_of(many, found(*paragraphs)).marks is None
    assert time.process_time() - started < 3


def test_the_list_of_marks_is_carried_and_an_older_file_has_none() -> None:
    made = carried_json(proposal(), (), "2026-11-26", (MARK, OTHER))
    assert read_carried(made).marks == (MARK, OTHER)
    assert read_carried(made.replace('"marks"', '"else"')).marks is None
    assert read_carried(made.replace(f'"{OTHER}"', "7")).marks is None


def check(*findings: NoteFinding, **values: object) -> FileCheck:
    return FileCheck("docx", "Titre", "2026-11-26", findings, **values)  # type: ignore[arg-type]


def test_what_is_not_checked_is_said() -> None:
    held = check(NoteFinding("holds", 1, NOTE), unchecked=Unchecked(12, 5, 18, 18))
    assert held.holds
    assert check_words(held, "fr") == (
        "Notes qui tiennent\u00a0: 1 sur 1. Seules les notes et leurs phrases sont vérifiées\u00a0; sans note, donc pas "
        "vérifiés\u00a0: phrases 12, titres 5. Marques «\u00a0à vérifier\u00a0» ôtées depuis l'export\u00a0: 18 sur 18."
    )
    assert "18 of 18" in check_words(held, "en")
    assert "Marques" not in check_words(replace(held, unchecked=Unchecked(1, 1, 2)), "fr")
    assert check_dict(held, "fr")["unchecked"] == {"sentences": 12, "headings": 5, "marks": 18, "gone": 18}


def test_notes_that_were_moved_are_counted_one_way() -> None:
    moved = NoteFinding("holds", 1, NOTE, sentence_changed=True, displaced=True)
    found = check_dict(check(moved, replace(moved, number=2), NoteFinding("holds", 3, NOTE)), "fr")
    assert found["counts"] == {"holds": 1, "displaced": 2}
    assert found["said"].startswith("Notes qui tiennent\u00a0: 1 sur 3.")


def test_a_bundle_that_was_changed_says_so_first() -> None:
    changed = check(NoteFinding("holds", 1, NOTE), whole=False)
    assert check_words(changed, "fr").startswith("Ce fichier JSON n'est plus celui qui a été exporté")
    assert check_words(changed, "en").startswith("This JSON file is no longer the one that was exported")


def test_a_document_that_is_withheld_now_is_neither_named_nor_quoted() -> None:
    for withheld in (
        NoteFinding("withheld", 1, NOTE, "rapport", (), "withheld"),
        NoteFinding("altered", 1, NOTE, "rapport", (), "withheld"),
    ):
        (told,) = check_dict(check(withheld), "fr")["notes"]
        assert "rapport" not in str(told)
        assert "mots" not in str(told)
