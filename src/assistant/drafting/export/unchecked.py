"""What of a file no footnote answers for: sentences and headings without one, marks that were taken out. Pure."""

from __future__ import annotations

import re
from collections import Counter

from assistant.drafting.export.bundle import Carried
from assistant.drafting.export.nodes import one_spaced
from assistant.drafting.export.own_marks import own_marks, without_marks
from assistant.drafting.markup import sentence_spans
from assistant.types.proposal_files import ReadNotes, Unchecked

_PLACE = "\ufffc"
_AFTER_THE_STOP = re.compile(rf"(?<![.!?\u2026])([.!?\u2026]++[\s»”\"')\]]*+)((?:,?\s?{_PLACE})+)")


def unchecked_of(carried: Carried, found: ReadNotes) -> Unchecked:
    """What of a DOCX file its footnotes do not answer for.

    Args:
        carried: what the file was exported with.
        found: what it has now.
    """
    texts = [one_spaced(each.text) for each in found.paragraphs if each.kind != "after"]
    said = "\n".join([*texts, *(one_spaced(note.text) for note in found.notes)])
    marks = own_marks(carried, len(said))
    sentences = headings = 0
    for each in found.paragraphs:
        if each.kind == "heading":
            headings += _PLACE not in each.text
        elif each.kind == "text":
            sentences += _bare_sentences(each.text, marks)
    if marks is None:
        return Unchecked(sentences, headings)
    gone = sum(max(0, count - said.count(mark)) for mark, count in marks.items())
    return Unchecked(sentences, headings, marks.total(), gone)


def _bare_sentences(paragraph: str, marks: Counter[str] | None) -> int:
    """How many sentences of a paragraph have no footnote; our own marks are none."""
    text = _AFTER_THE_STOP.sub(r"\2\1", without_marks(paragraph, marks))
    said = (text[start:end] for start, end in sentence_spans(text))
    return sum(_PLACE not in each and any(map(str.isalnum, each)) for each in said)
