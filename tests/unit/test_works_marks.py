"""Marks within works: the stricter one wins, stays with what is left of the work, and gives way to what is said."""

from __future__ import annotations

from dataclasses import replace

from assistant.types import ANONYMOUS, NOT_FOR_QUOTATION, Document, described, own_marks
from assistant.works.marks import MarkedFiles
from fakes import make_document


def documents(**contents: str) -> dict[str, Document]:
    return {
        name: replace(make_document(name, ["Texte."]).document, id=name, content_hash=content)
        for name, content in contents.items()
    }


def marks_in(changes: dict, *names: str) -> list[list[str]]:
    return [(changes.get(name) or {}).get("marks", []) for name in names]


def applied(before: dict, changes: dict) -> dict:
    return {name: said for name, said in {**before, **changes}.items() if said is not None}


def test_the_marks_of_one_file_go_for_all_files_of_its_work_and_of_their_contents() -> None:
    files = MarkedFiles(documents(a="1", b="2", c="2", d="3"), {"a": "b", "b": "b"})
    found = files.changes({"a": [NOT_FOR_QUOTATION], "d": [ANONYMOUS]}, {})
    assert marks_in(found, "b", "c", "d", "content-2") == [[NOT_FOR_QUOTATION]] * 2 + [[], [NOT_FOR_QUOTATION]]
    assert "a" not in found


def test_marks_are_taken_back_with_the_one_they_come_from() -> None:
    files = MarkedFiles(documents(a="1", b="1"), {})
    before = files.changes({"a": [ANONYMOUS]}, {})
    assert files.changes({"a": [ANONYMOUS]}, before) == {}
    assert files.changes({}, before) == {"b": None, "content-1": None}


def test_marks_of_a_file_that_is_gone_stay_with_its_work_and_its_content() -> None:
    both = MarkedFiles(documents(a="1", b="2"), {"a": "b", "b": "b"})
    before = both.changes({"a": [ANONYMOUS]}, {})
    left = MarkedFiles(documents(b="2"), {})
    after = applied(before, left.changes({}, before))
    assert marks_in(after, "b", "content-1", "content-2") == [[ANONYMOUS]] * 3
    back = MarkedFiles(documents(b="2", c="1"), {})
    again = applied(after, back.changes({}, after))
    assert marks_in(again, "b", "c") == [[ANONYMOUS]] * 2
    lifted = applied(again, back.without_gone("c", again))
    assert marks_in(applied(lifted, back.changes({}, lifted)), "c", "content-1") == [[], []]


def test_marks_of_the_work_are_added_whatever_a_file_says_of_itself() -> None:
    document = make_document("a", ["Texte."]).document
    layers = {"correction": {"marks": []}, "work": {"marks": [ANONYMOUS]}}
    found = described(document, layers)
    assert (found.anonymous, found.origins["marks"]) == (True, "work")
    assert own_marks(document, layers) == ()
