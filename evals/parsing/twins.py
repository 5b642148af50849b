"""Words of PDFs against those of the same documents in DOCX or ODT, where the text is stored as text.

python evals/parsing/twins.py [--data DIR] [--differences] [--json]

For each pair of DIR/TWINS.csv whose files are there, and each way to read a PDF (ours in the child process, pypdf,
pypdfium2 alone):
- precision and recall: words in common (as often as they stand in both) over the PDF's words, over the twin's;
- order: longest common subsequence of words over the twin's words;
- rows: rows of tables (lines with " | ") that are rows of the twin, cell by cell, over those found. The twin has more:
  tables without any line, used for layout. A row that a page break cuts counts as wrong;
- apart: words of the PDF that the twin file does not hold as text, though programs show them: numbers and signs that
  they count for headings and list items (only those at the start of a line), and text that tracked changes deleted
  (shown struck out). "strict" is the precision with them counted as wrong, "precision" that without them.

The twin is read by the assistant's own DOCX and ODT readers, which leave out running headers and footers, note marks
and deletions. What is compared is what `words.words` says. Targets: mean precision and recall at least 0.97, none below
0.94, mean order at least 0.95. Exit status: 0 met, 1 not met or nothing to measure.
"""

from __future__ import annotations

import argparse
import csv
import json
import logging
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from pathlib import Path
from statistics import mean
from xml.etree import ElementTree

from words import in_order, words

from assistant.ingest.limits import ReadLimits
from assistant.ingest.process.worker import WorkerReader

DATA = Path(__file__).parents[3] / "shared" / "data" / "parsing"
KINDS = ("pdf-odt", "pdf-docx")
LEAST_MEAN, LEAST_OF_EACH, LEAST_ORDER = 0.97, 0.94, 0.95
COLUMNS = ("precision", "recall", "order", "rows", "strict", "apart")

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TRACKED = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}tracked-changes"
_COUNTED = re.compile(r"^\W*((?:\d{1,3}[.)]?)+|[a-z][.)]|[ivx]{1,5}[.)]|o)(?=\s)", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """What one reader makes of one pair."""

    pair: str
    reader: str
    precision: float
    recall: float
    order: float
    rows: float | None
    strict: float
    apart: int
    words: int
    rows_found: int
    rows_of_twin: int


def pairs(data: Path) -> Iterator[tuple[Path, Path]]:
    """PDF and twin of each pair that is there."""
    with (data / "TWINS.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            both = data / line["file_a"], data / line["file_b"]
            if line["kind"] in KINDS and all(path.is_file() for path in both):
                yield both


def with_pypdf(path: Path) -> str:
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def with_pdfium(path: Path) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def deleted(path: Path) -> Counter[str]:
    """Words of a DOCX or ODT that tracked changes deleted, and those that such text is part of."""
    with zipfile.ZipFile(path) as archive:
        name = "word/document.xml" if path.suffix == ".docx" else "content.xml"
        root = ElementTree.fromstring(archive.read(name))
    if path.suffix != ".docx":
        return Counter(words(" ".join(text for part in root.iter(_TRACKED) for text in part.itertext())))
    found: Counter[str] = Counter()
    for paragraph in root.iter(f"{_W}p"):
        pieces = [(part.tag, part.text or "") for part in paragraph.iter() if part.tag in (f"{_W}t", f"{_W}delText")]
        kept = "".join(text for tag, text in pieces if tag == f"{_W}t")
        found += Counter(words("".join(text for _, text in pieces))) - Counter(words(kept))
    return found


def rows_of(text: str) -> Counter[tuple[str, ...]]:
    """The rows of tables in a text, each as the words of its cells, empty cells left out."""
    lines = (line for line in text.split("\n") if "|" in line)
    rows = (tuple(filter(None, (" ".join(words(cell)) for cell in line.split("|")))) for line in lines)
    return Counter(row for row in rows if len(row) > 1)


def compare(text: str, twin: str, struck: Counter[str]) -> dict[str, float | None]:
    """The figures of a Row."""
    truth = words(twin)
    rows, rows_of_twin = rows_of(text), rows_of(twin)
    found = words(text)
    bag = Counter(found)
    common = (bag & Counter(truth)).total()
    surplus = bag - Counter(truth)
    counted = Counter(words(" ".join(match.group(1) for match in _COUNTED.finditer(text))))
    apart = (surplus & (struck + counted)).total()
    return {
        "precision": common / max(1, len(found) - apart),
        "recall": common / len(truth),
        "order": in_order(truth, found) / len(truth),
        "rows": (rows & rows_of_twin).total() / rows.total() if rows else None,
        "strict": common / max(1, len(found)),
        "apart": apart,
        "words": len(found),
        "rows_found": rows.total(),
        "rows_of_twin": rows_of_twin.total(),
    }


def differences(text: str, truth: list[str]) -> Iterator[str]:
    """Where the words differ, with a few before."""
    found = words(text)
    for kind, first, last, start, end in SequenceMatcher(None, found, truth, autojunk=False).get_opcodes():
        if kind != "equal":
            before = " ".join(found[max(0, first - 5) : first])
            yield f"  … {before} [PDF: {' '.join(found[first:last])}] [twin: {' '.join(truth[start:end])}]"


def measure(data: Path, show_differences: bool) -> list[Row]:
    reader = WorkerReader(ReadLimits())

    def ours(path: Path) -> str:
        return "\n".join(page.text for page in reader.read(path).documents[0].pages)

    readers: dict[str, Callable[[Path], str]] = {"assistant": ours, "pypdf": with_pypdf, "pypdfium2": with_pdfium}
    rows = []
    for pdf, twin in pairs(data):
        truth = ours(twin)
        struck = deleted(twin)
        for name, read in readers.items():
            text = read(pdf)
            rows.append(Row(pair=pdf.name, reader=name, **compare(text, truth, struck)))
            if show_differences and read is ours:
                print(pdf.name, *differences(text, words(truth)), sep="\n")
    reader.close()
    return rows


def means(rows: list[Row]) -> dict[str, dict[str, float]]:
    """The mean of each column, by reader: of the pairs, for rows of all rows found."""
    found: dict[str, dict[str, float]] = {}
    for reader in dict.fromkeys(row.reader for row in rows):
        own = [row for row in rows if row.reader == reader]
        found[reader] = {column: mean(getattr(row, column) for row in own) for column in COLUMNS if column != "rows"}
        found[reader]["rows"] = sum((row.rows or 0) * row.rows_found for row in own) / max(
            1, sum(row.rows_found for row in own)
        )
    return found


def is_met(rows: list[Row]) -> bool:
    """Whether the assistant's figures reach the targets."""
    own = [row for row in rows if row.reader == "assistant"]
    if not own:
        return False
    each = min(min(row.precision, row.recall) for row in own) >= LEAST_OF_EACH
    average = means(own)["assistant"]
    return each and min(average["precision"], average["recall"]) >= LEAST_MEAN and average["order"] >= LEAST_ORDER


def table(rows: list[Row]) -> Iterator[str]:
    yield f"{'pair':42}{'reader':>10}" + "".join(f"{name:>11}" for name in COLUMNS)
    for row in rows:
        yield f"{row.pair[:40]:42}{row.reader:>10}" + "".join(_cell(getattr(row, name)) for name in COLUMNS)
    for reader, values in means(rows).items():
        yield f"{'mean':42}{reader:>10}" + "".join(_cell(values[name]) for name in COLUMNS)


def _cell(value: float | None) -> str:
    if not value:
        return f"{'-':>11}"
    return f"{value:11.0f}" if value > 1 or isinstance(value, int) else f"{value:11.4f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA, help="folder of TWINS.csv and its files")
    parser.add_argument("--differences", action="store_true", help="print where the assistant's words differ")
    parser.add_argument("--json", action="store_true", help="print rows and means as JSON")
    options = parser.parse_args()
    rows = measure(options.data, options.differences)
    if options.json:
        print(json.dumps({"rows": [asdict(row) for row in rows], "means": means(rows), "met": is_met(rows)}, indent=2))
    else:
        print(*table(rows), sep="\n")
        print("targets met" if is_met(rows) else "targets not met")
    return 0 if is_met(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
