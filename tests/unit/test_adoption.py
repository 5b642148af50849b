"""Grades put into cases: which grade wins, what is replaced, what is refused."""

import json

import pytest

from assistant.errors import UsageError
from assistant.evaluation.gold.adoption import adopt, decide, write_cases
from assistant.evaluation.gold.pooling import Pooled
from assistant.evaluation.sets.cases import GradedPassage, read_case_file
from assistant.evaluation.sets.problems import BadFileError

HASH = "0" * 64


def line(place: int, grade: int | None, case: str = "1") -> Pooled:
    return Pooled(case, "q ?", (), ("a.pdf", HASH, 1, place, place + 10), "A", "texte", grade)


def graded(*grades: int | None) -> list[Pooled]:
    return [line(place, grade) for place, grade in enumerate(grades)]


def given(decided) -> dict[int, int]:
    return {passage.start: passage.grade for passages in decided.grades.values() for passage in passages}


def test_one_person_decides_alone():
    decided = decide(graded(0, None, 3))
    assert (given(decided), decided.count, decided.ungraded) == ({0: 0, 2: 3}, 2, 1)


def test_two_people_agree_or_the_lower_grade_counts_and_one_of_them_is_enough():
    decided = decide(graded(2, 1, None, 3, None), graded(2, 2, 1, None, None))
    assert (given(decided), decided.ungraded) == ({0: 2, 1: 1, 2: 1, 3: 3}, 1)


def test_two_grades_apart_is_never_decided_by_a_program():
    with pytest.raises(BadFileError) as caught:
        decide(graded(0, 1, 3), graded(2, 2, 0))
    assert caught.value.code == "grades_to_adjudicate"
    assert [problem.params["start"] for problem in caught.value.problems] == ["0", "2"]
    assert "0 and 2" in caught.value.problems[0].sentence("en")


def test_the_adjudicator_wins_wherever_there_is_one():
    decided = decide(graded(0, 1, 2), graded(2, 2, 2), graded(1, 3, None))
    assert given(decided) == {0: 1, 1: 3, 2: 2}


def test_pools_that_do_not_pair_and_pools_without_a_grade_are_refused():
    with pytest.raises(UsageError, match="no passage in common"):
        decide([line(0, 1)], [line(5, 1)])
    with pytest.raises(UsageError, match="No passage is graded"):
        decide(graded(None, None))


def case(key: str, **values) -> str:
    return json.dumps({"id": key, "question": "q ?", "kind": "é"} | values, ensure_ascii=False)


def adopted(tmp_path, lines, pool):
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return adopt(read_case_file(path), path.read_text(encoding="utf-8"), decide(pool))


def test_grades_go_into_their_case_those_of_the_same_place_replaced_and_other_lines_stay(tmp_path):
    before = {"doc": "a.pdf", "sha256": HASH, "page": 1, "grade": 3}
    kept, replaced = before | {"start": 40, "end": 50}, before | {"start": 1, "end": 11}
    untouched = '{"id":  "2", "question": "autre ?"}'
    text = adopted(tmp_path, [case("1", passages=[kept, replaced]), untouched, ""], graded(2, 0))
    first, second, _ = text.split("\n")
    assert second == untouched
    (tmp_path / "new.jsonl").write_text(text, encoding="utf-8")
    read = read_case_file(tmp_path / "new.jsonl").cases[0]
    assert read.passages == (
        GradedPassage("a.pdf", HASH, 1, 40, 50, 3),
        GradedPassage("a.pdf", HASH, 1, 1, 11, 0),
        GradedPassage("a.pdf", HASH, 1, 0, 10, 2),
    )
    assert (json.loads(first)["kind"], read.answerable) == ("é", True)


def test_a_case_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadFileError) as caught:
        adopted(tmp_path, [case("1")], [line(0, 2), line(1, 2, case="9")])
    assert caught.value.code == "bad_cases"
    assert "the case 9" in str(caught.value)


def test_a_grade_that_contradicts_its_case_is_refused(tmp_path):
    with pytest.raises(BadFileError) as caught:
        adopted(tmp_path, [case("1", answerable=False)], graded(3))
    (problem,) = caught.value.problems
    assert (problem.case, problem.code) == ("1", "case_with_evidence")


def test_a_case_file_with_bad_lines_is_refused(tmp_path):
    with pytest.raises(BadFileError, match="line 2"):
        adopted(tmp_path, [case("1"), "{"], graded(3))


def test_nothing_is_written_over(tmp_path):
    path = tmp_path / "new.jsonl"
    write_cases(path, "a")
    with pytest.raises(UsageError, match="is there already"):
        write_cases(path, "b")
    assert path.read_text(encoding="utf-8") == "a"
