"""What the system said of a file when it was read, and how sure the recognised text of a document is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Files of earlier versions are hashed once more; a document is as sure as its recognised pages are."""
    op.add_column("file", sa.Column("seen", sa.Text(), nullable=False, server_default=""))
    op.add_column("document", sa.Column("ocr_confidence", sa.Float(), nullable=True))
    op.execute(
        "UPDATE document SET ocr_confidence = (SELECT avg(ocr_confidence) FROM page WHERE document_id = document.id) "
        "WHERE ocr_pages > 0"
    )


def downgrade() -> None:
    """Forget both."""
    # Not in a batch: that makes the table anew, and dropping the old one would take what refers to it along.
    op.execute("ALTER TABLE document DROP COLUMN ocr_confidence")
    op.execute("ALTER TABLE file DROP COLUMN seen")
