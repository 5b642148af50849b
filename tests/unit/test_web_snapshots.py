"""Snapshots: names that stay in the folder, records, what is kept of earlier versions."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from assistant.errors import WebError
from assistant.types import Fetched, PageFacts, Validators
from assistant.web.snapshots import SIDECAR, SnapshotFolder


def fetched(content: bytes = b"un", url: str = "https://exemple.test/a/b.html?q=1", moment: str = "t1") -> Fetched:
    return Fetched(url, url, content, "text/html", Validators('"e"', None), moment)


def test_a_snapshot_is_found_as_it_was_kept(tmp_path: Path):
    folder = SnapshotFolder(tmp_path / "web")
    assert folder.find(fetched().url) is None
    kept = folder.keep(fetched(), "html", PageFacts("Titre", ("A", "B"), "2026-11"))
    assert folder.find(fetched().url) == kept
    assert kept.path.parent == tmp_path / "web" / "exemple.test"
    assert kept.path.name.startswith("a-b-q-1-")
    assert kept.path.read_bytes() == b"un"
    assert json.loads((kept.path.parent / (kept.path.name + SIDECAR)).read_text()) == {
        "url": fetched().url, "retrieved_at": "t1", "sha256": hashlib.sha256(b"un").hexdigest(), "etag": '"e"',
        "title": "Titre", "authors": ["A", "B"], "date": "2026-11", "kind": "web_page",
    }  # fmt: skip


def test_a_file_that_was_changed_or_is_gone_is_no_snapshot_any_more(tmp_path: Path):
    folder = SnapshotFolder(tmp_path)
    kept = folder.keep(fetched(), "html", PageFacts())
    kept.path.write_bytes(b"autre")
    assert folder.find(kept.url) is None
    kept.path.unlink()
    assert folder.find(kept.url) is None


@pytest.mark.parametrize("record", ["", "[]", "{", '{"url": 3}', "[" * 100_000, '{"former": "x", "sha256": 1}'])
def test_a_damaged_record_does_no_harm(tmp_path: Path, record: str):
    folder = SnapshotFolder(tmp_path)
    kept = folder.keep(fetched(), "html", PageFacts())
    kept.path.with_name(kept.path.name + SIDECAR).write_text(record)
    assert folder.find(kept.url) is None
    assert folder.keep(fetched(b"deux"), "html", PageFacts()).path == kept.path
    assert folder.find(kept.url) is not None


def test_earlier_versions_stay_on_record_also_of_another_kind(tmp_path: Path):
    folder = SnapshotFolder(tmp_path)
    first = folder.keep(fetched(b"un", moment="t1"), "html", PageFacts())
    folder.keep(fetched(b"deux", moment="t2"), "html", PageFacts())
    last = folder.keep(fetched(b"%PDF", moment="t3"), "pdf", PageFacts())
    assert not first.path.exists()
    assert sorted(path.suffix for path in last.path.parent.iterdir()) == [".json", ".pdf"]
    record = json.loads(last.path.with_name(last.path.name + SIDECAR).read_text())
    assert [each["retrieved_at"] for each in record["former"]] == ["t1", "t2"]
    assert "kind" not in record


@pytest.mark.parametrize(
    "url",
    [
        "http://a.test/../../etc/passwd", "http://a.test/%2e%2e%2f%2e%2e%2fx", "http://a.test/" + "x" * 3000,
        "http://[::1]:80/", "http://.a.test/", "http://a.test/%00%0a", "http://a.test/été?x=é", "http://../x",
    ],
)  # fmt: skip
def test_no_address_leads_out_of_the_folder(tmp_path: Path, url: str):
    kept = SnapshotFolder(tmp_path / "web").keep(fetched(url=url), "html", PageFacts())
    assert kept.path.resolve().parent.parent == (tmp_path / "web").resolve()
    assert not kept.path.name.startswith(".")


def test_two_addresses_of_one_slug_do_not_meet(tmp_path: Path):
    folder = SnapshotFolder(tmp_path)
    one = folder.keep(fetched(b"un", "https://exemple.test/a-b"), "html", PageFacts())
    other = folder.keep(fetched(b"deux", "https://exemple.test/a/b"), "html", PageFacts())
    assert one.path != other.path
    assert one.path.read_bytes() == b"un"


def test_a_folder_that_can_not_be_written_is_said(tmp_path: Path):
    (tmp_path / "web").write_text("x")
    with pytest.raises(WebError) as caught:
        SnapshotFolder(tmp_path / "web").keep(fetched(), "html", PageFacts())
    assert caught.value.code == "web_not_kept"
