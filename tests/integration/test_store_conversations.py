"""Conversations in the catalogue: kept by owner, erased to the last byte, never half, whatever happens to the process."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

import store_writer
from assistant.conversation_ports import ConversationLimits
from assistant.errors import StoreError, UsageError
from assistant.store.catalogue import SqlCatalogue
from assistant.store.conversations import SqlConversations
from assistant.types import Feedback, Filters, KeptPlace, Scope
from fakes import make_answer

pytestmark = pytest.mark.integration

LIMITS = ConversationLimits(3, 5, 4)
ANNE, BASILE = "browser:anne", "browser:basile"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "index" / "catalogue.sqlite"


@pytest.fixture
def catalogue(path: Path) -> Iterator[SqlCatalogue]:
    opened = SqlCatalogue.open(path, create=True)
    yield opened
    opened.close()


@pytest.fixture
def store(catalogue: SqlCatalogue) -> SqlConversations:
    return catalogue.conversations


def begin(store: SqlConversations, owner: str = ANNE, question: str = "Quel budget ?") -> str:
    place = store.add_turn(owner, None, question, make_answer(question), LIMITS)
    assert place is not None
    return place.conversation_id


def test_an_answer_comes_back_whole(store: SqlConversations) -> None:
    scope = Scope(Filters(kinds=("interview",), since="2020"), frozenset({"a", "b"}), 2, Filters(languages=("en",)))
    answer = replace(
        make_answer("Quel budget ?", "Le budget est de 54\u202f000 €. 😀"), scope=scope, searched="Le budget"
    )
    place = store.add_turn(ANNE, None, "Budget", answer, LIMITS)
    assert place is not None
    (kept,) = store.turns(ANNE, place.conversation_id)
    assert kept.answer == answer
    assert kept.number == place.turn == 1


def test_turns_follow_one_another_and_the_last_ones_can_be_asked_for(store: SqlConversations) -> None:
    name = begin(store)
    for number in (2, 3):
        assert store.add_turn(ANNE, name, "", make_answer(f"q{number}"), LIMITS) == KeptPlace(name, number)
    assert [each.answer.question for each in store.turns(ANNE, name)] == ["Quel budget ?", "q2", "q3"]
    assert [each.number for each in store.turns(ANNE, name, last=2)] == [2, 3]
    (head,) = store.heads(ANNE)
    assert (head.id, head.title, head.turns) == (name, "Quel budget ?", 3)
    assert head.updated_at >= head.created_at


def test_the_one_spoken_in_last_comes_first(store: SqlConversations) -> None:
    first, second = begin(store), begin(store)
    time.sleep(0.01)
    store.add_turn(ANNE, first, "", make_answer("encore"), LIMITS)
    assert [head.id for head in store.heads(ANNE)] == [first, second]


def test_what_is_anothers_is_not_there(store: SqlConversations) -> None:
    name = begin(store)
    place, right = KeptPlace(name, 1), Feedback("answer", 0, "right")
    assert store.judge(ANNE, place, right)
    assert store.heads(BASILE) == []
    assert store.head(BASILE, name) is None
    assert list(store.turns(BASILE, name)) == []
    assert store.turn(BASILE, place) is None
    assert store.feedback(BASILE, name) == {}
    assert store.add_turn(BASILE, name, "", make_answer("q"), LIMITS) is None
    assert not store.rename(BASILE, name, "à moi")
    assert not store.judge(BASILE, place, right)
    assert not store.withdraw(BASILE, place, right)
    assert store.erase(BASILE, name) == store.erase(BASILE) == 0
    assert store.head(ANNE, name).title == "Quel budget ?"
    assert len(store.turns(ANNE, name)) == 1
    assert set(store.feedback(ANNE, name)) == {1}


def test_names_can_not_be_guessed(store: SqlConversations) -> None:
    names = {begin(store) for _ in range(3)}
    assert len(names) == 3
    assert all(len(name) >= 22 for name in names)


def test_too_many_are_refused_and_none_is_lost(store: SqlConversations) -> None:
    name = begin(store)
    for number in range(3):
        store.add_turn(ANNE, name, "", make_answer(f"q{number}"), LIMITS)
    with pytest.raises(UsageError, match="4 questions"):
        store.add_turn(ANNE, name, "", make_answer("de trop"), LIMITS)
    begin(store), begin(store)
    with pytest.raises(UsageError, match="3 conversations"):
        begin(store)
    begin(store, BASILE), begin(store, BASILE)
    with pytest.raises(UsageError, match="5 conversations"):
        begin(store, BASILE)
    assert (len(store.heads(ANNE)), len(store.heads(BASILE)), store.head(ANNE, name).turns) == (3, 2, 4)


def test_one_judgement_a_target_and_it_can_be_taken_back(store: SqlConversations) -> None:
    place = KeptPlace(begin(store), 1)
    store.judge(ANNE, place, Feedback("citation", 1, "right"))
    store.judge(ANNE, place, Feedback("citation", 1, "wrong_passage", "p. 3 plutôt"))
    store.judge(ANNE, place, Feedback("answer", 0, "missing_source"))
    (answer, citation) = store.feedback(ANNE, place.conversation_id)[1]
    assert (answer.target, answer.rating) == ("answer", "missing_source")
    assert (citation.number, citation.rating, citation.comment) == (1, "wrong_passage", "p. 3 plutôt")
    assert store.withdraw(ANNE, place, citation)
    assert [each.target for each in store.feedback(ANNE, place.conversation_id)[1]] == ["answer"]
    assert not store.judge(ANNE, replace(place, turn=2), answer)
    (judged,) = store.judged()
    assert (judged.place, judged.kept.answer.question, judged.history) == (place, "Quel budget ?", ())


def holders(path: Path, needle: bytes) -> list[str]:
    return [file.name for file in path.parent.iterdir() if file.is_file() and needle in file.read_bytes()]


def test_erased_means_that_no_byte_is_left(store: SqlConversations, path: Path, marker: str) -> None:
    for number in range(3):  # enough for rows to be moved between pages
        place = KeptPlace(begin(store, question=f"{marker} {number} ?" if number == 1 else f"q{number}"), 1)
        for _ in range(3):
            text = (f"réponse {marker} " if number == 1 else "réponse ") * 300
            store.add_turn(ANNE, place.conversation_id, "", make_answer(f"q{number}", text), LIMITS)
        store.judge(ANNE, place, Feedback("answer", 0, "right", f"{marker} commenté" if number == 1 else "bien"))
    secret = next(head.id for head in store.heads(ANNE) if marker in head.title)
    assert holders(path, marker.encode())
    assert store.erase(ANNE, secret) == 1
    assert holders(path, marker.encode()) == []
    assert store.head(ANNE, secret) is None
    assert len(list(store.judged())) == 2
    assert store.erase(ANNE) == 2
    assert store.heads(ANNE) == []


def test_an_erasure_that_was_stopped_is_done_at_the_next_opening(
    catalogue: SqlCatalogue, path: Path, marker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = catalogue.conversations
    begin(store, question=marker)

    def full(_: object) -> bool:
        raise StoreError("disk_full", path=path)

    with monkeypatch.context() as patch:
        patch.setattr("assistant.store.database.Database.compact", full)
        with pytest.raises(StoreError):
            store.erase(ANNE)
    assert store.heads(ANNE) == []
    store.finish_erasure()
    assert holders(path, marker.encode()) == []


def test_old_ones_are_erased_whoever_owns_them(store: SqlConversations, path: Path) -> None:
    old, new = begin(store), begin(store, BASILE)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE conversation SET updated_at = '2020-01-01T00:00:00' WHERE id = ?", (old,))
    connection.close()
    assert store.erase_before("2021-01-01T00:00:00") == 1
    assert store.erase_before("2021-01-01T00:00:00") == 0
    assert [head.id for head in store.heads(BASILE)] == [new]


def test_a_damaged_turn_is_told(store: SqlConversations, path: Path) -> None:
    name = begin(store)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE turn SET answer = '{\"question\": 3}'")
    connection.close()
    with pytest.raises(StoreError, match="damaged"):
        store.turns(ANNE, name)


def test_turns_kept_side_by_side_do_not_take_each_others_place(store: SqlConversations) -> None:
    name, limits = begin(store), ConversationLimits(9, 9, 99)
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda n: store.add_turn(ANNE, name, "", make_answer(f"q{n}"), limits), range(40)))
    assert sorted(place.turn for place in kept if place) == list(range(2, 42))
    assert {each.answer.question for each in store.turns(ANNE, name)} == {
        "Quel budget ?",
        *(f"q{n}" for n in range(40)),
    }


def test_a_full_disk_is_told_and_loses_no_turn(small_disk: Path) -> None:
    file, limits = small_disk / "catalogue.sqlite", ConversationLimits(9999, 9999, 9)
    catalogue, kept = SqlCatalogue.open(file, create=True), []

    def fill() -> None:
        for number in range(1000):
            kept.append(
                catalogue.conversations.add_turn(ANNE, None, "t", make_answer(f"q{number}", "x " * 5000), limits)
            )

    with pytest.raises(StoreError) as caught:
        fill()
    assert caught.value.code == "disk_full"
    assert len(kept) > 5
    catalogue.close()
    again = SqlCatalogue.open(file, create=False)
    assert {head.id for head in again.conversations.heads(ANNE)} == {place.conversation_id for place in kept}
    assert all(again.conversations.turn(ANNE, place) for place in kept)
    again.close()


def test_acknowledged_turns_survive_five_kills(path: Path) -> None:
    chance, said = random.Random(11), []
    for _ in range(5):
        command = [sys.executable, store_writer.__file__, "talk", str(path.parent)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
            assert process.stdout is not None
            said.append(process.stdout.readline().strip())
            time.sleep(chance.uniform(0.0, 0.2))
            process.send_signal(signal.SIGKILL)
            rest = process.stdout.read()
        said += rest[: rest.rfind("\n") + 1].split()
    catalogue = SqlCatalogue.open(path, create=False)
    found = {
        f"{head.id}/{turn.number}"
        for head in catalogue.conversations.heads(ANNE)
        for turn in catalogue.conversations.turns(ANNE, head.id)
        if turn.answer == make_answer(f"q{turn.number}", store_writer.TEXT * 20)
    }
    catalogue.close()
    assert len(said) > 5
    assert set(said) <= found
