"""Step 4: the student learns to put a text where the teacher puts its English.

Squared distance to the target, and likeness to the other targets of the batch as the target has it. It may be paused
with SIGSTOP. Stopped, it goes on from its last checkpoint when it is started again with the same working folder.

python -m training.distil --data DIR --work DIR [--examples-planned 600000]
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch
from training import examples
from training.folder import write_folder
from training.measure import closeness, development, development_score, english_texts
from training.mixture import Mixture
from training.network import Network, batches
from training.options import parser
from training.targets import Targets
from training.texts import say
from training.weights import Optimisers, load, save

_SCALE = 20.0
_COLUMNS = ["run", "time", "examples", "step", "what", "value"]


@dataclass
class Progress:
    """Where the training is, to go on from there."""

    portion: int = 0
    batch: int = 0
    step: int = 0
    seen: int = 0
    best: float = 0.0
    cosines: dict[str, float] = field(default_factory=dict)


def main() -> None:
    """Trains until as many examples as planned have been seen; writes `checkpoint.pt`, the folder `best`, and a log."""
    options = parser(__doc__, base=True)
    options.add_argument("--start", type=Path, help="model folder to begin with (default: WORK/start)")
    options.add_argument("--examples-planned", type=int, default=600_000, help="the rate of learning falls to its end")
    options.add_argument("--body-rate", type=float, default=2e-5)
    options.add_argument("--row-rate", type=float, default=1.5e-4)
    options.add_argument("--budget", type=int, default=2560, help="tokens of one batch")
    options.add_argument("--threads", type=int, default=2, help="most threads; one only while the machine is busy")
    options.add_argument("--checkpoint-minutes", type=float, default=5)
    options.add_argument("--measure-minutes", type=float, default=30)
    options.add_argument("--measure-first", action="store_true", help="measure before going on")
    options.add_argument("--log", type=Path, default=Path("training/log.csv"))
    options.add_argument("--run", default="distil", help="name of the run in the log")
    given = options.parse_args()
    torch.manual_seed(given.seed)
    Training(given).run()


class Training:
    """One run: examples, student, teacher, optimisers and progress."""

    def __init__(self, given: argparse.Namespace) -> None:
        self.given = given
        self.folder: Path = given.work / given.run
        self.folder.mkdir(parents=True, exist_ok=True)
        rows = examples.read(given.work / "examples.tsv")
        self.kinds = [kind for kind, _, _ in rows]
        self.texts = [text for _, text, _ in rows]
        teacher = Network(given.base)
        self.targets = Targets(given.work / "targets.bin", [english for _, _, english in rows], teacher)
        self.student = Network(given.start or given.work / "start", learns=True)
        self.mixture = Mixture(self.kinds, given.seed)
        self.optimisers = Optimisers(self.student.body, given.body_rate, given.row_rate)
        self.progress = Progress()
        state = load(self.folder / "checkpoint.pt", self.student.body, self.optimisers)
        if state:
            self.progress = Progress(**state)
            say(f"going on from example {self.progress.seen}")
        self.sets = development(given.data)
        self.english = english_texts(given.data, 200)
        self.english_targets = teacher.encode(self.english)

    def run(self) -> None:
        """Trains to the end of the plan."""
        if self.given.measure_first:
            self.measure()
        saved = measured = time.monotonic()
        marked, seen = saved, self.progress.seen
        for batch in self._batches():
            self._step(batch)
            now = time.monotonic()
            if now - saved > 60 * self.given.checkpoint_minutes:
                self._log("examples_per_second", round((self.progress.seen - seen) / (now - marked), 1))
                for kind, value in self.progress.cosines.items():
                    self._log(f"cosine_{kind}", round(value, 4))
                self._checkpoint()
                saved = marked = time.monotonic()
                seen = self.progress.seen
            if now - measured > 60 * self.given.measure_minutes:
                self.measure()
                measured = marked = time.monotonic()
                seen = self.progress.seen
            if self.progress.seen >= self.given.examples_planned:
                break
        self._checkpoint()
        self.measure()

    def measure(self) -> None:
        """Development figures of the averaged weights; the best are kept as the folder `best`."""
        with self.optimisers.averaged():
            figures = {each.name: each.measure(self.student.encode) for each in self.sets}
            near = closeness(self.student.encode(self.english), self.english_targets)
            score = development_score(figures)
            for name, measures in figures.items():
                for measure, value in measures.items():
                    self._log(f"{name} {measure}", value)
            self._log("english_closeness", round(near, 4))
            self._log("development", round(score, 2))
            if score > self.progress.best:
                self.progress.best = score
                write_folder(self.student.body, self.given.work / "tokenizer.json", self.folder / "best")

    def _batches(self) -> Iterator[list[int]]:
        """Batches of example numbers, from where the progress stands, without end."""
        while True:
            numbers = self.mixture.portion(self.progress.portion)
            lengths = [len(tokens) for tokens in self.student.tokens([self.texts[number] for number in numbers])]
            made = batches(lengths, self.given.budget)
            order = np.random.default_rng((self.given.seed, self.progress.portion)).permutation(len(made))
            for at in order[self.progress.batch :]:
                self.progress.batch += 1
                yield [numbers[place] for place in made[at]]
            self.progress.portion += 1
            self.progress.batch = 0

    def _step(self, batch: list[int]) -> None:
        # Threads that wait for one another are worth less than one alone while others hold the processors.
        torch.set_num_threads(1 if os.getloadavg()[0] > self.given.threads + 1 else self.given.threads)
        target = torch.from_numpy(self.targets.of(batch))
        self.student.body.train()
        vectors = self.student.vectors(self.student.tokens([self.texts[number] for number in batch]))
        loss = distance(vectors, target) + contrast(vectors, target)
        loss.backward()
        self.optimisers.step(self.progress.step, self.progress.seen / self.given.examples_planned)
        self.progress.step += 1
        self.progress.seen += len(batch)
        self._note(batch, (vectors * target).sum(1).detach().numpy())

    def _note(self, batch: list[int], cosines: np.ndarray) -> None:
        kinds = np.array([self.kinds[number] for number in batch])
        for kind in set(kinds.tolist()):
            value = float(cosines[kinds == kind].mean())
            before = self.progress.cosines.get(kind, value)
            self.progress.cosines[kind] = 0.95 * before + 0.05 * value

    def _checkpoint(self) -> None:
        self.targets.flush()
        save(self.folder / "checkpoint.pt", self.student.body, self.optimisers, asdict(self.progress))

    def _log(self, what: str, value: float) -> None:
        row = [self.given.run, time.strftime("%Y-%m-%dT%H:%M"), self.progress.seen, self.progress.step, what, value]
        new = not self.given.log.exists()
        with self.given.log.open("a", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            if new:
                writer.writerow(_COLUMNS)
            writer.writerow(row)
        say(json.dumps(row) + f" cpu {os.times().user:.0f} s")


def distance(vectors: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Mean squared distance of unit vectors (texts x dimensions)."""
    return (vectors - targets).pow(2).sum(1).mean()


def contrast(vectors: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """How far the texts stand to the batch's targets as their own targets do: divergence of the two distributions.

    Nothing when every text lies on its target, targets that say nearly the same included; a contrast with one right
    target each would need these masked.
    """
    wanted = torch.softmax(_SCALE * targets @ targets.T, dim=1)
    found = torch.log_softmax(_SCALE * vectors @ targets.T, dim=1)
    return torch.nn.functional.kl_div(found, wanted, reduction="batchmean")


def matching(asked: torch.Tensor, passages: torch.Tensor) -> torch.Tensor:
    """Cross-entropy of each question's passage among the batch's, and of each passage's question, row by row."""
    scores = _SCALE * asked @ passages.T
    own = torch.arange(len(scores), device=scores.device)
    return torch.nn.functional.cross_entropy(scores, own) + 0.3 * torch.nn.functional.cross_entropy(scores.T, own)


if __name__ == "__main__":
    main()
