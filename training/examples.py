"""Step 3a: the examples, one a line: kind, text that the encoder reads, English text that gives its target.

parallel     a French sentence and its translation
long         two to four neighbouring pairs joined
gloss        a French sentence or passage, and its word-by-word English
dictionary   a French word or phrase and its English
woven        the explanation of an English word's sense, word by word in French, and the explanation itself
identity     English onto itself, so that English stays where it was

python -m training.examples --data DIR --work DIR
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from training.bilingual import bare, entries, reverse
from training.glossary import Glossary
from training.options import parser
from training.texts import (
    Pair,
    Paragraph,
    is_measured,
    measured_runs,
    read_dictionary,
    read_pairs,
    read_paragraphs,
    say,
    unmeasured,
    words,
)
from training.weaver import Weaver

from assistant.text.sentences import split_sentences

Example = tuple[str, str, str]
_LEAST_KNOWN = 0.8
_GLOSS_ROUNDS = 3
_IDENTITIES = 120_000
_LONGEST_IDENTITY = 140
_SENSE = re.compile(r"\(([^()]{12,160})\)\s*$")


def main() -> None:
    """Writes `examples.tsv`."""
    options = parser(__doc__).parse_args()
    rng = np.random.default_rng(options.seed)
    runs = measured_runs(options.data)
    pairs = unmeasured(read_pairs(options.data), runs)
    paragraphs = [paragraph for paragraph in read_paragraphs(options.data) if not is_measured(paragraph.text, runs)]
    glossary = Glossary.load(options.work / "glossary.json")
    dictionary = list(read_dictionary(options.data))
    made: list[Example] = [
        *(("parallel", pair.french, pair.english) for pair in pairs),
        *_long(pairs, rng),
        *_glosses(paragraphs, glossary, rng),
        *_dictionary(dictionary),
        *_woven(dictionary, rng),
        *_identities(pairs, dictionary, rng),
    ]
    kept = [example for example in dict.fromkeys(made) if example[1] and example[2]]
    write(options.work / "examples.tsv", kept)
    say(f"{len(kept)} examples: {Counter(kind for kind, _, _ in kept)}")


def write(path: Path, examples: Sequence[Example]) -> None:
    """Writes examples, one a line."""
    with path.open("w", encoding="utf-8") as stream:
        for kind, text, english in examples:
            stream.write(f"{kind}\t{_line(text)}\t{_line(english)}\n")


def read(path: Path) -> list[Example]:
    """Reads what `write` wrote."""
    with path.open(encoding="utf-8") as stream:
        rows = (line.rstrip("\n").split("\t") for line in stream)
        return [(kind, text, english) for kind, text, english in rows]


def _long(pairs: Sequence[Pair], rng: np.random.Generator) -> Iterator[Example]:
    at = 0
    while at < len(pairs) - 4:
        count = int(rng.integers(2, 5))
        group = pairs[at : at + count]
        at += count
        if rng.random() < 0.4 and sum(len(words(pair.french)) for pair in group) < 110:
            yield "long", " ".join(pair.french for pair in group), " ".join(pair.english for pair in group)


def _glosses(paragraphs: Sequence[Paragraph], glossary: Glossary, rng: np.random.Generator) -> Iterator[Example]:
    titles = set()
    for paragraph in paragraphs:
        if len(words(paragraph.title)) >= 3 and paragraph.title not in titles:
            titles.add(paragraph.title)
            yield from _glossed(paragraph.title, glossary)
        sentences = [paragraph.text[start:end] for start, end in split_sentences(paragraph.text)]
        for _ in range(_GLOSS_ROUNDS):
            at = 0
            while at < len(sentences):
                count = int(rng.choice([1, 1, 2, 4]))
                yield from _glossed(" ".join(sentences[at : at + count]), glossary)
                at += count


def _glossed(text: str, glossary: Glossary) -> Iterator[Example]:
    if 3 <= len(words(text)) <= 110 and glossary.known(text) >= _LEAST_KNOWN:
        yield "gloss", text, glossary.gloss(text)


def _dictionary(lines: Sequence[tuple[str, str, str]]) -> Iterator[Example]:
    for french, weights in entries(lines).items():
        most, total = max(weights.values()), sum(weights.values())
        for english, weight in weights.items():
            if weight >= 0.25 * total and weight >= 0.5 * most:
                yield "dictionary", french, bare(english)


def _woven(dictionary: Sequence[tuple[str, str, str]], rng: np.random.Generator) -> Iterator[Example]:
    """French that no one would write, in English order, but of every field, and with a target that is exact."""
    weaver = Weaver(reverse(entries(dictionary)), rng)
    for text in _senses(dictionary):
        french = weaver.weave(text)
        if french:
            yield "woven", french, text


def _senses(dictionary: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    for direction, headword, _ in dictionary:
        sense = _SENSE.search(headword)
        if direction == "en-fr" and sense:
            yield f"{headword[: sense.start()].strip()}: {sense.group(1)}"


def _identities(
    pairs: Sequence[Pair], dictionary: Sequence[tuple[str, str, str]], rng: np.random.Generator
) -> Iterator[Example]:
    """Sides of pairs, and the explanations of an English word's senses, which speak of everything."""
    for number in rng.permutation(len(pairs))[:_IDENTITIES]:
        english = pairs[number].english
        yield "identity", english, english
    for at in range(0, len(pairs) - 6, 6):
        joined = " ".join(pair.english for pair in pairs[at : at + 6])
        if len(words(joined)) < _LONGEST_IDENTITY:
            yield "identity", joined, joined
    for text in _senses(dictionary):
        yield "identity", text, text


def _line(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    main()
