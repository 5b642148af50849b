"""The test bench over HTTP: searches explained and tried, the gold set, blind grades, measurements held to a reference."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.service import Assistant
from assistant.settings import Settings, load_settings
from conversation_files import FACT

pytestmark = pytest.mark.integration

HOSTILE = "<script>alert(1)</script>"
QUOTE = "Le budget de la phase test du laboratoire de Valombre est de 54 000 euros pour 2022."
CASE = {"id": "budget", "question": FACT, "kind": "fact", "evidence": [{"doc": "note.md", "quote": QUOTE}]}
UNKNOWN = "Quel est l'âge du capitaine du navire ?"


@pytest.fixture
def settings(tmp_path: Path, note_index: Path) -> Settings:
    shutil.copytree(note_index, tmp_path / "index")
    settings = load_settings(overrides={"index": tmp_path / "index"})
    return settings.model_copy(update={"bench": settings.bench.model_copy(update={"folder": tmp_path / "evals"})})


@pytest.fixture
def visitor(assistant: Assistant, settings: Settings) -> Callable[[], TestClient]:
    app = create_app(assistant, settings)
    return lambda: TestClient(app, base_url="http://127.0.0.1:7860")


@pytest.fixture
def client(visitor: Callable[[], TestClient]) -> TestClient:
    made = visitor()
    assert made.post("/api/bench/cases", json={"name": "essai"}).status_code == 201
    return made


def post(client: TestClient, path: str, body: dict[str, Any], status: int = 201) -> Any:
    reply = client.post(path, json=body)
    assert reply.status_code == status, reply.text
    return reply.json() if reply.content else None


def done(client: TestClient, job: dict[str, Any]) -> dict[str, Any]:
    """A job once it has ended well."""
    deadline = time.monotonic() + 60
    while job["state"] in ("waiting", "running") and time.monotonic() < deadline:
        time.sleep(0.05)
        job = client.get(f"/api/jobs/{job['id']}").json()
    assert job["state"] == "done", job
    result: dict[str, Any] = job["result"]
    return result


def file_of(settings: Settings) -> Path:
    return settings.bench.folder / "cases" / "essai.jsonl"


# --- search ------------------------------------------------------------------------------------------------------


def test_a_search_is_explained_with_each_leg_and_what_is_missed(client: TestClient) -> None:
    found = post(client, "/api/bench/explain", {"question": FACT, "missed": "autre.md", "answer": True}, 200)
    explanation = found["explanation"]
    assert [each["passage_id"] for each in explanation["results"]] == [each["passage_id"] for each in found["results"]]
    assert set(found["legs"]) == {"lexical", "vector", "fused"}
    assert explanation["absence"]["source"] == "autre.md"
    assert QUOTE in found["legs"]["lexical"][0]["text"]
    assert "54 000" in found["answer"]["answer"]


@pytest.mark.parametrize(
    ("missed", "code"), [("nul ne la connaît", "filter_document_unknown"), (".md", "filter_document_ambiguous")]
)
def test_a_document_that_is_not_known_hinders_no_explanation(client: TestClient, missed: str, code: str) -> None:
    found = post(client, "/api/bench/explain", {"question": FACT, "missed": missed}, 200)
    assert (found["missed"]["code"], found["explanation"]["absence"]) == (code, None)
    assert missed in found["missed"]["reason"]
    assert found["results"]
    assert post(client, "/api/bench/explain", {"question": FACT, "missed": "autre.md"}, 200)["missed"] is None


def test_what_is_tried_counts_for_that_search_alone(client: TestClient, assistant: Assistant) -> None:
    before = client.get("/api/bench/settings").json()
    words = {"question": FACT, "trial": {"vector_weight": 0.0, "evidence": 1, "candidates": 10}}
    tried = post(client, "/api/bench/explain", words, 200)["explanation"]
    assert [tried["legs"][leg]["weight"] for leg in ("lexical", "vector")] == [1.0, 0.0]
    considered = [
        post(
            client, "/api/bench/explain", {"question": "Valombre ou Sarrevigne ?", "answer": True, "trial": trial}, 200
        )
        for trial in ({}, {"evidence": 1})
    ]
    assert [each["answer"]["coverage"]["documents_considered"] for each in considered] == [2, 1]
    usual = post(client, "/api/bench/explain", {"question": FACT}, 200)["explanation"]
    assert usual["legs"]["vector"]["weight"] > 0
    assert client.get("/api/bench/settings").json() == before
    assert assistant.settings.retrieval.vector_weight is None


@pytest.mark.parametrize("trial", [{"vector_weight": 2}, {"evidence": 0}, {"candidates": 1}, {"index": "x"}])
def test_settings_that_can_not_be_are_refused(client: TestClient, trial: dict[str, Any]) -> None:
    assert client.post("/api/bench/explain", json={"question": FACT, "trial": trial}).status_code == 422


def test_words_of_an_anonymous_document_are_not_told(client: TestClient, assistant: Assistant) -> None:
    document = next(each for each in assistant.documents() if each.source == "note.md")
    assistant.library.correct(document.id, {"marks": ["anonymous"]})
    reply = client.post("/api/bench/explain", json={"question": FACT, "missed": document.id})
    assert reply.status_code == 200, reply.text
    found = reply.json()
    hidden = [each for each in found["explanation"]["results"] if "anonyme" in each["source"]]
    assert hidden
    assert all(not each["found"] and not each["missing"] for each in hidden)
    assert found["explanation"]["absence"]["found"] == []
    assert "note.md" not in reply.text
    assert "54 000" not in reply.text


# --- cases -------------------------------------------------------------------------------------------------------


def test_a_case_is_made_changed_and_removed_in_the_file_of_the_command_line(
    client: TestClient, settings: Settings
) -> None:
    made = post(client, "/api/bench/cases/essai/case", {"record": CASE})
    assert (made["problems"], made["answerable"]) == ([], True)
    changed = {**CASE, "nuggets": [{"text": "54 000 euros"}], "note": HOSTILE}
    reply = client.patch("/api/bench/cases/essai/case", json={"record": changed, "revision": made["revision"]})
    assert reply.status_code == 200
    assert json.loads(file_of(settings).read_text(encoding="utf-8")) == changed
    late = client.patch("/api/bench/cases/essai/case", json={"record": CASE, "revision": made["revision"]})
    assert (late.status_code, late.json()["error"]["code"]) == (409, "case_changed")
    asked = {"id": "budget", "revision": reply.json()["revision"]}
    assert client.delete("/api/bench/cases/essai/case", params=asked).status_code == 204
    assert client.get("/api/bench/cases/essai").json()["cases"] == []


def test_what_does_not_stand_in_the_documents_is_said(client: TestClient) -> None:
    wrong = {**CASE, "evidence": [{"doc": "note.md", "quote": "Le budget est de 1 euro."}]}
    made = post(client, "/api/bench/cases/essai/case", {"record": wrong})
    assert [each["code"] for each in made["problems"]] == ["case_quote_absent"]


def test_a_bad_case_or_name_is_a_sentence(client: TestClient) -> None:
    refused = client.post("/api/bench/cases/essai/case", json={"record": {"id": "x", "question": " "}})
    assert refused.status_code == 422
    assert "doit être un texte non vide" in refused.json()["error"]["reason"]
    assert client.post("/api/bench/cases", json={"name": "../essai"}).status_code == 422
    assert client.get("/api/bench/cases/%2e%2e%2fsecret").status_code == 404
    english = client.post("/api/bench/cases", json={"name": "essai"}, headers={"Accept-Language": "en"})
    assert english.status_code == 400
    assert "essai" in english.json()["error"]["reason"]


# --- questions of the chat ---------------------------------------------------------------------------------------


def test_what_had_no_answer_is_listed_without_saying_whose_it_is(
    visitor: Callable[[], TestClient], client: TestClient
) -> None:
    anne, boris = visitor(), visitor()
    for browser in (anne, boris):
        post(browser, "/api/ask", {"question": UNKNOWN, "conversation": "new"}, 200)
    post(anne, "/api/ask", {"question": FACT, "conversation": "new"}, 200)
    post(anne, "/api/ask", {"question": "Bonjour !", "conversation": "new"}, 200)
    reply = client.get("/api/bench/turns")
    found = reply.json()
    assert [(each["question"], each["times"]) for each in found["unanswered"]] == [(UNKNOWN, 2)]
    assert found["own"] == []
    assert "browser:" not in reply.text
    assert {each["question"] for each in anne.get("/api/bench/turns").json()["own"]} == {UNKNOWN, FACT}


def test_a_question_becomes_a_case_with_the_grades_given(visitor: Callable[[], TestClient], client: TestClient) -> None:
    post(client, "/api/ask", {"question": FACT, "conversation": "new"}, 200)
    (own,) = client.get("/api/bench/turns").json()["own"]
    body = {"ref": own["ref"], "grades": {"1": 3}, "note": "relu"}
    stranger = visitor().post("/api/bench/cases/essai/turn", json=body)
    assert stranger.status_code == 404  # another one's question that had an answer is nobody else's business
    made = post(client, "/api/bench/cases/essai/turn", body)["record"]
    assert (made["proposed"], made["question"]) == (True, FACT)
    assert made["evidence"][0]["doc"] == "note.md"
    assert made["passages"][0]["grade"] == 3
    assert client.post("/api/bench/cases/essai/turn", json=body).status_code == 409


def test_a_question_that_the_corpus_does_not_answer_is_a_case_too(client: TestClient) -> None:
    post(client, "/api/ask", {"question": UNKNOWN, "conversation": "new"}, 200)
    (asked,) = client.get("/api/bench/turns").json()["unanswered"]
    made = post(client, "/api/bench/cases/essai/turn", {"ref": asked["ref"], "unanswerable": True})
    assert (made["answerable"], made["record"]["answerable"]) == (False, False)


def test_what_somebody_said_before_a_question_stays_out_of_the_case(
    visitor: Callable[[], TestClient], client: TestClient
) -> None:
    member = visitor()
    kept = post(member, "/api/ask", {"question": FACT, "conversation": "new"}, 200)["conversation"]["id"]
    post(member, "/api/ask", {"question": "et à Zanzibar ?", "conversation": kept}, 200)
    (asked,) = client.get("/api/bench/turns").json()["unanswered"]
    made = post(client, "/api/bench/cases/essai/turn", {"ref": asked["ref"], "unanswerable": True})
    assert "history" not in made["record"]
    assert "zanzibar" in made["record"]["question"].lower()
    assert "phase test" in made["record"]["question"]


def test_feedback_on_a_follow_up_offers_that_question_alone(
    visitor: Callable[[], TestClient], client: TestClient
) -> None:
    member = visitor()
    kept = post(member, "/api/ask", {"question": FACT, "conversation": "new"}, 200)["conversation"]["id"]
    post(member, "/api/ask", {"question": "et à Valombre ?", "conversation": kept}, 200)
    judged = {"conversation": kept, "turn": 2, "target": "answer", "rating": "missing_source"}
    post(member, "/api/feedback", judged, 204)
    (asked,) = client.get("/api/bench/turns").json()["feedback"]
    assert "valombre" in asked["question"].lower()
    made = post(client, "/api/bench/cases/essai/turn", {"ref": asked["ref"], "unanswerable": True})
    assert "history" not in made["record"]
    assert made["record"]["question"] == asked["question"]


# --- grading -----------------------------------------------------------------------------------------------------


def test_two_people_grade_blind_and_their_grades_go_into_the_cases(client: TestClient, settings: Settings) -> None:
    post(client, "/api/bench/cases/essai/case", {"record": CASE})
    series = done(client, post(client, "/api/bench/series", {"file": "essai"}, 202))["name"]
    address = f"/api/bench/series/{series}"
    lines = client.get(f"{address}/passages", params={"judge": "AB"})
    assert {"lexical", "vector", "score", "rank"}.isdisjoint(lines.json()[0])
    total = len(lines.json())
    for judge, shift in (("AB", 0), ("CD", 3)):
        for number in range(total):
            grade = {"judge": judge, "number": number, "grade": 3 if number == 0 else shift}
            assert client.patch(f"{address}/passages", json=grade).status_code == 204
    own = client.get(f"{address}/passages", params={"judge": "CD"}).json()
    assert [line["grade"] for line in own] == [3] * total
    compared = client.get(f"{address}/agreement", params={"first": "AB", "second": "CD"}).json()
    assert (compared["both"], len(compared["disagreements"])) == (total, total - 1)
    open_ = client.post(f"{address}/adopt", json={"first": "AB", "second": "CD"})
    assert (open_.status_code, open_.json()["error"]["code"]) == (400, "grades_to_adjudicate")
    for each in compared["disagreements"]:
        client.patch(f"{address}/passages", json={"judge": "arbitrage", "number": each["number"], "grade": 1})
    adopted = post(client, f"{address}/adopt", {"first": "AB", "second": "CD"}, 200)
    assert adopted == {"cases": 1, "grades": total, "ungraded": 0}
    kept = json.loads(file_of(settings).read_text(encoding="utf-8"))["passages"]
    assert sorted(each["grade"] for each in kept) == sorted([3] + [1] * (total - 1))


@pytest.mark.parametrize("change", ["mark", "remove"])
def test_a_series_shows_nothing_of_a_document_that_may_not_be_shown_any_more(
    client: TestClient, assistant: Assistant, change: str
) -> None:
    post(client, "/api/bench/cases/essai/case", {"record": CASE})
    series = done(client, post(client, "/api/bench/series", {"file": "essai"}, 202))["name"]
    address = f"/api/bench/series/{series}"
    own = client.get(f"{address}/passages", params={"judge": "AB"}).json()
    assert {line["source"] for line in own if QUOTE in line["text"]} == {"note.md"}
    for judge, grade in (("AB", 3), ("CD", 0)):
        for line in own:
            body = {"judge": judge, "number": line["number"], "grade": grade}
            assert client.patch(f"{address}/passages", json=body).status_code == 204
    if change == "mark":
        assistant.library.correct("note.md", {"marks": ["anonymous"]})
    else:
        assistant.library.remove(["note.md"])
    lines = client.get(f"{address}/passages", params={"judge": "AB"})
    assert [line["grade"] for line in lines.json()] == [3] * len(own)
    compared = client.get(f"{address}/agreement", params={"first": "AB", "second": "CD"})
    assert len(compared.json()["disagreements"]) == len(own)
    for reply in (lines.text, compared.text):
        assert "54 000" not in reply
        assert "note.md" not in reply
        assert own[0]["title"] not in reply


@pytest.mark.parametrize(
    "body", [{"judge": "../x", "number": 0, "grade": 1}, {"judge": "AB", "number": 99, "grade": 1}]
)
def test_grades_that_can_not_be_are_refused(client: TestClient, body: dict[str, Any]) -> None:
    post(client, "/api/bench/cases/essai/case", {"record": CASE})
    series = done(client, post(client, "/api/bench/series", {"file": "essai"}, 202))["name"]
    assert client.patch(f"/api/bench/series/{series}/passages", json=body).status_code in (404, 422)


# --- measuring ---------------------------------------------------------------------------------------------------


def test_the_suite_is_run_read_compared_and_held_to_a_reference(client: TestClient, assistant: Assistant) -> None:
    hostile = {"id": "b", "question": HOSTILE + " Où ?", "answerable": False}
    post(client, "/api/bench/cases/essai/case", {"record": CASE})
    post(client, "/api/bench/cases/essai/case", {"record": hostile})
    plan = {"files": ["essai"], "kinds": ["retrieval", "answers"]}
    first = done(client, post(client, "/api/bench/runs", plan, 202))["reports"]
    assert [name.split("--")[:2] for name in first] == [["retrieval", "essai"], ["answers", "essai"]]
    assert client.post(f"/api/bench/reports/{first[1]}/reference").status_code == 204
    second = done(client, post(client, "/api/bench/runs", {**plan, "trial": {"evidence": 1}}, 202))["reports"]
    listed = {each["name"]: each for each in client.get("/api/bench/reports").json()}
    assert set(listed) == {*first, *second}
    assert listed[first[1]]["is_reference"]
    assert listed[first[1]]["gate"]["colour"] == "green"
    assert listed[second[1]]["gate"]["colour"] == "amber"  # other settings than the reference's
    assert listed[second[1]]["settings"]["evidence"] == 1
    assert listed[first[0]]["gate"]["reasons"][0]["text"]  # no reference of the retrieval yet
    page = client.get(f"/api/bench/reports/{second[1]}/page", params={"against": first[1], "language": "en"})
    assert "script-src" not in page.headers["content-security-policy"]
    assert "default-src 'none'; style-src 'sha256-" in page.headers["content-security-policy"]
    assert "sandbox" in page.headers["content-security-policy"]
    assert HOSTILE not in page.text
    compared = client.get("/api/bench/comparison", params={"before": first[1], "after": second[1]}).json()
    assert {run["run"] for run in compared["runs"]} >= {"assistant", "empty"}
    assert set(compared["says"]) == {name for run in compared["runs"] for name in run["metrics"]}
    unlike = client.get("/api/bench/comparison", params={"before": first[0], "after": first[1]})
    assert unlike.status_code == 400
    assert client.delete(f"/api/bench/reports/{first[0]}").status_code == 204
    assert client.get(f"/api/bench/reports/{first[0]}/page").status_code == 404


def test_a_measurement_that_breaks_a_promise_is_no_reference(client: TestClient, settings: Settings) -> None:
    post(client, "/api/bench/cases/essai/case", {"record": CASE})
    (name,) = done(client, post(client, "/api/bench/runs", {"files": ["essai"], "kinds": ["answers"]}, 202))["reports"]
    path = settings.bench.folder / "reports" / f"{name}.json"
    report = json.loads(path.read_text(encoding="utf-8"))
    report["extra"]["invariants"][0]["ok"] = False
    path.write_text(json.dumps(report), encoding="utf-8")
    assert client.get("/api/bench/reports").json()[0]["gate"]["colour"] == "red"
    refused = client.post(f"/api/bench/reports/{name}/reference")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "reference_broken")


def test_what_can_not_be_run_is_said_at_once(client: TestClient) -> None:
    for body in ({"files": [], "kinds": ["answers"]}, {"files": ["autre"], "kinds": ["answers"]}):
        assert client.post("/api/bench/runs", json=body).status_code in (404, 422)
    assert client.post("/api/bench/runs", json={"files": ["essai"], "kinds": ["answers"]}).status_code == 400
    assert client.post("/api/bench/runs", json={"files": ["essai"], "kinds": ["all"]}).status_code == 422
