"""TREC run files, as trec_eval and every other tool of the field read them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from assistant.evaluation.reports.files import replace_text
from assistant.evaluation.retrieval.metrics import Ranking

# Tools compare scores as 32-bit floats and order equal ones by document id: neighbours must differ by more than
# rounding, or another tool would see another ranking than ours.
SCORE_STEP = 1e-4


def write_trec_run(path: Path, rankings: Mapping[str, Ranking], tag: str = "assistant") -> None:
    """Write `question Q0 document rank score tag`, one line a document, ranks from 1, scores strictly falling.

    Raises:
        UsageError: output_unwritable. What stood there before is untouched.
    """
    replace_text(path, "".join(line for key, ranking in rankings.items() for line in _lines(key, ranking, tag)))


def _lines(question: str, ranking: Ranking, tag: str) -> list[str]:
    lines: list[str] = []
    ceiling = float("inf")
    for rank, (document, score) in enumerate(ranking, start=1):
        shown = min(round(score, 4), ceiling)
        ceiling = round(shown - SCORE_STEP, 4)
        lines.append(f"{question} Q0 {document} {rank} {shown:.4f} {tag}\n")
    return lines
