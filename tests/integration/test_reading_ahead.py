"""Files read ahead by several threads: the same result as by one, an end that waits for nobody, unchanged files unread."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.build import build_assistant
from assistant.errors import StoreError
from assistant.ingest import fingerprint, reading
from assistant.ports import PageProgress, ReadResult
from assistant.service import Assistant
from assistant.settings import load_settings
from assistant.types import IngestProgress, IngestReport, Page, ReadDocument
from fakes import HashEmbedder

pytestmark = pytest.mark.integration


@pytest.fixture(autouse=True)
def _light_embedder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.store.embedders.load_embedder", lambda _: HashEmbedder())


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Notes of several lengths, records, two files of one content and two that can't be read."""
    folder = tmp_path / "corpus"
    (folder / "notes").mkdir(parents=True)
    for number in range(12):
        text = "\n\n".join(f"Le service {number} a reçu {number * 31 + part} demandes." * 9 for part in range(number))
        (folder / "notes" / f"note-{number:02}.md").write_text(f"# Note {number}\n\n{text}\n")
    (folder / "fiches.jsonl").write_text('{"_id": "a", "text": "La fiche des vélos."}\n{"_id": "b"}\n')
    (folder / "copie.md").write_text((folder / "notes" / "note-03.md").read_text())
    (folder / "notes" / "note-04b.pdf").write_bytes(b"%PDF-1.7\nnot really")
    (folder / "notes" / "vide.txt").write_bytes(b"")
    return folder


@pytest.fixture
def open_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Assistant]:
    def opened(readers: int = 3, index: str = "index", told: list[str] | None = None) -> Assistant:
        monkeypatch.setattr("assistant.models.runtime.usable_cores", lambda: readers)
        settings = load_settings(overrides={"index": tmp_path / index})
        return build_assistant(settings, notify=(told if told is not None else []).append, create=True)

    return opened


@pytest.fixture
def assistant(open_index: Callable[..., Assistant]) -> Iterator[Assistant]:
    with open_index() as built:
        yield built


def counts(report: IngestReport) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.unchanged, report.removed


def contents(assistant: Assistant) -> list[object]:
    """All that the catalogue holds but when it came, in the order of its rows."""
    found: list[object] = []
    for document in assistant.documents():
        found.append(replace(document, added_at=""))
        found += assistant.document_passages(document.id)
        found += [assistant.page(document.id, number) for number in range(1, (document.page_count or 1) + 1)]
    return found


def test_the_result_does_not_depend_on_how_many_read(open_index: Callable[..., Assistant], corpus: Path) -> None:
    results = []
    for readers in (1, 2, 5):
        with open_index(readers, f"index{readers}") as assistant:
            report = assistant.ingest([str(corpus)])
            results.append((report, contents(assistant), assistant.status().failures))
    assert results[0] == results[1] == results[2]
    report = results[0][0]
    assert counts(report) == (14, 0, 0, 0)
    assert [each.source for each in report.failed] == ["fiches.jsonl#b", "notes/note-04b.pdf", "notes/vide.txt"]


def test_progress_counts_files_and_passages(assistant: Assistant, corpus: Path) -> None:
    told: list[IngestProgress] = []
    assistant.ingest([str(corpus)], told.append)
    assert {each.files_total for each in told} == {16}
    done = [each.files_done for each in told]
    assert (done, done[-1]) == (sorted(done), 16)
    assert told[-1].passages == assistant.status().passages
    assert [each.stage for each in told[-2:]] == ["embedding", "indexing"]


class SlowReader:
    """Reads one file at once, and stays at the next until it is told to go on."""

    def __init__(self) -> None:
        self.go_on, self.stays = threading.Event(), threading.Event()
        self.ended: list[BaseException | None] = []

    def read(self, path: Path, password: str | None = None, on_page: PageProgress | None = None) -> ReadResult:
        if path.name != "copie.md":
            self.stays.set()
            assert self.go_on.wait(20)
            try:
                assert on_page is not None
                on_page(1, 2)
            except BaseException as error:
                self.ended.append(error)
                raise
            self.ended.append(None)
        return ReadResult((ReadDocument("markdown", (Page(1, f"Le texte de {path.name}."),), False),))

    def close(self) -> None:
        """Nothing to stop."""


def test_two_documents_of_one_name_are_refused_and_the_rest_goes_through(assistant: Assistant, corpus: Path) -> None:
    reader = assistant._parts.indexer._reader
    read = reader.read

    def doubled(path: Path, *rest: object) -> ReadResult:
        result = read(path, *rest)
        return replace(result, documents=result.documents * 2) if path.name == "copie.md" else result

    reader.read = doubled  # type: ignore[method-assign]
    report = assistant.ingest([str(corpus)])
    assert (report.added, report.failed[0].source, report.failed[0].code) == (13, "copie.md", "reader_crashed")


def interrupt_when_reading_stays(reader: SlowReader) -> Callable[[IngestProgress], None]:
    def told(progress: IngestProgress) -> None:
        if progress.files_done >= 1 and reader.stays.is_set():
            raise KeyboardInterrupt

    return told


def test_an_interruption_waits_for_no_reading_and_what_goes_on_writes_nothing(
    assistant: Assistant, corpus: Path, tmp_path: Path
) -> None:
    reader = SlowReader()
    assistant._parts.indexer._reader = reader
    with pytest.raises(KeyboardInterrupt):
        assistant.ingest([str(corpus)], interrupt_when_reading_stays(reader))
    assert not reader.go_on.is_set()
    before = {path for path in (tmp_path / "index" / "files").rglob("*") if path.is_file()}
    reader.go_on.set()
    for thread in threading.enumerate():
        if thread.name.startswith("ahead-"):
            thread.join(20)
    assert {type(error) for error in reader.ended} == {reading.AbandonedError}
    assert {path for path in (tmp_path / "index" / "files").rglob("*") if path.is_file()} == before


def test_after_an_interruption_the_next_run_goes_on(open_index: Callable[..., Assistant], corpus: Path) -> None:
    def told(progress: IngestProgress) -> None:
        if progress.stage == "indexing":
            raise KeyboardInterrupt

    with open_index() as assistant, pytest.raises(KeyboardInterrupt):
        assistant.ingest([str(corpus)], told)
    said: list[str] = []
    with open_index(told=said) as assistant:
        (corpus / "notes" / "note-99.md").write_text("# Note 99\n\nLe service 99 ouvre le samedi.\n")
        assert counts(assistant.ingest([str(corpus)])) == (1, 0, 14, 0)
        assert assistant.search("service 99 samedi")[0].document.source == "notes/note-99.md"
        assert len(assistant.search("demandes reçues par le service", 500)) > 10
    assert len(said) == len(set(said)) == 2, "each index is rebuilt once, with what has changed since"


def test_a_full_disk_ends_it_and_keeps_what_came_before(
    assistant: Assistant, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    originals = assistant._parts.indexer._originals
    add = originals.add

    def full(path: Path, sha256: str) -> Path:
        if path.name == "note-11.md":
            raise StoreError("disk_full", path=path)
        return add(path, sha256)

    monkeypatch.setattr(originals, "add", full)
    monkeypatch.setattr("assistant.indexing._GROUP_PASSAGES", 2)
    with pytest.raises(StoreError):
        assistant.ingest([str(corpus)])
    kept = {document.source for document in assistant.documents()}
    assert {"fiches.jsonl#a", "copie.md", "notes/note-05.md"} <= kept
    assert "notes/note-11.md" not in kept
    assert assistant.search("fiche des vélos")[0].document.source == "fiches.jsonl#a"
    monkeypatch.setattr(originals, "add", add)
    report = assistant.ingest([str(corpus)])
    assert (report.unchanged, report.added + report.unchanged) == (len(kept), 14)


# --- unchanged files ---------------------------------------------------------------------------------------------


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read to be hashed; those that changed a moment ago are trusted as any."""
    names: list[str] = []
    real = reading.hash_file
    monkeypatch.setattr(reading, "hash_file", lambda path, limits: (names.append(path.name), real(path, limits))[1])
    monkeypatch.setattr(fingerprint, "_SETTLED_NANOSECONDS", -(10**12))
    return names


def test_an_unchanged_file_is_not_opened(assistant: Assistant, corpus: Path, hashed: list[str]) -> None:
    assistant.ingest([str(corpus)])
    assert len(hashed) == 16
    hashed.clear()
    for _ in range(2):
        assert counts(assistant.ingest([str(corpus)])) == (0, 0, 14, 0)
    assert hashed == []
    (corpus / "copie.md").write_text("# Note 3\n\nLe service 3 ouvre le samedi.\n")
    assert counts(assistant.ingest([str(corpus)])) == (0, 1, 13, 0)
    assert hashed == ["copie.md"]


def test_a_change_that_keeps_size_and_time_is_seen(assistant: Assistant, corpus: Path, hashed: list[str]) -> None:
    note = corpus / "notes" / "note-05.md"
    assistant.ingest([str(corpus)])
    before = note.stat()
    note.write_text(note.read_text().replace("demandes", "messages"))
    os.utime(note, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (note.stat().st_size, note.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert counts(assistant.ingest([str(corpus)])) == (0, 1, 13, 0)


def test_a_file_that_was_merely_touched_is_hashed_once(assistant: Assistant, corpus: Path, hashed: list[str]) -> None:
    assistant.ingest([str(corpus)])
    hashed.clear()
    (corpus / "copie.md").touch()
    for _ in range(2):
        assert counts(assistant.ingest([str(corpus)])) == (0, 0, 14, 0)
    assert hashed == ["copie.md"]


def test_a_file_that_changed_just_before_is_hashed_again(
    assistant: Assistant, corpus: Path, hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fingerprint, "_SETTLED_NANOSECONDS", 3600 * 10**9)
    assistant.ingest([str(corpus)])
    hashed.clear()
    assert counts(assistant.ingest([str(corpus)])) == (0, 0, 14, 0)
    assert len(hashed) == 15, "the empty one is known by its size"
