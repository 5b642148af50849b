"""Feedback made into proposals of cases: the nearest rating wins, nothing says whose it was."""

from __future__ import annotations

from dataclasses import replace

from assistant.evaluation.gold.feedback import candidates
from assistant.evaluation.sets.cases import Case, parse_case
from assistant.types import Citation, Claim, Feedback, JudgedTurn, KeptPlace, KeptTurn, Turn
from fakes import make_answer


def judged(*feedback: Feedback, searched: str | None = None, courtesy: bool = False) -> JudgedTurn:
    answer = make_answer("Quel budget ?")
    first = answer.citations[0]
    second = Citation(2, replace(first.quote, page=3, start=5, end=10, text="54000"), first.document)
    claims = (*answer.claims, Claim("Deux.", (1, 2), "supported", ""))
    answer = replace(answer, citations=(first, second), claims=claims, searched=searched, courtesy=courtesy)
    history = tuple(Turn("user" if place % 2 == 0 else "assistant", f"t{place}") for place in range(8))
    return JudgedTurn(KeptPlace("c1", 5), KeptTurn(5, "2026-11-26", answer), history, feedback)


def case_of(*feedback: Feedback, **more) -> tuple[dict, Case]:
    (record,) = candidates([judged(*feedback, **more)], incomplete=True)
    case = parse_case(record, 1)
    assert isinstance(case, Case), case
    assert case.proposed
    return record, case


def test_a_citation_that_is_right_is_evidence() -> None:
    record, case = case_of(Feedback("citation", 2, "right", "p. 3\nbien"))
    assert case.answerable
    assert [(item.document, item.page, item.quote) for group in case.groups for item in group] == [
        ("d1.pdf", 3, "54000")
    ]
    assert [(each.page, each.start, each.end, each.grade) for each in case.passages] == [(3, 5, 10, 3)]
    assert record["note"] == "citation 2: juste: p. 3 bien"
    assert "c1" not in str(record)


def test_the_nearest_rating_wins() -> None:
    _, case = case_of(
        Feedback("answer", 0, "wrong_passage"), Feedback("claim", 2, "right"), Feedback("citation", 1, "wrong_passage")
    )
    assert [each.grade for each in case.passages] == [0, 3]
    assert len(case.groups) == 1


def test_a_missing_source_grades_nothing() -> None:
    record, case = case_of(Feedback("answer", 0, "missing_source", "le rapport 2023"))
    assert (case.passages, case.groups) == ((), ())
    assert "source manquante: le rapport 2023" in record["note"]


def test_without_a_right_passage_it_is_left_out_unless_asked_for() -> None:
    turns = [judged(Feedback("answer", 0, "wrong_passage")), judged(Feedback("answer", 0, "right"))]
    assert len(list(candidates(turns))) == 1
    assert len(list(candidates(turns, incomplete=True))) == 2
    assert list(candidates([judged(Feedback("answer", 0, "right"), courtesy=True)], incomplete=True)) == []


def test_a_follow_up_comes_with_the_dialogue() -> None:
    record, case = case_of(Feedback("answer", 0, "right"), searched="Quel est le budget ?")
    assert record["history"] == ["t2", "t3", "t4", "t5", "t6", "t7"]
    assert [turn.role for turn in case.history][:2] == ["user", "assistant"]
    assert "history" not in case_of(Feedback("answer", 0, "right"))[0]
