"""A vector index that ends the process which asks it ends one, and not the next; a killed process costs no rebuild."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

import store_writer
from assistant.store import probe
from assistant.store.caches import open_caches
from assistant.store.catalogue import SqlCatalogue
from assistant.store.stamps import mark_files, read_stamp, write_stamp
from fakes import make_document

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(os.name != "posix", reason="a process ended by a signal is told by POSIX alone"),
]
PASSAGES = 1500  # from a thousand on, Chroma writes the files of its graph


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index folder whose caches were made and closed."""
    folder = tmp_path_factory.mktemp("made")
    catalogue = SqlCatalogue.open(folder / "catalogue.sqlite", create=True)
    catalogue.put_documents("/root", "m", [make_document("m", [f"Texte {n} du {n * 7}." for n in range(PASSAGES)])])
    open_caches(folder, catalogue, store_writer.STAMP, lambda text: None).close()
    catalogue.close()
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of it, times of files included."""
    return Path(shutil.copytree(made, tmp_path, dirs_exist_ok=True))


@contextmanager
def asking(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that opens the caches, says what is rebuilt, asks, and waits to be told to close them."""
    command = [sys.executable, store_writer.__file__, "ask", str(folder)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def asked(folder: Path) -> tuple[int, list[str]]:
    """Exit status of a process that asks and closes, and what it said."""
    with asking(folder) as process:
        out, _ = process.communicate("close\n", timeout=120)
        return process.returncode, out.splitlines()


def damage(folder: Path) -> Path:
    """Damage the head of the graph so that Chroma divides by zero; size and time stay as they were."""
    (header,) = (folder / "vectors").glob("*/header.bin")
    state, content = header.stat(), header.read_bytes()
    header.write_bytes(content[: len(content) // 2] + b"\xff" * (len(content) - len(content) // 2))
    os.utime(header, ns=(state.st_atime_ns, state.st_mtime_ns))
    return header


@pytest.mark.parametrize("stamped", [False, True], ids=["bytes that rotted", "bytes that were written so"])
def test_what_ended_one_process_is_mended_by_the_next(folder: Path, stamped: bool) -> None:
    damage(folder)
    if stamped:
        restamp(folder / "vectors")
    assert asked(folder)[0] < 0  # ended by a signal: this damage can't be caught in the process
    code, said = asked(folder)
    assert code == 0
    assert [("vectors" in line, "damaged" in line) for line in said[:-1]] == [(True, True)]
    assert said[-1] == f"{PASSAGES} m-7"
    assert asked(folder) == (0, [f"{PASSAGES} m-7"])


def restamp(vectors: Path) -> None:
    """Note the files as they are now."""
    stamp = read_stamp(vectors)
    assert stamp is not None
    write_stamp(vectors, replace(stamp, files=mark_files(vectors)))


def test_a_process_killed_while_it_answers_costs_no_rebuild(folder: Path) -> None:
    with asking(folder) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"{PASSAGES} m-7\n"
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert (folder / "vectors.open").exists()
    assert asked(folder) == (0, [f"{PASSAGES} m-7"])
    assert not (folder / "vectors.open").exists()


def test_a_probe_tells_a_sound_folder_from_others(folder: Path) -> None:
    fingerprint = store_writer.STAMP.embedding_fingerprint
    assert probe.answers(folder / "vectors", fingerprint)
    assert not probe.answers(folder / "vectors", "0" * 64)
    damage(folder)
    assert not probe.answers(folder / "vectors", fingerprint)
