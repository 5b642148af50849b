"""How quick the chat page is: when it can be used, when an answer's first words show, pages of sources, many at once.

python evals/performance/interface.py [--index DIR | --documents DIR] [--runs N] [--people N] [--out FILE]

A server on a copy of an index, and a real Chromium (CHROMIUM or the one on the PATH). Those who ask at once speak the
page's own protocol, each with a cookie and a session of their own. Run it on a quiet machine. Exit status 1 where a
target is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any
from urllib.error import HTTPError

from machine import describe

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = (
    "Quel est le budget de la phase test ?",
    "Quels freins les laboratoires rencontrent-ils ?",
    "Qui peut déposer une idée ?",
    "Pourquoi les expérimentations s'arrêtent-elles ?",
)
TARGETS = {
    "page_usable_s": 2.0,
    "first_words_s": 1.0,
    "page_image_warm_s": 0.3,
    "at_once_failed": 0,
    "at_once_not_kept": 0,
    "at_once_p95_s": 10.0,
}


def serve(index: Path) -> tuple[subprocess.Popen[bytes], str]:
    """A server of its own, warm: its examples are found and one question is answered."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    command = [sys.executable, str(ROOT / "app.py"), "--port", str(port), "--index", str(index)]
    process = subprocess.Popen(command, cwd=index.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        try:
            if json.loads(fetch(f"{url}/api/examples"))["ready"]:
                break
        except OSError:
            pass
        time.sleep(0.5)
    body = json.dumps({"question": QUESTIONS[0]}).encode()
    fetch(f"{url}/api/ask", body)
    return process, url


def fetch(address: str, body: bytes | None = None, cookie: str = "") -> bytes:
    """What an address answers."""
    headers = {"Content-Type": "application/json", "Cookie": cookie}
    with urllib.request.urlopen(urllib.request.Request(address, body, headers), timeout=120) as reply:
        return bytes(reply.read())


def in_browser(url: str, runs: int) -> dict[str, float]:
    """Seconds until the page can be used, until the first words of an answer, and for a page with its highlight."""
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    usable, first, drawn = [], [], []
    seen: set[str] = set()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for run in range(runs):
            page = browser.new_context(locale="fr-FR").new_page()
            start = time.perf_counter()
            page.goto(url, wait_until="commit")
            page.wait_for_function("() => window.assistantEngine && document.activeElement?.id === 'box'")
            usable.append(time.perf_counter() - start)
            page.fill("#box", QUESTIONS[run % len(QUESTIONS)])
            start = time.perf_counter()
            page.press("#box", "Enter")
            page.wait_for_selector("#conversation .body p")
            first.append(time.perf_counter() - start)
            page.wait_for_selector("#conversation .foot")
            drawn += _drawn(page, seen)
            page.context.close()
        browser.close()
    figures = {"page_usable_s": median(usable), "first_words_s": median(first)}
    return figures | ({"page_image_warm_s": median(drawn)} if drawn else {})


def _drawn(page: Any, seen: set[str]) -> list[float]:
    """Seconds for the picture of a page that was never drawn, of a PDF that is cited; none where none is.

    Args:
        page: an answer is shown on it.
        seen: the pictures asked for so far; they are kept by the server, and not timed.
    """
    addresses = page.eval_on_selector_all("li[data-image]", "nodes => nodes.map(node => node.dataset.image)")
    address = next((each for each in addresses if each), None)
    if address is None:
        return []
    base = page.url.split("?")[0].rstrip("/")
    fetch(base + address)
    document, _, rest = address.partition("/pages/")
    number, _, place = rest.partition("/")
    seen.add(f"{document}/pages/{number}")
    for other in (int(number) + step for step in (1, 2, 3, -1, -2, -3)):
        if f"{document}/pages/{other}" in seen or other < 1:
            continue
        seen.add(f"{document}/pages/{other}")
        start = time.perf_counter()
        with suppress(HTTPError):  # it has no such page
            fetch(f"{base}{document}/pages/{other}/{place}")
            return [time.perf_counter() - start]
    return []


def at_once(url: str, people: int) -> dict[str, float]:
    """Seconds that people wait who all ask in the same moment, and how many get no answer."""
    config = json.loads(fetch(f"{url}/config"))
    asked = next(each for each in config["dependencies"] if any(target[1] == "submit" for target in each["targets"]))
    gate = threading.Barrier(people)
    cookies = [visitor(url) for _ in range(people)]

    def ask(person: int) -> float | None:
        gate.wait()
        start = time.perf_counter()
        try:
            done = answered(url, asked["id"], QUESTIONS[person % len(QUESTIONS)], cookies[person])
        except OSError:
            return None
        return time.perf_counter() - start if done else None

    with ThreadPoolExecutor(people) as pool:
        waited = list(pool.map(ask, range(people)))
    times = sorted(each for each in waited if each is not None)
    return {
        "at_once_failed": people - len(times),
        "at_once_not_kept": sum(not json.loads(fetch(f"{url}/api/conversations", cookie=each)) for each in cookies),
        "at_once_p50_s": median(times) if times else float("inf"),
        "at_once_p95_s": times[min(len(times) - 1, int(0.95 * len(times)))] if times else float("inf"),
    }


def visitor(url: str) -> str:
    """The cookie of somebody who opens the page for the first time: by it the conversation is kept."""
    with urllib.request.urlopen(url, timeout=120) as reply:
        reply.read()
        return str(reply.headers["Set-Cookie"]).partition(";")[0]


def answered(url: str, event: int, question: str, cookie: str) -> bool:
    """Ask as the page does; whether a whole answer came."""
    session = uuid.uuid4().hex
    data = {"question": question, "filters": {}, "conversation": "new", "again": None}
    body = {"data": [None, None], "event_data": data, "fn_index": event, "session_hash": session}
    fetch(f"{url}/gradio_api/queue/join", json.dumps(body).encode(), cookie)
    shown = ""
    data_at = urllib.request.Request(f"{url}/gradio_api/queue/data?session_hash={session}", headers={"Cookie": cookie})
    with urllib.request.urlopen(data_at, timeout=120) as stream:
        for line in stream:
            if not line.startswith(b"data:"):
                continue
            message = json.loads(line[5:])
            shown += json.dumps(message.get("output") or "")
            if message["msg"] == "process_completed":
                return bool(message["success"]) and "foot" in shown
    return False


def table(figures: dict[str, float]) -> str:
    """The figures with their targets."""
    lines = [f"{'':<22}{'measured':>10}{'target':>10}"]
    for name, value in figures.items():
        target = TARGETS.get(name)
        met = "" if target is None else "  met" if value <= target else "  NOT met"
        lines.append(f"{name:<22}{value:>10.2f}{'' if target is None else target:>10}{met}")
    return "\n".join(lines)


def arguments() -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--index", type=Path, help="an index to copy; by default one of --documents is made")
    parser.add_argument("--documents", type=Path, default=ROOT / "corpus")
    parser.add_argument("--runs", type=int, default=5, help="visits of the page")
    parser.add_argument("--people", type=int, default=20, help="who ask at once")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    return parser.parse_args()


def main() -> int:
    """Measure and print; 1 where a target is missed."""
    asked = arguments()
    machine = describe()
    with tempfile.TemporaryDirectory() as work:
        index = Path(work) / "index"
        if asked.index is None:
            command = [sys.executable, "-m", "assistant", "ingest", str(asked.documents), "--index", str(index)]
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        else:
            shutil.copytree(asked.index, index)
        process, url = serve(index)
        try:
            figures = in_browser(url, asked.runs) | at_once(url, asked.people)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
    print(table(figures))
    if asked.out is not None:
        asked.out.write_text(json.dumps({"figures": figures, "machine": machine}, indent=1), encoding="utf-8")
    return 0 if all(figures[name] <= target for name, target in TARGETS.items() if name in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
