"""What all pages share: the frame with its navigation, the language, the policy, and where styles and scripts lie.

A page is a `View`: a template, words in both languages, and a function that gives the template its data. Whatever is
shown passes the template engine's escaping and loses its control characters on the way: documents and people write
text, never markup. Scripts talk to the API, and put what it says into the page as text.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from assistant.errors import UsageError
from assistant.preferences import chosen_language
from assistant.service import Assistant
from assistant.text.controls import shown_text
from assistant.text.dates import date_text
from assistant.types import Language
from assistant.views.first_run import first_run_html
from assistant.views.words import FRAME

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_MEDIA = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_FILE = re.compile(r"(?:[a-z_]+/)?[a-z_]+\.(?:css|js|svg)")
_IMPORT = re.compile(r"(\bfrom |\bimport )'(\.{1,2}/[a-z_/.]+\.js)'")

Data = Callable[[Assistant, Request, Language], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class View:
    """One page.

    Attributes:
        name: also of its folder below `views`, with `page.html.jinja`, `page.js` and `page.css`.
        path: its address.
        title: by language, for the navigation and the window.
        words: its words by language; templates have them as `words`, scripts through `page.words`.
        data: what else the template is given.
        asks: addresses of the API whose replies the page wants: asked for before its scripts are there.
    """

    name: str
    path: str
    title: Mapping[Language, str]
    words: Mapping[Language, Mapping[str, str]]
    data: Data
    asks: tuple[str, ...] = ()


CHAT: Mapping[Language, str] = {"fr": "Questions", "en": "Questions"}


def add_views(app: FastAPI, assistant: Assistant, views: Sequence[View]) -> None:
    """Put the pages and their files on an app, before whatever is mounted at /."""

    @app.get("/views/{name:path}", include_in_schema=False)
    async def asset(name: str, request: Request) -> Response:  # from memory: no thread is worth its while
        """A style sheet, script or drawing of the pages; one that a script imports is asked after each time."""
        if not _FILE.fullmatch(name) or not files("assistant.views").joinpath(name).is_file():
            raise UsageError("unknown_address", path=f"/views/{name}")
        named = request.url.query == address(name).partition("?")[2]
        headers = {"Cache-Control": "public, max-age=31536000, immutable" if named else "no-cache"}
        return Response(_content(name), media_type=_MEDIA[name.rsplit(".", 1)[-1]], headers=headers)

    for view in views:
        _add(app, assistant, view, views)


def _add(app: FastAPI, assistant: Assistant, view: View, views: Sequence[View]) -> None:
    def page(request: Request) -> HTMLResponse:
        language = chosen_language(request.headers)
        shown = view.data(assistant, request, language)
        html = render(view, views, language, shown, first_run_html(assistant, language, [each.path for each in views]))
        return HTMLResponse(html, headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-store"})

    app.add_api_route(view.path, page, methods=["GET"], include_in_schema=False, name=f"view_{view.name}")


def render(view: View, views: Sequence[View], language: Language, shown: Mapping[str, Any], first_run: str = "") -> str:
    """The HTML of a page; `first_run` stands above it, see `views.first_run`."""
    template = environment().get_template(f"{view.name}/page.html.jinja")
    words = {**FRAME[language], **view.words[language]}
    return template.render(
        view=view,
        language=language,
        words=words,
        header=header_html(views, language, view.path),
        first_run=first_run,
        address=address,
        modules=modules,
        **shown,
    )


def header_html(views: Sequence[View], language: Language, here: str) -> str:
    """The navigation, the switches of language and theme: the same above the chat and above every page."""
    entries = [("/", CHAT[language]), *((view.path, view.title[language]) for view in views)]
    template = environment().get_template("header.html.jinja")
    return template.render(entries=entries, here=here, language=language, words=FRAME[language], address=address)


def fragment_html(name: str, language: Language, words: Mapping[str, str], **shown: Any) -> str:
    """A part of a page that another frame stands around: the chat's, around its engine."""
    return (
        environment()
        .get_template(name)
        .render(language=language, words={**FRAME[language], **words}, address=address, **shown)
    )


def is_view(path: str, views: Sequence[View]) -> bool:
    """Whether an address is one of the pages' own."""
    return path.startswith("/views/") or any(path == view.path for view in views)


@cache
def address(name: str) -> str:
    """Where a style sheet or script lies; it changes with what is in it, so that browsers may keep it."""
    return f"/views/{name}?{hashlib.sha256(_content(name)).hexdigest()[:12]}"


@cache
def modules(name: str) -> tuple[str, ...]:
    """The addresses of all that a script imports, directly or not: fetched at once instead of one after the other."""
    found: dict[str, None] = {}
    waiting = [name]
    while waiting:
        script = waiting.pop()
        for _, imported in _IMPORT.findall(files("assistant.views").joinpath(script).read_text(encoding="utf-8")):
            target = posixpath.normpath((PurePosixPath(script).parent / imported).as_posix())
            if target not in found:
                found[target] = None
                waiting.append(target)
    return tuple(address(each) for each in sorted(found))


@cache
def _content(name: str) -> bytes:
    """A file of the pages. A script imports others by their addresses, which change with what is in them."""
    content = files("assistant.views").joinpath(name).read_bytes()
    if not name.endswith(".js"):
        return content
    folder = PurePosixPath(name).parent
    return _IMPORT.sub(lambda found: _imported(folder, found), content.decode()).encode()


def _imported(folder: PurePosixPath, found: re.Match[str]) -> str:
    target = posixpath.normpath((folder / found[2]).as_posix())
    return f"{found[1]}'{address(target)}'"


def counted(words: Mapping[str, str], key: str, count: int, language: Language) -> str:
    """A number and its noun: `words` has `KEY_one` and `KEY_other`. In French 0 takes the singular."""
    singular = count < 2 if language == "fr" else count == 1
    return words[f"{key}_{'one' if singular else 'other'}"].format(count=count)


def day(time: str, language: Language) -> str:
    """The day of an ISO 8601 time, as it is written on all pages: 5 mars 2024, 5 March 2024."""
    return date_text(time[:10], language)


@cache
def environment() -> Environment:
    """The template engine of all pages: it escapes, and takes control characters out."""
    made = Environment(
        loader=PackageLoader("assistant.views", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_without_control,
    )
    made.globals.update(counted=counted, day=day)
    return made


def _without_control(value: Any) -> Any:
    return shown_text(value) if type(value) is str else value
