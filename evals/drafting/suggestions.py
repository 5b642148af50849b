"""Quotes proposed for the questions of sections: the evidence among them, and how many sources they are from.

    python evals/drafting/suggestions.py [--cases FILE] [--documents DIR] [--index DIR] [-k 10] [--json]

For each answerable question of the cases that is asked alone, a section is made of it and its basket left empty. What
is counted among the k suggestions: the groups of evidence (alternatives count once) of which a quote is there, that is,
its document and at least half of its words; the groups of which the document is there; documents and authorities.
Beside it the same of a plain search: its k best passages, which are several sentences each and so hold more words.
Exit status: 0, or 1 where suggestions name fewer documents than the search does.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from assistant.build import build_assistant
from assistant.service import Assistant
from assistant.settings import load_settings
from assistant.text.normalise import fold
from assistant.types import Document, Editor, SectionPlan

_HALF = 0.5
_ME = Editor("measure", "measure")


@dataclass(frozen=True)
class Found:
    """One thing that is proposed or found: its document and its words."""

    document: Document
    words: frozenset[str]


def words(text: str) -> frozenset[str]:
    """The words of a text, whatever its signs."""
    return frozenset("".join(c if c.isalnum() else " " for c in fold(text)).split())


def groups(case: Mapping[str, Any]) -> list[list[Mapping[str, Any]]]:
    """The evidence of a case, alternatives together."""
    found: dict[object, list[Mapping[str, Any]]] = defaultdict(list)
    for place, item in enumerate(case["evidence"]):
        found[item.get("group", f"alone {place}")].append(item)
    return list(found.values())


def figures(case: Mapping[str, Any], found: Sequence[Found]) -> dict[str, float]:
    """What is counted of one question."""
    wanted = groups(case)

    def has(item: Mapping[str, Any], each: Found) -> bool:
        quote = words(item["quote"])
        return Path(each.document.source).name == item["doc"] and len(quote & each.words) >= _HALF * len(quote)

    quoted = sum(any(has(item, each) for item in group for each in found) for group in wanted)
    names = {Path(each.document.source).name for each in found}
    named = sum(any(item["doc"] in names for item in group) for group in wanted)
    return {
        "groups quoted": quoted / len(wanted),
        "groups whose document is there": named / len(wanted),
        "documents": len({each.document.work_id for each in found}),
        "authorities": len({each.document.authority for each in found if each.document.authority}),
        "proposed": len(found),
    }


def suggested(assistant: Assistant, proposal: str, question: str, count: int) -> list[Found]:
    """What is proposed for a section of this question."""
    section = assistant.proposals.add_section(proposal, SectionPlan(question[:150], question), _ME)
    quotes = assistant.drafting.suggest(proposal, section.id, count).quotes
    assistant.proposals.remove_section(proposal, section.id, _ME)
    return [Found(each.document, words(each.quote.text)) for each in quotes]


def searched(assistant: Assistant, question: str, count: int) -> list[Found]:
    """What a plain search finds."""
    return [Found(each.document, words(each.passage.text)) for each in assistant.search(question, count)]


def measure(assistant: Assistant, cases: Path, count: int, told: Callable[[str], None]) -> dict[str, dict[str, float]]:
    """Means over the questions, of suggestions and of a plain search."""
    read = [json.loads(line) for line in cases.read_text(encoding="utf-8").splitlines() if line.strip()]
    asked = [case for case in read if case["answerable"] and case["evidence"] and not case.get("history")]
    proposal = assistant.proposals.new("Mesure", "fr").id
    rows: dict[str, list[dict[str, float]]] = {"suggestions": [], "search": []}
    for number, case in enumerate(asked, 1):
        told(f"{number}/{len(asked)}")
        rows["suggestions"].append(figures(case, suggested(assistant, proposal, case["question"], count)))
        rows["search"].append(figures(case, searched(assistant, case["question"], count)))
    means = {
        name: {figure: round(statistics.fmean(row[figure] for row in of), 3) for figure in of[0]}
        for name, of in rows.items()
    }
    return {"questions": {"count": len(asked)}, **means}


def main() -> int:
    data = Path(os.environ.get("ASSISTANT_DATA", Path(__file__).resolve().parents[3] / "shared" / "data")) / "groupe"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=Path, default=data / "cases-dev.jsonl")
    parser.add_argument("--documents", type=Path, default=data / "documents")
    parser.add_argument("--index", type=Path, help="index of these documents; it is copied, not changed")
    parser.add_argument("-k", type=int, default=10)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="suggestions-") as folder:
        index = Path(folder) / "index"
        if options.index is not None:
            shutil.copytree(options.index, index)
        with build_assistant(load_settings(None, {"index": index}), create=True) as assistant:
            if options.index is None:
                assistant.ingest([str(options.documents)])
            found = measure(assistant, options.cases, options.k, lambda part: print(part, file=sys.stderr))
    if options.json:
        print(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        for name, values in found.items():
            print(f"{name}: " + ", ".join(f"{figure} {value:g}" for figure, value in values.items()))
    return 0 if found["suggestions"]["documents"] >= found["search"]["documents"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
