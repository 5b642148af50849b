"""The HTTP API over a real index: answers, documents, errors, headers, and what it never logs."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.build import build_assistant
from assistant.service import Assistant
from assistant.settings import Settings, load_settings
from assistant.wire import answer_dict, passages_list
from made_files import report, write

pytestmark = pytest.mark.integration

FACT = "Quel est le budget de la phase test ?"


@pytest.fixture(scope="module")
def opened(group_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Assistant, Settings]]:
    copy = Path(shutil.copytree(group_index, tmp_path_factory.mktemp("api") / "index"))
    settings = load_settings(overrides={"index": copy})
    with build_assistant(settings) as assistant:
        yield assistant, settings


@pytest.fixture(scope="module")
def client(opened: tuple[Assistant, Settings]) -> Iterator[TestClient]:
    with TestClient(create_app(*opened), base_url="http://127.0.0.1:7860") as client:
        yield client


def test_alive_and_ready(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready", "documents": 4}


def test_not_ready_with_an_empty_corpus(tmp_path: Path) -> None:
    settings = load_settings(overrides={"index": tmp_path / "index"})
    with build_assistant(settings, create=True) as assistant:
        client = TestClient(create_app(assistant, settings), base_url="http://localhost")
        assert client.get("/healthz").status_code == 200
        ready = client.get("/readyz")
        asked = client.post("/api/ask", json={"question": FACT})
    assert ready.status_code == 503
    assert ready.json()["error"]["code"] == "empty_corpus"
    assert asked.status_code == 503


def test_ask_is_the_service_answer(client: TestClient, opened: tuple[Assistant, Settings]) -> None:
    answer = client.post("/api/ask", json={"question": FACT}).json()
    expected = answer_dict(opened[0].ask(FACT))
    assert answer.keys() == expected.keys()
    assert {**answer, "timings_ms": {}} == {**expected, "timings_ms": {}}
    assert answer["citations"][0]["page"] == 2


@pytest.mark.parametrize(
    "history",
    [[FACT, "54 000 €"], [{"role": "user", "content": FACT}, {"role": "assistant", "content": "54 000 €"}]],
)
def test_history_in_both_shapes(client: TestClient, history) -> None:
    response = client.post("/api/ask", json={"question": "Et qui assure le secrétariat ?", "history": history})
    assert response.status_code == 200


def test_search(client: TestClient, opened: tuple[Assistant, Settings]) -> None:
    results = client.post("/api/search", json={"question": FACT, "k": 3}).json()
    assert results == passages_list(opened[0].search(FACT, limit=3))
    assert client.get("/api/search", params={"question": FACT}).status_code == 405  # questions stay out of addresses


def test_documents_and_quotes(client: TestClient) -> None:
    documents = client.get("/api/documents").json()
    assert [document["source"] for document in documents] == sorted(document["source"] for document in documents)
    pdf = next(document for document in documents if document["format"] == "pdf")
    assert pdf["pages"] == 3
    assert pdf["passages"] > 0
    citation = client.post("/api/ask", json={"question": FACT}).json()["citations"][0]
    place = {key: citation[key] for key in ("page", "start", "end")}
    context = client.get(f"/api/documents/{citation['document_id']}/quote", params=place).json()
    assert context["quote"] == citation["quote"]
    assert context["before"]
    assert context["after"]


def test_documents_say_their_warnings_in_the_readers_language(tmp_path: Path) -> None:
    settings = load_settings(overrides={"index": tmp_path / "index"})
    write(tmp_path, "etude.txt", report(1))
    with build_assistant(settings, create=True) as assistant:
        assistant.ingest([str(tmp_path / "etude.txt")])
        client = TestClient(create_app(assistant, settings), base_url="http://localhost")
        (french,) = client.get("/api/documents").json()
        (english,) = client.get("/api/documents", headers={"Accept-Language": "en"}).json()
    (in_french,), (in_english,) = french["warnings"], english["warnings"]
    assert in_french["code"] == in_english["code"] == "wrong_extension"
    assert in_english["reason"].startswith("The file's extension does not fit")
    assert in_french["reason"].startswith("L'extension du fichier ne correspond pas")
    assert in_french["hint"] != in_english["hint"]


def test_originals_come_with_safe_headers(client: TestClient, group_corpus: Path) -> None:
    documents = {document["source"]: document for document in client.get("/api/documents").json()}
    pdf = client.get(f"/api/documents/{documents['cr-seance-inaugurale.pdf']['document_id']}/original")
    assert pdf.content == (group_corpus / "cr-seance-inaugurale.pdf").read_bytes()
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.headers["content-disposition"].startswith("inline")
    page = client.get(f"/api/documents/{documents['budget-participatif-sarrevigne.html']['document_id']}/original")
    assert page.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in page.headers["content-security-policy"]
    assert "default-src 'none'" in page.headers["content-security-policy"]
    for response in (pdf, page):
        assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/api/documents/absent/original", "/api/documents/absent/quote?start=0&end=4", "/api/x"]
)
def test_what_is_not_there(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert set(response.json()["error"]) == {"code", "reason", "hint"}


def test_a_file_outside_is_never_given(client: TestClient) -> None:
    for name in ("..%2f..%2fetc%2fpasswd", "%2fetc%2fpasswd", "....//etc/passwd"):
        response = client.get(f"/api/documents/{name}/original")
        assert response.status_code == 404
        assert "root:" not in response.text


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"question": ""}, 400, "empty_question"),
        ({"question": "x" * 100_000}, 413, "question_too_long"),
        ({}, 422, "bad_request"),
        ({"question": 3}, 422, "bad_request"),
        ({"question": "q", "other": 1}, 422, "bad_request"),
        ({"question": "q", "history": [{"role": "system", "content": "x"}]}, 422, "bad_request"),
        ({"question": "q", "history": "x" * 1_100_000}, 413, "request_too_large"),
    ],
)
def test_errors_have_one_shape_in_the_readers_language(client: TestClient, body, status: int, code: str) -> None:
    french = client.post("/api/ask", json=body)
    english = client.post("/api/ask", json=body, headers={"Accept-Language": "en"})
    assert (french.status_code, french.json()["error"]["code"]) == (status, code)
    assert set(french.json()["error"]) == {"code", "reason", "hint"}
    assert french.json()["error"]["reason"] != english.json()["error"]["reason"]


def test_broken_json_is_one_clear_error(client: TestClient) -> None:
    for content in (b'{"question": ', b"\xff\xfe", b"[1]"):
        response = client.post("/api/ask", content=content, headers={"Content-Type": "application/json"})
        assert response.status_code in (400, 422)
        assert response.json()["error"]["code"] == "bad_request"


def test_a_lone_surrogate_is_replaced(client: TestClient) -> None:
    body = b'{"question": "Quel est le budget \\ud800 de la phase test ?", "history": ["\\udfff"]}'
    response = client.post("/api/ask", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 200
    assert response.json()["question"] == "Quel est le budget ? de la phase test ?"


def test_an_invalid_request_does_not_send_the_question_back(client: TestClient, marker: str) -> None:
    response = client.post("/api/ask", json={"question": [marker]})
    assert response.status_code == 422
    assert marker not in response.text


def test_foreign_hosts_and_origins_are_refused(client: TestClient) -> None:
    assert client.get("/api/documents", headers={"Host": "evil.test"}).status_code == 421
    response = client.post("/api/ask", json={"question": FACT}, headers={"Origin": "http://evil.test"})
    assert response.status_code == 403
    assert "access-control-allow-origin" not in client.get("/healthz", headers={"Origin": "http://evil.test"}).headers


def test_no_question_is_logged(client: TestClient, marker: str, caplog, capfd) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post("/api/ask", json={"question": f"Que dit {marker} ?", "history": [marker, "x"]})
        client.post("/api/search", json={"question": marker})
        client.post("/api/ask", json={"question": [marker]})
    out, err = capfd.readouterr()
    ours = [record for record in caplog.records if not record.name.startswith(("httpx", "httpcore", "asyncio"))]
    assert marker not in out + err + "".join(f"{record.getMessage()}{record.exc_text or ''}" for record in ours)
    assert marker not in "".join(record.getMessage() for record in caplog.records)


def test_openapi_describes_the_routes(client: TestClient) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {  # all of them stand in the README: its test compares
        "/healthz",
        "/readyz",
        "/api/ask",
        "/api/search",
        "/api/documents",
        "/api/documents/{document_id}/original",
        "/api/documents/{document_id}/pages/{number}/image",
        "/api/documents/{document_id}/quote",
        "/api/documents/{document_id}/record",
        "/api/documents/{document_id}/reference",
        "/api/documents/{document_id}",
        "/api/library",
        "/api/library/export",
        "/api/conversations",
        "/api/conversations/{conversation_id}",
        "/api/conversations/{conversation_id}/export",
        "/api/feedback",
        "/api/feeds",
        "/api/feeds/{feed_id}",
        "/api/feeds/run",
        "/api/feeds/proposals",
        "/api/feeds/accept",
        "/api/feeds/dismiss",
        "/api/feeds/digest",
    } <= set(paths)
    assert set(paths["/api/search"]) == {"post"}
    assert set(paths["/api/conversations/{conversation_id}"]) == {"get", "patch", "delete"}
    assert client.get("/docs").status_code == 404
