"""One measured job of the assistant, in a process of its own; its result is one JSON object on stdout.

python work_ours.py latency INDEX CASES     warm `ask` and `search` on the questions of a case file
python work_ours.py cases INDEX CASES       documents found for each case
python work_ours.py beir INDEX DIR [N]      documents found for each question of a BEIR folder
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.build import build_assistant
from assistant.evaluation.retrieval.measure import record_id
from assistant.evaluation.retrieval.metrics import best_documents
from assistant.evaluation.sets.beir import load_beir
from assistant.evaluation.sets.cases import Case, load_cases
from assistant.service import Assistant
from assistant.settings import load_settings

WARM_UPS = 5
DEPTH = 100


def timed(cases: list[Case], call: Callable[[Case], object]) -> list[float]:
    """Milliseconds of a call for each case, after some warm-ups."""
    for case in cases[:WARM_UPS]:
        call(case)
    durations = []
    for case in cases:
        start = time.perf_counter()
        call(case)
        durations.append((time.perf_counter() - start) * 1000)
    return durations


def latency(assistant: Assistant, cases: list[Case]) -> dict[str, Any]:
    return {
        "ask": timed(cases, lambda case: assistant.ask(case.question, case.history)),
        "search": timed(cases, lambda case: assistant.search(case.question, 10, case.history)),
    }


def found_for_cases(assistant: Assistant, cases: list[Case]) -> dict[str, Any]:
    rankings = {}
    for case in cases:
        hits = assistant.search(case.question, DEPTH, case.history)
        scored = ((hit.document.source, hit.score) for hit in hits)
        rankings[case.id] = [source for source, _ in best_documents(scored, DEPTH)]
    return {"rankings": rankings}


def found_for_beir(assistant: Assistant, folder: Path, count: int | None) -> dict[str, Any]:
    beir = load_beir(folder)
    rankings = {}
    durations = []
    for question, text in (beir.first(count) if count else beir).questions.items():
        start = time.perf_counter()
        hits = assistant.search(text, DEPTH)
        durations.append((time.perf_counter() - start) * 1000)
        scored = ((record_id(hit.document), hit.score) for hit in hits)
        rankings[question] = [name for name, _ in best_documents(scored, DEPTH)]
    return {"rankings": rankings, "milliseconds": durations}


def main() -> None:
    job, index, target, *rest = sys.argv[1:]
    settings = load_settings(overrides={"index": Path(index)})
    with build_assistant(settings, notify=lambda text: print(text, file=sys.stderr)) as assistant:
        if job == "beir":
            result = found_for_beir(assistant, Path(target), int(rest[0]) if rest else None)
        else:
            work = {"latency": latency, "cases": found_for_cases}[job]
            result = work(assistant, list(load_cases(Path(target))))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
