"""A passage may have vectors of several models; each says whose it is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Vectors of earlier versions are of the model that the index was made with."""
    _remake(
        [sa.Column("model", sa.Text(), nullable=False)],
        ["passage_id", "model"],
        "INSERT INTO vector_new (passage_id, vector, model) SELECT passage_id, vector, "
        "coalesce((SELECT value FROM meta WHERE key = 'embedding_fingerprint'), '') FROM vector",
    )


def downgrade() -> None:
    """Keep those of the model in use."""
    _remake(
        [],
        ["passage_id"],
        "INSERT INTO vector_new (passage_id, vector) SELECT passage_id, vector FROM vector "
        "WHERE model = coalesce((SELECT value FROM meta WHERE key = 'embedding_fingerprint'), '')",
    )


def _remake(more: list[sa.Column[str]], key: list[str], copy: str) -> None:
    """Make the table anew with another key, which SQLite can't change. Nothing refers to it."""
    op.create_table(
        "vector_new",
        sa.Column("passage_id", sa.Text(), nullable=False),
        *more,
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint(*key, name="pk_vector"),
        sa.ForeignKeyConstraint(["passage_id"], ["passage.id"], name="fk_vector_passage_id", ondelete="CASCADE"),
    )
    op.execute(copy)
    op.drop_table("vector")
    op.rename_table("vector_new", "vector")
