"""The outline and the baskets of a proposal: bounded fields, orders, what a change makes of a section. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from assistant.drafting.baskets import Limits
from assistant.drafting.headings import unsettled
from assistant.drafting.markup import one_line
from assistant.errors import UsageError
from assistant.text.controls import without_controls
from assistant.text.normalise import fold
from assistant.types import ProposalSection, SectionPlan, Sentence

TITLE_CHARACTERS = 200
LONGEST_SECTION = 20_000
"""Words that a section may be wanted to have."""
_SHOWN = 5


def checked_title(title: str) -> str:
    """A title on one line.

    Raises:
        UsageError: title_empty, title_too_long.
    """
    named = one_line(without_controls(title))
    if not named:
        raise UsageError("title_empty")
    if len(named) > TITLE_CHARACTERS:
        raise UsageError("title_too_long", length=len(named), limit=TITLE_CHARACTERS)
    return named


def checked_plan(plan: SectionPlan, limits: Limits) -> SectionPlan:
    """A plan whose fields are on one line each and not too long.

    Raises:
        UsageError: title_empty, title_too_long, field_too_long.
    """
    question, reader = one_line(without_controls(plan.question)), one_line(without_controls(plan.reader))
    check_length(question, limits.field_characters)
    check_length(reader, limits.field_characters)
    length = min(max(plan.length, 0), LONGEST_SECTION)
    return SectionPlan(checked_title(plan.title), question, reader, length)


def checked_comment(text: str, limits: Limits) -> str:
    """A comment without control characters.

    Raises:
        UsageError: comment_too_long.
    """
    comment = without_controls(text).strip()
    if len(comment) > limits.field_characters:
        raise UsageError("comment_too_long", length=len(comment), limit=limits.field_characters)
    return comment


def check_length(text: str, limit: int) -> None:
    """Refuse a text that is too long.

    Raises:
        UsageError: field_too_long.
    """
    if len(text) > limit:
        raise UsageError("field_too_long", length=len(text), limit=limit)


def check_count(count: int, limits: Limits) -> None:
    """Refuse more sections than a proposal may have.

    Raises:
        UsageError: too_many_sections.
    """
    if count > limits.sections:
        raise UsageError("too_many_sections", limit=limits.sections)


def check_order(order: Sequence[str], known: Sequence[str]) -> None:
    """Refuse an order that does not name each of what is there once.

    Raises:
        UsageError: order_wrong.
    """
    if Counter(order) != Counter(known):
        raise UsageError("order_wrong")


def check_known(section: ProposalSection, names: Iterable[str]) -> None:
    """Refuse the names of quotes that the basket does not have.

    Raises:
        UsageError: unknown_quote.
    """
    known = {each.id for each in section.basket}
    for name in names:
        if name not in known:
            raise UsageError("unknown_quote", quote=name)


def planned(section_id: str, plan: SectionPlan) -> ProposalSection:
    """A section that is yet to be written."""
    return ProposalSection(section_id, plan.title, plan.question, plan.reader, plan.length, revision=1, text_revision=1)


def replanned(section: ProposalSection, plan: SectionPlan) -> ProposalSection:
    """A section with another plan."""
    return replace(section, title=plan.title, question=plan.question, reader=plan.reader, length=plan.length)


def without_quotes(section: ProposalSection, names: Collection[str]) -> ProposalSection:
    """A section without some quotes in its basket and behind its sentences, which are unchecked then,
    as are the headings over them.

    Raises:
        UsageError: unknown_quote.
    """
    check_known(section, names)
    blocks = tuple(
        replace(block, sentences=tuple(_without(each, names) for each in block.sentences)) for block in section.blocks
    )
    basket = tuple(each for each in section.basket if each.id not in names)
    return replace(section, basket=basket, blocks=unsettled(blocks, section.blocks, names))


def _without(sentence: Sentence, names: Collection[str]) -> Sentence:
    left = tuple(name for name in sentence.quotes if name not in names)
    return sentence if left == sentence.quotes else Sentence(sentence.text, left)


def rearranged(section: ProposalSection, order: Sequence[str]) -> ProposalSection:
    """A section whose quotes stand in another order.

    Raises:
        UsageError: order_wrong.
    """
    by_id = {each.id: each for each in section.basket}
    check_order(order, list(by_id))
    return replace(section, basket=tuple(by_id[name] for name in order))


def commented(section: ProposalSection, name: str, comment: str) -> ProposalSection:
    """A section with another comment on one of its quotes.

    Raises:
        UsageError: unknown_quote.
    """
    check_known(section, [name])
    return replace(
        section,
        basket=tuple(replace(each, comment=comment) if each.id == name else each for each in section.basket),
    )


def named(name: str, known: Sequence[tuple[str, str]]) -> str | None:
    """The id that a person means by an id, its beginning, or a title; None for none.

    Raises:
        UsageError: section_ambiguous.
    """
    wanted = fold(name.strip())
    tests = (
        [each for each, _ in known if each == name.strip()],
        [each for each, title in known if fold(title) == wanted],
        [each for each, _ in known if len(wanted) > 3 and each.startswith(wanted)],
        [each for each, title in known if wanted and wanted in fold(title)],
    )
    for found in tests:
        if len(found) > 1:
            raise UsageError("section_ambiguous", name=name, count=len(found), choices=", ".join(found[:_SHOWN]))
        if found:
            return found[0]
    return None
