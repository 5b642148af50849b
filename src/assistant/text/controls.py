"""Characters that no text of a person needs: those that drive a terminal, and those that hide or turn others. Pure.

The pages' scripts have the same list (`views/page.js`).
"""

from __future__ import annotations

import re
import unicodedata

CONTROLS = r"\x00-\x08\x0b-\x1f\x7f-\x9f"
"""Control characters, as part of a class of a regular expression; line ends and tabs are not among them."""
INVISIBLE = r"\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3164\ufeff\U000e0000-\U000e007f"
"""Characters that show nothing, turn the direction of text or carry hidden text (tags), as part of such a class."""

_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_UNSHOWN = re.compile(f"[{CONTROLS}{INVISIBLE}]")


def without_controls(text: str) -> str:
    """Text without characters that drive a terminal, hide others or turn the direction of text; line ends stay."""
    kept = (c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs") else " " for c in text)
    return without_invisible("".join(kept))


def without_invisible(text: str) -> str:
    """Text without characters that hide others or turn the direction of text."""
    return _INVISIBLE.sub("", text)


def shown_text(text: str) -> str:
    """Text as pages show it: without control characters and without invisible ones; line ends and tabs stay."""
    return _UNSHOWN.sub("", text)
