"""Feeding the library over the real API: files, hostile ones too, addresses, what failed; all in the background."""

from __future__ import annotations

import io
import shutil
import socket
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import uvicorn
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.api.ingestions import of_unread
from assistant.server import listen
from assistant.service import Assistant
from assistant.settings import Settings, load_settings
from conversation_files import FACT
from office_files import protected

pytestmark = pytest.mark.integration

LAB = "Le laboratoire de Trapval\n\nLe laboratoire de Trapval compte neuf agents. Il travaille avec les habitants.\n"


@pytest.fixture
def settings(note_index: Path, tmp_path: Path) -> Settings:
    index = Path(shutil.copytree(note_index, tmp_path / "index"))
    overrides = {"index": index, "corpus": tmp_path / "corpus", "limits": {"file_mb": 1}}
    return load_settings(overrides={**overrides, "limits": Settings().limits.model_copy(update={"file_mb": 1})})


@pytest.fixture
def client(assistant: Assistant, settings: Settings) -> TestClient:
    headers = {"Accept-Language": "en"}
    return TestClient(create_app(assistant, settings), base_url="http://127.0.0.1", headers=headers)


def send(client: TestClient, name: str, data: bytes) -> Any:
    return client.post("/api/uploads", content=data, headers={"Upload-Name": quote(name, safe="")})


def follow(client: TestClient, job: Any) -> Any:
    assert job.status_code == 202, job.text
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = client.get(f"/api/jobs/{job.json()['id']}").json()
        if found["state"] not in ("waiting", "running"):
            return found
        time.sleep(0.05)
    raise AssertionError(found)


def ingest(client: TestClient, **body: Any) -> Any:
    return follow(client, client.post("/api/ingestions", json=body))


def test_a_file_is_deposited_read_and_answered_from(client: TestClient, settings: Settings) -> None:
    sent = send(client, "Labo de Trapval.txt", LAB.encode())
    assert (sent.status_code, sent.json()["path"]) == (201, "depots/Labo de Trapval.txt")
    job = ingest(client, files=["depots/Labo de Trapval.txt"])
    assert (job["state"], job["about"], job["result"]["added"]) == ("done", ["Labo de Trapval.txt"], 1)
    (file,) = job["result"]["files"]
    (document,) = file["documents"]
    assert (document["source"], file["failed"]) == ("depots/Labo de Trapval.txt", [])
    answer = client.post("/api/ask", json={"question": "Combien d'agents compte le laboratoire de Trapval ?"}).json()
    assert answer["citations"][0]["document_id"] == document["document_id"]
    listed = client.get("/api/jobs").json()
    assert [(each["state"], each["result"]) for each in listed] == [("done", None)]
    (receipt,) = client.delete(f"/api/documents/{document['document_id']}").json()
    assert receipt["still_there"] is False
    assert not (settings.corpus / "depots" / "Labo de Trapval.txt").exists()
    assert client.get("/api/jobs").json()[0]["about"] == []


def test_what_was_deposited_and_not_read_is_read_at_the_next_start(
    client: TestClient, assistant: Assistant, settings: Settings
) -> None:
    read = send(client, "lu.txt", LAB.encode()).json()["path"]
    ingest(client, files=[read])
    erased = send(client, "efface.txt", b"Note\n\nCette note est de trop ici.\n").json()["path"]
    (document,) = ingest(client, files=[erased])["result"]["files"][0]["documents"]
    client.delete(f"/api/documents/{document['document_id']}").raise_for_status()
    send(client, "vide.pdf", b"%PDF-1.7 rien")
    ingest(client, files=["depots/vide.pdf"])
    waiting = settings.corpus / "depots"
    (waiting / "tard.txt").write_text("La halle\n\nLa halle de Valombre a rouvert en mars 2024.\n", encoding="utf-8")
    (waiting / "tard.txt.meta.json").write_text('{"marks": ["anonymous"]}', encoding="utf-8")
    (waiting / ".depot-abc").write_bytes(b"half of a")
    job = of_unread(assistant)
    assert job is not None
    assert job.about == ()  # nobody knows yet whether it may be named
    done = assistant.jobs.wait(job.id, 60)
    assert done.state == "done", done
    assert done.result is not None
    assert done.result("fr")["added"] == 1
    assert of_unread(assistant) is None


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"<w>" + b"0" * 300_000_000)
    return made.getvalue()


def test_hostile_files_harm_nobody_and_say_why_they_were_not_read(client: TestClient, settings: Settings) -> None:
    hostile = {
        "../../../../evade.txt": LAB.encode(),
        "bombe.docx": bomb(),
        "facture.pdf.exe": b"MZ\x90\x00" + b"\x00" * 500,
        "prog.pdf": b"\x7fELF" + b"\x00" * 500,
        "<img src=x onerror=alert(1)>.pdf": b"%PDF-1.7\nnothing of use",
    }
    sent = [send(client, name, data) for name, data in hostile.items()]
    assert {each.status_code for each in sent} == {201}
    paths = [each.json()["path"] for each in sent]
    assert paths[0] == "depots/evade.txt"
    job = ingest(client, files=paths)
    assert job["state"] == "done"
    states = [(len(each["documents"]), bool(each["failed"])) for each in job["result"]["files"]]
    assert states == [(1, False), *[(0, True)] * 4]
    failures = client.get("/api/library/failures").json()
    assert {each["source"] for each in failures} == set(paths[1:])
    assert all(each["reason"] and each["hint"] and each["deposited"] for each in failures)
    written = [path for path in settings.corpus.parent.rglob("*") if path.name == "evade.txt"]
    assert written == [settings.corpus / "depots" / "evade.txt"]
    gone = follow(client, client.post("/api/uploads/discard", json={"failed": [each["id"] for each in failures]}))
    assert gone["result"]["discarded"] == 4
    assert client.get("/api/library/failures").json() == []
    assert [path.name for path in (settings.corpus / "depots").iterdir()] == ["evade.txt"]


def test_what_is_empty_huge_or_without_a_name_is_refused_with_a_sentence(client: TestClient) -> None:
    empty, huge, nameless = (
        send(client, "a.pdf", b""),
        send(client, "b.pdf", b"0" * 1_000_001),
        send(client, "..", b"x"),
    )
    assert [each.status_code for each in (empty, huge, nameless)] == [422, 413, 422]
    assert "“a.pdf” is empty" in empty.json()["error"]["reason"]
    assert "“b.pdf” is too large (the limit is 1 MB)" in huge.json()["error"]["reason"]
    far = client.post("/api/uploads", content=iter([b"0" * 900_000] * 3), headers={"Upload-Name": "c.pdf"})
    assert far.status_code == 413
    whole = send(client, "d.pdf", b"0" * 1_500_000)
    assert (whole.status_code, whole.json()["error"]["code"]) == (413, "upload_too_large")
    assert client.post("/api/search", content=b"0" * 1_000_001).status_code == 413, "only that route takes more"
    foreign = client.post("/api/uploads", content=b"x", headers={"Upload-Name": "d", "Origin": "http://evil.test"})
    assert foreign.status_code == 403


def test_no_path_but_that_of_a_deposit_is_ingested(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(LAB)
    for path in ("/etc/passwd", "../secret.txt", "depots/../../secret.txt", str(tmp_path / "secret.txt")):
        assert client.post("/api/ingestions", json={"files": [path]}).status_code == 404
    for address in ("file:///etc/passwd", "/etc/passwd", "javascript:alert(1)", "ftp://a.test/x"):
        refused = client.post("/api/ingestions", json={"addresses": [address]})
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "web_address")
    assert client.post("/api/ingestions", json={}).status_code == 422
    assert client.post("/api/ingestions", json={"corpus": True, "feeds": []}).status_code == 422
    assert client.post("/api/ingestions", json={"failed": ["none"]}).status_code == 404


def test_a_line_that_is_no_address_is_told_and_the_others_go_on(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(LAB)
    lines = ["http://127.0.0.1:9/a.html", "file:///etc/passwd", str(tmp_path / "secret.txt"), "ftp://a.test/x"]
    result = ingest(client, addresses=lines)["result"]
    assert {each["source"]: each["code"] for each in result["failed"]} == {
        lines[0]: "web_private",
        **dict.fromkeys(lines[1:], "web_address"),
    }
    assert (result["web_failed"], result["added"]) == (4, 0)
    refused = client.post("/api/ingestions", json={"addresses": lines[1:]})
    assert all(line in refused.json()["error"]["reason"] for line in lines[1:])


def test_a_private_address_is_not_asked(client: TestClient) -> None:
    job = ingest(client, addresses=["http://127.0.0.1:9/a.html"])
    assert (job["state"], job["result"]["failed"][0]["code"]) == ("done", "web_private")


def test_a_protected_file_is_read_with_its_password(client: TestClient) -> None:
    from docx import Document as Docx

    made = io.BytesIO()
    document = Docx()
    document.add_paragraph(LAB)
    document.save(made)
    path = send(client, "secret.docx", protected(made.getvalue(), "sésame")).json()["path"]
    (failed,) = ingest(client, files=[path])["result"]["files"][0]["failed"]
    assert failed["code"] == "encrypted"
    wrong = ingest(client, failed=[failed["id"]], password="non")["result"]["files"][0]["failed"]
    assert [each["code"] for each in wrong] == ["wrong_password"]
    job = ingest(client, failed=[failed["id"]], password="sésame")
    assert len(job["result"]["files"][0]["documents"]) == 1
    assert client.get("/api/library/failures").json() == []
    assert "sésame" not in client.get("/api/jobs").text


def test_interviews_are_anonymous_from_the_first_moment(client: TestClient) -> None:
    text = "Entretien avec Odile Ferrandeau\n\nOdile Ferrandeau dirige la foire de Trapval depuis neuf ans.\n"
    path = send(client, "entretien-ferrandeau.txt", text.encode()).json()["path"]
    job = ingest(client, files=[path], kind="interview", marks=["anonymous"])
    assert job["state"] == "done"
    everything = "".join(
        client.get(f"/api/{name}").text
        for name in ("jobs", f"jobs/{job['id']}", "library/entries", "documents", "works")
    )
    assert "errandeau" not in everything
    (entry,) = [each for each in client.get("/api/library/entries").json() if "anonymous" in each["marks"]]
    assert (entry["kind"], entry["title"]) == ("interview", "Entretien (anonyme)")
    details = client.get(f"/api/documents/{entry['id']}/details").json()
    assert (details["original"], details["text"]) == (False, False)
    refused = client.get(f"/api/documents/{entry['id']}/text")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "text_anonymous")
    for form in ("csv", "bibtex", "ris", "csl-json"):
        assert "errandeau" not in client.post("/api/library/export", json={"format": form}).text


def test_a_file_that_nobody_asked_to_read_has_the_marks_that_it_came_with(
    client: TestClient, assistant: Assistant
) -> None:
    """The program is ended after the upload: at its next start what it finds there is marked."""
    text = "Entretien avec Odile Ferrandeau\n\nOdile Ferrandeau dirige la foire de Trapval depuis neuf ans.\n"
    headers = {"Upload-Name": "entretien-ferrandeau.txt", "Upload-Kind": "interview", "Upload-Marks": "anonymous"}
    assert client.post("/api/uploads", content=text.encode(), headers=headers).status_code == 201
    job = of_unread(assistant)
    assert job is not None
    assert assistant.jobs.wait(job.id, 60).state == "done"
    everything = "".join(client.get(f"/api/{name}").text for name in ("jobs", "library/entries", "documents"))
    assert "errandeau" not in everything
    (entry,) = [each for each in client.get("/api/library/entries").json() if "anonymous" in each["marks"]]
    assert entry["kind"] == "interview"
    wrong = client.post("/api/uploads", content=b"x", headers={"Upload-Name": "a.txt", "Upload-Marks": "secret"})
    assert wrong.status_code == 422


def test_a_bibliography_is_deposited(client: TestClient) -> None:
    bib = b"@book{mare, title={Les mares de Valombre}, author={Vael, Ines}, year={2020}}\n"
    path = send(client, "liste.bib", bib).json()["path"]
    (file,) = ingest(client, files=[path])["result"]["files"]
    assert (file["records"], file["linked"], file["failed"]) == (1, 0, [])
    assert "Les mares de Valombre" in [each["title"] for each in client.get("/api/library/entries").json()]


def test_pairs_are_shown_compared_and_decided(client: TestClient) -> None:
    words = [f"La commune numéro {n} ouvre ses archives aux habitants le jour {n} du mois." for n in range(60)]
    first = "Rapport des archives\n\n" + "\n\n".join(words)
    second = first.replace("numéro 7 ouvre", "numéro 7 ferme")
    paths = [send(client, name, text.encode()).json()["path"] for name, text in (("a.txt", first), ("b.txt", second))]
    ingest(client, files=paths)
    (pair,) = client.get("/api/works").json()
    ids = {"first": pair["newer"]["document_id"], "second": pair["older"]["document_id"]}
    found = client.get("/api/works/difference", params=ids).json()["difference"]
    assert (found["added_count"], found["gone_count"]) == (1, 1)
    assert any("ferme" in each for each in (*found["added"], *found["gone"]))
    assert client.post("/api/works", json={**ids, "state": "refused"}).json()["state"] == "refused"
    assert client.get("/api/works").json()[0]["state"] == "refused"
    assert client.post("/api/works", json={"first": "x", "second": "y", "state": "refused"}).status_code == 404


def test_text_is_read_page_by_page_and_part_by_part(client: TestClient) -> None:
    long = "\n\n".join(f"Paragraphe {n} de la note sur les mares." for n in range(2000))
    path = send(client, "long.txt", long.encode()).json()["path"]
    (document,) = ingest(client, files=[path])["result"]["files"][0]["documents"]
    start, parts = 0, []
    while True:
        part = client.get(f"/api/documents/{document['document_id']}/text", params={"start": start}).json()
        assert len(part["text"]) <= 20_000
        parts.append(part["text"])
        start = part["end"]
        if start == part["total"]:
            break
    assert len(parts) > 3
    assert "".join(parts).count("Paragraphe") == 2000
    assert client.get(f"/api/documents/{document['document_id']}/text", params={"page": 2}).status_code == 404


def test_a_table_for_spreadsheets_holds_no_formula(client: TestClient, assistant: Assistant) -> None:
    document = assistant.documents()[0]
    assistant.library.correct(document.id, {"title": '=HYPERLINK("http://evil.test")', "authors": ["@A", "B"]})
    reply = client.post("/api/library/export", json={"format": "csv"}, headers={"Accept-Language": "fr"})
    assert reply.text.startswith("\ufeffTitre;Auteurs;Date;Type")
    assert "'=HYPERLINK" in reply.text
    assert "'@A; B" in reply.text
    one = client.post("/api/library/export", json={"format": "csv", "ids": [document.id]})
    assert len(one.text.splitlines()) == 2


@contextmanager
def served(assistant: Assistant, settings: Settings) -> Iterator[int]:
    """The API on a real port."""
    with listen("127.0.0.1", 0) as sock:
        server = uvicorn.Server(uvicorn.Config(create_app(assistant, settings), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        yield int(sock.getsockname()[1])
        server.should_exit = True
        thread.join(10)


def test_nothing_is_left_of_an_upload_that_is_cut(assistant: Assistant, settings: Settings) -> None:
    with served(assistant, settings) as port:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            head = f"POST /api/uploads HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpload-Name: coupe.pdf\r\n"
            connection.sendall(f"{head}Content-Length: 900000\r\n\r\n".encode() + b"0" * 300_000)
            folder, deadline = settings.corpus / "depots", time.monotonic() + 10
            while not (folder.is_dir() and any(folder.iterdir())) and time.monotonic() < deadline:
                time.sleep(0.01)
            assert any(folder.iterdir())
        while any(folder.iterdir()) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert list(folder.iterdir()) == []


def test_questions_are_answered_and_records_say_busy_while_a_job_runs(
    client: TestClient, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader is made to wait; the rest is real."""
    read, go, reading = assistant._parts.indexer._reader.read, threading.Event(), threading.Event()

    def slow(*given: Any, **named: Any) -> Any:
        reading.set()
        assert go.wait(30)
        return read(*given, **named)

    monkeypatch.setattr(assistant._parts.indexer._reader, "read", slow)
    monkeypatch.setattr(assistant.library.soon.__wrapped__, "__defaults__", (0.1,))
    path = send(client, "lent.txt", LAB.encode()).json()["path"]
    job = client.post("/api/ingestions", json={"files": [path]})
    assert reading.wait(10)
    assert client.post("/api/ask", json={"question": FACT}).json()["status"] != "no_evidence"
    document = assistant.documents()[0].id
    busy = client.patch(f"/api/documents/{document}/record", json={"set": {"title": "Autre titre"}})
    assert (busy.status_code, busy.json()["error"]["code"]) == (503, "library_busy")
    go.set()
    assert follow(client, job)["state"] == "done"
    changed = client.patch(f"/api/documents/{document}/record", json={"set": {"title": "Autre titre"}})
    assert changed.json()["title"] == "Autre titre"


def test_a_job_is_stopped_and_the_index_stays_whole(
    client: TestClient, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, go, reading = assistant._parts.indexer._reader.read, threading.Event(), threading.Event()

    def slow(*given: Any, **named: Any) -> Any:
        reading.set()
        assert go.wait(30)
        return read(*given, **named)

    monkeypatch.setattr(assistant._parts.indexer._reader, "read", slow)
    paths = [send(client, f"n{n}.txt", (LAB + str(n)).encode()).json()["path"] for n in range(3)]
    job = client.post("/api/ingestions", json={"files": paths})
    assert reading.wait(10)
    assert client.delete(f"/api/jobs/{job.json()['id']}").status_code == 200
    go.set()
    assert follow(client, job)["state"] == "cancelled"
    monkeypatch.setattr(assistant._parts.indexer._reader, "read", read)
    assert ingest(client, corpus=True)["result"]["failed"] == []
    assert len([each for each in assistant.documents() if each.source.startswith("depots/n")]) == 3
