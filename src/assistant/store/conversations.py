"""Conversations and feedback in the catalogue, by owner: every statement names the owner, so none sees another's.

An answer is kept whole, as JSON of `types.Answer`: it can be shown again when the documents it quotes have changed.
Erasing is down to the last byte: `secure_delete` overwrites rows, and a compaction what moving them left elsewhere.
It is owed from the transaction that erases until it is done, whatever ends the process meanwhile.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from assistant.conversation_ports import ConversationLimits
from assistant.errors import StoreError, UsageError
from assistant.store.database import Database
from assistant.store.edits import set_meta
from assistant.store.schema import ConversationRow, FeedbackRow, MetaRow, TurnRow
from assistant.types import (
    Answer,
    AnswerStatus,
    ConversationHead,
    Feedback,
    FeedbackTarget,
    JudgedTurn,
    KeptPlace,
    KeptTurn,
    Rating,
    Turn,
)

if TYPE_CHECKING:
    from pydantic import TypeAdapter

ERASURE_DUE = "erasure_due"  # "1" from when a conversation is erased until no byte of it is left
_NO_ANSWER: AnswerStatus = "no_evidence"
_TURN = TurnRow.__table__
_FEEDBACK = FeedbackRow.__table__


class SqlConversations:
    """`conversation_ports.ConversationStore` on the catalogue's database.

    Every method raises StoreError: catalogue_damaged, disk_full or index_unwritable.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_turn(
        self, owner: str, conversation_id: str | None, title: str, answer: Answer, limits: ConversationLimits
    ) -> KeptPlace | None:
        """Keep an answer as the next turn of a conversation, or (None) as the first of a new one with this title.

        Raises:
            UsageError: conversation_full or too_many_conversations; nothing is kept.
        """
        kept, now = _kept_form(answer), _now()
        with self._database.writing() as connection:
            if conversation_id is None:
                conversation_id, number = _begun(connection, owner, title, now, limits), 1
            else:
                if not _owns(connection, owner, conversation_id):
                    return None
                number = 1 + _last_turn(connection, conversation_id)
                if number > limits.turns:
                    raise UsageError("conversation_full", limit=limits.turns)
                spoken = update(ConversationRow).where(ConversationRow.id == conversation_id)
                connection.execute(spoken.values(updated_at=now))
            row = {"conversation_id": conversation_id, "number": number, "asked_at": now, "answer": kept}
            connection.execute(insert(TurnRow), [row])
        return KeptPlace(conversation_id, number)

    def heads(self, owner: str) -> Sequence[ConversationHead]:
        """The conversations of an owner, the one spoken in last first."""
        with self._database.reading() as connection:
            return _heads(connection, ConversationRow.owner == owner)

    def questions(self, owner: str) -> Mapping[str, Sequence[str]]:
        """What an owner asked, by conversation."""
        asked = select(TurnRow.conversation_id, func.json_extract(TurnRow.answer, "$.question").label("question"))
        query = asked.join(ConversationRow).where(ConversationRow.owner == owner).order_by(TurnRow.number)
        found: dict[str, list[str]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(query):
                found.setdefault(row.conversation_id, []).append(str(row.question))
        return found

    def head(self, owner: str, conversation_id: str) -> ConversationHead | None:
        """One of them, or None."""
        with self._database.reading() as connection:
            return next(iter(_heads(connection, _of(owner, conversation_id))), None)

    def turns(self, owner: str, conversation_id: str, last: int | None = None) -> Sequence[KeptTurn]:
        """The turns of a conversation, oldest first; only so many of the last ones where that is given."""
        query = select(_TURN).join(ConversationRow).where(_of(owner, conversation_id))
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(TurnRow.number.desc()).limit(last)).all()
        return [self._turn(row) for row in reversed(rows)]

    def turn(self, owner: str, place: KeptPlace) -> KeptTurn | None:
        """One turn, or None."""
        query = select(_TURN).join(ConversationRow).where(_of(owner, place.conversation_id))
        with self._database.reading() as connection:
            row = connection.execute(query.where(TurnRow.number == place.turn)).one_or_none()
        return None if row is None else self._turn(row)

    def rename(self, owner: str, conversation_id: str, title: str) -> bool:
        """Give a conversation another title. False where the owner has no such conversation."""
        with self._database.writing() as connection:
            named = update(ConversationRow).where(_of(owner, conversation_id)).values(title=title)
            return connection.execute(named).rowcount > 0

    def erase(self, owner: str, conversation_id: str | None = None) -> int:
        """Erase a conversation, or all of an owner's, with its feedback, down to the last byte."""
        return self._erase(ConversationRow.owner == owner if conversation_id is None else _of(owner, conversation_id))

    def erase_before(self, moment: str) -> int:
        """The same of all conversations that were last spoken in before a moment, whoever owns them."""
        with self._database.reading() as connection:
            if not _heads(connection, ConversationRow.updated_at < moment):
                return 0
        return self._erase(ConversationRow.updated_at < moment)

    def finish_erasure(self) -> None:
        """Do what an erasure that was stopped has left undone; nothing is written where nothing is."""
        with self._database.reading() as connection:
            due = connection.execute(select(MetaRow.value).where(MetaRow.key == ERASURE_DUE)).scalar_one_or_none()
        if due == "1" and self._database.compact():
            with self._database.writing() as connection:
                set_meta(connection, ERASURE_DUE, "0")

    def judge(self, owner: str, place: KeptPlace, feedback: Feedback) -> bool:
        """Keep feedback in the place of what the owner said before of the same target. False for no such turn."""
        values = {"rating": feedback.rating, "comment": feedback.comment, "given_at": _now()}
        target = {"target": feedback.target, "number": feedback.number}
        with self._database.writing() as connection:
            if not _has_turn(connection, owner, place):
                return False
            row = {"conversation_id": place.conversation_id, "turn": place.turn, **target, **values}
            key = ["conversation_id", "turn", "target", "number"]
            connection.execute(upsert(FeedbackRow).values(**row).on_conflict_do_update(index_elements=key, set_=values))
            return True

    def withdraw(self, owner: str, place: KeptPlace, feedback: Feedback) -> bool:
        """Forget what was said of a target. False for no such turn."""
        with self._database.writing() as connection:
            if not _has_turn(connection, owner, place):
                return False
            of_turn = delete(FeedbackRow).where(
                FeedbackRow.conversation_id == place.conversation_id, FeedbackRow.turn == place.turn
            )
            connection.execute(
                of_turn.where(FeedbackRow.target == feedback.target, FeedbackRow.number == feedback.number)
            )
            return True

    def feedback(self, owner: str, conversation_id: str) -> Mapping[int, tuple[Feedback, ...]]:
        """The feedback given in a conversation, by turn."""
        query = select(_FEEDBACK).join(ConversationRow, ConversationRow.id == FeedbackRow.conversation_id)
        with self._database.reading() as connection:
            rows = connection.execute(query.where(_of(owner, conversation_id)).order_by(*_FEEDBACK.primary_key)).all()
        return {turn: tuple(map(_feedback, given)) for turn, given in groupby(rows, key=lambda row: int(row.turn))}

    def judged(self) -> Iterator[JudgedTurn]:
        """All turns with feedback, of all owners, in the order they were asked."""
        has_feedback = select(FeedbackRow).where(FeedbackRow.conversation_id == ConversationRow.id).exists()
        return (turn for turn in self._of_all(has_feedback) if turn.feedback)

    def unanswered(self) -> Iterator[JudgedTurn]:
        """All turns that the corpus had no answer to, of all owners, in the order they were asked."""
        said = TurnRow.answer.contains(f'"status": "{_NO_ANSWER}"', autoescape=True)
        has_some = select(TurnRow).where((TurnRow.conversation_id == ConversationRow.id) & said).exists()
        return (turn for turn in self._of_all(has_some) if turn.kept.answer.status == _NO_ANSWER)

    def _of_all(self, which: ColumnElement[bool]) -> Iterator[JudgedTurn]:
        """The turns of some conversations, of all owners, with the feedback on them."""
        query = select(ConversationRow.id, ConversationRow.owner).where(which)
        with self._database.reading() as connection:
            found = connection.execute(query.order_by(ConversationRow.created_at, ConversationRow.id)).all()
        for row in found:
            given = self.feedback(row.owner, row.id)
            history: list[Turn] = []
            for kept in self.turns(row.owner, row.id):
                yield JudgedTurn(KeptPlace(row.id, kept.number), kept, tuple(history), given.get(kept.number, ()))
                history += [Turn("user", kept.answer.question), Turn("assistant", kept.answer.text)]

    def _erase(self, which: ColumnElement[bool]) -> int:
        with self._database.writing() as connection:
            erased = connection.execute(delete(ConversationRow).where(which)).rowcount
            if erased:
                set_meta(connection, ERASURE_DUE, "1")
        self.finish_erasure()
        return erased

    def _turn(self, row: Any) -> KeptTurn:
        try:
            return KeptTurn(row.number, row.asked_at, _answers().validate_json(row.answer))
        except ValueError as error:
            detail = f"conversation {row.conversation_id}, {row.number}"
            raise StoreError("catalogue_damaged", path=self._database.path, detail=detail) from error


def _kept_form(answer: Answer) -> str:
    """An answer as JSON, without the words that its anonymous sources would be known by."""
    return json.dumps(_without_unsaid(_answers().dump_python(answer, mode="json")), ensure_ascii=False)


def _without_unsaid(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_unsaid(each) for key, each in value.items() if key != "unsaid"}
    return [_without_unsaid(each) for each in value] if isinstance(value, list) else value


@cache
def _answers() -> TypeAdapter[Answer]:
    """Answers to JSON and back: what a later version adds to them has a default."""
    from pydantic import TypeAdapter

    return TypeAdapter(Answer)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _of(owner: str, conversation_id: str) -> ColumnElement[bool]:
    return (ConversationRow.owner == owner) & (ConversationRow.id == conversation_id)


def _owns(connection: Connection, owner: str, conversation_id: str) -> bool:
    return connection.execute(select(ConversationRow.id).where(_of(owner, conversation_id))).first() is not None


def _has_turn(connection: Connection, owner: str, place: KeptPlace) -> bool:
    query = select(TurnRow.number).join(ConversationRow).where(_of(owner, place.conversation_id))
    return connection.execute(query.where(TurnRow.number == place.turn)).first() is not None


def _last_turn(connection: Connection, conversation_id: str) -> int:
    query = select(func.coalesce(func.max(TurnRow.number), 0)).where(TurnRow.conversation_id == conversation_id)
    return int(connection.execute(query).scalar_one())


def _begun(connection: Connection, owner: str, title: str, now: str, limits: ConversationLimits) -> str:
    """The id of a new conversation: nobody can guess it."""
    count = select(func.count()).select_from(ConversationRow)
    for most, query in ((limits.per_owner, count.where(ConversationRow.owner == owner)), (limits.in_all, count)):
        if connection.execute(query).scalar_one() >= most:
            raise UsageError("too_many_conversations", limit=most)
    row = {"id": secrets.token_hex(16), "owner": owner, "title": title, "created_at": now, "updated_at": now}
    connection.execute(insert(ConversationRow), [row])
    return str(row["id"])


def _heads(connection: Connection, which: ColumnElement[bool]) -> list[ConversationHead]:
    turns = select(func.count()).where(TurnRow.conversation_id == ConversationRow.id).scalar_subquery()
    query = select(ConversationRow.__table__, turns.label("turns")).where(which)
    rows = connection.execute(query.order_by(ConversationRow.updated_at.desc(), ConversationRow.id))
    return [ConversationHead(row.id, row.title, row.created_at, row.updated_at, row.turns) for row in rows]


def _feedback(row: Any) -> Feedback:
    target, rating = cast(FeedbackTarget, row.target), cast(Rating, row.rating)
    return Feedback(target, row.number, rating, row.comment, row.given_at)
