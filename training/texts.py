"""The texts that the encoder learns from: parallel pairs, French paragraphs, dictionary lines.

What is measured on is kept out: by both sides of a pair, by the English one alone when the shipped model was made.
Everything is read from the folder given as `--data`; nothing of it is copied here.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

WORD = re.compile(r"\w+")
MEASURED_RUN = 8
_DIGITS = re.compile(r"\d+")
_REPEALED = re.compile(r"\[?(?:abrogé|repealed|non en vigueur|not in force)", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]{0,300}>")
_MARKUP = re.compile(r"`+|\*\*|:\w+:(?=`)|[|]")


@dataclass(frozen=True)
class Pair:
    """A French sentence and its English translation, with the collection that it comes from."""

    source: str
    french: str
    english: str


@dataclass(frozen=True)
class Paragraph:
    """A French paragraph with the title that stands over it."""

    source: str
    title: str
    text: str


def say(text: str) -> None:
    """A line of progress on standard error."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def words(text: str) -> list[str]:
    """The lower-cased words of a text, accents kept."""
    return WORD.findall(text.lower())


def read_pairs(data: Path, alike: int = 2) -> list[Pair]:
    """The parallel pairs, cleaned; of pairs whose French side begins alike (numbers aside), only the first `alike`."""
    seen: Counter[str] = Counter()
    kept = []
    for source, french, english in _rows(data / "train" / "fr-en-parallel.tsv.gz", 3):
        french, english = _plain(french), _plain(english)
        if not _usable(french, english):
            continue
        key = " ".join(words(_DIGITS.sub("0", french))[:9])
        seen[key] += 1
        if seen[key] <= alike:
            kept.append(Pair(source, french, english))
    return kept


def read_paragraphs(data: Path, most_of_one: int = 4000) -> list[Paragraph]:
    """The French paragraphs, each text once, at most `most_of_one` of one collection (half of them are one manual)."""
    seen: set[int] = set()
    taken: Counter[str] = Counter()
    kept = []
    with gzip.open(data / "scale" / "fr-paragraphs.jsonl.gz", "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    # In an order drawn from the identifier, so that what the cap leaves is spread over the collection.
    for row in sorted(rows, key=lambda row: zlib.crc32(row["_id"].encode())):
        source = row["_id"].split("#")[0]
        key = zlib.crc32(" ".join(words(row["text"])).encode())
        if key in seen or taken[source] >= most_of_one:
            continue
        seen.add(key)
        taken[source] += 1
        kept.append(Paragraph(source, row.get("title") or "", " ".join(row["text"].split())))
    return kept


def read_dictionary(data: Path) -> Iterator[tuple[str, str, str]]:
    """Direction ("fr-en" or "en-fr"), headword with its marks, translations."""
    return ((row[0], row[1], row[2]) for row in _rows(data / "train" / "fr-en-wiktionary.tsv.gz", 3))


def measured_runs(data: Path) -> set[int]:
    """Hashes of the runs of eight words in the texts and questions that are measured on."""
    runs: set[int] = set()
    for text in _measured_texts(data):
        runs.update(_runs(words(text)))
    return runs


def is_measured(text: str, runs: set[int], share: float = 0.2) -> bool:
    """Whether a fifth of a text's runs of eight words (a whole short text) stand in what is measured on."""
    own = list(_runs(words(text)))
    return bool(own) and sum(run in runs for run in own) >= share * len(own)


def unmeasured(pairs: Iterable[Pair], runs: set[int]) -> list[Pair]:
    """The pairs neither of whose sides stands in what is measured on."""
    return [pair for pair in pairs if not is_measured(pair.english, runs) and not is_measured(pair.french, runs)]


def _measured_texts(data: Path) -> Iterator[str]:
    for folder in sorted((data / "beir").iterdir()):
        for name in ("corpus.jsonl", "queries.jsonl"):
            with (folder / name).open(encoding="utf-8") as stream:
                for line in stream:
                    row = json.loads(line)
                    yield row["text"]
                    yield row.get("title") or ""
    for path in sorted((data / "groupe" / "documents").iterdir()):
        if path.suffix in {".md", ".html", ".txt"}:
            yield _TAGS.sub(" ", path.read_text(encoding="utf-8", errors="replace"))
    with (data / "groupe" / "cases-dev.jsonl").open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)["question"]


def _runs(tokens: list[str]) -> Iterable[int]:
    if 3 <= len(tokens) < MEASURED_RUN:
        return [hash(("whole", *tokens))]
    return (hash(tuple(tokens[at : at + MEASURED_RUN])) for at in range(len(tokens) - MEASURED_RUN + 1))


def _rows(path: Path, fields: int) -> Iterator[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            row = line.rstrip("\n").split("\t")
            if len(row) == fields:
                yield row


def _plain(text: str) -> str:
    return " ".join(_MARKUP.sub(" ", text).split())


def _usable(french: str, english: str) -> bool:
    left, right = len(words(french)), len(words(english))
    if not 3 <= left <= 90 or not 2 <= right <= 90 or _REPEALED.match(french):
        return False
    letters = sum(character.isalpha() for character in french)
    return 0.5 <= left / right <= 2.4 and letters >= 0.6 * len(french) and french != english
