"""Text that was written in UTF-8 and read as Windows-1252: "Ã©" for "é", "â€™" for "’"."""

from __future__ import annotations

import re

_LETTERS = "".join(chr(code) for code in range(0xA0, 0x100))
_OTHERS = "ŒœŸŠšŽž‐‑‒–—‘’‚“”„†‡•…‰′″‹›€™ﬁﬂ\u202f\u2009"
_LEAST = 2  # one alone may be meant
_MOST_ELSE = 0.1  # of proper accented letters beside: where a text is broken, all of it is
_PROPER = re.compile("[àâäçéèêëîïôöùûüœæÀÂÇÉÈÊËÎÏÔÙÛŒ’]")


def _misread(character: str) -> str:
    """What a character looks like, byte by byte, to one who takes UTF-8 for Windows-1252."""
    raw = character.encode("utf-8")
    return "".join(bytes([byte]).decode("cp1252", errors="replace").replace("\ufffd", chr(byte)) for byte in raw)


_MEANT = {_misread(character): character for character in _LETTERS + _OTHERS}
_BROKEN = re.compile("|".join(re.escape(broken) for broken in sorted(_MEANT, key=len, reverse=True)))
_SUSPECT = re.compile("[ÂÃÅâï]")


def broken(text: str) -> re.Pattern[str] | None:
    """What `meant` mends in a text, or None where there is nothing, or too little to be sure."""
    if text.isascii() or not _SUSPECT.search(text):
        return None
    found = _BROKEN.findall(text)
    if len(found) < _LEAST:
        return None
    proper = len(_PROPER.findall(_BROKEN.sub("", text)))
    return _BROKEN if proper <= _MOST_ELSE * len(found) else None


def meant(match: re.Match[str]) -> str:
    """The character that was misread."""
    return _MEANT[match.group()]
