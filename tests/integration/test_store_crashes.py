"""Processes killed while they write, and disks that fill up: what was acknowledged is there, whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

import store_writer
from assistant.errors import StoreError
from assistant.store.caches import open_caches
from assistant.store.catalogue import SqlCatalogue
from assistant.store.files import FileStore
from fakes import HashEmbedder, make_document

pytestmark = pytest.mark.integration


@contextmanager
def writer(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    """The writing program, killed at the end of the block."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    command = [sys.executable, store_writer.__file__, *map(str, arguments)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def killed_after(process: subprocess.Popen[str], seconds: float) -> list[str]:
    """What a process has said when it is killed some seconds after its first line."""
    first = line_of(process)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    assert process.stdout is not None
    rest = process.stdout.read()
    return [first, *rest[: rest.rfind("\n") + 1].split()]


def assert_whole(catalogue: SqlCatalogue, acknowledged: set[str]) -> None:
    """Every acknowledged document is there, and each document that is there has all its parts."""
    names = {document.id for document in catalogue.documents()}
    assert acknowledged <= names
    for name in names:
        expected = store_writer.document(name)
        pages = [catalogue.page(name, number) for number in range(1, 7)]
        assert pages == [*expected.pages, None]
    found: dict[str, int] = {}
    for passages, _, vectors in catalogue.iter_passages():
        assert np.array_equal(vectors, HashEmbedder().embed_passages([each.text for each in passages]))
        for passage in passages:
            found[passage.document_id] = found.get(passage.document_id, 0) + 1
    assert found == dict.fromkeys(names, 5)


def test_acknowledged_documents_survive_ten_kills(tmp_path: Path) -> None:
    chance, acknowledged = random.Random(7), set()
    for round_number in range(10):
        with writer("put", tmp_path, f"r{round_number}") as process:
            acknowledged.update(killed_after(process, chance.uniform(0.0, 0.25)))
        catalogue = SqlCatalogue.open(tmp_path / "catalogue.sqlite", create=False)
        assert_whole(catalogue, acknowledged)
        catalogue.close()
    assert len(acknowledged) > 10


def test_caches_killed_while_they_change_are_rebuilt(tmp_path: Path) -> None:
    for delay in (0.0, 0.05, 0.3):
        with writer("apply", tmp_path) as process:
            killed_after(process, delay)
        assert_caches_answer(tmp_path)


def test_caches_killed_while_they_are_built_are_rebuilt(tmp_path: Path) -> None:
    catalogue = SqlCatalogue.open(tmp_path / "catalogue.sqlite", create=True)
    catalogue.put_documents("/root", "f", [store_writer.document(f"n{number}x0") for number in range(400)])
    catalogue.close()
    with writer("rebuild", tmp_path) as process:
        assert "vectors" in (line_of(process), line_of(process))[1]
        deadline = time.monotonic() + 20
        while not (tmp_path / "vectors.new" / "chroma.sqlite3").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.1)
        process.send_signal(signal.SIGKILL)
        assert "built" not in line_of(process)
    assert_caches_answer(tmp_path)
    assert not (tmp_path / "vectors.new").exists()


def assert_caches_answer(folder: Path) -> None:
    """Opened again, both caches hold what the catalogue holds, and find it."""
    catalogue = SqlCatalogue.open(folder / "catalogue.sqlite", create=False)
    caches = open_caches(folder, catalogue, store_writer.STAMP, lambda text: None)
    try:
        passages = catalogue.counts()[2]
        assert passages > 0
        assert len(caches.lexical) == len(caches.vectors) == passages
        document = catalogue.documents()[-1]
        assert document.id in {
            hit.passage_id.split("-")[0] for hit in caches.lexical.search([(f"={document.id}", 1.0)], 5)
        }
        vector = HashEmbedder().embed_query(store_writer.document(document.id).passages[2].text)
        best = caches.vectors.search(vector, 3)
        assert best[0].score > 0.99, "the graph is approximate where thousands of texts are nearly alike"
    finally:
        caches.close()
        catalogue.close()


def test_a_full_disk_is_told_and_loses_nothing(small_disk: Path) -> None:
    catalogue = SqlCatalogue.open(small_disk / "catalogue.sqlite", create=True)
    stored: list[str] = []

    def fill() -> None:
        for number in range(1000):
            catalogue.put_documents("/root", f"{number}", [store_writer.document(f"n{number}")])
            stored.append(f"n{number}")

    with pytest.raises(StoreError) as caught:
        fill()
    assert caught.value.code == "disk_full"
    assert len(stored) > 5
    assert_whole(catalogue, set(stored))
    assert catalogue.counts()[0] == len(stored)
    catalogue.close()
    again = SqlCatalogue.open(small_disk / "catalogue.sqlite", create=False)
    assert_whole(again, set(stored))
    again.close()


def test_a_disk_filled_by_caches_leaves_the_catalogue(small_disk: Path) -> None:
    catalogue = SqlCatalogue.open(small_disk / "catalogue.sqlite", create=True)
    catalogue.put_documents("/root", "f", [make_document("d1", ["un texte sur les vélos"])])
    (small_disk / "ballast").write_bytes(
        b"x" * (os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_bsize - 65536)
    )
    with pytest.raises(StoreError) as caught:
        open_caches(small_disk, catalogue, store_writer.STAMP, lambda text: None)
    assert caught.value.code in {"disk_full", "index_unwritable"}
    (small_disk / "ballast").unlink()
    caches = open_caches(small_disk, catalogue, store_writer.STAMP, lambda text: None)
    assert len(caches.lexical) == len(caches.vectors) == 1
    caches.close()
    catalogue.close()


def test_an_original_that_does_not_fit(small_disk: Path, tmp_path: Path) -> None:
    source = tmp_path / "big"
    source.write_bytes(b"x" * (4 << 20))
    import hashlib

    with pytest.raises(StoreError) as caught:
        FileStore(small_disk / "files").add(source, hashlib.sha256(source.read_bytes()).hexdigest())
    assert caught.value.code == "disk_full"
    assert [path for path in (small_disk / "files").rglob("*") if path.is_file()] == []
