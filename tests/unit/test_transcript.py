"""Conversations as Markdown and JSON: what people and documents wrote is text in them, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.errors import StoreError
from assistant.keeping import Kept
from assistant.transcript import conversation_dict, conversation_markdown, escaped, kept_dict
from assistant.types import Conversation, ConversationHead, Feedback, KeptPlace, KeptTurn, ReopenedTurn
from fakes import make_answer

HEAD = ConversationHead("c1", "Le *budget* <b>", "2026-11-26T08:00:00.000+00:00", "2026-11-27T08:00:00.000+00:00", 1)


def conversation(state="current", **changes):
    answer = replace(make_answer("Quel budget\n# titre ?", "Ligne un.\n- ligne [deux](http://evil.test)"), **changes)
    return Conversation(
        HEAD, (ReopenedTurn(KeptTurn(1, HEAD.created_at, answer), {1: state}, (Feedback("answer", 0, "right"),)),)
    )


def test_the_markdown_holds_question_answer_and_sources() -> None:
    text = conversation_markdown(conversation(), "fr")
    assert text.startswith("# Le \\*budget\\* &lt;b&gt;\n\n26 novembre 2026 – 27 novembre 2026, 1 question\n")
    assert "\n## 1. Quel budget # titre ?\n" in text
    assert "**Répondu** (1 document cité, 1 examiné, sur 1)" in text
    assert "- \\[1\\] Titre, A. Auteur, 2024, p. 1 (d1.pdf)\n" in text
    assert "  > Ligne un.\n  > \\- ligne \\[deux\\](http\\://evil.test)\n" in text
    assert "corpus" not in text.split("Sources")[1]


@pytest.mark.parametrize(("state", "words"), [("changed", "a changé depuis"), ("gone", "n'est plus dans le corpus")])
def test_a_source_that_is_another_one_now_is_marked(state: str, words: str) -> None:
    assert words in conversation_markdown(conversation(state), "fr")


def test_a_greeting_has_no_status() -> None:
    text = conversation_markdown(conversation(courtesy=True, citations=(), claims=(), text="Bonjour."), "fr")
    assert "Répondu" not in text
    assert text.endswith("Bonjour.\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. un", "1\\. un"),
        ("# x", "\\# x"),
        ("a - b", "a - b"),
        ("![x](y)", "!\\[x\\](y)"),
        ("<script>&", "&lt;script&gt;&amp;"),
        ("`code` $x$ ~s~ a|b", "\\`code\\` \\$x\\$ \\~s\\~ a\\|b"),
        ("www.evil.test http://evil.test", "www\\.evil.test http\\://evil.test"),
    ],
)
def test_signs_of_markdown_are_only_signs(text: str, expected: str) -> None:
    assert escaped(text) == expected


def test_the_json_says_what_has_become_of_citations_and_what_was_judged() -> None:
    found = conversation_dict(conversation("gone"))
    (turn,) = found["turns"]
    assert found["questions"] == turn["number"] == 1
    assert [each["state"] for each in turn["answer"]["citations"]] == ["gone"]
    assert turn["feedback"] == [{"target": "answer", "number": 0, "rating": "right", "comment": "", "given_at": ""}]


def test_where_an_answer_is_kept_or_why_not() -> None:
    assert kept_dict(Kept(KeptPlace("c1", 3)), "fr") == {"id": "c1", "turn": 3, "error": None}
    lost = kept_dict(Kept(None, StoreError("disk_full", path="/x")), "en")
    assert (lost["id"], lost["turn"], lost["error"]["code"]) == (None, None, "disk_full")
