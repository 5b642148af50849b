"""From recognised words to a page: what is legible of them, laid out as the lines of a PDF are, with word boxes.

What a picture gives is only text where it is legible: paragraphs that the engine is not sure of (logos, drawings,
handwriting) are left out, and a page of nothing else stays empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, groupby, pairwise
from statistics import median

from assistant.ingest.legibility import is_cipher, is_garbled
from assistant.ingest.ocr.engine import Word
from assistant.ingest.pdf.arrange import arrange
from assistant.ingest.pdf.columns import untangle
from assistant.ingest.pdf.headings import body_size
from assistant.ingest.pdf.layout import lay_out
from assistant.ingest.pdf.lines import text_in_order
from assistant.ingest.pdf.page import RawLine, RawPage
from assistant.ingest.pdf.rules import Rules
from assistant.text.hyphens import Vocabulary
from assistant.text.normalise import has_cut_words, vocabulary
from assistant.types import Page

_LEAST_SURE = 0.55  # of a paragraph
_LEAST_SURE_SHORT = 0.8
_LEAST_SURE_NUMBER = 0.8
_SHORT = 12  # letters and digits
_SEVERAL = 8  # words
_TINY = 3
_MOST_ABOVE = 4  # blocks that may stand above columns
_TAKEN_FOR_BULLETS = frozenset({"e", "©", "®", "¢", "°", "●"})

_TALL = frozenset("bdfhkltßôîâêûàéèùçÀÂÉÈÊÔÎÛÇ")  # what rises above a small letter, beside capitals and digits
_DEEP = frozenset("gjpqyçQ,;()[]")  # what goes below the line
_ABOVE, _BELOW, _SMALL = 0.72, 0.22, 0.52  # of the size of the type: heights of a tall letter, a tail, a small letter


def page_of(words: Sequence[Word], number: int, width: float, height: float, scale: float) -> Page | None:
    """The page that the words make, in their order; None where nothing is legible.

    Args:
        words: with boxes in pixels, on the upright picture.
        number: of the page.
        width: of the upright page, in points.
        height: of the upright page, in points.
        scale: points per pixel.
    """
    kept = legible(words)
    raw = _raw_page(kept, RawPage(number, "", width, height, rules=Rules()), scale)
    raw = arrange(_parted(raw, kept), (), body_size([raw]))
    words_of_page = vocabulary([text_in_order(raw)]) if has_cut_words(raw.text) else Vocabulary()
    page = lay_out(raw, words_of_page, None).page
    if not page.text or is_garbled(page.text) or is_cipher(page.text):
        return None
    return replace(page, ocr_confidence=round(_confidence(kept), 3))


def legible(words: Sequence[Word]) -> list[Word]:
    """The words of those paragraphs that are surely text. All of a paragraph or nothing: a quote has no holes."""
    kept: list[Word] = []
    for _, group in groupby(words, key=lambda word: word.paragraph):
        paragraph = list(group)
        if _is_legible(paragraph):
            kept += paragraph
    return kept


def _is_legible(paragraph: Sequence[Word]) -> bool:
    characters = [one for word in paragraph for one in word.text if one.isalnum()]
    sure = _confidence(paragraph)
    if len(paragraph) >= _SEVERAL:  # a web address that could not be read does not speak for the words around it
        sure = max(sure, median(word.confidence for word in paragraph))
    if len(characters) < _TINY:
        return bool(characters) and all(one.isdigit() for one in characters) and sure >= _LEAST_SURE_NUMBER
    return sure >= (_LEAST_SURE_SHORT if len(characters) < _SHORT else _LEAST_SURE)


def _confidence(words: Iterable[Word]) -> float:
    weighed = [(word.confidence * len(word.text), len(word.text)) for word in words]
    return sum(sure for sure, _ in weighed) / sum(length for _, length in weighed) if weighed else 0.0


def _raw_page(words: Sequence[Word], empty: RawPage, scale: float) -> RawPage:
    """The words in lines, as pdfium gives those of a PDF."""
    pieces: list[str] = []
    lines: list[RawLine] = []
    place = 0
    for _, row in groupby(words, key=lambda word: (word.paragraph, word.line)):
        own = _bulleted(list(row))
        text = " ".join(word.text for word in own)
        lines.append(_line(own, place, empty.height, scale))
        pieces.append(text + "\n")
        place += len(text) + 1
    return replace(empty, text="".join(pieces), lines=tuple(lines))


def _parted(raw: RawPage, words: Sequence[Word]) -> RawPage:
    """The page with columns that the engine took for one put apart: below its first blocks (a title), else in each."""
    lines = {(word.paragraph, word.line): word.paragraph[0] for word in words}
    starts = [0, *(index for index, (one, other) in enumerate(pairwise(lines.values()), start=1) if one != other)]
    for start in starts[: _MOST_ABOVE + 1]:
        below = replace(raw, lines=raw.lines[start:])
        parted = untangle(below)
        if parted is not below:
            return replace(raw, lines=raw.lines[:start] + parted.lines)
    ends = [*starts[1:], len(raw.lines)]
    blocks = (untangle(replace(raw, lines=raw.lines[start:end])).lines for start, end in zip(starts, ends, strict=True))
    return replace(raw, lines=tuple(chain.from_iterable(blocks)))


def _bulleted(line: list[Word]) -> list[Word]:
    """A line with its bullet as one, where it was taken for a letter or sign that opens no French or English line."""
    if len(line) > 1 and line[0].text in _TAKEN_FOR_BULLETS:
        return [replace(line[0], text="•"), *line[1:]]
    return line


def _line(words: list[Word], start: int, height: float, scale: float) -> RawLine:
    """The words of a line as PDF lines are: points from the bottom, as high as the type is, whatever its letters."""
    sizes, baselines = [], []
    raw_words = []
    place = start
    for word in words:
        deep = not _DEEP.isdisjoint(word.text)
        tall = any(one.isupper() or one.isdigit() or one in _TALL for one in word.text)
        size = (word.bottom - word.top) / ((_ABOVE if tall else _SMALL) + (_BELOW if deep else 0.0))
        sizes.append(size)
        baselines.append(word.bottom - (_BELOW * size if deep else 0.0))
        box = (word.left * scale, height - word.bottom * scale, word.right * scale, height - word.top * scale)
        raw_words.append((place, place + len(word.text), box))
        place += len(word.text) + 1
    size = median(sizes) * scale
    bottom = height - median(baselines) * scale - _BELOW * size
    left, right = min(box[0] for *_, box in raw_words), max(box[2] for *_, box in raw_words)
    return RawLine(tuple(raw_words), start, place - 1, (left, bottom, right, bottom + size), size, False, False)
