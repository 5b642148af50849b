"""What the command line writes, and where."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys

import pytest

from assistant.cli import output
from assistant.types import IngestProgress


class _Stream(io.TextIOWrapper):
    def __init__(self, encoding: str = "utf-8", tty: bool = False) -> None:
        super().__init__(io.BytesIO(), encoding=encoding)
        self._is_tty = tty

    def isatty(self) -> bool:
        return self._is_tty

    def written(self) -> bytes:
        self.flush()
        return self.buffer.getvalue()  # type: ignore[attr-defined,no-any-return]


def test_control_signs_never_reach_the_terminal() -> None:
    assert output.printable("a\x1b[31mb\x07\x9bc\nd\te\u0085") == "a[31mbc\nd\te"


def test_json_is_utf8_whatever_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _Stream("latin-1")
    monkeypatch.setattr(sys, "stdout", stream)
    output.emit_json({"é": "… œ"})
    assert json.loads(stream.written().decode("utf-8")) == {"é": "… œ"}


def test_text_the_terminal_cannot_show_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _Stream("ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    output.emit("été\u202f? 3\u00a0%")
    assert stream.written() == b"?t? ? 3 %\n"


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-8"])
def test_help_is_said_whatever_the_terminal_can_show(encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from assistant.cli import main; main(['ask', '--help'])"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding, "ASSISTANT_LANGUAGE": "fr"},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    narrow = "\u202f" if encoding == "utf-8" else " "
    assert f"La question{narrow}; «\u00a0-\u00a0» la lit" in done.stdout.decode(encoding)


def test_a_name_stays_on_one_line_and_turns_no_text() -> None:
    assert output.one_line("a\nb\r\tc\u2028d\x1b[2Je\u202egpj.f") == "a b  c d[2Jegpj.f"
    assert output.printable("\u2066x\u2069\u200fy") == "xy"


def _text(language: str = "fr", width: int = 160, **changed: object) -> str:
    values = {"stage": "reading", "files_done": 3, "files_total": 9, "passages": 120, "source": "dossier/nom.pdf"}
    return output.progress_text(IngestProgress(**{**values, **changed}), 60.0, language, width)


def test_progress_says_what_is_left_and_what_is_slow() -> None:
    assert _text() == "3/9 fichiers, 120 passages (2/s) dossier/nom.pdf"
    assert _text(seconds_left=75.0) == "3/9 fichiers, 120 passages (2/s), reste environ 2 min dossier/nom.pdf"
    assert _text("en", seconds_left=12.0) == "3/9 files, 120 passages (2/s), less than a minute left dossier/nom.pdf"
    assert "reste environ 1 h 40 " in _text(seconds_left=5999.0)
    assert _text(file_seconds=9.0, pages_done=1, pages_total=80) == _text()
    slow = {"file_seconds": 75.0, "pages_done": 12, "pages_total": 80}
    assert _text(**slow).endswith(" dossier/nom.pdf (p. 12 sur 80, depuis 1 min 15)")
    assert _text("en", file_seconds=14.0).endswith(" dossier/nom.pdf (for 14 s)")
    assert _text(stage="indexing", source="") == "3/9 fichiers, 120 passages, mise à jour de la recherche"


@pytest.mark.parametrize("source", ["x" * 300, "🚲" * 100, "日本" * 90, "a\nb\x1b[2J\u202e" * 40, "e\u0301" * 200])
@pytest.mark.parametrize("width", [20, 79, 160])
def test_progress_fits_on_its_line_whatever_the_file_is_called(source: str, width: int) -> None:
    text = _text(source=source, width=width, file_seconds=90.0, pages_done=1, pages_total=2000, seconds_left=7200.0)
    assert output._columns(text) <= width
    assert output.one_line(text) == text
    assert width < 100 or "p. 1 sur 2000" in text


def test_a_name_on_several_lines_keeps_the_updating_line_one(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _Stream(tty=True)
    monkeypatch.setattr(sys, "stderr", stream)
    line = output.ProgressLine("fr")
    line(IngestProgress("reading", 1, 9, 40, "deux\nlignes\x1b[1A.pdf"))
    line.close()
    assert b"\n" not in stream.written()
    assert b"\x1b" not in stream.written()
    assert b"deux lignes[1A.pdf" in stream.written()


def _progress(done: int) -> IngestProgress:
    return IngestProgress("embedding", done, 9, 40 * done, "dossier/fichier.pdf")


def test_progress_updates_one_line_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _Stream(tty=True)
    monkeypatch.setattr(sys, "stderr", stream)
    clock = iter([0.0, 1.0, 1.01, 2.0])
    monkeypatch.setattr(output.time, "monotonic", lambda: next(clock))
    line = output.ProgressLine("fr")
    for done in (1, 2, 3):
        line(_progress(done))
    line.close()
    text = stream.written().decode()
    assert "1/9 fichiers, 40 passages (40/s)" in text
    assert "2/9" not in text  # too soon after the last
    assert "3/9 fichiers, 120 passages (60/s) dossier/fichier.pdf" in text
    assert "\n" not in text
    assert text.endswith("\r")


def test_progress_is_sparse_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _Stream()
    monkeypatch.setattr(sys, "stderr", stream)
    clock = iter([0.0, 1.0, 10.5, 12.0])
    monkeypatch.setattr(output.time, "monotonic", lambda: next(clock))
    line = output.ProgressLine("en")
    for done in (1, 2, 3):
        line(_progress(done))
    line.close()
    assert stream.written().decode().splitlines() == ["2/9 files, 80 passages (8/s) dossier/fichier.pdf"]
