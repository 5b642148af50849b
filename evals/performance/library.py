"""How long the library's page takes: opened until its list stands, searched as one types, for 500 and 5,000 documents.

python evals/performance/library.py [--sizes N,...] [--repeat N] [--work DIR]

The documents are records of one JSON Lines file, each a title, two authors, a date, a kind, a place and two sentences
of invented words; they are ingested with the embedded model. The page is opened in a headless Chromium (which has to be
installed), as a new visitor each time, and medians are printed. Exit status 1 where 500 documents take more than a
second to be listed.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median
from typing import Any

from machine import describe
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
TARGET_SECONDS = 1.0
TARGET_SIZE = 500
WORDS = (
    "mare", "pont", "lavoir", "atelier", "commune", "habitants", "budget", "vote", "projet", "jardin", "école",
    "marché", "service", "agents", "essai", "bilan", "visite", "quartier",
)  # fmt: skip
PLACES = ("Sarrevigne", "Port-Alègue", "Valombre", "Ormeval", "Trapval")
KINDS = ("article", "study", "grey_literature", "interview", "visit", "minutes", "web_page")


def records(count: int) -> list[dict[str, Any]]:
    """Documents of invented words."""
    chance = random.Random(4)
    made = []
    for number in range(count):
        title = " ".join(chance.sample(WORDS, 5)).capitalize() + f" ({number})"
        place = chance.choice(PLACES)
        sentences = (" ".join(chance.sample(WORDS, 12)).capitalize() for _ in range(2))
        made.append({
            "_id": f"r{number}", "title": title, "authors": [f"Auteur {number % 97}", f"Autrice {number % 89}"],
            "date": f"{1990 + number % 36}-{1 + number % 12:02}", "kind": KINDS[number % len(KINDS)],
            "text": f"À {place}, " + ". ".join(sentences) + f". Pièce {number}.",
        })  # fmt: skip
    return made


def made_index(work: Path, count: int) -> Path:
    """An index of so many documents."""
    corpus, index = work / f"corpus-{count}", work / f"index-{count}"
    corpus.mkdir(exist_ok=True)
    lines = (json.dumps(record, ensure_ascii=False) for record in records(count))
    (corpus / "notes.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if not index.exists():
        command = [sys.executable, "-c", "from assistant.cli import main; main()", "ingest", str(corpus)]
        quiet = subprocess.DEVNULL
        subprocess.run([*command, "--index", str(index)], check=True, stdout=quiet, stderr=quiet, cwd=work)
    return index


class Server:
    """`python app.py` on an index, for the time of a `with` block."""

    def __init__(self, index: Path) -> None:
        with socket.socket() as sock:
            sock.bind(("127.0.0.1", 0))
            port = sock.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        command = [sys.executable, str(ROOT / "app.py"), "--port", str(port), "--index", str(index)]
        self._process = subprocess.Popen(command, cwd=index.parent, stderr=subprocess.DEVNULL)

    def __enter__(self) -> Server:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{self.url}/readyz", timeout=30).close()
            except OSError:
                time.sleep(0.2)
            else:
                return self
        raise SystemExit("the server did not start")

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(30)


def listed(page: Page, url: str) -> float:
    """Seconds from the address to a list that stands."""
    start = time.perf_counter()
    page.goto(f"{url}/library", wait_until="commit")
    page.wait_for_selector("#documents tbody:not([aria-busy]) tr")
    return time.perf_counter() - start


def searched(page: Page) -> float:
    """Milliseconds from a letter typed to the list that fits, as the browser counts them."""
    return float(
        page.evaluate("""() => new Promise(resolve => {
          const box = document.querySelector('#filter-q'), before = document.querySelector('#shown').textContent;
          const start = performance.now();
          new MutationObserver((_, observer) => {
            observer.disconnect();
            requestAnimationFrame(() => resolve(performance.now() - start));
          }).observe(document.querySelector('#shown'), {childList: true, characterData: true, subtree: true});
          box.value = 'SARREV pont'; box.dispatchEvent(new Event('input', {bubbles: true}));
        })""")
    )


def api_of(url: str) -> tuple[float, int]:
    """Seconds and bytes of the list alone."""
    start = time.perf_counter()
    with urllib.request.urlopen(f"{url}/api/library/entries", timeout=60) as reply:
        size = len(reply.read())
    return time.perf_counter() - start, size


def main() -> None:
    """Measure, print, tell by the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="500,5000")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--work", type=Path)
    given = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("Chromium is not installed")
    work = given.work or Path(tempfile.mkdtemp(prefix="library-"))
    work.mkdir(parents=True, exist_ok=True)
    print(json.dumps(describe(), ensure_ascii=False))
    missed = False
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for count in map(int, given.sizes.split(",")):
            with Server(made_index(work, count)) as server:
                opens, finds, asks = [], [], []
                for _ in range(given.repeat + 1):
                    page = browser.new_context().new_page()
                    opens.append(listed(page, server.url))
                    finds.append(searched(page))
                    asks.append(api_of(server.url))
                    page.context.close()
            opened, found = median(opens[1:]), median(finds[1:])
            asked, size = median(each[0] for each in asks[1:]), asks[0][1]
            missed = missed or (count <= TARGET_SIZE and opened > TARGET_SECONDS)
            print(
                f"{count} documents: listed in {opened:.2f} s (first time {opens[0]:.2f} s), a search {found:.0f} ms,"
            )
            print(f"  the list over the API {asked:.2f} s, {size / 1e6:.2f} MB")
        browser.close()
    raise SystemExit(1 if missed else 0)


if __name__ == "__main__":
    main()
