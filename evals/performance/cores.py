"""What ingesting gains from more than one core: wall time on all of them and on one alone.

python evals/performance/cores.py [--documents DIR] [--runs N] [--work DIR] [--out FILE]

Each run is a fresh process on a fresh index; the two kinds alternate and medians are kept. Run it on a quiet machine:
what else runs takes more from all cores than from one. Exit status 1 where the target is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

from machine import describe
from process import run_measured

HERE = Path(__file__).resolve().parent
PROGRAM = "import os, sys; {bind}from assistant.cli import main; main()"
TARGET = 1.7


def measure(documents: Path, index: Path, cores: set[int]) -> dict[str, float]:
    """One ingestion on some cores."""
    shutil.rmtree(index, ignore_errors=True)
    program = PROGRAM.format(bind=f"os.sched_setaffinity(0, {sorted(cores)}); ")
    command = [sys.executable, "-c", program, "ingest", str(documents), "--index", str(index), "--json"]
    measured = run_measured(command, cwd=index.parent, accepted=(0, 3))
    return {
        "wall_s": measured.wall_seconds,
        "cpu_s": measured.cpu_seconds,
        "peak_mb": measured.peak_bytes / 1e6,
        "largest_mb": measured.largest_bytes / 1e6,
    }


def table(results: dict[str, dict[str, float]], ratio: float) -> str:
    lines = [f"{'':<12}{'wall s':>10}{'CPU s':>10}{'peak MB':>10}{'main MB':>10}"]
    for name, row in results.items():
        lines.append(f"{name:<12}" + "".join(f"{row[key]:>10.1f}" for key in row))
    met = "met" if ratio >= TARGET else "NOT met"
    return "\n".join([*lines, f"one core / all cores: {ratio:.2f} (target {TARGET}: {met})"])


def arguments() -> argparse.Namespace:
    data = Path(os.environ.get("ASSISTANT_DATA", HERE.parents[1] / "../shared/data"))
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=Path, default=data / "groupe" / "documents")
    parser.add_argument("--runs", type=int, default=3, help="ingestions of each kind")
    parser.add_argument("--work", type=Path, help="folder for the indexes; by default a temporary one")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    everything = os.sched_getaffinity(0)
    kinds = {"all cores": everything, "one core": {min(everything)}}
    machine = describe()
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in kinds}
    with tempfile.TemporaryDirectory(prefix="assistant-cores-") as temporary:
        work = (options.work or Path(temporary)).resolve()
        for number in range(1, options.runs + 1):
            for name, cores in kinds.items():
                runs[name].append(measure(options.documents.resolve(), work / "index", cores))
                print(f"run {number}, {name}: {runs[name][-1]['wall_s']:.1f} s", file=sys.stderr, flush=True)
    results = {name: {key: median(run[key] for run in rows) for key in rows[0]} for name, rows in runs.items()}
    ratio = results["one core"]["wall_s"] / results["all cores"]["wall_s"]
    print(f"{machine['cores']} cores, {machine['cpu']}, load before {machine['load_before']}")
    print(table(results, ratio))
    if options.out:
        figures = {"machine": machine, "runs": runs, "medians": results, "ratio": ratio}
        options.out.write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0 if ratio >= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
