"""English questions to French passages: R@10 and nDCG@10 of each leg, on documents that stand in both languages.

python evals/english_questions.py [--documents DIR] [--keep DIR] [--json]

Files of one text in two languages ("..._en_NAME", "..._fr_NAME", or of one `translationKey` in their front matter) are
cut at their headings. Where both have the same headings, level by level, the French text under a heading, without the
heading, is what answers two kinds of English questions: "headings", the same heading below its title ("Title:
Heading"), and "sentences", up to three sentences of the English text under it.
The corpus is all French sections of the folder's pages and Markdown files (their headings left out too): no English
text, in which the question's own words would be found. Written as BEIR folders, kept with --keep, and measured by
`assistant eval retrieval`. Exit status: 0, or 1 where no set can be made.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from assistant.errors import DocumentError
from assistant.ingest.limits import ReadLimits
from assistant.ingest.process.worker import WorkerReader
from assistant.text.language import detect
from assistant.text.sentences import split_sentences

DATA = Path(os.environ.get("ASSISTANT_DATA", Path(__file__).parents[2] / "shared" / "data"))
SUFFIXES = (".html", ".md")
LEAST_WORDS = 15  # of a section: less is a heading's introduction or a caption
SENTENCES = 3  # of a section, evenly spread
WORDS = range(8, 41)  # of a sentence that is asked
KINDS = ("headings", "sentences")
SHOWN = ("nDCG@10", "R@10", "R@100", "RR@10", "Success@1", "Success@5")
_LANGUAGE = re.compile(r"(?:^|_)(?P<language>en|fr)_(?P<name>.+)$")
_KEY = re.compile(r"^translationKey:\s*(\S+)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """What stands under a heading, without it; `level` 0 for what stands before the first one."""

    level: int
    heading: str
    text: str

    @property
    def is_enough(self) -> bool:
        """Whether there is text to find."""
        return len(self.text.split()) >= LEAST_WORDS


@dataclass(frozen=True)
class Sections:
    """A document's title and its sections, in order."""

    title: str
    sections: tuple[Section, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """The levels of its headings, in order."""
        return tuple(each.level for each in self.sections)


def read(path: Path, reader: WorkerReader) -> Sections | None:
    """A document cut at its headings; None where it can't be read."""
    try:
        document = reader.read(path).documents[0]
    except DocumentError as error:
        print(f"{path.name}: {error.code}", file=sys.stderr)
        return None
    text = document.pages[0].text
    found = [each for each in document.headings if each.page == document.pages[0].number]
    bounds = [(0, 0, 0, ""), *((each.start, each.end, each.level, each.title) for each in found)]
    bounds.append((len(text), len(text), 0, ""))
    cut = (Section(level, title, text[end : after[0]].strip()) for (_, end, level, title), after in pairwise(bounds))
    return Sections(document.title or path.stem, tuple(cut))


def key_of(path: Path) -> tuple[str, str] | None:
    """Language of a file and what its text is called in both; None for a file that names no language."""
    named = _LANGUAGE.search(path.stem)
    if named is None:
        return None
    said = _KEY.search(path.read_text("utf-8", "replace")[:2000])
    return named["language"], said[1] if said else named["name"]


def sentences_of(text: str) -> list[str]:
    """Some sentences of a text, evenly spread."""
    found = [" ".join(text[start:end].split()) for start, end in split_sentences(text)]
    found = [each for each in found if len(each.split()) in WORDS]
    step = max(len(found) / SENTENCES, 1)
    return list(dict.fromkeys(found[int(step * (place + 0.5))] for place in range(min(SENTENCES, len(found)))))


def questions(english: Sections, french: Sections, name: str) -> Iterator[tuple[str, str, str]]:
    """Kinds of questions, questions, and the `_id` of the section that answers each; none where both are cut unlike."""
    if english.shape != french.shape:
        return
    for number, (asked, told) in enumerate(zip(english.sections, french.sections, strict=True)):
        if told.is_enough:
            heading = f"{english.title}: {asked.heading}" if asked.heading else english.title
            yield "headings", heading, f"{name}-{number}"
            yield from (("sentences", each, f"{name}-{number}") for each in sentences_of(asked.text))


def make(documents: Path, folder: Path) -> dict[str, int]:
    """Write a BEIR folder of each kind. Returns numbers of questions, by kind, and of "sections"."""
    corpus: list[dict[str, str]] = []
    pairs: dict[str, dict[str, tuple[str, Sections]]] = {}
    reader = WorkerReader(ReadLimits())
    for path in sorted(each for each in documents.iterdir() if each.suffix in SUFFIXES):
        document, key = read(path, reader), key_of(path)
        if document is None:
            continue
        name = re.sub(r"\W+", "-", path.stem)
        if key is not None:
            pairs.setdefault(key[1], {})[key[0]] = name, document
        if key is None or key[0] == "fr":
            corpus.extend(records(name, document))
    reader.close()
    both = [pair for pair in pairs.values() if len(pair) == len(("en", "fr"))]
    asked = [each for pair in both for each in questions(pair["en"][1], pair["fr"][1], pair["fr"][0])]
    counts = {"sections": len(corpus)}
    for kind in KINDS:
        chosen = [(text, name) for kind_of, text, name in asked if kind_of == kind]
        write(folder / kind, corpus, chosen)
        counts[kind] = len(chosen)
    return counts


def records(name: str, document: Sections) -> Iterator[dict[str, str]]:
    """The French sections of a document, as records of a corpus; of an English document none."""
    if detect(" ".join(each.text for each in document.sections)[:5000]) != "fr":
        return
    for number, each in enumerate(document.sections):
        if each.is_enough:
            yield {"_id": f"{name}-{number}", "title": document.title, "text": each.text}


def write(folder: Path, corpus: Sequence[Mapping[str, str]], asked: Sequence[tuple[str, str]]) -> None:
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    _lines(folder / "corpus.jsonl", corpus)
    _lines(folder / "queries.jsonl", [{"_id": f"q{number}", "text": text} for number, (text, _) in enumerate(asked)])
    judged = "".join(f"q{number}\t{name}\t1\n" for number, (_, name) in enumerate(asked))
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n" + judged, encoding="utf-8")


def _lines(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def measure(folder: Path, index: Path) -> dict[str, Any]:
    """What `assistant eval retrieval` says of the set."""
    command = [sys.executable, "-c", "from assistant.cli import main; main()", "eval", "retrieval"]
    command += ["--beir", str(folder), "--index", str(index), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=Path, default=DATA / "groupe" / "documents")
    parser.add_argument("--keep", type=Path, help="folder for the set; by default a temporary one")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="assistant-english-") as temporary:
        folder = options.keep or Path(temporary) / "sets"
        counts = make(options.documents, folder)
        if not counts["headings"]:
            print("no text in both languages is cut alike", file=sys.stderr)
            return 1
        legs = {kind: measure(folder / kind, Path(temporary) / "index")["legs"] for kind in KINDS}
    if options.json:
        print(json.dumps({**counts, "legs": legs}))
        return 0
    print(f"{counts['sections']} French sections")
    print(f"| English questions | Searched by | {' | '.join(SHOWN)} |\n" + "| --- " * (2 + len(SHOWN)) + "|")
    for kind in KINDS:
        for leg, figures in legs[kind].items():
            print(f"| {kind} ({counts[kind]}) | {leg} | {' | '.join(f'{figures[name]:.3f}' for name in SHOWN)} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
