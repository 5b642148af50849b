"""Checking a citation, in a real browser: the source beside the answer, by mouse and by keyboard alone."""

from __future__ import annotations

import json
import re
import shutil
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import command_line

pytestmark = pytest.mark.e2e

FACT = "Quel est le budget de la phase test ?"
TWO_FACTS = "Quel est le budget de la phase test et qui assure le secrétariat ?"
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


def focused(member) -> str:
    """What the element with the focus says of itself."""
    return str(
        member.page.evaluate(
            "(document.activeElement.getAttribute('aria-label') ?? '') + document.activeElement.innerText"
        )
    )


def press_until(member, key: str, wanted: str, most: int = 40) -> None:
    """Press a key until the element with the focus says something."""
    for _ in range(most):
        if re.search(wanted, focused(member)):
            return
        member.page.keyboard.press(key)
    pytest.fail(f"{wanted} is not reached: {focused(member)}")


def test_ask_and_check_by_keyboard_alone(server, visit) -> None:
    member = visit(server.url)
    page = member.page
    assert page.evaluate("document.activeElement.id") == "box"
    page.keyboard.type(TWO_FACTS)
    page.keyboard.press("Enter")
    page.wait_for_selector("#conversation .foot")
    press_until(member, "Shift+Tab", r"Source 1")
    page.keyboard.press("Enter")
    page.wait_for_selector("#reader h2")
    assert "Compte rendu de la séance inaugurale" in focused(member)
    member.page_drawn()
    member.save("30-source-clavier")
    press_until(member, "Shift+Tab", r"Citation suivante")
    page.keyboard.press("Enter")
    assert "Citation 2 sur" in page.locator("#reader .place").inner_text()
    assert "[2]" in page.locator("#reader h2").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("#reader").is_hidden()
    assert "Source 2" in focused(member)
    page.keyboard.press("Enter")
    press_until(member, "Shift+Tab", r"Retour à la réponse")
    page.keyboard.press("Enter")
    assert "Source 2" in focused(member)
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_pdf_shows_its_page_at_once_larger_and_smaller(server, visit) -> None:
    member = visit(server.url)
    page = member.page
    member.ask(FACT)
    reader = member.open_source()
    member.page_drawn()
    image = page.locator("#sheet img")
    assert "budget de la phase test" in image.get_attribute("alt")
    assert "Page 2" in image.get_attribute("alt")
    assert re.search(r"pages/2/image\?start=\d+&end=\d+&content_hash=", image.get_attribute("src"))
    member.save("31-page-surlignee")
    width = image.bounding_box()["width"]
    page.get_by_role("button", name="Agrandir").click()
    page.wait_for_function("() => document.querySelector('#sheet img').style.width === '125%'")
    assert image.bounding_box()["width"] == pytest.approx(1.25 * width, abs=3)
    for _ in range(6):
        page.keyboard.press("+")
    page.wait_for_function("() => document.querySelector('#sheet img').style.width === '300%'")
    member.page_drawn()
    assert "width=2000" in image.get_attribute("src") or "width=1500" in image.get_attribute("src")
    assert page.get_by_role("button", name="Agrandir").is_disabled()
    page.locator("#sheet").evaluate("sheet => sheet.scrollTo(200, 300)")
    page.get_by_role("button", name="Page précédente").click()
    page.wait_for_function("() => document.querySelector('#sheet img').alt.startsWith('Page 1')")
    page.wait_for_function("() => document.querySelector('#sheet').scrollLeft === 0")  # its left edge is seen
    assert "start=" not in image.get_attribute("src")
    page.get_by_role("button", name="Revenir à la citation").click()
    page.wait_for_function("() => document.querySelector('#sheet img').alt.startsWith('Page 2')")
    assert "La Fabrique Ambrelle" in reader.locator("blockquote").inner_text()
    assert member.elsewhere() == []


def test_the_highlight_is_in_view(server, visit) -> None:
    member = visit(server.url, height=500)
    member.ask(FACT)
    member.open_source()
    member.page_drawn()
    for _ in range(4):
        member.page.keyboard.press("+")
    member.page.wait_for_function("() => document.querySelector('#sheet img').style.width === '250%'")
    member.page.wait_for_function("() => document.querySelector('#sheet').scrollTop > 0")
    place = member.page.locator("#source-1-1").evaluate("node => node.dataset.image")
    with urllib.request.urlopen(server.url + place.replace("/image?", "/highlight?")) as reply:
        box = json.load(reply)["boxes"][0]
    assert box["top"] < box["bottom"]
    member.page.wait_for_function(
        """box => { const sheet = document.querySelector('#sheet'), height = sheet.querySelector('img').offsetHeight;
          return sheet.scrollTop <= box.top * height && box.bottom * height <= sheet.scrollTop + sheet.clientHeight; }""",
        arg=box,
    )


def test_reference_bibtex_and_record_are_at_hand(server, visit) -> None:
    member = visit(server.url, **CLIPBOARD)
    page = member.page
    member.ask(FACT)
    reader = member.open_source()
    reader.get_by_role("button", name="Copier la référence").click()
    page.wait_for_function("() => document.querySelector('#said').textContent === 'Copié.'")
    assert "Compte rendu de la séance inaugurale" in page.evaluate("navigator.clipboard.readText()")
    assert "p. 2" in page.evaluate("navigator.clipboard.readText()")
    reader.get_by_role("button", name="Copier en BibTeX").click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).startsWith('@')")
    reader.get_by_text("Notice du document").click()
    page.wait_for_selector("#reader dl dd")
    assert "Compte rendu" in reader.locator("dl").inner_text()


def test_citations_carry_their_place(server, visit) -> None:
    member = visit(server.url)
    member.ask(FACT)
    place = member.page.locator("#source-1-1").evaluate("node => ({...node.dataset})")
    query = f"page={place['page']}&start={place['start']}&end={place['end']}&content_hash={place['hash']}"
    with urllib.request.urlopen(f"{server.url}/api/documents/{place['document']}/quote?{query}") as reply:
        assert "budget de la phase test" in json.load(reply)["quote"]


def test_a_source_that_has_gone_says_so(start_server: Callable, visit, group_index: Path, tmp_path: Path) -> None:
    """And one that may no longer be quoted is no longer shown, nor what was said from it."""
    served = start_server(Path(shutil.copytree(group_index, tmp_path / "index")))
    member = visit(served.url)
    member.ask(FACT)
    page = member.page
    number = page.locator("#source-1-1").get_attribute("data-document")
    marks = json.dumps({"set": {"marks": ["not_for_quotation"]}}).encode()
    headers = {"Content-Type": "application/json"}
    record = f"{served.url}/api/documents/{number}/record"
    urllib.request.urlopen(urllib.request.Request(record, marks, headers, method="PATCH")).read()
    page.reload()
    page.wait_for_selector("#conversation .foot")
    assert "54" not in member.answer.replace("[", "")
    reader = member.open_source() if page.locator(".cite").count() else None
    page.locator("#source-1-1 .see").click()
    reader = page.locator("#reader")
    assert "n'est plus montrée" in reader.inner_text()
    assert reader.locator("mark, img").count() == 0
    urllib.request.urlopen(
        urllib.request.Request(f"{served.url}/api/documents/{number}", headers=headers, method="DELETE")
    ).read()
    page.reload()
    page.wait_for_selector("#conversation .foot")
    page.locator("#source-1-1 .see").click()
    assert "n'est plus dans le corpus" in page.locator("#reader").inner_text()
    assert page.locator("#reader img").count() == 0
    assert page.locator("#reader").get_by_role("link").count() == 0
    member.save("32-source-disparue")


HOSTILE = "<img src=http://evil.test/x onerror=alert(1)>"


def test_hostile_names_stay_text_everywhere(start_server: Callable, visit, tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "‮gnp.<b>x<b>.md").write_text(
        f"---\ntitle: '{HOSTILE} ‮[a](javascript:alert(2))'\nauthor: '<script>alert(3)</script>'\ndate: 2024\n---\n\n"
        f"# Pourquoi {HOSTILE} la régie de Vaucresnes ferme-t-elle ?\n\n"
        "La régie de Vaucresnes ferme en 2031 ![p](http://evil.test/y) ‮ et [ici](javascript:alert(4)) ${alert(5)}.\n",
        encoding="utf-8",
    )
    assert command_line(["ingest", corpus, "--index", index]) in (0, 3)
    served = start_server(index)
    member = visit(served.url)
    page = member.page
    member.ask("Quand ferme la régie de Vaucresnes ?")
    reader = member.open_source()
    reader.get_by_text("Notice du document").click()
    page.wait_for_selector("#reader dl dd")
    page.locator("#open-filters").click()
    page.locator("#filter-authors").fill("script")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Appliquer").click()
    assert "<script>" in page.locator("#chips").inner_text()
    page.locator("#conversations").get_by_role("button", name="Renommer").click()
    page.get_by_label("Titre de la conversation").fill(HOSTILE)
    page.keyboard.press("Enter")
    page.wait_for_selector("#conversations .here .title:has-text('<img')")
    shown = page.locator("body").inner_text()
    assert "‮" not in shown
    assert page.locator("main img, #reader img, #mine img, #filters img, main script[src*=evil]").count() == 0
    links = page.eval_on_selector_all("a", "nodes => nodes.map(node => node.href)")
    assert not [link for link in links if link.startswith("javascript:") or "evil" in link]
    page.wait_for_timeout(300)
    assert (member.dialogs, member.elsewhere()) == ([], [])
    member.save("33-hostile")
