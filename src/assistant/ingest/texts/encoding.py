"""Bytes to text: byte order mark, UTF-8, UTF-16/32 by their zeros, then the 8-bit encodings of French files."""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass

from assistant.errors import DocumentError
from assistant.ingest.limits import ReadLimits

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 200_000
_EIGHT_BIT = ("cp1252", "mac_roman", "cp850", "iso8859_15")
# What is not ASCII in French and English writing; anything else in an 8-bit text speaks against the encoding.
_EXPECTED = frozenset("àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ«»“”‘’–—…€°§·•ñáíóúßåø²³½¼©®™ªº\u00a0")
_FREQUENT = frozenset("éèàêçùîôâû’«»É\u00a0œ")
_MOST_REPLACED = 0.02
_CONTROLS_ALLOWED = frozenset("\t\n\r\f\x0b\x1a\x1b")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was in, and whether some bytes could not be read (they show as U+FFFD)."""

    text: str
    encoding: str
    lossy: bool = False


def decode(data: bytes) -> Decoded:
    """Decode a text file.

    Raises:
        DocumentError: bad_encoding, where no encoding gives plausible text.
    """
    decoded = _by_mark(data) or _utf8(data) or _by_zeros(data) or _damaged_utf8(data) or _eight_bit(data)
    if decoded is None or not _plausible(decoded.text):
        raise DocumentError("bad_encoding")
    return decoded


def decode_within(data: bytes, limits: ReadLimits) -> Decoded:
    """Decode a text file that holds no more characters than may be read.

    Raises:
        DocumentError: bad_encoding, too_much_text.
    """
    decoded = decode(data)
    if len(decoded.text) > limits.characters:
        raise DocumentError("too_much_text", limit=limits.characters)
    return decoded


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data.decode(encoding, errors="replace")
            return Decoded(text, encoding, lossy="\ufffd" in text)
    return None


def _utf8(data: bytes) -> Decoded | None:
    try:
        return Decoded(data.decode("utf-8"), "utf-8") if data.count(0) * 100 <= len(data) else None
    except UnicodeDecodeError:
        return None


def _by_zeros(data: bytes) -> Decoded | None:
    """UTF-16 and UTF-32 without a mark: Latin letters leave zeros at the same place in each unit."""
    sample = data[: min(len(data), _SAMPLE) // 4 * 4]
    if not sample.count(0):
        return None
    quarter = len(sample) / 4
    zeros = [sample[index::4].count(0) / quarter for index in range(4)]
    guesses = (
        ("utf-32-le", min(zeros[1:]) > 0.8 > zeros[0]),
        ("utf-32-be", min(zeros[:3]) > 0.8 > zeros[3]),
        ("utf-16-le", min(zeros[1], zeros[3]) > 0.4 > max(zeros[0], zeros[2])),
        ("utf-16-be", min(zeros[0], zeros[2]) > 0.4 > max(zeros[1], zeros[3])),
    )
    for encoding, fits in guesses:
        if fits:
            text = data.decode(encoding, errors="replace")
            return Decoded(text, encoding, lossy="\ufffd" in text)
    return None


def _damaged_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few broken bytes: most of what is not ASCII still decodes."""
    text = data.decode("utf-8", errors="replace")
    replaced = text.count("\ufffd")
    sound = sum(character > "\x7f" for character in text) - replaced
    if replaced * 5 <= sound and replaced <= len(text) * _MOST_REPLACED:
        return Decoded(text, "utf-8", lossy=True)
    return None


def _eight_bit(data: bytes) -> Decoded | None:
    sample = data[:_SAMPLE]
    scored = [(_french_score(sample, encoding), encoding) for encoding in _EIGHT_BIT]
    best, encoding = max(scored, key=lambda pair: pair[0])
    if best >= 0.8:
        text = data.decode(encoding, errors="replace")
        return Decoded(text, encoding, lossy="\ufffd" in text)
    return _by_statistics(data)


def _french_score(sample: bytes, encoding: str) -> float:
    """Share of the characters beyond ASCII that French writing has, the usual ones counting a little more."""
    text = sample.decode(encoding, errors="replace")
    high = [character for character in text if character > "\x7f"]
    if not high:
        return 0.0
    expected = sum(character in _EXPECTED for character in high)
    frequent = sum(character in _FREQUENT for character in high)
    return (expected + 0.01 * frequent) / len(high)


def _by_statistics(data: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        return None
    text = data.decode(best.encoding, errors="replace")
    return Decoded(text, best.encoding, lossy="\ufffd" in text)


def _plausible(text: str) -> bool:
    """Whether it reads as text: hardly any control, unassigned or unreadable character."""
    sample = text[:_SAMPLE]
    odd = sum(
        character == "\ufffd"
        or (character not in _CONTROLS_ALLOWED and unicodedata.category(character) in ("Cc", "Cn"))
        for character in sample
    )
    return odd <= len(sample) * _MOST_REPLACED
