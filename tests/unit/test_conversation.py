"""What the chat page does with a visitor's questions, on a scripted service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from assistant.errors import AssistantError, StoreError, UsageError
from assistant.service import Assistant
from assistant.types import Answer, Coverage, KeptPlace, Turn
from assistant.ui.conversation import Chat, Conversation, messages
from assistant.ui.words import EXAMPLES


class _Script:
    """Answers every question by repeating it; remembers the history it was given, and what it was to keep."""

    def __init__(self, fault: AssistantError | None = None) -> None:
        self.histories: list[Sequence[Turn]] = []
        self.kept: list[tuple[str, str | None, str]] = []
        self.conversations = self
        self._fault = fault

    def keep(self, owner: str, conversation: str | None, answer: Answer) -> KeptPlace:
        if self._fault is not None:
            raise self._fault
        self.kept.append((owner, conversation, answer.question))
        return KeptPlace(conversation or "c1", len(self.kept))

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
    return [step.exchanges[-1].shown for step in steps], steps[-1].exchanges, steps[-1].sources


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


def test_answers_are_kept_for_their_owner_one_after_the_other() -> None:
    script = _Script()
    chat = Chat(cast(Assistant, script))
    first = list(chat.ask("a", (), "fr", "anne"))[-1]
    assert (first.name, script.kept) == ("c1", [("anne", None, "a")])
    second = list(chat.ask("b", first.exchanges, "fr", "anne", first.name))[-1]
    assert script.kept[1] == ("anne", "c1", "b")
    assert 'data-conversation="c1" data-turn="2" data-target="answer"' in second.sources
    assert list(chat.ask("c", (), "fr", None))[-1].name == "new"
    assert len(script.kept) == 2


def test_what_can_not_be_kept_is_said_below_the_answer() -> None:
    chat = Chat(cast(Assistant, _Script(StoreError("disk_full", path="x"))))
    last = list(chat.ask("a", (), "fr", "anne", "c1"))[-1]
    assert "Rien sur a" in last.exchanges[-1].shown.replace("&#46;", ".")
    assert 'class="unkept"' in last.exchanges[-1].shown
    assert "data-conversation" not in last.sources
    assert last.name == "c1"


def test_after_an_erased_or_full_conversation_the_next_one_is_new() -> None:
    chat = Chat(cast(Assistant, _Script(UsageError("unknown_conversation"))))
    assert list(chat.ask("a", (), "fr", "anne", "c1"))[-1].name == "new"
