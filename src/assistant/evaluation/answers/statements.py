"""The statements of an answer as a reader sees them, each with the citations that stand behind it. Pure.

They are taken from the answer's text, not from the claims that the product lists: a sentence that the product did not
count as a claim is judged all the same (ALCE splits answers the same way: Gao et al. 2023, arXiv:2305.14627, 4).
Left out: headings (blocks that are wholly strong) and the fixed sentences of the interface.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.answering import words
from assistant.answering.remarks import TRANSLATION, UNVERIFIED
from assistant.markdown import Run, parse
from assistant.text.sentences import split_sentences

_UNVERIFIED = re.compile(rf"^ \((?:{'|'.join(UNVERIFIED.values())})\)")
_QUOTED = re.compile(r"\s*[«“\"]\s*(?P<text>.*?)\s*[»”\"]\s*", re.DOTALL)
_NAMED_CELL = r"(?:[^«»“”;]{1,80}:\s+)?[«“][^«»“”]*[»”]"
_READ_OUT = re.compile(rf"{_NAMED_CELL}(?:\s*;\s+{_NAMED_CELL})+")
_CELL = re.compile(r"(?:([^«»“”;]{1,80}?)\s*:\s+)?[«“]\s*([^«»“”]*?)\s*[»”](?:\s*;\s+)?")
"""A row of a table: the cells, each in marks, with what the head calls them. As a statement: the names, then the cells,
as they stand in the head and in the row that are cited."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One statement of an answer: its words, the numbers cited right behind it, each once, and the heading above it."""

    text: str
    citations: tuple[int, ...]
    heading: str = field(default="", compare=False)


def stated(answer: str) -> list[Stated]:
    """The statements of an answer written in the product's Markdown, in order."""
    heading, found = "", []
    for runs in parse(answer):
        if not _is_aside(runs):
            found += [replace(statement, heading=heading) for statement in _of_block(runs)]
        elif any(run.kind == "strong" for run in runs):
            heading = "".join(run.text for run in runs)
    return found


def cited_numbers(answer: str) -> frozenset[int]:
    """Every citation number that stands in an answer's text."""
    return frozenset(int(run.text) for runs in parse(answer) for run in runs if run.kind == "citation")


def _is_aside(runs: Sequence[Run]) -> bool:
    """Whether a block is a heading, or the translation of the quote before it."""
    if runs and runs[0].text.startswith(tuple(TRANSLATION.values())):
        return True
    return all(run.kind == "strong" or not run.text.strip() for run in runs)


def _of_block(runs: Sequence[Run]) -> Iterator[Stated]:
    """Text up to a group of numbers is split into sentences; the numbers belong to the last of them."""
    text = ""
    numbers: list[int] = []
    for run in (*runs, Run("text", "")):
        if run.kind == "citation":
            numbers.append(int(run.text))
            continue
        if numbers and (run.text.strip() or not run.text):
            yield from _sentences(text, tuple(dict.fromkeys(numbers)))
            text, numbers = "", []
        text += "" if run.kind == "struck" else _UNVERIFIED.sub("", run.text)
    if text.strip():
        yield from _sentences(text, ())


def _sentences(text: str, numbers: tuple[int, ...]) -> Iterator[Stated]:
    """The sentences of a text before its numbers; what stands wholly between quotation marks is one statement.

    So is a row of a table that is read out.
    """
    text = text.strip().lstrip(".,;: ")  # a full stop may follow the numbers of the sentence before
    quoted = _QUOTED.fullmatch(text)
    if numbers and _READ_OUT.fullmatch(text):
        names, cells = zip(*_CELL.findall(text), strict=True)
        parts = [" ".join((" | ".join(filter(None, names)), " | ".join(cells)))]
    else:
        parts = [quoted["text"]] if quoted and numbers else [text[start:end] for start, end in split_sentences(text)]
    kept = [part.strip() for part in parts if any(c.isalnum() for c in part) and not _is_notice(part.strip())]
    for position, part in enumerate(kept):
        yield Stated(part, numbers if position == len(kept) - 1 else ())


def _is_notice(sentence: str) -> bool:
    return any(pattern.fullmatch(sentence) for pattern in _NOTICES)


def _patterns() -> Iterator[re.Pattern[str]]:
    """The interface's own sentences, with anything in their blanks."""
    tables = (words.NO_EVIDENCE, words.PARTIAL, words.MISSING, words.HELPFUL, *words.DISAGREEMENTS.values())
    for table in tables:
        for wording in table.values():
            for start, end in split_sentences(wording):
                yield re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(wording[start:end].strip())), re.DOTALL)


_NOTICES = tuple(_patterns())
