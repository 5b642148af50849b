"""An English retrieval set made of the group's own English documents."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import ir_measures
import numpy as np
from training.measure import Retrieval

from assistant.errors import DocumentError
from assistant.ingest.limits import ReadLimits, RecognitionLimits
from assistant.ingest.process.worker import WorkerReader
from assistant.text.language import clear_language, detect
from assistant.text.passages import PassageOptions, make_passages
from assistant.text.sentences import split_sentences

_DOCUMENT_SUFFIXES = frozenset({".md", ".html", ".txt", ".pdf"})
_GROUPE_PASSAGES = PassageOptions(target_words=120, max_words=150, overlap_words=0)  # the sentence among them
_ASKED_WORDS = range(8, 41)
_LEAST_REST = 40  # words


def english_groupe(data: Path, seed: int = 13) -> Retrieval:
    """Passages of some 100 words of the group's English documents, each without the sentence it is to be found by.

    The sentence is drawn by `seed` and the passage's text alone. What a site repeats (a sentence or passage that is
    met again) is left out.
    """
    corpus: dict[str, str] = {}
    questions: dict[str, str] = {}
    asked: set[str] = set()
    for passage in _english_passages(data / "groupe" / "documents"):
        drawn = _without_one(passage, seed)
        if drawn is None or drawn[0] in asked:
            continue
        name = f"{len(corpus):04}"
        asked.add(drawn[0])
        questions[name], corpus[name] = drawn
    grades = [ir_measures.Qrel(name, name, 1) for name in questions]
    return Retrieval("english-groupe", corpus, questions, grades)


def _english_passages(folder: Path) -> Iterator[str]:
    """The passages of the documents that are English, in the order of the files' names; none recognised on pictures."""
    with closing(WorkerReader(ReadLimits(), RecognitionLimits(pages=0))) as reader:
        for path in sorted(folder.iterdir()):
            if path.suffix not in _DOCUMENT_SUFFIXES:
                continue
            try:
                documents = reader.read(path).documents
            except DocumentError:
                continue  # one that can't be read has no passages
            for document in documents:
                if detect("\n".join(page.text for page in document.pages)) == "en":
                    for passage in make_passages(path.name, document, "en", _GROUPE_PASSAGES):
                        yield " ".join(passage.text.split())


def _without_one(passage: str, seed: int) -> tuple[str, str] | None:
    """A sentence of an English passage and what is left of it; None where there is none to spare."""
    sentences = [passage[start:end] for start, end in split_sentences(passage)]
    lengths = [len(sentence.split()) for sentence in sentences]
    fit = [
        at
        for at, length in enumerate(lengths)
        if length in _ASKED_WORDS and sum(lengths) - length >= _LEAST_REST and clear_language(sentences[at]) == "en"
    ]
    if not fit:
        return None
    chosen = int(np.random.default_rng((seed, zlib.crc32(passage.encode()))).choice(fit))
    return sentences[chosen], " ".join(sentences[:chosen] + sentences[chosen + 1 :])
