"""Words of documents that may not be quoted any more, or were erased: no section, version, list or file gives them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.build import build_assistant
from assistant.errors import UsageError
from assistant.service import Assistant
from assistant.settings import Settings, load_settings
from assistant.types import Editor, Pick, Proposal, SectionPlan
from conversation_files import hashed

pytestmark = pytest.mark.integration

FACT = "Le budget de la phase test du laboratoire de Valombre est de 54 000 euros pour 2022."
BRIDGE = "Le pont de Trapval coûte 32 000 euros par an à la commune."
ANNE = Editor("user:anne", "Anne")
MARKS = pytest.mark.parametrize("mark", ["not_for_quotation", "anonymous"])


@pytest.fixture
def settings(tmp_path: Path, note_index: Path) -> Settings:
    shutil.copytree(note_index, tmp_path / "index")
    shutil.copytree(note_index.parent / "corpus", tmp_path / "corpus")
    (tmp_path / "corpus" / "pont.md").write_text(f"# Le pont\n\n{BRIDGE}\n", encoding="utf-8")
    found = load_settings(overrides={"index": tmp_path / "index", "corpus": tmp_path / "corpus"})
    return found.model_copy(update={"drafting": found.drafting.model_copy(update={"on_bad_quote": "annotate"})})


@pytest.fixture
def assistant(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Assistant]:
    hashed(monkeypatch)
    with build_assistant(settings) as built:
        built.ingest([str(settings.corpus)])
        yield built


@pytest.fixture
def client(assistant: Assistant, settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(assistant, settings), base_url="http://127.0.0.1:7860") as made:
        yield made


@pytest.fixture
def proposal(assistant: Assistant) -> Proposal:
    """Two sections; the first one quotes the bridge, q1, and the note, q2."""
    kept = assistant.proposals
    plans = [SectionPlan("Ponts", "Que coûte le pont ?"), SectionPlan("Suite", "Que dit la suite ?")]
    made = kept.new("Nos propositions", "fr", plans, "Anne")
    filled = kept.pick(made.id, "s1", [pick_of(assistant, BRIDGE), pick_of(assistant, FACT)], ANNE)
    kept.save_text(made.id, "s1", f"{BRIDGE} [q1]\n\n{FACT} [q2]", filled.revision, ANNE)
    return kept.show(made.id)


def pick_of(assistant: Assistant, text: str) -> Pick:
    for each in assistant.documents():
        try:
            return assistant.proposals.text_pick(each.id, 1, text)
        except UsageError:
            continue
    raise AssertionError(text)


def source_of(assistant: Assistant) -> str:
    return next(each.source for each in assistant.documents() if each.source.endswith("pont.md"))


def everything(client: TestClient, assistant: Assistant, proposal: Proposal) -> str:
    """All that any front gives of a proposal."""
    kept, at = assistant.proposals, f"/api/proposals/{proposal.id}"
    texts = [client.get(at).text, client.get("/api/proposals").text, client.get("/api/proposals/outlines").text]
    texts += [client.get(f"{at}{rest}").text for rest in ("/versions", "/removed", "/outline/versions")]
    for each in kept.versions(proposal.id):
        section = each.section.id
        texts.append(client.get(f"{at}/sections/{section}/versions/{each.number}").text)
        texts.append(client.get(f"{at}/sections/{section}/compare?older={each.number}").text)
    for each in kept.outline_versions(proposal.id):
        texts.append(client.get(f"{at}/outline/compare?older={each.number}").text)
    forms: tuple[Any, ...] = ("json", "markdown", "html")
    texts += [assistant.proposal_files.export(proposal.id, form).content.decode() for form in forms]
    return "\n".join([*texts, str(kept.versions(proposal.id)), str(kept.show(proposal.id))])


# --- withheld -----------------------------------------------------------------------------------------------------


@MARKS
def test_words_that_stayed_after_their_quote_was_taken_out_are_hidden(
    client: TestClient, assistant: Assistant, proposal: Proposal, mark: str
) -> None:
    kept = assistant.proposals
    kept.unpick(proposal.id, "s1", ["q1"], ANNE)
    assert BRIDGE in kept.text(proposal.id, "s1")
    assistant.library.correct(source_of(assistant), {"marks": [mark]})
    said = everything(client, assistant, proposal)
    assert "32 000" not in said
    assert FACT in said, "nothing else goes"
    assistant.library.correct(next(d.id for d in assistant.documents() if not d.text_shown), {"marks": []})
    assert BRIDGE in kept.text(proposal.id, "s1"), "withholding erases nothing"


@MARKS
def test_words_that_were_put_elsewhere_are_hidden(
    client: TestClient, assistant: Assistant, proposal: Proposal, mark: str
) -> None:
    kept = assistant.proposals
    kept.save_text(proposal.id, "s2", f"# {BRIDGE}\n\nNous le redisons : {BRIDGE}", 1, ANNE)
    plan = SectionPlan(f"Or {BRIDGE}", f"Pourquoi {BRIDGE}", f"Qui sait que {BRIDGE}")
    kept.plan_section(proposal.id, "s2", plan, kept.section(proposal.id, "s2").revision, ANNE)
    kept.comment(proposal.id, "s1", "q2", f"Comparer : {BRIDGE}", ANNE)
    kept.rename(proposal.id, f"Puisque {BRIDGE}")
    kept.remove_section(proposal.id, "s2", ANNE)
    assert "32 000" in everything(client, assistant, proposal)
    assistant.library.correct(source_of(assistant), {"marks": [mark]})
    said = everything(client, assistant, proposal)
    assert "32 000" not in said
    assert FACT in said


@MARKS
def test_refusals_suggestions_and_what_a_model_is_asked_give_no_hidden_words(
    assistant: Assistant, proposal: Proposal, mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = assistant.proposals
    plan = SectionPlan(f"Or {BRIDGE}", f"Pourquoi {BRIDGE} et que disent les nains zyxo ?")
    kept.plan_section(proposal.id, "s1", plan, kept.section(proposal.id, "s1").revision, ANNE)
    assistant.library.correct(source_of(assistant), {"marks": [mark]})
    kept.lock(proposal.id, "s1", Editor("user:basile", "Basile"))
    with pytest.raises(UsageError) as caught:
        assistant.drafting.verify(proposal.id, "s1", ANNE)
    assert "32 000" not in str(caught.value.params)
    kept.unlock(proposal.id, "s1", Editor("user:basile", "Basile"))
    assert "32 000" not in str(assistant.drafting.suggest(proposal.id, "s1"))
    asked: list[Any] = []
    made = assistant.drafting._made
    monkeypatch.setattr(assistant.drafting, "_made", lambda *given: (asked.append(given[0]), made(*given))[1])
    written = assistant.drafting.write(proposal.id, "s1", ANNE, "brief", replace_edited=True)
    assert "32 000" not in str([asked[0].title, asked[0].question, asked[0].blocks, written])


def test_words_that_another_quote_has_as_well_stay(
    assistant: Assistant, proposal: Proposal, settings: Settings
) -> None:
    kept = assistant.proposals
    (settings.corpus / "bis.md").write_text(f"# Autre note\n\n{BRIDGE} Oui.\n", encoding="utf-8")
    assistant.ingest([str(settings.corpus)])
    other = next(each for each in assistant.documents() if each.source.endswith("bis.md"))
    kept.pick(proposal.id, "s2", [kept.text_pick(other.id, 1, BRIDGE)], ANNE)
    kept.save_text(proposal.id, "s2", f"{BRIDGE} [q3]", kept.section(proposal.id, "s2").revision, ANNE)
    assistant.library.correct(source_of(assistant), {"marks": ["not_for_quotation"]})
    assert kept.text(proposal.id, "s2") == f"{BRIDGE} [q3]"
    assert "32 000" not in kept.text(proposal.id, "s1")


@MARKS
def test_a_heading_over_a_quote_that_is_withheld_is_not_established(
    assistant: Assistant, proposal: Proposal, mark: str
) -> None:
    kept = assistant.proposals
    revision = kept.section(proposal.id, "s1").revision
    kept.save_text(proposal.id, "s1", f"# Un coût de 32 000 euros\n\n{BRIDGE} [q1]", revision, ANNE)
    checked = assistant.drafting.verify(proposal.id, "s1", ANNE).section
    assert checked.blocks[0].sentences[0].reason == "ce qu'il nomme est dans les citations"
    assistant.library.correct(source_of(assistant), {"marks": [mark]})
    assert kept.section(proposal.id, "s1").blocks[0].sentences[0].verdict == "unsupported"
    assert "titre à vérifier" in assistant.proposal_files.export(proposal.id, "markdown").content.decode()


def test_a_heading_whose_quote_is_taken_out_is_unchecked(assistant: Assistant, proposal: Proposal) -> None:
    kept = assistant.proposals
    revision = kept.section(proposal.id, "s1").revision
    text = f"# Un coût de 32 000 euros\n\n{BRIDGE} [q1]\n\n# Un budget de 54 000 euros\n\n{FACT} [q2]\n\n# Les freins"
    kept.save_text(proposal.id, "s1", text, revision, ANNE)
    assistant.drafting.verify(proposal.id, "s1", ANNE)
    left = kept.unpick(proposal.id, "s1", ["q1"], ANNE)
    found = [block.sentences[0].verdict for block in left.blocks if block.kind == "heading"]
    assert found == [None, "nothing_to_check", "nothing_to_check"]


# --- erased -------------------------------------------------------------------------------------------------------


def test_erasing_takes_the_words_out_of_titles_questions_and_outlines(
    assistant: Assistant, proposal: Proposal, settings: Settings
) -> None:
    kept = assistant.proposals
    plan = SectionPlan(f"Or {BRIDGE}", f"Pourquoi {BRIDGE}")
    kept.plan_section(proposal.id, "s2", plan, 1, ANNE)
    kept.rename(proposal.id, f"Puisque {BRIDGE}")
    kept.rename(proposal.id, f"Parce que {BRIDGE}")
    assistant.library.remove([source_of(assistant)])
    said = str([kept.show(proposal.id), kept.versions(proposal.id), kept.outline_versions(proposal.id), kept.heads()])
    assert "32 000" not in said
    for path in settings.index.glob("catalogue.sqlite*"):
        assert "coûte 32 000 euros".encode() not in path.read_bytes()
    assert kept.show(proposal.id).title.startswith("Parce que […]")


def test_a_text_that_was_open_when_its_document_was_erased_is_neither_saved_nor_kept(
    client: TestClient, assistant: Assistant, proposal: Proposal, settings: Settings
) -> None:
    kept = assistant.proposals
    before = kept.section(proposal.id, "s1")
    count = len(kept.versions(proposal.id))
    assistant.library.remove([source_of(assistant)])
    at = f"/api/proposals/{proposal.id}/sections/s1"
    body = {"text": f"{BRIDGE} Encore. [q1]", "revision": before.revision, "editor": "Anne"}
    refused = client.post(f"{at}/text", json=body)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "section_erased")
    with pytest.raises(UsageError) as caught:
        kept.put_text(proposal.id, "s1", before, before.blocks, ANNE, "model")
    assert caught.value.code == "section_erased"
    assert len(kept.versions(proposal.id)) == count
    assert "32 000" not in str([kept.show(proposal.id), kept.versions(proposal.id)])
    now = kept.section(proposal.id, "s1")
    assert now.text_revision > before.revision
    kept.save_text(proposal.id, "s1", "Autre chose.", now.revision, ANNE)
    kept.restore(proposal.id, "s1", 1, ANNE)
    with pytest.raises(UsageError) as caught:
        kept.save_text(proposal.id, "s1", BRIDGE, before.revision, ANNE)
    assert caught.value.code == "section_erased"


def test_a_section_that_has_nothing_of_an_erased_document_can_be_saved(
    assistant: Assistant, proposal: Proposal
) -> None:
    kept = assistant.proposals
    assistant.library.remove([source_of(assistant)])
    saved = kept.save_text(proposal.id, "s2", "Mon texte.", 1, ANNE)
    assert saved.revision == 2


def test_a_document_that_is_erased_while_a_quote_of_it_is_picked_is_not_quoted(
    assistant: Assistant, proposal: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = assistant.proposals
    pick = pick_of(assistant, BRIDGE)
    editing = kept._store.editing

    def late() -> Any:
        monkeypatch.setattr(kept._store, "editing", editing)
        assistant.library.remove([source_of(assistant)])
        return editing()

    monkeypatch.setattr(kept._store, "editing", late)
    with pytest.raises(UsageError) as caught:
        kept.pick(proposal.id, "s2", [pick], ANNE)
    assert caught.value.code == "unknown_document"
    assert kept.section(proposal.id, "s2").basket == ()


# --- verdicts that have to follow -----------------------------------------------------------------------------------


def test_a_quote_that_is_taken_out_while_a_text_is_made_of_it_is_missed(
    assistant: Assistant, proposal: Proposal
) -> None:
    kept = assistant.proposals
    kept.save_text(proposal.id, "s1", "", kept.section(proposal.id, "s1").revision, ANNE)
    before = kept.section(proposal.id, "s1")
    made = assistant.drafting._made(before, assistant.drafting.evidence(before), "fr", "brief")[0]
    kept.unpick(proposal.id, "s1", ["q1"], ANNE)
    written = kept.put_text(proposal.id, "s1", before, made, ANNE, "brief")
    (found,) = [s for block in written.blocks for s in block.sentences if "q1" in s.quotes]
    assert (found.verdict, found.reason) == ("unsupported", "citation absente de la section\u00a0: q1")


def test_titles_rest_on_quotes_that_hold(assistant: Assistant, proposal: Proposal, settings: Settings) -> None:
    kept = assistant.proposals
    kept.rename(proposal.id, "Le pont à 32 000 euros")
    plan = SectionPlan("Le pont à 32 000 euros", "Que coûte le pont ?")
    told = kept.plan_section(proposal.id, "s1", plan, kept.section(proposal.id, "s1").revision, ANNE)
    assert told.title_verdict == "nothing_to_check"
    page = assistant.proposal_files.export(proposal.id, "markdown").content.decode()
    assert "titre à vérifier" not in page
    (settings.corpus / "pont.md").write_text("# Le pont\n\nIl ne coûte rien du tout.\n", encoding="utf-8")
    assistant.ingest([str(settings.corpus)])
    page = assistant.proposal_files.export(proposal.id, "markdown").content.decode()
    assert page.count("titre à vérifier") == 2
    again = kept.arrange_quotes(proposal.id, "s1", ["q2", "q1"], ANNE)
    assert kept.told(kept.show(proposal.id), again).title_verdict == "unsupported"


# --- languages, first outlines --------------------------------------------------------------------------------------


def test_what_is_said_of_sections_follows_the_language(assistant: Assistant, proposal: Proposal) -> None:
    kept = assistant.proposals
    kept.save_text(proposal.id, "s1", f"{FACT} [q1]\n\n{FACT} [q9]", kept.section(proposal.id, "s1").revision, ANNE)
    kept.unpick(proposal.id, "s1", ["q1"], ANNE)
    assistant.drafting.verify(proposal.id, "s1", ANNE)
    before = kept.section(proposal.id, "s1")
    assert before.missing[0].startswith("Toutes les citations")
    english = kept.rename(proposal.id, language="en").sections[0]
    assert english.missing[0].startswith("All quotes are from one document")
    reasons = [s.reason for block in english.blocks for s in block.sentences]
    assert reasons == ["no quote behind it", "a quote that the section does not have: q9"]
    assert english.text_revision == before.text_revision
    french = kept.restore_outline(proposal.id, 1, ANNE).sections[0]
    assert (french.missing, french.blocks) == (before.missing, before.blocks)


def test_the_first_change_of_an_outline_that_has_no_version_keeps_what_it_was(
    assistant: Assistant, proposal: Proposal
) -> None:
    from sqlalchemy import delete

    from assistant.store.proposal_outlines import OUTLINE, VERSION

    kept = assistant.proposals
    with kept._store._database.writing() as connection:
        connection.execute(delete(VERSION).where(VERSION.c.section_id == OUTLINE))
    kept.rename(proposal.id, "Un autre titre", editor="Anne")
    found = kept.outline_versions(proposal.id)
    assert [(each.change, each.outline.title) for each in found] == [
        ("begun", "Nos propositions"),
        ("renamed", "Un autre titre"),
    ]


def test_a_title_of_a_section_and_its_outline_are_kept_together(
    assistant: Assistant, proposal: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = assistant.proposals

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(kept._store, "keep_outline", fail)
    with pytest.raises(RuntimeError):
        kept.plan_section(proposal.id, "s2", SectionPlan("Autre titre"), 1, ANNE)
    assert kept.section(proposal.id, "s2").title == "Suite"
