"""Pages whose text was recognised on their picture; which part of its file a document is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No page of earlier versions was recognised; what stands after the file's path in a source names the part."""
    op.add_column("page", sa.Column("ocr_confidence", sa.Float(), nullable=True))
    op.add_column("document", sa.Column("ocr_pages", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("document", sa.Column("record_id", sa.Text(), nullable=True))
    op.execute(
        "UPDATE document SET record_id = "
        "(SELECT substr(document.source, length(file.path) + 2) FROM file WHERE file.id = document.file_id) "
        "WHERE format = 'jsonl'"
    )


def downgrade() -> None:
    """Forget how sure the text is, and the parts."""
    # Not in a batch: that makes the table anew, and dropping the old one would take what refers to it along.
    op.execute("ALTER TABLE document DROP COLUMN record_id")
    op.execute("ALTER TABLE document DROP COLUMN ocr_pages")
    op.execute("ALTER TABLE page DROP COLUMN ocr_confidence")
