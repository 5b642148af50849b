"""Translations told among real documents in two languages and made ones; none among texts that only look like one.

python evals/bibliography/translations.py [--data DIR] [--index DIR] [--made 60] [--seed 7] [--json]

Real pairs are those of DIR/groupe/documents named alike in French and English ("cds__fr_...", "cds__en_..."), as
PAIRS lists them. Made ones are of DIR/train/fr-en-parallel.tsv.gz, whose lines follow each other as in their acts: so
many runs of lines, each one file in French and one in English, in a third of them with the end left out. They
come in twos from one act, so that the neighbour of each is about the same and is no translation of it. Beside them are
French texts in which every number is another one, as in the edition of another year: no translation either.
The encoder has learned from these very lines: figures of made pairs are flattered, those of the real ones are not.

precision: pairs told to be translations that are, over all told. recall: pairs told, over all that are. --index is an
index of the documents (it is copied, not changed). Exit status: 1 where precision is not 1 or recall is below 0.9.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from variants import other_figures

from assistant.build import build_assistant
from assistant.service import Assistant
from assistant.settings import load_settings

DATA = Path(os.environ.get("ASSISTANT_DATA", Path(__file__).parents[3] / "shared" / "data"))
SEED = 7
LEAST_RECALL = 0.9
PAIRS = {  # beginnings of the names of real files: French, English
    "cds__fr_améliorer-les-communications": "cds__en_improving-client-communications",
    "cds__fr_comment-formulaires-gc": "cds__en_how-gc-forms-can-help",
    "cds__fr_comment-nous-concevons": "cds__en_how-we_re-building",
    "cds__fr_comment-nous-planifions": "cds__en_how-we_re-planning",
    "cds__fr_donner-aux-utilisateurs": "cds__en_setting-users-up",
    "cds__fr_evaluation-framework": "cds__en_evaluation-framework",
    "cds__fr_how-cds-started": "cds__en_how-cds-started",
    "cds__fr_pourquoi-le-code-source-libre": "cds__en_why-open-source-matters",
}
_LINES = 60  # of a made file
_KEPT = 0.75  # of its lines, where the end is left out
_EDITIONS = 3  # one made file of so many has an edition with other numbers
_NUMBER = re.compile(r"\d{2,}")
_FEW_NUMBERS = 6  # that a text has: fewer tell no edition from another


@dataclass(frozen=True)
class Made:
    """A made file, and what it is of: files of one `work` in two languages are translations."""

    name: str
    text: str
    work: str
    how: str


def parallel(data: Path) -> list[tuple[str, str]]:
    """The French and English lines of acts, in their order."""
    with gzip.open(data / "train" / "fr-en-parallel.tsv.gz", "rt", encoding="utf-8") as lines:
        rows = (line.rstrip("\n").split("\t") for line in lines)
        return [(row[1], row[2]) for row in rows if len(row) == 3 and row[0] == "justice-canada"]


def made_files(lines: list[tuple[str, str]], count: int, chance: random.Random) -> Iterator[Made]:
    """So many pairs of files, and editions of some of them with other numbers."""
    starts = sorted(chance.sample(range(0, len(lines) - 2 * _LINES, 2 * _LINES), count // 2))
    for number, start in enumerate(place for first in starts for place in (first, first + _LINES)):
        part = lines[start : start + _LINES]
        how = "cut" if number % 3 == 2 else "whole"
        kept = part[: int(_KEPT * _LINES)] if how == "cut" else part
        french = [line for line, _ in part]
        yield Made(f"acte-{number:03}-fr.txt", "\n\n".join(french), f"act {number}", how)
        yield Made(f"acte-{number:03}-en.txt", "\n\n".join(line for _, line in kept), f"act {number}", how)
        if number % _EDITIONS == 0 and len(set(_NUMBER.findall(" ".join(french)))) >= _FEW_NUMBERS:
            other = "\n\n".join(other_figures(french, chance))
            yield Made(f"acte-{number:03}-autre.txt", other, f"edition of act {number}", "edition")


def real_work(name: str) -> str | None:
    """The pair that a real file is of."""
    return next((french for french, english in PAIRS.items() if name.startswith((french, english))), None)


def told(assistant: Assistant) -> list[tuple[str, str]]:
    """The names of the files that are told to be translations of each other."""
    pairs = [pair for pair in assistant.works.pairs() if pair.kind == "translation"]
    return [(Path(pair.newer.source).name, Path(pair.older.source).name) for pair in pairs]


def figures(found: list[tuple[str, str]], made: list[Made], real: set[str]) -> dict[str, Any]:
    """What was told, beside what is so."""
    work = {each.name: each.work for each in made} | {name: real_work(name) or name for name in real}
    wrong = [pair for pair in found if work[pair[0]] != work[pair[1]]]
    right = {work[one] for one, other in found if work[one] == work[other]}
    wanted = {"real": set(PAIRS)}
    for how in ("whole", "cut"):
        wanted[f"made, {how}"] = {each.work for each in made if each.how == how}
    recall = {name: round(len(works & right) / len(works), 3) for name, works in wanted.items() if works}
    every = set().union(*wanted.values())
    return {
        "files": len(work),
        "pairs": len(every),
        "editions with other numbers": sum(each.how == "edition" for each in made),
        "told": len(found),
        "precision": 1 - len(wrong) / len(found) if found else None,
        "recall": round(len(every & right) / len(every), 3),
        "recall by sort": recall,
        "wrong": wrong,
        "missed": sorted(every - right),
    }


def measure(data: Path, index: Path | None, count: int, chance: random.Random) -> dict[str, Any]:
    """Ingest the real documents, where no index of them is given, and the made ones; compare what is told."""
    documents = data / "groupe" / "documents"
    made = list(made_files(parallel(data), count, chance))
    with tempfile.TemporaryDirectory(prefix="translations-") as folder:
        if index is not None:
            shutil.copytree(index, Path(folder) / "index")
        (Path(folder) / "made").mkdir()
        for each in made:
            (Path(folder) / "made" / each.name).write_text(each.text, encoding="utf-8")
        with build_assistant(load_settings(None, {"index": Path(folder) / "index"}), create=True) as assistant:
            assistant.ingest([*([] if index is not None else [str(documents)]), str(Path(folder) / "made")])
            real = {Path(each.source).name for each in assistant.documents()} - {each.name for each in made}
            return figures(told(assistant), made, real)


def main() -> int:
    """Measure and print; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--index", type=Path, help="index of DIR/groupe/documents; it is copied, not changed")
    parser.add_argument("--made", type=int, default=60, help="pairs of made files")
    parser.add_argument(
        "--seed", type=int, default=SEED, help="of the choice of made pairs; the rules were made with 7"
    )
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    found = measure(given.data, given.index, given.made, random.Random(given.seed))
    if given.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for name, value in found.items():
            print(f"{name}: {value}")
    return int(found["precision"] != 1 or found["recall"] < LEAST_RECALL)


if __name__ == "__main__":
    sys.exit(main())
