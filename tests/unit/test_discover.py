"""Which files of a folder are documents."""

from __future__ import annotations

import os
from pathlib import Path

from assistant.ingest.discover import Findings, find_files
from privileges import closed


def test_files_are_found_sorted_and_strange_names_too(tmp_path: Path) -> None:
    names = ["b.md", "a/z.pdf", "a/deep/x.txt", "n#1.pdf", "deux\nlignes.txt", "🚲.md", "é.odt"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [path.relative_to(tmp_path).as_posix() for path in find_files(tmp_path).files]
    assert found == ["a/deep/x.txt", "a/z.pdf", "b.md", "deux\nlignes.txt", "n#1.pdf", "é.odt", "🚲.md"]


def test_what_is_no_document_is_left_out(tmp_path: Path) -> None:
    inside, outside = tmp_path / "corpus", tmp_path / "secret"
    for folder in (inside / ".git", inside / "__MACOSX", inside / "sub", outside):
        folder.mkdir(parents=True)
    for path in (
        inside / ".git/a.md", inside / "__MACOSX/a.md", inside / ".DS_Store", inside / "~$a.docx", inside / "Thumbs.db",
        inside / "kept.md", outside / "secret.md",
    ):  # fmt: skip
        path.write_text("x")
    os.mkfifo(inside / "pipe.txt")
    (inside / "out.md").symlink_to(outside / "secret.md")
    (inside / "folder").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    (inside / "broken.md").symlink_to(inside / "gone.md")
    (inside / "link.md").symlink_to(inside / "kept.md")
    assert [path.name for path in find_files(inside).files] == ["kept.md", "link.md"]


def test_an_empty_folder(tmp_path: Path) -> None:
    assert find_files(tmp_path) == Findings((), ())


def names(findings: Findings, folder: Path) -> tuple[list[str], list[str]]:
    """Files, and folders that can't be listed, below a folder."""
    return (
        [path.relative_to(folder).as_posix() for path in findings.files],
        [each.location.relative_to(folder).as_posix() for each in findings.unlisted],
    )


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path) -> None:
    for name in ("a.md", "shut/b.md", "shut/deep/c.md", "open/d.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    with closed(tmp_path / "shut"):
        found = find_files(tmp_path)
        itself = find_files(tmp_path / "shut")
    assert names(found, tmp_path) == (["a.md", "open/d.md"], ["shut"])
    assert found.unlisted[0].detail == "Permission denied"
    assert names(itself, tmp_path) == ([], ["shut"])
    assert names(find_files(tmp_path), tmp_path) == (["a.md", "open/d.md", "shut/b.md", "shut/deep/c.md"], [])


def test_what_can_be_listed_and_not_looked_at_is_left_to_the_reading(tmp_path: Path) -> None:
    (tmp_path / "notes" / "deep").mkdir(parents=True)
    (tmp_path / "notes" / "a.md").write_text("x")
    (tmp_path / "notes" / "link.md").symlink_to(tmp_path / "notes" / "a.md")
    with closed(tmp_path / "notes", 0o400):  # its names, and nothing of what they name
        found = find_files(tmp_path)
    assert names(found, tmp_path) == (["notes/a.md", "notes/link.md"], ["notes/deep"])


def test_a_folder_left_out_is_not_entered_by_any_way(tmp_path: Path) -> None:
    (tmp_path / "index" / "files").mkdir(parents=True)
    (tmp_path / "index" / "files" / "copy.md").write_text("x")
    (tmp_path / "a.md").write_text("x")
    (tmp_path / "link.md").symlink_to(tmp_path / "index" / "files" / "copy.md")
    (tmp_path / "indexes").mkdir()
    (tmp_path / "indexes" / "b.md").write_text("x")
    (tmp_path / "alias").symlink_to(tmp_path / "index")
    for left_out in (tmp_path / "index", tmp_path / "alias"):
        assert names(find_files(tmp_path, left_out), tmp_path) == (["a.md", "indexes/b.md"], [])
    assert names(find_files(tmp_path, tmp_path / "none"), tmp_path)[0] == [
        "a.md", "index/files/copy.md", "indexes/b.md", "link.md",
    ]  # fmt: skip
