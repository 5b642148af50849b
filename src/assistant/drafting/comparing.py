"""Two versions of a section, line by line as a person edits them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from assistant.drafting.markup import one_line, render
from assistant.types import LineChange, Outline, ProposalSection


def compared(older: ProposalSection, newer: ProposalSection) -> tuple[LineChange, ...]:
    """What was taken out, what was put in, and what stayed: plan, text and basket."""
    return compared_lines(_lines(older), _lines(newer))


def compared_outlines(older: Outline, newer: Outline) -> tuple[LineChange, ...]:
    """The same of two outlines: the title, then the sections in order. Two of the same title are told apart by id."""
    twice = {
        title for each in (older, newer) for title, count in Counter(t for _, t in each.sections).items() if count > 1
    }

    def lines(outline: Outline) -> list[str]:
        named = (f"{title} [{name}]" if title in twice else title for name, title in outline.sections)
        return [f"{outline.title} ({outline.language})", *(f"• {each}" for each in named)]

    return compared_lines(lines(older), lines(newer))


def compared_lines(one: Sequence[str], other: Sequence[str]) -> tuple[LineChange, ...]:
    """Lines taken out, put in, and in both."""
    changes: list[LineChange] = []
    for tag, low, high, first, last in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            changes += [LineChange("same", line) for line in one[low:high]]
            continue
        changes += [LineChange("removed", line) for line in one[low:high]]
        changes += [LineChange("added", line) for line in other[first:last]]
    return tuple(changes)


def _lines(section: ProposalSection) -> Sequence[str]:
    plan = [section.title, section.question, section.reader, str(section.length or "")]
    text = [line for line in render(section.blocks).split("\n") if line]
    basket = [
        " ".join(filter(None, (f"[{each.id}]", one_line(each.text), one_line(each.comment)))) for each in section.basket
    ]
    return [*(each for each in plan if each), *text, *basket]
