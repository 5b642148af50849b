"""Sections of proposals as JSON, and back: their quotes stand beside them, named by number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from assistant.types import PickedQuote, ProposalSection

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Quotes = Mapping[int, PickedQuote]


def quote_name(number: int) -> str:
    """The id of a quote of a proposal, as texts name it."""
    return f"q{number}"


def quote_number(name: str) -> int:
    """The number of a quote by its id."""
    return int(name[1:])


def section_state(section: ProposalSection) -> dict[str, Any]:
    """A section without its quotes' words: their numbers, each with its comment."""
    state: dict[str, Any] = _sections().dump_python(replace(section, basket=()), mode="json")
    return {**state, "basket": [[quote_number(each.id), each.comment] for each in section.basket]}


def section_from(state: Mapping[str, Any], quotes: Quotes) -> ProposalSection:
    """The section that a state stands for. What a later version adds to sections has a default.

    Raises:
        ValueError: it is none.
    """
    section = _sections().validate_python({**state, "basket": ()})
    basket = tuple(replace(quotes[number], comment=comment) for number, comment in state["basket"])
    return replace(section, basket=basket)


def quote_state(quote: PickedQuote) -> dict[str, Any]:
    """A quote without its id and comment."""
    state: dict[str, Any] = _quotes().dump_python(quote, mode="json")
    return {**state, "id": "", "comment": ""}


def quote_from(number: int, state: Mapping[str, Any]) -> PickedQuote:
    """The quote that a state stands for.

    Raises:
        ValueError: it is none.
    """
    return _quotes().validate_python({**state, "id": quote_name(number)})


@cache
def _sections() -> TypeAdapter[ProposalSection]:
    from pydantic import TypeAdapter

    return TypeAdapter(ProposalSection)


@cache
def _quotes() -> TypeAdapter[PickedQuote]:
    from pydantic import TypeAdapter

    return TypeAdapter(PickedQuote)
