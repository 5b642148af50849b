"""A member's own conversations in the chat: kept, reopened, renamed, exported, erased, judged; seen by nobody else."""

from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.e2e

FACT = "Quel est le budget de la phase test ?"


def open_list(member) -> None:
    """Unfold one's conversations."""
    member.page.locator("#mine > button").click()
    member.page.wait_for_selector("#about-mine p")


def test_a_conversation_is_reopened_renamed_exported_and_erased(server, visit) -> None:
    member = visit(server.url)
    member.ask("Bonjour")
    assert "Posez votre question" in member.answer
    assert "Le corpus ne le dit pas" not in member.answer
    member.ask(FACT)
    shown = member.answer
    member.page.reload()
    member.page.wait_for_selector("#conversation .notice")
    open_list(member)
    entry = member.page.locator("#chosen label", has_text=FACT)
    entry.click()
    member.page.wait_for_selector("#conversation .answer .status")
    assert member.answer == shown
    assert "Compte rendu de la séance inaugurale" in member.sources
    member.save("09-conversation-rouverte")
    member.page.locator("#title input, #title textarea").fill("Le budget <b>test</b>")
    member.page.get_by_role("button", name="Renommer").click()
    member.page.wait_for_selector("#chosen label:has-text('Le budget <b>test</b>')")
    with member.page.expect_download() as download:
        member.page.get_by_role("link", name="Exporter en JSON").click()
    exported = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert [turn["answer"]["question"] for turn in exported["turns"]] == ["Bonjour", FACT]
    member.page.get_by_role("button", name="Effacer…").click()
    member.save("10-effacer")
    member.page.get_by_role("button", name="Oui, effacer").click()
    member.page.wait_for_selector("#mine .said:has-text('effacée')")
    assert member.page.locator("#conversation .question").count() == 0
    assert member.page.locator("#chosen label").count() == 0
    assert member.dialogs == []
    assert member.elsewhere() == []


def test_a_reopened_conversation_goes_on(server, visit) -> None:
    member = visit(server.url)
    member.ask(FACT)
    member.page.get_by_role("button", name="Nouvelle conversation").click()
    member.page.wait_for_selector("#conversation .notice")
    open_list(member)
    member.page.locator("#chosen label").click()
    member.page.wait_for_selector("#conversation .answer .status")
    member.ask("Et qui assure le secrétariat ?")
    assert member.page.locator("#conversation .question").count() == 2
    assert member.page.locator("#chosen label").count() == 1


def test_nobody_sees_anothers_conversations(server, visit) -> None:
    one, other = visit(server.url), visit(server.url, locale="en-GB")
    one.ask(FACT)
    open_list(other)
    assert other.page.locator("#chosen label").count() == 0
    assert "for this browser alone" in other.page.locator("#about-mine").inner_text()


def test_an_answer_and_a_citation_are_judged(server, visit) -> None:
    member = visit(server.url)
    member.ask(FACT)
    answer = member.page.locator("#sources .judge[data-target=answer]")
    citation = member.page.locator("#sources .judge[data-target=citation]").first
    citation.get_by_role("button", name="Juste").click()
    member.page.wait_for_function("() => document.querySelector('#sources li .judge .said').textContent")
    answer.get_by_role("button", name="Source manquante").click()
    answer.get_by_role("textbox").fill("le <b>rapport</b> 2023")
    answer.get_by_role("button", name="Envoyer").click()
    member.page.wait_for_function("() => document.querySelector('#sources .judged .said').textContent")
    member.save("11-avis")
    member.ask("Et qui assure le secrétariat ?")
    member.page.locator("#sources details").last.locator("summary").click()
    pressed = member.page.locator("#sources .judge button[aria-pressed=true]")
    assert pressed.all_inner_texts() == ["Source manquante", "Juste"]
    member.page.reload()
    member.page.wait_for_selector("#conversation .notice")
    open_list(member)
    member.page.locator("#chosen label").click()
    member.page.wait_for_selector("#conversation .answer .status")
    member.page.locator("#sources details").last.locator("summary").click()
    assert pressed.all_inner_texts() == ["Source manquante", "Juste"]
    kept = member.page.locator("#sources .judge[data-target=answer] input").last
    assert kept.input_value() == "le <b>rapport</b> 2023"
