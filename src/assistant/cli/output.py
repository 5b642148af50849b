"""Where the command line writes: results on stdout, messages and progress on stderr."""

from __future__ import annotations

import codecs
import io
import json
import sys
import time
from typing import Any

from assistant.types import IngestProgress, Language

_REPLACING = "assistant.replacing"
_EVERY_SECONDS = 10.0
"""How often progress is said where there is no terminal to update a line on."""


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


def printable(text: str) -> str:
    """Text without control characters: a document or a file name must not drive the reader's terminal."""
    return "".join(c for c in text if c in "\n\t" or not (ord(c) < 32 or 127 <= ord(c) < 160))


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
        line = self._line(progress, now - self._started)
        if self._tty:
            sys.stderr.write("\r" + line.ljust(self._width))
            self._width = len(line)
        else:
            sys.stderr.write(line + "\n")
        sys.stderr.flush()

    def close(self) -> None:
        """Clear the updating line."""
        if self._tty and self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()

    def _line(self, progress: IngestProgress, seconds: float) -> str:
        rate = progress.passages / max(seconds, 0.001)
        source = printable(progress.source)[-40:]
        files = "fichiers" if self._language == "fr" else "files"
        done = f"{progress.files_done}/{progress.files_total} {files}"
        return f"{done}, {progress.passages} passages ({rate:.0f}/s) {source}"[:110]
