"""Questions that were asked in the chat, made into cases: one's own, those with feedback, those without an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from assistant.errors import UsageError
from assistant.evaluation.gold.feedback import alone, case_of_turn, turn_id
from assistant.retrieval.courtesy import courtesy_of
from assistant.service import Assistant
from assistant.text.normalise import fold
from assistant.types import Answer, Citation, JudgedTurn, KeptPlace, Turn

_OWN_CONVERSATIONS = 20
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class AskedTurn:
    """A question that was asked, with the latest answer; `times` counts those who asked the same, whoever they are."""

    ref: str
    turn: JudgedTurn
    times: int = 1


def own(assistant: Assistant, owner: str) -> Sequence[AskedTurn]:
    """What the owner asked, latest first."""
    turns = list(islice(_own(assistant, owner), _SHOWN))
    turns.sort(key=lambda turn: turn.kept.asked_at, reverse=True)
    return [_shown(assistant, turn) for turn in turns]


def with_feedback(assistant: Assistant) -> Sequence[AskedTurn]:
    """What anybody gave feedback on, latest first, without saying who."""
    turns = [alone(turn) for turn in assistant.conversations.judged() if not turn.kept.answer.courtesy]
    turns.sort(key=lambda turn: turn.kept.asked_at, reverse=True)
    return [_shown(assistant, turn) for turn in turns[:_SHOWN]]


def unanswered(assistant: Assistant) -> Sequence[AskedTurn]:
    """What anybody asked that the corpus had no answer to, each question once, the most asked first."""
    latest: dict[str, AskedTurn] = {}
    for turn in assistant.conversations.unanswered():
        if _asks_nothing(turn):
            continue
        asked = " ".join(fold(turn.kept.answer.searched or turn.kept.answer.question).split())
        times = latest[asked].times + 1 if asked in latest else 1
        latest[asked] = AskedTurn(turn_id(turn), turn, times)
    found = sorted(latest.values(), key=lambda each: each.turn.kept.asked_at, reverse=True)
    found.sort(key=lambda each: -each.times)
    return [replace(_shown(assistant, each.turn), times=each.times) for each in found[:_SHOWN]]


def _asks_nothing(turn: JudgedTurn) -> bool:
    """Whether it is a greeting, thanks or the like: also one that was kept before these were marked."""
    return turn.kept.answer.courtesy or courtesy_of(turn.kept.answer.question) is not None


def find(assistant: Assistant, owner: str, ref: str) -> JudgedTurn:
    """A turn that one of the three lists tells of.

    Raises:
        UsageError: unknown_turn.
    """
    conversations = assistant.conversations
    lists = (_own(assistant, owner), map(alone, conversations.judged()), map(alone, conversations.unanswered()))
    for turns in lists:
        for turn in turns:
            if turn_id(turn) == ref:
                return _without_withheld(assistant, turn)
    raise UsageError("unknown_turn")


def case_record(turn: JudgedTurn, grades: Mapping[int, int], *, unanswerable: bool, note: str) -> dict[str, Any]:
    """A turn as a case that a person has still to accept.

    Args:
        turn: the question with its answer.
        grades: of the citations' passages, by number.
        unanswerable: whether the person says that the corpus has no answer; what answers is left out then.
        note: what the person says of it.
    """
    given = {number: min(grade, 1) for number, grade in grades.items()} if unanswerable else dict(grades)
    record = case_of_turn(turn, given)
    said = "\n".join(text for text in (record.get("note", ""), note.strip()) if text)
    return {**record, "kind": "other" if not turn.feedback else "feedback", "note": said} | (
        {"answerable": False} if unanswerable else {}
    )


def _own(assistant: Assistant, owner: str) -> Iterator[JudgedTurn]:
    conversations = assistant.conversations
    for head in conversations.heads(owner)[:_OWN_CONVERSATIONS]:
        history: list[Turn] = []
        for turn in conversations.show(owner, head.id).turns:
            kept = turn.kept
            if not kept.answer.courtesy:
                yield JudgedTurn(KeptPlace(head.id, kept.number), kept, tuple(history), turn.feedback)
            history += [Turn("user", kept.answer.question), Turn("assistant", kept.answer.text)]


def _shown(assistant: Assistant, turn: JudgedTurn) -> AskedTurn:
    return AskedTurn(turn_id(turn), _without_withheld(assistant, turn))


def _without_withheld(assistant: Assistant, turn: JudgedTurn) -> JudgedTurn:
    """The turn with documents as they may be shown today: what was kept may be older than a mark."""
    answer = turn.kept.answer
    cited = tuple(each for each in (_today(assistant, citation) for citation in answer.citations) if each is not None)
    shown: Answer = replace(answer, citations=cited)
    return replace(turn, kept=replace(turn.kept, answer=shown))


def _today(assistant: Assistant, citation: Citation) -> Citation | None:
    """A citation with its document's record of today; None where it may not be quoted any more.

    What has left the corpus is not cited either: no passage of it can be found again.
    """
    try:
        document = assistant.document(citation.document.id)
    except UsageError:
        return None
    return replace(citation, document=document) if document.quotable and not document.anonymous else None
