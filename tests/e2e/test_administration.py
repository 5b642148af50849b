"""Administration in a real browser, in both languages: tasks begun and followed, backups, hostile names; the first run."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from screens import opened, usable

pytestmark = pytest.mark.e2e

WORDS = {
    "fr": {
        "rebuild": "Refaire les deux recherches",
        "done": "Terminé.",
        "backup": "Sauvegarder maintenant",
        "checked": "relue et vérifiée",
        "restore": "Rétablir",
        "cancel": "Annuler",
        "forget": "Supprimer",
        "yes": "Oui, supprimer",
        "none": "Aucune sauvegarde",
        "card": "Fiche du modèle",
        "samples": "Essayer avec les documents d'exemple",
        "reading": r"Préparation|Lecture|Mise à jour",
    },
    "en": {
        "rebuild": "Make both searches again",
        "done": "Done.",
        "backup": "Back up now",
        "checked": "read again and checked",
        "restore": "Restore",
        "cancel": "Cancel",
        "forget": "Delete",
        "yes": "Yes, delete",
        "none": "No backup",
        "card": "Card of the model",
        "samples": "Try with the sample documents",
        "reading": r"Getting ready|Reading|Updating",
    },
}


@pytest.fixture(scope="module")
def managed(chromium: str, group_index: Path, tmp_path_factory: pytest.TempPathFactory, start_server: Callable):
    """A server of these tests alone: its backups lie beside its index."""
    place = tmp_path_factory.mktemp("managed")
    shutil.copytree(group_index, place / "index")
    (place / "backups").mkdir()
    (place / "backups" / "<img src=x onerror=alert(1)>.zip").write_bytes(b"PK")
    return start_server(place / "index"), place


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_searches_are_made_again_and_a_backup_is_made_and_deleted(managed, chrome, language: str) -> None:
    served, place = managed
    words = WORDS[language]
    with opened(chrome, served.url, "/administration", language) as page:
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        assert "vide.pdf" in page.locator("main section").first.inner_text()
        page.get_by_role("button", name=words["rebuild"]).click()
        page.get_by_role("status").filter(has_text=words["done"]).wait_for()
        page.get_by_role("button", name=words["backup"]).click()
        page.get_by_role("status").filter(has_text=words["checked"]).wait_for()
        (made,) = place.joinpath("backups").glob("assistant-*.zip")
        row = page.get_by_role("row", name=re.compile(re.escape(made.name)))
        restore = row.get_by_role("button", name=re.compile(words["restore"]))
        restore.focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        assert made.name in dialog.inner_text()
        page.keyboard.press("Escape")
        page.wait_for_function("button => button === document.activeElement", arg=restore.element_handle())
        row.get_by_role("button", name=re.compile(words["forget"])).click()
        dialog.get_by_role("button", name=words["cancel"]).click()
        assert made.exists()
        row.get_by_role("button", name=re.compile(words["forget"])).click()
        dialog.get_by_role("button", name=words["yes"]).click()
        page.wait_for_function("name => !document.querySelector('#kept').innerText.includes(name)", arg=made.name)
        assert not made.exists()
        assert "<img src=x onerror=alert(1)>.zip" in page.locator("#kept").inner_text()
        assert page.locator("#kept img").count() == 0
        page.get_by_text(words["card"]).click()
        assert page.get_by_text("CC BY-SA 4.0").first.is_visible()


def test_a_task_that_fails_is_told_in_a_sentence(managed, chrome) -> None:
    served, place = managed
    shutil.rmtree(place / "backups")
    (place / "backups").write_text("a file in the way", encoding="utf-8")
    try:
        with opened(chrome, served.url, "/administration", "fr") as page:
            page.get_by_role("button", name=WORDS["fr"]["backup"]).click()
            said = page.locator("#said.error")
            said.wait_for()
            page.wait_for_function("() => document.querySelector('#said').textContent.length > 30")
            assert "backups" in said.inner_text()
            assert page.locator("#tasks .tag.bad").count() >= 1
    finally:
        (place / "backups").unlink()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_empty_assistant_begins_in_one_click(
    chromium: str, chrome, start_server: Callable, tmp_path: Path, language: str
) -> None:
    served = start_server(tmp_path / "index")
    words = WORDS[language]
    path = {"fr": "/", "en": "/administration"}[language]
    with (
        opened(chrome, served.url, path, language) as page,
        opened(chrome, served.url, "/administration", "en") as other,
    ):
        button = page.get_by_role("button", name=words["samples"])
        button.focus()
        page.keyboard.press("Enter")
        line = page.locator("#first-run-line")
        line.wait_for()
        assert re.search(words["reading"], line.inner_text())
        other.reload()  # another person sees that it is being read, and can't begin it twice
        other.locator("#first-run progress").wait_for()
        assert not other.get_by_role("button", name=WORDS["en"]["samples"]).is_visible()
        page.wait_for_function("() => !document.querySelector('#first-run')", timeout=180_000)
        usable(page, path)
        other.wait_for_function("() => !document.querySelector('#first-run')", timeout=60_000)
        page.goto(f"{served.url}/administration")
        assert int(page.locator(".tiles dd").first.inner_text()) > 20


def test_what_waits_in_the_corpus_folder_is_read_in_one_click_and_failures_are_told(
    chromium: str, chrome, start_server: Callable, tmp_path: Path
) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "vide.pdf").write_bytes(b"")
    served = start_server(tmp_path / "index")
    with opened(chrome, served.url, "/administration", "fr") as page:
        page.get_by_role("button", name="Lire le fichier qui attend dans le dossier").click()
        page.locator("#first-run-error").filter(has_text="Aucun document n'a pu être lu").wait_for(timeout=90_000)
        assert page.get_by_role("button", name=WORDS["fr"]["samples"]).is_visible()
        page.reload()
        assert "vide.pdf" in page.locator("main").inner_text()


def test_a_server_that_is_gone_is_told(chromium: str, chrome, start_server: Callable, tmp_path: Path) -> None:
    served = start_server(tmp_path / "index")
    with opened(chrome, served.url, "/administration", "fr") as page:
        served.process.terminate()
        served.process.wait(30)
        page.get_by_role("button", name=WORDS["fr"]["rebuild"]).click()
        page.locator("#said.error").filter(has_text="ne répond pas").wait_for()
        page.get_by_role("button", name=WORDS["fr"]["samples"]).click()
        page.locator("#first-run-error").filter(has_text="ne répond pas").wait_for()
