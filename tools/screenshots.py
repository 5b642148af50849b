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
from playwright.sync_api import Browser, Page, sync_playwright

from assistant.views.registry import VIEWS

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "screenshots"
LOCALES = {"fr": "fr-FR", "en": "en-GB"}
WIDTH, HEIGHT, NARROW = 1280, 860, 390
LARGEST = 3_000_000
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


SCREENS = (
    Screen("questions", "/"),
    Screen("answer", "/", ask),
    Screen("answer-dark", "/", ask, dark=True),
    Screen("answer-phone", "/", ask, width=NARROW),
    *(Screen(view.name, view.path) for view in VIEWS),
    *(Screen(f"{view.name}-dark", view.path, dark=True) for view in VIEWS[:1]),
)
FIRST_RUN = Screen("first-run", "/")


def main() -> None:
    """Take them all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=TARGET, help="folder of the pictures")
    parser.add_argument("--only", default="", help="names of screens, by commas")
    given = parser.parse_args()
    wanted = set(filter(None, given.only.split(",")))
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        place = Path(scratch)
        for screens, index in (((FIRST_RUN,), "empty"), (SCREENS, "samples")):
            chosen = [screen for screen in screens if not wanted or screen.name in wanted]
            if not chosen:
                continue
            if index == "samples":
                ingest(place / index)
            with served(place / index) as url:
                for screen in chosen:
                    for language in LOCALES:
                        take(browser, url, screen, language, given.out / f"{screen.name}-{language}.webp")
        browser.close()
    total = sum(path.stat().st_size for path in given.out.glob("*.webp"))
    print(f"{given.out}: {len(list(given.out.glob('*.webp')))} pictures, {total / 1e6:.2f} MB")
    if total > LARGEST:
        sys.exit("the pictures are too large for the repository")


def chromium() -> str:
    """A Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    return found or sys.exit("no Chromium on this machine (apt-get install chromium)")


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
        picture = Image.open(io.BytesIO(page.screenshot()))
        picture.convert("RGB").save(target, "WEBP", quality=72, method=6)
        print(f"{target.name}: {target.stat().st_size / 1000:.0f} kB", flush=True)
    finally:
        context.close()


if __name__ == "__main__":
    main()
