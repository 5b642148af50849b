"""The text of a section as a person edits it, and the blocks that it stands for. Pure.

A line that begins with `# ` is a heading, one with `- ` an item; other lines are paragraphs, parted by blank lines. A
sentence is followed by the quotes it rests on, `[q3]` or `[q3, q7]`; a line always ends a sentence, and between
quotation marks none ends. A backslash takes the sign after it as it is. Nothing else is markup: links, images and HTML
do not exist here.

What is read of a text, written down and read again is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.text.sentences import split_sentences
from assistant.types import Block, BlockKind, Sentence

_QUOTE_ID = re.compile(r"q[1-9]\d{0,5}")
_MARK = r"\[\s*q[1-9]\d{0,5}(?:\s*[,;]\s*q[1-9]\d{0,5})*\s*\]"
_MARKS = re.compile(rf"(?<!\\)(?:\s*{_MARK})+(?P<stop>[\u00a0\u202f]?[.!?…]+(?=\s|$))?")
_HEADING = re.compile(r"#{1,6}[ \t]+")
_ITEM = re.compile(r"[-*•–][ \t]+")
_ESCAPED = re.compile(r"\\([\\\[\]#*•–-])")
_SPECIAL = re.compile(r"\\(?=[\\\[\]#*•–-])|\[(?=\s*q[1-9]\d{0,5}\s*[,;\]])")
_LINE_START = re.compile(r"\A(?=(?:#{1,6}|[-*•–])(?:[ \t]|$))")
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_QUOTATION = re.compile("[«»“”]")
_CLOSING = {"«": "»", "“": "”"}
_BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_PREFIX: dict[BlockKind, str] = {"heading": "# ", "item": "- ", "paragraph": ""}


def parse(text: str) -> tuple[Block, ...]:
    """The blocks of a text; its sentences are not checked yet."""
    blocks: list[Block] = []
    waiting: list[Sentence] = []
    for line in _BREAKS.sub("\n", text).split("\n"):
        kind, rest = _kind_of(line.strip())
        if kind != "paragraph" or not rest:
            _close(blocks, waiting)
        sentences = [*_sentences(rest)] if kind != "heading" else [*_whole(rest)]
        if kind == "paragraph":
            waiting += sentences
        elif sentences:
            blocks.append(Block(kind, tuple(sentences)))
    _close(blocks, waiting)
    return tuple(blocks)


def render(blocks: Sequence[Block]) -> str:
    """Blocks as a text to edit; items that follow each other stand together."""
    parts: list[str] = []
    before: BlockKind | None = None
    for block in blocks:
        if not any(one_line(each.text) for each in block.sentences):
            continue
        if before is not None:
            parts.append("\n" if before == block.kind == "item" else "\n\n")
        parts.append(_rendered(block))
        before = block.kind
    return "".join(parts)


def quote_ids(blocks: Iterable[Block]) -> list[str]:
    """The quotes that blocks rest on, each once, in the order of the text."""
    return list(dict.fromkeys(name for block in blocks for each in block.sentences for name in each.quotes))


def quotes_under(blocks: Sequence[Block], place: int) -> list[str]:
    """The quotes that the heading at a place stands over: its own, and those of the text up to the next heading."""
    following = blocks[place + 1 :]
    end = next((number for number, each in enumerate(following) if each.kind == "heading"), len(following))
    return quote_ids([blocks[place], *following[:end]])


def one_line(text: str) -> str:
    """A text on one line; no-break spaces stay."""
    return _SPACES.sub(" ", text).strip()


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """The outermost spans between quotation marks that are closed, marks included."""
    spans: list[tuple[int, int]] = []
    open_marks: list[tuple[str, int]] = []
    for found in _QUOTATION.finditer(text):
        if found[0] in _CLOSING:
            open_marks.append((found[0], found.start()))
        elif open_marks and _CLOSING[open_marks[-1][0]] == found[0]:
            _, start = open_marks.pop()
            spans = [each for each in spans if each[0] < start]
            spans.append((start, found.end()))
    return spans


def _close(blocks: list[Block], waiting: list[Sentence]) -> None:
    if waiting:
        blocks.append(Block("paragraph", tuple(waiting)))
        waiting.clear()


def _kind_of(line: str) -> tuple[BlockKind, str]:
    kinds: tuple[tuple[BlockKind, re.Pattern[str]], ...] = (("heading", _HEADING), ("item", _ITEM))
    for kind, pattern in kinds:
        found = pattern.match(line)
        if found:
            return kind, line[found.end() :]
    return "paragraph", line


def _whole(line: str) -> Iterator[Sentence]:
    """A heading, which is one sentence whatever its stops."""
    text = one_line(_plain(_MARKS.sub("", line)))
    if text:
        yield Sentence(text, _ids(line))


def _sentences(line: str) -> Iterator[Sentence]:
    """The sentences of a line: the marks after one are its own."""
    start = 0
    for marks in _MARKS.finditer(line):
        yield from _with_quotes(line[start : marks.start()], marks["stop"] or "", _ids(marks[0]))
        start = marks.end()
    yield from _with_quotes(line[start:], "", ())


def _with_quotes(written: str, stop: str, quotes: tuple[str, ...]) -> Iterator[Sentence]:
    """The sentences before some marks, which belong to the last of them."""
    text = one_line(_plain(written)) + stop.strip()
    spans = sentence_spans(text)
    for place, (start, end) in enumerate(spans):
        yield Sentence(one_line(text[start:end]), quotes if place == len(spans) - 1 else ())


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """The spans of sentences; one that ends between quotation marks goes on."""
    quoted = quoted_spans(text)
    spans: list[tuple[int, int]] = []
    for start, end in split_sentences(text):
        if spans and any(low < spans[-1][1] < high for low, high in quoted):
            spans[-1] = spans[-1][0], end
        else:
            spans.append((start, end))
    return spans


def _ids(marks: str) -> tuple[str, ...]:
    found = (name for each in re.findall(rf"(?<!\\){_MARK}", marks) for name in _QUOTE_ID.findall(each))
    return tuple(dict.fromkeys(found))


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def _escaped(text: str) -> str:
    """A sentence in which nothing is read as markup."""
    return _LINE_START.sub(r"\\", _SPECIAL.sub(lambda found: "\\" + found[0], one_line(text)), count=1)


def _rendered(block: Block) -> str:
    """A block as lines: a sentence each only where they would be read otherwise if they stood on one."""
    written = [" ".join([_escaped(each.text), *_marks(each)]) for each in block.sentences if one_line(each.text)]
    on_one = _PREFIX[block.kind] + " ".join(written)
    if block.kind != "paragraph" or len(written) < 2:
        return on_one
    alike = [(each.text, each.quotes) for found in parse(on_one) for each in found.sentences]
    wanted = [(one_line(each.text), each.quotes) for each in block.sentences if one_line(each.text)]
    return on_one if alike == wanted else "\n".join(written)


def _marks(sentence: Sentence) -> list[str]:
    return [f"[{', '.join(sentence.quotes)}]"] if sentence.quotes else []
