"""Characters that hide or turn others are shown nowhere: the same ones by the chat, the pages and their scripts."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from assistant.api.error_page import error_html, is_opened
from assistant.errors import AssistantError
from assistant.text.controls import CONTROLS, INVISIBLE, shown_text, without_controls
from assistant.ui.inert import inert
from assistant.views.shell import environment

HIDDEN = [0xAD, 0x61C, 0x200B, 0x200D, 0x200F, 0x202E, 0x2060, 0x2069, 0x3164, 0xFEFF, 0xE0000, 0xE0041, 0xE007F]
EVERYTHING = "".join(chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)


@pytest.mark.parametrize("code", HIDDEN)
def test_hidden_characters_are_shown_nowhere(code: int) -> None:
    text = f"a{chr(code)}b"
    assert inert(text) == shown_text(text) == without_controls(text) == "ab"
    assert environment().from_string("{{ text }}").render(text=text) == "ab"


def test_line_ends_and_letters_stay() -> None:
    assert shown_text("é\n\tž\u00a0\u202f!") == "é\n\tž\u00a0\u202f!"


def test_the_scripts_of_the_pages_take_out_the_same_characters() -> None:
    script = files("assistant.views").joinpath("page.js").read_text(encoding="utf-8")
    (given,) = re.findall(r"^const CONTROL = /(\[.*\])/gu;$", script, re.MULTILINE)
    mirrored = re.compile(re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: f"\\U{found[1]:0>8}", given))
    assert mirrored.findall(EVERYTHING) == re.findall(f"[{CONTROLS}{INVISIBLE}]", EVERYTHING)


def test_an_error_as_a_page_is_text() -> None:
    error = AssistantError("unknown_address", path="/<script>\u202e", detail="")
    html = error_html(error, "fr")
    assert "<script>" not in html
    assert "\u202e" not in html
    assert '<html lang="fr">' in html
    assert 'href="/"' in html


@pytest.mark.parametrize(
    ("method", "path", "opened"),
    [
        ("GET", "/api/conversations/x/export", True),
        ("GET", "/api/documents/x/original", True),
        ("GET", "/api/bench/reports/x/page", True),
        ("GET", "/api/library/export", True),
        ("POST", "/api/library/export", False),
        ("GET", "/api/documents/x/original/more", False),
        ("GET", "/api/ask", False),
    ],
)
def test_only_addresses_that_links_open_answer_with_a_page(method: str, path: str, opened: bool) -> None:
    assert is_opened(method, path) is opened
