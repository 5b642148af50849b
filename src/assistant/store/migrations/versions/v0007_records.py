"""Bibliographic records: where each field comes from, what is said of documents elsewhere, files that were erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_TEXTS = ("publisher", "place", "licence", "url", "identifier", "retrieved_at")
_OBJECTS = ("origins", "as_read")


def upgrade() -> None:
    """Documents of earlier versions do not say where their fields come from, until they are read again."""
    for name in _TEXTS:
        op.add_column("document", sa.Column(name, sa.Text(), nullable=True))
    for name in _OBJECTS:
        op.add_column("document", sa.Column(name, sa.JSON(), nullable=False, server_default="{}"))
    op.create_table(
        "description",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("layer", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("said_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "layer", name="pk_description"),
    )
    op.create_table(
        "reference",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("item", sa.JSON(), nullable=False),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_reference"),
    )
    op.create_index("ix_reference_root_path", "reference", ["root", "path"])
    op.create_index("ix_reference_document_id", "reference", ["document_id"])
    op.create_table(
        "removal",
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("root", "path", name="pk_removal"),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("removal", "reference", "description"):
        op.drop_table(table)
    for name in (*_OBJECTS, *_TEXTS):  # not in a batch: that makes the table anew, and takes what refers to it along
        op.execute(f"ALTER TABLE document DROP COLUMN {name}")
