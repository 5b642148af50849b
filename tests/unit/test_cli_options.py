"""Options that every command shares."""

from __future__ import annotations

import io
import sys

import pytest
import typer

from assistant.cli import options
from assistant.errors import IndexLocked, SettingsError, StoreError, UsageError


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "fr"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "C"}, "fr"),
        ({"LANG": "en", "ASSISTANT_LANGUAGE": "fr"}, "fr"),
    ],
)
def test_locale_language(environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ASSISTANT_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert options.locale_language() == language


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UsageError("empty_question"), 2),
        (SettingsError("settings_file", path="x", detail="y"), 2),
        (StoreError("index_missing", path="x"), 1),
        (IndexLocked("index_locked", path="x", pid=12), 1),
    ],
)
def test_errors_become_one_sentence_and_a_status(error, status, capsys, monkeypatch) -> None:
    monkeypatch.setenv("ASSISTANT_LANGUAGE", "en")
    with pytest.raises(typer.Exit) as ended, options.reporting(as_json=False):
        raise error
    out, err = capsys.readouterr()
    assert ended.value.exit_code == status
    assert out == ""
    assert err.count("\n") == 1
    assert err.strip() == str(error)


def test_question_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("Où ?\n"))
    assert options.question_text("-") == "Où ?\n"


def test_bytes_that_are_not_utf8_are_replaced() -> None:
    assert options.question_text("a\udce9b") == "a?b"
