"""Members' feedback made into candidate judgements: proposals of cases, which a person reads before they are measured.

A rating of a citation tells of its passage; one of a claim, of those of all its citations; one of the answer, of all
its passages. The nearest rating wins. "Right" is a passage that answers (grade 3), "wrong passage" one that is not
relevant (0); "missing source" grades nothing and is noted. Whose feedback it is stays out, and so
does what was said before the question: feedback offers one question with its answer, not the conversation (`alone`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from assistant.evaluation.sets.cases import ANSWERS_IN_PART
from assistant.types import Citation, Feedback, JudgedTurn, Rating

_GRADES: dict[Rating, int] = {"right": 3, "wrong_passage": 0}
_CARRIED = 6  # texts of the dialogue that a follow-up is given with: three questions and answers
_NOTES: dict[Rating, str] = {
    "right": "juste",
    "wrong_passage": "mauvais passage",
    "missing_source": "source manquante",
}


def candidates(judged: Iterable[JudgedTurn], incomplete: bool = False) -> Iterator[dict[str, Any]]:
    """Lines of a case file, each `proposed`.

    Args:
        judged: turns with their feedback.
        incomplete: also those of which no passage is right: somebody has to name the right one, or to decide that the
            corpus does not answer, before they are accepted.
    """
    for turn in judged:
        ratings = ratings_of(turn)
        if turn.kept.answer.courtesy or not (incomplete or "right" in ratings.values()):
            continue
        grades = {number: _GRADES[rating] for number, rating in ratings.items()}
        yield case_of_turn(turn, grades)


def alone(turn: JudgedTurn) -> JudgedTurn:
    """A turn without what was said before it, which nobody has offered; a follow-up is the question it stood for."""
    answer = turn.kept.answer
    whole = replace(answer, question=answer.searched or answer.question, searched=None)
    return replace(turn, kept=replace(turn.kept, answer=whole), history=())


def turn_id(turn: JudgedTurn) -> str:
    """What a case made of a turn is called; it tells nothing of whose turn it is."""
    digest = hashlib.sha256(f"{turn.place.conversation_id} {turn.place.turn}".encode()).hexdigest()
    return f"feedback-{digest[:12]}"


def ratings_of(turn: JudgedTurn) -> dict[int, Rating]:
    """What the feedback says of each citation's passage, by its number."""
    answer = turn.kept.answer
    found: dict[int, Rating] = {}
    for feedback in sorted(turn.feedback, key=lambda each: ("answer", "claim", "citation").index(each.target)):
        numbers = [citation.number for citation in answer.citations]
        if feedback.target == "claim":
            numbers = list(answer.claims[feedback.number - 1].citations)
        elif feedback.target == "citation":
            numbers = [feedback.number]
        if feedback.rating in _GRADES:
            found.update(dict.fromkeys(numbers, feedback.rating))
    return found


def case_of_turn(turn: JudgedTurn, grades: Mapping[int, int]) -> dict[str, Any]:
    """A turn as a line of a case file, `proposed`; what answers, at least in part, is its evidence.

    Args:
        turn: a question with its answer.
        grades: of the passages that its citations quote (0 to 3), by the citation's number.
    """
    answer = turn.kept.answer
    rated = [citation for citation in answer.citations if citation.number in grades]
    right = [citation for citation in rated if grades[citation.number] >= ANSWERS_IN_PART]
    history = [said.text for said in turn.history[-_CARRIED:]] if answer.searched is not None else []
    return {
        "id": turn_id(turn),
        "question": answer.question,
        "kind": "feedback",
        "lang": answer.language,
        **({"history": history} if history else {}),
        "evidence": [_evidence(citation, place) for place, citation in enumerate(right)],
        "passages": [_passage(citation, grades[citation.number]) for citation in rated],
        "proposed": True,
        "note": "\n".join(map(_noted, turn.feedback)),
    }


def _evidence(citation: Citation, group: int) -> dict[str, Any]:
    page = {"page": citation.quote.page} if citation.document.paged else {}
    return {"doc": citation.document.source, **page, "quote": citation.quote.text, "group": group}


def _passage(citation: Citation, grade: int) -> dict[str, Any]:
    quote, document = citation.quote, citation.document
    page = {"page": quote.page} if document.paged else {}
    place = {"doc": document.source, "sha256": document.content_hash, **page}
    return {**place, "start": quote.start, "end": quote.end, "grade": grade}


def _noted(feedback: Feedback) -> str:
    target = feedback.target if feedback.target == "answer" else f"{feedback.target} {feedback.number}"
    comment = f": {' '.join(feedback.comment.split())}" if feedback.comment else ""
    return f"{target}: {_NOTES[feedback.rating]}{comment}"
