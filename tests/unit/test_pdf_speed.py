"""The figures of the benchmark of PDF reading: medians of ratios, and which targets they meet."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "evals" / "performance"))
from pdf_speed import Bench, Pdf, render

PDFS = [Pdf(Path(f"{number}.pdf"), b"", pages=10 * number) for number in (1, 2, 3, 4)]


def run(pdfium: float, ours: float) -> dict[str, float]:
    return {"pypdfium2": pdfium, "read_pdf": ours, "pypdf": 9.0, "read_pdf on the sample": 1.0, "worker": 5.0}


def test_ratios_are_medians_of_the_runs_ratios() -> None:
    bench = Bench(PDFS, sample=2)
    assert [pdf.pages for pdf in bench.sample] == [10, 30]
    bench.runs = [run(1.0, 2.5), run(2.0, 4.0), run(8.0, 10.0)]
    results = bench.results()
    assert results["ratios"] == {"read_pdf/pypdfium2": 0.5, "worker/pypdfium2": 0.4, "read_pdf/pypdf": 9.0}
    assert results["pages_per_cpu_s"] == {"pypdfium2": 50.0, "read_pdf": 25.0, "worker": 20.0, "pypdf": 40 / 9}
    assert list(results["targets"].values()) == [True, True]


def test_a_missed_target_is_told_and_pypdf_may_be_left_out() -> None:
    bench = Bench(PDFS, sample=0)
    bench.runs = [{**run(1.0, 3.0), "pypdf": 0.0, "read_pdf on the sample": 0.0}]
    packages = {"pypdfium2": "5", "pypdf": "6"}
    machine = {"cores": 2, "cpu": "x", "load_before": 0.1, "python": "3.11", "packages": packages}
    shown = render({"machine": machine, **bench.results()})
    assert "0.33  NO" in shown
    assert "read_pdf/pypdf " not in shown
