"""How long an answer made of extracts takes once its passages are found.

    python evals/performance/answering.py --index INDEX --cases CASES [--runs 3]

Each question of CASES (JSON Lines with "question") is asked once unmeasured, then so many times, timed by the clock as
answers note it themselves (`timings_ms`). INDEX holds the documents of the questions. Target: p50 under 150 ms.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from assistant.build import build_assistant
from assistant.settings import load_settings

TARGET = 150.0


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--index", type=Path, required=True)
    options.add_argument("--cases", type=Path, required=True)
    options.add_argument("--runs", type=int, default=3)
    told = options.parse_args()
    lines = told.cases.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines if line.strip()]
    with build_assistant(load_settings(overrides={"index": told.index})) as assistant:
        for question in questions:
            assistant.ask(question)
        found = [assistant.ask(question).timings_ms for _ in range(told.runs) for question in questions]
    for stage in ("retrieval", "answering"):
        took = sorted(each[stage] for each in found if stage in each)
        print(f"{stage}: p50 {took[len(took) // 2]:.0f} ms, p95 {took[int(0.95 * (len(took) - 1))]:.0f} ms")
    print(f"{len(questions)} questions, {told.runs} times; load {os.getloadavg()[0]:.1f}; target {TARGET:.0f} ms")
    sys.exit(0 if took[len(took) // 2] < TARGET else 1)


if __name__ == "__main__":
    main()
