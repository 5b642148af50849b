"""How long finding the works of a catalogue takes, with its stores: reading words and vectors, comparing, writing.

python evals/bibliography/refresh_time.py [--data DIR] [--documents 15000]

A catalogue of so many documents is made in a temporary folder, of paragraphs of DIR/scale, one in fifty of which is a
copy of another; vectors are random. Then, in seconds: `all`, the works of a new catalogue; `none`, where nothing has
changed; `one`, where one document has. Target: under 5 s for one and for none; all of them are found once. Exit status
1: not met.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np

from assistant.ports import NewDocument
from assistant.store.catalogue import SqlCatalogue
from assistant.text.ids import document_id
from assistant.types import Document, Page, Passage, Span
from assistant.works.works import Works

DATA = Path(os.environ.get("ASSISTANT_DATA", Path(__file__).parents[3] / "shared" / "data"))
MOST_SECONDS = 5.0
DIMENSION = 384
_TOGETHER = 500


class NoCaches:
    """In the place of the indexes, which finding works changes only where marks do."""

    def prepare_changes(self) -> None:
        """Nothing is open."""

    def apply(self, removed_document_ids: Any, added_document_ids: Any) -> None:
        """Nothing is kept."""


class Named:
    """In the place of the embedding model: its name is all that is asked."""

    fingerprint = "random"
    dimension = DIMENSION


def texts(data: Path, count: int) -> Iterator[list[str]]:
    """The passages of so many documents."""
    with gzip.open(data / "scale" / "fr-paragraphs.jsonl.gz", "rt", encoding="utf-8") as lines:
        paragraphs = [json.loads(line)["text"] for line in lines]
    random.Random(7).shuffle(paragraphs)
    rest = cycle(paragraphs)
    before: list[str] = []
    for number in range(count):
        before = ["Copie.", *before] if number % 50 == 49 else list(islice(rest, 3))
        yield before


def made(number: int, parts: list[str], chance: np.random.Generator) -> NewDocument:
    """A document of these passages."""
    name, text = f"document-{number:06}.txt", "\n".join(parts)
    own, start, passages = document_id("/made", name), 0, []
    for ordinal, part in enumerate(parts):
        span = Span(1, start, start + len(part))
        passages.append(Passage(f"{own}-{ordinal}", own, ordinal, (span,), (), part, "fr"))
        start = span.end + 1
    content = hashlib.sha256(text.encode()).hexdigest()
    document = Document(
        own, name, "text", content, f"Document {number}", (), None, "article", "fr", None, len(parts), len(text), "2026"
    )
    vectors = chance.standard_normal((len(parts), DIMENSION)).astype(np.float32)
    return NewDocument(document, (Page(1, text),), tuple(passages), vectors / np.linalg.norm(vectors, axis=1)[:, None])


def store(catalogue: SqlCatalogue, data: Path, count: int) -> None:
    """Put so many documents into a catalogue, many to a file: that is quicker, and works are not found by files."""
    chance = np.random.default_rng(7)
    waiting = (made(number, parts, chance) for number, parts in enumerate(texts(data, count)))
    for number in range(count):
        block = list(islice(waiting, _TOGETHER))
        if not block:
            return
        catalogue.put_documents("/made", f"{number}.jsonl", block)


def timed(works: Works) -> float:
    start = time.process_time()
    works.refresh()
    return round(time.process_time() - start, 2)


def main() -> int:
    """Measure and print; 1 where the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--documents", type=int, default=15_000)
    parser.add_argument("--profile", action="store_true", help="where the time goes, after the figures")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        catalogue = SqlCatalogue.open(Path(folder) / "catalogue.sqlite", create=True)
        try:
            store(catalogue, given.data, given.documents)
            works = Works(catalogue.works, catalogue, Named(), NoCaches())  # type: ignore[arg-type]
            if given.profile:
                import cProfile
                import pstats

                profile = cProfile.Profile()
                profile.runcall(works.refresh)
                pstats.Stats(profile).sort_stats("cumulative").print_stats(45)
            figures = {"documents": given.documents, "all": timed(works), "none": timed(works)}
            chance = np.random.default_rng(8)
            catalogue.put_documents(
                "/made", "one.txt", [made(given.documents, ["Un texte.", "Un autre texte."], chance)]
            )
            figures["one"] = timed(works)
            figures["pairs"] = len(catalogue.works.twins())
        finally:
            catalogue.close()
    print(json.dumps(figures))
    return int(max(figures["none"], figures["one"]) > MOST_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
