"""Which files of a folder are documents."""

from __future__ import annotations

import os
from pathlib import Path

from assistant.ingest.discover import find_files


def test_files_are_found_sorted_and_strange_names_too(tmp_path: Path) -> None:
    names = ["b.md", "a/z.pdf", "a/deep/x.txt", "n#1.pdf", "deux\nlignes.txt", "🚲.md", "é.odt"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [path.relative_to(tmp_path).as_posix() for path in find_files(tmp_path)]
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
    assert [path.name for path in find_files(inside)] == ["kept.md", "link.md"]


def test_an_empty_folder(tmp_path: Path) -> None:
    assert find_files(tmp_path) == []
