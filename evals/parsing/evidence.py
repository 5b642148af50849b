"""How many of a case file's quotes stand in the text that the readers give of their document, on their page.

python evals/parsing/evidence.py [--cases FILE] [--documents DIR] [--missing] [--json]

"verbatim": character for character, white space aside. "marks aside": but for the marks that the readers put between
cells and before list items, too. "letters": letters and digits only, so that hyphens at line ends make no difference.
By format, and for all.
Exit status: 0, or 1 where a quote's document could not be read.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from functools import lru_cache
from pathlib import Path

from words import letters, squeezed

from assistant.errors import DocumentError
from assistant.ingest.limits import ReadLimits
from assistant.ingest.process.worker import WorkerReader
from assistant.types import ReadDocument

DATA = Path(__file__).parents[3] / "shared" / "data" / "groupe"
MEASURES = ("verbatim", "marks aside", "letters")

_MARKS = re.compile(r"(?<!\S)[|-](?=\s)")


class Texts:
    """The documents of a folder, each read once."""

    def __init__(self, folder: Path, reader: WorkerReader) -> None:
        self._folder = folder
        self._reader = reader
        self.document = lru_cache(maxsize=None)(self._read)

    def _read(self, name: str) -> ReadDocument | None:
        path, _, record = name.partition("#")
        try:
            documents = self._reader.read(self._folder / path).documents
            return next(one for one in documents if not record or one.record_id == record)
        except DocumentError as error:
            print(f"{name}: {error.code}", file=sys.stderr)
            return None

    def around(self, document: ReadDocument, page: int | None) -> str:
        """The text of a page, or of the whole document where none is named."""
        return "\n".join(one.text for one in document.pages if page is None or one.number == page)


def without_marks(text: str) -> str:
    return squeezed(_MARKS.sub(" ", text))


def measure(cases: Path, folder: Path, show_missing: bool) -> tuple[dict[str, Counter[str]], bool]:
    """Counts by format ("total" and MEASURES), and whether all documents could be read."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    complete = True
    reader = WorkerReader(ReadLimits())
    texts = Texts(folder, reader)
    for line in cases.read_text("utf-8").splitlines():
        case = json.loads(line)
        for item in case.get("evidence", ()):
            document = texts.document(item["doc"])
            if document is None:
                complete = False
                continue
            text = texts.around(document, item["page"])
            quote = item["quote"]
            found = {
                "verbatim": squeezed(quote) in squeezed(text),
                "marks aside": without_marks(quote) in without_marks(text),
                "letters": letters(quote) in letters(text),
            }
            for name in (document.format, "all"):
                counts[name]["total"] += 1
                counts[name].update(measure for measure in MEASURES if found[measure])
            if show_missing and not found["verbatim"]:
                how = next((name for name in MEASURES if found[name]), "missing")
                print(f"{case['id']} {item['doc']} page {item['page']}: {how}: {quote!r}")
    reader.close()
    return counts, complete


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cases", type=Path, default=DATA / "cases-dev.jsonl", help="case file")
    parser.add_argument("--documents", type=Path, default=DATA / "documents", help="folder of its documents")
    parser.add_argument("--missing", action="store_true", help="print the quotes that are not found verbatim")
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")
    options = parser.parse_args()
    counts, complete = measure(options.cases, options.documents, options.missing)
    if options.json:
        print(json.dumps(counts, indent=2))
    else:
        for name in sorted(counts, key=lambda name: (name == "all", name)):
            total = counts[name]["total"]
            shares = ", ".join(f"{measure} {counts[name][measure]} of {total}" for measure in MEASURES)
            print(f"{name:10} {shares}")
    return 0 if complete else 1


if __name__ == "__main__":
    sys.exit(main())
