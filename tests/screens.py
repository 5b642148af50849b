"""Every screen, for the tests that hold for all of them: opened as a visitor would, in a language and a theme."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.views.registry import VIEWS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SCREENS = ("/", *(view.path for view in VIEWS))
LOCALES = {"fr": "fr-FR", "en": "en-GB"}
THEMES = ("light", "dark")


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
