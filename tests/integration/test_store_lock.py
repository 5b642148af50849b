"""One process owns a folder; the second is told who, at once; a dead one blocks nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import store_writer
from assistant.errors import IndexLocked, StoreError
from assistant.store.lock import IndexLock

pytestmark = pytest.mark.integration


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, store_writer.__file__, "hold", str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_second_process_is_refused_within_two_seconds(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(IndexLocked) as caught:
        IndexLock(tmp_path)
    assert time.monotonic() - started < 2.0
    assert caught.value.params["pid"] == str(holder.pid)
    assert str(holder.pid) in str(caught.value)
    assert caught.value.retryable


def test_a_killed_owner_blocks_nobody(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert (tmp_path / "lock").read_text().strip() == str(holder.pid), "its PID still stands there"
    with IndexLock(tmp_path):
        assert (tmp_path / "lock").read_text().strip() == str(os.getpid())


def test_given_back_and_taken_again(tmp_path: Path) -> None:
    lock = IndexLock(tmp_path / "new" / "index")
    with pytest.raises(IndexLocked) as caught:
        IndexLock(tmp_path / "new" / "index")
    assert caught.value.params["pid"] == str(os.getpid())
    lock.release()
    lock.release()
    IndexLock(tmp_path / "new" / "index").release()


def test_an_owner_that_ends_meanwhile_is_waited_for(tmp_path: Path) -> None:
    import threading

    first = IndexLock(tmp_path)
    threading.Timer(0.3, first.release).start()
    IndexLock(tmp_path).release()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError) as caught:
        IndexLock(tmp_path / "file" / "index")
    assert caught.value.code == "index_unwritable"
