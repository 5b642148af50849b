"""What size costs: ingesting 153, 1,500 and 15,000 documents, then adding one, changing one and looking for changes.

python evals/performance/scale.py [--sizes N,...] [--paragraphs FILE] [--repeat N] [--work DIR] [--out FILE]

The documents are short Markdown files, one real French paragraph of 30 to 90 words each (one passage, most often): so
15,000 of them are embedded in minutes. Paragraphs are drawn from a file of them, again and again where there are too
few, each time with its number in the title and in the text and some of its words exchanged, so that no two are equal.
The model is the embedded one. Each measurement is a fresh process of the command line; those after the first
ingestion are repeated, and medians kept. Exit status 1 where a target is missed: at the largest size, adding or
changing a document by name may cost a quarter more CPU time than at the smallest, and the main process half as much
memory again.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from machine import describe
from process import Measured, run_measured

HERE = Path(__file__).resolve().parent
ASSISTANT = (sys.executable, "-c", "from assistant.cli import main; main()")
SHORTEST, LONGEST = 30, 90
FOLDER_OF = 100
EXCHANGED = 0.1  # share of the words of a paragraph
MOST_MORE = {"cpu_s": 1.25, "main_mb": 1.5}
Row = dict[str, float]


def paragraphs(file: Path) -> list[tuple[str, str]]:
    """Title and text of the paragraphs of a JSON Lines file that are neither short nor long."""
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    return [(row["title"], row["text"]) for row in rows if SHORTEST <= len(row["text"].split()) <= LONGEST]


def texts(source: list[tuple[str, str]], chance: random.Random) -> Iterator[str]:
    """Documents without end, each other than all before."""
    number = 0
    while True:
        chance.shuffle(source)
        for title, text in source:
            number += 1
            words = text.split()
            for _ in range(int(EXCHANGED * len(words))):
                first, second = chance.randrange(len(words)), chance.randrange(len(words))
                words[first], words[second] = words[second], words[first]
            yield f"# {title} ({number})\n\n{' '.join(words)} (pièce {number})\n"


class Scale:
    """Makes a corpus of one size in a work folder, and measures what is done with it."""

    def __init__(self, work: Path, size: int, documents: Iterator[str], repeat: int) -> None:
        self._corpus = work / f"corpus-{size}"
        self._index = work / f"index-{size}"
        self._size = size
        self._documents = documents
        self._repeat = repeat
        self._extra = 0
        for number in range(size):
            path = self._corpus / f"{number // FOLDER_OF:03}" / f"document-{number:05}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(next(documents), encoding="utf-8")

    def measure(self) -> dict[str, Row]:
        """Figures by what was done."""
        first = self._ingest(self._corpus)
        status = json.loads(run_measured([*ASSISTANT, "status", "--index", str(self._index), "--json"]).stdout)
        if status["documents"] != self._size:
            raise SystemExit(f"{status['documents']} documents of {self._size}: {status['failures'][:3]}")
        results = {"ingest": row(first) | {"documents_per_s": self._size / first.wall_seconds}}
        results["ingest"] |= {"passages": status["passages"], "index_mb": sum(status["sizes"].values()) / 1e6}
        for name, action in self._actions().items():
            rows = [row(action()) for _ in range(self._repeat)]
            results[name] = {key: median(each[key] for each in rows) for key in rows[0]}
            tell(f"{self._size}: {name}: {results[name]['wall_s']:.1f} s, {results[name]['cpu_s']:.1f} s of CPU")
        return results

    def _actions(self) -> dict[str, Callable[[], Measured]]:
        return {
            "unchanged folder": lambda: self._ingest(self._corpus),
            "add one, by name": lambda: self._ingest(self._new_file()),
            "add one, by folder": lambda: self._ingest(self._new_file().parent),
            "change one, by name": lambda: self._ingest(self._changed_file()),
        }

    def _new_file(self) -> Path:
        self._extra += 1
        path = self._corpus / f"new-{self._extra}.md"
        path.write_text(next(self._documents), encoding="utf-8")
        return path

    def _changed_file(self) -> Path:
        path = self._corpus / "000" / "document-00000.md"
        path.write_text(next(self._documents), encoding="utf-8")
        return path

    def _ingest(self, target: Path) -> Measured:
        return run_measured([*ASSISTANT, "ingest", str(target), "--index", str(self._index), "--json"])


def row(measured: Measured) -> Row:
    return {
        "wall_s": measured.wall_seconds,
        "cpu_s": measured.cpu_seconds,
        "peak_mb": measured.peak_bytes / 1e6,
        "main_mb": measured.largest_bytes / 1e6,
    }


def table(results: dict[int, dict[str, Row]]) -> str:
    """A line for each thing done, at each size, with its CPU time beside that at the smallest size."""
    lines = [f"{'':<22}{'documents':>10}{'wall s':>9}{'CPU s':>9}{'ratio':>7}{'peak MB':>9}{'main MB':>9}"]
    smallest = results[min(results)]
    for name in smallest:
        for size, rows in results.items():
            each, ratio = rows[name], rows[name]["cpu_s"] / smallest[name]["cpu_s"]
            figures = f"{each['wall_s']:>9.1f}{each['cpu_s']:>9.1f}{ratio:>7.2f}"
            lines.append(f"{name:<22}{size:>10}{figures}{each['peak_mb']:>9.0f}{each['main_mb']:>9.0f}")
    for size, rows in results.items():
        first = rows["ingest"]
        lines.append(
            f"{size} documents: {first['documents_per_s']:.1f} a second, {first['passages']:.0f} passages, "
            f"an index of {first['index_mb']:.0f} MB"
        )
    return "\n".join(lines)


def missed(results: dict[int, dict[str, Row]]) -> list[str]:
    """What costs much more at the largest size than at the smallest."""
    smallest, largest = results[min(results)], results[max(results)]
    judged = [("cpu_s", "add one, by name"), ("cpu_s", "change one, by name"), ("main_mb", "ingest")]
    grown = {(figure, name): largest[name][figure] / smallest[name][figure] for figure, name in judged}
    return [
        f"{name}: {figure} {ratio:.2f} times (target {MOST_MORE[figure]})"
        for (figure, name), ratio in grown.items()
        if ratio > MOST_MORE[figure]
    ]


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def arguments() -> argparse.Namespace:
    data = Path(os.environ.get("ASSISTANT_DATA", HERE.parents[1] / "../shared/data"))
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", default="153,1500,15000", help="numbers of documents")
    parser.add_argument("--paragraphs", type=Path, default=data / "scale" / "fr-paragraphs.jsonl.gz")
    parser.add_argument("--repeat", type=int, default=3, help="how often each thing after the ingestion is done")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, help="empty folder for corpora and indexes; by default a temporary one")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    machine = describe()
    documents = texts(paragraphs(options.paragraphs), random.Random(options.seed))
    results: dict[int, dict[str, Row]] = {}
    with tempfile.TemporaryDirectory(prefix="assistant-scale-") as temporary:
        work = (options.work or Path(temporary)).resolve()
        for size in map(int, options.sizes.split(",")):
            results[size] = Scale(work, size, documents, options.repeat).measure()
            if options.out:
                figures = {"machine": machine, "sizes": results}
                options.out.write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(f"{machine['cores']} cores, {machine['cpu']}, load before {machine['load_before']}")
    print(table(results))
    for line in missed(results):
        print(f"target missed: {line}")
    return 1 if missed(results) else 0


if __name__ == "__main__":
    sys.exit(main())
