"""The library's page in a real browser: documents, deposits (hostile ones too), failures, works, feeds; two languages."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlparse

import pytest
from playwright.sync_api import expect

from office_files import protected
from web_server import Page as WebPage
from web_server import WebServer

from .conftest import Served, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.e2e

HOSTILE = "<img src=http://evil.test/x onerror=alert(1)>\u202e<b>note"
FEED = """<rss version="2.0"><channel><title>Veille &lt;b&gt;locale</title>
<item><title>Mares &lt;script&gt;alert(1)&lt;/script&gt; ouvertes</title><link>{url}/mares.html</link>
<pubDate>Mon, 02 Nov 2026 08:00:00 GMT</pubDate></item></channel></rss>"""
ARTICLE = "<html lang=fr><title>Les mares de Sarrevigne</title><body><article><h1>Les mares de Sarrevigne</h1><p>" + (
    "Les mares de Sarrevigne sont ouvertes aux habitants le samedi matin depuis la décision du conseil. </p><p>" * 6
)


@pytest.fixture(scope="module")
def site() -> Iterator[WebServer]:
    """A site with a feed."""
    with WebServer() as server:
        server.pages["/flux.xml"] = WebPage(FEED.format(url=server.url).encode(), "application/rss+xml")
        server.pages["/mares.html"] = WebPage(ARTICLE.encode(), "text/html; charset=utf-8")
        yield server


@pytest.fixture(scope="module")
def shelf(
    chromium: str,
    group_index: Path,
    tmp_path_factory: pytest.TempPathFactory,
    start_server: Callable[[Path], Served],
    site: WebServer,
) -> Served:
    """A server of its own: these tests change the library. It reads this machine's site."""
    copy = Path(shutil.copytree(group_index, tmp_path_factory.mktemp("library") / "index"))
    os.environ["ASSISTANT_WEB__ALLOW_PRIVATE"] = "true"
    os.environ["ASSISTANT_WEB__PAUSE_SECONDS"] = "0"
    try:
        return start_server(copy)
    finally:
        del os.environ["ASSISTANT_WEB__ALLOW_PRIVATE"], os.environ["ASSISTANT_WEB__PAUSE_SECONDS"]


@pytest.fixture
def opened(chrome: Browser, shelf: Served) -> Iterator[Callable[..., Visit]]:
    """Opens an address of the library as a new visitor; nothing may be asked of others, nothing may go wrong."""
    contexts, visits, errors = [], [], []

    def open_page(query: str = "", locale: str = "fr-FR", width: int = 1280, dark: bool = False) -> Visit:
        context = chrome.new_context(
            locale=locale, viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light"
        )
        context.set_default_timeout(60_000)
        contexts.append(context)
        visit = Visit(context.new_page(), shelf.url)
        visits.append(visit)
        visit.page.on("request", lambda request: visit.requests.append(request.url))
        visit.page.on("dialog", lambda dialog: (visit.dialogs.append(dialog.message), dialog.dismiss()))
        visit.page.on("pageerror", lambda error: errors.append(str(error)))
        visit.page.goto(f"{shelf.url}/library{query}")
        visit.page.wait_for_selector("#documents tbody:not([aria-busy])", state="attached")
        return visit

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []
    assert [visit.dialogs for visit in visits if visit.dialogs] == []
    assert [request for visit in visits for request in visit.elsewhere() if not request.startswith("blob:")] == []


def asked(shelf: Served, path: str) -> Any:
    with urllib.request.urlopen(f"{shelf.url}{path}", timeout=60) as reply:
        return json.load(reply)


def deposit(shelf: Served, name: str, data: bytes) -> None:
    """Deposit and read a file without the page."""
    headers = {"Upload-Name": quote(name), "Content-Type": "application/octet-stream"}
    with urllib.request.urlopen(urllib.request.Request(f"{shelf.url}/api/uploads", data, headers), timeout=60) as sent:
        body = json.dumps({"files": [json.load(sent)["path"]]}).encode()
    begin = urllib.request.Request(f"{shelf.url}/api/ingestions", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(begin, timeout=60) as reply:
        job = json.load(reply)["id"]
    while asked(shelf, f"/api/jobs/{job}")["state"] in ("waiting", "running"):
        time.sleep(0.2)


def titles(visit: Visit) -> list[str]:
    """The titles listed, all of the same moment (the list may be drawn again meanwhile)."""
    return visit.page.locator("#documents tbody a").all_inner_texts()


def test_the_list_is_searched_filtered_sorted_and_exported(opened: Callable[..., Visit]) -> None:
    visit = opened()
    assert visit.page.title() == "Bibliothèque · Assistant documentaire"
    everything = titles(visit)
    assert len(everything) >= 4
    assert [urlparse(each).path for each in visit.requests].count("/api/library/entries") == 1, "asked ahead, and once"
    visit.page.get_by_label("Chercher un document").press_sequentially("SEANCE inaug")
    assert titles(visit) == ["Compte rendu de la séance inaugurale du Cercle des Neuf"]
    assert "q=SEANCE" in visit.page.url
    assert "1 sur" in visit.page.locator("#shown").inner_text()
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Exporter", exact=True).click()
    rows = list(csv.reader(io.StringIO(download.value.path().read_text("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows] == ["Titre", "Compte rendu de la séance inaugurale du Cercle des Neuf"]
    visit.page.get_by_role("button", name="Tout afficher").click()
    visit.page.get_by_label("Langue", exact=True).select_option("en")
    assert 1 <= len(titles(visit)) < len(everything)
    visit.page.reload()
    visit.page.wait_for_selector("#documents tbody:not([aria-busy])")
    assert visit.page.get_by_label("Langue", exact=True).input_value() == "en", "the address keeps the filters"
    visit.page.get_by_label("Langue", exact=True).select_option("")
    visit.page.get_by_label("Trier par").select_option("old")
    assert sorted(titles(visit)) == sorted(everything)
    visit.page.get_by_label("Format").select_option("bibtex")
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Exporter", exact=True).click()
    assert "@" in download.value.path().read_text("utf-8")


def test_hostile_titles_are_text_and_the_back_button_works(opened: Callable[..., Visit]) -> None:
    visit = opened("", "en-GB")
    name = "Foire de Trapval <img src=http://evil.test/t.png onerror=alert(5)>"
    visit.page.get_by_role("link", name=name).click()
    visit.page.wait_for_selector("#document h2")
    assert visit.page.locator("#document h2").inner_text() == name
    assert visit.page.locator("main img").count() == 0
    visit.page.get_by_text("Read the text", exact=True).click()
    visit.page.wait_for_selector(".page-text:has-text('La foire de Trapval')")
    assert "<script>alert(3)</script>" in visit.page.locator(".page-text").inner_text()
    visit.save("lib-document-en")
    visit.page.go_back()
    visit.page.wait_for_selector("#document", state="hidden")
    assert "document=" not in visit.page.url
    visit.page.go_forward()
    visit.page.wait_for_selector("#document h2")
    visit.page.keyboard.press("Escape")
    visit.page.wait_for_selector("#document", state="hidden")
    assert visit.page.evaluate("document.activeElement.textContent") == name, "the focus goes back to the row"


OTHER = pytest.mark.extended  # the second language of what is tested in one already
RECORD = {
    "fr-FR": (
        "Marquer comme entretien", "entretien", "corrigé ici", "Modifier la notice", "Enregistrer", "comme 2024",
        "mars 2024", "Revenir à ce qui a été lu : Titre", "Protéger ce document", "Enregistrer la protection",
        "À ne pas citer", "Entretien (anonyme)", "Ouvrir le fichier d'origine",
    ),
    "en-GB": (
        "Mark as an interview", "interview", "corrected here", "Edit the record", "Save", "2024",
        "March 2024", "Go back to what was read: Title", "Protect this document", "Keep the protection",
        "Not for quotation", "Entretien (anonyme)", "Open the original file",  # titles are in the language of the document
    ),
}  # fmt: skip


@pytest.mark.parametrize("locale", ["fr-FR", pytest.param("en-GB", marks=OTHER)])
def test_a_record_is_corrected_taken_back_marked_and_kept(
    opened: Callable[..., Visit], shelf: Served, locale: str
) -> None:
    interview, kind, corrected, edit, save, dates, date, back, protect, keep, unquoted, nobody, original = RECORD[
        locale
    ]
    name = f"mares-{locale}.txt"
    deposit(shelf, name, f"Les mares de Valombre\n\nLes mares de Valombre ({locale}) sont douze.\n".encode())
    entry = next(each for each in asked(shelf, "/api/library/entries") if each["source"] == f"depots/{name}")
    visit = opened(f"?document={entry['id']}", locale)
    visit.page.wait_for_selector("#document h2")
    visit.page.get_by_role("button", name=interview).click()
    visit.page.wait_for_selector(f"#document dd:has-text('{kind}'):has-text('{corrected}')")
    visit.page.get_by_text(edit).click()
    visit.page.locator("#edit-title").fill(HOSTILE)
    visit.page.locator("#edit-authors").fill("Vael, Ines\n<i>B</i>")
    visit.page.locator("#edit-date").fill("le 5")
    visit.page.get_by_role("button", name=save, exact=True).click()
    visit.page.wait_for_selector(f"#said.error:has-text('{dates}')")
    visit.page.locator("#edit-date").fill("2024-03")
    visit.page.get_by_role("button", name=save, exact=True).click()
    visit.page.wait_for_selector("#document h2:has-text('onerror')")
    assert visit.page.locator("#document img").count() == 0
    assert date in visit.page.locator("#document .facts").inner_text()
    assert any("onerror" in title for title in titles(visit)), "the list shows it at once"
    visit.page.get_by_role("button", name=back).click()
    visit.page.wait_for_selector("#document h2:has-text('Les mares de Valombre')")
    visit.page.get_by_text(protect).click()
    visit.page.locator("#mark-not_for_quotation").check()
    visit.page.get_by_role("button", name=keep).click()
    visit.page.wait_for_selector(f"#document .notice.warn:has-text('{unquoted}')")
    assert visit.page.get_by_role("link", name=original).count() == 1
    visit.page.get_by_text(protect).click()
    visit.page.locator("#mark-anonymous").check()
    visit.page.get_by_role("button", name=keep).click()
    visit.page.wait_for_selector(f"#document h2:has-text('{nobody}')")
    assert visit.page.get_by_role("link", name=original).count() == 0
    assert "Valombre" not in visit.page.locator("main").inner_text()
    visit.save(f"lib-anonyme-{locale[:2]}")


def test_a_document_is_removed_with_a_receipt(opened: Callable[..., Visit], shelf: Served) -> None:
    deposit(shelf, "retirer.txt", "Le pont de Trapval\n\nLe pont de Trapval est long de neuf mètres.\n".encode())
    entry = next(each for each in asked(shelf, "/api/library/entries") if each["source"] == "depots/retirer.txt")
    visit = opened(f"?document={entry['id']}", "en-GB")
    remove = visit.page.get_by_role("button", name="Remove from the library…")
    remove.click()
    assert "Le pont de Trapval" in visit.page.locator("dialog[open]").inner_text()
    assert visit.page.evaluate("document.activeElement.textContent") == "Cancel"
    visit.page.keyboard.press("Escape")
    assert visit.page.evaluate("document.activeElement.textContent") == "Remove from the library…"
    remove.click()
    visit.page.get_by_role("button", name="Yes, remove it").click()
    visit.page.wait_for_selector("#receipt:has-text('SHA-256')")
    assert "1 page and 1 passage" in visit.page.locator("#receipt").inner_text()
    expect(visit.page.locator("#documents tbody a", has_text="Le pont de Trapval")).to_have_count(0)
    assert entry["id"] not in {each["id"] for each in asked(shelf, "/api/library/entries")}


def payload(name: str, data: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


@pytest.mark.parametrize("locale", ["fr-FR", "en-GB"])
def test_files_are_deposited_hostile_ones_too(opened: Callable[..., Visit], shelf: Served, locale: str) -> None:
    french = locale == "fr-FR"
    visit = opened("?view=add", locale)
    good = f"Le lavoir {locale} de Trapval\n\nLe lavoir de Trapval ({locale}) date de 1911.\n".encode()
    visit.page.locator("#files").set_input_files([
        payload(f"lavoir-{locale}.txt", good),
        payload("<img src=x onerror=alert(1)>.pdf", b"%PDF-1.7 nothing of use"),
        payload(f"facture-{locale}.pdf.exe", b"MZ\x90\x00" + b"\x00" * 400),
        payload(f"vide-{locale}.pdf", b""),
    ])  # fmt: skip
    rows = visit.page.locator("#batches .plain-list > li")
    rows.nth(0).locator(".file-state.good").wait_for()
    assert rows.nth(0).locator("a").inner_text() == f"Le lavoir {locale} de Trapval"
    for place in (1, 2):
        rows.nth(place).locator(".file-state.bad").wait_for()
        again = rows.nth(place).get_by_role("button", name="Réessayer" if french else "Try again")
        assert again.count() == (place == 1), "a program stays one, however often it is read"
    assert ("est vide (0 octet)" if french else "is empty (0 bytes)") in rows.nth(3).inner_text().replace("\u00a0", " ")
    assert visit.page.locator("main img").count() == 0
    visit.save(f"lib-depot-{locale}")
    visit.page.locator(".tabs a[data-tab=failures]").click()
    row = visit.page.locator("#failures tr", has_text=f"facture-{locale}")
    row.get_by_role("button", name="Supprimer" if french else "Delete").click()
    row.wait_for(state="detached")
    assert not [
        each
        for each in asked(shelf, "/api/library/failures")
        if locale in each["source"] and "facture" in each["source"]
    ]


@pytest.mark.parametrize(
    ("locale", "password", "again"),
    [("fr-FR", "Mot de passe", "Réessayer"), pytest.param("en-GB", "Password", "Try again", marks=OTHER)],
)
def test_a_protected_file_is_opened_with_its_password(
    opened: Callable[..., Visit], locale: str, password: str, again: str
) -> None:
    from docx import Document as Docx

    made = io.BytesIO()
    document = Docx()
    document.add_paragraph(f"Le coffre de Trapval contient les plans du marché couvert ({locale}).")
    document.save(made)
    visit = opened("?view=add", locale)
    visit.page.locator("#files").set_input_files(
        [payload(f"coffre-{locale}.docx", protected(made.getvalue(), "sésame"))]
    )
    row = visit.page.locator("#batches .plain-list > li")
    row.get_by_label(password).fill("sésame")
    row.get_by_role("button", name=again).click()
    row.locator(".file-state.good").wait_for()
    assert row.locator("a").count() == 1


def test_files_are_dropped_and_bibliographies_taken(opened: Callable[..., Visit], shelf: Served) -> None:
    visit = opened("?view=add")
    transfer = visit.page.evaluate_handle(
        """() => { const data = new DataTransfer();
        data.items.add(new File(['@book{a, title={Le livre des gués}, author={Vael, Ines}, year={2021}}'], 'liste.bib'));
        return data; }"""
    )
    visit.page.dispatch_event("#drop", "drop", {"dataTransfer": transfer})
    visit.page.wait_for_selector("#batches li:has-text('1 notice prise')")
    assert "Le livre des gués" in {each["title"] for each in asked(shelf, "/api/library/entries")}
    visit.page.locator(".tabs a[data-tab=documents]").click()
    visit.page.get_by_label("État").select_option("no_file")
    assert titles(visit) == ["Le livre des gués"]


@pytest.mark.parametrize(
    ("locale", "show", "two", "decided"),
    [
        ("fr-FR", "Voir les différences", "Ce sont deux ouvrages", "deux ouvrages (décidé)"),
        pytest.param("en-GB", "Show the differences", "These are two works", "two works (decided)", marks=OTHER),
    ],
)
def test_pairs_are_compared_and_decided(
    opened: Callable[..., Visit], shelf: Served, locale: str, show: str, two: str, decided: str
) -> None:
    other = locale[:2]
    lines = [
        f"La commune numéro {n}, dite {other}, ouvre ses archives aux habitants le {n} du mois, dit-elle."
        for n in range(40)
    ]
    for name, change in ((f"arch-a-{other}.txt", "ouvre"), (f"arch-b-{other}.txt", "ferme <b>tout</b>")):
        text = f"Le rapport des archives {other}\n\n" + "\n\n".join([*lines[:-1], lines[-1].replace("ouvre", change)])
        deposit(shelf, name, text.encode())
    visit = opened("?view=works", locale)
    card = visit.page.locator(".pair", has_text=f"arch-a-{other}.txt")
    card.get_by_role("button", name=show).click()
    card.locator("ins, del").first.wait_for()
    assert "ferme <b>tout</b>" in card.inner_text()
    visit.save(f"lib-versions-{other}")
    card.get_by_role("button", name=two).click()
    visit.page.wait_for_selector(f".pair:has-text('arch-a-{other}.txt'):has-text('{decided}')")
    states = [pair["state"] for pair in asked(shelf, "/api/works") if f"-{other}.txt" in pair["newer"]["source"]]
    assert states == ["refused"]


def test_a_feed_is_followed_checked_and_its_news_added(
    opened: Callable[..., Visit], shelf: Served, site: WebServer
) -> None:
    visit = opened("?view=feeds", "en-GB")
    visit.page.get_by_label("Address of the feed").fill(f"{site.url}/flux.xml")
    visit.page.get_by_role("button", name="Follow this feed").click()
    visit.page.wait_for_selector("#feeds li:has-text('Veille')")
    visit.page.get_by_role("button", name="Look for news").click()
    visit.page.wait_for_selector("#proposals li:has-text('ouvertes')")
    visit.save("lib-feeds-en")
    visit.page.get_by_label("Choose all").check()
    visit.page.get_by_role("button", name="Add what is chosen").click()
    visit.page.wait_for_selector("#proposals:has-text('Nothing new')")
    assert any(each["source"].startswith("web/") for each in asked(shelf, "/api/library/entries"))
    visit.page.get_by_role("button", name="Show", exact=True).click()
    visit.page.wait_for_selector("#digest li")


def test_a_web_page_is_added_by_its_address(opened: Callable[..., Visit], site: WebServer) -> None:
    visit = opened("?view=add")
    visit.page.get_by_label("Adresses", exact=True).fill("javascript:alert(1)")
    visit.page.get_by_role("button", name="Ajouter ces adresses").click()
    visit.page.wait_for_selector("#said.error:has-text('http ou https')")
    lines = f"{site.url}/mares.html\nfile:///etc/passwd\n{site.url}/absente.html"
    visit.page.get_by_label("Adresses", exact=True).fill(lines)
    visit.page.get_by_role("button", name="Ajouter ces adresses").click()
    visit.page.wait_for_selector("#web-results li:has-text('absente')")
    assert visit.page.locator("#web-results .file-state.bad").count() == 2
    assert visit.page.locator("#web-results li:has-text('etc/passwd') button").count() == 0  # no try would help
    assert visit.page.get_by_label("Adresses", exact=True).input_value() == "file:///etc/passwd"  # to be mended
    assert "404" in visit.page.locator("#web-results").inner_text()


def test_by_keyboard_alone_and_on_a_phone(opened: Callable[..., Visit]) -> None:
    visit = opened("", "fr-FR", 390)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    visit.page.locator("#documents tbody a").first.focus()
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector("#document h2")
    assert visit.page.evaluate("document.activeElement.id") == "document"
    assert not visit.page.locator("#list").is_visible()
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    visit.save("lib-telephone-fr")
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector("#list")
    assert visit.page.evaluate("document.activeElement.matches('#documents a')")
