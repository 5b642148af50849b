"""What the chat page does with a visitor's questions, on a scripted service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from assistant.errors import AssistantError, StoreError, UsageError
from assistant.service import Assistant
from assistant.types import Answer, Coverage, Filters, KeptPlace, Turn
from assistant.ui.conversation import Asked, Chat, Conversation, Shown, done_html, live_html


class _Script:
    """Answers every question by repeating it; remembers the history it was given, and what it was to keep."""

    def __init__(self, fault: AssistantError | None = None) -> None:
        self.histories: list[Sequence[Turn]] = []
        self.filters: list[Filters | None] = []
        self.kept: list[tuple[str, str | None, str]] = []
        self.conversations = self
        self._fault = fault

    def keep(self, owner: str, conversation: str | None, answer: Answer) -> KeptPlace:
        if self._fault is not None:
            raise self._fault
        self.kept.append((owner, conversation, answer.question))
        return KeptPlace(conversation or "c1", len(self.kept))

    def ask_stream(self, question: str, history: Sequence[Turn], filters: Filters | None) -> Iterator[Any]:
        if not question:
            raise UsageError("empty_question")
        self.histories.append(history)
        self.filters.append(filters)
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


def _ask(chat: Chat, question: str, past: Conversation, again: int | None = None) -> tuple[list[str], Conversation]:
    steps = list(chat.ask(Asked(question, again=again), past, "fr"))
    return [step.exchanges[-1].shown for step in steps], steps[-1].exchanges


def _last(chat: Chat, question: str, past: Conversation, owner: str | None, name: str = "new") -> Shown:
    return list(chat.ask(Asked(question), past, "fr", owner, name))[-1]


def test_stages_then_the_answer_then_the_next_turn_with_its_history() -> None:
    script = _Script()
    chat = Chat(cast(Assistant, script))
    shown, past = _ask(chat, "a", ())
    assert "stages" in shown[0]
    assert "Rien sur a" in shown[-1].replace("&#46;", ".")
    _, past = _ask(chat, "b", past)
    assert script.histories == [(), (Turn("user", "a"), Turn("assistant", "Rien sur a."))]
    assert [each.turn for each in past] == [1, 2]
    assert "Rien sur a" in done_html(past)
    assert "Rien sur b" not in done_html(past)
    assert "Rien sur b" in live_html(past)


def test_asked_again_a_question_leans_on_what_was_said_before_it_the_first_time() -> None:
    script = _Script()
    chat = Chat(cast(Assistant, script))
    _, past = _ask(chat, "a", ())
    _, past = _ask(chat, "b", past)
    _ask(chat, "b", past, again=2)
    assert script.histories[2] == script.histories[1]


def test_filters_reach_the_service_and_wrong_ones_are_said() -> None:
    script = _Script()
    chat = Chat(cast(Assistant, script))
    list(chat.ask(Asked("a", {"type": "entretien"}), (), "fr"))
    assert script.filters[0] is not None
    last = list(chat.ask(Asked("a", {"nothing": "x"}), (), "fr"))[-1]
    assert 'class="error"' in last.exchanges[-1].shown
    assert len(script.filters) == 1


def test_errors_are_shown_and_kept_out_of_the_history() -> None:
    script = _Script()
    chat = Chat(cast(Assistant, script))
    past: Conversation = ()
    for question in ("", "panne", "c"):
        _, past = _ask(chat, question, past)
    assert [each.answer is None for each in past] == [True, True, False]
    assert 'class="error"' in past[0].shown
    assert 'class="error"' in past[1].shown
    assert script.histories[-1] == ()


def test_long_conversations_are_cut_and_keep_counting() -> None:
    chat = Chat(cast(Assistant, _Script()))
    past: Conversation = ()
    for number in range(60):
        _, past = _ask(chat, f"q{number}", past)
    assert len(past) == 51
    assert past[-1].turn == 60


def test_what_was_stopped_is_told_and_gives_way_to_the_next_question() -> None:
    script = _Script()
    chat = Chat(cast(Assistant, script))
    half = next(iter(chat.ask(Asked("a"), (), "fr"))).exchanges
    stopped = chat.stopped(half, "fr")
    assert stopped[-1].answer is None
    assert stopped[-1].shown != half[-1].shown
    _, past = _ask(chat, "b", stopped)
    assert script.histories[-1] == ()
    assert past[-1].question == "b"


def test_answers_are_kept_for_their_owner_one_after_the_other() -> None:
    script = _Script()
    chat = Chat(cast(Assistant, script))
    first = _last(chat, "a", (), "anne")
    assert (first.name, script.kept) == ("c1", [("anne", None, "a")])
    second = _last(chat, "b", first.exchanges, "anne", first.name)
    assert script.kept[1] == ("anne", "c1", "b")
    assert 'data-conversation="c1" data-turn="2" data-target="answer"' in second.exchanges[-1].shown
    assert _last(chat, "c", (), None).name == "new"
    assert len(script.kept) == 2


def test_what_can_not_be_kept_is_said_below_the_answer() -> None:
    chat = Chat(cast(Assistant, _Script(StoreError("disk_full", path="x"))))
    last = _last(chat, "a", (), "anne", "c1")
    assert "Rien sur a" in last.exchanges[-1].shown.replace("&#46;", ".")
    assert 'class="unkept"' in last.exchanges[-1].shown
    assert 'data-target="answer"' not in last.exchanges[-1].shown
    assert last.name == "c1"


def test_after_an_erased_or_full_conversation_the_next_one_is_new() -> None:
    chat = Chat(cast(Assistant, _Script(UsageError("unknown_conversation"))))
    assert _last(chat, "a", (), "anne", "c1").name == "new"
