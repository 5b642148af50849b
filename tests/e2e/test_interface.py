"""What people meet on several pages: another's change, a script that is blocked, a phone, an assistant that is exchanged."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from conftest import command_line
from screens import SCREENS, opened
from tiny_models import write_encoder

pytestmark = pytest.mark.e2e
expect.set_options(timeout=60_000)  # as that of the actions: the machine may be busy
PHONE = {"viewport": {"width": 375, "height": 800}}


@pytest.fixture(scope="module")
def managed(chromium: str, group_index: Path, tmp_path_factory: pytest.TempPathFactory, start_server: Callable):
    """A server of these tests alone, on a model of its own: the one that comes with the assistant is there to go to."""
    place = tmp_path_factory.mktemp("exchanged")
    shutil.copytree(group_index, place / "index")
    model = write_encoder(place / "tiny")
    assert command_line(["models", "use", model, "--index", place / "index"]) == 0
    assert command_line(["models", "forget", "--index", place / "index"]) == 0
    assert command_line(["backup", place / "backups" / "avant.zip", "--index", place / "index"]) == 0
    return start_server(place / "index")


def test_the_model_is_changed_from_the_page(managed, chrome: Browser) -> None:
    with opened(chrome, managed.url, "/administration", "fr") as page:
        in_use = page.locator("#models-table .tag.good").locator("xpath=ancestor::tr")
        expect(in_use).to_contain_text("tiny")
        use = page.locator("#models-table").get_by_role("button", name="Utiliser… embedded")
        use.click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("se ferme et se rouvre")
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(use).to_be_focused()
        use.click()
        dialog.get_by_role("button", name="Changer de modèle").click()
        expect(page.locator("#said")).to_contain_text("est en service", timeout=120_000)
        expect(in_use).to_contain_text("embedded")
        expect(page.locator("#model-last")).to_contain_text("passages analysés")
        expect(page.get_by_role("button", name="Revenir à ce modèle…")).to_be_visible()


def test_a_backup_is_restored_from_the_page(managed, chrome: Browser) -> None:
    """It was made with the model of before: that is in use again."""
    with opened(chrome, managed.url, "/administration", "fr") as page:
        page.get_by_role("button", name="Rétablir… avant.zip").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Dans la sauvegarde")
        dialog.get_by_role("button", name="Remplacer l'index").click()
        expect(page.locator("#said")).to_contain_text("avant.zip est en service", timeout=120_000)
        in_use = page.locator("#models-table .tag.good").locator("xpath=ancestor::tr")
        expect(in_use).to_contain_text("tiny")


def test_of_two_who_edit_a_record_the_second_sees_the_change_of_the_first(managed, chrome: Browser) -> None:
    with (
        opened(chrome, managed.url, "/library", "fr") as anne,
        opened(chrome, managed.url, "/library", "en") as boris,
    ):
        for page in (anne, boris):
            page.locator("#documents a").first.click()
            page.locator("#edit summary").click()
        anne.locator("#edit-publisher").fill("Atelier d'Anne")
        anne.locator("#edit button.primary").click()
        expect(anne.locator("#document dl.facts").first).to_contain_text("Atelier d'Anne")
        boris.locator("#edit-publisher").fill("Boris")
        boris.locator("#edit-licence").fill("CC0")
        boris.locator("#edit button.primary").click()
        expect(boris.locator("#said.error")).to_contain_text("Somebody else has changed")
        expect(boris.locator(".meanwhile")).to_have_text("Meanwhile somebody wrote: Atelier d'Anne")
        expect(boris.locator("#edit-licence")).to_have_value("CC0")
        boris.locator("#edit button.primary").click()
        expect(boris.locator("#document dl.facts").first).to_contain_text("Boris")


def test_a_script_that_is_blocked_is_told(managed, chrome: Browser) -> None:
    context = chrome.new_context(locale="fr-FR")
    try:
        page = context.new_page()
        page.clock.install()
        page.route("**/assets/*.js", lambda route: route.abort())
        page.goto(managed.url)
        page.clock.fast_forward(16_000)
        expect(page.locator("#not-loaded")).to_contain_text("n'a pas pu être chargée")
        expect(page.locator("#not-loaded").get_by_role("link", name="Recharger la page")).to_be_visible()
    finally:
        context.close()


def test_on_a_phone_what_lies_over_the_page_is_modal_and_nothing_overflows(managed, chrome: Browser) -> None:
    with opened(chrome, managed.url, "/", "fr", **PHONE) as page:
        page.get_by_role("button", name="Mes conversations").click()
        mine = page.get_by_role("dialog", name="Mes conversations")
        expect(mine).to_have_attribute("aria-modal", "true")
        for _ in range(6):
            page.keyboard.press("Tab")
            assert page.evaluate(
                "document.activeElement === document.body || !!document.activeElement.closest('#mine')"
            )
        page.keyboard.press("Escape")
        expect(mine).to_have_count(0)
        expect(page.get_by_role("button", name="Mes conversations")).to_be_focused()
        for path in SCREENS:
            page.goto(managed.url + path)
            expect(page.locator("header.site nav")).to_be_visible()
            page.wait_for_load_state("load")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            assert page.locator("header.site").bounding_box()["height"] < 90, path
