"""Which files of a folder are documents."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

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
    for folder in (tmp_path / ".git", tmp_path / "__MACOSX"):
        folder.mkdir(parents=True)
    for name in (".git/a.md", "__MACOSX/a.md", ".DS_Store", "~$a.docx", "Thumbs.db", "kept.md"):
        (tmp_path / name).write_text("x")
    found = find_files(tmp_path)
    assert ([path.name for path in found.files], found.odd) == (["kept.md"], frozenset())


def test_what_is_no_ordinary_file_is_told(tmp_path: Path) -> None:
    inside, outside = tmp_path / "corpus", tmp_path / "secret"
    for folder in (inside / "notes", outside):
        folder.mkdir(parents=True)
    for path in (inside / "kept.md", inside / "notes" / "a.md", outside / "secret.md"):
        path.write_text("x")
    os.mkfifo(inside / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(inside / "socket"))
    (inside / "out.md").symlink_to(outside / "secret.md")
    (inside / "folder").symlink_to(outside)
    (inside / "broken.md").symlink_to(inside / "gone.md")
    (inside / "circle.md").symlink_to(inside / "circle.md")
    found = find_files(inside)
    assert [path.name for path in found.files] == [
        "broken.md", "circle.md", "folder", "kept.md", "a.md", "out.md", "pipe.txt", "socket",
    ]  # fmt: skip
    assert {path.name for path in found.odd} == {path.name for path in found.files} - {"kept.md", "a.md"}


def test_a_link_to_what_is_found_anyway_is_left_out(tmp_path: Path) -> None:
    for name in ("kept.md", "notes/a.md", ".hidden/b.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "notes" / "link.md").symlink_to("../kept.md")
    (tmp_path / "again").symlink_to(tmp_path / "notes")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "hidden.md").symlink_to(tmp_path / ".hidden" / "b.md")
    found = find_files(tmp_path)
    assert names(found, tmp_path) == (["hidden.md", "kept.md", "notes/a.md"], [])
    assert found.odd == {tmp_path / "hidden.md"}, "nothing else leads to what is hidden"
    assert find_files(tmp_path / "notes").odd == {tmp_path / "notes" / "link.md"}
    below = find_files(tmp_path / "notes", root=tmp_path)
    assert (names(below, tmp_path), below.odd) == ((["notes/a.md"], []), frozenset())


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")
def test_names_that_differ_by_little_are_different_files(tmp_path: Path) -> None:
    odd = [
        b"caf\xe9.txt",
        "é.txt".encode(),
        "e\u0301.txt".encode(),
        b"A.txt",
        b"a.txt",
        b"\x1b[2J.txt",
        b"x" * 251 + b".txt",
    ]
    for name in odd:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(b"x")
    assert {os.fsencode(path.name) for path in find_files(tmp_path).files} == set(odd)


def test_an_empty_folder(tmp_path: Path) -> None:
    assert find_files(tmp_path) == Findings((), frozenset(), ())


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
    assert found.odd == frozenset()


def test_a_folder_left_out_is_not_entered_by_any_way(tmp_path: Path) -> None:
    (tmp_path / "index" / "files").mkdir(parents=True)
    (tmp_path / "index" / "files" / "copy.md").write_text("x")
    (tmp_path / "a.md").write_text("x")
    (tmp_path / "link.md").symlink_to(tmp_path / "index" / "files" / "copy.md")
    (tmp_path / "indexes").mkdir()
    (tmp_path / "indexes" / "b.md").write_text("x")
    (tmp_path / "alias").symlink_to(tmp_path / "index")
    for left_out in (tmp_path / "index", tmp_path / "alias"):
        found = find_files(tmp_path, left_out)
        assert (names(found, tmp_path), found.odd) == ((["a.md", "indexes/b.md"], []), frozenset())
    assert names(find_files(tmp_path, tmp_path / "none"), tmp_path)[0] == [
        "a.md",
        "index/files/copy.md",
        "indexes/b.md",
    ]
