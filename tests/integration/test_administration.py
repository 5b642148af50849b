"""The administration page and its routes over a real index: what is told, what is begun, what is never given out."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.build import build_assistant
from assistant.jobs import Task
from assistant.messages.setting_words import FRENCH
from assistant.settings import Settings, load_settings
from assistant.views.administration.facts import components, settings_in_effect
from assistant.views.registry import VIEWS
from assistant.views.shell import add_views
from conversation_files import FACT, hashed

pytestmark = pytest.mark.integration


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    hashed(monkeypatch)
    monkeypatch.setenv("ASSISTANT_MODEL_SERVER__API_KEY", "sk-very-secret")
    return tmp_path


@pytest.fixture
def client(place: Path, note_index: Path) -> Iterator[TestClient]:
    shutil.copytree(note_index, place / "index")
    yield from _client(place)


@pytest.fixture
def empty(place: Path) -> Iterator[TestClient]:
    yield from _client(place)


def _client(place: Path) -> Iterator[TestClient]:
    wanted = {"index": place / "index", "corpus": place / "corpus", "backups": place / "backups"}
    settings = load_settings(overrides=wanted)
    with build_assistant(settings, create=True) as assistant:
        app = create_app(assistant, settings)
        add_views(app, assistant, VIEWS)
        with TestClient(app, base_url="http://127.0.0.1", headers={"Accept-Language": "fr"}) as client:
            yield client


def ended(client: TestClient, job: dict[str, Any]) -> dict[str, Any]:
    """A job once it has ended."""
    for _ in range(600):
        job = client.get(f"/api/jobs/{job['id']}").json()
        if job["state"] not in ("waiting", "running"):
            return job
        time.sleep(0.05)
    raise AssertionError(job)


def test_the_state_is_told_in_both_languages(client: TestClient) -> None:
    client.post("/api/search", json={"question": FACT})  # opens the indexes
    french = client.get("/administration").text
    assert "À jour" in french
    assert "Tous les documents ont été lus." in french
    assert "CC BY-SA 4.0" in french
    assert "evals/README.md" in french
    english = client.get("/administration", headers={"Accept-Language": "en"}).text
    assert "Up to date" in english
    assert "Where the figures come from" in english
    for component in components():
        assert component.name in english
        assert component.licence, component.name


def test_no_secret_is_shown(client: TestClient) -> None:
    page = client.get("/administration").text
    assert "sk-very-secret" not in page
    assert "donné, non montré" in page
    settings = load_settings(overrides={"index": Path("elsewhere")})
    rows = {row.name: row for row in settings_in_effect(settings, "fr")}
    assert rows["model_server.api_key"].value is None
    assert rows["index"].changed
    assert rows["index"].value == "elsewhere"
    assert not rows["server.port"].changed


def test_every_setting_is_told_in_both_languages() -> None:
    settings = Settings()
    french, english = (settings_in_effect(settings, language) for language in ("fr", "en"))
    assert {row.name for row in french} == set(FRENCH), "each setting has its French words, and no other"
    for one, other in zip(french, english, strict=True):
        assert one.description, one.name
        assert one.description != other.description, one.name


def test_the_indexes_are_made_again(client: TestClient, place: Path) -> None:
    before = client.post("/api/search", json={"question": FACT}).json()
    stamps = {name: (place / "index" / name / "stamp.json").stat().st_ino for name in ("lexical", "vectors")}
    reply = client.post("/api/administration/rebuild")
    assert reply.status_code == 202
    assert ended(client, reply.json())["state"] == "done"
    for name, inode in stamps.items():
        assert (place / "index" / name / "stamp.json").stat().st_ino != inode
    assert client.post("/api/search", json={"question": FACT}).json() == before


def test_a_backup_is_made_listed_and_deleted_and_never_given_out(client: TestClient, place: Path) -> None:
    assert "Aucune sauvegarde" in client.get("/administration").text
    done = ended(client, client.post("/api/administration/backups", json={"conversations": False}).json())
    assert done["state"] == "done", done
    name = done["result"]["name"]
    assert (place / "backups" / name).is_file()
    page = client.get("/administration").text
    assert name in page
    assert "sans les conversations" in page
    assert f'data-restore="{name}"' in page
    refused = client.post(f"/api/administration/backups/{name}/restore")
    assert refused.status_code == 503  # nothing serves here that could close and open again
    assert refused.json()["error"]["code"] == "exchange_impossible"
    for path in (f"/backups/{name}", f"/api/administration/backups/{name}", f"/views/{name}"):
        assert client.get(path).status_code in (404, 405), path
    assert client.delete("/api/administration/backups/nothing.zip").status_code == 404
    assert client.delete(f"/api/administration/backups/{name}").status_code == 204
    assert list((place / "backups").iterdir()) == []


def test_another_site_begins_nothing(client: TestClient, place: Path) -> None:
    headers = {"Origin": "http://evil.test"}
    for path in ("/api/administration/rebuild", "/api/administration/backups", "/api/first-run"):
        assert client.post(path, json={}, headers=headers).status_code == 403
    assert client.get("/api/jobs").json() == []


def test_an_empty_index_says_how_to_begin_and_begins(empty: TestClient, place: Path) -> None:
    page = empty.get("/administration").text
    assert 'data-read="samples"' in page
    assert 'data-read="corpus"' not in page
    (place / "corpus" / "sub").mkdir(parents=True)
    (place / "corpus" / "a.txt").write_text("Note\n\nLa fontaine de Valombre date de 1907.\n", encoding="utf-8")
    (place / "corpus" / "sub" / "b.txt").write_text("Autre note\n\nLe pont est fermé.\n", encoding="utf-8")
    page = empty.get("/administration", headers={"Accept-Language": "en"}).text
    assert "Read the 2 files that wait in the folder" in page
    assert str(place / "corpus") in page
    done = ended(empty, empty.post("/api/first-run", json={"read": "corpus"}).json())
    assert done["state"] == "done"
    assert done["result"]["added"] == 2
    assert 'id="first-run"' not in empty.get("/administration").text
    assert empty.post("/api/first-run", json={"read": "samples"}).status_code == 409


def test_the_first_run_names_no_file_while_it_reads(
    empty: TestClient, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "corpus").mkdir()
    (place / "corpus" / "jeanne-martin.txt").write_text("Entretien\n\nLe pont est fermé.\n", encoding="utf-8")
    (place / "corpus" / "jeanne-martin.txt.meta.json").write_text('{"marks": ["anonymous"]}', encoding="utf-8")
    told: list[str] = []
    tell = Task.tell

    def listening(task: Task, *said: Any, **more: Any) -> None:
        told.append(f"{said} {more}")
        tell(task, *said, **more)

    monkeypatch.setattr(Task, "tell", listening)
    done = ended(empty, empty.post("/api/first-run", json={"read": "corpus"}).json())
    assert done["result"]["added"] == 1, done
    assert len(told) > 1
    assert "jeanne" not in "".join(told)
    assert "jeanne" not in str(done)


def test_a_file_that_fails_at_the_first_run_is_told_on_the_page(empty: TestClient, place: Path) -> None:
    (place / "corpus").mkdir()
    (place / "corpus" / "vide<b>.pdf").write_bytes(b"")
    done = ended(empty, empty.post("/api/first-run", json={"read": "corpus"}).json())
    assert done["result"]["failed"][0]["code"] == "empty"
    page = empty.get("/administration").text
    assert "vide&lt;b&gt;.pdf" in page
    assert re.search(r"<td>Vérifiez la copie|retirez le fichier", page)
    assert 'id="first-run"' in page
