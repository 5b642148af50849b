"""`assistant conversations` and `assistant feedback`, and questions asked in a conversation."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.build import build_assistant
from assistant.evaluation.sets.cases import read_case_file
from assistant.owners import local_owner
from assistant.settings import load_settings
from assistant.types import KeptPlace
from conversation_files import FACT, hashed

pytestmark = pytest.mark.integration


@pytest.fixture
def index(tmp_path: Path, note_index: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    hashed(monkeypatch)
    return Path(shutil.copytree(note_index, tmp_path / "index"))


@pytest.fixture
def run(cli: Callable[..., Any], index: Path) -> Callable[..., Any]:
    return lambda *arguments: cli(*arguments, "--index", index)


def begin(run: Callable[..., Any], question: str = FACT) -> str:
    done = run("ask", question, "--conversation", "new", "--json")
    assert done.code == 0, done.err
    name: str = done.json["conversation"]["id"]
    return name


def test_a_dialogue_is_kept_listed_shown_renamed_exported_and_erased(
    run: Callable[..., Any], index: Path, tmp_path: Path
) -> None:
    asked = run("ask", FACT, "--conversation", "new")
    assert "54\u202f000 euros" in asked.out or "54 000 euros" in asked.out
    name = asked.err.strip().rsplit(" ", 1)[-1]
    follow_up = run("ask", "Et à Sarrevigne ?", "--conversation", name, "--json").json
    assert follow_up["conversation"] == {"id": name, "turn": 2, "error": None}
    assert "Sarrevigne" in follow_up["searched"]
    assert "Valombre" not in follow_up["searched"]
    (head,) = run("conversations", "list", "--json").json
    assert (head["id"], head["title"], head["questions"]) == (name, FACT, 2)
    assert name in run("conversations", "list").out
    assert "54 000 euros" in run("conversations", "show", name).out
    assert [turn["number"] for turn in run("conversations", "show", name, "--json").json["turns"]] == [1, 2]
    assert run("conversations", "rename", name, "Le zyxotitre", "--json").json["title"] == "Le zyxotitre"
    assert run("conversations", "export", name).out.startswith("# Le zyxotitre\n")
    out = tmp_path / "dialogue.json"
    assert run("conversations", "export", name, "--format", "json", "--out", out).code == 0
    assert json.loads(out.read_text(encoding="utf-8"))["id"] == name
    assert run("conversations", "erase", name, "--yes", "--json").json == {"erased": 1}
    assert run("conversations", "list", "--json").json == []
    assert [path for path in index.rglob("*") if path.is_file() and b"zyxotitre" in path.read_bytes()] == []


def test_what_can_not_be_done_is_said(run: Callable[..., Any], tmp_path: Path) -> None:
    name = begin(run)
    for arguments, code in (
        (("show", "absente"), "unknown_conversation"),
        (("rename", "absente", "x"), "unknown_conversation"),
        (("rename", name, " "), "title_empty"),
        (("export", name, "--out", tmp_path / "nul" / "x.md"), "output_unwritable"),
        (("erase", name), "erase_unconfirmed"),
        (("erase",), "erase_what"),
        (("erase", name, "--all", "--yes"), "erase_what"),
        (("erase", "absente", "--yes"), "unknown_conversation"),
    ):
        done = run("conversations", *arguments, "--json")
        assert (done.code, done.json["error"]["code"]) == (2, code), arguments
        assert len(done.err.strip().splitlines()) == 1
    assert len(run("conversations", "list", "--json").json) == 1
    assert run("conversations", "erase", "--all", "--yes", "--json").json == {"erased": 1}


def test_a_conversation_has_its_own_history_and_no_batch(run: Callable[..., Any], tmp_path: Path) -> None:
    history = tmp_path / "h.json"
    history.write_text('["a", "b"]')
    done = run("ask", FACT, "--conversation", "new", "--history", history, "--json")
    assert (done.code, done.json["error"]["code"]) == (2, "history_and_conversation")
    assert run("ask", "--batch", history, "--conversation", "new").code == 2
    assert run("ask", FACT, "--conversation", "absente", "--json").json["error"]["code"] == "unknown_conversation"


def judge(index: Path, name: str, turn: int, *ratings: tuple[Any, ...]) -> None:
    with build_assistant(load_settings(overrides={"index": index})) as assistant:
        for target, number, rating, comment in ratings:
            place = KeptPlace(name, turn)
            assistant.conversations.judge(local_owner(), place, target, number, rating, comment)


def test_feedback_becomes_cases_that_the_gold_set_takes(run: Callable[..., Any], index: Path, tmp_path: Path) -> None:
    assert run("feedback", "list", "--json").json == []
    out = tmp_path / "propositions.jsonl"
    assert run("feedback", "export", "--out", out, "--json").json["error"]["code"] == "no_feedback"
    assert not out.exists()
    right, wrong = begin(run), begin(run, "Où est la cantine de Sarrevigne ?")
    judge(index, right, 1, ("citation", 1, "right", "la page 1\nsuffit"))
    judge(index, wrong, 1, ("answer", 0, "missing_source", ""))
    assert {each["feedback"][0]["rating"] for each in run("feedback", "list", "--json").json} == {
        "right",
        "missing_source",
    }
    assert "citation 1 (note.md)\u00a0: juste – la page 1 suffit" in run("feedback", "list").out
    assert run("feedback", "export", "--out", out, "--json").json == {"proposed": 1, "left_out": 1, "out": str(out)}
    (proposal,) = read_case_file(out).proposals
    assert proposal.question == FACT
    assert proposal.groups[0][0].document == "note.md"
    assert [each.grade for each in proposal.passages] == [3]
    checked = run("eval", "cases", out, "--json")
    assert (checked.code, checked.json["problems"]) == (0, [])
    gold = tmp_path / "or.jsonl"
    assert run("eval", "accept", out, "--into", gold, "--all", "--json").json["accepted"] == [proposal.id]
    assert len(read_case_file(gold).cases) == 1
    everything = tmp_path / "tout.jsonl"
    assert run("feedback", "export", "--out", everything, "--all", "--json").json["proposed"] == 2
    assert run("feedback", "export", "--out", everything).code == 2


def test_feedback_on_a_follow_up_is_exported_without_what_was_said_before(
    run: Callable[..., Any], index: Path, tmp_path: Path
) -> None:
    name = begin(run)
    assert run("ask", "et à Valombre ?", "--conversation", name, "--json").code == 0
    judge(index, name, 2, ("answer", 0, "missing_source", ""))
    out = tmp_path / "propositions.jsonl"
    assert run("feedback", "export", "--out", out, "--all").code == 0
    record = json.loads(out.read_text(encoding="utf-8"))
    assert "history" not in record
    assert "valombre" in record["question"].lower()


def test_erasing_a_conversation_erases_its_feedback(run: Callable[..., Any], index: Path) -> None:
    name = begin(run)
    judge(index, name, 1, ("answer", 0, "right", "zyxoavis"))
    assert len(run("feedback", "list", "--json").json) == 1
    run("conversations", "erase", name, "--yes")
    assert run("feedback", "list", "--json").json == []
    assert [path for path in index.rglob("*") if path.is_file() and b"zyxoavis" in path.read_bytes()] == []
