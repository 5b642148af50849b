"""What search_scale.py searches: French paragraphs, as many as wanted, with vectors, and questions with theirs.

Beyond their number the paragraphs are repeated, each time with other numbers and some other words, so that no two are
equal. Vectors are not the encoder's own (embedding half a million paragraphs takes hours): each is the mean of the
rows of the encoder's table of tokens for the text's tokens, less the mean of all paragraphs, plus a little noise, of
unit length. They are spread much as the encoder's are (of 1,500 paragraphs, cosines of 0.00 +- 0.14 between any two and
0.36 to the tenth nearest; the encoder's: 0.12 +- 0.12 and 0.46), which is what an index of neighbours has to cope with.
Without the mean taken off they are not (0.81 +- 0.07 and 0.88).

python search_data.py FOLDER SIZE PARAGRAPHS BEIR ENCODER COUNT SEED     writes what `Prepared` reads
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

LONGEST = 200  # words, as in a passage
EXCHANGED = 0.1  # share of the words of a repeated paragraph
ASKED_WORDS = (3, 6)  # of a paragraph's sentence, in a question made of it
NOISE = 0.01  # deviation of the noise in each of a vector's dimensions, which are 0.05 in the mean
BATCH = 5_000
_NUMBER = re.compile(r"\d+")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_WORD = re.compile(r"[^\W_]{4,}")


class Record(NamedTuple):
    """One paragraph: its document's title, and its text."""

    title: str
    text: str


def passage_name(number: int) -> str:
    """What all sides call the passage of that number: as the assistant's ids, these are in no order."""
    return hashlib.sha256(str(number).encode()).hexdigest()[:20]


def paragraphs(file: Path) -> list[Record]:
    """The paragraphs of a file of JSON Lines, each cut to the length of a passage."""
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    return [Record(row["title"], " ".join(row["text"].split()[:LONGEST])) for row in rows]


def repeated(source: Sequence[Record], size: int, seed: int) -> Iterator[Record]:
    """The first `size` of the paragraphs as they are, then changed ones, the same for the same seed."""
    yield from source[:size]
    chance = random.Random(seed)
    words = [word for record in source for word in record.text.split()]
    for number in range(len(source), size):
        turn, place = divmod(number, len(source))
        title, text = source[place]
        yield Record(f"{title} ({turn + 1})", changed(text, words, chance))


def changed(text: str, words: Sequence[str], chance: random.Random) -> str:
    """A text with other numbers of as many digits, and some of its words replaced by others of the corpus."""
    own = text.split()
    for _ in range(max(1, int(EXCHANGED * len(own)))):
        own[chance.randrange(len(own))] = words[chance.randrange(len(words))]
    return _NUMBER.sub(lambda found: "".join(chance.choice("123456789") for _ in found[0]), " ".join(own))


def questions(source: Sequence[Record], real: Path, count: int, seed: int) -> list[str]:
    """Half are real questions of a BEIR folder, half some of the longer words of a paragraph's sentence; shuffled."""
    chance = random.Random(seed)
    with (real / "queries.jsonl").open(encoding="utf-8") as stream:
        asked = [json.loads(line)["text"] for line in stream]
    asked = chance.sample(asked, min(count // 2, len(asked)))
    made: dict[str, None] = {}
    while len(made) < count - len(asked):
        sentence = chance.choice(_SENTENCE.split(chance.choice(source).text))
        words = _WORD.findall(sentence)
        if len(words) >= ASKED_WORDS[1]:
            kept = sorted(chance.sample(range(len(words)), chance.randint(*ASKED_WORDS)))
            made[" ".join(words[place] for place in kept)] = None
    mixed = [*asked, *made]
    chance.shuffle(mixed)
    return mixed


class Vectors:
    """Makes vectors of texts from the encoder's table of tokens."""

    def __init__(self, encoder: Path, seed: int) -> None:
        import torch
        from safetensors.torch import load_file
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer = tokenizer
        self._table = load_file(str(encoder / "model.safetensors"))["embeddings.word_embeddings.weight"].to(torch.float)
        self._noise = np.random.default_rng(seed)
        self._centre = np.zeros(self._table.shape[1], np.float32)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._table.shape[1])

    def centre_on(self, texts: Sequence[str]) -> None:
        """Take the mean of these texts from all vectors: what all texts share says nothing of any."""
        self._centre = self._means(texts).mean(axis=0)

    def of(self, texts: Sequence[str]) -> np.ndarray:
        """Float32, shape (len(texts), dimension), unit rows."""
        means = self._means(texts) - self._centre
        means /= np.linalg.norm(means, axis=1, keepdims=True)
        means += self._noise.normal(0.0, NOISE, means.shape).astype(np.float32)
        unit: np.ndarray = means / np.linalg.norm(means, axis=1, keepdims=True)
        return unit

    def _means(self, texts: Sequence[str]) -> np.ndarray:
        import torch

        tokens = [each.ids or [0] for each in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)]
        flat = torch.tensor([token for each in tokens for token in each])
        starts = torch.tensor(np.cumsum([0, *(len(each) for each in tokens[:-1])]))
        means: np.ndarray = torch.nn.functional.embedding_bag(flat, self._table, starts, mode="mean").numpy()
        return means


class Prepared:
    """What all sides are given, in a folder: corpus.jsonl, vectors.npy, questions.json, asked.npy and nearest.npy."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def make(cls, folder: Path, size: int, file: Path, real: Path, encoder: Path, count: int, seed: int) -> Prepared:
        """Write it. The same arguments give the same files."""
        folder.mkdir(parents=True, exist_ok=True)
        source = paragraphs(file)
        vectors = Vectors(encoder, seed)
        vectors.centre_on([record.text for record in source[:BATCH]])
        stored = np.lib.format.open_memmap(folder / "vectors.npy", "w+", np.float32, (size, vectors.dimension))
        done = 0
        with (folder / "corpus.jsonl").open("w", encoding="utf-8") as stream:
            for batch in batched_records(repeated(source, size, seed)):
                stored[done : done + len(batch)] = vectors.of([record.text for record in batch])
                done += len(batch)
                stream.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in batch)
        # Of the paragraphs that every size has: the same questions at every size.
        asked = questions(source, real, count, seed)
        (folder / "questions.json").write_text(json.dumps(asked, ensure_ascii=False), encoding="utf-8")
        np.save(folder / "asked.npy", vectors.of(asked))
        stored.flush()
        return cls(folder)

    @property
    def questions(self) -> list[str]:
        """What is asked."""
        found: list[str] = json.loads((self._folder / "questions.json").read_text("utf-8"))
        return found

    @property
    def asked(self) -> dict[str, np.ndarray]:
        """The vector of each question."""
        return dict(zip(self.questions, np.load(self._folder / "asked.npy"), strict=True))

    @property
    def size(self) -> int:
        """Number of records."""
        return len(self._vectors())

    def batches(self) -> Iterator[tuple[int, list[Record], np.ndarray]]:
        """Number of the first record, records and their vectors: documents whole, a batch of them at a time."""
        vectors = self._vectors()
        done = 0
        documents = (list(each) for _, each in groupby(self._records(), key=lambda record: record.title))
        for batch in batched_documents(documents):
            yield done, batch, np.asarray(vectors[done : done + len(batch)])
            done += len(batch)

    def texts(self) -> list[str]:
        """All texts below their titles, in order."""
        return [f"{record.title}\n{record.text}" for record in self._records()]

    def nearest(self, limit: int) -> list[list[int]]:
        """Numbers of the nearest records of each question, by exact search."""
        asked, vectors = np.load(self._folder / "asked.npy"), self._vectors()
        best = np.full((len(asked), limit), -np.inf, np.float32)
        numbers = np.zeros((len(asked), limit), np.int64)
        for start in range(0, len(vectors), 10 * BATCH):
            scores = np.hstack([best, asked @ vectors[start : start + 10 * BATCH].T])
            known = np.hstack([numbers, np.tile(np.arange(start, start + scores.shape[1] - limit), (len(asked), 1))])
            chosen = np.argpartition(-scores, limit - 1, axis=1)[:, :limit]
            best = np.take_along_axis(scores, chosen, axis=1)
            numbers = np.take_along_axis(known, chosen, axis=1)
        found: list[list[int]] = numbers.tolist()
        return found

    def _records(self) -> Iterator[Record]:
        with (self._folder / "corpus.jsonl").open(encoding="utf-8") as stream:
            for line in stream:
                yield Record(*json.loads(line))

    def _vectors(self) -> Any:
        return np.load(self._folder / "vectors.npy", mmap_mode="r")


def batched_records(records: Iterable[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    for record in records:
        batch.append(record)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def batched_documents(documents: Iterable[list[Record]]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    for document in documents:
        if batch and len(batch) + len(document) > BATCH:
            yield batch
            batch = []
        batch.extend(document)
    if batch:
        yield batch


def main() -> None:
    folder, size, file, real, encoder, count, seed = sys.argv[1:]
    Prepared.make(Path(folder), int(size), Path(file), Path(real), Path(encoder), int(count), int(seed))


if __name__ == "__main__":
    main()
