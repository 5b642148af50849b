"""Reading case files, good and bad."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.evaluation.sets.cases import EvidenceItem, GradedPassage, Nugget, load_cases, read_case_file
from assistant.evaluation.sets.problems import BadFileError
from assistant.types import Turn

pytestmark = pytest.mark.integration
DATA = Path(os.environ.get("ASSISTANT_DATA", Path(__file__).parents[2] / "../shared/data"))
CASE = {"id": "1", "question": "q ?", "kind": "fact", "evidence": [{"doc": "a.md", "page": None, "quote": "x"}]}


def write(folder: Path, *records) -> Path:
    path = folder / "cases.jsonl"
    lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_evidence_that_shares_a_group_is_one_piece(tmp_path):
    items = [
        {"doc": "a.md", "page": None, "quote": "x", "group": 1},
        {"doc": "b.pdf", "page": 3, "quote": "y", "group": 1},
        {"doc": "c.md", "page": None, "quote": "z"},
    ]
    (case,) = load_cases(write(tmp_path, CASE | {"evidence": items}))
    assert case.answerable
    assert case.groups == (
        (EvidenceItem("a.md", None, "x"), EvidenceItem("b.pdf", 3, "y")),
        (EvidenceItem("c.md", None, "z"),),
    )


def test_history_and_unanswerable(tmp_path):
    first, second = load_cases(
        write(tmp_path, CASE | {"history": ["a ?", "b."]}, {"id": "2", "question": "q ?", "answerable": False})
    )
    assert first.history == (Turn("user", "a ?"), Turn("assistant", "b."))
    assert (second.answerable, second.kind, second.groups) == (False, "other", ())


def test_everything_a_case_says_is_read(tmp_path):
    passage = {"doc": "a.pdf", "sha256": "0" * 64, "page": 2, "start": 3, "end": 9, "grade": 2}
    (case,) = load_cases(
        write(
            tmp_path,
            CASE
            | {"subkind": "near-miss", "lang": "en", "answer": "A.", "answers": ["a", "b"], "why": "…", "note": "…"}
            | {"nuggets": [{"text": "un"}, {"text": "deux", "vital": False}], "passages": [passage]},
        )
    )
    assert (case.subkind, case.language, case.answer, case.answers) == ("near-miss", "en", "A.", ("a", "b"))
    assert case.nuggets == (Nugget("un", vital=True), Nugget("deux", vital=False))
    assert case.passages == (GradedPassage("a.pdf", "0" * 64, 2, 3, 9, 2),)
    assert not case.proposed


def test_a_passage_that_answers_makes_a_case_answerable_and_a_useful_one_does_not(tmp_path):
    passage = {"doc": "a.md", "sha256": "0" * 64, "page": None, "start": 0, "end": 9}
    bare = {"question": "q ?"}
    cases = load_cases(
        write(tmp_path, *({"id": str(grade)} | bare | {"passages": [passage | {"grade": grade}]} for grade in range(4)))
    )
    assert [case.answerable for case in cases] == [False, False, True, True]


def test_proposals_are_left_out_unless_asked_for(tmp_path):
    path = write(tmp_path, CASE, CASE | {"id": "2", "proposed": True}, CASE | {"id": "3", "proposed": False})
    assert [case.id for case in load_cases(path)] == ["1", "3"]
    assert [case.id for case in load_cases(path, proposed=True)] == ["1", "2", "3"]
    assert [case.id for case in read_case_file(path).proposals] == ["2"]


def test_a_file_of_proposals_alone_is_nothing_to_measure(tmp_path):
    path = write(tmp_path, CASE | {"proposed": True})
    with pytest.raises(UsageError) as caught:
        load_cases(path)
    assert (caught.value.code, caught.value.params["proposals"]) == ("no_cases", "1")
    assert len(load_cases(path, proposed=True)) == 1


PASSAGE = {"doc": "a.md", "sha256": "0" * 64, "page": None, "start": 0, "end": 9, "grade": 3}


@pytest.mark.parametrize(
    ("records", "line", "complaint"),
    [
        (["{"], 1, "not JSON, from character 2"),
        (["[]"], 1, "not a JSON object"),
        (["[" * 100_000], 1, "not JSON"),
        ([CASE, CASE], 2, "already that of line 1"),
        ([CASE | {"question": " "}], 1, '"question" must be a text'),
        ([CASE | {"question": 3}], 1, '"question" must be a text'),
        ([{"id": "1"}], 1, '"question" is missing'),
        ([CASE | {"answerable": True, "evidence": []}], 1, 'must have "evidence"'),
        ([CASE | {"answerable": False}], 1, "yet it gives an answer"),
        ([CASE | {"answerable": "yes"}], 1, '"answerable" must be true or false'),
        ([CASE | {"history": "a"}], 1, '"history" must be a list'),
        ([CASE | {"lang": "de"}], 1, '"lang" must be one of: fr, en'),
        ([CASE | {"evidence": [{"doc": "a", "page": 0, "quote": "x"}]}], 1, '"evidence[1].page" can\'t be less than 1'),
        ([CASE | {"evidence": [{"doc": "a", "page": "3", "quote": "x"}]}], 1, '"evidence[1].page" must be a whole'),
        ([CASE | {"evidence": [{"doc": "a", "page": True, "quote": "x"}]}], 1, '"evidence[1].page" must be a whole'),
        ([CASE | {"evidence": ["a"]}], 1, '"evidence[1]" must be a JSON object'),
        ([CASE | {"evidense": []}], 1, '"evidense" is not a known field'),
        ([{"id": "1", "question": "q ?", "answerable": True, "evidense": []}], 1, '"evidense" is not a known field'),
        ([CASE | {"nuggets": [{"text": "a", "vitale": True}]}], 1, '"nuggets[1].vitale" is not a known field'),
        ([CASE | {"passages": [PASSAGE | {"grade": 4}]}], 1, '"passages[1].grade" can\'t be more than 3'),
        ([CASE | {"passages": [PASSAGE | {"grade": -1}]}], 1, '"passages[1].grade" can\'t be less than 0'),
        ([CASE | {"passages": [PASSAGE | {"grade": 2.5}]}], 1, '"passages[1].grade" must be a whole number'),
        ([CASE | {"passages": [PASSAGE | {"sha256": "abc"}]}], 1, "must be a SHA-256 digest"),
        ([CASE | {"passages": [PASSAGE | {"end": 0}]}], 1, "ends before it begins"),
        ([], 0, "empty"),
    ],
)
def test_a_bad_line_is_named(tmp_path, records, line, complaint):
    with pytest.raises(BadFileError) as caught:
        load_cases(write(tmp_path, *records))
    assert caught.value.code == "bad_cases"
    (problem,) = caught.value.problems
    assert problem.line == line
    assert complaint in problem.message("en").reason
    assert problem.sentence("en") in str(caught.value)


def test_every_bad_line_is_told_once_and_the_good_ones_are_read(tmp_path):
    two_faults = CASE | {"id": "3", "question": "", "nuggets": "a"}
    path = write(tmp_path, CASE, "{", two_faults, CASE | {"id": "4"}, CASE | {"id": "5", "x": 1})
    read = read_case_file(path)
    assert [(problem.line, problem.case) for problem in read.problems] == [(2, ""), (3, "3"), (5, "5")]
    assert [case.id for case in read.cases] == ["1", "4"]
    assert read.lines == {"1": 1, "4": 4}
    with pytest.raises(BadFileError) as caught:
        load_cases(path)
    french = caught.value.render("fr")
    assert "ligne 3 (3)\u00a0: «\u00a0question\u00a0»" in french.reason
    assert all(f"ligne {line}" in french.reason for line in (2, 3, 5))


def test_a_very_bad_file_is_told_without_end(tmp_path):
    with pytest.raises(BadFileError) as caught:
        load_cases(write(tmp_path, *["{"] * 500))
    assert len(caught.value.problems) == 500
    assert str(caught.value).count("\n- ") == 21
    assert "(500)" in str(caught.value)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(UsageError, match=r"none\.jsonl"):
        load_cases(tmp_path / "none.jsonl")


def test_the_cases_of_the_project_are_as_they_should_be():
    read = read_case_file(Path(__file__).parents[2] / "evals" / "cases" / "samples.jsonl")
    assert read.problems == ()
    assert len(read.cases) == 73


@pytest.mark.skipif(not DATA.is_dir(), reason="the measured data is not here (ASSISTANT_DATA)")
def test_real_cases():
    kinds = Counter(case.kind for case in load_cases(DATA / "groupe" / "cases-dev.jsonl"))
    assert kinds["fact"] == 22
    assert kinds["unanswerable"] == 13
