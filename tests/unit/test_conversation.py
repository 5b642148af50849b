"""What the chat page does with a visitor's questions, on a scripted service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from assistant.errors import StoreError, UsageError
from assistant.service import Assistant
from assistant.types import Answer, Coverage, Turn
from assistant.ui.conversation import Chat, Conversation, messages
from assistant.ui.words import EXAMPLES


class _Script:
    """Answers every question by repeating it; remembers the history it was given."""

    def __init__(self) -> None:
        self.histories: list[Sequence[Turn]] = []

    def ask_stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Any]:
        if not question:
            raise UsageError("empty_question")
        self.histories.append(history)
        yield "searching"
        if question == "panne":
            raise StoreError("index_missing", path="x")
        yield Answer(
            question,
            "fr",
            "no_evidence",
            f"Rien sur {question}.",
            (),
            (),
            0.0,
            Coverage(1, 1, 0),
            "extractive",
            False,
            {},
        )


def _ask(chat: Chat, question: str, past: Conversation) -> tuple[list[str], Conversation, str]:
    steps = list(chat.ask(question, past, "fr"))
    return [conversation[-1].shown for conversation, _ in steps], *steps[-1]


def test_stages_then_the_answer_then_the_next_turn_with_its_history() -> None:
    script = _Script()
    chat = Chat(cast(Assistant, script))
    shown, past, _ = _ask(chat, "a", ())
    assert "stages" in shown[0]
    assert "Rien sur a" in shown[-1].replace("&#46;", ".")
    _, past, panel = _ask(chat, "b", past)
    assert script.histories == [(), (Turn("user", "a"), Turn("assistant", "Rien sur a."))]
    assert [each.turn for each in past] == [1, 2]
    assert panel.index("<summary>b") < panel.index("<summary>a")
    assert [each["role"] for each in messages(past)] == ["user", "assistant"] * 2


def test_errors_are_shown_and_kept_out_of_the_history() -> None:
    script = _Script()
    chat = Chat(cast(Assistant, script))
    past: Conversation = ()
    for question in ("", "panne", "c"):
        _, past, panel = _ask(chat, question, past)
    assert [each.answer is None for each in past] == [True, True, False]
    assert 'class="error"' in past[0].shown
    assert 'class="error"' in past[1].shown
    assert script.histories[-1] == ()
    assert panel.count("<details") == 1


def test_long_conversations_are_cut_and_keep_counting() -> None:
    chat = Chat(cast(Assistant, _Script()))
    past: Conversation = ()
    for number in range(60):
        _, past, _ = _ask(chat, f"q{number}", past)
    assert len(past) == 51
    assert past[-1].turn == 60


def test_examples_are_as_many_in_both_languages() -> None:
    assert len(EXAMPLES["fr"]) == len(EXAMPLES["en"]) == len(set(EXAMPLES["fr"])) == 3
