"""Where the command line writes: results on stdout, messages and progress on stderr."""

from __future__ import annotations

import codecs
import io
import json
import math
import os
import sys
import time
import unicodedata
from collections.abc import Iterable
from typing import Any

from assistant.types import IngestProgress, Language

_REPLACING = "assistant.replacing"
_EVERY_SECONDS = 10.0
"""How often progress is said where there is no terminal to update a line on."""
_SLOW_SECONDS = 10.0
"""After which it is said how long a file has been being read."""
_COLUMNS = 80
_LONGEST_LINE = 160
_LONGEST_TOLD = 100
_SHORTEST_NAME = 12
_CONTROLS = ("Cc", "Cs")
_DIRECTIONS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2028\u2029\u2066\u2067\u2068\u2069")
"""Signs that turn the direction of text, or end a line."""
_BREAKS = str.maketrans(dict.fromkeys("\n\t\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))
_WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "files": "fichiers",
        "indexing": "mise à jour de la recherche",
        "pages": "p. {} sur {}, ",
        "since": "depuis {}",
        "left": "reste environ {}",
        "soon": "reste moins d'une minute",
    },
    "en": {
        "files": "files",
        "indexing": "updating the search",
        "pages": "p. {} of {}, ",
        "since": "for {}",
        "left": "about {} left",
        "soon": "less than a minute left",
    },
}


def _replaced(error: UnicodeError) -> tuple[str, int]:
    """What stands for characters that an encoding lacks: a space for a no-break one, "?" for any other."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(" " if character.isspace() else "?" for character in missing), error.end


codecs.register_error(_REPLACING, _replaced)


def show_what_can_be_shown() -> None:
    """No character of help texts or messages ends the program where the terminal's encoding lacks it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_REPLACING)


def emit_json(value: Any) -> None:
    """One JSON value on one line of stdout, as UTF-8 whatever the locale."""
    emit(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def emit(text: str, encoding: str | None = None) -> None:
    """Text on stdout, at once; characters that the terminal can't show are replaced."""
    stream = sys.stdout
    data = (text + "\n").encode(encoding or stream.encoding or "utf-8", _REPLACING)
    stream.flush()
    stream.buffer.write(data)
    stream.flush()


def note(text: str) -> None:
    """One message on stderr."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def note_odd_places(lines: Iterable[tuple[int, str]], language: Language) -> None:
    """A message for each line of the group's list of places that is not understood."""
    from assistant.messages import render

    for number, line in lines:
        message = render("bad_place_line", {"line": str(number), "text": line[:_LONGEST_TOLD]}, language)
        note(one_line(f"{message.reason} {message.hint}"))


def printable(text: str) -> str:
    """Text without control characters: a document or a file name must not drive the reader's terminal."""
    return "".join(c for c in text if c in "\n\t" or not (c in _DIRECTIONS or unicodedata.category(c) in _CONTROLS))


def one_line(text: str) -> str:
    """Printable text on one line: what would part it, in a file's name or a title, is a space."""
    return printable(text.translate(_BREAKS))


class ProgressLine:
    """Says how an ingestion goes: one updating line on a terminal, a line now and then elsewhere."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._tty = sys.stderr.isatty()
        self._started = time.monotonic()
        self._said = self._started if not self._tty else 0.0
        self._width = 0

    def __call__(self, progress: IngestProgress) -> None:
        """Show where the ingestion stands (called by the service)."""
        now = time.monotonic()
        if now - self._said < (0.1 if self._tty else _EVERY_SECONDS):
            return
        self._said = now
        width = _terminal_columns() - 1 if self._tty else _LONGEST_LINE
        line = progress_text(progress, now - self._started, self._language, width)
        if self._tty:
            sys.stderr.write("\r" + line + " " * max(0, self._width - _columns(line)))
            self._width = _columns(line)
        else:
            sys.stderr.write(line + "\n")
        sys.stderr.flush()

    def close(self) -> None:
        """Clear the updating line."""
        if self._tty and self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()


def progress_text(progress: IngestProgress, seconds: float, language: Language, width: int) -> str:
    """Where an ingestion stands after so many seconds, on one line of so many columns."""
    words = _WORDS[language]
    counts = f"{progress.files_done}/{progress.files_total} {words['files']}, {progress.passages} passages"
    if progress.stage == "indexing":
        return _cut(f"{counts}, {words['indexing']}", width)
    left = "" if progress.seconds_left is None else f", {_time_left(progress.seconds_left, language)}"
    slow = ""
    if progress.file_seconds >= _SLOW_SECONDS:
        pages = words["pages"].format(progress.pages_done, progress.pages_total) if progress.pages_total else ""
        slow = f" ({pages}{words['since'].format(_duration(progress.file_seconds))})"
    start = f"{counts} ({progress.passages / max(seconds, 0.001):.0f}/s){left} "
    room = max(width - _columns(start) - _columns(slow), _SHORTEST_NAME)
    return _cut(start + _end_of(one_line(progress.source), room) + slow, width)


def _time_left(seconds: float, language: Language) -> str:
    words = _WORDS[language]
    return words["soon"] if seconds < 60 else words["left"].format(_duration(60 * math.ceil(seconds / 60)))


def _duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02}"
    return f"{minutes} min" + (f" {rest:02}" if rest else "") if minutes else f"{rest} s"


def _terminal_columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or _COLUMNS
    except (OSError, ValueError):
        return _COLUMNS


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes: ideographs and emoji take two, combining signs none."""
    return sum(_columns_of(character) for character in text)


def _columns_of(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _cut(text: str, width: int) -> str:
    """The start of a text, of at most so many columns."""
    while _columns(text) > width:
        text = text[:-1]
    return text


def _end_of(text: str, width: int) -> str:
    """The end of a text, of at most so many columns: in a path it says most."""
    while _columns(text) > width:
        text = text[1:]
    return text
