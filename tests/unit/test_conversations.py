"""Titles, comments and what has become of sources, on a scripted store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from assistant.conversation_ports import ConversationLimits
from assistant.conversations import Conversations, first_title, one_line, without_controls
from assistant.errors import ModelError, UsageError
from assistant.server import _warm_up
from assistant.settings import Settings
from assistant.types import Answer, ConversationHead, Feedback, KeptPlace, KeptTurn, Page
from fakes import make_answer, make_document

QUOTED = "Le budget est de 54 000 euros."


class _Store:
    """One conversation of one turn, Anne's."""

    def __init__(self, answer: Answer | None = None) -> None:
        self.answer = answer or make_answer("Quel budget ?", QUOTED)
        self.title = ""
        self.judged: list[Feedback] = []
        self.withdrawn: list[Feedback] = []

    def head(self, owner: str, name: str) -> ConversationHead | None:
        return ConversationHead("c1", self.title, "", "", 1) if (owner, name) == ("anne", "c1") else None

    def turns(self, *_: object) -> list[KeptTurn]:
        return [KeptTurn(1, "", self.answer)]

    def turn(self, owner: str, place: KeptPlace) -> KeptTurn | None:
        return KeptTurn(1, "", self.answer) if (owner, place) == ("anne", KeptPlace("c1", 1)) else None

    def feedback(self, *_: object) -> dict[int, tuple[Feedback, ...]]:
        return {1: tuple(self.judged)}

    def rename(self, owner: str, name: str, title: str) -> bool:
        self.title = title
        return owner == "anne"

    def judge(self, owner: str, place: KeptPlace, feedback: Feedback) -> bool:
        self.judged.append(feedback)
        return True

    def withdraw(self, owner: str, place: KeptPlace, feedback: Feedback) -> bool:
        self.withdrawn.append(feedback)
        return True


class _Catalogue:
    def __init__(self, *documents: Any) -> None:
        self.documents = {new.document.id: new for new in documents}

    def document(self, name: str) -> Any:
        return self.documents[name].document if name in self.documents else None

    def page(self, name: str, number: int) -> Page | None:
        pages = self.documents[name].pages
        return pages[number - 1] if number <= len(pages) else None


def conversations(store: Any, catalogue: Any = None) -> Conversations:
    return Conversations(store, catalogue or _Catalogue(), ConversationLimits(3, 3, 3), comment_characters=20)


@pytest.mark.parametrize(
    ("documents", "state"),
    [
        ([make_document("d1", [QUOTED])], "current"),
        ([make_document("d1", [f"Avant. {QUOTED}"])], "changed"),
        ([make_document("d1", [QUOTED, "Une page de plus."])], "changed"),
        ([make_document("d1", [f"Avant. {QUOTED}"], content_hash=make_document("d1", [QUOTED]).document.content_hash)], "changed"),
        ([make_document("d2", [QUOTED])], "gone"),
    ],
)  # fmt: skip
def test_what_has_become_of_a_source(documents: list[Any], state: str) -> None:
    (turn,) = conversations(_Store(), _Catalogue(*documents)).show("anne", "c1").turns
    assert dict(turn.states) == {1: state}
    assert turn.kept.answer.citations[0].quote.text == QUOTED


def test_a_title_is_the_first_question_on_one_line_cut_at_a_word() -> None:
    assert first_title("Quel\n budget\u202e ?\x00") == "Quel budget ?"
    title = first_title("mot " * 100)
    assert title.endswith("mot…")
    assert len(title) <= 81
    assert len(first_title("x" * 1_000_000)) == 81


def test_control_characters_go_and_lines_stay() -> None:
    assert without_controls("a\x1b[31m\nb\u2066") == "a [31m\nb"
    assert one_line("a\n\tb\r\n c") == "a b c"


def test_titles_are_bounded() -> None:
    kept = conversations(_Store())
    assert kept.rename("anne", "c1", "  Le\nbudget ").title == "Le budget"
    for title, code in (("\n", "title_empty"), ("x" * 121, "title_too_long")):
        with pytest.raises(UsageError) as caught:
            kept.rename("anne", "c1", title)
        assert caught.value.code == code
    with pytest.raises(UsageError, match="no such conversation"):
        kept.rename("basile", "c1", "à moi")


def test_feedback_is_of_something_that_is_there() -> None:
    store = _Store()
    kept, place = conversations(store), KeptPlace("c1", 1)
    kept.judge("anne", place, "citation", 1, "right", " bien\x00 ")
    assert store.judged == [Feedback("citation", 1, "right", "bien")]
    kept.judge("anne", place, "citation", 1, None)
    assert [each.number for each in store.withdrawn] == [1]
    for owner, target, number, comment, code in (
        ("basile", "answer", 0, "", "unknown_conversation"),
        ("anne", "answer", 1, "", "unknown_target"),
        ("anne", "claim", 0, "", "unknown_target"),
        ("anne", "claim", 2, "", "unknown_target"),
        ("anne", "citation", 2, "", "unknown_target"),
        ("anne", "answer", 0, "x" * 21, "comment_too_long"),
    ):
        with pytest.raises(UsageError) as caught:
            kept.judge(owner, place, target, number, "right", comment)  # type: ignore[arg-type]
        assert caught.value.code == code
    assert len(store.judged) == 1


def test_the_history_is_what_was_asked_and_told() -> None:
    turns = conversations(_Store()).history("anne", "c1")
    assert [(turn.role, turn.text) for turn in turns] == [
        ("user", "Quel budget ?"),
        ("assistant", _Store().answer.text),
    ]
    with pytest.raises(UsageError, match="no such conversation"):
        conversations(_Store()).history("basile", "c1")


def test_a_conversation_that_opens_on_a_greeting_is_called_by_its_first_question() -> None:
    store: Any = _Store(replace(make_answer("Bonjour"), courtesy=True))
    store.add_turn = lambda *_: KeptPlace("c1", 2)
    for title, called in (("Bonjour", "Quel budget ?"), ("Mon titre", "Mon titre")):
        store.title = title
        conversations(store).keep("anne", "c1", make_answer("Quel budget ?"))
        assert store.title == called


def test_old_conversations_have_their_time() -> None:
    store: Any = _Store()
    moments: list[str] = []
    store.erase_before = lambda moment: moments.append(moment) or 2
    assert conversations(store).erase_old(0) == 0
    assert moments == []
    assert conversations(store).erase_old(30) == 2
    assert moments[0] < datetime.now(UTC).isoformat()
    assert datetime.now(UTC) - datetime.fromisoformat(moments[0]) >= timedelta(days=30)


def test_they_are_erased_when_the_server_starts_even_where_the_model_fails() -> None:
    days: list[int] = []

    class Served:
        settings = Settings()

        def __init__(self) -> None:
            self.conversations = self.shelf = self.deposits = self

        def warm_up(self) -> None:
            raise ModelError("model_not_found", name="x")

        def files(self) -> list[Path]:
            return []

        def unread(self, files: list[Path]) -> list[Path]:
            return files

        def erase_old(self, number: int) -> None:
            days.append(number)

    _warm_up(cast(Any, Served()))
    assert days == [400]
