"""Step 4b, optional: questions learn to find their passages.

Questions of PIAF and of service-public, titles, and words of a sentence, each with the passage that it is to find
(`matches.py`), as a contrast within the batch; every other batch is one of distillation, so that both languages stay
where they are. Questions on a share of the titles (`--held-out`) are never learned from: step 6 measures on them alone
when it is given `held-out.json`. With `--learn NAME` only the questions of that set are learned, so that the others
measure what comes without them.

python -m training.tune --data DIR --work DIR --start MODEL [--steps 546] [--learn service-public-dev]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

import numpy as np
import torch
from training import examples
from training.distil import contrast, distance, matching
from training.folder import write_folder
from training.matches import LEARNED_SETS, Match, Matches
from training.mixture import Mixture
from training.network import Network, batches
from training.options import parser
from training.targets import Targets
from training.texts import say
from training.weights import Optimisers, load, save

_EVERY = 20


@dataclass
class Done:
    """How far the tuning is."""

    step: int = 0


def main() -> None:
    """Writes the folder `tuned` into the working folder."""
    options = parser(__doc__, base=True)
    options.add_argument("--start", type=Path, required=True, help="model folder to tune")
    options.add_argument("--steps", type=int, default=546)
    options.add_argument("--learn", action="append", choices=LEARNED_SETS, help="only this set's questions")
    options.add_argument("--batch", type=int, default=32, help="matches of one batch")
    options.add_argument("--cloze", type=float, default=0.0, help="share of words of sentences among the matches")
    options.add_argument("--held-out", type=float, default=0.3, help="share of the titles kept to measure on")
    options.add_argument("--body-rate", type=float, default=3e-5)
    options.add_argument("--row-rate", type=float, default=2e-4)
    given = options.parse_args()
    torch.manual_seed(given.seed)
    torch.set_num_threads(2)
    folder = given.work / "tuning"
    folder.mkdir(exist_ok=True)
    matches = Matches.read(given.data, given.held_out, given.learn or LEARNED_SETS)
    (given.work / "held-out.json").write_text(json.dumps(matches.held), encoding="utf-8")
    counts = f"{len(matches.questions)} questions, {len(matches.titled)} titles, {len(matches.paragraphs)} paragraphs"
    say(f"{counts}; held out: {sum(map(len, matches.held.values()))} questions")
    student = Network(given.start, learns=True)
    optimisers = Optimisers(student.body, given.body_rate, given.row_rate)
    done = Done(**load(folder / "checkpoint.pt", student.body, optimisers))
    kept = _distillation(given, student)
    while done.step < given.steps:
        if done.step % 2:
            loss = _kept_loss(student, *next(kept))
        else:
            loss = _match_loss(student, matches.batch(given.batch, given.seed, done.step, given.cloze))
        loss.backward()
        optimisers.step(done.step, done.step / given.steps)
        done.step += 1
        if done.step % _EVERY == 0:
            say(f"step {done.step} of {given.steps}: loss {loss.item():.3f}")
        if done.step % (5 * _EVERY) == 0:
            save(folder / "checkpoint.pt", student.body, optimisers, asdict(done))
    with optimisers.averaged():
        write_folder(student.body, given.start / "tokenizer.json", given.work / "tuned")


def _match_loss(student: Network, batch: Sequence[Match]) -> torch.Tensor:
    student.body.train()
    asked = student.vectors(student.tokens([question for question, _ in batch]))
    answers = student.vectors(student.tokens([passage for _, passage in batch]))
    return matching(asked, answers)


def _distillation(given: argparse.Namespace, student: Network) -> Iterator[tuple[list[str], torch.Tensor]]:
    """Batches of texts with their targets, without end."""
    rows = examples.read(given.work / "examples.tsv")
    targets = Targets(given.work / "targets.bin", [english for _, _, english in rows], Network(given.base))
    mixture = Mixture([kind for kind, _, _ in rows], given.seed + 1)
    for portion in count():
        numbers = mixture.portion(portion)
        lengths = [len(tokens) for tokens in student.tokens([rows[number][1] for number in numbers])]
        made = batches(lengths, 2048)
        for at in np.random.default_rng((given.seed, portion)).permutation(len(made)):
            chosen = [numbers[place] for place in made[at]]
            yield [rows[number][1] for number in chosen], torch.from_numpy(targets.of(chosen))


def _kept_loss(student: Network, texts: Sequence[str], target: torch.Tensor) -> torch.Tensor:
    student.body.train()
    vectors = student.vectors(student.tokens(texts))
    return distance(vectors, target) + contrast(vectors, target)


if __name__ == "__main__":
    main()
