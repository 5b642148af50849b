"""Which changes of web pages count as changes: real pages, served on loopback and asked for four times.

    python evals/web.py [--documents DIR] [--limit N]

Each page is asked for as it is, once more as it is, then with other things around its text (an advertisement, a date, a
counter), then with one sentence of its text changed. Printed: how many pages were kept, and how many took the place of
the snapshot before, each time. The web is read as the assistant reads it; only the pause between requests is left out.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from assistant.collecting import Collector
from assistant.ingest.limits import ReadLimits, RecognitionLimits
from assistant.ingest.process.worker import WorkerReader
from assistant.web.client import GuardedWeb, WebRules
from assistant.web.snapshots import SnapshotFolder
from web_server import Page, WebServer

DATA = Path(os.environ.get("ASSISTANT_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))

AROUND = (
    (
        "<body",
        '<nav><a href="/offre">Offre du jour n° 4217</a></nav><aside>Publicité : -20 % jusqu\'à dimanche</aside>',
    ),
    ("</body", "<footer>Page vue 80 412 fois. 26/11/2026 09:41:07</footer><script>var t=1764150067;</script>"),
)
SENTENCE = "Le montant a été porté à 48 200 euros par la délibération de novembre."


def around(markup: str) -> str:
    """A page with other things around its text."""
    for tag, added in AROUND:
        place = re.search(rf"{tag}[^>]*>", markup, re.I)
        if place is None:
            continue
        at = place.end() if tag == "<body" else place.start()
        markup = markup[:at] + added + markup[at:]
    return markup


def changed(markup: str) -> str | None:
    """A page with a sentence more at the end of its longest paragraph; None where it has no long paragraph."""
    paragraphs = [m for m in re.finditer(r"<p\b[^>]*>(.*?)</p>", markup, re.I | re.S) if len(m[1]) >= 80]
    if not paragraphs:
        return None
    longest = max(paragraphs, key=lambda found: len(re.sub(r"<[^>]*>", "", found[1])))
    return f"{markup[: longest.end(1)]} {SENTENCE}{markup[longest.end(1) :]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=Path, default=DATA / "groupe" / "documents")
    parser.add_argument("--limit", type=int, default=1000)
    options = parser.parse_args()
    pages = {
        f"/{n}": path.read_bytes() for n, path in enumerate(sorted(options.documents.rglob("*.htm*"))[: options.limit])
    }
    reader = WorkerReader(ReadLimits(), RecognitionLimits())
    with tempfile.TemporaryDirectory() as folder, WebServer() as server:
        web = GuardedWeb(WebRules(30, 50, 0, "assistant-eval", allow_private=True))
        collector = Collector(web, SnapshotFolder(Path(folder)), reader, len(pages))

        def ask(name: str, served: dict[str, bytes]) -> None:
            server.pages = {path: Page(content, "text/html") for path, content in served.items()}
            before = {path: path.read_bytes() for path in Path(folder).rglob("*.html")}
            gathered = collector.gather([server.url + path for path in served], lambda *_: None)
            replaced = sum(file in before and before[file] != file.read_bytes() for file in gathered.files.values())
            print(f"{name}: asked {len(served)}, kept {len(gathered.files)}, replaced {replaced}")
            for failure in gathered.failed:
                print(f"  {failure.code}: page {failure.source.rpartition('/')[2]}")

        ask("as they are", pages)
        ask("once more", pages)
        texts = {path: content.decode("utf-8", "surrogateescape") for path, content in pages.items()}
        ask(
            "other things around",
            {path: around(text).encode("utf-8", "surrogateescape") for path, text in texts.items()},
        )
        others = {path: changed(text) for path, text in texts.items()}
        ask("one sentence more", {p: t.encode("utf-8", "surrogateescape") for p, t in others.items() if t is not None})
    reader.close()


if __name__ == "__main__":
    main()
