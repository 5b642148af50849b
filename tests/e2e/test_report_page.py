"""The page of a report in a real browser: both languages by keyboard, no request, no script, room on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.evaluation.reports.html import render_html
from measured_reports import HOSTILE, answer_row, answers_report, report

pytestmark = pytest.mark.e2e


@pytest.fixture
def opened(chrome, tmp_path: Path) -> Iterator[Callable]:
    """Opens a page from a file; what it asked for, and what the browser complained of, come with it."""
    contexts = []

    def open_page(html: str, width: int = 1200, **options):
        path = tmp_path / "report.html"
        path.write_text(html, encoding="utf-8")
        context = chrome.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.complaints = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("dialog", lambda dialog: (page.complaints.append(dialog.message), dialog.dismiss()))
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_the_language_is_switched_by_keyboard_alone(opened):
    page = opened(render_html(answers_report()))
    assert page.get_by_role("heading", level=1).inner_text() == "L'assistant répond-il bien\u202f?"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("heading", level=1).inner_text() == "Does the assistant answer well?"
    assert "jugées" not in page.locator("main").inner_text()
    page.keyboard.press("ArrowLeft")
    assert "judged" not in page.locator("main").inner_text()


def test_it_asks_nobody_for_anything_and_breaks_none_of_its_own_rules(opened):
    page = opened(render_html(answers_report(0.1), answers_report()))
    assert len(page.asked) == 1
    assert page.complaints == []
    assert page.locator(".tiles li").first.evaluate("e => getComputedStyle(e).borderRadius") == "10px"  # styled


def test_words_of_documents_run_nothing(opened):
    row = answer_row(HOSTILE, HOSTILE, HOSTILE, unsupported_answers=1.0)
    page = opened(render_html(report({HOSTILE: [row]}, ["unsupported_answers"], set_name=HOSTILE)))
    assert page.get_by_role("heading", level=3).first.inner_text() == HOSTILE
    assert (len(page.asked), page.complaints) == (1, [])


@pytest.mark.parametrize("width", [360, 768, 1200])
def test_it_fits_a_phone_and_a_laptop(opened, width):
    page = opened(render_html(answers_report(0.1), answers_report()), width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_is_dark_where_the_reader_wants_it_dark(opened):
    backgrounds = {
        scheme: opened(render_html(answers_report()), color_scheme=scheme).evaluate(
            "getComputedStyle(document.body).backgroundColor"
        )
        for scheme in ("light", "dark")
    }
    assert backgrounds == {"light": "rgb(251, 250, 247)", "dark": "rgb(20, 23, 28)"}


def test_what_is_folded_is_printed(opened):
    page = opened(render_html(answers_report()))
    found = page.get_by_text("Le passage trouvé").first
    assert not found.is_visible()
    page.emulate_media(media="print")
    assert found.is_visible()
