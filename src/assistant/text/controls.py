"""Characters that no text of a person needs: those that drive a terminal or turn the direction of text. Pure."""

from __future__ import annotations

import re
import unicodedata

_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def without_controls(text: str) -> str:
    """Text without characters that drive a terminal or turn the direction of text; line ends stay."""
    kept = (c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs") else " " for c in text)
    return _DIRECTIONS.sub("", "".join(kept))
