"""Step 4b, optional: questions learn to find their passages.

Questions of PIAF and of service-public with the passage that answers each, and titles of French paragraphs with their
text, as a contrast within the batch; every other batch is one of distillation, so that both languages stay where they
are. Questions on a share of the titles (`--held-out`) are never learned from; step 6 measures on them alone when it
is given `held-out.json`.

python -m training.tune --data DIR --work DIR --start MODEL [--epochs 2]
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

import numpy as np
import torch
from training import examples
from training.distil import contrast, distance
from training.folder import write_folder
from training.measure import Retrieval
from training.mixture import Mixture
from training.network import Network, batches
from training.options import parser
from training.targets import Targets
from training.texts import is_measured, measured_runs, read_paragraphs, say, words
from training.weights import Optimisers, load, save

Match = tuple[str, str]
LEARNED_SETS = ("piaf-dev", "service-public-dev")
_SCALE = 20.0
_TITLED_SHARE = 0.35
_EVERY = 20


@dataclass
class Done:
    """How far the tuning is."""

    step: int = 0


def main() -> None:
    """Writes the folder `tuned` into the working folder."""
    options = parser(__doc__, base=True)
    options.add_argument("--start", type=Path, required=True, help="model folder to tune")
    options.add_argument("--epochs", type=float, default=2)
    options.add_argument("--batch", type=int, default=24, help="questions of one batch")
    options.add_argument("--held-out", type=float, default=0.3, help="share of the titles kept to measure on")
    options.add_argument("--body-rate", type=float, default=3e-5)
    options.add_argument("--row-rate", type=float, default=2e-4)
    given = options.parse_args()
    torch.manual_seed(given.seed)
    torch.set_num_threads(2)
    folder = given.work / "tuning"
    folder.mkdir(exist_ok=True)
    questions, held = _questions(given.data, given.held_out)
    (given.work / "held-out.json").write_text(json.dumps(held), encoding="utf-8")
    titled = _titled(given.data)
    say(f"{len(questions)} questions, {len(titled)} titles; held out: {sum(map(len, held.values()))} questions")
    student = Network(given.start, learns=True)
    optimisers = Optimisers(student.body, given.body_rate, given.row_rate)
    done = Done(**load(folder / "checkpoint.pt", student.body, optimisers))
    kept = _distillation(given, student)
    planned = 2 * int(given.epochs * len(questions) / (given.batch * (1 - _TITLED_SHARE)))
    while done.step < planned:
        if done.step % 2:
            loss = _kept_loss(student, *next(kept))
        else:
            loss = _match_loss(student, _batch(questions, titled, given.batch, given.seed, done.step))
        loss.backward()
        optimisers.step(done.step, done.step / planned)
        done.step += 1
        if done.step % _EVERY == 0:
            say(f"step {done.step} of {planned}: loss {loss.item():.3f}")
        if done.step % (5 * _EVERY) == 0:
            save(folder / "checkpoint.pt", student.body, optimisers, asdict(done))
    with optimisers.averaged():
        write_folder(student.body, given.start / "tokenizer.json", given.work / "tuned")


def held_out(title: str, share: float) -> bool:
    """Whether questions on passages of that title are kept to measure on: drawn from it, the same every time."""
    return zlib.crc32(title.encode()) / 2**32 < share


def _questions(data: Path, share: float) -> tuple[list[Match], dict[str, list[str]]]:
    matches: list[Match] = []
    held: dict[str, list[str]] = {}
    for name in LEARNED_SETS:
        found = Retrieval.read(data / "beir" / name)
        for grade in found.grades:
            if grade.relevance <= 0:
                continue
            if held_out(found.corpus[grade.doc_id].partition("\n")[0], share):
                held.setdefault(name, []).append(grade.query_id)
            else:
                matches.append((found.questions[grade.query_id], found.corpus[grade.doc_id]))
    return matches, held


def _titled(data: Path) -> list[Match]:
    runs = measured_runs(data)
    return [
        (paragraph.title, paragraph.text)
        for paragraph in read_paragraphs(data, most_of_one=3000)
        if len(words(paragraph.title)) >= 3
        and len(words(paragraph.text)) >= 20
        and not is_measured(paragraph.text, runs)
    ]


def _batch(questions: Sequence[Match], titled: Sequence[Match], size: int, seed: int, step: int) -> list[Match]:
    """Matches of different passages, some of them titles with their text."""
    rng = np.random.default_rng((seed, step))
    titles = round(_TITLED_SHARE * size)
    drawn = [titled[at] for at in rng.choice(len(titled), titles, replace=False)]
    drawn += [questions[at] for at in rng.choice(len(questions), size - titles, replace=False)]
    return list({passage: (question, passage) for question, passage in drawn}.values())


def _match_loss(student: Network, batch: Sequence[Match]) -> torch.Tensor:
    """Cross-entropy of each question's passage among the batch's, and of each passage's question."""
    student.body.train()
    asked = student.vectors(student.tokens([question for question, _ in batch]))
    answers = student.vectors(student.tokens([passage for _, passage in batch]))
    scores = _SCALE * asked @ answers.T
    own = torch.arange(len(batch))
    return torch.nn.functional.cross_entropy(scores, own) + 0.3 * torch.nn.functional.cross_entropy(scores.T, own)


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
