"""The catalogue's tables of proposals."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.schema import Base


class ProposalRow(Base):
    """A proposal: `types.Proposal`; `sections_made` counts those it ever had."""

    __tablename__ = "proposal"

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    language: Mapped[str]
    created_at: Mapped[str]
    updated_at: Mapped[str]
    revision: Mapped[int]
    sections_made: Mapped[int]


class ProposalSectionRow(Base):
    """A section as it is now: `types.ProposalSection` as `proposal_states` keeps it."""

    __tablename__ = "proposal_section"

    proposal_id: Mapped[str] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    state: Mapped[dict[str, Any]]


class ProposalQuoteRow(Base):
    """A quote that was ever picked for a proposal, without its comment, which is a section's.

    It is a copy: no foreign key, for it outlives that its document changes or leaves the folder. What erases a document
    erases it, too.
    """

    __tablename__ = "proposal_quote"

    proposal_id: Mapped[str] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(index=True)
    quote: Mapped[dict[str, Any]]


class ProposalVersionRow(Base):
    """A section as it was after a change, of those that were removed, too: `types.SectionVersion`."""

    __tablename__ = "proposal_version"

    proposal_id: Mapped[str] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"), primary_key=True)
    section_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kept_at: Mapped[str]
    editor: Mapped[str]
    change: Mapped[str]
    state: Mapped[dict[str, Any]]


class ProposalLockRow(Base):
    """Who is editing a section, until when: `types.SectionLock`."""

    __tablename__ = "proposal_lock"

    proposal_id: Mapped[str] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"), primary_key=True)
    section_id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    editor: Mapped[str]
    until: Mapped[str]
