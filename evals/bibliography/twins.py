"""Twins found among the files of real documents and of variants made of them; none among works that look alike.

python evals/bibliography/twins.py [--data DIR] [--variants 300] [--documents 15000] [--json]

Each variant is a real file, read by the assistant's own readers: another format (Word, PDF set anew, web page), the
text reflowed, the beginning of it, the same behind a cover page, the same with a paragraph replaced. Beside them, as
many files that are no twins: reports of one series and forms filled in otherwise (other numbers; other names too),
texts that hold another one whole, texts that share a long notice; and all originals against each other, reports of
consecutive years among them. DIR/parsing has pairs of one document in two formats, published so.

precision: pairs told that are of one work, over all told. recall: variants told to be twins of their original, and the
published pairs. Then the CPU time to find all twins among so many documents (made of paragraphs of DIR/scale, with made
twins), and those of one more document. Targets: precision 1, recall at least 0.95, under 5 s. Exit status 1: not met.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import os
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from itertools import combinations, cycle, islice
from pathlib import Path
from typing import Any

from variants import (
    FORMATS,
    Made,
    as_docx,
    as_text,
    changed,
    covered,
    cut,
    other_figures,
    other_names,
    quoting,
    with_notice,
)

from assistant.errors import DocumentError
from assistant.ingest.entry import catalogue_entry
from assistant.ingest.limits import ReadLimits
from assistant.ingest.plan import FoundFile
from assistant.ingest.process.worker import WorkerReader
from assistant.ingest.readers import read_source
from assistant.ingest.source import Source
from assistant.text.shingles import folded_words, sketch
from assistant.types import Document, ReadDocument
from assistant.works.finder import find_twins
from assistant.works.worded import Worded

DATA = Path(os.environ.get("ASSISTANT_DATA", Path(__file__).parents[3] / "shared" / "data"))
SEED = 7
LEAST_RECALL, MOST_SECONDS = 0.95, 5.0
_LEAST_WORDS, _MOST_WORDS = 150, 6000  # of the originals that variants are made of
_SHORT = 80  # words of a paragraph: a longer one would make two texts one by itself
# Files of the data folder that are one work, by the beginnings of their names: published in two formats or twice.
_KNOWN = ("cnigrisques__", "cnigsru__")


def read_folder(folder: Path) -> Iterator[tuple[Document, str]]:
    """What the assistant reads of the files of a folder: catalogue entries and texts."""
    reader = WorkerReader(ReadLimits())
    try:
        for path in sorted(folder.iterdir()):
            if (
                path.suffix.lower() in (".csv", ".md", ".html", ".pdf", ".docx", ".odt", ".txt")
                and path.name != "TWINS.csv"
            ):
                content_hash = hashlib.sha256(path.read_bytes()).hexdigest()
                with suppress(DocumentError):  # what can't be read has no twin to find
                    for read in reader.read(path).documents:
                        yield _entry(f"{folder.name}/{path.name}", content_hash, read)
    finally:
        reader.close()


def read_made(made: Made) -> tuple[Document, str]:
    """The same of a file that was made."""
    items = list(read_source(Source(made.name, io.BytesIO(made.data)), ReadLimits()))
    if len(items) != 1 or not isinstance(items[0], ReadDocument):
        raise ValueError(f"{made.name} is not read as one document")
    return _entry(made.name, hashlib.sha256(made.data).hexdigest(), items[0])


def _entry(name: str, content_hash: str, read: ReadDocument) -> tuple[Document, str]:
    document = catalogue_entry(FoundFile("/", name, Path("/") / name, None), content_hash, read)
    return document, "\n".join(page.text for page in read.pages)


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a text, its lines joined."""
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def make_variants(originals: list[tuple[Document, str]], count: int, chance: random.Random) -> Iterator[Made]:
    """As many variants of documents, of each sort in turn."""
    others = [part for _, text in originals for part in paragraphs_of(text) if len(part.split()) > 25]
    sorts = [*FORMATS, "cut", "cover page", "paragraph changed"]
    for number in range(count):
        document, text = chance.choice(originals)
        how, parts = sorts[number % len(sorts)], paragraphs_of(text)
        ending, write = FORMATS.get(how, chance.choice([("docx", as_docx), ("txt", as_text)]))
        if how == "cut":
            parts = cut(parts, chance)
        elif how == "cover page":
            parts = covered(parts, chance)
        elif how == "paragraph changed":
            parts = changed(parts, chance, others)
        yield Made(f"variant-{number:03}.{ending}", write(document.title, parts), how, document.id)


def make_negatives(originals: list[tuple[Document, str]], count: int, chance: random.Random) -> Iterator[Made]:
    """As many files that are works of their own."""
    numbered = [each for each in originals if sum(map(str.isdigit, each[1])) > 60] or originals
    for number in range(count):
        how = ("series", "form", "quoting", "notice")[number % 4]
        document, text = chance.choice(numbered if how in ("series", "form") else originals)
        parts, title = paragraphs_of(text), document.title
        if how == "series":
            parts = other_figures(parts, chance)
        elif how == "form":
            parts = other_names(parts, chance)
        else:
            title = f"Note {number}"
            parts = _own_text(originals, document, 2 * len(text.split()) if how == "quoting" else 250, chance)
            parts = quoting(parts, paragraphs_of(text)) if how == "quoting" else with_notice(parts)
        yield Made(f"other-{number:03}.txt", as_text(title, parts), how, None)


def _own_text(originals: list[tuple[Document, str]], but: Document, words: int, chance: random.Random) -> list[str]:
    """Short paragraphs of many documents, in no order: so many words that are no document's."""
    parts = (part for document, text in originals if document.id != but.id for part in paragraphs_of(text))
    pool = [part for part in parts if len(part.split()) <= _SHORT]
    chosen: list[str] = []
    while sum(len(each.split()) for each in chosen) < words:
        chosen.append(chance.choice(pool))
    return chosen


def same_work(one: Document, other: Document, works: dict[str, str | None]) -> bool:
    """Whether two documents are of one work: made of the same one, or published so."""
    first, second = works.get(one.id), works.get(other.id)
    if one.content_hash == other.content_hash or (first is not None and first == second):
        return True
    return (
        first is not None
        and second is not None
        and first.startswith(_KNOWN)
        and _published(first) == _published(second)
    )


def _published(name: str) -> str:
    """What the file names of one published document share: the number of the minutes, the date of the standard."""
    for mark in ("22-0503", "22-0630", "2024-136", "25-0073", "240416", "260202", "260303"):
        if mark in name:
            return mark
    return name


def measure(data: Path, count: int) -> dict[str, Any]:
    """Make, read, find, and compare with what was made."""
    chance = random.Random(SEED)
    read = [*read_folder(data / "groupe" / "documents"), *read_folder(data / "parsing")]
    sound = [each for each in read if _LEAST_WORDS <= len(each[1].split()) <= _MOST_WORDS]
    name_of = {document.id: document.source.partition("/")[2] for document, _ in read}
    works: dict[str, str | None] = dict(name_of)
    distinct = list({_published(name_of[document.id]): (document, text) for document, text in sound}.values())
    made = [*make_variants(distinct, count, chance), *make_negatives(distinct, count, chance)]
    how: dict[str, Made] = {}
    for each in made:
        document, text = read_made(each)
        how[document.id] = each
        works[document.id] = None if each.work is None else name_of[each.work]
        read.append((document, text))
    worded = {document.id: Worded(document, folded_words(text)) for document, text in read}
    documents = {each: one.document for each, one in worded.items()}
    sketches = {each: sketch(one.words) for each, one in worded.items()}
    twins = find_twins(sketches, documents, documents, lambda ids: {each: worded[each].words for each in ids})
    told = {(each.first, each.second): each.kind for each in twins}
    wrong = [pair for pair in told if not same_work(*(worded[each].document for each in pair), works)]
    wanted = defaultdict(list)
    for identifier, each in how.items():
        if each.work is not None:
            wanted[each.how].append(tuple(sorted((identifier, each.work))))
    originals = [document for document, _ in read if document.id not in how]
    wanted["published"] = [
        (min(one.id, other.id), max(one.id, other.id))
        for one, other in combinations(originals, 2)
        if same_work(one, other, works)
    ]
    missed = {sort: [pair for pair in pairs if pair not in told] for sort, pairs in wanted.items()}
    return {
        "documents": len(read),
        "told": len(told),
        "wrong": [[_shown(worded[each].document, how) for each in pair] for pair in wrong],
        "precision": 1 - len(wrong) / len(told) if told else None,
        "recall": {
            "all": 1 - sum(map(len, missed.values())) / sum(map(len, wanted.values())),
            **{sort: round(1 - len(missed[sort]) / len(wanted[sort]), 3) for sort in wanted},
        },
        "wanted": sum(map(len, wanted.values())),
        "kinds": {sort: dict(Counter(told[pair] for pair in wanted[sort] if pair in told)) for sort in wanted},
        "missed": [
            [_shown(worded[each].document, how) for each in pair] for pairs in missed.values() for pair in pairs
        ],
    }


def _shown(document: Document, how: dict[str, Made]) -> str:
    return document.source + (f" ({how[document.id].how})" if document.id in how else "")


def measure_time(data: Path, count: int) -> dict[str, float]:
    """CPU seconds among so many documents, one in fifty of which has a twin.

    Each is made of three paragraphs that no other has, but for what the paragraphs repeat of each other.
    """
    chance = random.Random(SEED)
    with gzip.open(data / "scale" / "fr-paragraphs.jsonl.gz", "rt", encoding="utf-8") as lines:
        paragraphs = [json.loads(line)["text"] for line in lines]
    chance.shuffle(paragraphs)
    rest = cycle(paragraphs)
    texts: list[str] = []
    while len(texts) < count:
        twin = len(texts) % 50 == 49
        texts.append(f"Copie. {texts[-1]}" if twin else " ".join(islice(rest, 3)))
    ids = [f"{number:06}" for number in range(count)]
    start = time.process_time()
    words = [folded_words(text) for text in texts]
    sketches = dict(zip(ids, map(sketch, words), strict=True))
    made = time.process_time()
    stub = _entry("one.txt", "0", read_of("one.txt"))[0]
    documents = {each: _renamed(stub, each, len(text)) for each, text in zip(ids, texts, strict=True)}
    by_id = dict(zip(ids, words, strict=True))
    before = time.process_time()
    found = find_twins(sketches, documents, ids, lambda wanted: {each: by_id[each] for each in wanted})
    among_all = time.process_time()
    find_twins(sketches, documents, ids[49:50], lambda wanted: {each: by_id[each] for each in wanted})
    one = time.process_time()
    figures = {"sketches": made - start, "twins of all": among_all - before, "twins of one": one - among_all}
    return {**{name: round(value, 2) for name, value in figures.items()}, "found": len(found), "made": count // 50}


def read_of(name: str) -> ReadDocument:
    """A document of one word, to stand for those whose entry does not matter."""
    items = list(read_source(Source(name, io.BytesIO(b"Document")), ReadLimits()))
    assert isinstance(items[0], ReadDocument)
    return items[0]


def _renamed(document: Document, name: str, characters: int) -> Document:
    from dataclasses import replace

    return replace(document, id=name, content_hash=name, title=f"Document {name}", characters=characters)


def main() -> int:
    """Measure and print; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--variants", type=int, default=300)
    parser.add_argument("--documents", type=int, default=15_000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    figures = {**measure(given.data, given.variants), "seconds": measure_time(given.data, given.documents)}
    if given.json:
        print(json.dumps(figures, ensure_ascii=False, indent=2))
    else:
        for name, value in figures.items():
            print(f"{name}: {value}")
    slow = figures["seconds"]["twins of all"] > MOST_SECONDS
    return int(figures["precision"] != 1 or figures["recall"]["all"] < LEAST_RECALL or slow)


if __name__ == "__main__":
    sys.exit(main())
