"""Questions with the passage that each is to find, for step 4b.

questions   questions of PIAF and of service-public, those on a share of the titles aside
titled      titles of French paragraphs with their text
cloze       some of the words of a sentence, with the paragraph it was taken from (the inverse cloze task, Lee et al.
            2019); the paragraph keeps the sentence half of the time: questions share words with their passage, not all
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from training.measure import Retrieval
from training.texts import is_measured, measured_runs, read_paragraphs, words

from assistant.text.sentences import split_sentences

Match = tuple[str, str]
LEARNED_SETS = ("piaf-dev", "service-public-dev")
TITLED_SHARE = 0.35
_SENTENCE_WORDS = range(7, 41)
_LEAST_REST = 20
_LEAST_KEPT, _MOST_KEPT = 0.4, 0.9
_SENTENCE_STAYS = 0.5


@dataclass(frozen=True)
class Matches:
    """What can be drawn, and the questions kept to measure on, by set."""

    questions: list[Match]
    held: dict[str, list[str]]
    titled: list[Match]
    paragraphs: list[str]

    @classmethod
    def read(cls, data: Path, share: float, learned: Collection[str] = LEARNED_SETS) -> Matches:
        """Reads questions of the sets `learned`, those on `share` of the titles held out, and the French paragraphs."""
        questions, held = _questions(data, share, learned)
        runs = measured_runs(data)
        kept = [found for found in read_paragraphs(data, most_of_one=3000) if not is_measured(found.text, runs)]
        long = [found for found in kept if len(words(found.text)) >= _LEAST_REST]
        titled = [(found.title, found.text) for found in long if len(words(found.title)) >= 3]
        return cls(questions, held, titled, [found.text for found in long if cloze(found.text, (0,))])

    def batch(self, size: int, seed: int, step: int, cloze_share: float = 0.0) -> list[Match]:
        """Matches of different passages, a share of them of each kind; the same for the same seed and step."""
        rng = np.random.default_rng((seed, step))
        clozes = round(cloze_share * size)
        titles = round(TITLED_SHARE * (size - clozes))
        drawn = [self.titled[at] for at in rng.choice(len(self.titled), titles, replace=False)]
        drawn += [self.questions[at] for at in rng.choice(len(self.questions), size - clozes - titles, replace=False)]
        for at in rng.choice(len(self.paragraphs), clozes, replace=False):
            made = cloze(self.paragraphs[at], (seed, step, int(at)))
            drawn += [made] if made else []
        return list({passage: (question, passage) for question, passage in drawn}.values())


def cloze(text: str, seed: Sequence[int]) -> Match | None:
    """Words of one sentence and the paragraph, drawn by `seed`; None where the paragraph is too short to lose one."""
    rng = np.random.default_rng(tuple(seed))
    sentences = [text[start:end] for start, end in split_sentences(text)]
    length = len(text.split())
    own = [len(sentence.split()) for sentence in sentences]
    fit = [at for at, count in enumerate(own) if count in _SENTENCE_WORDS and length - count >= _LEAST_REST]
    if not fit:
        return None
    chosen = int(rng.choice(fit))
    tokens = sentences[chosen].rstrip(" .!?…;").split()
    kept = rng.random(len(tokens)) < rng.uniform(_LEAST_KEPT, _MOST_KEPT)
    asked = [token for token, stays in zip(tokens, kept, strict=True) if stays] or tokens
    stays = rng.random() < _SENTENCE_STAYS
    return " ".join(asked), " ".join(sentence for at, sentence in enumerate(sentences) if stays or at != chosen)


def held_out(title: str, share: float) -> bool:
    """Whether questions on passages of that title are kept to measure on: drawn from it, the same every time."""
    return zlib.crc32(title.encode()) / 2**32 < share


def _questions(data: Path, share: float, learned: Collection[str]) -> tuple[list[Match], dict[str, list[str]]]:
    matches: list[Match] = []
    held: dict[str, list[str]] = {}
    for name in LEARNED_SETS:
        found = Retrieval.read(data / "beir" / name)
        for grade in found.grades:
            if grade.relevance <= 0:
                continue
            if held_out(found.corpus[grade.doc_id].partition("\n")[0], share):
                held.setdefault(name, []).append(grade.query_id)
            elif name in learned:
                matches.append((found.questions[grade.query_id], found.corpus[grade.doc_id]))
    return matches, held
