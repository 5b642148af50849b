"""From the server's first token of a written answer to the first checked sentence that a member sees.

    python evals/performance/first_token.py --index INDEX [--questions 20]

The scripted server of the tests, over real HTTP on loopback, gives the quotes, then writes at once: what is measured is
ours alone (reading the stream, checking the first sentence). A real model takes the time of a whole sentence on top: no
sentence is shown before it is checked. INDEX holds the sample corpus. Milliseconds by the clock; target: 200.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from scripted_writing import Reply, Request, asked_of, given, pick_sentences, sample_cases, streaming, writes  # noqa: E402

from assistant.build import build_assistant  # noqa: E402
from assistant.settings import load_settings  # noqa: E402
from assistant.types import Draft  # noqa: E402


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--index", type=Path, required=True)
    options.add_argument("--questions", type=int, default=20)
    told = options.parse_args()
    first_token = [0.0]
    answering = writes(
        pick_sentences, lambda told: "\n".join(f"{' '.join(t.split())} [{k}]" for k, t in told.texts.items())
    )

    def script(request: Request) -> Reply:
        reply = answering(request)
        if not given(request).choosing:
            first_token[0] = time.perf_counter()
        return reply

    took = []
    with build_assistant(load_settings(overrides={"index": told.index})) as assistant:
        asked = asked_of(assistant, [case["question"] for case in sample_cases()[: 2 * told.questions]])
        with streaming(assistant, script) as ask:
            for each in asked[: told.questions]:
                seen = [time.perf_counter() for item in ask(each) if isinstance(item, Draft)]
                took += [1000 * (seen[0] - first_token[0])] if seen else []
    took.sort()
    print(f"{len(took)} answers: p50 {took[len(took) // 2]:.0f} ms, p95 {took[int(0.95 * (len(took) - 1))]:.0f} ms")


if __name__ == "__main__":
    main()
