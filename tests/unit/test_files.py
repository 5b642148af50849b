"""Results are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.evaluation.reports.files import check_outputs, check_replaceable, replace_text


def test_what_stood_there_is_replaced_and_nothing_is_left_beside(tmp_path):
    path = tmp_path / "rapport.json"
    path.write_text("avant", encoding="utf-8")
    replace_text(path, "après \ud83d")
    assert path.read_text(encoding="utf-8") == "après ?"
    assert [each.name for each in tmp_path.iterdir()] == ["rapport.json"]


def test_finding_out_leaves_nothing_and_changes_nothing(tmp_path):
    path = tmp_path / "rapport.json"
    check_replaceable(path)
    assert list(tmp_path.iterdir()) == []
    path.write_text("avant", encoding="utf-8")
    check_replaceable(path)
    assert path.read_text(encoding="utf-8") == "avant"


@pytest.mark.parametrize("name", ["absent/rapport.json", "", "fichier/rapport.json"])
def test_a_place_that_cannot_be_written_is_one_sentence_before_the_run(tmp_path, name):
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        check_replaceable(tmp_path / name)
    assert caught.value.code == "output_unwritable"
    assert "None" not in caught.value.render("fr").reason
    with pytest.raises(UsageError):
        replace_text(tmp_path / name, "x")


def test_a_write_that_fails_leaves_what_stood_there(tmp_path, monkeypatch):
    path = tmp_path / "rapport.json"
    path.write_text("avant", encoding="utf-8")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("assistant.evaluation.reports.files.os.fsync", full)
    with pytest.raises(UsageError, match="No space left"):
        replace_text(path, "après")
    assert path.read_text(encoding="utf-8") == "avant"
    assert [each.name for each in tmp_path.iterdir()] == ["rapport.json"]


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "ailleurs").mkdir()
    target = tmp_path / "ailleurs" / "rapport.json"
    link = tmp_path / "lien.json"
    link.symlink_to(target)
    replace_text(link, "x")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "x"


def test_a_pipe_is_written_to_and_not_replaced(tmp_path):
    pipe = tmp_path / "tuyau"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDWR)
    try:
        replace_text(pipe, "x")
        assert os.read(reader, 10) == b"x"
        assert pipe.is_fifo()
    finally:
        os.close(reader)


def refused(*arguments: object) -> str:
    with pytest.raises(UsageError) as caught:
        check_outputs(*arguments)
    return caught.value.code


def test_no_result_takes_the_place_of_what_is_read_or_is_not_its_own(tmp_path: Path) -> None:
    index = tmp_path / "index"
    index.mkdir()
    cases, report = tmp_path / "cases.jsonl", tmp_path / "report.json"
    cases.touch()
    check_outputs([report, None, tmp_path / "page.html"], [cases, None], [index, None])
    assert refused([cases], [cases]) == "output_in_use"
    assert refused([tmp_path / "other" / ".." / "cases.jsonl"], [cases]) == "output_in_use"
    assert refused([report, report]) == "output_in_use"
    assert refused([index / "catalogue.sqlite"], [], [index]) == "output_in_use"
    assert refused([index], [], []) == "output_unwritable"
    check_outputs([Path("/dev/null"), Path("/dev/null")], [Path("/dev/null")], [])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_device_that_takes_nothing_is_told_in_a_sentence() -> None:
    with pytest.raises(UsageError) as caught:
        replace_text(Path("/dev/full"), "x" * 100)
    assert caught.value.code == "output_unwritable"
