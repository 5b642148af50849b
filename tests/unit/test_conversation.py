"""What the chat page does with a visitor's questions, on a scripted service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from assistant.errors import AssistantError, StoreError, UsageError
from assistant.service import Assistant
from assistant.types import Answer, Coverage, Filters, KeptPlace, Turn
from assistant.ui.conversation import Asked, Chat, Conversation, done_html, live_html


class _Script:
    """Answers every question by repeating it; remembers the history it was given, and what it was to keep."""

    def __init__(self, fault: AssistantError | None = None) -> None:
        self.histories: list[Sequence[Turn]] = []
        self.kept: list[tuple[str, str | None, str]] = []
        self.conversations = self
        self.warming = False
        self._fault = fault

    def keep(self, owner: str, conversation: str | None, answer: Answer) -> KeptPlace:
        if self._fault is not None:
            raise self._fault
        self.kept.append((owner, conversation, answer.question))
        return KeptPlace(conversation or "c1", len(self.kept))

    def ask_stream(self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Iterator[Any]:
        self.filters = filters
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


def _ask(chat: Chat, question: str, past: Conversation) -> tuple[list[str], Conversation]:
    steps = list(chat.ask(Asked(question), past, "fr"))
    return [step.exchanges[-1].shown for step in steps], steps[-1].exchanges


def test_a_question_that_waits_for_the_models_is_told_so() -> None:
    script = _Script()
    script.warming = True
    shown, _ = _ask(Chat(cast(Assistant, script)), "a", ())
    assert any("charge ses modèles" in each for each in shown)


def test_stages_then_the_answer_then_the_next_turn_with_its_history() -> None:
    script = _Script()
    chat = Chat(cast(Assistant, script))
    shown, past = _ask(chat, "a", ())
    assert "stages" in shown[0]
    assert "Rien sur a" in shown[-1].replace("&#46;", ".")
    _, past = _ask(chat, "b", past)
    assert script.histories == [(), (Turn("user", "a"), Turn("assistant", "Rien sur a."))]
    assert [each.turn for each in past] == [1, 2]
    assert (done_html(past), live_html(past)) == (past[0].shown, past[1].shown)


def test_errors_are_shown_and_kept_out_of_the_history() -> None:
    script = _Script()
    chat = Chat(cast(Assistant, script))
    past: Conversation = ()
    for question in ("", "panne", "c"):
        _, past = _ask(chat, question, past)
    assert [each.answer is None for each in past] == [True, True, False]
    assert 'class="error to-change"' in past[0].shown
    assert 'class="error"' in past[1].shown
    assert script.histories[-1] == ()


def test_long_conversations_are_cut_and_keep_counting() -> None:
    chat = Chat(cast(Assistant, _Script()))
    past: Conversation = ()
    for number in range(60):
        _, past = _ask(chat, f"q{number}", past)
    assert len(past) == 51
    assert past[-1].turn == 60


def test_a_question_asked_again_leans_on_what_came_before_it_the_first_time() -> None:
    script = _Script()
    chat = Chat(cast(Assistant, script))
    past: Conversation = ()
    for question in ("a", "b"):
        _, past = _ask(chat, question, past)
    *_, last = chat.ask(Asked("b", again=2), past, "fr")
    assert script.histories[-1] == (Turn("user", "a"), Turn("assistant", "Rien sur a."))
    assert [each.turn for each in last.exchanges] == [1, 2, 3]


def test_filters_are_used_and_wrong_ones_are_said() -> None:
    script = _Script()
    chat = Chat(cast(Assistant, script))
    list(chat.ask(Asked("a", {"kinds": ["minutes"], "since": "2024"}), (), "fr"))
    assert script.filters == Filters(kinds=("minutes",), since="2024")
    *_, last = chat.ask(Asked("a", {"kinds": [{"path": "/etc/passwd"}]}), (), "fr")
    assert 'class="error"' in last.exchanges[-1].shown
    assert len(script.histories) == 1


def test_what_is_stopped_is_neither_kept_nor_leaned_on() -> None:
    script = _Script()
    chat = Chat(cast(Assistant, script))
    steps = chat.ask(Asked("a", {"since": "2024"}), (), "en", "anne")
    before = [next(steps), next(steps)][-1]  # the answer is there, and not kept yet
    past = chat.stopped(before.exchanges, "en")
    assert script.kept == []
    assert 'data-state="stopped"' in past[-1].shown
    assert "2024" in past[-1].shown
    assert "Answer stopped" in past[-1].shown.replace("&#46;", ".")
    assert chat.stopped(past, "en") == past
    list(chat.ask(Asked("b"), past, "en"))
    assert script.histories[-1] == ()


def test_answers_are_kept_for_their_owner_one_after_the_other() -> None:
    script = _Script()
    chat = Chat(cast(Assistant, script))
    first = list(chat.ask(Asked("a"), (), "fr", "anne"))[-1]
    assert (first.name, script.kept) == ("c1", [("anne", None, "a")])
    second = list(chat.ask(Asked("b"), first.exchanges, "fr", "anne", first.name))[-1]
    assert script.kept[1] == ("anne", "c1", "b")
    assert 'data-conversation="c1" data-turn="2" data-target="answer"' in second.exchanges[-1].shown
    assert list(chat.ask(Asked("c"), (), "fr", None))[-1].name == "new"
    assert len(script.kept) == 2


def test_what_can_not_be_kept_is_said_below_the_answer() -> None:
    chat = Chat(cast(Assistant, _Script(StoreError("disk_full", path="x"))))
    last = list(chat.ask(Asked("a"), (), "fr", "anne", "c1"))[-1]
    assert "Rien sur a" in last.exchanges[-1].shown.replace("&#46;", ".")
    assert 'class="unkept"' in last.exchanges[-1].shown
    assert 'class="judge"' not in last.exchanges[-1].shown
    assert last.name == "c1"


def test_after_an_erased_or_full_conversation_the_next_one_is_new() -> None:
    chat = Chat(cast(Assistant, _Script(UsageError("unknown_conversation"))))
    assert list(chat.ask(Asked("a"), (), "fr", "anne", "c1"))[-1].name == "new"
