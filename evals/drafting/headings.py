"""Headings of real documents: how many are taken for sentences, which has to be rare, and which.

    python evals/drafting/headings.py --index DIR

The headings of two to twelve words of the French documents of an index, each once. Those that count as sentences are
listed: whether they are is for a person to read.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from assistant.build import build_assistant
from assistant.service import Assistant
from assistant.settings import load_settings
from assistant.text.assertions import asserts

_FEWEST, _MOST = 2, 12


def headings(assistant: Assistant) -> list[str]:
    """The headings of French passages, each once."""
    found = {
        heading.strip()
        for document in assistant.documents()
        for passage in assistant.document_passages(document.id)
        if passage.language == "fr"
        for heading in passage.heading_path
    }
    return sorted(each for each in found if _FEWEST <= len(each.split()) <= _MOST)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True)
    with build_assistant(load_settings(None, {"index": parser.parse_args().index})) as assistant:
        found = headings(assistant)
    sentences = [each for each in found if asserts(each)]
    print("\n".join(sentences))
    print(f"{len(sentences)} of {len(found)} headings count as sentences")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
