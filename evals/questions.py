"""Makes a batch file for `assistant ask --batch` of a case file or of a BEIR folder; standard library only.

python evals/questions.py --cases FILE [--limit N] > batch.jsonl
python evals/questions.py --beir DIR [--limit N] > batch.jsonl
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any


def from_cases(path: Path) -> Iterator[dict[str, Any]]:
    """Questions of a case file, follow-ups with their history."""
    for case in objects(path):
        history = {"history": case["history"]} if case.get("history") else {}
        yield {"id": case["id"], "question": case["question"], **history}


def from_beir(folder: Path) -> Iterator[dict[str, Any]]:
    """Questions of a BEIR folder."""
    for query in objects(folder / "queries.jsonl"):
        yield {"id": query["_id"], "question": query["text"]}


def objects(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            if line.strip():
                yield json.loads(line)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--cases", type=Path, help="case file")
    source.add_argument("--beir", type=Path, help="BEIR folder")
    parser.add_argument("--limit", type=int, help="only the first N questions")
    options = parser.parse_args()
    questions = from_cases(options.cases) if options.cases else from_beir(options.beir)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    for question in islice(questions, options.limit):
        print(json.dumps(question, ensure_ascii=False))


if __name__ == "__main__":
    main()
