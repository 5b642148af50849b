"""How often a file was tried, what it was read with, and a compaction for what earlier versions left behind."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Count the tries; files that were read already were by earlier readers, and a compaction is due."""
    op.add_column("file", sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("file", sa.Column("made_with", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE file SET made_with = '0001' WHERE stored_hash IS NOT NULL")
    op.execute("INSERT INTO meta (key, value) SELECT 'compaction_due', '1' WHERE EXISTS (SELECT 1 FROM file)")


def downgrade() -> None:
    """Forget the tries and what files were read with."""
    op.execute("DELETE FROM meta WHERE key = 'compaction_due'")
    # Not in a batch: that makes the table anew, and dropping the old one would take all documents with it.
    op.execute("ALTER TABLE file DROP COLUMN made_with")
    op.execute("ALTER TABLE file DROP COLUMN tries")
