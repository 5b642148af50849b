"""The frame of the pages beside the chat, over the real API: language, policy, files, what documents can't do to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from shutil import copytree
from urllib.parse import urljoin

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.build import build_assistant
from assistant.settings import Settings
from assistant.views.administration.view import ADMINISTRATION
from assistant.views.administration.words import WORDS
from assistant.views.registry import VIEWS
from assistant.views.shell import View, add_views, header_html, render

pytestmark = pytest.mark.integration


class _Attributes(HTMLParser):
    """The names of all attributes of a page; what stands in their values is text."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.update(name for name, _ in attrs)


@pytest.fixture(scope="module")
def client(group_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    index = Path(copytree(group_index, tmp_path_factory.mktemp("views") / "index"))
    settings = Settings(index=index)
    with build_assistant(settings) as assistant:
        app = create_app(assistant, settings)
        add_views(app, assistant, VIEWS)
        app.state.assistant = assistant
        yield TestClient(app, base_url="http://127.0.0.1")


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_each_page_in_both_languages(client: TestClient, view: View) -> None:
    for language in ("fr", "en"):
        reply = client.get(view.path, headers={"Accept-Language": language})
        assert reply.status_code == 200
        assert f'<html lang="{language}">' in reply.text
        assert f"<title>{view.title[language]} · " in unescape(reply.text)
        assert 'aria-current="page"' in reply.text
        assert set(view.words["fr"]) == set(view.words["en"])


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_no_inline_script_or_style_and_nothing_from_elsewhere(client: TestClient, view: View) -> None:
    reply = client.get(view.path)
    policy = reply.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    seen = _Attributes()
    seen.feed(reply.text)
    assert {name for name in seen.names if name == "style" or name.startswith("on")} == set()
    for found in re.findall(r'(?:src|href)="([^"]*)"', reply.text):
        assert found.startswith(("/", "#")), found
        if found.startswith("/views/"):
            asset = client.get(found)
            assert asset.status_code == 200, found
            assert "immutable" in asset.headers["cache-control"]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_whatever_a_page_loads_is_named_in_it(client: TestClient, view: View) -> None:
    page = client.get(view.path).text
    preloaded = set(re.findall(r'<link rel="modulepreload" href="([^"]*)">', page))
    scripts = set(re.findall(r'<script type="module" src="([^"]*)">', page))
    for script in scripts | preloaded:
        imported = {urljoin(script, each) for each in re.findall(r"(?:from|import) '([^']+)'", client.get(script).text)}
        assert imported <= preloaded | scripts, script
    for asked in re.findall(r'<meta name="ask" content="([^"]*)">', page):
        assert client.get(asked).status_code == 200, asked
    assert ('content="/api/library/entries"' in page) == (view.name == "library")


def test_the_language_chosen_on_the_page_wins(client: TestClient) -> None:
    headers = {"Accept-Language": "fr", "Cookie": "assistant_language=en"}
    assert '<html lang="en">' in client.get("/administration", headers=headers).text
    headers["Cookie"] = "assistant_language=xx"
    assert '<html lang="fr">' in client.get("/administration", headers=headers).text


OPENED = (
    "/api/conversations/absente/export",
    "/api/documents/absent/original",
    "/api/bench/reports/absent/page",
    "/api/library/export?style=zzz&format=text",
)


@pytest.mark.parametrize("path", OPENED)
def test_an_error_of_a_link_is_a_page_in_the_chosen_language(client: TestClient, path: str) -> None:
    browser = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "fr", "Cookie": "assistant_language=en"}
    reply = client.get(path, headers=browser)
    assert reply.status_code in (404, 422)
    assert reply.headers["content-type"].startswith("text/html")
    assert reply.headers["content-security-policy"].startswith("default-src 'none'; base-uri 'none'")
    assert '<html lang="en">' in reply.text
    assert '<a href="/">Back to the assistant</a>' in reply.text
    asked = client.get(path, headers={**browser, "Accept": "*/*"})
    assert asked.status_code == reply.status_code
    assert asked.json()["error"]["reason"].replace("'", "&#x27;").replace('"', "&quot;") in reply.text


def test_what_a_link_exports_is_in_the_chosen_language(client: TestClient) -> None:
    path = "/api/library/export?format=text"
    french, english = (
        client.get(path, headers={"Accept-Language": "fr", "Cookie": f"assistant_language={each}"}).text
        for each in ("fr", "en")
    )
    assert french != english
    assert client.get(path, headers={"Accept-Language": "en"}).text == english


@pytest.mark.parametrize("name", ["shell.py", "base.html.jinja", "../errors.py", "nothing.css", "%2e%2e/errors.py"])
def test_only_styles_scripts_and_drawings_are_given(client: TestClient, name: str) -> None:
    assert client.get(f"/views/{name}").status_code in (404, 422)


def test_text_is_never_markup_and_loses_what_hides_or_turns(client: TestClient) -> None:
    words = {**WORDS["fr"], "lead": "<img src=x>\u202egnp.exe\u200b"}
    hostile = View("administration", "/a", {"fr": "<b>T</b>"}, {"fr": words}, lambda *_: {})
    shown = dict(ADMINISTRATION.data(client.app.state.assistant, None, "fr"))
    shown["failures"] = [{"source": "</th><script>alert(1)</script>", "reason": "<b>", "hint": "\u200b"}]
    html = render(hostile, (hostile,), "fr", shown)
    assert "<img src=x>" not in html
    assert "&lt;img src=x&gt;gnp.exe" in html
    assert "\u202e" not in html
    assert "<script>alert" not in html
    assert "<b>" not in html + header_html((hostile,), "fr", "/")
