"""What of a file no footnote answers for: sentences and headings without one, marks that were taken out. Pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from assistant.drafting.export.bundle import Carried
from assistant.drafting.export.nodes import one_spaced
from assistant.drafting.markup import sentence_spans
from assistant.types.proposal_files import ReadNotes, Unchecked

_PLACE = "\ufffc"
_AFTER_THE_STOP = re.compile(rf"(?<![.!?\u2026])([.!?\u2026]++[\s»”\"')\]]*+)((?:,?\s?{_PLACE})+)")
_MOST_WORK = 500_000_000  # characters of the file, once for each kind of mark that it says it has


def unchecked_of(carried: Carried, found: ReadNotes) -> Unchecked:
    """What of a DOCX file its footnotes do not answer for.

    Args:
        carried: what the file was exported with.
        found: what it has now.
    """
    texts = [one_spaced(each.text) for each in found.paragraphs if each.kind != "after"]
    said = "\n".join([*texts, *(one_spaced(note.text) for note in found.notes)])
    if len(set(carried.marks or ())) * len(said) > _MOST_WORK:
        carried = replace(carried, marks=None)
    marks = Counter(one_spaced(each) for each in carried.marks or ())
    sentences = headings = 0
    for each in found.paragraphs:
        if each.kind == "heading":
            headings += _PLACE not in each.text
        elif each.kind == "text":
            sentences += _bare_sentences(each.text, marks)
    if carried.marks is None:
        return Unchecked(sentences, headings)
    gone = sum(max(0, count - said.count(mark)) for mark, count in marks.items())
    return Unchecked(sentences, headings, len(carried.marks), gone)


def _bare_sentences(paragraph: str, marks: Counter[str]) -> int:
    """How many sentences of a paragraph have no footnote; our own marks are none."""
    text = one_spaced(paragraph)
    for mark in marks if "[" in text else ():
        text = text.replace(mark, " ")
    text = _AFTER_THE_STOP.sub(r"\2\1", text)
    said = (text[start:end] for start, end in sentence_spans(text))
    return sum(_PLACE not in each and any(map(str.isalnum, each)) for each in said)
