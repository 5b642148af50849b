"""Checks quotes against the catalogue and against the original files, with nothing of the assistant's own code.

python evals/check_quotes.py answers.jsonl [--index DIR]     every citation of answers (`assistant ask --batch`)
python evals/check_quotes.py --documents N [--index DIR]     N passages drawn at random

Two things are checked of each quote:
1. it is the text of its page in the catalogue from `start` to `end`, character for character;
2. its words stand in the original file (in a PDF: on that very page), read here by other, simpler means. Only letters
   and digits are compared, so that spaces, hyphens at line ends and ligatures make no difference. They must follow one
   another; where the original puts something between them (a note, a caption, a column), in pieces.
Exit status: 0 all good, 1 something failed or nothing was there to check.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from original_text import Originals

LEAST_PIECE = 12  # letters and digits: anything shorter is found on most pages, by chance
NEAR = 600  # letters: how much the original may put between two pieces for them to count as following one another
OUTCOMES = ("whole", "in order", "in pieces", "missing")  # best first

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Claimed:
    """A quote as an answer, or the catalogue's passages, state it."""

    label: str
    document: str
    page: int
    start: int
    end: int
    quote: str


def letters(text: str) -> str:
    """What is compared: letters and digits."""
    return "".join(character for character in text if character.isalnum())


def locate(quote: str, page: str) -> str:
    """Where the words of a quote stand in a page (both folded): one of OUTCOMES."""
    words = _WORD.findall(quote)
    text = letters(page)
    if "".join(words) in text:
        return "whole"
    if in_order(words, text):
        return "in order"
    return "in pieces" if in_pieces(words, text) else "missing"


def in_order(words: list[str], text: str) -> bool:
    """Whether the words stand in the text one after the other, never more than NEAR letters apart.

    The first run of words long enough not to be there by chance is where the search starts, wherever it is found.
    """
    for first in range(len(words)):
        taken = longest_run(words[first:], text)
        anchor = "".join(words[first : first + taken])
        if len(anchor) >= LEAST_PIECE:
            places = (found.start() for found in re.finditer(re.escape(anchor), text))
            head, tail = words[:first], words[first + taken :]
            return any(
                follow(head, text[max(0, place - NEAR) : place]) and follow(tail, text[place + len(anchor) :])
                for place in places
            )
    return False


def follow(words: list[str], text: str) -> bool:
    """Whether words are found from the start of a text on, each run of them within NEAR letters of the one before."""
    after = 0
    while words:
        window = text[after : after + NEAR]
        taken = longest_run(words, window)
        if not taken:
            return False
        piece = "".join(words[:taken])
        after += window.find(piece) + len(piece)
        words = words[taken:]
    return True


def in_pieces(words: list[str], text: str) -> bool:
    """Whether the words stand in the text in runs, in any order, each long enough not to be there by chance."""
    while words:
        taken = longest_run(words, text)
        if len("".join(words[:taken])) < LEAST_PIECE:
            return False
        words = words[taken:]
    return True


def longest_run(words: list[str], text: str) -> int:
    """How many of the first words follow one another somewhere in a text."""
    taken, piece = 0, ""
    while taken < len(words) and (piece := piece + words[taken]) in text:
        taken += 1
    return taken


class Checker:
    """Checks quotes, prints those that fail, keeps the counts."""

    def __init__(self, index: Path) -> None:
        catalogue = (index / "catalogue.sqlite").resolve()
        self._catalogue = sqlite3.connect(f"{catalogue.as_uri()}?mode=ro", uri=True)
        self._originals = Originals(index / "files")
        self.counts: Counter[str] = Counter()

    def check(self, claimed: Claimed) -> None:
        """Check one quote."""
        outcome, detail = self._outcome(claimed)
        self.counts[outcome] += 1
        if detail:
            print(f"FAILED {claimed.label}: {outcome}: {detail}\n  {claimed.quote!r}")

    def _outcome(self, claimed: Claimed) -> tuple[str, str]:
        """What was found, and for a failure where."""
        row = self._catalogue.execute(
            "SELECT document.source, document.format, "
            # The file may have a newer version that could not be read. A record's hash is not that of its file.
            "CASE document.format WHEN 'jsonl' THEN file.stored_hash ELSE document.content_hash END, page.text"
            " FROM document"
            " JOIN file ON file.id = document.file_id"
            " LEFT JOIN page ON page.document_id = document.id AND page.number = ? WHERE document.id = ?",
            (claimed.page, claimed.document),
        ).fetchone()
        if row is None or row[3] is None:
            return "no such page", f"document {claimed.document}, page {claimed.page}"
        source, file_format, file_hash, text = row
        where = f"{source}, page {claimed.page}, characters {claimed.start} to {claimed.end}"
        if not claimed.quote.strip() or text[claimed.start : claimed.end] != claimed.quote:
            return "not verbatim in the catalogue", where
        quote = self._originals.fold(claimed.quote)
        readings = self._originals.texts(source, file_format, file_hash, claimed.page)
        outcome = "missing"
        for reading in readings:
            outcome = min(outcome, locate(quote, reading), key=OUTCOMES.index)
            if outcome == "whole":
                break
        return ("not in the original", where) if outcome == "missing" else (outcome, "")

    def passages(self, count: int, seed: int) -> Iterator[Claimed]:
        """Passages drawn at random, one quote for each of their spans."""
        rows = self._catalogue.execute("SELECT id, document_id, spans, text FROM passage ORDER BY id").fetchall()
        for passage, document, spans, text in random.Random(seed).sample(rows, min(count, len(rows))):
            start = 0
            for page, first, last in json.loads(spans):
                quote = text[start : start + last - first]
                yield Claimed(passage, document, page, first, last, quote)
                start += last - first + 1  # spans are joined by a newline


def citations(path: Path) -> Iterator[Claimed]:
    """The citations of a file of answers, one JSON object a line."""
    for number, line in enumerate(path.read_text("utf-8").split("\n"), start=1):
        answer: dict[str, Any] = json.loads(line) if line.strip() else {}
        for citation in answer.get("citations", ()):
            yield Claimed(
                label=f"line {number} [{citation['number']}]",
                document=citation["document_id"],
                page=citation["page"] or 1,  # a document without pages has one
                start=citation["start"],
                end=citation["end"],
                quote=citation["quote"],
            )


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("answers", nargs="?", type=Path, help="answers, one JSON object a line")
    parser.add_argument("--documents", type=int, metavar="N", help="check N passages drawn at random instead")
    parser.add_argument("--seed", type=int, default=0, help="of the draw")
    parser.add_argument("--index", type=Path, default=Path("index"), help="folder of the index")
    options = parser.parse_args()
    if (options.answers is None) == (options.documents is None):
        parser.error("give either a file of answers or --documents N")
    if not (options.index / "catalogue.sqlite").is_file():
        parser.error(f"no catalogue in {options.index}")
    checker = Checker(options.index)
    wanted = citations(options.answers) if options.answers else checker.passages(options.documents, options.seed)
    for claimed in wanted:
        checker.check(claimed)
    good = sum(checker.counts[outcome] for outcome in OUTCOMES[:3])
    total = checker.counts.total()
    print(f"{good} of {total} quotes good; " + ", ".join(f"{name}: {n}" for name, n in checker.counts.items()))
    return 0 if total and good == total else 1


if __name__ == "__main__":
    sys.exit(main())
