"""The performance benchmark: the assistant against llama-index's own default way, on the same machine and files.

python evals/performance/run.py [--only help,ingest,llamaindex,cases,ask,beir] [--runs N] [--out FILE]

Each measurement is a fresh process. With --runs above 1 the two ingestions alternate (A B A B) and medians are kept.
Run it on a quiet machine: the load before the run is printed with the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from machine import describe
from process import CommandFailedError, Measured, run_measured
from scoring import percentiles, score_beir, score_cases
from table import TARGETS, met, render, value_at

HERE = Path(__file__).resolve().parent
ASSISTANT = [sys.executable, "-c", "from assistant.cli import main; main()"]
STEPS = ("help", "ingest", "llamaindex", "cases", "ask", "beir")
HELP_RUNS = 5
Figures = dict[str, Any]


class Bench:
    """Runs the steps and keeps their figures. Indexes stand in `work`: `ours`, `llamaindex`, and two for BEIR."""

    def __init__(self, data: Path, beir: Path, work: Path, runs: int, beir_queries: int, literal: bool) -> None:
        self.documents = data / "groupe" / "documents"
        self.cases_file = data / "groupe" / "cases-dev.jsonl"
        self.beir_folder = beir
        self.work = work
        self.runs = runs
        self.beir_queries = beir_queries
        self.literal = literal
        self.results: Figures = {"machine": describe(), "literal": literal}
        self.failed: list[str] = []

    def run(self, steps: Sequence[str]) -> Figures:
        """Run the steps in their order; one that fails is told, the others go on."""
        ingestions = [step for step in ("ingest", "llamaindex") if step in steps]
        work: dict[str, Callable[[], None]] = {
            "ingest": lambda: self._ingestions(ingestions),  # one step for both, so that they can alternate
            "help": self._help,
            "cases": self._cases,
            "ask": self._ask,
            "beir": self._beir,
        }
        for step in work:
            if step in steps or (step == "ingest" and ingestions):
                tell(step)
                try:
                    work[step]()
                except CommandFailedError as error:
                    tell(str(error))
                    self.failed.append(step)
        return self.results

    def _ingestions(self, sides: Sequence[str]) -> None:
        measure = {"ingest": self._ingest_ours, "llamaindex": self._ingest_llamaindex}
        seen: dict[str, list[Figures]] = {side: [] for side in sides}
        for number in range(1, self.runs + 1):
            for side in sides:
                tell(f"{side}, run {number} of {self.runs}")
                figures = measure[side]()
                seen[side].append(figures)
                tell(f"{figures['wall_s']:.1f} s by the clock, {figures['cpu_s']:.1f} s of CPU")
        self.results |= {side: medians(runs) for side, runs in seen.items()}
        if len(sides) == 2:
            ours, theirs = self.results["ingest"], self.results["llamaindex"]
            self.results["ratios"] = {
                f"ingest_{name}": ours[key] / theirs[key]
                for name, key in (("wall", "wall_s"), ("cpu", "cpu_s"), ("peak", "peak_mb"))
            }

    def _ingest_ours(self) -> Figures:
        index = fresh(self.work / "ours")
        command = [*ASSISTANT, "ingest", str(self.documents), "--index", str(index), "--json"]
        first = self._measured(command, accepted=(0, 3))
        again = self._measured(command, accepted=(0, 3))
        status = json.loads(self._measured([*ASSISTANT, "status", "--index", str(index), "--json"]).stdout)
        done = json.loads(again.stdout)
        if done["added"] or done["updated"] or done["removed"]:
            raise CommandFailedError(f"the second ingestion was not without change: {done}")
        failed = len(json.loads(first.stdout)["failed"])
        return {
            **ingestion(first, status["pages"], status["passages"], failed),
            "unchanged_wall_s": again.wall_seconds,
            "unchanged_cpu_s": again.cpu_seconds,
            "unchanged_share": again.wall_seconds / first.wall_seconds,
        }

    def _ingest_llamaindex(self) -> Figures:
        index = fresh(self.work / "llamaindex")
        measured = self._worker("llamaindex", "ingest-all" if self.literal else "ingest", index, self.documents)
        said = result_of(measured)
        tell(f"llama-index's readers failed on {', '.join(said['failed']) or 'nothing'}")
        return {
            **ingestion(measured, said["pages"], said["passages"], len(said["failed"])),
            "characters": said["characters"],
        }

    def _help(self) -> None:
        runs = [self._measured([*ASSISTANT, "--help"]) for _ in range(HELP_RUNS)]
        self.results["help"] = {
            "cpu_s": median(run.cpu_seconds for run in runs),
            "wall_s": median(run.wall_seconds for run in runs),
        }

    def _cases(self) -> None:
        self.results["cases"] = {}
        for side, index in self._indexes():
            found = result_of(self._worker(side, "cases", index, self.cases_file))
            self.results["cases"][side] = score_cases(self.cases_file, found["rankings"])

    def _ask(self) -> None:
        for side, index in self._indexes():
            durations = result_of(self._worker(side, "latency", index, self.cases_file))
            if side == "ours":
                self.results |= {name: percentiles(durations[name]) for name in ("ask", "search")}
            else:
                self.results["llamaindex_search"] = percentiles(durations["search"])

    def _beir(self) -> None:
        count = [str(self.beir_queries)] if self.beir_queries else []
        self.results["beir"] = {"set": self.beir_folder.name, "queries": self.beir_queries or "all"}
        for side in ("ours", "llamaindex"):
            index = fresh(self.work / f"beir-{side}")
            if side == "ours":
                corpus = str(self.beir_folder / "corpus.jsonl")
                self._measured([*ASSISTANT, "ingest", corpus, "--index", str(index), "--json"], accepted=(0, 3))
            else:
                self._worker(side, "ingest-beir", index, self.beir_folder)
            found = result_of(self._worker(side, "beir", index, self.beir_folder, *count))
            self.results["beir"][side] = score_beir(self.beir_folder, self.beir_queries or None, found["rankings"])
        # Under the set's name too: a target belongs to one set, whole or cut.
        self.results["beir"][self.beir_folder.name] = self.results["beir"]["ours"]

    def _indexes(self) -> list[tuple[str, Path]]:
        """Both indexes on the documents, made first where this run has not made them."""
        if not (self.work / "ours").is_dir():
            tell("making the assistant's index")
            self._ingest_ours()
        if not (self.work / "llamaindex").is_dir():
            tell("making llama-index's index")
            self._ingest_llamaindex()
        return [("ours", self.work / "ours"), ("llamaindex", self.work / "llamaindex")]

    def _worker(self, side: str, job: str, index: Path, target: Path, *rest: str) -> Measured:
        return self._measured([sys.executable, str(HERE / f"work_{side}.py"), job, str(index), str(target), *rest])

    def _measured(self, command: Sequence[str], accepted: Sequence[int] = (0,)) -> Measured:
        # In the work folder, so that no assistant.toml of the caller changes what is measured.
        return run_measured(command, cwd=self.work, accepted=accepted)


def ingestion(measured: Measured, pages: int, passages: int, failed: int) -> Figures:
    """The figures of one ingestion."""
    return {
        "wall_s": measured.wall_seconds,
        "cpu_s": measured.cpu_seconds,
        "peak_mb": measured.peak_bytes / 1e6,
        "pages": pages,
        "passages": passages,
        "failed": failed,
        "pages_per_s": pages / measured.wall_seconds,
        "passages_per_s": passages / measured.wall_seconds,
    }


def medians(runs: Sequence[Figures]) -> Figures:
    """The median of each figure over runs, and the wall time of each run."""
    return {**{key: median(run[key] for run in runs) for key in runs[0]}, "walls_s": [run["wall_s"] for run in runs]}


def result_of(measured: Measured) -> Figures:
    """What a worker found: the last line of its output."""
    result: Figures = json.loads(measured.stdout.splitlines()[-1])
    return result


def fresh(path: Path) -> Path:
    """A path with nothing at it."""
    shutil.rmtree(path, ignore_errors=True)
    return path


def tell(text: str) -> None:
    """Say on stderr where the benchmark stands."""
    print(text, file=sys.stderr, flush=True)


def arguments() -> argparse.Namespace:
    default_data = Path(os.environ.get("ASSISTANT_DATA", HERE.parents[1] / "../shared/data"))
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", default=",".join(STEPS), help=f"steps, of {','.join(STEPS)}")
    parser.add_argument("--data", type=Path, default=default_data, help="folder with groupe/ and beir/")
    parser.add_argument("--beir", type=Path, help="BEIR folder; by default beir/piaf-dev of the data folder")
    parser.add_argument("--beir-queries", type=int, default=0, help="only the first N questions of it; 0: all")
    parser.add_argument("--runs", type=int, default=1, help="ingestions of each side")
    parser.add_argument(
        "--literal", action="store_true", help="let llama-index take binary files with no reader for text, as it does"
    )
    parser.add_argument("--work", type=Path, help="folder for the indexes, kept and reused; by default a temporary one")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    parsed = parser.parse_args()
    unknown = set(parsed.only.split(",")) - set(STEPS)
    if unknown:
        parser.error(f"unknown steps: {', '.join(sorted(unknown))}")
    if not (parsed.data / "groupe" / "documents").is_dir():
        parser.error(f"no groupe/documents in {parsed.data}: set --data or ASSISTANT_DATA")
    return parsed


def main() -> None:
    options = arguments()
    data = options.data.resolve()
    with tempfile.TemporaryDirectory(prefix="assistant-bench-") as temporary:
        work = (options.work or Path(temporary)).resolve()
        work.mkdir(parents=True, exist_ok=True)
        beir = (options.beir or data / "beir" / "piaf-dev").resolve()
        bench = Bench(data, beir, work, options.runs, options.beir_queries, options.literal)
        results = bench.run(options.only.split(","))
    results["targets"] = {
        label: met(value, compare, bound)
        for path, compare, bound, label in TARGETS
        if (value := value_at(results, path)) is not None
    }
    print(render(results))
    if options.out:
        options.out.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if bench.failed:
        sys.exit(f"failed: {', '.join(bench.failed)}")


if __name__ == "__main__":
    main()
