"""How often a file was tried, and a compaction for what earlier versions left of documents that were replaced."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Count the tries; where there are files already, a compaction is due."""
    op.add_column("file", sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    op.execute("INSERT INTO meta (key, value) SELECT 'compaction_due', '1' WHERE EXISTS (SELECT 1 FROM file)")


def downgrade() -> None:
    """Forget the tries."""
    op.execute("DELETE FROM meta WHERE key = 'compaction_due'")
    # Not in a batch: that makes the table anew, and dropping the old one would take all documents with it.
    op.execute("ALTER TABLE file DROP COLUMN tries")
