"""Names of the bench's files come from browsers: none leads out of its folder, none hides another."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.bench.folder import BenchFolder
from assistant.errors import UsageError

BAD = ["", ".", "..", "../secret", "a/b", "a\\b", "/etc/passwd", "a--b", "-a", "a b", "a\x00", "é" * 61, "a..b", "<b>"]


@pytest.fixture
def folder(tmp_path: Path) -> BenchFolder:
    (tmp_path / "secret.jsonl").write_text("{}", encoding="utf-8")
    (tmp_path / "bench" / "cases").mkdir(parents=True)
    (tmp_path / "bench" / "cases" / "essai.jsonl").write_text("", encoding="utf-8")
    return BenchFolder(tmp_path / "bench")


@pytest.mark.parametrize("name", BAD)
def test_no_name_leads_elsewhere(folder, name):
    for call in (folder.case_file, folder.new_case_file, folder.one_series, folder.report):
        with pytest.raises(UsageError):
            call(name)
    with pytest.raises(UsageError):
        folder.grades(Path("pools/essai--20261126.jsonl"), name)


def test_french_names_will_do(folder):
    assert folder.new_case_file("évaluation-2026_v1.2").name == "évaluation-2026_v1.2.jsonl"
    assert [path.stem for path in folder.case_files()] == ["essai"]


def test_a_series_and_its_grades_are_told_apart(folder):
    series = folder.new_series("essai")
    series.write_text("", encoding="utf-8")
    folder.grades(series, "AB").write_text("", encoding="utf-8")
    assert list(folder.series()) == [series]
    assert folder.judges(folder.one_series(series.stem)) == ["AB"]
