"""Ingestions killed at random moments lose nothing; and the program that kills them would say so if they did."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "evals" / "performance"))
from crashes import Crashes, LostError, check_ended, compare, documents, leftovers

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="processes are looked at in /proc"),
]

TESTS = Path(__file__).parents[1]
PROGRAM = (
    f"import sys; sys.path.insert(0, {str(TESTS)!r})\n"
    "from assistant import indexing; from assistant.store import embedders; from fakes import HashEmbedder\n"
    "indexing._GROUP_PASSAGES = 6; embedders.load_embedder = lambda _: HashEmbedder()\n"
    "from assistant.cli import main; main()"
)
COMMAND = (sys.executable, "-c", PROGRAM, "ingest")


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A work folder with a corpus of notes, records and a file that can't be read."""
    corpus = tmp_path / "corpus"
    for folder in (corpus, tmp_path / "temporary"):
        folder.mkdir()
    for number in range(30):
        text = "\n\n".join(f"Le service {number} a reçu {number * 31 + part} demandes." * 20 for part in range(3))
        (corpus / f"note-{number:02}.md").write_text(f"# Note {number}\n\n{text}\n")
    (corpus / "fiches.jsonl").write_text("".join(f'{{"_id": "{n}", "text": "La fiche {n}."}}\n' for n in range(20)))
    (corpus / "etude.pdf").write_bytes(b"%PDF-1.7\nnot really")
    return tmp_path


def test_killed_at_random_moments_nothing_is_lost(work: Path) -> None:
    crashes = Crashes(COMMAND, work, random.Random(3))
    crashes.run(3)
    assert len(crashes.kills) == 3
    found = documents(work / "index")
    assert len(found) == 50
    with closing(sqlite3.connect(work / "index" / "catalogue.sqlite")) as connection, connection:
        connection.execute("DELETE FROM passage WHERE ordinal = 1 AND text LIKE '%service 7 %'")
    with pytest.raises(LostError, match="not whole"):
        documents(work / "index")
    with pytest.raises(LostError, match="passages differ"):
        compare(work / "reference", work / "index")


def test_what_is_lost_or_left_over_is_told(work: Path) -> None:
    crashes = Crashes(COMMAND, work, random.Random(3))
    crashes._check_kept({"d1": "gone.md", "d2": "note-01.md"}, {"d2": "note-01.md"})
    with pytest.raises(LostError, match=r"fiches\.jsonl#3"):
        crashes._check_kept({"d1": "fiches.jsonl#3", "d2": "note-01.md"}, {"d2": "note-01.md"})
    index = work / "index"
    for name in ("files/ab/abcd.part", "vectors.new/chroma.sqlite3"):
        (index / name).parent.mkdir(parents=True, exist_ok=True)
        (index / name).write_bytes(b"x")
    assert {Path(each).name for each in leftovers(index)} == {"abcd.part", "vectors.new"}
    shutil.rmtree(index)
    assert leftovers(index) == []


def test_a_process_that_goes_on_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crashes.ENDED_SECONDS", 0.2)
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with pytest.raises(LostError, match="still running"):
        check_ended([process.pid])
    process.kill()
    check_ended([process.pid])
    process.wait()
    assert process.stdin is not None
    process.stdin.close()


def test_the_run_after_one_that_was_killed_while_it_indexed_ends_what_that_began(work: Path) -> None:
    for note in sorted((work / "corpus").glob("note-*.md"))[8:]:
        note.unlink()
    crashes = Crashes(COMMAND, work, random.Random(3))
    for index in ("reference", "index"):
        crashes._finish(index)
    (work / "index" / "lexical.new").mkdir()
    (work / "index" / "vectors" / "stamp.json").unlink()
    crashes._finish("index")
    assert leftovers(work / "index") == []
    compare(work / "reference", work / "index")
