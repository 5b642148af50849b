"""What documents are known by. Pure."""

from __future__ import annotations

import hashlib


def document_id(root: str, place: str) -> str:
    """The id of a document, the same whenever it is read: of its root, and of its path with what names the part."""
    return hashlib.sha256(f"{root}\n{place}".encode("utf-8", "surrogateescape")).hexdigest()[:16]
