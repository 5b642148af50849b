"""Step 4 on a graphics card: distillation in large batches, with words of sentences and questions beside it.

Every batch sums up to three losses: texts onto their targets (as step 4), words of a sentence to its paragraph
(`clozes.py`), questions to their passages (step 4b's). A run begins with a model folder and ends with its averaged
weights; figures after it. Needs `paragraphs.json.gz` and `sets.json.gz` (step 3c), `examples.tsv` and the model to
begin with, all in the working folder.

python -m training.large --work DIR --start start --steps 700 --body-rate 1e-4 --row-rate 5e-4 --share 0.5 --out wide
python -m training.large --work DIR --start wide --steps 80 --warm-up 10 --questions 1 --share 0.6 --out asked

With `--fold N` the titles of the Nth fifth (0 to 4) are kept out in place of three in ten, and the figures are those of
their questions: run five times, PIAF cross-validated by title.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import Queue

import numpy as np
import torch
from training import examples
from training.average import average
from training.carried import Sets, read_sets, read_spanned
from training.clozes import Clozes
from training.distil import contrast, distance, matching
from training.folder import write_folder
from training.matches import LEARNED_SETS, held_out
from training.measure import Retrieval, closeness
from training.mixture import Mixture
from training.network import Network, batches
from training.options import parser
from training.ragged import Padded, Ragged
from training.texts import say

_LONGEST = 160
FOLDS = 5
_PORTIONS = 16
_AVERAGE_KEEP = 0.998
SHARES = {"parallel": 0.2, "long": 0.08, "gloss": 0.17, "woven": 0.12, "dictionary": 0.08, "identity": 0.35}
"""Of the examples: more English than step 4 has, which goes through them far less often."""
_READ_AT_ONCE = {"cpu": 4096}
_READ_AT_ONCE_ELSEWHERE = 131_072


@dataclass(frozen=True)
class Plan:
    """How long to train, how fast, and what each loss weighs beside the distillation."""

    steps: int
    body_rate: float = 2e-4
    row_rate: float = 1e-3
    warm_up: int = 100
    budget: int = 98_304
    cloze_weight: float = 0.0
    question_weight: float = 0.0
    matches: int = 512
    learn: tuple[str, ...] = LEARNED_SETS
    keep_out: tuple[float, float] = (0.0, 0.3)
    seed: int = 13


def main() -> None:
    """Trains once, writes the folder `--out` into the working folder and prints the figures of its model."""
    options = parser(__doc__, base=True)
    options.add_argument("--device", default="cuda")
    options.add_argument("--start", default="start", help="model folder in the working folder to begin with")
    options.add_argument("--steps", type=int, default=700)
    options.add_argument("--budget", type=int, default=98_304, help="tokens of one batch")
    options.add_argument("--body-rate", type=float, default=2e-4)
    options.add_argument("--row-rate", type=float, default=1e-3)
    options.add_argument("--warm-up", type=int, default=100, help="steps in which the rates rise")
    options.add_argument("--cloze", type=float, default=0.0, help="weight of words of sentences")
    options.add_argument("--questions", type=float, default=0.0, help="weight of questions")
    options.add_argument("--learn", action="append", choices=LEARNED_SETS, help="only this set's questions")
    options.add_argument("--share", type=float, default=1.0, help="of the trained weights; the rest is of the start's")
    options.add_argument("--fold", type=int, choices=range(FOLDS), help="fifth of the titles to keep out")
    options.add_argument("--matches", type=int, default=512, help="pairs of one batch, of words and of questions each")
    options.add_argument("--out", required=True)
    given = options.parse_args()
    trainer = Trainer(given.work, given.base, given.device)
    plan = Plan(
        given.steps,
        given.body_rate,
        given.row_rate,
        given.warm_up,
        budget=given.budget,
        cloze_weight=given.cloze,
        question_weight=given.questions,
        learn=tuple(given.learn or LEARNED_SETS),
        matches=given.matches,
        keep_out=(0.0, 0.3) if given.fold is None else (given.fold / FOLDS, (given.fold + 1) / FOLDS),
        seed=given.seed,
    )
    student = trainer.trained(given.work / given.start, plan)
    if given.share < 1.0:
        trained, student = student, Network(given.work / given.start, _LONGEST, device=given.device)
        average(student.body, trained.body, given.share)
    write_folder(student.body, given.work / "tokenizer.json", given.work / given.out)
    say(json.dumps(asdict(plan)))
    if given.fold is None:
        say(json.dumps(trainer.measured(student)))
    else:
        say(json.dumps(trainer.measured(student, LEARNED_SETS, kept_questions(trainer.sets, plan.keep_out))))


class Trainer:
    """What every run shares: examples as tokens, their targets, paragraphs, and the sets to measure with."""

    def __init__(self, work: Path, base: Path, device: str) -> None:
        self.work, self.device = work, device
        rows = examples.read(work / "examples.tsv")
        self.kinds = [kind for kind, _, _ in rows]
        teacher = Network(base, _LONGEST, device=device)
        student = Network(work / "start", _LONGEST, device=device)
        self.tokenizer = student.tokenizer
        self.texts = Ragged(student.tokens([text for _, text, _ in rows]), device)
        self.targets = _targets(teacher, [english for _, _, english in rows])
        self.sets: Sets = read_sets(work)
        teacher.tokenizer.enable_truncation(256)
        self.english = teacher.encode(self.sets.english)
        self.paragraphs = read_spanned(work)

    def trained(self, start: Path, plan: Plan) -> Network:
        """A model trained from the folder `start`, with its averaged weights."""
        torch.manual_seed(plan.seed)
        student = Network(start, _LONGEST, learns=True, device=self.device)
        return self.train(student, plan)

    def train(self, student: Network, plan: Plan) -> Network:
        """Train a model on, in place."""
        weights = [value for name, value in student.body.named_parameters() if "pooler" not in name]
        rows = student.body.embeddings.word_embeddings.weight
        optimiser = torch.optim.AdamW(
            [
                {"params": [value for value in weights if value is not rows], "lr": plan.body_rate},
                {"params": [rows], "lr": plan.row_rate},
            ],
            betas=(0.9, 0.98),
            weight_decay=0.0,
            fused=self.device != "cpu",
        )
        average = [value.detach().clone() for value in weights]
        losses = _Losses(self, plan)
        marks = _Marks()
        student.body.train()
        for step in range(plan.steps):
            share = min(1.0, (step + 1) / plan.warm_up) * max(0.02, 1 - step / plan.steps)
            for group, rate in zip(optimiser.param_groups, (plan.body_rate, plan.row_rate), strict=True):
                group["lr"] = rate * share
            loss = losses.next(student, marks)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            kept = min(_AVERAGE_KEEP, step / (step + 10))
            torch._foreach_lerp_(average, [value.detach() for value in weights], 1 - kept)
            if step % 200 == 0 or step == plan.steps - 1:
                marks.say(step, plan.steps)
        with torch.no_grad():
            for value, mean in zip(weights, average, strict=True):
                value.copy_(mean)
        losses.close()
        return student

    def measured(
        self, student: Network, only: Collection[str] = (), questions: Collection[str] | None = None
    ) -> dict[str, object]:
        """nDCG@10 and R@10 of each set (of `only`; of these `questions` alone), and closeness to the teacher."""
        student.tokenizer.no_truncation()
        student.tokenizer.enable_truncation(256)
        figures: dict[str, object] = {}

        def encode(texts: Sequence[str]) -> np.ndarray:
            return student.encode(texts, _at_once(self.device))

        for found in self.sets.retrieval:
            if not only or found.name in only:
                figures[found.name] = asked_alone(found, questions).measure(encode)
        figures["english_closeness"] = round(closeness(encode(self.sets.english), self.english), 4)
        student.tokenizer.enable_truncation(_LONGEST)
        return figures


class _Losses:
    """The loss of the next batch; batches of examples are put together by a thread of their own."""

    def __init__(self, trainer: Trainer, plan: Plan) -> None:
        self._trainer, self._plan = trainer, plan
        self._queue: Queue[list[int]] = Queue(64)
        self._ended = threading.Event()
        self._clozes = None
        if plan.cloze_weight:
            self._clozes = Clozes(trainer.paragraphs, trainer.tokenizer, trainer.device, plan.seed)
        trainer.tokenizer.enable_truncation(_LONGEST)
        self._questions = _Questions(trainer, plan) if plan.question_weight else None
        threading.Thread(target=self._fill, daemon=True).start()

    def next(self, student: Network, marks: _Marks) -> torch.Tensor:
        numbers = self._queue.get()
        target = self._trainer.targets[torch.as_tensor(numbers, device=self._trainer.device)].float()
        vectors = student.padded_vectors(self._trainer.texts.batch(numbers))
        near, alike = distance(vectors, target), contrast(vectors, target)
        marks.note(len(numbers), distance=near, contrast=alike)
        loss = near + alike
        if self._clozes is not None:
            match = self._match(student, self._clozes.draw(self._plan.matches))
            marks.note(0, cloze=match)
            loss = loss + self._plan.cloze_weight * match
        if self._questions is not None:
            match = self._match(student, self._questions.draw(self._plan.matches))
            marks.note(0, question=match)
            loss = loss + self._plan.question_weight * match
        return loss

    def _match(self, student: Network, drawn: tuple[Padded, Padded]) -> torch.Tensor:
        return matching(*map(student.padded_vectors, drawn))

    def close(self) -> None:
        self._ended.set()
        while not self._queue.empty():
            self._queue.get_nowait()

    def _fill(self) -> None:
        for batch in self._made():
            if self._ended.is_set():
                return
            self._queue.put(batch)

    def _made(self) -> Iterator[list[int]]:
        mixture = Mixture(self._trainer.kinds, self._plan.seed, SHARES)
        lengths, portion = self._trainer.texts.lengths, 0
        while True:
            numbers = [n for turn in range(_PORTIONS) for n in mixture.portion(portion + turn)]
            made = batches([int(lengths[number]) for number in numbers], self._plan.budget, 4096)
            for at in np.random.default_rng((self._plan.seed, portion)).permutation(len(made)):
                yield [numbers[place] for place in made[at]]
            portion += _PORTIONS


class _Questions:
    """Questions and passages of the sets learned from, but for the titles of one part that is kept out."""

    def __init__(self, trainer: Trainer, plan: Plan) -> None:
        self._rng = np.random.default_rng((plan.seed, 11))
        passages: dict[str, int] = {}
        pairs: list[tuple[str, int]] = []
        for found in trainer.sets.retrieval:
            if found.name in plan.learn:
                for question, passage in learned(found, plan.keep_out):
                    pairs.append((question, passages.setdefault(passage, len(passages))))
        network_tokens = [encoding.ids for encoding in trainer.tokenizer.encode_batch([text for text, _ in pairs])]
        self._asked = Ragged(network_tokens, trainer.device)
        self._passages = Ragged([each.ids for each in trainer.tokenizer.encode_batch(list(passages))], trainer.device)
        self._own = np.array([passage for _, passage in pairs])
        say(f"{len(pairs)} questions to learn from")

    def draw(self, size: int) -> tuple[Padded, Padded]:
        """Questions on different passages, neighbours by title among them as the sets list them."""
        start = self._rng.integers(len(self._own))
        near = (start + np.arange(size // 2)) % len(self._own)
        far = self._rng.choice(len(self._own), min(size, len(self._own)), replace=False)
        _, first = np.unique(self._own[np.concatenate([near, far])[:size]], return_index=True)
        drawn = np.concatenate([near, far])[:size][first]
        return self._asked.batch(drawn), self._passages.batch(self._own[drawn])


class _Marks:
    """Means of what the steps came to since they were last said."""

    def __init__(self) -> None:
        self._values: dict[str, list[torch.Tensor]] = {}
        self._seen, self._started = 0, time.monotonic()

    def note(self, seen: int, **values: torch.Tensor) -> None:
        self._seen += seen
        for name, value in values.items():
            self._values.setdefault(name, []).append(value.detach())

    def say(self, step: int, steps: int) -> None:
        means = ", ".join(f"{name} {torch.stack(values).mean().item():.4f}" for name, values in self._values.items())
        seconds = time.monotonic() - self._started
        say(f"step {step} of {steps}: {means}; {self._seen} texts, {seconds:.0f} s")
        self._values.clear()


def learned(found: Retrieval, keep_out: tuple[float, float]) -> Iterator[tuple[str, str]]:
    """Questions of a set with their passages, but those on titles that `held_out` draws between two shares."""
    for grade in found.grades:
        if grade.relevance > 0 and not kept_out(found, grade.doc_id, keep_out):
            yield found.questions[grade.query_id], found.corpus[grade.doc_id]


def kept_out(found: Retrieval, passage: str, bounds: tuple[float, float]) -> bool:
    """Whether a passage's title is drawn between two shares of all."""
    title = found.corpus[passage].partition("\n")[0]
    return held_out(title, bounds[1]) and not held_out(title, bounds[0])


def kept_questions(sets: Sets, bounds: tuple[float, float]) -> set[str]:
    """The questions of the sets learned from whose passages' titles are kept out."""
    return {
        grade.query_id
        for found in sets.retrieval
        if found.name in LEARNED_SETS
        for grade in found.grades
        if kept_out(found, grade.doc_id, bounds)
    }


def asked_alone(found: Retrieval, questions: Collection[str] | None) -> Retrieval:
    """A set with these of its questions alone."""
    if questions is None:
        return found
    kept = {name: text for name, text in found.questions.items() if name in questions}
    return Retrieval(found.name, found.corpus, kept, [grade for grade in found.grades if grade.query_id in kept])


def _at_once(device: str) -> int:
    """Tokens of one batch that is only read."""
    return _READ_AT_ONCE.get(device, _READ_AT_ONCE_ELSEWHERE)


@torch.no_grad()
def _targets(teacher: Network, texts: list[str]) -> torch.Tensor:
    """The teacher's vectors, one a text, in half precision; equal texts are computed once."""
    distinct = list(dict.fromkeys(texts))
    number = {text: at for at, text in enumerate(distinct)}
    tokens = Ragged(teacher.tokens(distinct), teacher.device)
    found = torch.empty(len(distinct), teacher.body.config.hidden_size, dtype=torch.float16, device=teacher.device)
    teacher.body.eval()
    for batch in batches([int(length) for length in tokens.lengths], _at_once(teacher.device), 8192):
        found[torch.as_tensor(batch, device=found.device)] = teacher.padded_vectors(tokens.batch(batch)).half()
    return found[torch.tensor([number[text] for text in texts], device=found.device)]


if __name__ == "__main__":
    main()
