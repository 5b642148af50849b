"""Whether every file of a folder of bad files ends within the limits, in text or a reason.

python evals/parsing/hostile.py [FOLDER] [--ocr-pages N] [--list] [--json]

Each file is read as the assistant reads it, one after another. Printed: how many ended in text, or by which code, the
longest time by the clock, and the most memory (resident) of a process that read.
Exit status: 0, or 1 where a file took more than SECONDS, a process more than MEGABYTES, or a file was answered by no
known code.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import DocumentError
from assistant.ingest.discover import find_files
from assistant.ingest.process.worker import ReadLimits, RecognitionLimits, WorkerReader
from assistant.messages import DOCUMENT_CODES

DATA = Path(__file__).parents[3] / "shared" / "data" / "hostile"
TEXT = "text"
SECONDS = 60.0
MEGABYTES = 1024.0


@dataclass(frozen=True)
class Outcome:
    """How one file ended: "text" or a code, and the seconds it took."""

    name: str
    code: str
    seconds: float


def read_all(folder: Path, limits: ReadLimits, recognition: RecognitionLimits) -> list[Outcome]:
    """Every file of a folder, in order."""
    reader = WorkerReader(limits, recognition)
    outcomes: list[Outcome] = []
    for path in find_files(folder).files:
        start = time.monotonic()
        try:
            result = reader.read(path)
            code = TEXT if all(any(page.text for page in one.pages) for one in result.documents) else "nothing"
        except DocumentError as error:
            code = error.code
        outcomes.append(Outcome(path.name, code, time.monotonic() - start))
    reader.close()
    return outcomes


def problems(outcomes: list[Outcome], peak_mb: float) -> list[str]:
    """What broke a limit."""
    found = [f"{one.name}: {one.seconds:.0f} s" for one in outcomes if one.seconds > SECONDS]
    found += [f"{one.name}: {one.code}" for one in outcomes if one.code not in {TEXT} | DOCUMENT_CODES]
    if peak_mb > MEGABYTES:
        found.append(f"{peak_mb:.0f} MB of memory")
    return found


def main() -> int:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path, nargs="?", default=DATA)
    parser.add_argument("--ocr-pages", type=int, default=RecognitionLimits().pages)
    parser.add_argument("--list", action="store_true", help="each file with how it ended")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    outcomes = read_all(options.folder, ReadLimits(), RecognitionLimits(pages=options.ocr_pages))
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    slowest = max(outcomes, key=lambda one: one.seconds)
    broken = problems(outcomes, peak_mb)
    codes = Counter(one.code for one in outcomes)
    if options.json:
        figures = {"files": len(outcomes), "codes": codes, "slowest": slowest.name, "seconds": slowest.seconds}
        print(json.dumps({**figures, "peak_mb": peak_mb, "problems": broken}))
        return 1 if broken else 0
    for one in outcomes if options.list else ():
        print(f"{one.seconds:6.1f} s  {one.code:20} {one.name}")
    for code, count in codes.most_common():
        print(f"{count:5} {code}")
    print(f"slowest: {slowest.name}, {slowest.seconds:.1f} s; memory of a process: {peak_mb:.0f} MB at most")
    print("\n".join(broken) or "All limits held.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
