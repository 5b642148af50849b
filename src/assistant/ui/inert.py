"""Text as HTML that is text and nothing else. Pure."""

from __future__ import annotations

import re

from assistant.text.controls import CONTROLS, without_invisible

_ACTIVE = re.compile(r"[^\w ,;’«»“”…–—-]|_")
_CONTROL = re.compile(f"[{CONTROLS}]")
_BLANKS = re.compile(r"[ \t\n]+")


def inert(text: str) -> str:
    """Text as HTML that shows exactly that text on one line; newlines become spaces."""
    flat = _BLANKS.sub(" ", _CONTROL.sub(" ", without_invisible(text)))
    return _ACTIVE.sub(lambda sign: f"&#{ord(sign[0])};", flat)
