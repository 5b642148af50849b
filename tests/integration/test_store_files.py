"""Originals are kept whole, by their hash."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from assistant.errors import DocumentError, StoreError
from assistant.store.files import FileStore

pytestmark = pytest.mark.integration


def hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF \x00\xff" * 300_000)
    return path


def test_a_copy_lies_under_its_hash(store: FileStore, source: Path, tmp_path: Path) -> None:
    digest = hash_of(source.read_bytes())
    path = store.add(source, digest)
    assert path == store.path(digest) == tmp_path / "files" / digest[:2] / digest
    assert path.read_bytes() == source.read_bytes()
    source.unlink()
    assert store.add(source, digest) == path, "what is there is not copied again"


def test_a_file_that_changed_meanwhile_is_refused(store: FileStore, source: Path, tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        store.add(source, hash_of(b"as it was before"))
    assert caught.value.code == "changed_while_read"
    assert kept(tmp_path / "files") == []


def test_a_file_that_is_gone(store: FileStore, tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        store.add(tmp_path / "gone", hash_of(b""))
    assert caught.value.code == "not_found"


def test_remove_and_prune(store: FileStore, tmp_path: Path) -> None:
    digests = []
    for content in (b"a", b"b", b"c"):
        (tmp_path / "source").write_bytes(content)
        digests.append(hash_of(content))
        store.add(tmp_path / "source", digests[-1])
    leftover = store.path(digests[0]).with_name(f"{digests[0]}.part")
    leftover.write_bytes(b"half")
    store.remove(digests[1])
    store.remove(digests[1])
    assert store.prune([digests[0]]) == 2
    assert kept(tmp_path / "files") == [digests[0]]
    assert FileStore(tmp_path / "none").prune([]) == 0


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "ab", "A" * 64])
def test_only_hashes_are_paths(store: FileStore, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        store.path(name)


def test_an_unwritable_folder(source: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError) as caught:
        FileStore(tmp_path / "file").add(source, hash_of(source.read_bytes()))
    assert caught.value.code == "index_unwritable"
