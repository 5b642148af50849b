"""Asking, in a real browser: filters, stopping, asking again, copying, the keyboard, the frame's language and theme."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from model_server import ModelServer, Reply, Request, drips, says_json

pytestmark = pytest.mark.e2e

FACT = "Quel est le budget de la phase test ?"
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


def copied(member) -> str:
    """What was put on the clipboard."""
    member.page.wait_for_function("() => document.querySelector('#said').textContent")
    return str(member.page.evaluate("navigator.clipboard.readText()"))


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        (
            "fr-FR",
            ("Filtrer", "Recherché dans\u00a0: comptes rendus, depuis 2024", "Compte"),
        ),
        ("en-GB", ("Filter", "Searched in: minutes, since 2024", "Minutes")),
    ],
)
def test_filters_are_chosen_by_keyboard_shown_used_and_removed(server, visit, locale, words) -> None:
    opener, scope, kind = words
    member = visit(server.url, locale=locale)
    page = member.page
    page.get_by_role("button", name=opener, exact=True).focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    box = dialog.get_by_role("checkbox", name=re.compile(kind))
    box.focus()
    page.keyboard.press("Space")
    page.locator("#filter-since").focus()
    page.keyboard.type("2024")
    member.save(f"20-filtres-{locale[:2]}")
    page.keyboard.press("Enter")
    assert not dialog.is_visible()
    chips = page.locator("#chips button")
    assert chips.count() == 2
    assert page.evaluate("document.activeElement.id") == "open-filters"
    member.ask(FACT)
    assert scope in member.answer
    chips.first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.locator("#chips").is_hidden()
    member.ask(FACT)
    assert scope not in member.answer


def test_too_long_a_question_is_back_in_its_field(server, visit) -> None:
    member = visit(server.url)
    long = "budget " * 900
    member.ask(long)
    assert "trop longue" in member.page.locator("#conversation .error").inner_text()
    assert member.page.get_by_role("button", name="Reposer la question").count() == 0  # it would fail again
    member.page.wait_for_function("() => document.querySelector('#box').value")
    assert member.page.locator("#box").input_value() == long


def test_what_is_said_hides_neither_the_question_nor_what_was_pressed(server, visit) -> None:
    member = visit(server.url)
    page = member.page
    page.locator("#open-filters").click()
    page.locator("#filters input[type=checkbox]").first.check()
    page.get_by_role("button", name="Appliquer").click()
    member.ask(FACT)
    pressed = page.locator("#conversation .copy-answer").last

    def edges(selector: str) -> dict[str, float]:
        return dict(page.locator(selector).last.evaluate("each => each.getBoundingClientRect().toJSON()"))

    assert edges("#chips")["left"] == edges(".composer .box")["left"]  # chips stand above the question
    for height in (800, 420):
        page.set_viewport_size({"width": 1100, "height": height})
        pressed.scroll_into_view_if_needed()
        page.locator("#said").evaluate("line => { line.textContent = ''; }")
        pressed.click()
        page.wait_for_function("() => document.querySelector('#said').textContent")
        said = edges("#said")
        for each in (edges(".composer"), edges("#conversation .copy-answer")):
            assert said["bottom"] <= each["top"] or each["bottom"] <= said["top"] or said["right"] <= each["left"]
    page.locator("#said").click()
    assert page.locator("#said").inner_text() == ""


def test_there_is_one_main_part_and_the_engine_says_nothing(server, visit) -> None:
    page = visit(server.url).page
    page.wait_for_function("() => document.querySelectorAll('main:not([role])').length === 1")
    heard = page.evaluate("[...document.querySelectorAll('gradio-app [aria-live]')].map(each => each.ariaLive)")
    assert set(heard) == {"off"}


def test_a_filter_is_read_from_the_corpus_and_a_wrong_date_is_said(server, visit) -> None:
    member = visit(server.url)
    page = member.page
    page.locator("#open-filters").click()
    field = page.locator("#filter-documents")
    field.fill("Failing in")
    page.keyboard.press("Enter")
    assert "Failing in public" in page.locator("#filters .chips").last.inner_text()
    page.locator("#filter-until").fill("hier")
    page.get_by_role("button", name="Appliquer").click()
    page.wait_for_function("() => document.querySelector('#said').textContent.includes('2024-05')")
    page.locator("#filter-until").fill("")
    page.get_by_role("button", name="Appliquer").click()
    member.ask("What is the budget of the test phase?")
    assert "failing-in-public.md (1 document)" in member.answer
    assert member.dialogs == []


def test_a_theme_is_given_in_ones_own_words_and_one_of_no_document_is_told(server, visit) -> None:
    member = visit(server.url)
    page = member.page
    for theme, told in (
        ("budgets", "Recherché dans\u00a0: sur le thème «\u00a0budgets\u00a0»"),
        ("astronautique", "aucun document"),
    ):
        page.locator("#open-filters").click()
        page.locator("#filter-themes").fill(theme)
        page.get_by_role("button", name="Appliquer").click()
        assert page.locator("#chips button").all_inner_texts() == [f"thème {theme} ×"]
        member.ask(FACT)
        assert told in page.locator("#conversation .exchange").last.inner_text()
        page.locator("#chips button").click()
    assert member.dialogs == []


def test_dates_are_compared_as_dates(server, visit) -> None:
    member = visit(server.url)
    page = member.page
    for since, until, good in (
        ("2024-3", "2024-10", True),
        ("2024-05", "2024", True),
        ("2024-05-07", "2024-5", True),
        ("2024-10", "2024-3", False),
        ("2025", "2024-12-31", False),
    ):
        page.locator("#open-filters").click()
        page.locator("#filter-since").fill(since)
        page.locator("#filter-until").fill(until)
        page.get_by_role("button", name="Appliquer").click()
        assert page.locator("#filters").is_hidden() is good, (since, until)
        if good:
            asked = {"question": FACT, "filters": {"since": since, "until": until}}
            assert page.request.post(f"{server.url}/api/ask", data=asked).ok
        else:
            page.keyboard.press("Escape")


def test_two_browsers_at_once_share_neither_filters_nor_questions(server, visit) -> None:
    one, other = visit(server.url), visit(server.url)
    one.page.locator("#open-filters").click()
    one.page.get_by_role("checkbox", name=re.compile("Compte")).check()
    one.page.get_by_role("button", name="Appliquer").click()
    for member in (one, other):
        member.page.locator("#question textarea").fill(FACT)
    for member in (one, other):
        member.page.locator("#question textarea").press("Enter")
    for member in (one, other):
        member.page.wait_for_selector("#conversation .foot")
    assert "Recherché dans" in one.answer
    assert "Recherché dans" not in other.answer
    assert other.page.locator("#chips").is_hidden()
    assert one.page.url != other.page.url
    other.page.goto(one.page.url)
    other.page.wait_for_selector("#conversation .error")
    assert other.page.locator("#conversation .question").count() == 0


def test_a_question_sent_before_the_page_is_ready_is_answered(server, visit) -> None:
    member = visit(server.url)
    page = member.page
    held = []
    page.route(re.compile(r"/views/chat/chat\.js"), lambda route: held.append(route))
    page.goto(server.url, wait_until="commit")
    box = page.locator("#question textarea")
    page.wait_for_function("() => window.assistantEarly")
    box.fill(FACT)
    box.press("Enter")
    assert box.input_value() == FACT
    held[0].continue_()
    page.wait_for_selector("#conversation .foot")
    assert "Répondu" in member.answer
    assert box.input_value() == ""


def test_an_answer_is_stopped_and_its_question_can_be_asked_again(
    start_server: Callable, visit, group_index: Path, tmp_path: Path
) -> None:
    index = Path(shutil.copytree(group_index, tmp_path / "index"))
    with ModelServer([drips('{"quotes": []}', 1.0)]) as model:
        settings = {"ASSISTANT_MODEL_SERVER__BASE_URL": model.url, "ASSISTANT_MODEL_SERVER__MODEL": "slow"}
        served = start_server(index, **settings)
        member = visit(served.url)
        page = member.page
        box = page.locator("#question textarea")
        box.fill(FACT)
        box.press("Enter")
        page.wait_for_selector("#conversation .stages")
        page.get_by_role("button", name="Arrêter").click()
        page.wait_for_selector("#conversation .exchange[data-state=stopped]")
        assert "arrêtée" in page.locator("#conversation .stopped").inner_text()
        assert page.evaluate("document.activeElement.id") == "box"
        assert page.locator("#conversations li").count() == 0
        member.ask("Bonjour")
        page.get_by_role("button", name="Arrêter").wait_for(state="hidden")
        page.locator("#conversation .ask-again").first.click()
        page.wait_for_selector("#live .stages")
        assert page.locator("#conversation .question").count() == 3
        # The engine may tell of the question that was stopped only now: the one under way is not over.
        for shown in ("#done", "#live"):
            page.evaluate(
                "html => dispatchEvent(new CustomEvent('assistant-settled', {detail: {kind: 'submit', html}}))",
                page.locator(shown).inner_html(),
            )
        assert page.get_by_role("button", name="Arrêter").is_visible()
        page.keyboard.press("Escape")
        page.wait_for_selector("#live .exchange[data-state=stopped]")
        box.fill(FACT)
        box.press("Enter")
        while not model.requests:
            time.sleep(0.05)
        served.process.send_signal(signal.SIGTERM)  # while the model's server drips on
        served.process.wait(40)


def test_what_a_stopped_question_finds_after_all_is_not_shown(
    start_server: Callable, visit, group_index: Path, tmp_path: Path
) -> None:
    index = Path(shutil.copytree(group_index, tmp_path / "index"))
    let_go = threading.Event()

    def late(_: Request) -> Reply:
        let_go.wait(60)
        return says_json({"quotes": []})

    with ModelServer(late) as model:
        settings = {"ASSISTANT_MODEL_SERVER__BASE_URL": model.url, "ASSISTANT_MODEL_SERVER__MODEL": "slow"}
        served = start_server(index, **settings)
        member = visit(served.url)
        page = member.page
        page.route("**/gradio_api/cancel", lambda _: None)  # on a busy machine it comes late: here, never
        states = "[...document.querySelectorAll('#conversation .exchange')].map(each => each.dataset.state)"
        for leave, shown in (("Arrêter", ["stopped", "done"]), ("Nouvelle conversation", ["done"])):
            let_go.clear()
            asked = len(model.requests)
            page.locator("#box").fill(FACT)
            page.locator("#box").press("Enter")
            while len(model.requests) == asked:
                page.wait_for_timeout(50)
            page.get_by_role("button", name=leave).click()
            page.get_by_role("button", name="Arrêter").wait_for(state="hidden")
            let_go.set()
            member.ask("Bonjour")
            page.wait_for_timeout(1000)  # for what might come yet
            assert page.evaluate(states) == shown
            assert page.locator("#conversation .exchange .answer").count() == 1
            page.get_by_role("button", name="Nouvelle conversation").click()
            page.wait_for_selector("#welcome:not([hidden])")


def test_a_server_that_is_restarted_during_an_answer_is_told_and_the_question_is_there_again(
    start_server: Callable, visit, group_index: Path, tmp_path: Path
) -> None:
    index = Path(shutil.copytree(group_index, tmp_path / "index"))
    with ModelServer([drips('{"quotes": []}', 1.0)]) as model:
        settings = {"ASSISTANT_MODEL_SERVER__BASE_URL": model.url, "ASSISTANT_MODEL_SERVER__MODEL": "slow"}
        served = start_server(index, **settings)
        member = visit(served.url)
        page, box = member.page, member.page.locator("#box")
        box.fill(FACT)
        box.press("Enter")
        page.wait_for_selector("#conversation .stages")
        served.process.kill()
        served.process.wait(60)
    page.wait_for_function("() => document.querySelector('#said').textContent.includes('est coupée')")
    assert box.input_value() == FACT
    assert page.get_by_role("button", name="Arrêter").is_hidden()
    box.press("Enter")  # nothing is lost by trying
    assert box.input_value() == FACT
    with subprocess.Popen(
        served.process.args, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as again:
        try:
            page.wait_for_function(
                "() => document.querySelector('#said').textContent.includes('interrompue')", timeout=60000
            )
            assert box.input_value() == FACT
            member.ask(FACT)
            assert "Répondu" in member.answer
            page.get_by_role("button", name="Nouvelle conversation").click()
            page.wait_for_selector("#welcome:not([hidden])")
            member.ask("Bonjour")
        finally:
            again.terminate()


def test_an_answer_is_asked_again_and_copied_with_its_sources(server, visit) -> None:
    member = visit(server.url, **CLIPBOARD)
    page = member.page
    member.ask(FACT)
    page.get_by_role("button", name="Copier avec les sources").click()
    text = copied(member)
    assert text.startswith(FACT.replace(" ?", ""))
    assert re.search(r"54\s000 €.*\[1\]", text)
    assert "Sources\n[1] " in text
    assert "Compte rendu de la séance inaugurale du Cercle des Neuf" in text
    page.get_by_role("button", name="Reposer la question").click()
    page.wait_for_function("() => document.querySelectorAll('#conversation .foot').length === 2")
    assert len({each.strip() for each in page.locator("#conversation .question").all_inner_texts()}) == 1


def test_the_frame_follows_the_browser_and_the_answer_its_question(server, visit) -> None:
    member = visit(server.url, locale="en-GB")
    member.ask(FACT)
    page = member.page
    assert "Answered" in member.answer
    assert "1 document cited" in member.answer
    assert page.locator("#conversation .judge button").first.inner_text() == "Right"
    assert page.locator("#conversation .body").get_attribute("lang") == "fr"
    assert page.locator("#conversation .question").get_attribute("lang") == "fr"
    assert page.locator("#conversation .sources .title").first.get_attribute("lang") == "fr"
    assert page.evaluate("document.documentElement.lang") == "en"
    reader = member.open_source()
    assert "Citation 1 of" in reader.inner_text()
    assert reader.locator("blockquote").get_attribute("lang") == "fr"
    page.get_by_role("button", name="Français").click()
    page.wait_for_function("() => document.documentElement.lang === 'fr'")
    page.wait_for_selector("#conversation .foot")
    assert "Répondu" in member.answer  # the conversation is still there, in the other language


def test_the_theme_of_the_header_is_the_chats(server, visit) -> None:
    member = visit(server.url, color_scheme="light")
    page = member.page
    paper = "getComputedStyle(document.querySelector('#conversation')).color + getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.locator("#switch-theme").select_option("dark")
    page.wait_for_function("() => document.documentElement.dataset.theme === 'dark'")
    page.wait_for_function("() => window.assistantEngine && document.body.classList.contains('dark')")
    assert page.evaluate(paper) != light
    member.ask(FACT)
    assert page.evaluate("getComputedStyle(document.querySelector('.body')).color") == "rgb(232, 236, 243)"
    member.save("21-sombre")


def test_what_is_streamed_is_said_once(server, visit) -> None:
    member = visit(server.url)
    page = member.page
    page.evaluate(
        """() => { window.heard = [];
        new MutationObserver(() => {
          const text = document.querySelector('#heard').textContent;
          if (text) window.heard.push(text);
        }).observe(document.querySelector('#heard'), {childList: true, characterData: true, subtree: true}); }"""
    )
    member.ask(FACT)
    page.wait_for_function("() => window.heard.some(text => text.startsWith('Réponse'))")
    heard = page.evaluate("window.heard")
    assert [text for text in heard if "54" in text] == heard[-1:]
    assert page.locator("#conversation [aria-live]:visible, #conversation [role=log]").count() == 0


def test_gradio_shows_nothing_of_its_own(server, visit) -> None:
    member = visit(server.url)
    page = member.page
    member.ask(FACT)
    assert page.locator("footer:visible").count() == 0
    assert not re.search("gradio", page.locator("body").inner_text(), re.IGNORECASE)
    assert page.locator("h1").count() == 1
    box = page.locator("#question").bounding_box()
    assert box["y"] + box["height"] <= 800
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
