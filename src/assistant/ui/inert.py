"""Text as HTML that is text and nothing else. Pure."""

from __future__ import annotations

import re

_ACTIVE = re.compile(r"[^\w ,;’«»“”…–—-]|_")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_BLANKS = re.compile(r"[ \t\n]+")


def inert(text: str) -> str:
    """Text as HTML that shows exactly that text on one line; newlines become spaces."""
    flat = _BLANKS.sub(" ", _CONTROL.sub(" ", text))
    return _ACTIVE.sub(lambda sign: f"&#{ord(sign[0])};", flat)
