"""The folder of backups: what is sent into it leaves room on the disk, nothing half sent, and nothing overwritten."""

from __future__ import annotations

import os
import shutil
import time
from collections import namedtuple
from pathlib import Path

import pytest

from assistant.backups_folder import SentBackup, kept_backups
from assistant.errors import StoreError
from assistant.settings import Settings, load_settings
from assistant.upkeep import make_backup

pytestmark = pytest.mark.integration

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(overrides={"index": tmp_path / "index", "backups": tmp_path / "backups"})


@pytest.fixture
def data(note_index: Path, tmp_path: Path) -> bytes:
    path, _ = make_backup(load_settings(overrides={"index": note_index}), tmp_path / "bon.zip")
    return path.read_bytes()


def test_room_is_left_on_the_disk(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    free = 150_000_000
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 0, free))
    with pytest.raises(StoreError, match="full") as caught:
        SentBackup(settings, "gros.zip", 60_000_000)
    assert caught.value.code == "disk_full"
    sent = SentBackup(settings, "gros.zip")  # it does not say how large it is
    sent.write(b"x" * 1000)
    free = 100_000_500
    with pytest.raises(StoreError, match="full"):
        sent.write(b"x" * 1000)
    sent.drop()
    assert list(settings.backups.iterdir()) == []


def test_what_a_killed_upload_left_is_deleted_what_goes_on_is_not(settings: Settings) -> None:
    left, going = SentBackup(settings, "a.zip"), SentBackup(settings, "b.zip")
    (stale,) = [path for path in settings.backups.iterdir() if path != going._draft]
    os.utime(stale, (time.time() - 7200,) * 2)
    SentBackup(settings, "c.zip").drop()
    assert list(settings.backups.iterdir()) == [going._draft]
    left.drop()


def test_two_of_one_name_are_both_kept(settings: Settings, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where another of that name comes between the look and the naming."""
    first, second = SentBackup(settings, "a.zip"), SentBackup(settings, "a.zip")
    first.write(data)
    second.write(data)
    exists = Path.exists
    monkeypatch.setattr(Path, "exists", lambda self, **more: self.suffix != ".zip" and exists(self, **more))
    assert [first.keep().name, second.keep().name] == ["a.zip", "a-2.zip"]
    assert [kept.facts is not None for kept in kept_backups(settings)] == [True, True]
    assert (settings.backups / "a.zip").stat().st_mode & 0o077 == 0
