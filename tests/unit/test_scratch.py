"""What a killed process left of what it read is taken away; what one that runs needs stays."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.ingest.process import scratch

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are told by their number")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def ended_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_folder_goes_with_its_block(temporary: Path) -> None:
    with scratch.scratch_folder() as folder:
        (folder / "original").write_text("texte")
        scratch.remove_leftovers()
        assert folder.is_dir()
        assert folder.parent == temporary
        assert folder.stat().st_mode & 0o077 == 0, "nobody else may look into it"
    assert list(temporary.iterdir()) == []


def test_what_a_process_left_that_has_ended_goes(temporary: Path) -> None:
    gone, foreign = temporary / f"assistant-reading-{ended_process()}-x", temporary / "assistant-reading-notes"
    kept = temporary / "kept"
    for folder in (gone / "below", foreign, kept):
        folder.mkdir(parents=True)
        (folder / "text").write_text("texte")
    link = temporary / f"assistant-reading-{ended_process()}-y"
    link.symlink_to(kept)
    scratch.remove_leftovers()
    assert set(temporary.iterdir()) == {foreign, kept, link}
    assert (kept / "text").exists()


def test_what_a_process_was_reading_when_it_was_killed_goes(temporary: Path) -> None:
    program = (
        "import time; from assistant.ingest.process.scratch import scratch_folder\n"
        "with scratch_folder() as folder:\n"
        "    (folder / 'original').write_text('secret'); print(folder, flush=True); time.sleep(60)"
    )
    environment = {**os.environ, "TMPDIR": str(temporary)}
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    folder = Path(process.stdout.readline().strip())
    scratch.remove_leftovers()
    assert (folder / "original").read_text() == "secret", "its owner runs"
    process.kill()
    process.wait()
    process.stdout.close()
    assert folder.is_dir()
    scratch.remove_leftovers()
    assert list(temporary.iterdir()) == []


def test_one_that_belongs_to_someone_else_stays(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = temporary / f"assistant-reading-{ended_process()}-x"
    folder.mkdir()
    monkeypatch.setattr("os.getuid", lambda: folder.stat().st_uid + 1)
    scratch.remove_leftovers()
    assert folder.is_dir()
