"""A case file edited line by line: other lines stay as they are, nobody's change is lost, nothing bad gets in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import UsageError
from assistant.evaluation.gold.editing import case_line, revision, with_case, with_changed, without_case
from assistant.evaluation.sets.cases import CaseFile, read_case_file

FIRST = '{"id": "a",   "question": "Combien ?"}'
SECOND = '{"id": "b", "question": "Où ?", "why": "une virgule, des espaces"}'


@pytest.fixture
def read(tmp_path: Path):
    def opened(text: str = f"{FIRST}\n\n{SECOND}\n") -> tuple[CaseFile, str]:
        path = tmp_path / "cases.jsonl"
        path.write_text(text, encoding="utf-8")
        return read_case_file(path), text

    return opened


def code_of(call: Any) -> str:
    with pytest.raises(UsageError) as caught:
        call()
    return caught.value.code


def test_the_other_lines_stay_as_they_are_written(read):
    file, text = read()
    changed = with_changed(file, text, {"id": "b", "question": "Quand ?"}, revision(SECOND))
    assert changed.split("\n")[:2] == [FIRST, ""]
    assert json.loads(changed.split("\n")[2]) == {"id": "b", "question": "Quand ?"}


def test_a_change_of_what_somebody_else_has_changed_is_refused(read):
    file, text = read()
    assert code_of(lambda: with_changed(file, text, {"id": "a", "question": "?"}, revision(SECOND))) == "case_changed"
    assert code_of(lambda: without_case(file, text, "a", revision(SECOND))) == "case_changed"


def test_a_case_is_added_at_the_end_once(read):
    file, text = read(f"{FIRST}\n{SECOND}")
    added = with_case(file, text, {"id": "c", "question": "Qui ?"})
    assert [json.loads(line)["id"] for line in added.split("\n") if line] == ["a", "b", "c"]
    assert code_of(lambda: with_case(file, text, {"id": "a", "question": "Qui ?"})) == "case_taken"


def test_a_case_is_taken_out(read):
    file, text = read()
    assert without_case(file, text, "a", revision(FIRST)) == f"\n{SECOND}\n"
    assert case_line(file, text, "b") == SECOND
    assert code_of(lambda: without_case(file, text, "z", "")) == "unknown_case"


@pytest.mark.parametrize(
    "record",
    [
        {"id": "n", "question": ""},
        {"id": "n", "question": "?", "surprise": 1},
        {"id": "n", "question": "?", "answerable": True},
        {"id": "n", "question": "?", "passages": [{"doc": "d"}]},
    ],
)
def test_what_could_not_be_measured_does_not_get_in(read, record):
    file, text = read()
    assert code_of(lambda: with_case(file, text, record)) == "bad_case"
