"""Drafting where it could go wrong unseen: verdicts of headings, sources withheld and gone, locks, files, words."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.build import build_assistant
from assistant.errors import DocumentError, EditConflict, UsageError
from assistant.service import Assistant
from assistant.settings import Settings, load_settings
from assistant.types import Editor, Proposal, SectionPlan
from conversation_files import hashed
from model_server import ModelServer, Request, says
from scripted_models import given

pytestmark = pytest.mark.integration

FACT = "Le budget de la phase test du laboratoire de Valombre est de 54 000 euros pour 2022."
BRIDGE = "Le pont de Trapval coûte 32 000 euros par an à la commune."
ANNE, BASILE = Editor("user:anne", "Anne"), Editor("user:basile", "Basile")
MARKS = pytest.mark.parametrize("mark", ["not_for_quotation", "anonymous"])


@pytest.fixture
def settings(tmp_path: Path, note_index: Path) -> Settings:
    shutil.copytree(note_index, tmp_path / "index")
    shutil.copytree(note_index.parent / "corpus", tmp_path / "corpus")
    annotate = load_settings(overrides={"index": tmp_path / "index", "corpus": tmp_path / "corpus"})
    drafting = annotate.drafting.model_copy(update={"on_bad_quote": "annotate"})
    return annotate.model_copy(update={"drafting": drafting})


@pytest.fixture
def client(assistant: Assistant, settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(assistant, settings), base_url="http://127.0.0.1:7860") as made:
        yield made


@pytest.fixture
def proposal(assistant: Assistant) -> Proposal:
    """One section, with the one quote of the note, commented, and a sentence that gives it."""
    return drafted(assistant)


def drafted(assistant: Assistant, source: str = "note.md", text: str = FACT) -> Proposal:
    kept = assistant.proposals
    made = kept.new("Nos propositions", "fr", [SectionPlan("Budget", "Quel est le budget de Valombre ?")], "Anne")
    document = next(each for each in assistant.documents() if each.source == source)
    pick = kept.text_pick(document.id, 1, text, "Dit au téléphone par Mme Durand")
    filled = kept.pick(made.id, "s1", [pick], ANNE)
    kept.save_text(made.id, "s1", f"{text} [q1]", filled.revision, ANNE)
    return kept.show(made.id)


def quoting(assistant: Assistant, settings: Settings) -> tuple[Path, Proposal]:
    """A file of its own, and a proposal that quotes it."""
    path = settings.corpus / "pont" / "fiche.md"
    path.parent.mkdir()
    path.write_text(f"# Le pont de Mme Bertrand\n\n{BRIDGE}\n", encoding="utf-8")
    assistant.ingest([str(path.parent)])
    return path, drafted(assistant, "pont/fiche.md", BRIDGE)


def at(proposal: Proposal) -> str:
    return f"/api/proposals/{proposal.id}/sections/s1"


# --- verdicts


def test_a_heading_that_becomes_a_paragraph_inherits_no_verdict(assistant: Assistant, proposal: Proposal) -> None:
    kept = assistant.proposals
    claim = "La commune dépense 900 millions d'euros par an."
    revision = kept.section(proposal.id, "s1").revision
    kept.save_text(proposal.id, "s1", f"# {claim}\n\n{FACT} [q1]", revision, ANNE)
    checked = assistant.drafting.verify(proposal.id, "s1", ANNE).section
    assert checked.blocks[0].sentences[0].verdict == "unsupported"
    page = assistant.proposal_files.export(proposal.id, "markdown").content.decode()
    assert "titre à vérifier\u00a0: nombres absents des citations" in page
    edited = kept.save_text(proposal.id, "s1", f"{claim}\n\n{FACT} [q1]", checked.revision, ANNE)
    assert [s.verdict for block in edited.blocks for s in block.sentences] == [None, "supported"]
    assert assistant.proposal_files.export(proposal.id, "markdown").marks == 1


def test_a_brief_that_was_edited_into_prose_no_longer_says_it_is_one(assistant: Assistant, proposal: Proposal) -> None:
    kept = assistant.proposals
    written = assistant.drafting.write(proposal.id, "s1", ANNE, "brief", True).section
    text = kept.text(proposal.id, "s1")
    assert "Ceci est un relevé" in text
    shorter = kept.save_text(proposal.id, "s1", text + "\n\n# Suite", written.revision, ANNE)
    assert "Ceci est un relevé" in kept.text(proposal.id, "s1")  # still quotes alone
    kept.save_text(proposal.id, "s1", text + "\n\nNous proposons de continuer. [q1]", shorter.revision, ANNE)
    assert "Ceci est un relevé" not in kept.text(proposal.id, "s1")


def test_a_change_reads_its_proposal_once(
    assistant: Assistant, proposal: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, read = assistant.proposals, []
    whole = kept._store.proposal
    monkeypatch.setattr(kept._store, "proposal", lambda name: read.append(name) or whole(name))
    section = kept.section(proposal.id, "s1")
    read.clear()
    kept.unpick(proposal.id, "s1", ["q1"], ANNE)
    assert len(read) == 1
    read.clear()
    plan = SectionPlan("Autre")
    kept.plan_section(proposal.id, "s1", plan, section.revision + 1, ANNE)
    assert len(read) == 1


# --- what is withheld


@MARKS
def test_sentences_of_a_withheld_document_are_not_given(client: TestClient, assistant: Assistant, mark: str) -> None:
    found = assistant.search("budget de la phase test", 5)
    passage = next(each.passage for each in found if FACT in each.passage.text)
    at = f"/api/passages/{passage.id}/sentences"
    assert FACT in client.get(at).json()
    assistant.library.correct("note.md", {"marks": [mark]})
    refused = client.get(at)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "quote_withheld")
    assert "54 000" not in refused.text
    document = next(each for each in assistant.documents() if not each.text_shown)
    for said in (FACT, "Rien de tel."):  # whether it holds a text is not told either
        with pytest.raises(UsageError) as caught:
            assistant.proposals.text_pick(document.id, 1, said)
        assert caught.value.code == "quote_withheld"


@MARKS
def test_what_was_withheld_stays_so_when_its_file_leaves_the_folder(
    client: TestClient, assistant: Assistant, settings: Settings, mark: str
) -> None:
    kept = assistant.proposals
    path, proposal = quoting(assistant, settings)
    before = path.read_text(encoding="utf-8")
    assistant.library.correct("pont/fiche.md", {"marks": [mark], "authors": ["Jeanne Durand"]})
    path.unlink()
    assistant.ingest([str(path.parent)])
    assert len(assistant.documents()) == 2
    found = kept.show(proposal.id)
    assert [each.state for each in kept.checks(found)] == ["withheld"]
    texts = [client.get(f"/api/proposals/{proposal.id}").text, client.get(at(proposal)).text]
    texts += [client.get(f"{at(proposal)}/versions/3").text, str(kept.compare(proposal.id, "s1", 3))]
    forms: tuple[Any, ...] = ("json", "markdown", "html")
    texts += [assistant.proposal_files.export(proposal.id, form).content.decode() for form in forms]
    for text in texts:
        for word in ("32 000", "Durand", "Bertrand", "fiche.md"):
            assert word not in text
    path.write_text(before, encoding="utf-8")
    assistant.ingest([str(path.parent)])
    assert [each.state for each in kept.checks(kept.show(proposal.id))] == ["withheld"], "the document says it again"
    name = next(each.id for each in assistant.documents() if not each.text_shown)
    assistant.library.correct(name, {"marks": []})
    assert kept.section(proposal.id, "s1").basket[0].text == BRIDGE, "nothing of it was lost"


def test_what_was_not_withheld_is_shown_when_its_file_is_gone(assistant: Assistant, settings: Settings) -> None:
    path, proposal = quoting(assistant, settings)
    path.unlink()
    assistant.ingest([str(path.parent)])
    found = assistant.proposals.show(proposal.id)
    assert assistant.proposals.checks(found)[0].state == "gone"
    assert found.sections[0].basket[0].text == BRIDGE


def test_comments_go_with_what_they_are_about(assistant: Assistant, settings: Settings, proposal: Proposal) -> None:
    kept = assistant.proposals
    assert kept.section(proposal.id, "s1").basket[0].comment
    kept.comment(proposal.id, "s1", "q1", "dit par Mme Durand", Editor("a", "Anne"))
    assert kept.versions(proposal.id)[-1].change == "commented"
    assistant.library.correct("note.md", {"marks": ["not_for_quotation"]})
    assert kept.section(proposal.id, "s1").basket[0].comment == ""
    assistant.library.correct("note.md", {"marks": []})
    assert kept.section(proposal.id, "s1").basket[0].comment, "withholding erases nothing"
    assistant.library.remove(["note.md"])
    assert "Durand" not in str([kept.show(proposal.id), *kept.versions(proposal.id)])
    assert "Durand" not in assistant.proposal_files.export(proposal.id, "json").content.decode()
    for path in settings.index.glob("catalogue.sqlite*"):
        assert b"Mme Durand" not in path.read_bytes()


# --- locks


def test_a_text_that_a_lock_refuses_is_kept_once_and_its_number_is_told(client: TestClient, proposal: Proposal) -> None:
    revision = client.get(at(proposal)).json()["revision"]
    other = TestClient(client.app, base_url="http://127.0.0.1:7860")
    assert other.post(f"{at(proposal)}/lock", json={"editor": ""}).status_code == 200
    body = {"text": "Mon texte.", "revision": revision, "editor": "Basile"}
    refused = client.post(f"{at(proposal)}/text", json=body, headers={"accept-language": "fr"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "section_locked")
    assert "par quelqu'un" in refused.json()["error"]["reason"]
    number = refused.json()["version"]
    version = client.get(f"{at(proposal)}/versions/{number}").json()
    assert (version["change"], version["section"]["text"]) == ("refused", "Mon texte.")
    assert client.post(f"{at(proposal)}/text", json=body).json()["version"] == number
    assert client.get(at(proposal)).json()["text"] == f"{FACT} [q1]"
    assert client.get(at(proposal)).json()["revision"] == revision


def test_no_model_is_asked_for_a_locked_section_and_what_it_wrote_meanwhile_is_kept(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed(monkeypatch)
    asked: list[str] = []
    lock: Callable[[], object] = lambda: None  # noqa: E731

    def script(request: Request) -> Any:
        asked.append(request.prompt)
        lock()
        key = next(iter(given(request).texts))
        return says(f"{FACT} [{key}]")

    with ModelServer(script) as server:
        named = settings.model_server.model_copy(update={"base_url": server.url, "model": "scripted", "retries": 0})
        with build_assistant(settings.model_copy(update={"model_server": named})) as assistant:
            kept, made = assistant.proposals, drafted(assistant)
            kept.lock(made.id, "s1", BASILE)
            with pytest.raises(UsageError) as caught:
                assistant.drafting.write(made.id, "s1", ANNE, "model", replace_edited=True)
            assert (caught.value.code, asked) == ("section_locked", [])
            with pytest.raises(UsageError):
                assistant.drafting.verify(made.id, "s1", ANNE)
            kept.unlock(made.id, "s1", BASILE)
            lock = lambda: kept.lock(made.id, "s1", BASILE)  # noqa: E731
            with pytest.raises(EditConflict) as conflict:
                assistant.drafting.write(made.id, "s1", ANNE, "model", replace_edited=True)
            version = kept.version(made.id, "s1", int(conflict.value.params["version"]))
            assert (conflict.value.code, len(asked)) == ("section_locked", 1)
            assert (version.change, version.section.written_by) == ("refused", "model")
            assert kept.section(made.id, "s1").written_by == "person"


def test_restoring_tells_what_has_become_of_quotes(client: TestClient, proposal: Proposal) -> None:
    assert client.post(f"{at(proposal)}/lock", json={"editor": "Anne"}).status_code == 200
    restored = client.post(f"{at(proposal)}/versions/2/restore", json={"editor": "Anne"}).json()
    assert [each["state"] for each in restored["basket"]] == ["holds"]
    assert restored["lock"]["mine"] is True


# --- files


def test_a_bundle_that_was_altered_is_told_beside_a_docx(
    assistant: Assistant, proposal: Proposal, tmp_path: Path
) -> None:
    files = assistant.proposal_files
    docx, bundle = tmp_path / "a.docx", tmp_path / "a.json"
    docx.write_bytes(files.export(proposal.id, "docx").content)
    bundle.write_bytes(files.export(proposal.id, "json").content)
    assert files.verify(docx, bundle).whole
    altered = json.loads(bundle.read_text(encoding="utf-8"))
    altered["title"] = "Autre"
    bundle.write_text(json.dumps(altered), encoding="utf-8")
    assert not files.verify(docx, bundle).whole


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DocumentError("too_slow", limit=30), "draft_too_long"),
        (DocumentError("bibliography_unreadable", detail="pandoc: Heap exhausted"), "draft_not_made"),
    ],
)
@pytest.mark.parametrize("part", ["set_references", "rendered"])
def test_what_pandoc_fails_of_is_told_for_what_it_is(
    assistant: Assistant,
    proposal: Proposal,
    monkeypatch: pytest.MonkeyPatch,
    part: str,
    error: DocumentError,
    code: str,
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(f"assistant.proposal_files.{part}", fail)
    with pytest.raises(UsageError) as caught:
        assistant.proposal_files.export(proposal.id, "markdown")
    assert caught.value.code == code
    assert "?" not in caught.value.render("fr").reason


def test_the_catalogue_is_listed_once_for_all_notes_of_a_file(
    assistant: Assistant, proposal: Proposal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(assistant.proposal_files.export(proposal.id, "json").content)
    said = json.loads(path.read_text(encoding="utf-8"))
    (note,) = said["notes"]
    said["notes"] = [{**note, "key": f"{note['key'][:-1]}{n}", "document_id": "elsewhere"} for n in range(5)]
    path.write_text(json.dumps(said), encoding="utf-8")
    texts, listed = assistant.proposal_files._texts, []
    documents = texts.documents
    monkeypatch.setattr(texts, "documents", lambda: (listed.append(1), documents())[1])
    assert assistant.proposal_files.verify(path).counts == {"holds": 5}
    assert len(listed) == 1


def test_exporting_and_verifying_wait_their_turn(
    assistant: Assistant, settings: Settings, proposal: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.errors import AssistantError

    async def full(self: object, work: Callable[[], object]) -> object:
        raise AssistantError("busy")

    monkeypatch.setattr("assistant.api.gate.Gate.run", full)
    with TestClient(create_app(assistant, settings), base_url="http://127.0.0.1:7860") as client:
        assert client.get(f"/api/proposals/{proposal.id}/export").json()["error"]["code"] == "busy"
        assert client.post("/api/proposals/verify", content=b"{}").json()["error"]["code"] == "busy"


# --- words


def test_refusals_and_lists_are_in_french(
    settings: Settings, cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed(monkeypatch)
    with build_assistant(settings) as assistant:
        made = drafted(assistant)
        kept = assistant.proposals
        kept.remove_section(made.id, "s1", ANNE)
    index = ("--index", settings.index)
    listed = cli("draft", "versions", made.id, *index).out
    assert [word in listed for word in ("ajoutée", "citations", "texte modifié", "retirée")] == [True] * 4
    assert not any(word in listed for word in ("picked", "edited", "removed"))
    compared = cli("draft", "compare", made.id, "s1", "1", *index, "--json")
    assert (compared.code, compared.json[-1]["change"]) == (0, "added")
    refusal = UsageError("draft_quotes_bad", count=2, quotes="q3 (changed), q4 (gone)")
    assert "q3 (modifiée), q4 (document retiré)" in refusal.render("fr").reason
    assert "q3 (changed)" in refusal.render("en").reason
    late = EditConflict("section_changed", section="Budget", editor="", version=3)
    assert ("(quelqu'un)" in late.render("fr").reason, "(somebody)" in late.render("en").reason) == (True, True)
