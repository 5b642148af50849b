"""Proposals: their sections, the quotes picked for them, every version, and who is editing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _of_proposal(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=f"fk_{table}_proposal_id", ondelete="CASCADE")


def upgrade() -> None:
    """An index of an earlier version has none of them."""
    op.create_table(
        "proposal",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sections_made", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_proposal"),
    )
    op.create_table(
        "proposal_section",
        sa.Column("proposal_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("proposal_id", "id", name="pk_proposal_section"),
        _of_proposal("proposal_section"),
    )
    op.create_table(
        "proposal_quote",
        sa.Column("proposal_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("quote", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("proposal_id", "number", name="pk_proposal_quote"),
        _of_proposal("proposal_quote"),
    )
    op.create_index("ix_proposal_quote_document_id", "proposal_quote", ["document_id"])
    _add_versions_and_locks()


def _add_versions_and_locks() -> None:
    op.create_table(
        "proposal_version",
        sa.Column("proposal_id", sa.Text(), nullable=False),
        sa.Column("section_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.Text(), nullable=False),
        sa.Column("editor", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("proposal_id", "section_id", "number", name="pk_proposal_version"),
        _of_proposal("proposal_version"),
    )
    op.create_table(
        "proposal_lock",
        sa.Column("proposal_id", sa.Text(), nullable=False),
        sa.Column("section_id", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("editor", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("proposal_id", "section_id", name="pk_proposal_lock"),
        _of_proposal("proposal_lock"),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("proposal_lock", "proposal_version", "proposal_quote", "proposal_section", "proposal"):
        op.drop_table(table)
