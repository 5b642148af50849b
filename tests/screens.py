"""Every screen, for the tests that hold for all of them: opened as a visitor would, in a language and a theme."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.views.registry import VIEWS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SCREENS = ("/", *(view.path for view in VIEWS))
LOCALES = {"fr": "fr-FR", "en": "en-GB"}
THEMES = ("light", "dark")


FACT = "Quel est le budget de la phase test ?"


def _document(page: Page, url: str) -> None:
    """The first document of the library, open."""
    (first, *_) = page.request.get(f"{url}/api/documents").json()
    go(page, url, f"/library?document={first['document_id']}")


def _proposal(page: Page, url: str) -> None:
    """A proposal of two sections, open."""
    sections = [{"title": "Constat"}, {"title": "Propositions"}]
    made = page.request.post(f"{url}/api/proposals", data={"title": "Essai <b>ouvert</b>", "sections": sections})
    assert made.ok, made.text()
    go(page, url, f"/proposals?proposal={made.json()['id']}")


def _reader(page: Page, url: str) -> None:
    """A cited source beside its answer."""
    page.wait_for_function("() => window.assistantEngine")
    page.locator("#question textarea").fill(FACT)
    page.locator("#question textarea").press("Enter")
    page.wait_for_selector("#conversation .foot")
    page.locator("#conversation .cite").first.click()
    page.locator("#reader").wait_for()


def _filters(page: Page, url: str) -> None:
    """The dialog of the filters."""
    page.locator("#open-filters").click()
    page.locator("dialog#filters[open] label").first.wait_for()


def _removal(page: Page, url: str) -> None:
    """The question before a document is removed."""
    _document(page, url)
    page.locator("#document button.danger").last.click()
    page.locator("dialog[open]").wait_for()


def _model(page: Page, url: str) -> None:
    """The dialog that changes the model, or goes back to the one before."""
    page.locator("#models-table button[data-use]").first.click()
    page.locator("dialog[open]").wait_for()


def _phone(page: Page, url: str) -> None:
    """The same on a phone, where the source lies over the answer."""
    page.set_viewport_size({"width": 390, "height": 800})
    go(page, url, "/")
    _reader(page, url)


def _restoring(page: Page, url: str) -> None:
    """The question before a backup takes the place of the index."""
    made = page.request.post(f"{url}/api/administration/backups", data={"conversations": True})
    assert made.ok, made.text()
    while page.request.get(f"{url}/api/jobs/{made.json()['id']}").json()["state"] in ("waiting", "running"):
        page.wait_for_timeout(200)
    go(page, url, "/administration")
    page.locator("button[data-restore]").first.click()
    page.locator("dialog[open]").wait_for()


def _erasing(page: Page, url: str) -> None:
    """The question before a conversation is erased."""
    _reader(page, url)
    page.keyboard.press("Escape")
    page.locator("#conversations .actions button").last.click()
    page.locator("dialog[open]").wait_for()


def _export(page: Page, url: str) -> None:
    """The dialog that exports a proposal."""
    _proposal(page, url)
    page.click("#export")
    page.locator("dialog[open]").wait_for()


def _versions(page: Page, url: str) -> None:
    """The versions of a proposal's title and order, compared with one."""
    _proposal(page, url)
    page.click("#outline-versions")
    page.locator("dialog[open] li, dialog[open] p").first.wait_for()


def _there(page: Page, url: str) -> None:
    """The screen as it opens."""


DEEPER: Mapping[str, tuple[str, str, Callable[[Page, str], None]]] = {
    "document": ("/library", "fr", _document),
    "add": ("/library?view=add", "en", _there),
    "failures": ("/library?view=failures", "fr", _there),
    "works": ("/library?view=works", "en", _there),
    "feeds": ("/library?view=feeds", "fr", _there),
    **{
        f"bench-{part}": (f"/bench?part={part}", "fr" if place % 2 else "en", _there)
        for place, part in enumerate(("turns", "cases", "grading", "measures"))
    },
    "proposal": ("/proposals", "fr", _proposal),
    "export": ("/proposals", "en", _export),
    "versions": ("/proposals", "fr", _versions),
    "reader": ("/", "fr", _reader),
    "reader-phone": ("/", "fr", _phone),
    "erasing": ("/", "fr", _erasing),
    "filters": ("/", "en", _filters),
    "removal": ("/library", "en", _removal),
    "model": ("/administration", "fr", _model),
    "restoring": ("/administration", "en", _restoring),
}
"""What opens within the screens, by name: the address, the language, and what then opens it."""


@contextmanager
def opened(browser: Browser, url: str, path: str, language: str = "fr", **options: Any) -> Iterator[Page]:
    """A screen in a browser context of its own; asks nobody but the server.

    Raises:
        AssertionError: at the end, where something was asked of another host, or a script failed.
    """
    context = browser.new_context(locale=LOCALES[language], **{"viewport": {"width": 1280, "height": 800}, **options})
    context.set_default_timeout(60_000)
    asked: list[str] = []
    wrong: list[str] = []
    try:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
        go(page, url, path)
        yield page
        own = urlsplit(url).netloc
        assert [each for each in asked if urlsplit(each).netloc not in ("", own)] == []
        assert wrong == []
    finally:
        context.close()


def go(page: Page, url: str, path: str) -> Any:
    """Open a screen and wait until it can be used; gives the response."""
    response = page.goto(url + path)
    usable(page, path)
    return response


def usable(page: Page, path: str) -> None:
    """Wait until a screen can be used: what it begins with is drawn."""
    if path == "/":
        page.wait_for_selector("#question textarea")
        page.wait_for_selector("#conversation .notice, #first-run")
    else:
        page.wait_for_selector("main h1")
        page.wait_for_load_state("networkidle")
