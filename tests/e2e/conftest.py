"""A real server on a free port and a real browser."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from browsers import KeptContexts
from server_forge import Forked, ServerForge

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / "test-artefacts"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


expect.set_options(timeout=60_000)


@dataclass
class Served:
    """A running server: its address and what it has written."""

    url: str
    log: Path
    process: subprocess.Popen[bytes] | Forked


@dataclass
class Visit:
    """A page open in a browser of its own, and what it asked of whom."""

    page: Page
    base: str
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        """Type a question, send it with Enter, wait for the whole answer."""
        before = self.page.locator("#conversation .foot, #conversation .error").count()
        box = self.page.locator("#question textarea")
        box.fill(question)
        box.press("Enter")
        self.page.wait_for_function(
            "n => document.querySelectorAll('#conversation .foot, #conversation .error').length > n", arg=before
        )

    @property
    def answer(self) -> str:
        """Text of the last answer."""
        return self.page.locator("#conversation .answer").last.inner_text()

    @property
    def sources(self) -> str:
        """Text of the sources of the last answer."""
        return self.page.locator("#conversation .sources").last.inner_text()

    def open_source(self, number: int = 1, answer: int = 1) -> Locator:
        """Open a citation of an answer beside it, and give the reader."""
        self.page.locator(f"#answer-{answer} .cite", has_text=f"[{number}]").first.click()
        reader = self.page.locator("#reader")
        reader.wait_for()
        return reader

    def page_drawn(self) -> None:
        """Wait until the reader shows the picture of a page."""
        self.page.wait_for_function("() => document.querySelector('#sheet img')?.naturalWidth > 0")

    def elsewhere(self) -> list[str]:
        """Requests to other hosts than the server's."""
        own = urlsplit(self.base).netloc
        return [url for url in self.requests if urlsplit(url).netloc not in ("", own)]

    def save(self, name: str) -> None:
        """A screenshot for people."""
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@pytest.fixture(scope="session")
def forge() -> Iterator[ServerForge]:
    """Where servers come from that need not import anything."""
    made = ServerForge()
    yield made
    made.close()


@pytest.fixture(scope="module")
def start_server(tmp_path_factory: pytest.TempPathFactory, forge: ServerForge) -> Iterator[Callable[..., Served]]:
    """Starts a server on an index, with settings by variable, until it is ready; stopped with the file's tests."""
    with _servers(tmp_path_factory, forge.start) as start:
        yield start


@contextmanager
def _servers(tmp_path_factory: pytest.TempPathFactory, begin: Callable[..., Any]) -> Iterator[Callable[..., Served]]:
    started: list[subprocess.Popen[bytes] | Forked] = []

    def start(index: Path, **settings: str) -> Served:
        port = free_port()
        log = tmp_path_factory.mktemp("serve") / "log.txt"
        arguments = [str(ROOT / "app.py"), "--port", str(port), "--index", str(index)]
        process = begin(arguments, index.parent, {**os.environ, "OMP_NUM_THREADS": "1", **settings}, log)
        started.append(process)
        url = f"http://127.0.0.1:{port}"
        _wait(url, process, log)
        return Served(url, log, process)

    yield start
    for process in started:
        process.send_signal(signal.SIGTERM)
    for process in started:
        process.wait(60)


def _begin(arguments: list[str], cwd: Path, environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    """`python app.py`, as people start it."""
    with log.open("wb") as output:
        return subprocess.Popen([sys.executable, *arguments], stdout=output, stderr=output, cwd=cwd, env=environment)


def _wait(url: str, process: subprocess.Popen[bytes] | Forked, log: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=60):
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"the server did not start:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="session")
def server(
    chromium: str,
    group_index: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Served]:
    """A server on the small corpus, started as people start it."""
    copy = Path(shutil.copytree(group_index, tmp_path_factory.mktemp("served") / "index"))
    with _servers(tmp_path_factory, _begin) as start:
        yield start(copy)


@pytest.fixture(scope="session")
def chrome(chromium: str) -> Iterator[KeptContexts]:
    """One browser for all tests; each test has contexts that no other uses meanwhile."""

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        yield KeptContexts(browser)
        browser.close()


@pytest.fixture
def visit(chrome: KeptContexts) -> Iterator[Callable[..., Visit]]:
    """Opens the page as a new visitor."""
    contexts = []

    def open_page(url: str, locale: str = "fr-FR", width: int = 1280, height: int = 800, **options) -> Visit:
        context = chrome.new_context(locale=locale, viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        visit = Visit(page, url)
        page.on("request", lambda request: visit.requests.append(request.url))
        page.on("dialog", lambda dialog: (visit.dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(url)
        page.wait_for_selector("#conversation .notice")
        page.wait_for_function("() => window.assistantEngine")
        return visit

    yield open_page
    for context in contexts:
        context.close()
