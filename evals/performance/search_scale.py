"""What size costs a search: the hybrid retriever on 46,124 and 500,000 passages, beside four other search engines.

python evals/performance/search_scale.py [--sizes N,...] [--sides NAME,...] [--others-up-to N] [--work DIR] [--out FILE]

The passages are real French paragraphs, repeated with changes beyond their number (search_data.py); half of the 500
questions are real ones, half are words of a paragraph. No text is embedded: the vectors are made of the encoder's
table of tokens, and a question's is looked up, so that what is timed is the search alone: analysis of the question,
both legs, their fusion, the check against the catalogue, ten passages. Each index is built in one fresh process and
searched in another, one question after another, then by 16 clients that ask without a pause. Exit status 1 where a
target of the assistant is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from machine import describe
from process import CommandFailedError, Measured, run_measured
from table import met

HERE = Path(__file__).resolve().parent
ENCODER = HERE.parents[1] / "src" / "assistant" / "models" / "encoder"
OURS = "ours"
SIDES = {
    OURS: "assistant, hybrid",
    "llamaindex-chroma": "llama-index, Chroma",
    "llamaindex-bm25": "llama-index, BM25Retriever",
    "bm25s": "bm25s alone",
    "tantivy": "tantivy alone",
}
JUDGED_SIZE = 46_124  # all paragraphs there are: targets in milliseconds are for this many passages or fewer
COLUMNS = ("passages", "searched by", "p50 ms", "p95 ms", "CPU ms", "16: p95", "ratio", "per s", "failed", "recall@10")
COSTS = ("memory MB", "disk MB", "build s", "open s")
Figures = dict[str, Any]
Results = dict[int, dict[str, Figures]]


class SearchScale:
    """Makes what is searched in a work folder, and measures the sides on it."""

    def __init__(self, work: Path, options: argparse.Namespace) -> None:
        self._work = work
        self._options = options

    def measure(self, size: int) -> dict[str, Figures]:
        """Figures by side; of one that failed, what it said."""
        given, folder = self._options, self._work / f"passages-{size}"
        tell(f"{size} passages: making them and their vectors")
        given_to_all = (folder, size, given.paragraphs.resolve(), given.questions.resolve(), ENCODER)
        self._run("search_data.py", *given_to_all, given.count, given.seed)
        found: dict[str, Figures] = {}
        for side in given.sides.split(","):
            if side != OURS and size > given.others_up_to:
                continue
            tell(f"{size} passages: {SIDES[side]}")
            try:
                found[side] = self._side(side, folder, self._work / f"index-{size}-{side}")
            except CommandFailedError as error:
                tell(str(error))
                found[side] = {"failed": str(error).splitlines()[-1]}
        return found

    def _side(self, side: str, prepared: Path, index: Path) -> Figures:
        figures: Figures = {}
        for job in ("build", "search"):
            done = self._run("work_search.py", side, job, prepared, index)
            figures |= result_of(done) | {f"{job}_peak_mb": done.largest_bytes / 1e6}
        figures["clients"]["ratio"] = figures["clients"]["p95_ms"] / figures["search"]["p95_ms"]
        return figures

    def _run(self, script: str, *words: object) -> Measured:
        return run_measured([sys.executable, str(HERE / script), *map(str, words)], cwd=self._work)


def result_of(measured: Measured) -> Figures:
    """What a worker found: the last line of its output."""
    result: Figures = json.loads(measured.stdout.splitlines()[-1])
    return result


def table(results: Results) -> str:
    """The figures as two tables in Markdown: searches, then what they cost; below them the assistant's stages."""
    searches, costs, stages = [COLUMNS], [("passages", "searched by", *COSTS)], []
    for size, sides in results.items():
        for side, each in sides.items():
            name = (f"{size:,}", SIDES[side])
            if "failed" in each:
                searches.append((*name, f"failed: {each['failed']}", *[""] * (len(COLUMNS) - 3)))
                continue
            searches.append((*name, *search_cells(each)))
            costs.append((*name, *cost_cells(each)))
            if "stages" in each:
                shown = (f"{stage} {row['p50_ms']:.1f} / {row['p95_ms']:.1f}" for stage, row in each["stages"].items())
                stages.append(f"{size:,} passages, {SIDES[side]}, each stage, p50 / p95 ms: {', '.join(shown)}")
    return "\n\n".join((markdown(searches), markdown(costs), "\n".join(stages)))


def search_cells(each: Figures) -> tuple[str, ...]:
    search, clients = each["search"], each["clients"]
    times = (search["p50_ms"], search["p95_ms"], search["cpu_ms"], clients["p95_ms"], clients["ratio"])
    recall = f"{each['recall']:.4f}" if "recall" in each else "-"
    return (*(f"{figure:.1f}" for figure in times), f"{clients['per_s']:.0f}", str(clients["errors"]), recall)


def cost_cells(each: Figures) -> tuple[str, ...]:
    memory = f"{each['memory_mb']:.0f} (before opening {each['memory_before_mb']:.0f})"
    disk, built = parted(each["disk_mb"]), parted({"all": each["build_s"], **each["build_parts_s"]})
    return memory, disk, built, f"{each['open_s']:.1f}"


def parted(figures: Mapping[str, float]) -> str:
    """A sum and its parts; a part under half a unit is left out."""
    total = figures.get("all") or sum(figures.values())
    parts = [f"{part} {figure:.0f}" for part, figure in figures.items() if part != "all" and figure >= 0.5]
    return f"{total:.0f} ({', '.join(parts)})" if parts else f"{total:.0f}"


def markdown(rows: list[tuple[str, ...]]) -> str:
    head, *body = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join((head, "| --- " * len(rows[0]) + "|", *body))


def targets(results: Results) -> Iterator[tuple[str, float, str, float]]:
    """What the assistant is judged by: words for it, value, comparison and bound."""
    ours = {size: sides[OURS] for size, sides in results.items() if "search" in sides.get(OURS, {})}
    for size, each in ours.items():
        search, clients = each["search"], each["clients"]
        if size <= JUDGED_SIZE:
            yield f"{size:,} passages: p50 (ms)", search["p50_ms"], "<", 8.0
            yield f"{size:,} passages: p95 (ms)", search["p95_ms"], "<", 25.0
        yield f"{size:,} passages: p95 of 16 clients over that of one", clients["ratio"], "<", 6.0
        yield f"{size:,} passages: searches of 16 clients that failed", clients["errors"], "<=", 0.0
        yield f"{size:,} passages: neighbours found of the 10 nearest", each["recall"], ">=", 0.99
    if len(ours) > 1:
        smallest, largest = ours[min(ours)], ours[max(ours)]
        growth = {name: largest["search"][name] / smallest["search"][name] for name in ("p50_ms", "p95_ms")}
        for name, ratio in growth.items():
            yield f"{max(ours):,} passages over {min(ours):,}: {name.partition('_')[0]}", ratio, "<=", 3.0


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def arguments() -> argparse.Namespace:
    data = Path(os.environ.get("ASSISTANT_DATA", HERE.parents[1] / "../shared/data"))
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", default=f"{JUDGED_SIZE},500000", help="numbers of passages")
    parser.add_argument("--sides", default=",".join(SIDES), help=f"of {','.join(SIDES)}")
    parser.add_argument("--others-up-to", type=int, default=10**9, help="sides but ours only up to this many passages")
    parser.add_argument("--paragraphs", type=Path, default=data / "scale" / "fr-paragraphs.jsonl.gz")
    parser.add_argument("--questions", type=Path, default=data / "beir" / "piaf-dev", help="BEIR folder")
    parser.add_argument("--count", type=int, default=500, help="number of questions")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, help="empty folder for passages and indexes; by default a temporary one")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    parsed = parser.parse_args()
    unknown = set(parsed.sides.split(",")) - set(SIDES)
    if unknown:
        parser.error(f"unknown sides: {', '.join(sorted(unknown))}")
    return parsed


def main() -> int:
    options = arguments()
    machine = describe()
    results: Results = {}
    with tempfile.TemporaryDirectory(prefix="assistant-search-") as temporary:
        work = (options.work or Path(temporary)).resolve()
        work.mkdir(parents=True, exist_ok=True)
        for size in map(int, options.sizes.split(",")):
            results[size] = SearchScale(work, options).measure(size)
            if options.out:
                figures = {"machine": machine, "sizes": results}
                options.out.write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(f"{machine['cores']} cores, {machine['cpu']}, load before {machine['load_before']}")
    print(table(results))
    missed = False
    for label, value, compare, bound in targets(results):
        reached = met(value, compare, bound)
        missed = missed or not reached
        print(f"{label}: {value:.3g} (target {compare} {bound:g}): {'met' if reached else 'MISSED'}")
    failed = [side for sides in results.values() for side, each in sides.items() if "failed" in each]
    return 1 if missed or failed else 0


if __name__ == "__main__":
    sys.exit(main())
