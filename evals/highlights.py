"""Whether what is highlighted on the picture of a page is the quote, and how long a picture takes.

python evals/highlights.py --documents DIR --index INDEX [--quotes 300] [--seed 0] [--show N]

Sentences of passages are drawn at random from the PDFs below DIR that the index holds. The words inside the boxes are
read from the PDF itself, by pdfium, character by character: those whose middle lies in a box. They equal the quote if
its letters and digits are the same, in the order of the boxes. Pages whose text was recognised have no letters of their
own: they are left out. Then as many pictures of pages, 1000 pixels wide, are timed, each another one, with the process
that draws already there. Exit status: 0 where the target is reached.
"""

from __future__ import annotations

import argparse
import ctypes
import random
import sys
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from assistant.answering.quotes import quoted_sentences
from assistant.build import build_assistant
from assistant.page_images import Place
from assistant.service import Assistant
from assistant.settings import load_settings
from assistant.text.highlights import highlight_boxes
from assistant.types import Document, Quote, Rectangle

TARGET = 0.98
TARGET_MS = 300.0
LEAST_LETTERS = 15
FINE = 100  # units a point, where pdfium gives places on the page as shown


class Drawn(NamedTuple):
    """A letter or digit as the page shows it: folded, and its middle in points from bottom left."""

    letters: str
    across: float
    up: float


def letters(text: str) -> str:
    """What is compared: letters and digits, ligatures taken apart."""
    return "".join(each for each in unicodedata.normalize("NFKC", text).casefold() if each.isalnum())


def characters(path: Path, number: int) -> list[Drawn]:
    """The letters and digits of a page, in pdfium's order."""
    document = pdfium.PdfDocument(path)
    page = document[number - 1]
    text_page = page.get_textpage()
    width, height = page.get_size()
    found = []
    for index in range(text_page.count_chars()):
        folded = letters(chr(raw.FPDFText_GetUnicode(text_page, index)))
        if folded:
            left, bottom, right, top = text_page.get_charbox(index)
            across, down = on_page(page, (left + right) / 2, (bottom + top) / 2, width, height)
            found.append(Drawn(folded, across, height - down))
    document.close()
    return found


def on_page(page: Any, x: float, y: float, width: float, height: float) -> tuple[float, float]:
    """A point of the PDF's own coordinates on the page as shown, in points from top left."""
    size = round(width * FINE), round(height * FINE)
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
    return across.value / FINE, down.value / FINE


def inside(drawn: list[Drawn], boxes: tuple[Rectangle, ...]) -> str:
    """The letters inside boxes, box by box."""
    return "".join(
        each.letters
        for box in boxes
        for each in drawn
        if box.left <= each.across <= box.right and box.bottom <= each.up <= box.top
    )


def quotes(assistant: Assistant, folder: Path, count: int, seed: int) -> Iterator[tuple[Document, Quote]]:
    """Sentences of the documents' passages, drawn at random: the same share of each passage's."""
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*.pdf")}
    documents = [each for each in assistant.documents() if each.format == "pdf" and each.file in names]
    found = []
    for document in documents:
        for passage in assistant.document_passages(document.id):
            found += [(document, quote) for sentence in quoted_sentences(passage) for quote in sentence.quotes]
    random.Random(seed).shuffle(found)
    taken = 0
    for document, quote in found:
        page = assistant.page(document.id, quote.page)
        if page is None or page.ocr_confidence is not None or len(letters(quote.text)) < LEAST_LETTERS:
            continue
        yield document, quote
        taken += 1
        if taken == count:
            return


def compare(assistant: Assistant, wanted: list[tuple[Document, Quote]], show: int) -> int:
    """How many quotes are what their boxes hold; `show` of the others are printed."""
    good = 0
    for document, quote in wanted:
        page = assistant.page(document.id, quote.page)
        assert page is not None
        boxes = highlight_boxes(page, quote.start, quote.end)
        seen = inside(characters(assistant.original(document.id), quote.page), boxes)
        if seen == letters(quote.text):
            good += 1
        elif (show := show - 1) >= 0:
            print(f"OTHER {document.source}, page {quote.page}\n  quote {quote.text!r}\n  boxes {seen!r}")
    return good


def times(assistant: Assistant, wanted: list[tuple[Document, Quote]]) -> list[float]:
    """Milliseconds for a picture of each quote, after one that starts the process."""
    taken = []
    for document, quote in [wanted[-1], *wanted]:
        begun = time.perf_counter()
        assistant.page_images.image(document.id, Place(quote.page, quote.start, quote.end))
        taken.append(1000 * (time.perf_counter() - begun))
    return taken[1:-1]  # the last one was kept


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=Path, required=True, help="folder of the documents")
    parser.add_argument("--index", type=Path, required=True, help="index of them")
    parser.add_argument("--quotes", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0, help="of the draw")
    parser.add_argument("--show", type=int, default=5, help="how many of those that differ are printed")
    options = parser.parse_args()
    with build_assistant(load_settings(overrides={"index": options.index})) as assistant:
        wanted = list(quotes(assistant, options.documents, options.quotes, options.seed))
        if len(wanted) < 2:
            parser.error("the index holds no PDF below that folder")
        good = compare(assistant, wanted, options.show)
        taken = times(assistant, wanted)
    share, middle, p95 = good / len(wanted), median(taken), quantiles(taken, n=20)[-1]
    documents = len({document.id for document, _ in wanted})
    print(f"words inside the boxes equal the quote: {good} of {len(wanted)} ({share:.3f}) in {documents} PDFs")
    print(f"picture of a page with its highlight, warm: median {middle:.0f} ms, p95 {p95:.0f} ms")
    return 0 if share >= TARGET and middle < TARGET_MS else 1


if __name__ == "__main__":
    sys.exit(main())
