"""Conversations over HTTP: kept for the browser that asked, for no other; reopened when the corpus has changed."""

from __future__ import annotations

import html
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.service import Assistant
from assistant.settings import Settings, load_settings
from conversation_files import FACT, NOTE

pytestmark = pytest.mark.integration

HOSTILE = (
    "<img src=x onerror=alert(1)> [clic](http://evil.test) ![x](http://evil.test/a.png) # titre\n\n- **gras**\u202e\x00"
)


@pytest.fixture
def settings(tmp_path: Path, note_index: Path) -> Settings:
    shutil.copytree(note_index, tmp_path / "index")
    bounds = {"per_owner": 3, "turns": 2, "comment_characters": 50}
    settings = load_settings(overrides={"index": tmp_path / "index"})
    return settings.model_copy(update={"conversations": settings.conversations.model_copy(update=bounds)})


@pytest.fixture
def visitor(assistant: Assistant, settings: Settings) -> Callable[[], TestClient]:
    """Makes browsers, each with cookies of its own."""
    app = create_app(assistant, settings)
    return lambda: TestClient(app, base_url="http://127.0.0.1:7860")


@pytest.fixture
def anne(visitor: Callable[[], TestClient]) -> TestClient:
    return visitor()


def ask(client: TestClient, question: str = FACT, conversation: str | None = "new") -> dict[str, Any]:
    response = client.post("/api/ask", json={"question": question, "conversation": conversation})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_an_answer_is_kept_with_its_evidence_and_the_next_question_leans_on_it(anne: TestClient) -> None:
    first = ask(anne)
    name = first["conversation"]["id"]
    assert first["conversation"] == {"id": name, "turn": 1, "error": None}
    second = ask(anne, "Et à Sarrevigne ?", name)
    assert second["conversation"]["turn"] == 2
    assert second["searched"] == FACT.replace("Valombre", "Sarrevigne")
    (head,) = anne.get("/api/conversations").json()
    assert (head["id"], head["title"], head["questions"]) == (name, FACT, 2)
    shown = anne.get(f"/api/conversations/{name}").json()
    kept = shown["turns"][0]["answer"]
    assert [each.pop("state") for each in kept["citations"]] == ["current"] * len(first["citations"])
    assert kept == {key: value for key, value in first.items() if key != "conversation"}
    assert "54 000 euros" in kept["citations"][0]["quote"]


def test_without_a_conversation_nothing_is_kept_and_no_cookie_given(anne: TestClient) -> None:
    response = anne.post("/api/ask", json={"question": FACT})
    assert "conversation" not in response.json()
    assert "set-cookie" not in response.headers
    assert anne.get("/api/conversations").json() == []


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    visitor: Callable[[], TestClient], anne: TestClient
) -> None:
    response = anne.get("/api/conversations")
    cookie = response.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "set-cookie" not in anne.get("/api/conversations").headers
    forged = visitor().get("/api/conversations", headers={"Cookie": "assistant_owner=forged"})
    assert "set-cookie" in forged.headers


def test_the_catalogue_does_not_hold_the_secret(anne: TestClient, settings: Settings) -> None:
    ask(anne)
    secret = anne.cookies["assistant_owner"]
    with sqlite3.connect(settings.index / "catalogue.sqlite") as connection:
        (owner,) = connection.execute("SELECT owner FROM conversation").fetchone()
    connection.close()
    assert owner.startswith("browser:")
    assert secret not in owner


def test_another_owner_sees_changes_and_erases_nothing(visitor: Callable[[], TestClient], anne: TestClient) -> None:
    name = ask(anne)["conversation"]["id"]
    other = visitor()
    judged = {"conversation": name, "turn": 1, "target": "answer", "rating": "right"}
    for response in (
        other.get(f"/api/conversations/{name}"),
        other.get(f"/api/conversations/{name}/export"),
        other.patch(f"/api/conversations/{name}", json={"title": "à moi"}),
        other.delete(f"/api/conversations/{name}"),
        other.post("/api/ask", json={"question": FACT, "conversation": name}),
        other.post("/api/feedback", json=judged),
        other.get("/api/conversations/jamais"),
    ):
        assert response.status_code == 404
        assert response.json()["error"]["code"] == "unknown_conversation"
        assert name not in response.text
    assert other.get("/api/conversations").json() == []
    (head,) = anne.get("/api/conversations").json()
    assert (head["title"], head["questions"]) == (FACT, 1)


def test_renamed_and_erased(anne: TestClient, settings: Settings, marker: str) -> None:
    name = ask(anne, f"Que dit {marker} du budget de la phase test ?")["conversation"]["id"]
    renamed = anne.patch(f"/api/conversations/{name}", json={"title": f"  Le   {marker}\n"})
    assert renamed.json()["title"] == f"Le {marker}"
    held = [path for path in settings.index.rglob("*") if path.is_file() and marker.encode() in path.read_bytes()]
    assert held
    assert anne.delete(f"/api/conversations/{name}").status_code == 204
    held = [path for path in settings.index.rglob("*") if path.is_file() and marker.encode() in path.read_bytes()]
    assert held == []
    assert anne.get("/api/conversations").json() == []
    assert anne.delete(f"/api/conversations/{name}").status_code == 404


def test_sources_that_changed_or_went_are_marked_and_the_evidence_stays(
    anne: TestClient, assistant: Assistant, note_index: Path
) -> None:
    corpus = note_index.parent / "corpus"
    name = ask(anne)["conversation"]["id"]
    (corpus / "note.md").write_text(NOTE.replace("54 000", "61 000"), encoding="utf-8")
    assistant.ingest([str(corpus)])
    (citation,) = anne.get(f"/api/conversations/{name}").json()["turns"][0]["answer"]["citations"]
    assert (citation["state"], "54 000 euros" in citation["quote"]) == ("changed", True)
    (corpus / "note.md").unlink()
    assistant.ingest([str(corpus)])
    (corpus / "note.md").write_text(NOTE, encoding="utf-8")
    (citation,) = anne.get(f"/api/conversations/{name}").json()["turns"][0]["answer"]["citations"]
    assert (citation["state"], citation["title"]) == ("gone", "Note sur la phase test")
    assert "54 000 euros" in anne.get(f"/api/conversations/{name}/export").text
    assert "n'est plus dans le corpus" in anne.get(f"/api/conversations/{name}/export").text


def test_exports(anne: TestClient) -> None:
    name = ask(anne)["conversation"]["id"]
    told = anne.get(f"/api/conversations/{name}/export")
    assert told.headers["content-type"] == "text/markdown; charset=utf-8"
    assert told.headers["content-disposition"].startswith('attachment; filename="conversation-')
    assert told.text.startswith(f"# {FACT}\n")
    assert "  > Le budget de la phase test" in told.text
    data = anne.get(f"/api/conversations/{name}/export", params={"format": "json"})
    assert data.json() == anne.get(f"/api/conversations/{name}").json()
    assert anne.get(f"/api/conversations/{name}/export", params={"format": "docx"}).status_code == 422


def test_hostile_titles_and_comments_are_data(anne: TestClient) -> None:
    answer = ask(anne)
    name = answer["conversation"]["id"]
    renamed = anne.patch(f"/api/conversations/{name}", json={"title": HOSTILE[:100]})
    assert "\x00" not in renamed.text
    text = anne.get(f"/api/conversations/{name}/export").text
    assert "<img" not in text
    assert "\\[clic\\](http\\:" in text
    judged = {"conversation": name, "turn": 1, "target": "answer", "rating": "right", "comment": "<b>\x00\u202eoui"}
    assert anne.post("/api/feedback", json=judged).status_code == 204
    (kept,) = anne.get(f"/api/conversations/{name}").json()["turns"][0]["feedback"]
    assert kept["comment"] == "<b> oui"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"title": ""}, 422, "title_empty"),
        ({"title": "\u202e \x00"}, 422, "title_empty"),
        ({"title": "x" * 121}, 422, "title_too_long"),
        ({"title": "x" * 1_100_000}, 413, "request_too_large"),
        ({"title": 3}, 422, "bad_request"),
    ],
)
def test_bad_titles(anne: TestClient, body: dict[str, Any], status: int, code: str) -> None:
    name = ask(anne)["conversation"]["id"]
    response = anne.patch(f"/api/conversations/{name}", json=body)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)


def test_too_much_is_refused_and_the_answer_is_given_all_the_same(anne: TestClient) -> None:
    name = ask(anne)["conversation"]["id"]
    ask(anne, FACT, name)
    full = ask(anne, FACT, name)
    assert full["conversation"]["id"] is None
    assert full["conversation"]["error"]["code"] == "conversation_full"
    assert full["citations"]
    ask(anne), ask(anne)
    assert ask(anne)["conversation"]["error"]["code"] == "too_many_conversations"
    assert len(anne.get("/api/conversations").json()) == 3


def test_a_catalogue_that_can_not_be_written_costs_no_answer(anne: TestClient, assistant: Assistant) -> None:
    with assistant._parts.catalogue._database.reading() as connection:  # type: ignore[attr-defined]
        connection.exec_driver_sql("PRAGMA query_only = ON")
    # The pool has connections of its own: every one of them is made read only.
    from sqlalchemy import event

    engine = assistant._parts.catalogue._database._engine  # type: ignore[attr-defined]
    event.listen(engine, "checkout", lambda connection, *_: connection.execute("PRAGMA query_only = ON"))
    answer = ask(anne)
    assert answer["citations"]
    assert answer["conversation"]["error"]["code"] == "index_unwritable"


def test_feedback(anne: TestClient, assistant: Assistant) -> None:
    name = ask(anne)["conversation"]["id"]
    judged: dict[str, Any] = {"conversation": name, "turn": 1}

    def give(**more: Any) -> int:
        return anne.post("/api/feedback", json={**judged, **more}).status_code

    assert give(target="citation", number=1, rating="right") == 204
    assert give(target="citation", number=1, rating="wrong_passage", comment="voir p. 3") == 204
    assert give(target="answer", rating="missing_source") == 204
    assert give(target="claim", number=1, rating="right") == 204
    given = anne.get(f"/api/conversations/{name}").json()["turns"][0]["feedback"]
    assert {(each["target"], each["rating"]) for each in given} == {
        ("citation", "wrong_passage"),
        ("answer", "missing_source"),
        ("claim", "right"),
    }
    assert give(target="answer", rating=None) == 204
    assert len(anne.get(f"/api/conversations/{name}").json()["turns"][0]["feedback"]) == 2
    assert give(target="citation", number=9, rating="right") == 422
    assert give(target="claim", number=0, rating="right") == 422
    assert give(target="answer", number=1, rating="right") == 422
    assert give(target="answer", rating="so-so") == 422
    assert give(target="answer", rating="right", comment="x" * 51) == 413
    assert give(turn=2, target="answer", rating="right") == 404
    assert len(list(assistant.conversations.judged())) == 1
    anne.delete(f"/api/conversations/{name}")
    assert list(assistant.conversations.judged()) == []


def test_foreign_pages_can_not_erase(anne: TestClient) -> None:
    name = ask(anne)["conversation"]["id"]
    assert anne.delete(f"/api/conversations/{name}", headers={"Origin": "http://evil.test"}).status_code == 403
    assert anne.get("/api/conversations", headers={"Host": "evil.test"}).status_code == 421
    assert len(anne.get("/api/conversations").json()) == 1


def test_a_history_and_a_conversation_do_not_go_together(anne: TestClient) -> None:
    response = anne.post("/api/ask", json={"question": FACT, "history": ["a", "b"], "conversation": "new"})
    assert (response.status_code, response.json()["error"]["code"]) == (422, "history_and_conversation")


def test_greetings_and_thanks_are_answered_and_do_not_stick_to_the_next_question(anne: TestClient) -> None:
    answer = ask(anne, "Bonjour")
    name = answer["conversation"]["id"]
    assert (answer["status"], answer["citations"]) == ("no_evidence", [])
    assert answer["answer"].startswith("Bonjour")
    assert ask(anne, FACT, name)["searched"] is None
    assert anne.get("/api/conversations").json()[0]["title"] == FACT


def test_no_question_is_logged(anne: TestClient, marker: str, caplog: pytest.LogCaptureFixture, capfd: Any) -> None:
    name = ask(anne, f"Que dit {marker} ?")["conversation"]["id"]
    anne.patch(f"/api/conversations/{name}", json={"title": marker})
    anne.post(
        "/api/feedback", json={"conversation": name, "turn": 1, "target": "answer", "rating": "x", "comment": marker}
    )
    out, err = capfd.readouterr()
    assert marker not in out + err + json.dumps([record.getMessage() for record in caplog.records])


def test_the_page_reopens_a_conversation_with_its_sources_marked(
    assistant: Assistant, note_index: Path, settings: Settings
) -> None:
    from assistant.ui.conversation import Asked, Chat, live_html

    chat, corpus = Chat(assistant), note_index.parent / "corpus"
    asked = list(chat.ask(Asked(FACT), (), "fr", "browser:anne"))[-1]
    again = chat.reopen("browser:anne", asked.name, "fr")
    assert again == asked
    (corpus / "note.md").write_text(NOTE.replace("54 000", "61 000"), encoding="utf-8")
    assistant.ingest([str(corpus)])
    changed = chat.reopen("browser:anne", asked.name, "fr")
    (corpus / "note.md").unlink()
    assistant.ingest([str(corpus)])
    gone = chat.reopen("browser:anne", asked.name, "fr")
    (corpus / "note.md").write_text(NOTE, encoding="utf-8")
    for shown, words in ((changed, "a changé depuis"), (gone, "n&#39;est plus dans le corpus")):
        sources = html.unescape(live_html(shown.exchanges)).replace("\u00a0", " ")
        assert "54 000 euros" in sources
        assert html.unescape(words) in sources
        assert "reposez la question" in sources
        assert "content_hash" not in sources
        assert ("/original" in sources) == (shown is changed)
