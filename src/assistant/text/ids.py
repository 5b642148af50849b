"""What documents are known by. Pure."""

from __future__ import annotations

import hashlib

SIDECAR = ".meta.json"
"""Ends the name of the file that says what is known of the one beside it: NAME.ext.meta.json."""


def document_id(root: str, place: str) -> str:
    """The id of a document, the same whenever it is read: of its root, and of its path with what names the part."""
    return hashlib.sha256(f"{root}\n{place}".encode("utf-8", "surrogateescape")).hexdigest()[:16]


def is_sidecar(name: str) -> bool:
    """Whether a file says what is known of the one beside it: NAME.ext.meta.json."""
    return name.lower().endswith(SIDECAR)
