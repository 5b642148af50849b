"""How soon each page can be used: from the request to its first content, its script run, and nothing more to wait for.

    python evals/performance/pages.py --url http://127.0.0.1:7860 [--runs 5] [--json]

Measures a running server in a headless Chromium, each time with an empty cache of the browser ("first"), and once more
in the same browser ("again"). A page can be used when its heading is drawn and its scripts have run (the questions'
page: when its question box takes text). Prints milliseconds, median and largest; ends with 1 where one is over 2 s.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import time
from typing import Any

from assistant.views.registry import VIEWS

TARGET_MS = 2000
SCREENS = ("/", *(view.path for view in VIEWS))
ARGUMENTS = ["--no-sandbox", "--disable-gpu"]


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:7860")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    rows = measured(given.url, given.runs)
    if given.json:
        print(json.dumps(rows))
    else:
        print("| Page | First, median (largest) | Again, median (largest) |\n| --- | --- | --- |")
        for path, row in rows.items():
            shown = " | ".join(
                f"{row[kind]['median']:.0f} ({row[kind]['largest']:.0f}) ms" for kind in ("first", "again")
            )
            print(f"| {path} | {shown} |")
    sys.exit(any(row["first"]["median"] > TARGET_MS for row in rows.values()))


def measured(url: str, runs: int) -> dict[str, dict[str, Any]]:
    """Milliseconds until each page can be used."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    rows: dict[str, dict[str, Any]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for path in SCREENS:
            times: dict[str, list[float]] = {"first": [], "again": []}
            for _ in range(runs):
                context = browser.new_context(locale="fr-FR")
                page = context.new_page()
                for kind in times:
                    times[kind].append(usable_after(page, url + path, path == "/"))
                context.close()
            rows[path] = {
                kind: {"median": statistics.median(found), "largest": max(found)} for kind, found in times.items()
            }
        browser.close()
    return rows


def usable_after(page: Any, address: str, is_chat: bool) -> float:
    """Milliseconds from the request until a page can be used."""
    started = time.perf_counter()
    page.goto(address, wait_until="domcontentloaded")
    if is_chat:
        page.locator("#question textarea").fill("x")
    else:
        page.wait_for_selector("main h1")
        page.wait_for_load_state("load")  # module scripts have run
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
