"""Retrieval on every set, leg by leg, beside llama-index on the same set and in the same run.

python evals/performance/sets.py [--sets NAME,...] [--data DIR] [--work DIR] [--limit-queries N] [--out FILE]

llama-index is searched in its own default way, by vectors, and by its BM25Retriever on the same nodes: as it comes (it
stems by English and takes out English stop words), and with French stems and stop words.

A set is a BEIR folder of the data folder, or "groupe" (its case file, on its documents). Prints a table in Markdown:
nDCG@10, R@10, R@100, RR@10, Success@1 and Success@5 over documents. Indexes are kept in --work, and used again.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from process import run_measured
from run import ASSISTANT, result_of, tell
from scoring import score_beir, score_case_documents

HERE = Path(__file__).resolve().parent
SETS = (
    "piaf-dev",
    "piaf-abstain-dev",
    "service-public-dev",
    "cnil-paraphrases-dev",
    "cds-sections-xling-fr-en-dev",
    "pyfaq-xling-fr-en-dev",
    "groupe",
)
BM25 = {"llama-index BM25": "en", "llama-index BM25, French": "fr"}  # row: language
SHOWN = ("nDCG@10", "R@10", "R@100", "RR@10", "Success@1", "Success@5")
Figures = Mapping[str, Any]


class Sets:
    """Measures sets in a work folder; each side is a fresh process."""

    def __init__(self, data: Path, work: Path, limit: int) -> None:
        self._data = data
        self._work = work
        self._limit = limit

    def measure(self, name: str) -> dict[str, Figures]:
        """Figures by configuration: each leg of the assistant, then llama-index by vectors and by words."""
        if name == "groupe":
            return self._groupe()
        folder = self._data / "beir" / name
        limit = ["--limit-queries", str(self._limit)] if self._limit else []
        ours = self._assistant("eval", "retrieval", "--beir", folder, "--index", self._work / name, "--json", *limit)
        count = [self._limit] if self._limit else []
        found = self._llamaindex(name, "ingest-beir", folder, "beir", folder, *count)
        rankings = {"llama-index": found["rankings"], **self._bm25("beir", folder, folder, *count)}
        theirs = {row: score_beir(folder, self._limit or None, ranking) for row, ranking in rankings.items()}
        return {**ours["legs"], **theirs}

    def _groupe(self) -> dict[str, Figures]:
        documents, cases = self._data / "groupe" / "documents", self._data / "groupe" / "cases-dev.jsonl"
        index = self._work / "groupe"
        self._assistant("ingest", documents, "--index", index, "--json")
        ours = self._assistant("eval", "retrieval", "--cases", cases, "--index", index, "--json")
        found = self._llamaindex("groupe", "ingest", documents, "cases", cases)
        rankings = {"llama-index": found["rankings"], **self._bm25("cases", documents, cases)}
        return {**ours["legs"], **{row: score_case_documents(cases, ranking) for row, ranking in rankings.items()}}

    def _assistant(self, *words: object) -> dict[str, Any]:
        done = run_measured([*ASSISTANT, *map(str, words)], cwd=self._work, accepted=(0, 3))
        result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return result

    def _llamaindex(self, name: str, ingest: str, corpus: Path, ask: str, *target: object) -> dict[str, Any]:
        worker = [sys.executable, str(HERE / "work_llamaindex.py")]
        index = self._work / f"llamaindex-{name}"
        if not index.is_dir():
            run_measured([*worker, ingest, str(index), str(corpus)], cwd=self._work)
        return result_of(run_measured([*worker, ask, str(index), *map(str, target)], cwd=self._work))

    def _bm25(self, job: str, corpus: Path, *target: object) -> dict[str, Any]:
        """Rankings by row."""
        worker = [sys.executable, str(HERE / "work_bm25.py"), job]
        commands = {row: [*worker, language, str(corpus), *map(str, target)] for row, language in BM25.items()}
        return {row: result_of(run_measured(command, cwd=self._work))["rankings"] for row, command in commands.items()}


def table(measured: Mapping[str, Mapping[str, Figures]]) -> str:
    """The figures as a Markdown table."""
    lines = [f"| Set | Searched by | {' | '.join(SHOWN)} |", "| --- " * (2 + len(SHOWN)) + "|"]
    for name, configurations in measured.items():
        for configuration, figures in configurations.items():
            cells = ["-" if figures.get(metric) is None else f"{figures[metric]:.3f}" for metric in SHOWN]
            lines.append(f"| {name} | {configuration} | {' | '.join(cells)} |")
    return "\n".join(lines)


def arguments() -> argparse.Namespace:
    default_data = Path(os.environ.get("ASSISTANT_DATA", HERE.parents[1] / "../shared/data"))
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sets", default=",".join(SETS), help=f"of {', '.join(SETS)}")
    parser.add_argument("--data", type=Path, default=default_data, help="folder with groupe/ and beir/")
    parser.add_argument("--work", type=Path, help="folder for the indexes; by default a temporary one")
    parser.add_argument("--limit-queries", type=int, default=0, help="only the first N questions of a BEIR set; 0: all")
    parser.add_argument("--out", type=Path, help="write the figures as JSON, set by set")
    parsed = parser.parse_args()
    unknown = set(parsed.sets.split(",")) - set(SETS)
    if unknown:
        parser.error(f"unknown sets: {', '.join(sorted(unknown))}")
    return parsed


def run(names: Sequence[str], sets: Sets, out: Path | None) -> dict[str, dict[str, Figures]]:
    measured: dict[str, dict[str, Figures]] = {}
    for name in names:
        tell(name)
        measured[name] = sets.measure(name)
        if out is not None:
            out.write_text(json.dumps(measured, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return measured


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="assistant-sets-") as temporary:
        work = (options.work or Path(temporary)).resolve()
        work.mkdir(parents=True, exist_ok=True)
        sets = Sets(options.data.resolve(), work, options.limit_queries)
        print(table(run(options.sets.split(","), sets, options.out)))


if __name__ == "__main__":
    main()
