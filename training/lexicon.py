"""Step 5: a French-English term lexicon from the parallel pairs.

Lemmas and multiword terms of both sides are aligned with IBM model 1 in both directions; a link is kept where both
directions hold it likely, with the geometric mean of the two probabilities.

python -m training.lexicon --data DIR --work DIR
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from training.alignment import Table, train
from training.bilingual import entries
from training.options import parser
from training.terms import Terms
from training.texts import measured_runs, read_dictionary, read_pairs, say, unmeasured

_HEAD = "french\tenglish\tprobability\tcount\tdictionary\n"
_LEAST_COUNT = 3.0


@dataclass(frozen=True)
class Entry:
    """A French term, its English, how sure and how often, and whether the dictionary says so too."""

    french: str
    english: str
    probability: float
    count: int
    in_dictionary: bool


def main() -> None:
    """Writes `lexicon.tsv.gz` into the working folder."""
    options = parser(__doc__)
    options.add_argument("--longest", type=int, default=32, help="longest sentence, in terms")
    given = options.parse_args()
    path = given.work / "lexicon.tsv.gz"
    runs = measured_runs(given.data)
    pairs = unmeasured(read_pairs(given.data), runs)
    french = Terms([pair.french for pair in pairs], "fr")
    english = Terms([pair.english for pair in pairs], "en")
    streams = [(french.of(pair.french), english.of(pair.english)) for pair in pairs]
    say(f"{len(streams)} pairs read")
    there = train(streams, longest=given.longest)
    back = train([(right, left) for left, right in streams], longest=given.longest)
    known = entries(read_dictionary(given.data))
    found = sorted(_symmetric(there, back), key=lambda link: (link[0], -link[2]))
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        stream.write(_HEAD)
        for source, target, probability, count in found:
            names = french.surface(source), english.surface(target)
            mark = int(names[1] in known.get(names[0], {}))
            stream.write(f"{names[0]}\t{names[1]}\t{probability:.3f}\t{count:.0f}\t{mark}\n")
    say(f"{len(found)} entries: {path}")


def read(path: Path) -> list[Entry]:
    """Reads the lexicon."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        next(stream)
        rows = (line.rstrip("\n").split("\t") for line in stream)
        return [Entry(row[0], row[1], float(row[2]), int(row[3]), row[4] == "1") for row in rows]


def _symmetric(
    there: Table, back: Table, least: float = 0.05, least_mean: float = 0.2
) -> Iterator[tuple[str, str, float, float]]:
    backward = {
        (target, source): (probability, count)
        for source, target, probability, count in zip(
            back.sources, back.targets, back.probabilities, back.counts, strict=True
        )
    }
    for source, target, probability, count in zip(
        there.sources, there.targets, there.probabilities, there.counts, strict=True
    ):
        other, other_count = backward.get((source, target), (0.0, 0.0))
        mean = float(np.sqrt(probability * other))
        seen = min(count, other_count)
        # What is called the same in both languages needs no translation.
        if source != target and min(probability, other) >= least and mean >= least_mean and seen >= _LEAST_COUNT:
            yield source, target, mean, float(seen)


if __name__ == "__main__":
    main()
