"""Takes a picture of every screen, in French and in English, into docs/screenshots (make screenshots).

A server is started for it on an index of the sample corpus, made in a folder of its own; nothing else is read or changed.
Pictures are WebP, small enough to lie in the repository: a page in a guide, not a print.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Error, Page, sync_playwright

from assistant.views.registry import VIEWS

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "screenshots"
LOCALES = {"fr": "fr-FR", "en": "en-GB"}
WIDTH, HEIGHT, NARROW = 1280, 860, 390
LARGEST = 3_000_000
PROPOSALS = {
    "fr": {
        "title": "Ouvrir les laboratoires aux habitants",
        "sections": [{"title": "Constat"}, {"title": "Ce que nous proposons"}, {"title": "Moyens"}],
    },
    "en": {
        "title": "Opening laboratories to inhabitants",
        "sections": [{"title": "Where we stand"}, {"title": "What we propose"}, {"title": "Means"}],
    },
}
SECTION_QUESTIONS = {"fr": "Quels sont les freins aux expérimentations ?", "en": "Why do pilots stop?"}
QUESTIONS = {"fr": "Qu'est-ce que l'innovation publique ?", "en": "Why do pilots stop?"}


@dataclass(frozen=True)
class Screen:
    """A picture to take: its name, where, and what is done before."""

    name: str
    path: str
    act: Callable[[Page, str], None] = lambda page, language: None
    dark: bool = False
    width: int = WIDTH


def ask(page: Page, language: str) -> None:
    """Ask a question and open its first citation."""
    page.locator("#question textarea").fill(QUESTIONS[language])
    page.locator("#question textarea").press("Enter")
    page.wait_for_selector("#conversation .foot", timeout=60_000)
    cited = page.locator("#conversation .cite, #conversation a", has_text="[1]").first
    if cited.count():
        cited.click()
    page.wait_for_timeout(2500)


def converse(page: Page, language: str) -> None:
    """Ask a question, and see the list of one's conversations on a phone."""
    page.locator("#question textarea").fill(QUESTIONS[language])
    page.locator("#question textarea").press("Enter")
    page.wait_for_selector("#conversation .foot", timeout=60_000)
    page.locator("#show-mine").click()
    page.wait_for_timeout(500)


def filters(page: Page, language: str) -> None:
    """Open the dialog of the filters."""
    page.locator("#open-filters").click()
    page.locator("dialog#filters[open] label").first.wait_for()


def document(page: Page, language: str) -> None:
    """Open a document of the library."""
    page.locator("#documents a").nth(2).click()
    page.locator("#document h2").wait_for()
    page.wait_for_timeout(800)


def explained(page: Page, language: str) -> None:
    """Have the search of a question explained."""
    page.locator("#question").fill(QUESTIONS[language])
    page.locator("#explain").click()
    page.locator("#content table, #content ol li").first.wait_for()
    page.locator("#content").scroll_into_view_if_needed()
    page.wait_for_timeout(800)


def proposal(page: Page, language: str) -> None:
    """Open a proposal that has a section with its evidence and its text."""
    made = page.request.post(f"{page.url.split('/proposals')[0]}/api/proposals", data=PROPOSALS[language]).json()
    page.goto(f"{page.url.split('?')[0]}?proposal={made['id']}")
    page.locator("details.card summary").first.click()
    page.locator("#plan-question").fill(SECTION_QUESTIONS[language])
    page.locator("#save-plan").click()
    page.locator("#said:not(:empty)").wait_for()
    page.locator("#suggest").click()
    for quote in ("#quote-q1", "#quote-q2"):
        page.locator("ul.quotes button").first.click()
        page.locator(quote).wait_for()
    page.locator("#brief").click()
    page.locator(".result .sentence").first.wait_for()
    page.locator("details.card[open] summary").first.click()
    page.evaluate("() => scrollTo(0, 0)")
    page.wait_for_timeout(1500)


def at(anchor: str) -> Callable[[Page, str], None]:
    """Go to a part of the page."""

    def act(page: Page, language: str) -> None:
        page.locator(anchor).scroll_into_view_if_needed()
        page.evaluate("at => document.querySelector(at).scrollIntoView()", anchor)
        page.wait_for_timeout(300)

    return act


def switching(page: Page, language: str) -> None:
    """Open the dialog that changes the model."""
    page.locator("#models-table button[data-use]").first.click()
    page.locator("dialog[open]").wait_for()


def restoring(page: Page, language: str) -> None:
    """Make a backup, and open the dialog that restores it."""
    if not page.locator("[data-restore]").count():
        page.locator("#backup").click()
        page.locator("[data-restore]").first.wait_for()
        page.wait_for_timeout(1000)
    page.locator("[data-restore]").first.click()
    page.locator("dialog[open]").wait_for()


def welcomed(page: Page, language: str) -> None:
    """Wait for the examples of questions."""
    page.locator("#starters button").first.wait_for(timeout=90_000)


BENCH = ("turns", "cases", "grading", "measures")
SCREENS = (
    Screen("questions", "/", welcomed),
    Screen("questions-phone", "/", welcomed, width=NARROW),
    Screen("answer", "/", ask),
    Screen("answer-dark", "/", ask, dark=True),
    Screen("answer-phone", "/", ask, width=NARROW),
    Screen("conversations-phone", "/", converse, width=NARROW),
    Screen("filters", "/", filters),
    *(Screen(view.name, view.path) for view in VIEWS),
    Screen("library-dark", "/library", dark=True),
    Screen("library-phone", "/library", width=NARROW),
    Screen("library-document", "/library", document),
    *(Screen(f"library-{part}", f"/library?view={part}") for part in ("add", "failures", "works", "feeds")),
    Screen("bench-search", "/bench?part=search", explained),
    *(Screen(f"bench-{part}", f"/bench?part={part}") for part in BENCH),
    Screen("proposal", "/proposals", proposal),
    Screen("administration-models", "/administration", at("#models")),
    Screen("administration-switch", "/administration", switching),
    Screen("administration-restore", "/administration", restoring),
    Screen("administration-phone", "/administration", width=NARROW),
)
FIRST_RUN = Screen("first-run", "/")


def main() -> None:
    """Take them all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=TARGET, help="folder of the pictures")
    parser.add_argument(
        "--index", type=Path, help="an index of the sample corpus, which is copied; by default it is made"
    )
    parser.add_argument("--only", default="", help="names of screens, by commas")
    given = parser.parse_args()
    wanted = set(filter(None, given.only.split(",")))
    given.out.mkdir(parents=True, exist_ok=True)
    missing: list[str] = []
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        place = Path(scratch)
        for screens, index in (((FIRST_RUN,), "empty"), (SCREENS, "samples")):
            chosen = [screen for screen in screens if not wanted or screen.name in wanted]
            if not chosen:
                continue
            if index == "samples" and given.index is not None:
                shutil.copytree(given.index, place / index)
            elif index == "samples":
                ingest(place / index)
            with served(place / index) as url:
                for screen in chosen:
                    for language in LOCALES:
                        try:
                            take(browser, url, screen, language, given.out / f"{screen.name}-{language}.webp")
                        except Error as error:
                            missing.append(f"{screen.name}-{language}")
                            print(f"{missing[-1]}: {error.message.splitlines()[0]}", file=sys.stderr, flush=True)
        browser.close()
    if missing:
        sys.exit(f"not taken: {', '.join(missing)}")
    total = sum(path.stat().st_size for path in given.out.glob("*.webp"))
    print(f"{given.out}: {len(list(given.out.glob('*.webp')))} pictures, {total / 1e6:.2f} MB")
    if total > LARGEST:
        sys.exit("the pictures are too large for the repository")


def chromium() -> str:
    """A Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
    return next(filter(None, map(shutil.which, names)), None) or sys.exit(
        "no Chromium on this machine (apt-get install chromium)"
    )


def ingest(index: Path) -> None:
    """Make the index of the sample corpus."""
    command = [sys.executable, "-m", "assistant", "ingest", str(ROOT / "corpus"), "--index", str(index)]
    subprocess.run(command, check=True, cwd=index.parent, stdout=subprocess.DEVNULL)


@contextmanager
def served(index: Path) -> Iterator[str]:
    """A server on an index."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, str(ROOT / "app.py"), "--port", str(port), "--index", str(index)]
    process = subprocess.Popen(command, cwd=index.parent, env={**os.environ}, stderr=subprocess.DEVNULL)
    try:
        wait(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def wait(url: str, process: subprocess.Popen[bytes]) -> None:
    """Until the server answers."""
    deadline = time.monotonic() + 900
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=60):
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.3)
    sys.exit("the server did not start")


def take(browser: Browser, url: str, screen: Screen, language: str, target: Path) -> None:
    """One picture."""
    context = browser.new_context(
        locale=LOCALES[language],
        color_scheme="dark" if screen.dark else "light",
        viewport={"width": screen.width, "height": HEIGHT},
        reduced_motion="reduce",
    )
    context.set_default_timeout(60_000)
    try:
        page = context.new_page()
        page.goto(url + screen.path)
        page.wait_for_selector("#question textarea" if screen.path == "/" else "main h1")
        page.wait_for_timeout(1500)
        screen.act(page, language)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            print(f"{target.name}: the page is {wide} pixels wider than the window", flush=True)
        picture = Image.open(io.BytesIO(page.screenshot()))
        picture.convert("RGB").save(target, "WEBP", quality=72, method=6)
        print(f"{target.name}: {target.stat().st_size / 1000:.0f} kB", flush=True)
    finally:
        context.close()


if __name__ == "__main__":
    main()
