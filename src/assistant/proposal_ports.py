"""The seam to where proposals are kept: a Protocol, with what it promises."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from assistant.types import (
    ChangeKind,
    Language,
    Outline,
    OutlineChange,
    OutlineVersion,
    PickedQuote,
    Proposal,
    ProposalHead,
    ProposalOutline,
    ProposalSection,
    SectionLock,
    SectionVersion,
)

Gone = Mapping[str, PickedQuote]
"""Quotes that are erased, by id, as they were."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """What stays of a quote that is erased, and, without its words, of a section, an outline, a proposal's title."""

    mark: Callable[[PickedQuote], PickedQuote]
    section: Callable[[ProposalSection, Gone], ProposalSection]
    outline: Callable[[Outline, Gone], Outline]
    title: Callable[[str, Gone], str]


class ProposalStore(Protocol):
    """Proposals, which everybody shares. Each writing method is one transaction; what it returned from survives a kill.

    A quote is kept once for a proposal, whatever versions of sections hold it, and its id is never given again.
    """

    def editing(self) -> AbstractContextManager[None]:
        """Make reading and writing inside the block one transaction that nobody else writes in."""
        ...

    def heads(self) -> Sequence[ProposalHead]:
        """All proposals, the one changed last first."""
        ...

    def proposal(self, proposal_id: str) -> Proposal | None:
        """One proposal whole, or None."""
        ...

    def create(self, title: str, language: Language, limit: int) -> str:
        """Begin a proposal without sections; gives its id, which nobody can guess.

        Raises:
            UsageError: too_many_proposals: there are `limit` of them.
        """
        ...

    def put_proposal(self, proposal_id: str, title: str, language: Language, order: Sequence[str]) -> None:
        """Keep a title, a language and the order of the sections; the ids left out are dropped, their versions stay."""
        ...

    def new_section(self, proposal_id: str) -> str:
        """An id for a section of the proposal, never given before."""
        ...

    def add_quotes(self, proposal_id: str, quotes: Sequence[PickedQuote]) -> Sequence[PickedQuote]:
        """Keep quotes for a proposal; gives them with their ids."""
        ...

    def put_section(self, proposal_id: str, section: ProposalSection, change: ChangeKind, editor: str) -> int:
        """Keep a section in the place of what it was, at the end where it is new; and as a version.

        Returns:
            The number of the version.
        """
        ...

    def keep_version(self, proposal_id: str, section: ProposalSection, change: ChangeKind, editor: str) -> int:
        """Keep a version alone: the section stays what it is. Returns its number."""
        ...

    def versions(
        self, proposal_id: str, section_id: str | None = None, limit: int | None = None, skip: int = 0
    ) -> Sequence[SectionVersion]:
        """The versions of a section, or of all that the proposal has or had, oldest first.

        Of many, the last `limit` (None: all), but for the `skip` last ones.
        """
        ...

    def last_version(
        self, proposal_id: str, section_id: str, but: Collection[ChangeKind] = ()
    ) -> SectionVersion | None:
        """The last version of a section, or the last one that was made by no change of these."""
        ...

    def last_revisions(self, proposal_id: str, section_id: str) -> tuple[int, int]:
        """The highest `revision` and `erased_revision` of the versions of a section; 0 where there is none."""
        ...

    def version(self, proposal_id: str, section_id: str, number: int) -> SectionVersion | None:
        """One of them, or None."""
        ...

    def outlines(self) -> Sequence[ProposalOutline]:
        """All proposals with the names of their sections alone, the one changed last first."""
        ...

    def outline(self, proposal_id: str) -> Outline | None:
        """The outline of a proposal as it is, or None."""
        ...

    def keep_outline(self, proposal_id: str, change: OutlineChange, editor: str) -> None:
        """Keep the outline as it is as a version, where it is another than the last one."""
        ...

    def outline_versions(self, proposal_id: str) -> Sequence[OutlineVersion]:
        """The versions of an outline, oldest first."""
        ...

    def removed(self, proposal_id: str) -> Sequence[tuple[str, int]]:
        """The sections that were taken out, by id, each with the number of the version that it was then; last first."""
        ...

    def put_lock(self, proposal_id: str, lock: SectionLock) -> None:
        """Keep that somebody edits a section, in the place of who did."""
        ...

    def drop_lock(self, proposal_id: str, section_id: str, owner: str) -> None:
        """Forget that an owner edits a section."""
        ...

    def locks(self, proposal_id: str) -> Sequence[SectionLock]:
        """The sections that are being edited, also those whose time is over."""
        ...

    def erase(self, proposal_id: str) -> bool:
        """Erase a proposal with its versions, down to the last byte. False where there is none."""
        ...

    def withheld(self, proposal_id: str | None = None) -> Mapping[str, Sequence[PickedQuote]]:
        """The quotes that a proposal, or (None) any, has or had of documents that may not be quoted, by proposal."""
        ...

    def erase_documents(self, document_ids: Collection[str], erasure: Erasure) -> int:
        """Erase what proposals and their versions hold of documents: their quotes, and those quotes' words in texts.

        A section that had some has another revision then, below which nothing is taken any more (`erased_revision`).
        The bytes are gone after the compaction that erasing documents owes.

        Args:
            document_ids: the documents.
            erasure: what stays of what.

        Returns:
            How many quotes there were.
        """
        ...
