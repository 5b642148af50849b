"""Title, authors, date and kind as the readers find them, against labels made by reading the documents.

python evals/bibliography/records.py --documents DIR [--labels FILE] [--misses]

Each line of the labels has the SHA-256 of a file, its title, authors, date and kind, and in `said` whether the document
or its file says each of them. `alternatives` are other values that are as right (authors: lists of names). `also` are
values that the document states of something else: the day on which its PDF was made, the program's user, its sponsor.

Columns: said, by how many documents; right, as labelled (share: of those said); less, a date less precise than the
label, or some of the authors, nobody else; stated, a value of `also`; nothing, no value; other, a value that the
document does not say, though it says one; unsaid, a value where it says none; invented, both over all values given.
Titles and names are compared without case, accents, punctuation and spaces, names without the order of their words. A
title that begins the other counts where it has 60 % of its words. A date more precise than its label, and consistent
with it, is right. A title from the name of the file, or a kind that is the default of its format, is right where it is
so, and counts as nothing otherwise. Exit status: 0 if every share meets its target and nothing is invented, else 1.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import DocumentError
from assistant.ingest.limits import ReadLimits
from assistant.ingest.process.worker import WorkerReader
from assistant.text.normalise import fold

FIELDS = {"title": 0.9, "authors": 0.8, "date": 0.85, "kind": 0.85}
COLUMNS = ("said", "right", "less", "stated", "nothing", "other", "unsaid")
LEAST_OF_TITLE = 0.6


@dataclass(frozen=True)
class Row:
    """What was found of one field of one document, beside its label."""

    name: str
    field: str
    said: bool
    outcome: str
    found: Any
    label: Any
    origin: str


def words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text).replace("_", " "))


def people(names: Iterable[str]) -> set[str]:
    return {" ".join(sorted(words(name))) for name in names}


def is_title(found: str, label: str) -> bool:
    """Whether they are the same letters, or one begins the other with enough of its words."""
    short, long = sorted((words(found), words(label)), key=lambda of: len("".join(of)))
    if not short or "".join(short) == "".join(long):
        return bool(short)
    return "".join(long).startswith("".join(short)) and len(short) >= LEAST_OF_TITLE * len(long)


def is_right(field: str, found: Any, label: Any) -> bool:
    if field == "authors":
        return people(found) == people(label)
    if field == "date":
        return str(found).startswith(label)
    return is_title(found, label) if field == "title" else bool(found == label)


def is_less(field: str, found: Any, labels: list[Any]) -> bool:
    """Whether it is right as far as it goes."""
    if field == "authors":
        return people(found) <= people(name for names in labels for name in names)
    return field == "date" and any(label.startswith(found) for label in labels)


def outcome(field: str, found: Any, by_default: bool, label: Mapping[str, Any]) -> str:
    """The column that the value of a field counts in; "fine" where none is said and none made up."""
    labels = [*([label[field]] if label[field] else []), *label.get("alternatives", {}).get(field, [])]
    if found and any(is_right(field, found, right) for right in labels):
        return "right" if label["said"][field] else "fine"
    if not found or by_default:
        return "nothing" if label["said"][field] else "fine"
    if is_less(field, found, labels):
        return "less"
    if any(is_right(field, found, value) for value in label.get("also", {}).get(field, [])):
        return "stated"
    return "other" if label["said"][field] else "unsaid"


def read(paths: Iterable[Path], labels: Mapping[str, Mapping[str, Any]]) -> Iterator[list[Row]]:
    """The rows of each labelled file, read as ingestion reads it; none where the readers refuse it."""
    reader = WorkerReader(ReadLimits())
    for path in paths:
        label = labels.get(hashlib.sha256(path.read_bytes()).hexdigest())
        try:
            documents = reader.read(path).documents if label else ()
        except DocumentError:
            documents = ()
        if label is None or not documents:
            continue
        rows = []
        for field in FIELDS:
            value, origin = getattr(documents[0], field), str(documents[0].origins.get(field, ""))
            how = outcome(field, value, origin in ("default", "file_name") and field in ("title", "kind"), label)
            rows.append(Row(path.name, field, label["said"][field], how, value, label[field], origin))
        yield rows


def summary(rows: list[Row], target: float) -> dict[str, float]:
    counts = Counter(row.outcome for row in rows)
    counts["said"] = sum(row.said for row in rows)
    given = sum(bool(row.found) and row.origin != "default" and row.outcome != "nothing" for row in rows)
    shares = {"share": counts["right"] / max(1, counts["said"]), "target": target}
    shares["invented"] = (counts["other"] + counts["unsaid"]) / max(1, given)
    return {**{name: counts[name] for name in COLUMNS}, **shares}


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--documents", type=Path, required=True)
    arguments.add_argument("--labels", type=Path, default=Path(__file__).with_name("labels.jsonl"))
    arguments.add_argument("--misses", action="store_true", help="each value that is not right, one a line")
    asked = arguments.parse_args()
    labels = {label["sha256"]: label for label in map(json.loads, asked.labels.read_text("utf-8").splitlines())}
    read_ones = list(read(sorted(filter(Path.is_file, asked.documents.rglob("*"))), labels))
    rows = [row for of_one in read_ones for row in of_one]
    table = {field: summary([row for row in rows if row.field == field], FIELDS[field]) for field in FIELDS}
    print(f"{len(labels)} documents labelled, {len(read_ones)} read")
    print("".join(f"{name:>9}" for name in ("field", *COLUMNS, "share", "target", "invented")))
    for field, of_field in table.items():
        cells = (f"{value:>9.3f}" if isinstance(value, float) else f"{value:>9}" for value in of_field.values())
        print(f"{field:>9}" + "".join(cells))
    for row in rows if asked.misses else ():
        if row.outcome not in ("right", "fine"):
            print("\t".join((row.field, row.outcome, row.origin, row.name, f"{row.found!r}", f"{row.label!r}")))
    return 0 if all(row["share"] >= row["target"] and not row["invented"] for row in table.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
