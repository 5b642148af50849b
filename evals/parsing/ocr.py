"""How much of a page's text is recognised on its picture, against the text that its PDF holds.

python evals/parsing/ocr.py [--pages N] [--seed S] [--folders DIR,...] [--json] [--missing]

Pages of running text (150 words or more, four fifths of them in lines of six or more) of real PDFs, drawn by the seed
from as many files as there are, are rendered at 200 dots per inch and read as picture files through the whole pipeline
(WorkerReader): as they are, and turned by 1° with grain and specks on them. "recall" and "precision" are of words,
wherever they stand; "in order" is the longest common subsequence of words; "cer" the edits (Levenshtein) from the
recognised characters to those of the PDF, white space evened out, per character of the PDF, with the recognised lines
in the PDF's order where that is nearer ("cer as read": as they came). Then the time: CPU seconds a page, pages a second
one after another, and on all cores.
Exit status: 0, or 1 where a target is missed (see TARGETS).
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import numpy as np
import pypdfium2
from PIL import Image
from words import in_order, squeezed, words

from assistant.errors import DocumentError
from assistant.ingest.legibility import is_cipher
from assistant.ingest.process.worker import ReadLimits, WorkerReader
from assistant.text.language import detect
from assistant.text.normalise import clean

DATA = Path(__file__).parents[3] / "shared" / "data"
FOLDERS = (DATA / "groupe" / "documents", DATA / "parsing")
TARGETS = {"clean": {"recall": 0.985, "cer": 0.04}, "noisy": {"recall": 0.96}}
RESOLUTION = 200
LEAST_WORDS = 150
LONG_LINE = 6  # words
IN_LONG_LINES = 0.8  # of the words of a page of running text
SHINGLE = 3  # words by which a recognised line is found in the PDF's text
GRAIN = 25.0  # standard deviation of the grain, of 255
SPECKS = 0.002  # share of black specks, and of white ones
MEASURES = ("recall", "precision", "in order", "cer", "cer as read")


@dataclass(frozen=True)
class Sample:
    """A page: its file, its index, the text that the PDF holds, its language."""

    file: Path
    index: int
    truth: str
    language: str

    def picture(self, noisy: bool) -> Image.Image:
        """The page as a grey picture."""
        picture = pypdfium2.PdfDocument(self.file)[self.index].render(scale=RESOLUTION / 72, grayscale=True).to_pil()
        return degraded(picture, self.index) if noisy else picture


def degraded(picture: Image.Image, seed: int) -> Image.Image:
    """As a poor scanner has it: turned by 1°, with grain and specks."""
    random_numbers = np.random.default_rng(seed)
    turned = picture.rotate(1, resample=Image.Resampling.BICUBIC, fillcolor=255)
    values = np.asarray(turned, dtype=np.float32)
    values = values + random_numbers.normal(0, GRAIN, values.shape)
    place = random_numbers.random(values.shape)
    values[place < SPECKS] = 0
    values[place > 1 - SPECKS] = 255
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def plain(text: str) -> str:
    """A text with one sort of apostrophe and of quotation mark: pictures don't tell them apart."""
    return text.replace("ʼ", "'").replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')


def is_running(text: str) -> bool:
    """Whether a page is of running text, not of tables, labels or contents, nor of letters that stand for others."""
    lines = text.split("\n")
    counts = [len(words(line)) for line in lines]
    long = sum(count for count, line in zip(counts, lines, strict=True) if count >= LONG_LINE and "...." not in line)
    return sum(counts) >= LEAST_WORDS and long >= IN_LONG_LINES * sum(counts) and not is_cipher(text)


def pages(folders: Sequence[Path]) -> Iterator[Sample]:
    """All pages of running text."""
    files = {path.name: path for folder in folders for path in folder.glob("*.pdf")}
    for _, file in sorted(files.items()):
        document = pypdfium2.PdfDocument(file)
        for index in range(len(document)):
            text = plain(clean(document[index].get_textpage().get_text_range()))
            if is_running(text):
                yield Sample(file, index, text, detect(text))


def drawn(folders: Sequence[Path], count: int, seed: int) -> list[Sample]:
    """So many pages, the files in turn; a third of them English, where there are."""
    chosen: list[Sample] = []
    numbers = random.Random(seed)
    every = list(pages(folders))
    english = min(count // 3, sum(page.language == "en" for page in every))
    for language, wanted in (("en", english), ("fr", count - english)):
        by_file: dict[Path, list[Sample]] = {}
        for page in every:
            if page.language == language:
                by_file.setdefault(page.file, []).append(page)
        rounds = [numbers.sample(found, len(found)) for found in by_file.values()]
        numbers.shuffle(rounds)
        turns = [page for turn in range(wanted) for found in rounds for page in found[turn : turn + 1]]
        chosen += turns[:wanted]
    return chosen


def edits(one: str, other: str) -> int:
    """Levenshtein's distance, by Hyyrö's bit-parallel algorithm (2003)."""
    if not one or not other:
        return max(len(one), len(other))
    places: dict[str, int] = {}
    for index, character in enumerate(one):
        places[character] = places.get(character, 0) | 1 << index
    everything, last = (1 << len(one)) - 1, 1 << (len(one) - 1)
    more, less, distance = everything, 0, len(one)
    for character in other:
        equal = places.get(character, 0)
        diagonal = (((equal & more) + more) ^ more) | equal | less
        up, down = less | ~(diagonal | more) & everything, more & diagonal
        distance += bool(up & last) - bool(down & last)
        up = (up << 1 | 1) & everything
        more, less = (down << 1 | ~(diagonal | up)) & everything, up & diagonal
    return distance


def in_their_order(found: str, truth: str) -> str:
    """The recognised lines in the order in which their words stand in the truth."""
    expected = words(truth)
    where: dict[tuple[str, ...], int] = {}
    for index in range(len(expected)):
        where.setdefault(tuple(expected[index : index + SHINGLE]), index)
    placed: list[tuple[float, str]] = []
    last = -1.0
    for line in found.split("\n"):
        own = words(line)
        known = [
            where[key] - index
            for index in range(len(own))
            if (key := tuple(own[index : index + SHINGLE])) in where and len(key) == min(SHINGLE, len(own))
        ]
        last = sorted(known)[len(known) // 2] if known else last + 0.001
        placed.append((last, line))
    return "\n".join(line for _, line in sorted(placed, key=lambda each: each[0]))


def compared(truth: str, found: str) -> dict[str, float]:
    """Each measure of one page."""
    expected, read = words(truth), words(found)
    shared = sum((Counter(expected) & Counter(read)).values())
    straight, length = squeezed(truth), len(squeezed(truth))
    return {
        "recall": shared / len(expected),
        "precision": shared / len(read) if read else 0.0,
        "in order": in_order(expected, read) / len(expected),
        "cer": min(edits(straight, squeezed(each)) for each in (found, in_their_order(found, truth))) / length,
        "cer as read": edits(straight, squeezed(found)) / length,
    }


def read_pictures(samples: Sequence[Sample], noisy: bool, folder: Path) -> tuple[list[str], dict[str, float]]:
    """The text recognised on each page, one file after another, and what that took."""
    paths = []
    for number, sample in enumerate(samples):
        paths.append(folder / f"{number}.png")
        sample.picture(noisy).save(paths[-1], dpi=(RESOLUTION, RESOLUTION))
    reader = WorkerReader(ReadLimits())
    found: list[str] = []
    before, start = children_seconds(), time.monotonic()
    for path in paths:
        try:
            found.append(plain(reader.read(path).documents[0].pages[0].text))
        except DocumentError as error:
            print(f"{path.name}: {error.code}", file=sys.stderr)
            found.append("")
    wall = time.monotonic() - start
    reader.close()
    return found, {"cpu": (children_seconds() - before) / len(paths), "pages a second": len(paths) / wall}


def children_seconds() -> float:
    """CPU seconds of the ended child processes."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def all_cores(samples: Sequence[Sample], folder: Path) -> float:
    """Pages a second of one file that holds all of them."""
    path = folder / "all.tif"
    pictures = [sample.picture(noisy=False) for sample in samples]
    pictures[0].save(
        path, save_all=True, append_images=pictures[1:], dpi=(RESOLUTION, RESOLUTION), compression="tiff_lzw"
    )
    reader = WorkerReader(ReadLimits())
    start = time.monotonic()
    reader.read(path)
    wall = time.monotonic() - start
    reader.close()
    return len(samples) / wall


def measure(samples: Sequence[Sample], show_missing: bool) -> dict[str, dict[str, dict[str, float]]]:
    """The means by kind of picture and language ("fr", "en", "all"), and the times by kind."""
    figures: dict[str, dict[str, dict[str, float]]] = {}
    with tempfile.TemporaryDirectory() as name:
        for kind in TARGETS:
            found, times = read_pictures(samples, kind == "noisy", Path(name))
            rows = [compared(sample.truth, text) for sample, text in zip(samples, found, strict=True)]
            figures[kind] = {"times": times}
            for language in ("fr", "en", "all"):
                own = [row for row, one in zip(rows, samples, strict=True) if language in ("all", one.language)]
                if own:
                    figures[kind][language] = {each: mean(row[each] for row in own) for each in MEASURES}
            if show_missing:
                show(kind, samples, found, rows)
        figures["clean"]["times"]["pages a second, all cores"] = all_cores(samples, Path(name))
    return figures


def show(kind: str, samples: Sequence[Sample], found: Sequence[str], rows: Sequence[dict[str, float]]) -> None:
    """Each page with what is missing from it."""
    for sample, text, row in zip(samples, found, rows, strict=True):
        missing = Counter(words(sample.truth)) - Counter(words(text))
        print(
            f"{kind} {sample.file.name} p. {sample.index + 1}:",
            {k: round(v, 3) for k, v in row.items()},
            file=sys.stderr,
        )
        print("   ", list(missing.elements())[:20], file=sys.stderr)


def missed(figures: dict[str, dict[str, dict[str, float]]]) -> list[str]:
    """The targets that are not met."""
    return [
        f"{kind}: {name} {figures[kind]['all'][name]:.4f}, target {target}"
        for kind, targets in TARGETS.items()
        for name, target in targets.items()
        if (figures[kind]["all"][name] > target if name == "cer" else figures[kind]["all"][name] < target)
    ]


def print_table(figures: dict[str, dict[str, dict[str, float]]], samples: Sequence[Sample]) -> None:
    """For people."""
    print(f"{len(samples)} pages of {len({sample.file for sample in samples})} files\n")
    print("| Pictures | Language | " + " | ".join(MEASURES) + " |\n" + "| --- " * (len(MEASURES) + 2) + "|")
    for kind, by_language in figures.items():
        for language, row in by_language.items():
            if language != "times":
                print(f"| {kind} | {language} | " + " | ".join(f"{row[each]:.4f}" for each in MEASURES) + " |")
    print()
    for kind, by_language in figures.items():
        print(f"{kind}: " + ", ".join(f"{name} {value:.2f}" for name, value in by_language["times"].items()))


def main() -> int:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--pages", type=int, default=30)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--folders", default=",".join(map(str, FOLDERS)))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--missing", action="store_true", help="list each page and the words not found on it")
    options = parser.parse_args()
    samples = drawn([Path(folder) for folder in options.folders.split(",")], options.pages, options.seed)
    figures = measure(samples, options.missing)
    failures = missed(figures)
    if options.json:
        print(json.dumps({"pages": len(samples), "figures": figures, "missed": failures}))
    else:
        print_table(figures, samples)
        print("\n".join(failures) or "All targets met.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
