"""Which documents are one work, what they share, what people decided of it; the places that they are about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """They are found when documents are next ingested."""
    op.add_column("document", sa.Column("work", sa.Text(), nullable=True))
    op.add_column("document", sa.Column("places", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("document", sa.Column("authority", sa.Text(), nullable=True))
    op.create_table(
        "trait",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.Column("centre", sa.LargeBinary(), nullable=False),
        sa.Column("made_with", sa.Text(), nullable=False),
        sa.Column("placed_with", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name="pk_trait"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_trait_document_id", ondelete="CASCADE"),
    )
    op.create_table(
        "twin",
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("second", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("first", "second", name="pk_twin"),
        sa.ForeignKeyConstraint(["first"], ["document.id"], name="fk_twin_first", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["second"], ["document.id"], name="fk_twin_second", ondelete="CASCADE"),
    )
    op.create_index("ix_twin_second", "twin", ["second"])
    op.create_table(
        "twin_decision",
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("second", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("first", "second", name="pk_twin_decision"),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("twin_decision", "twin", "trait"):
        op.drop_table(table)
    for column in ("authority", "places", "work"):
        op.drop_column("document", column)
