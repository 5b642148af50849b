"""How far an ingestion is said to be, and how long it is said to take."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.ingest import pace as module
from assistant.ingest.fingerprint import Look
from assistant.ingest.pace import Pace
from assistant.ingest.plan import FoundFile
from assistant.ports import FileRecord
from assistant.types import IngestProgress


class Ingestion:
    """An ingestion of files of given sizes, its clock and what it told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, sizes: list[int], known: dict[int, FileRecord] | None = None):
        looks = {Path(f"/root/f{n}"): Look(size, f"seen {n}", "") for n, size in enumerate(sizes)}
        monkeypatch.setattr(module, "look_at", looks.__getitem__)
        self.files = [FoundFile("/root", f"f{n}", place, (known or {}).get(n)) for n, place in enumerate(looks)]
        self.now = 0.0
        self.told: list[IngestProgress] = []
        self.pace = Pace(self.files, lambda made_with: made_with == "3 cut", self.told.append, lambda: self.now)

    def stored(self, *numbers: int, passages: int = 10) -> None:
        files = [self.files[number] for number in numbers]
        for file in files:
            self.pace.looked_at(file, to_store=True)
        self.pace.embeds(files, 1.0, passages)
        self.pace.stored(files)

    @property
    def left(self) -> float | None:
        self.pace.waits(self.files[-1])
        return self.told[-1].seconds_left


def test_time_left_follows_files_and_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    ingestion = Ingestion(monkeypatch, [100, 100, 100, 100])
    assert ingestion.left is None
    ingestion.stored(0)
    ingestion.now = 2.0
    assert ingestion.left is None, "too soon to say"
    ingestion.now = 10.0
    assert ingestion.left == pytest.approx(30)
    ingestion.stored(1, 2)
    ingestion.now = 30.0
    assert ingestion.left == pytest.approx(10)
    ingestion.stored(3)
    assert ingestion.left == pytest.approx(0)


def test_a_large_file_takes_longer_than_a_small_one(monkeypatch: pytest.MonkeyPatch) -> None:
    ingestion = Ingestion(monkeypatch, [10, 990])
    ingestion.now = 10.0
    ingestion.stored(0)
    # Half of the files and a hundredth of the bytes are done.
    assert ingestion.left == pytest.approx(10 * (2 - 0.51) / 0.51)


def test_a_group_being_embedded_counts_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    ingestion = Ingestion(monkeypatch, [100, 100])
    ingestion.now = 10.0
    ingestion.pace.looked_at(ingestion.files[0], to_store=True)
    ingestion.pace.embeds([ingestion.files[0]], 0.5, 256)
    assert ingestion.told[-1] == IngestProgress("embedding", 1, 2, 256, "f0", seconds_left=pytest.approx(30))


def test_what_needs_no_reading_is_no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def record(number: int, seen: str, made_with: str) -> FileRecord:
        return FileRecord("/root", f"f{number}", "h", True, made_with=made_with, seen=seen)

    known = {
        0: record(0, "seen 0", "3 cut"),
        1: record(1, "otherwise", "3 cut"),  # looked at, and found to be what it was
        2: record(2, "seen 2", "2 cut"),  # by other readers: read again
    }
    ingestion = Ingestion(monkeypatch, [10**6, 100, 100, 100], known)
    ingestion.pace.looked_at(ingestion.files[0], to_store=False)
    ingestion.pace.looked_at(ingestion.files[1], to_store=False)
    ingestion.now = 10.0
    ingestion.stored(2)
    assert ingestion.left == pytest.approx(10)
    assert ingestion.told[-1].files_done == 3


def test_a_file_that_takes_time_is_told_with_its_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    ingestion = Ingestion(monkeypatch, [100])
    ingestion.pace.reads(ingestion.files[0])
    ingestion.now = 12.5
    ingestion.pace.page(ingestion.files[0], 3, 40)
    ingestion.pace.waits(ingestion.files[0])
    assert ingestion.told == [IngestProgress("reading", 0, 1, 0, "f0", 3, 40, None, 12.5)]
    ingestion.pace.looked_at(ingestion.files[0], to_store=False)
    assert ingestion.told[-1] == IngestProgress("reading", 1, 1, 0, "f0")


def test_an_ingestion_of_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    ingestion = Ingestion(monkeypatch, [])
    ingestion.now = 10.0
    ingestion.pace.indexes()
    assert ingestion.told == [IngestProgress("indexing", 0, 0, 0, "")]
