"""Proposals over a real index: several people, every version, quotes that go, sections written by a server and checked."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.build import build_assistant
from assistant.errors import EditConflict, ModelError, UsageError
from assistant.service import Assistant
from assistant.settings import Settings, load_settings
from assistant.types import ANONYMOUS, Editor, Pick, Proposal, SectionPlan
from conversation_files import hashed
from model_server import ModelServer, Request, fails, says
from scripted_models import given

pytestmark = pytest.mark.integration

FACT = "Le budget de la phase test du laboratoire de Valombre est de 54 000 euros pour 2022."
QUESTION = "Quel est le budget de la phase test du laboratoire de Valombre ?"
ANNE, BASILE = Editor("user:anne", "Anne"), Editor("user:basile", "Basile")


@pytest.fixture
def settings(tmp_path: Path, note_index: Path) -> Settings:
    shutil.copytree(note_index, tmp_path / "index")
    shutil.copytree(note_index.parent / "corpus", tmp_path / "corpus")
    return load_settings(overrides={"index": tmp_path / "index", "corpus": tmp_path / "corpus"})


@pytest.fixture
def proposal(assistant: Assistant) -> Proposal:
    """Two sections, the first with the one quote of the note in its basket."""
    plans = [SectionPlan("Budget", QUESTION, "élus", 100), SectionPlan("Cantine")]
    made = assistant.proposals.new("Nos propositions", "fr", plans, "Anne")
    assistant.proposals.pick(made.id, "s1", [pick_of(assistant)], ANNE)
    return assistant.proposals.show(made.id)


def pick_of(assistant: Assistant, text: str = FACT, source: str = "note.md") -> Pick:
    document = next(each for each in assistant.documents() if each.source == source)
    return assistant.proposals.text_pick(document.id, 1, text)


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(UsageError) as caught:
        call()
    return caught.value.code


def verdicts(section: Any) -> list[str | None]:
    return [each.verdict for block in section.blocks for each in block.sentences]


# --- evidence -----------------------------------------------------------------------------------------------------


def test_suggestions_answer_the_question_and_what_was_picked_is_not_proposed_again(
    assistant: Assistant, proposal: Proposal
) -> None:
    empty = assistant.proposals.add_section(proposal.id, SectionPlan("Encore", QUESTION), ANNE)
    (first, *_) = assistant.drafting.suggest(proposal.id, empty.id).quotes
    assert first.quote.text == FACT
    assert all(each.quote.text != FACT for each in assistant.drafting.suggest(proposal.id, "s1").quotes)


def test_quotes_are_picked_from_answers_searches_and_pages_once(assistant: Assistant, proposal: Proposal) -> None:
    from assistant.proposal_wire import citation_pick

    answer = assistant.ask(QUESTION)
    picks = [citation_pick(each) for each in answer.citations]
    found = next(each for each in assistant.search(QUESTION) if FACT in each.passage.text)
    picks += assistant.proposals.passage_picks(found.passage.id, 1, 2)
    section = assistant.proposals.pick(proposal.id, "s2", picks, ANNE)
    assert {each.picked_from for each in section.basket} <= {"answer", "search"}
    assert FACT in [each.text for each in section.basket]
    again = assistant.proposals.pick(proposal.id, "s2", picks, ANNE)
    assert again == section
    assert code_of(lambda: assistant.proposals.passage_picks(found.passage.id, 2, 99)) == "no_such_sentence"


def test_a_basket_is_bounded_and_three_hundred_quotes_are_no_trouble(assistant: Assistant, proposal: Proposal) -> None:
    document = next(each for each in assistant.documents() if each.source == "note.md")
    page = assistant.page(document.id, 1)
    assert page is not None
    length = len(page.text)
    spans = [
        (a, b) for a in range(0, length - 20) for b in range(a + 12, length) if page.text[a:b].strip() == page.text[a:b]
    ]
    many = [Pick(document.id, 1, *span) for span in spans[:300]]
    section = assistant.proposals.pick(proposal.id, "s2", many, ANNE)
    assert len(section.basket) == 300
    written = assistant.drafting.write(proposal.id, "s2", ANNE).section
    assert sum(block.kind == "item" for block in written.blocks) == 300
    assert len(assistant.proposals.checks(assistant.proposals.show(proposal.id))) == 301
    more = [Pick(document.id, 1, *span) for span in spans[300:501]]
    assert code_of(lambda: assistant.proposals.pick(proposal.id, "s2", more, ANNE)) == "too_many_quotes"


# --- writing ------------------------------------------------------------------------------------------------------


def test_without_a_server_a_section_is_a_brief_and_without_evidence_nothing_is_written(
    assistant: Assistant, proposal: Proposal
) -> None:
    section = assistant.drafting.write(proposal.id, "s1", ANNE).section
    assert section.written_by == "brief"
    assert verdicts(section) == ["nothing_to_check", "supported"]
    assert verdicts(assistant.drafting.verify(proposal.id, "s1", ANNE).section) == ["nothing_to_check", "supported"]
    assert code_of(lambda: assistant.drafting.write(proposal.id, "s2", ANNE)) == "section_without_evidence"
    assert code_of(lambda: assistant.drafting.verify(proposal.id, "s2", ANNE)) == "section_without_text"
    with pytest.raises(ModelError):
        assistant.drafting.write(proposal.id, "s1", ANNE, "model")


def test_what_a_person_wrote_is_replaced_only_when_they_say_so_and_is_kept(
    assistant: Assistant, proposal: Proposal
) -> None:
    kept = assistant.proposals
    mine = kept.save_text(proposal.id, "s1", f"{FACT} [q1]\n\nDouze agents y travaillent. [q1]", 2, ANNE)
    assert verdicts(mine) == [None, None]
    checked = assistant.drafting.verify(proposal.id, "s1", ANNE)
    assert verdicts(checked.section) == ["supported", "unsupported"]
    assert [each.code for each in checked.notices] == ["sentences_unsupported"]
    assert code_of(lambda: assistant.drafting.write(proposal.id, "s1", ANNE)) == "section_edited"
    before = kept.show(proposal.id).sections[1]
    assistant.drafting.write(proposal.id, "s1", ANNE, replace_edited=True)
    assert kept.show(proposal.id).sections[1] == before
    number = next(each.number for each in kept.versions(proposal.id, "s1") if each.change == "edited")
    assert "Douze agents" in kept.text(proposal.id, kept.restore(proposal.id, "s1", number, ANNE).id)


def _scripted(request: Request) -> Any:
    (key, *_) = given(request).texts
    return says(
        f"## Le budget\n\n{FACT} [{key}]\nIl est de 99 000 euros. [{key}]\nTout le monde est ravi.\nBon. [kffffff]"
    )


def test_with_a_server_every_sentence_is_checked_and_the_bad_ones_are_marked(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed(monkeypatch)
    with ModelServer(_scripted) as server:
        named = settings.model_server.model_copy(update={"base_url": server.url, "model": "scripted", "retries": 0})
        with build_assistant(settings.model_copy(update={"model_server": named})) as assistant:
            made = assistant.proposals.new("P", "fr", [SectionPlan("Budget", QUESTION)])
            assistant.proposals.pick(made.id, "s1", [pick_of(assistant)], ANNE)
            written = assistant.drafting.write(made.id, "s1", ANNE)
    assert written.section.written_by == "model"
    heading, paragraph = written.section.blocks
    assert heading.kind == "heading"
    assert [each.quotes for each in paragraph.sentences] == [("q1",), ("q1",), (), ()]
    assert paragraph.sentences[0].verdict == "supported"
    assert all(each.verdict in ("unsupported", "contradicted") for each in paragraph.sentences[1:])
    assert "q1" not in server.requests[0].prompt  # keys of a request mean nothing elsewhere
    assert written.notices[-1].params == {"count": "3"}


def test_a_server_that_fails_leaves_a_brief_or_says_so(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed(monkeypatch)
    with ModelServer([fails(500)]) as server:
        named = settings.model_server.model_copy(update={"base_url": server.url, "model": "scripted", "retries": 0})
        with build_assistant(settings.model_copy(update={"model_server": named})) as assistant:
            made = assistant.proposals.new("P", "fr", [SectionPlan("Budget", QUESTION)])
            assistant.proposals.pick(made.id, "s1", [pick_of(assistant)], ANNE)
            with pytest.raises(ModelError):
                assistant.drafting.write(made.id, "s1", ANNE, "model")
            assert assistant.proposals.section(made.id, "s1").blocks == ()
            written = assistant.drafting.write(made.id, "s1", ANNE)
    assert (written.section.written_by, written.notices[0].code) == ("brief", "brief_instead_server")


# --- several people -----------------------------------------------------------------------------------------------


def test_who_saves_second_is_told_loses_nothing_and_can_compare(assistant: Assistant, proposal: Proposal) -> None:
    kept = assistant.proposals
    revision = kept.section(proposal.id, "s1").revision
    kept.save_text(proposal.id, "s1", "Le texte d'Anne.", revision, ANNE)
    with pytest.raises(EditConflict, match="Anne") as caught:
        kept.save_text(proposal.id, "s1", "Le texte de Basile.", revision, BASILE)
    assert kept.text(proposal.id, "s1") == "Le texte d'Anne."
    number = int(caught.value.params["version"])
    changes = {(each.change, each.text) for each in kept.compare(proposal.id, "s1", number)}
    assert {("removed", "Le texte de Basile."), ("added", "Le texte d'Anne.")} <= changes
    again = kept.save_text(proposal.id, "s1", "Les deux.", kept.section(proposal.id, "s1").revision, BASILE)
    assert again.written_by == "person"


def test_a_quote_picked_meanwhile_does_not_refuse_a_text(assistant: Assistant, proposal: Proposal) -> None:
    kept = assistant.proposals
    revision = kept.section(proposal.id, "s1").revision
    kept.lock(proposal.id, "s1", ANNE)
    kept.pick(proposal.id, "s1", [pick_of(assistant, "La cantine de Sarrevigne ouvre à midi.", "autre.md")], BASILE)
    saved = kept.save_text(proposal.id, "s1", f"{FACT} [q1]", revision, ANNE)
    assert len(saved.basket) == 2


def test_a_section_is_locked_for_others_until_it_is_given_back_or_its_time_is_over(
    assistant: Assistant, proposal: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = assistant.proposals
    kept.lock(proposal.id, "s1", ANNE)
    for call in (
        lambda: kept.lock(proposal.id, "s1", BASILE),
        lambda: kept.save_text(proposal.id, "s1", "x", 2, BASILE),
        lambda: assistant.drafting.write(proposal.id, "s1", BASILE),
        lambda: kept.remove_section(proposal.id, "s1", BASILE),
    ):
        assert code_of(call) == "section_locked"
    kept.save_text(proposal.id, "s1", "À moi.", 2, ANNE)
    kept.unlock(proposal.id, "s1", BASILE)
    assert [each.editor.name for each in kept.locks(proposal.id)] == ["Anne"]
    kept.unlock(proposal.id, "s1", ANNE)
    assert kept.locks(proposal.id) == []
    monkeypatch.setattr("assistant.proposals.locks.timedelta", lambda seconds: __import__("datetime").timedelta(0))
    kept.lock(proposal.id, "s1", ANNE)
    kept.lock(proposal.id, "s1", BASILE)


def test_a_section_that_was_removed_comes_back_from_its_versions(assistant: Assistant, proposal: Proposal) -> None:
    kept = assistant.proposals
    kept.save_text(proposal.id, "s1", "Un texte.", 2, ANNE)
    kept.remove_section(proposal.id, "s1", ANNE)
    assert code_of(lambda: kept.section(proposal.id, "s1")) == "unknown_section"
    assert kept.add_section(proposal.id, SectionPlan("Neuve"), ANNE).id == "s3"  # no id is given twice
    last = kept.versions(proposal.id, "s1")[-1]
    assert last.change == "removed"
    back = kept.restore(proposal.id, "s1", last.number, BASILE)
    assert [each.id for each in back.basket] == ["q1"]
    assert [each.id for each in kept.show(proposal.id).sections] == ["s2", "s3", "s1"]
    kept.arrange_sections(proposal.id, ["s1", "s2", "s3"])
    assert code_of(lambda: kept.arrange_sections(proposal.id, ["s1"])) == "order_wrong"


# --- documents that change ----------------------------------------------------------------------------------------


def test_a_document_that_changes_moves_or_goes_marks_its_quotes(assistant: Assistant, settings: Settings) -> None:
    kept, note = assistant.proposals, settings.corpus / "pont" / "pont.md"
    note.parent.mkdir()
    cost = "Le pont de Trapval coûte 32 000 euros par an."
    original = f"# Le pont\n\n{cost}\n"
    note.write_text(original, encoding="utf-8")
    assistant.ingest([str(note.parent)])
    here = kept.new("Ici", "fr", [SectionPlan("Pont")])
    kept.pick(here.id, "s1", [pick_of(assistant, cost, "pont/pont.md")], ANNE)

    def now() -> str:
        assistant.ingest([str(note.parent)])
        return kept.checks(kept.show(here.id))[0].state

    assert now() == "holds"
    note.write_text(original.replace(cost, f"Une phrase de plus pour commencer.\n\n{cost}"), encoding="utf-8")
    assert now() == "moved"
    note.write_text(original.replace("32 000", "23 000"), encoding="utf-8")
    assert now() == "changed"
    assert kept.section(here.id, "s1").basket[0].text == cost  # the person's own evidence
    assert code_of(lambda: assistant.drafting.write(here.id, "s1", ANNE)) == "section_without_evidence"
    note.unlink()
    assert now() == "gone"
    assert kept.section(here.id, "s1").basket[0].text == cost


def test_a_document_that_is_withheld_later_is_shown_and_named_nowhere(assistant: Assistant, proposal: Proposal) -> None:
    kept = assistant.proposals
    assistant.drafting.write(proposal.id, "s1", ANNE)
    title = kept.section(proposal.id, "s1").basket[0].title
    assistant.library.correct("note.md", {"marks": [ANONYMOUS]})
    found = kept.show(proposal.id)
    assert kept.checks(found)[0].state == "withheld"
    for text in (
        str(found),
        str(assistant.drafting.suggest(proposal.id, "s1").missing),
        str(kept.versions(proposal.id)),
        str(kept.compare(proposal.id, "s1", 1)),
    ):
        assert "54 000" not in text
        assert title not in text
        assert "note.md" not in text
    anonymous = next(each for each in assistant.documents() if each.anonymous)
    assert code_of(lambda: kept.pick(proposal.id, "s2", [Pick(anonymous.id, 1, 0, 20)], ANNE)) == "quote_withheld"


def test_erasing_a_document_erases_its_words_from_proposals_to_the_last_byte(
    assistant: Assistant, proposal: Proposal, settings: Settings
) -> None:
    kept = assistant.proposals
    assistant.drafting.write(proposal.id, "s1", ANNE)
    kept.save_text(proposal.id, "s1", f"Comme le dit la note, {FACT[0].lower()}{FACT[1:]} [q1]", 3, ANNE)
    assistant.library.remove(["note.md"])
    section = kept.section(proposal.id, "s1")
    (only,) = section.basket
    assert (only.text, only.before, only.after, only.title, only.source) == ("", "", "", "document retiré", "")
    assert kept.section_checks(section)[0].state == "gone"
    assert "Comme le dit la note" in kept.text(proposal.id, "s1")
    assert "54 000" not in str(kept.versions(proposal.id))
    files = [path for path in settings.index.rglob("*") if path.is_file() and "catalogue" in path.name]
    assert files
    for path in files:
        assert b"54 000 euros" not in path.read_bytes(), path


def test_erasing_a_proposal_leaves_no_byte_of_it(assistant: Assistant, proposal: Proposal, settings: Settings) -> None:
    assistant.proposals.save_text(proposal.id, "s1", "Zyxomarqueur.", 2, ANNE)
    assistant.proposals.remove(proposal.id)
    assert assistant.proposals.heads() == []
    assert code_of(lambda: assistant.proposals.remove(proposal.id)) == "unknown_proposal"
    for path in settings.index.glob("catalogue.sqlite*"):
        assert b"Zyxomarqueur" not in path.read_bytes()
    with sqlite3.connect(settings.index / "catalogue.sqlite") as base:
        assert base.execute("SELECT count(*) FROM proposal_quote").fetchone() == (0,)


# --- over HTTP and on the command line ----------------------------------------------------------------------------


def test_two_browsers_on_one_section(assistant: Assistant, settings: Settings) -> None:
    app = create_app(assistant, settings)
    anne, basile = (TestClient(app, base_url="http://127.0.0.1:7860") for _ in range(2))
    body = {"title": "<script>alert(1)</script>", "sections": [{"title": "Budget", "question": QUESTION}]}
    made = anne.post("/api/proposals", json=body).json()
    assert made["title"] == "<script>alert(1)</script>"
    at = f"/api/proposals/{made['id']}/sections/s1"
    asked = anne.post("/api/ask", json={"question": QUESTION, "conversation": "new"}).json()
    cited = {"conversation": asked["conversation"]["id"], "turn": 1, "citations": [1], "editor": "Anne"}
    section = anne.post(f"{at}/quotes", json=cited).json()
    assert [each["state"] for each in section["basket"]] == ["holds"]
    assert basile.post(f"{at}/quotes", json=cited).status_code == 404  # another's conversation
    assert basile.post(f"{at}/quotes", json={}).status_code == 422
    assert anne.post(f"{at}/lock", json={"editor": "Anne"}).json()["mine"] is True
    refused = basile.post(f"{at}/text", json={"text": "x", "revision": section["revision"]})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "section_locked")
    assert basile.get(at).json()["lock"]["mine"] is False
    assert anne.delete(f"{at}/lock").status_code == 204
    saved = anne.post(
        f"{at}/text", json={"text": "Il est de 12 euros. [q1]", "revision": section["revision"], "editor": "Anne"}
    )
    assert saved.json()["text"] == "Il est de 12 euros. [q1]"
    late = basile.post(f"{at}/text", json={"text": "À moi.", "revision": section["revision"], "editor": "Basile"})
    assert late.status_code == 409
    version = basile.get(f"{at}/versions/{late.json()['version']}").json()
    assert version["section"]["text"] == "À moi."
    checked = anne.post(f"{at}/check").json()  # who asks may stay without a name, and without a body
    assert checked["section"]["blocks"][0]["sentences"][0]["verdict"] == "contradicted"
    unknown = basile.post(f"{at}/text", json={"text": "Vu. [q1, q9]", "revision": checked["section"]["revision"]})
    sentence = unknown.json()["blocks"][0]["sentences"][0]
    assert (sentence["verdict"], sentence["quotes"]) == ("unsupported", ["q1", "q9"])
    assert "q9" in sentence["reason"]
    again = anne.post(f"{at}/check", json={}).json()["section"]["blocks"][0]["sentences"][0]
    assert (again["verdict"], "q9" in again["reason"]) == ("unsupported", True)
    assert anne.delete(f"/api/proposals/{made['id']}").status_code == 204
    assert anne.get(f"/api/proposals/{made['id']}").status_code == 404


def test_the_command_line_goes_from_a_question_to_a_checked_section(
    settings: Settings, cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hashed(monkeypatch)
    index = ("--index", settings.index, "--json")
    made = cli("draft", "new", "Plan", "--section", f"Budget | {QUESTION} | élus | 100", *index).json
    assert [each["length"] for each in made["sections"]] == [100]
    assert cli("draft", "list", *index).json[0]["id"] == made["id"]
    assert cli("draft", "suggest", "Plan", "1", *index).json["quotes"][0]["text"] == FACT
    picked = cli("draft", "pick", "plan", "budget", "--suggestion", "1", "--comment", "à garder", *index).json
    assert picked["basket"][0]["comment"] == "à garder"
    assert cli("draft", "write", "plan", "s1", *index).json["section"]["written_by"] == "brief"
    (tmp_path / "texte.md").write_text(f"{FACT} [q1] Il a triplé. [q1]", encoding="utf-8")
    edited = cli("draft", "section", "plan", "1", "--text", tmp_path / "texte.md", "--revision", "3", *index).json
    assert edited["text"] == f"{FACT} [q1] Il a triplé. [q1]"
    assert cli("draft", "section", "plan", "1", "--text", tmp_path / "texte.md", "--revision", "9", *index).code == 0
    (checked,) = cli("draft", "check", "plan", *index).json
    assert [each["verdict"] for each in checked["section"]["blocks"][0]["sentences"]] == ["supported", "unsupported"]
    assert cli("draft", "compare", "plan", "1", "1", *index).json[-1]["change"] == "added"
    assert "Budget" in cli("draft", "show", "plan", "--index", settings.index).out
    assert cli("draft", "section", "plan", "Neuve", "--add", *index).json["id"] == "s2"
    assert cli("draft", "versions", "plan", "s1", *index).json[0]["change"] == "added"
    assert cli("draft", "remove", "plan", *index).json["error"]["code"] == "remove_unconfirmed"
    assert cli("draft", "remove", "plan", "--yes", *index).code == 0
    assert cli("draft", "show", "plan", *index).json["error"]["code"] == "unknown_proposal"
