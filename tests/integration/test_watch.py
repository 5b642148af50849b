"""`assistant watch` and its routes: a real feed server on loopback, what is proposed, ingested, dismissed; digests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.build import build_assistant
from assistant.settings import load_settings
from conversation_files import hashed
from web_server import Page, WebServer

pytestmark = pytest.mark.integration


def article(subject: str, number: int) -> str:
    text = f"Le {subject} numéro {number} réunit les habitants de Valombre. Ce {subject} est voté chaque année par la commune."
    return f"<html lang=fr><head><title>{subject}</title></head><body><article><p>{text}</p></article></body></html>"


def feed(*numbers: int, title: str = "Veille de Valombre") -> Page:
    items = "".join(
        f"<item><title>Jardin {n}</title><link>/jardin-{n}</link><guid>g{n}</guid>"
        f"<pubDate>Tue, 0{n} Nov 2026 08:00:00 GMT</pubDate></item>"
        for n in numbers
    )
    return Page(f"<rss><channel><title>{title}</title>{items}</channel></rss>", "application/rss+xml")


@pytest.fixture
def server() -> Iterator[WebServer]:
    pages = {f"/jardin-{n}": Page(article("jardin partagé", n)) for n in range(1, 6)}
    with WebServer({**pages, "/flux": feed(1, 2)}) as running:
        yield running


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    hashed(monkeypatch)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(8):
        name = corpus / f"note-{number}.md"
        name.write_text(
            f"# Note {number}\n\nLa cantine de Sarrevigne ouvre à midi, salle {number}.\n", encoding="utf-8"
        )
    monkeypatch.setenv("ASSISTANT_CORPUS", str(corpus))
    monkeypatch.setenv("ASSISTANT_WEB__ALLOW_PRIVATE", "true")
    monkeypatch.setenv("ASSISTANT_WEB__PAUSE_SECONDS", "0")
    return tmp_path / "index"


@pytest.fixture
def run(cli: Callable[..., Any], index: Path) -> Callable[..., Any]:
    return lambda *arguments: cli(*arguments, "--index", index)


def numbers(run: Callable[..., Any], state: str = "proposed") -> dict[str, int]:
    done = run("watch", "proposals", "--state", state, "--json")
    return {each["title"]: each["id"] for each in done.json}


def test_new_items_are_proposed_then_accepted_or_dismissed(
    run: Callable[..., Any], server: WebServer, tmp_path: Path
) -> None:
    added = run("watch", "add", f"{server.url}/flux", "--json")
    assert (added.code, added.json["title"], added.json["rule"]) == (0, "Veille de Valombre", "propose"), added.err
    assert run("watch", "proposals").out.strip() == "Rien n'attend."
    done = run("watch", "run", "--json")
    assert (done.code, done.json["feeds"][0]["new"], done.json["added"]) == (0, 2, 0)
    assert "/jardin-1" not in server.paths
    waiting = numbers(run)
    assert set(waiting) == {"Jardin 1", "Jardin 2"}
    assert run("watch", "list", "--json").json[0]["proposed"] == 2
    assert run("watch", "dismiss", waiting["Jardin 2"], "--json").json == {"dismissed": 1}
    taken = run("watch", "accept", "--all", "--json")
    assert (taken.code, taken.json["added"]) == (0, 1)
    assert numbers(run) == {}
    assert set(numbers(run, "ingested")) == {"Jardin 1"}
    assert "jardin partagé" in run("ask", "Qui réunit le jardin partagé ?", "--json").json["answer"]
    (sidecar,) = (tmp_path / "corpus" / "web").rglob("*.meta.json")
    known = json.loads(sidecar.read_text(encoding="utf-8"))
    assert (known["title"], known["date"]) == ("Jardin 1", "2026-11-01")
    server.pages["/flux"] = feed(1, 2, 3)
    assert run("watch", "run", f"{server.url}/flux", "--json").json["feeds"][0]["new"] == 1
    assert set(numbers(run)) == {"Jardin 3"}


def test_by_rule_new_items_are_ingested_and_failures_told(run: Callable[..., Any], server: WebServer) -> None:
    server.pages["/jardin-2"] = Page(status=404)
    run("watch", "add", f"{server.url}/flux", "--rule", "ingest", "--title", "Jardins")
    done = run("watch", "run", "--json")
    assert done.code == 3
    assert (done.json["feeds"][0]["new"], done.json["feeds"][0]["ingested"], done.json["added"]) == (2, 1, 1)
    assert [each["code"] for each in done.json["failed"]] == ["web_status"]
    failed = run("watch", "proposals", "--state", "failed", "--json").json
    assert [(each["title"], each["failure"]["code"]) for each in failed] == [("Jardin 2", "web_status")]
    assert run("watch", "run").code == 0, "what failed is not tried again by itself"
    server.pages["/jardin-2"] = Page(article("jardin partagé", 2))
    assert run("watch", "accept", failed[0]["id"], "--json").json["added"] == 1
    assert set(numbers(run, "ingested")) == {"Jardin 1", "Jardin 2"}


def test_a_feed_that_has_not_changed_is_not_read_again(run: Callable[..., Any], server: WebServer) -> None:
    page = feed(1)
    server.pages["/flux"] = lambda asked: (
        Page(status=304)
        if asked.headers.get("if-none-match") == '"1"'
        else Page(page.body, page.media_type, headers={"ETag": '"1"'})
    )
    run("watch", "add", f"{server.url}/flux")
    assert run("watch", "run", "--json").json["feeds"][0]["new"] == 1
    again = run("watch", "run", "--json").json["feeds"][0]
    assert (again["new"], again["unchanged"], again["failure"]) == (0, True, None)


def test_a_feed_that_fails_is_told_and_the_others_go_on(run: Callable[..., Any], server: WebServer) -> None:
    server.pages["/autre"] = feed(3, title="Autre")
    run("watch", "add", f"{server.url}/flux")
    run("watch", "add", f"{server.url}/autre")
    server.pages["/flux"] = Page("<html><body>Maintenance</body></html>")
    done = run("watch", "run")
    assert done.code == 3
    assert "n'est pas un flux" in done.out
    assert set(numbers(run)) == {"Jardin 3"}
    assert run("watch", "list", "--json").json[0]["failure"]["code"] == "not_a_feed"
    assert "n'est pas un flux" in run("watch", "list").out
    server.pages["/flux"] = feed(1)
    assert run("watch", "run", "--json").code == 0
    assert run("watch", "list", "--json").json[0]["failure"] is None


def test_what_is_not_taken_of_a_feed_is_told(run: Callable[..., Any], server: WebServer) -> None:
    def odd(number: int) -> Page:
        item = f"<item><title>Fichier {number}</title><link>file:///etc/hosts</link></item>"
        return Page(f"<rss><channel><title>Veille</title>{item}</channel></rss>", "application/rss+xml")

    server.pages["/flux"] = odd(1)
    run("watch", "add", f"{server.url}/flux")
    done = run("watch", "run", "--json")
    assert [each["code"] for each in done.json["feeds"][0]["notes"]] == ["feed_without_address"]
    server.pages["/flux"] = odd(2)
    assert "sans adresse http ou https, laissés de côté\u00a0: 1." in run("watch", "run").out


def test_what_a_run_had_no_room_for_is_ingested_by_the_next(
    run: Callable[..., Any], server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_WEB__MAX_PAGES", "1")
    page = feed(1, 2)
    server.pages["/flux"] = lambda asked: (
        Page(status=304) if "if-none-match" in asked.headers else Page(page.body, headers={"ETag": '"1"'})
    )
    run("watch", "add", f"{server.url}/flux", "--rule", "ingest")
    first = run("watch", "run", "--json")
    assert (first.code, first.json["added"], first.json["failed"][0]["code"]) == (3, 1, "web_too_many")
    second = run("watch", "run", "--json")
    assert (second.code, second.json["added"], second.json["feeds"][0]["unchanged"]) == (0, 1, True)
    assert len(numbers(run, "ingested")) == 2


def test_one_page_in_two_feeds_is_proposed_once(run: Callable[..., Any], server: WebServer) -> None:
    server.pages["/autre"] = feed(1, 2, 3, title="Autre")
    run("watch", "add", f"{server.url}/flux")
    run("watch", "add", f"{server.url}/autre")
    run("watch", "run")
    assert sorted(numbers(run)) == ["Jardin 1", "Jardin 2", "Jardin 3"]
    assert len(run("watch", "proposals", "--json").json) == 3


def test_what_can_not_be_done_is_said(run: Callable[..., Any], server: WebServer) -> None:
    server.pages["/page"] = Page(article("jardin", 1))
    run("watch", "add", f"{server.url}/flux")
    for arguments, code, status in (
        (("add", f"{server.url}/flux#x"), "feed_known", 2),
        (("add", f"{server.url}/page"), "not_a_feed", 1),
        (("add", f"{server.url}/absent"), "web_status", 1),
        (("add", "file:///etc/passwd"), "web_address", 1),
        (("add", "http://169.254.169.254/"), "web_never", 1),
        (("remove", "9"), "unknown_feed", 2),
        (("run", "9"), "unknown_feed", 2),
        (("accept", "9"), "unknown_item", 2),
        (("accept",), "items_which", 2),
        (("dismiss", "1", "--all"), "items_which", 2),
        (("digest", "--since", "hier"), "bad_since", 2),
        (("digest", "--since", "2026-02-30"), "bad_since", 2),
    ):
        done = run("watch", *arguments, "--json")
        assert (done.code, done.json["error"]["code"]) == (status, code), arguments
        assert len(done.err.strip().splitlines()) == 1
    assert len(run("watch", "list", "--json").json) == 1


def test_a_feed_removed_takes_its_proposals_and_leaves_its_documents(
    run: Callable[..., Any], server: WebServer
) -> None:
    run("watch", "add", f"{server.url}/flux")
    run("watch", "run")
    run("watch", "accept", numbers(run)["Jardin 1"])
    assert run("watch", "remove", f"{server.url}/flux", "--json").json == {"removed": f"{server.url}/flux"}
    assert numbers(run) == {}
    assert run("watch", "list").out.startswith("Aucun flux")
    assert run("status", "--json").json["documents"] == 1


def test_a_removed_page_takes_its_item_with_it_and_is_not_proposed_again(
    run: Callable[..., Any], server: WebServer, index: Path
) -> None:
    run("watch", "add", f"{server.url}/flux", "--rule", "ingest")
    run("watch", "run")
    assert set(numbers(run, "ingested")) == {"Jardin 1", "Jardin 2"}
    assert run("remove", "Jardin 2", "--yes").code == 0
    assert set(numbers(run, "ingested")) == {"Jardin 1"}
    server.pages["/flux"] = feed(1, 2, 3)
    done = run("watch", "run", "--json")
    assert (done.json["feeds"][0]["new"], done.json["added"]) == (1, 1)
    assert set(numbers(run, "ingested")) == {"Jardin 1", "Jardin 3"}
    assert numbers(run, "dismissed") == numbers(run) == {}


def test_the_digest_tells_what_is_new_with_its_themes(
    run: Callable[..., Any], server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.ingest import entry

    class Earlier(entry.datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return cls(2026, 1, 1, tzinfo=tz)

    with monkeypatch.context() as patch:
        patch.setattr(entry, "datetime", Earlier)
        assert run("ingest", "--json").json["added"] == 8
    assert run("watch", "digest").out.startswith("Rien de nouveau")
    run("watch", "add", f"{server.url}/flux")
    run("watch", "run")
    run("watch", "accept", numbers(run)["Jardin 1"])
    server.pages["/flux"] = feed(1, 2, 3)
    run("watch", "run")
    run("watch", "accept", numbers(run)["Jardin 3"])
    digest = run("watch", "digest", "--json").json
    assert (digest["total"], digest["passages"]) == (2, 2)
    assert digest["proposed"] == {"Veille de Valombre": 1}
    terms = [theme["term"] for theme in digest["themes"]]
    assert "jardin partagé" in terms
    assert "cantine" not in terms
    first = digest["documents"][0]
    assert first["typical"][0]["text"].startswith("Le jardin partagé numéro")
    text = run("watch", "digest", "--since", "2026-02-01").out
    assert text.startswith("# Nouveau depuis le 2026-02-01")
    assert "jardin partagé (2)" in text
    assert run("watch", "digest", "--since", "2025-12-31", "--json").json["total"] == 10


def test_the_routes_do_the_same(index: Path, server: WebServer) -> None:
    settings = load_settings(overrides={"index": index})
    with build_assistant(settings, create=True) as assistant:
        client = TestClient(create_app(assistant, settings), base_url="http://127.0.0.1")
        refused = client.post("/api/feeds", json={"url": "http://169.254.169.254/"})
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "web_never")
        assert client.post("/api/feeds", json={"url": f"{server.url}/absent"}).status_code == 502
        added = client.post("/api/feeds", json={"url": f"{server.url}/flux", "rule": "propose"})
        assert (added.status_code, added.json()["title"]) == (201, "Veille de Valombre")
        assert client.post("/api/feeds", json={"url": f"{server.url}/flux"}).status_code == 409
        foreign = client.post("/api/feeds/run", json={}, headers={"Origin": "http://evil.test"})
        assert foreign.status_code == 403
        assert client.post("/api/feeds/run", json={}).json()["feeds"][0]["new"] == 2
        first, second = (item["id"] for item in client.get("/api/feeds/proposals").json())
        assert client.post("/api/feeds/accept", json={"items": [first]}).json()["added"] == 1
        assert client.post("/api/feeds/accept", json={"items": [99]}).status_code == 404
        assert client.post("/api/feeds/dismiss", json={"items": [second]}).json() == {"dismissed": 1}
        assert client.get("/api/feeds/digest").json()["total"] == 1
        assert client.get("/api/feeds/digest?since=hier").status_code == 422
        assert client.get("/api/feeds").json()[0]["proposed"] == 0
        assert client.delete(f"/api/feeds/{added.json()['id']}").status_code == 204
        assert client.get("/api/feeds").json() == []
