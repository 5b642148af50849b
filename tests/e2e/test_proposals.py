"""Proposals in a real browser: from an outline to a file whose notes hold, two people at once, hostile titles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from .conftest import Served, Visit

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.e2e
expect.set_options(timeout=30_000)  # of a machine with much to do

HOSTILE = "Agir <img src=x onerror=alert(1)> {{constructor}} \u202eetsil"
QUESTION = {"fr": "Quel est le budget de la phase test ?", "en": "What is a city lab?"}


@pytest.fixture
def opened(chrome: Browser, server: Served) -> Iterator[Callable[..., Visit]]:
    """Opens the proposals as a new visitor."""
    contexts = []

    def open_page(locale: str = "fr-FR", address: str = "/proposals") -> Visit:
        context = chrome.new_context(locale=locale, viewport={"width": 1280, "height": 900})
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        visit = Visit(page, server.url)
        page.on("request", lambda request: visit.requests.append(request.url))
        page.on("dialog", lambda dialog: (visit.dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(server.url + address)
        return visit

    yield open_page
    for context in contexts:
        context.close()


def begin(page: Page, title: str, *sections: str) -> None:
    page.fill("#new-title", title)
    page.fill("#new-outline", "\n".join(sections))
    page.click("#new button")
    page.wait_for_selector("#text")


def pick_suggested(page: Page, question: str) -> None:
    page.locator("details.card summary").first.click()
    page.fill("#plan-question", question)
    page.click("#save-plan")
    page.wait_for_selector("#said:not(:empty)")
    page.click("#suggest")
    page.locator("ul.quotes button").first.click()
    page.wait_for_selector("#quote-q1")


@pytest.mark.parametrize(("locale", "language"), [("fr-FR", "fr"), ("en-GB", "en")])
def test_from_an_outline_to_a_file_whose_notes_hold(
    opened: Callable[..., Visit], tmp_path: Path, locale: str, language: str
) -> None:
    visit = opened(locale)
    page = visit.page
    begin(page, "Acheter autrement", "Premier point", "Second point | Qui achète ? | les élus | 120")
    second = page.request.get(page.url.replace("/proposals?proposal=", "/api/proposals/").split("&")[0]).json()
    planned = second["sections"][1]
    plan = ("Second point", "Qui achète ?", "les élus", 120)
    assert tuple(planned[name] for name in ("title", "question", "reader", "length")) == plan
    pick_suggested(page, QUESTION[language])
    page.click("#brief")
    page.wait_for_selector(".result .sentence.supported")
    page.locator("#text").fill(page.input_value("#text") + "\n\nLe maire a marché sur la Lune en 1987 [q1].")
    page.click("#check")
    expect(page.locator(".result .sentence.unsupported")).to_contain_text("1987")
    visit.save(f"proposal-{language}")

    page.click("#export")
    expect(page.locator("#marks")).to_contain_text("2")  # the sentence, and the section that is empty
    with page.expect_download() as downloading:
        page.click("#download")
    file = tmp_path / "proposal.docx"
    assert downloading.value.suggested_filename == "Acheter-autrement.docx"
    downloading.value.save_as(file)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "export"

    page.goto(visit.base + "/proposals")
    page.click("#verify summary")
    page.set_input_files("#verify-file", file)
    page.wait_for_selector("#verified strong")
    assert page.locator("#verified .notice:not(.error)").count() == 1
    assert page.locator("#verified").inner_text().startswith("proposal.docx")
    not_checked = {"fr": "Seules les notes et leurs phrases", "en": "Only the footnotes and their sentences"}
    expect(page.locator("#verified .notice")).to_contain_text(not_checked[language])
    hold = []
    page.route("**/api/proposals/verify", lambda route: hold.append(route) if not hold else route.continue_())
    page.set_input_files("#verify-file", file)  # not answered before another is chosen: that one is told of
    expect(page.locator("#verified")).to_contain_text("proposal.docx")
    page.set_input_files("#verify-file", {"name": "x.docx", "mimeType": "x/y", "buffer": b"no file"})
    page.wait_for_selector("#verified .notice.error strong:has-text('x.docx')")
    hold[0].continue_()
    page.wait_for_timeout(500)
    assert "proposal.docx" not in page.locator("#verified").inner_text()
    assert visit.elsewhere() == []
    assert visit.dialogs == []


def test_sentences_of_a_search_are_picked_moved_commented_and_taken_back(opened: Callable[..., Visit]) -> None:
    page = opened().page
    begin(page, "Foire", "Budget")
    for sentence in (0, 1):
        page.reload()
        page.fill("#search", "foire de Trapval")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Ajouter ce passage").first).to_be_visible()
        page.get_by_role("button", name="Choisir des phrases").first.click()
        page.locator(".sentence-choice input").nth(sentence).check()
        page.get_by_role("button", name="Ajouter les phrases cochées").click()
        page.wait_for_selector(f"#quote-q{sentence + 1}")
    page.get_by_role("button", name="Monter «\u00a0q2\u00a0»").click()
    expect(page.locator("ol.quotes li").first).to_have_id("quote-q2")
    page.get_by_label("Commentaire sur la citation q2").fill("à vérifier auprès du service")
    page.keyboard.press("Tab")
    expect(page.locator("#said")).to_contain_text("Commentaire")
    page.get_by_role("button", name="Retirer la citation q1").click()
    page.wait_for_selector("#quote-q1", state="detached")
    page.get_by_role("button", name="Insérer la citation q2").click()
    expect(page.locator("#text")).to_have_value("[q2]")
    page.click("#save")
    page.locator("#said", has_text="Texte enregistré.").wait_for()
    page.reload()
    expect(page.get_by_label("Commentaire sur la citation q2")).to_have_value("à vérifier auprès du service")


def test_two_people_on_one_section_lose_nothing(opened: Callable[..., Visit]) -> None:
    first = opened().page
    begin(first, "À deux", "Partagée")
    first.fill("#editor", "Jeanne")
    first.keyboard.press("Tab")
    first.fill("#text", "Texte de la première.")
    first.wait_for_timeout(500)
    second = opened(address=first.url.removeprefix(first.evaluate("location.origin"))).page
    expect(second.locator(".notice.warn").first).to_contain_text("Jeanne")
    first.click("#save")
    expect(first.locator("#said")).to_have_text("Texte enregistré.")
    second.fill("#text", "Texte de la seconde.")
    expect(second.locator("[role=alert]")).to_contain_text("depuis que vous l'avez ouverte")  # before it is sent
    second.click("#save")
    expect(second.locator("[role=alert]")).to_contain_text("sous le numéro")
    assert second.locator("[role=alert]").inner_text().count("perdu") == 1
    expect(second.locator("[role=alert] button").first).to_be_visible()
    expect(second.locator("#text")).to_have_value("Texte de la seconde.")
    expect(first.locator("#text")).to_have_value("Texte de la première.")
    for auto in ("#check", "#brief", "#export"):  # each saves first: none may take the first one's place
        second.evaluate("document.querySelector('#said').textContent = ''")
        second.click(auto)
        expect(second.locator("#said")).to_contain_text("a changé entre-temps")
    first.reload()
    expect(first.locator("#text")).to_have_value("Texte de la première.")
    second.click("#save-anyway")
    expect(second.locator("#said")).to_have_text("Texte enregistré.")
    first.reload()
    expect(first.locator("#text")).to_have_value("Texte de la seconde.")


def test_ones_own_plan_makes_no_conflict_and_a_restore_keeps_what_was_typed(opened: Callable[..., Visit]) -> None:
    page = opened().page
    begin(page, "Sans conflit", "Une")
    page.fill("#text", "Texte pas encore enregistré.")
    page.locator("details.card summary").first.click()
    page.fill("#plan-reader", "les élus")
    page.click("#save-plan")
    page.locator("#said", has_text="Section enregistrée.").wait_for()
    assert page.input_value("#text") == "Texte pas encore enregistré."
    page.click("#save")
    page.locator(".result", has_text="Texte pas encore enregistré.").wait_for()
    page.fill("#text", "Tapé avant de rétablir.")
    page.click("#versions")
    page.locator(".versions li").last.get_by_role("button", name="Rétablir").click()
    page.locator("dialog").wait_for(state="detached")
    page.click("#versions")
    page.locator(".versions li", has_text="texte modifié").first.get_by_role("button", name="Comparer").click()
    page.locator(".compared", has_text="Tapé avant de rétablir.").wait_for()


def test_versions_are_compared_and_restored(opened: Callable[..., Visit]) -> None:
    page = opened().page
    begin(page, "Versions", "Une")
    for text in ("Premier texte.", "Second texte."):
        page.fill("#text", text)
        page.click("#save")
        page.wait_for_function("t => document.querySelector('.result').textContent.includes(t)", arg=text)
    page.click("#versions")
    page.locator(".versions li", has_text="texte modifié").nth(1).get_by_role("button", name="Comparer").click()
    expect(page.locator(".compared .added").first).to_contain_text("Second texte.")
    page.locator(".versions li", has_text="texte modifié").nth(1).get_by_role("button", name="Rétablir").click()
    expect(page.locator("#text")).to_have_value("Premier texte.")


def test_citations_of_an_answer_go_into_a_section_with_one_click(opened: Callable[..., Visit]) -> None:
    visit = opened()
    page = visit.page
    begin(page, "Depuis une réponse", "Budget de la phase test")
    address = page.url
    page.goto(visit.base)
    expect(page.locator("#basket-target")).to_contain_text("Budget de la phase test")  # the section opened last
    visit.ask(QUESTION["fr"])
    page.locator(".sources .take").first.click()
    expect(page.locator("#said")).to_have_text("Citation ajoutée à «\u00a0Budget de la phase test\u00a0».")
    page.locator(".take-all").last.click()
    expect(page.locator("#said")).to_contain_text("Citation")
    expect(page.locator(".sources .take", has_text="Ajoutée")).to_have_count(page.locator(".sources li").count())
    page.evaluate("localStorage.removeItem('basket')")  # nothing was chosen: it is asked for
    page.locator(".cite").first.click()
    page.click("#to-proposal")
    page.locator("#to-section").select_option(label="Budget de la phase test")
    page.click("#add-to-section")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("#basket-target")).to_be_visible()
    page.goto(address)
    expect(page.locator("#quote-q1")).to_be_visible()


def test_a_citation_that_can_not_be_added_keeps_none_of_the_others_out(opened: Callable[..., Visit]) -> None:
    visit = opened()
    page = visit.page
    begin(page, "En partie", "Budget de la phase test")
    page.goto(visit.base)
    visit.ask(QUESTION["fr"])
    page.evaluate("document.querySelector('.sources li').after(document.querySelector('.sources li').cloneNode(true))")
    page.evaluate("Object.assign(document.querySelector('.sources li').dataset, {hash: '0'.repeat(64), number: '77'})")
    page.evaluate("document.querySelector('.sources li').id = 'altered'")
    page.locator(".take-all").last.click()
    expect(page.locator("#said")).to_contain_text("Pas ajoutée\u00a0: [77]")
    expect(page.locator("#said")).to_contain_text("Citation")
    expect(page.locator("#basket-target")).to_be_visible()
    page.evaluate("document.querySelector('.sources li').dataset.document = 'd-gone'")  # 404, and not of the section
    page.locator(".sources .take").first.click()
    expect(page.locator("#said.error")).to_be_visible()
    expect(page.locator("#basket-target")).to_contain_text("Budget de la phase test")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_what_the_outline_was_comes_back(opened: Callable[..., Visit]) -> None:
    page = opened().page
    begin(page, "Plan", "Une", "Deux")
    page.locator("details.card summary").first.click()
    page.get_by_role("button", name="Retirer la section").click()
    page.get_by_role("button", name="Confirmer").click()
    expect(page.locator("ol.outline li")).to_have_count(1)
    page.click("#outline-versions")
    page.get_by_role("button", name="Comparer").last.click()
    expect(page.locator(".compared .removed")).to_contain_text("Une")
    page.get_by_role("button", name="Rétablir la section «\u00a0Une\u00a0»").click()
    expect(page.locator("ol.outline li")).to_have_count(2)
    expect(page.locator(".work h2")).to_contain_text("Une")


def test_hostile_titles_are_text(opened: Callable[..., Visit]) -> None:
    visit = opened()
    page: Any = visit.page
    begin(page, HOSTILE, HOSTILE)
    shown = page.locator(".proposal-head h1")
    expect(shown).to_contain_text("Agir <img src=x onerror=alert(1)> {{constructor}}")
    expect(shown).not_to_contain_text("\u202e")
    page.goto(visit.base + "/proposals")
    assert page.locator("ul.proposals a", has_text="<img src=x").count() >= 1
    assert page.locator("main img").count() == 0
    assert visit.dialogs == []


def test_a_proposal_that_is_not_there_is_said(opened: Callable[..., Visit]) -> None:
    page = opened(address="/proposals?proposal=nothing").page
    page.wait_for_selector("#said.error:not(:empty)")
    assert page.locator("#new").is_visible()
