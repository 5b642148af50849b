"""A member's and a facilitator's way through the pages in English: asked, checked, kept, judged, corrected."""

from __future__ import annotations

import json
import re

import pytest

from .test_check import CLIPBOARD, press_until

pytestmark = pytest.mark.e2e

FACT = "What is the budget of the test phase?"


def test_an_answer_is_asked_and_checked_in_english(server, visit) -> None:
    member = visit(server.url, "en-GB", **CLIPBOARD)
    page = member.page
    assert page.evaluate("document.documentElement.lang") == "en"
    member.ask(FACT)
    assert "54" in member.answer
    reader = member.open_source()
    member.page_drawn()
    image = page.locator("#sheet img")
    assert re.match(r"Page \d+", image.get_attribute("alt"))
    page.get_by_role("button", name="Larger").click()
    page.wait_for_function("() => document.querySelector('#sheet img').style.width === '125%'")
    page.get_by_role("button", name="Previous page").click()
    page.get_by_role("button", name="Back to the quote").click()
    reader.get_by_role("button", name="Copy the reference").click()
    page.wait_for_function("() => document.querySelector('#said').textContent === 'Copied.'")
    assert "Compte rendu de la séance inaugurale" in page.evaluate("navigator.clipboard.readText()")
    reader.get_by_text("Record of the document").click()
    page.wait_for_selector("#reader dl dd")
    assert "Language" in reader.locator("dl").inner_text()
    citation = reader.locator(".judge[data-target=citation]")
    citation.get_by_role("button", name="Right").click()
    page.wait_for_function("() => document.querySelector('#reader .judge .said').textContent.startsWith('Thank')")
    page.locator("#reader h2").focus()
    press_until(member, "Shift+Tab", r"Back to the answer")
    page.keyboard.press("Enter")
    assert page.locator("#reader").is_hidden()
    member.save("35-check-en")
    assert member.elsewhere() == []


def test_a_conversation_is_kept_found_renamed_exported_and_erased_in_english(server, visit) -> None:
    member = visit(server.url, "en-GB")
    page = member.page
    member.ask(FACT)
    page.get_by_role("button", name="New conversation").click()
    page.wait_for_function("() => !document.querySelector('#conversation .question')")
    page.get_by_label("Search my conversations").fill("nowhere")
    page.wait_for_function("() => !document.querySelector('#conversations .open')")
    assert "No conversation" in page.locator("#about-mine").inner_text()
    page.get_by_label("Search my conversations").fill("BUDGET")
    page.locator("#conversations .open", has_text=FACT).click()
    page.wait_for_selector("#conversation .answer .status")
    page.get_by_role("button", name="Rename").click()
    page.get_by_label("Title of the conversation").fill("Money")
    page.keyboard.press("Enter")
    page.get_by_label("Search my conversations").fill("")
    page.wait_for_selector("#conversations .open:has-text('Money')")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export (JSON)").click()
    exported = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert [turn["answer"]["question"] for turn in exported["turns"]] == [FACT]
    page.get_by_role("button", name="Erase…").click()
    page.get_by_role("dialog").get_by_role("button", name="Erase", exact=True).click()
    page.wait_for_selector("#said:has-text('erased')")
    page.wait_for_function("() => !document.querySelector('#conversations .open')")
    assert member.dialogs == []
