"""Names of what lies in an index folder."""

from __future__ import annotations

CATALOGUE_FILE = "catalogue.sqlite"
ORIGINALS_FOLDER = "files"
RESTORED_FOLDER = "restored"
"""A backup, whole and checked, that is to take the place of what is in the folder: see `store.restore`."""
PREVIOUS_FOLDER = "previous"
"""What a backup took the place of, until the index was opened with it: see `store.restore`."""
