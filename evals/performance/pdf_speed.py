"""Speed of PDF reading per core, against bare text extraction by pdfium and by pypdf.

python evals/performance/pdf_speed.py [FOLDER] [--runs N] [--sample N] [--out FILE] [--json]

Four sides, in one run and in turns, on the PDFs of a folder (default: groupe/documents of the data folder):

- pypdfium2: open, `get_textpage().get_text_range()` of each page. No boxes, no layout.
- pypdf: `extract_text()` of each page, of an evenly spaced sample of the files, because it takes long.
- read_pdf: what the assistant does, in this process: text in reading order, word boxes, headings, tables.
- worker: the same as in an ingestion: in a confined child process, checked on arrival. CPU of all processes counted,
  but for the start of the first one. No page is recognised on its picture.

What is timed is CPU time, so that other programs disturb less. The first three take turns file by file, the last one
run by run. Medians of the runs are told; a ratio is the median of the runs' ratios. Pages without text don't count,
nor do files without any or that the assistant can't read. Exit status 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import io
import json
import logging
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import pypdf
import pypdfium2
from machine import describe
from process import PROC
from table import met

from assistant.errors import DocumentError
from assistant.ingest.limits import ReadLimits, RecognitionLimits
from assistant.ingest.pdf.reader import read_pdf
from assistant.ingest.process.worker import WorkerReader
from assistant.ingest.source import Source

HERE = Path(__file__).resolve().parent
RUNS = 3
SAMPLE = 8
LIMITS = ReadLimits()
# What a ratio must be: its name in the results, the bound, and the words for it.
TARGETS: tuple[tuple[str, float, str], ...] = (
    ("read_pdf/pypdfium2", 0.5, "read_pdf, of the speed of bare pypdfium2"),
    ("read_pdf/pypdf", 5.0, "read_pdf, times the speed of bare pypdf"),
)


@dataclass(frozen=True)
class Pdf:
    """One file: where it is, what is in it, how many of its pages have text."""

    path: Path
    data: bytes
    pages: int


def extract_with_pdfium(pdf: Pdf) -> None:
    document = pypdfium2.PdfDocument(pdf.data)
    for page in document:
        textpage = page.get_textpage()
        textpage.get_text_range()
        textpage.close()
        page.close()
    document.close()


def extract_with_pypdf(pdf: Pdf) -> None:
    for page in pypdf.PdfReader(io.BytesIO(pdf.data)).pages:
        page.extract_text()


def read_here(pdf: Pdf) -> None:
    read_pdf(Source(pdf.path.name, io.BytesIO(pdf.data)), LIMITS)


def cpu_seconds(work: Callable[[Pdf], None], pdf: Pdf) -> float:
    """CPU time of this process for a piece of work."""
    start = time.process_time()
    work(pdf)
    return time.process_time() - start


class Bench:
    """Runs the sides in turns and keeps the CPU seconds of each run."""

    def __init__(self, pdfs: Sequence[Pdf], sample: int) -> None:
        self.pdfs = pdfs
        step = max(1, len(pdfs) // sample) if sample else len(pdfs) + 1
        self.sample = pdfs[::step][:sample]
        self.runs: list[dict[str, float]] = []

    def run(self, times: int) -> None:
        """Take turns so many times."""
        reader = WorkerReader(LIMITS, RecognitionLimits(pages=0))
        try:
            reader.read(self.pdfs[0].path)  # starts the process that reads
            for number in range(1, times + 1):
                self.runs.append(self._in_process() | {"worker": self._in_worker(reader)})
                seconds = ", ".join(f"{side} {value:.2f}" for side, value in self.runs[-1].items())
                tell(f"run {number} of {times}, CPU s: {seconds}")
        finally:
            reader.close()

    def _in_process(self) -> dict[str, float]:
        spent = dict.fromkeys(("pypdfium2", "read_pdf", "pypdf", "read_pdf on the sample"), 0.0)
        for pdf in self.pdfs:
            spent["pypdfium2"] += cpu_seconds(extract_with_pdfium, pdf)
            ours = cpu_seconds(read_here, pdf)
            spent["read_pdf"] += ours
            if pdf in self.sample:
                spent["read_pdf on the sample"] += ours
                spent["pypdf"] += cpu_seconds(extract_with_pypdf, pdf)
        return spent

    def _in_worker(self, reader: WorkerReader) -> float:
        start = time.process_time() + children_seconds()
        for pdf in self.pdfs:
            reader.read(pdf.path)
        return time.process_time() + children_seconds() - start

    def results(self) -> dict[str, Any]:
        """Medians over the runs: pages a CPU second of each side, and the ratios of speeds."""
        pages, sampled = (sum(pdf.pages for pdf in pdfs) for pdfs in (self.pdfs, self.sample))
        counts = {"pypdfium2": pages, "read_pdf": pages, "worker": pages, "pypdf": sampled}
        if not self.sample:
            del counts["pypdf"]
        speeds = {side: median(count / run[side] for run in self.runs) for side, count in counts.items()}
        ratios = {
            f"{side}/pypdfium2": median(run["pypdfium2"] / run[side] for run in self.runs)
            for side in ("read_pdf", "worker")
        }
        if self.sample:
            ratios["read_pdf/pypdf"] = median(run["pypdf"] / run["read_pdf on the sample"] for run in self.runs)
        return {
            "files": len(self.pdfs),
            "pages": pages,
            "sample_files": len(self.sample),
            "sample_pages": sampled,
            "runs": self.runs,
            "pages_per_cpu_s": speeds,
            "ratios": ratios,
            "targets": {label: met(ratios[name], ">=", bound) for name, bound, label in TARGETS if name in ratios},
        }


def children_seconds() -> float:
    """CPU time until now of the processes that this one started, and of those that they started and that ended."""
    ticks = 0
    for children in Path(PROC / "self" / "task").glob("*/children"):
        for pid in children.read_text("ascii").split():
            fields = (PROC / pid / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            ticks += sum(int(field) for field in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def load(folder: Path) -> list[Pdf]:
    """The PDFs of a folder that the assistant finds text in."""
    pdfs: list[Pdf] = []
    for path in sorted(folder.rglob("*.pdf")):
        data = path.read_bytes()
        try:
            pages = read_pdf(Source(path.name, io.BytesIO(data)), LIMITS).pages
        except DocumentError as error:
            tell(f"left out: {path.name} ({error.code})")
            continue
        with_text = sum(1 for page in pages if page.text)
        if with_text:
            pdfs.append(Pdf(path, data, with_text))
    return pdfs


def render(results: dict[str, Any]) -> str:
    """Machine, speeds, ratios, then targets."""
    machine, ratios = results["machine"], results["ratios"]
    lines = [
        f"{machine['cores']} cores, {machine['cpu']}, load before {machine['load_before']}, "
        f"Python {machine['python']}, "
        + ", ".join(f"{name} {machine['packages'][name]}" for name in ("pypdfium2", "pypdf")),
        f"{results['files']} files, {results['pages']} pages with text ({results['sample_files']} files, "
        f"{results['sample_pages']} pages for pypdf); medians of {len(results['runs'])} runs",
        "",
        f"{'side':<12}{'pages / CPU s':>15}",
        *(f"{side:<12}{speed:>15.0f}" for side, speed in results["pages_per_cpu_s"].items()),
        "",
        *(f"{name:<24}{ratio:>8.3f}" for name, ratio in ratios.items()),
        "",
        f"{'target':<48}{'bound':>8}{'value':>8}  met",
    ]
    for name, bound, label in TARGETS:
        if name in ratios:
            verdict = "yes" if results["targets"][label] else "NO"
            lines.append(f"{label:<48}{'>= ' + str(bound):>8}{ratios[name]:>8.2f}  {verdict}")
    return "\n".join(lines)


def tell(text: str) -> None:
    """Say on stderr where the benchmark stands."""
    print(text, file=sys.stderr, flush=True)


def arguments() -> argparse.Namespace:
    data = Path(os.environ.get("ASSISTANT_DATA", HERE.parents[1] / "../shared/data"))
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=data / "groupe" / "documents")
    parser.add_argument("--runs", type=int, default=RUNS, help="turns of each side; medians are told")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="files that pypdf reads too; 0: none")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parsed = parser.parse_args()
    if not parsed.folder.is_dir():
        parser.error(f"no folder {parsed.folder}: name one, or set ASSISTANT_DATA")
    return parsed


def main() -> int:
    options = arguments()
    logging.disable(logging.CRITICAL)  # pypdf's
    machine = describe()
    pdfs = load(options.folder)
    if not pdfs:
        sys.exit(f"no PDF with text in {options.folder}")
    bench = Bench(pdfs, options.sample)
    bench.run(options.runs)
    results = {"machine": machine, **bench.results()}
    written = json.dumps(results, ensure_ascii=False, indent=2)
    print(written if options.json else render(results))
    if options.out:
        options.out.write_text(written + "\n", encoding="utf-8")
    return 0 if all(results["targets"].values()) else 1


if __name__ == "__main__":
    sys.exit(main())
