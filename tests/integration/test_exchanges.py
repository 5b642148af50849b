"""A served assistant changes its model or returns to a backup from its own routes, and goes on serving on its port."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

import store_writer
from assistant.errors import ModelError, StoreError
from assistant.exchange import Exchanges
from assistant.server import listen, serve_on
from assistant.service import Assistant
from assistant.settings import Bench, Embedding, Settings
from assistant.store import embedders
from assistant.store import restore as restoring
from assistant.ui import mount as mounting
from assistant.upkeep import make_backup
from assistant.views.registry import VIEWS
from assistant.views.shell import add_views
from conversation_files import FACT, NOTE, OTHER

pytestmark = pytest.mark.integration


class Served:
    """A server in a thread of this process."""

    def __init__(self, settings: Settings, stops: list[Any]) -> None:
        self._stops = stops
        sock = listen("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{sock.getsockname()[1]}"
        self.thread = threading.Thread(target=serve_on, args=(sock, settings, lambda _: None), daemon=True)
        self.thread.start()
        self.client = httpx.Client(base_url=self.url, timeout=60, headers={"Accept-Language": "fr"})

    def post(self, path: str, body: Any = None) -> httpx.Response:
        return self.client.post(f"/api/administration/{path}", json=body)

    def job(self, path: str, body: Any = None) -> dict[str, Any]:
        """Begin a job and give it once it has ended."""
        reply = self.post(path, body)
        assert reply.status_code == 202, reply.text
        job = reply.json()
        for _ in range(1200):
            with suppress(httpx.TransportError):  # it is being closed at this very moment: asked again, as pages do
                job = self.client.get(f"/api/jobs/{job['id']}").json()
            if job["state"] not in ("waiting", "running"):
                return job
            time.sleep(0.05)
        raise AssertionError(job)

    def answer(self) -> str:
        return str(self.client.post("/api/ask", json={"question": FACT}).json()["answer"])

    def documents(self) -> int:
        return len(self.client.get("/api/documents").json())

    def close(self) -> None:
        self.client.close()
        self._stops[-1]()
        self.thread.join(60)
        assert not self.thread.is_alive()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from assistant.build import build_assistant

    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "note.md").write_text(NOTE, encoding="utf-8")
    (tmp_path / "corpus" / "autre.md").write_text(OTHER, encoding="utf-8")
    monkeypatch.setattr(embedders, "load_embedder", store_writer.load_one_of_two)
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").write_text("{}")
    settings = Settings(index=tmp_path / "index", embedding=Embedding(model=str(tmp_path / "model")))
    with build_assistant(settings, create=True) as assistant:
        assistant.ingest([str(tmp_path / "corpus")])
    return tmp_path


@pytest.fixture
def settings(place: Path) -> Settings:
    return Settings(
        index=place / "index",
        corpus=place / "corpus",
        backups=place / "backups",
        bench=Bench(folder=place / "bench"),
    )


def without_the_chat(app: FastAPI, assistant: Assistant, settings: Settings) -> FastAPI:
    """The pages beside the API, as `assistant.ui.mount` puts them there."""
    add_views(app, assistant, VIEWS)
    return app


@pytest.fixture
def served(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    stops: list[Any] = []
    serving = Exchanges.serving
    monkeypatch.setattr(Exchanges, "serving", lambda self, stop: (stops.append(stop), serving(self, stop)))
    monkeypatch.setattr(mounting, "mount", without_the_chat)  # the browser tests have it
    made = Served(settings, stops)
    made.client.get("/readyz").raise_for_status()
    yield made
    made.close()


def model_of(served: Served) -> str:
    page = served.client.get("/administration").text
    return (
        page.partition('<span class="tag good">utilisé</span>')[0].rpartition('<th scope="row">')[2].partition("<")[0]
    )


def test_the_model_is_changed_while_it_is_served_measured_and_taken_back(served: Served, place: Path) -> None:
    (place / "bench" / "cases").mkdir(parents=True)
    case = {"id": "budget", "question": FACT, "evidence": [{"doc": "note.md", "quote": "54 000 euros"}]}
    (place / "bench" / "cases" / "essai.jsonl").write_text(json.dumps(case) + "\n", encoding="utf-8")
    before = served.answer()
    assert "54 000" in before
    assert model_of(served) == str(place / "model")
    done = served.job("models/use", {"name": "embedded", "cases": "essai"})
    assert done["state"] == "done", done
    assert done["result"]["model"] == "embedded"
    assert done["result"]["before"] == str(place / "model")
    assert done["result"]["embedded"] == done["result"]["passages"] > 1
    measured = done["result"]["measured"]
    assert measured["problems"] == 0
    assert {"nDCG@10", "R@10"} <= set(measured["before"]["fused"]) & set(measured["after"]["vector"])
    assert model_of(served) == "embedded"
    assert served.answer() == before
    back = served.job("models/undo", {})
    assert back["state"] == "done", back
    assert back["result"]["embedded"] == 0
    assert model_of(served) == str(place / "model")
    assert served.job("models/forget")["result"] == {"forgotten": "embedded"}
    failed = served.job("models/undo", {})
    assert failed["error"]["code"] == "model_before_missing"
    assert served.answer() == before
    kinds = [job["kind"] for job in served.client.get("/api/jobs").json()]
    assert kinds == ["model", "model_forget", "model", "model"]  # the jobs outlive what they exchange


def test_only_models_of_the_list_can_be_asked_for(served: Served, place: Path) -> None:
    for name in (str(place / "model"), "llama-index:os.system", "Alibaba-NLP/gte-multilingual-base"):
        reply = served.post("models/use", {"name": name})
        assert (reply.status_code, reply.json()["error"]["code"]) == (422, "model_not_listed"), name
    assert served.post("models/use", {"name": "embedded", "cases": "../x"}).status_code == 404
    there = served.job("models/use", {"name": "intfloat/multilingual-e5-small"})
    assert there["error"]["code"] == "model_not_found"
    assert "54 000" in served.answer()


def test_a_model_that_fails_at_the_exchange_leaves_the_one_before(
    served: Served, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index is closed with the new model and can't be opened again: the model before comes back."""
    import assistant.build as build

    real, calls = build.build_assistant, []

    def once(*given: Any, **named: Any) -> Any:
        calls.append(given)
        if len(calls) == 1:
            raise ModelError("model_unusable", model="embedded", detail="no memory")
        return real(*given, **named)

    monkeypatch.setattr(build, "build_assistant", once)
    failed = served.job("models/use", {"name": "embedded"})
    assert failed["error"]["code"] == "model_unusable"
    assert model_of(served) == str(place / "model")
    assert "54 000" in served.answer()


def test_a_backup_takes_the_place_of_the_index_that_is_served(
    served: Served, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = served.job("backups", {"conversations": True})["result"]["name"]
    served.client.post("/api/ask", json={"question": FACT, "conversation": "new"})
    (served_note,) = [each for each in served.client.get("/api/documents").json() if "autre" in each["source"]]
    served.client.delete(f"/api/documents/{served_note['document_id']}").raise_for_status()
    (place / "corpus" / "venu.md").write_text("# Venu\n\nLe marché de Trapval ouvre le jeudi.\n", encoding="utf-8")
    job = served.client.post("/api/ingestions", json={"corpus": True}).json()
    while served.client.get(f"/api/jobs/{job['id']}").json()["state"] in ("waiting", "running"):
        time.sleep(0.05)
    sources = {each["source"] for each in served.client.get("/api/documents").json()}
    assert sources == {"note.md", "venu.md"}
    done = served.job(f"backups/{name}/restore")
    assert done["state"] == "done", done
    assert done["result"]["erased_again"] == ["autre.md"]  # erased since: it stays so
    assert done["result"]["documents"] == 1  # of the two that the backup holds
    assert [each["source"] for each in served.client.get("/api/documents").json()] == ["note.md"]
    assert "54 000" in served.answer()
    assert not (place / "index" / "previous").exists()
    assert not list((place / "index").glob("restored*"))
    saved = done["result"]["saved"]  # what was there before: it can be gone back to
    again = served.job(f"backups/{saved}/restore")
    assert again["state"] == "done", again
    assert {each["source"] for each in served.client.get("/api/documents").json()} == sources


def test_the_page_says_what_goes_back_with_a_restore(served: Served) -> None:
    served.client.post("/api/ask", json={"question": FACT, "conversation": "new"}).raise_for_status()
    (note, *_) = served.client.get("/api/library/entries").json()
    corrected = served.client.patch(f"/api/documents/{note['id']}/record", json={"set": {"title": "Autre titre"}})
    assert corrected.status_code == 200, corrected.text
    page = served.client.get("/administration").text
    facts = json.loads(page.partition('id="facts">')[2].partition("<")[0])
    assert {name: facts[name] for name in ("proposals", "corrections", "feeds", "conversations")} == {
        "proposals": 0,
        "corrections": 1,
        "feeds": 0,
        "conversations": 1,
    }


@pytest.mark.parametrize(
    "wrong",
    [{"made_at": 5}, {"made_at": "hier"}, {"version": ["1"]}, {"documents": "deux"}, {"originals": -1}, {"x": 1}, None],
)
def test_a_backup_that_tells_nonsense_is_told_as_unreadable(
    served: Served, settings: Settings, place: Path, wrong: dict[str, Any] | None
) -> None:
    path, _ = make_backup(settings, place / "bon.zip")
    (place / "backups").mkdir()
    with zipfile.ZipFile(path) as good, zipfile.ZipFile(place / "backups" / "mauvais.zip", "w") as bad:
        for name in good.namelist():
            data = good.read(name)
            if name == "manifest.json":
                manifest = json.loads(data)
                manifest["facts"] = None if wrong is None else {**manifest["facts"], **wrong}
                data = json.dumps(manifest).encode()
            bad.writestr(name, data)
    page = served.client.get("/administration")
    assert page.status_code == 200
    assert "mauvais.zip" in page.text
    assert served.job("backups/mauvais.zip/restore")["error"]["code"] == "backup_unreadable"


def test_what_a_backup_took_the_place_of_comes_back_where_it_can_not_be_opened(
    served: Served, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import assistant.build as build

    name = served.job("backups", {"conversations": True})["result"]["name"]
    (place / "corpus" / "venu.md").write_text("# Venu\n\nLe marché de Trapval ouvre le jeudi.\n", encoding="utf-8")
    job = served.client.post("/api/ingestions", json={"corpus": True}).json()
    while served.client.get(f"/api/jobs/{job['id']}").json()["state"] in ("waiting", "running"):
        time.sleep(0.05)
    assert served.documents() == 3
    real, calls = build.build_assistant, []

    def once(*given: Any, **named: Any) -> Any:
        calls.append((place / "index" / "previous" / "catalogue.sqlite").is_file())
        if len(calls) == 1:
            raise StoreError("catalogue_damaged", path=place, detail="made up")
        return real(*given, **named)

    monkeypatch.setattr(build, "build_assistant", once)
    failed = served.job(f"backups/{name}/restore")
    assert failed["error"]["code"] == "catalogue_damaged"
    assert calls == [True, False]
    assert served.documents() == 3
    assert "54 000" in served.answer()


@pytest.mark.parametrize("at", [1, 2, 3, 4, 5, 6, 7])
def test_an_exchange_that_fails_half_way_is_undone(
    served: Served, place: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """Whatever step of it fails, once: the index of before is there whole, and answers."""
    name = served.job("backups", {"conversations": True})["result"]["name"]
    add_document(served, place)
    calls: list[str] = []

    def counted(what: str, real: Any) -> Any:
        def call(*given: Any, **named: Any) -> Any:
            calls.append(what)
            if len(calls) == at:
                raise OSError(28, "No space left on device")
            return real(*given, **named)

        return call

    with monkeypatch.context() as patched:
        patched.setattr(restoring, "_move", counted("move", restoring._move))
        patched.setattr(restoring, "flush", counted("flush", restoring.flush))
        patched.setattr(restoring, "_flush_folders", lambda *_: None)  # before the exchange
        failed = served.job(f"backups/{name}/restore")
    assert len(calls) > at
    assert failed["error"]["code"] == "disk_full", failed
    assert served.documents() == 3
    assert "54 000" in served.answer()
    assert not (place / "index" / "previous").exists()
    assert not list((place / "index").glob("restored*"))


def add_document(served: Served, place: Path) -> None:
    (place / "corpus" / "venu.md").write_text("# Venu\n\nLe marché de Trapval ouvre le jeudi.\n", encoding="utf-8")
    job = served.client.post("/api/ingestions", json={"corpus": True}).json()
    while served.client.get(f"/api/jobs/{job['id']}").json()["state"] in ("waiting", "running"):
        time.sleep(0.05)
    assert served.documents() == 3


def test_a_backup_from_elsewhere_is_taken_in_checked_and_restored(
    served: Served, settings: Settings, place: Path
) -> None:
    path, _ = make_backup(settings, place / "d'ailleurs (1).zip")
    data = path.read_bytes()

    def send(name: str, content: bytes) -> httpx.Response:
        return served.client.post(
            "/api/administration/sent-backups", content=content, headers={"Upload-Name": name, "Accept-Language": "fr"}
        )

    bad = send("..%2F..%2Fpiege.zip", b"PK\x05\x06" + b"\0" * 18)
    assert bad.status_code == 422  # nothing is wrong with the server
    assert "piege.zip" in bad.json()["error"]["reason"]
    assert list((place / "backups").iterdir()) == []
    first, second = send("..%2Fd'ailleurs%20(1).zip", data), send("d'ailleurs%20(1).zip", data)
    assert first.status_code == 201, first.text
    assert (first.json()["name"], second.json()["name"]) == ("dailleurs 1.zip", "dailleurs 1-2.zip")
    assert first.json()["documents"] == 2
    damaged = bytearray(data)
    damaged[len(data) // 3] ^= 0xFF
    assert send("abime.zip", bytes(damaged)).status_code == 201
    assert served.job("backups/abime.zip/restore")["error"]["code"] == "backup_damaged"
    assert served.job("backups/dailleurs 1.zip/restore")["state"] == "done"
    assert served.documents() == 2
    assert served.client.post("/api/administration/backups/rien.zip/restore").status_code == 404


def test_a_backup_whose_model_is_not_here_changes_nothing(
    served: Served, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = served.job("backups", {"conversations": True})["result"]["name"]
    assert served.job("models/use", {"name": "embedded"})["state"] == "done"

    def gone(options: embedders.EmbedderOptions) -> object:
        if options.model != "embedded":
            raise ModelError("model_not_found", model=options.model, detail="no such folder")
        return store_writer.load_one_of_two(options)

    monkeypatch.setattr(embedders, "load_embedder", gone)
    failed = served.job(f"backups/{name}/restore")
    assert failed["error"]["code"] == "model_not_found"
    assert "54 000" in served.answer()
    assert not list((place / "index").glob("restored*"))


def test_a_sent_backup_does_not_choose_what_program_is_loaded(
    served: Served, place: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its catalogue names a class, a folder or a hub's model: refused before anything of it is looked for."""
    import assistant.build as build

    path, _ = make_backup(settings)
    loaded: list[str] = []

    def watched(options: embedders.EmbedderOptions) -> object:
        loaded.append(options.model)
        return store_writer.load_one_of_two(options)

    monkeypatch.setattr(embedders, "load_embedder", watched)
    monkeypatch.setattr(build, "chosen_options", lambda *_: pytest.fail("the model was looked for"))
    for number, name in enumerate(("llama-index:antigravity.Any", str(place), "nobody/model")):
        for key in ("embedding_model", "embedding_options", "embedding_before"):
            spoiled = renamed_model(path, place / "backups" / f"m{number}-{key}.zip", key, name)
            failed = served.job(f"backups/{spoiled.name}/restore")
            assert failed["error"]["code"] == "model_not_listed", (name, key, failed)
    assert loaded == []
    assert "54 000" in served.answer()


def renamed_model(backup: Path, target: Path, key: str, name: str) -> Path:
    """The same backup with another model in its catalogue."""
    folder = target.with_suffix("")
    with zipfile.ZipFile(backup) as archive:
        archive.extractall(folder)
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as connection, connection:
        facts = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        options = {**json.loads(facts["embedding_options"]), "model": name}
        before = {"name": name, "fingerprint": "0", "options": {}}
        value = {"embedding_model": name, "embedding_options": json.dumps(options)}.get(key, json.dumps(before))
        connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))
    manifest = json.loads((folder / "manifest.json").read_text())
    data = (folder / "catalogue.sqlite").read_bytes()
    manifest["parts"]["catalogue.sqlite"] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with zipfile.ZipFile(target, "w") as archive:
        for name in ("manifest.json", *manifest["parts"]):
            archive.write(folder / name, name)
    shutil.rmtree(folder)
    return target


def test_what_waits_behind_an_exchange_is_dropped_and_what_was_deposited_is_read_afterwards(
    served: Served, place: Path
) -> None:
    name = served.job("backups", {"conversations": True})["result"]["name"]
    (place / "corpus" / "depots").mkdir()
    (place / "corpus" / "depots" / "tard.md").write_text("# La halle\n\nElle a rouvert en 2024.\n", encoding="utf-8")
    restoring = served.post(f"backups/{name}/restore").json()
    waiting = served.client.post("/api/ingestions", json={"files": ["depots/tard.md"]})
    waiting.raise_for_status()
    for _ in range(1200):
        with suppress(httpx.TransportError):
            states = {job["id"]: job["state"] for job in served.client.get("/api/jobs").json()}
            if states.get(restoring["id"]) == "done" and served.documents() == 3:
                break
        time.sleep(0.05)
    behind = served.client.get(f"/api/jobs/{waiting.json()['id']}").json()
    assert (behind["state"], behind["error"]["code"]) == ("failed", "job_exchanged")
    assert served.documents() == 3
