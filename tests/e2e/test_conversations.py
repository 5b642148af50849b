"""A member's own conversations in the chat: kept, reopened, renamed, exported, erased, judged; seen by nobody else."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

FACT = "Quel est le budget de la phase test ?"


def fresh(member, base: str) -> None:
    """The page as it is opened, without a conversation."""
    member.page.goto(base)
    member.page.wait_for_function("() => window.assistantEngine")


def test_a_conversation_is_reopened_renamed_exported_and_erased(server, visit) -> None:
    member = visit(server.url)
    member.ask("Bonjour")
    assert "Posez votre question" in member.answer
    assert "Le corpus ne le dit pas" not in member.answer
    member.ask(FACT)
    shown = member.answer
    fresh(member, server.url)
    member.page.locator("#conversations .open", has_text=FACT).click()
    member.page.wait_for_selector("#conversation .answer .status")
    assert member.answer == shown
    assert "Compte rendu de la séance inaugurale" in member.sources
    member.save("09-conversation-rouverte")
    member.page.get_by_role("button", name="Renommer").click()
    member.page.get_by_label("Titre de la conversation").fill("Le budget <b>test</b>")
    member.page.keyboard.press("Enter")
    member.page.wait_for_selector("#conversations .open:has-text('Le budget <b>test</b>')")
    with member.page.expect_download() as download:
        member.page.get_by_role("button", name="Exporter (JSON)").click()
    exported = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert [turn["answer"]["question"] for turn in exported["turns"]] == ["Bonjour", FACT]
    member.page.get_by_role("button", name="Effacer…").click()
    member.save("10-effacer")
    member.page.get_by_role("dialog").get_by_role("button", name="Effacer", exact=True).click()
    member.page.wait_for_selector("#said:has-text('effacée')")
    member.page.wait_for_function("() => !document.querySelector('#conversation .question')")
    member.page.wait_for_function("() => !document.querySelector('#conversations .open')")
    assert member.dialogs == []
    assert member.elsewhere() == []


def test_a_conversation_that_is_not_there_is_said_and_leaves_the_address(server, visit) -> None:
    member = visit(server.url)
    member.page.goto(f"{server.url}/?conversation=absente")
    member.page.wait_for_selector("#live .error")
    member.page.wait_for_function("() => document.querySelector('#heard').textContent.includes('conversation')")
    assert "conversation=" not in member.page.url
    assert member.page.locator("#live .ask-again").count() == 0
    member.ask(FACT)
    assert "54" in member.answer


def test_a_reopened_conversation_goes_on(server, visit) -> None:
    member = visit(server.url)
    member.ask(FACT)
    member.page.get_by_role("button", name="Nouvelle conversation").click()
    member.page.wait_for_function("() => !document.querySelector('#conversation .question')")
    member.page.locator("#conversations .open").click()
    member.page.wait_for_selector("#conversation .answer .status")
    member.ask("Et qui assure le secrétariat ?")
    assert member.page.locator("#conversation .question").count() == 2
    assert member.page.locator("#conversations .open").count() == 1
    expect(member.page.locator("#conversations .open")).to_contain_text("2 questions")


def test_conversations_are_found_by_what_was_asked(server, visit) -> None:
    member = visit(server.url)
    for question in (FACT, "Bonjour"):
        member.ask(question)
        member.page.get_by_role("button", name="Nouvelle conversation").click()
        member.page.wait_for_function("() => !document.querySelector('#conversation .question')")
    shown = member.page.locator("#conversations .open")
    assert shown.count() == 2
    member.page.get_by_label("Chercher dans mes conversations").fill("BUDGET phase")
    member.page.wait_for_function("() => document.querySelectorAll('#conversations .open').length === 1")
    assert "budget" in shown.inner_text()
    member.page.get_by_label("Chercher dans mes conversations").fill("introuvable")
    member.page.wait_for_function("() => !document.querySelector('#conversations .open')")
    assert "Aucune conversation" in member.page.locator("#about-mine").inner_text()


def test_nobody_sees_anothers_conversations(server, visit) -> None:
    one, other = visit(server.url), visit(server.url, locale="en-GB")
    one.ask(FACT)
    assert other.page.locator("#conversations .open").count() == 0
    assert "for this browser alone" in other.page.locator("#about-mine").inner_text()


def test_an_answer_and_a_citation_are_judged(server, visit) -> None:
    member = visit(server.url)
    member.ask(FACT)
    answer = member.page.locator("#conversation .judge[data-target=answer]")
    citation = member.open_source().locator(".judge[data-target=citation]")
    citation.get_by_role("button", name="Juste").click()
    member.page.wait_for_function("() => document.querySelector('#reader .judge .said').textContent")
    answer.get_by_role("button", name="Source manquante").click()
    answer.get_by_role("textbox").fill("le <b>rapport</b> 2023")
    answer.get_by_role("button", name="Envoyer").click()
    member.page.wait_for_function("() => document.querySelector('#conversation .actions .judge .said').textContent")
    member.save("11-avis")
    member.ask("Et qui assure le secrétariat ?")
    pressed = member.page.locator(
        "#conversation .judge button[aria-pressed=true], #reader .judge button[aria-pressed=true]"
    )
    member.open_source()
    assert pressed.all_text_contents() == ["Source manquante", "Juste", "Juste"]
    member.page.reload()  # the address says which conversation it is
    member.page.wait_for_function("() => document.querySelectorAll('#conversation .foot').length === 2")
    member.open_source()
    assert pressed.all_text_contents() == ["Source manquante", "Juste", "Juste"]
    kept = member.page.locator("#conversation .judge[data-target=answer] input").first
    assert kept.input_value() == "le <b>rapport</b> 2023"
