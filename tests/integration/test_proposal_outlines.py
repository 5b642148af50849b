"""Outlines over a real index: titles and orders keep versions, sections taken out come back, lists stay light."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.errors import EditConflict, UsageError
from assistant.service import Assistant
from assistant.settings import Settings, load_settings
from assistant.types import Editor, Proposal, SectionPlan

pytestmark = pytest.mark.integration

ANNE = Editor("user:anne", "Anne")


@pytest.fixture
def settings(tmp_path: Path, note_index: Path) -> Settings:
    shutil.copytree(note_index, tmp_path / "index")
    return load_settings(overrides={"index": tmp_path / "index"})


@pytest.fixture
def proposal(assistant: Assistant) -> Proposal:
    plans = [SectionPlan(title) for title in ("Un", "Deux", "Trois")]
    return assistant.proposals.new("Premier titre", "fr", plans, "Anne")


def kinds(assistant: Assistant, proposal: Proposal) -> list[str]:
    return [each.change for each in assistant.proposals.outline_versions(proposal.id)]


def test_titles_and_orders_keep_versions_that_are_compared_and_restored(
    assistant: Assistant, proposal: Proposal
) -> None:
    kept = assistant.proposals
    kept.rename(proposal.id, "Second titre", editor="Basile")
    kept.rename(proposal.id, "Second titre")  # changes nothing
    kept.arrange_sections(proposal.id, ["s3", "s1", "s2"], "Basile")
    kept.add_section(proposal.id, SectionPlan("Quatre"), ANNE)
    kept.plan_section(proposal.id, "s1", SectionPlan("Un bis"), 1, ANNE)
    kept.remove_section(proposal.id, "s2", ANNE)
    assert kinds(assistant, proposal) == ["begun", "renamed", "ordered", "added", "retitled", "removed"]
    found = kept.outline_versions(proposal.id)
    assert [each.editor for each in found] == ["Anne", "Basile", "Basile", "Anne", "Anne", "Anne"]
    assert found[2].outline.sections == (("s3", "Trois"), ("s1", "Un"), ("s2", "Deux"))
    changes = kept.compare_outlines(proposal.id, 1, 2)
    assert [(each.change, each.text) for each in changes][:2] == [
        ("removed", "Premier titre (fr)"),
        ("added", "Second titre (fr)"),
    ]
    assert ("removed", "• Deux") in [(each.change, each.text) for each in kept.compare_outlines(proposal.id, 1)]
    back = kept.restore_outline(proposal.id, 1, ANNE)
    assert (back.title, [each.title for each in back.sections]) == (
        "Premier titre",
        ["Un bis", "Deux", "Trois", "Quatre"],
    )
    assert kinds(assistant, proposal)[-1] == "restored"
    with pytest.raises(UsageError):
        kept.restore_outline(proposal.id, 99, ANNE)


def test_a_section_that_was_taken_out_is_listed_and_comes_back(assistant: Assistant, proposal: Proposal) -> None:
    kept = assistant.proposals
    kept.save_text(proposal.id, "s2", "Un texte.", 1, ANNE)
    kept.remove_section(proposal.id, "s2", ANNE)
    (gone,) = kept.removed_sections(proposal.id)
    assert (gone.section.id, gone.section.title, gone.editor) == ("s2", "Deux", "Anne")
    kept.restore(proposal.id, "s2", gone.number, ANNE)
    assert kept.removed_sections(proposal.id) == []
    assert kinds(assistant, proposal)[-2:] == ["removed", "restored"]
    assert {each.section.id for each in kept.versions(proposal.id)} == {"s1", "s2", "s3"}  # of sections alone


def test_a_late_plan_changes_no_outline(assistant: Assistant, proposal: Proposal) -> None:
    kept = assistant.proposals
    kept.save_text(proposal.id, "s1", "Un texte.", 1, ANNE)
    with pytest.raises(EditConflict):
        kept.plan_section(proposal.id, "s1", SectionPlan("Tard"), 1, Editor("user:basile", "Basile"))
    assert kinds(assistant, proposal) == ["begun"]
    assert kept.versions(proposal.id, "s1")[-1].change == "refused"


def test_fronts_list_outlines_lightly_and_restore_them(
    assistant: Assistant, settings: Settings, proposal: Proposal
) -> None:
    with TestClient(create_app(assistant, settings), base_url="http://127.0.0.1:7860") as client:
        at = f"/api/proposals/{proposal.id}"
        (listed,) = client.get("/api/proposals/outlines").json()
        assert listed["sections"][0] == {"id": "s1", "title": "Un", "quotes": 0}
        assert set(listed) == {"id", "title", "language", "sections"}
        client.patch(at, json={"title": "Autre", "editor": "Anne"})
        client.delete(f"{at}/sections/s3?editor=Anne")
        versions = client.get(f"{at}/outline/versions").json()
        assert [each["change"] for each in versions] == ["begun", "renamed", "removed"]
        assert {"change": "removed", "text": "• Trois"} in client.get(f"{at}/outline/compare?older=1").json()
        assert [each["section_id"] for each in client.get(f"{at}/removed").json()] == ["s3"]
        restored = client.post(f"{at}/outline/versions/1/restore", json={"editor": "Anne"}).json()
        assert (restored["title"], len(restored["sections"])) == ("Premier titre", 3)
        assert client.get("/api/proposals/0000/outline/versions").status_code == 404


def test_the_command_line_lists_compares_and_restores_outlines(
    assistant: Assistant, settings: Settings, proposal: Proposal, cli
) -> None:
    assistant.proposals.rename(proposal.id, "Autre")
    assistant.close()
    of = ("--index", settings.index)
    listed = cli("draft", "versions", proposal.id, "-", *of)
    assert listed.out.count("\n") >= 2
    assert "Premier titre" in listed.out
    assert "- Premier titre (fr)" in cli("draft", "compare", proposal.id, "-", 1, *of).out
    assert cli("draft", "versions", proposal.id, "-", "--restore", 1, *of).code == 0
    assert "Premier titre" in cli("draft", "show", proposal.id, *of).out


def test_the_command_line_gives_another_title_and_language(
    assistant: Assistant, settings: Settings, proposal: Proposal, cli
) -> None:
    assistant.close()
    done = cli(
        "draft", "rename", proposal.id, "--title", "Nouveau", "--language", "en", "--index", settings.index, "--json"
    )
    assert (done.code, done.json["title"], done.json["language"]) == (0, "Nouveau", "en")
    assert "Nouveau" in cli("draft", "list", "--index", settings.index).out


def test_versions_are_read_in_pages_the_last_ones_first(
    assistant: Assistant, settings: Settings, proposal: Proposal
) -> None:
    kept = assistant.proposals
    for number in range(1, 6):
        kept.save_text(proposal.id, "s1", f"Texte {number}.", number, ANNE)
    with TestClient(create_app(assistant, settings), base_url="http://127.0.0.1:7860") as client:
        at = f"/api/proposals/{proposal.id}/versions?section_id=s1"
        assert [each["number"] for each in client.get(f"{at}&limit=2").json()] == [5, 6]
        assert [each["number"] for each in client.get(f"{at}&limit=2&skip=2").json()] == [3, 4]
        assert client.get(f"{at}&limit=0").status_code == 422
    assert kept._store.last_version(proposal.id, "s1", ("edited",)).change == "added"
    assert kept._last_editor(proposal.id, "s1") == "Anne"
