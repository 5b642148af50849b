"""What can't be read is told and costs nothing else: folders that can't be listed, huge files, a busy machine."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.build import build_assistant
from assistant.errors import UsageError
from assistant.ports import FileRecord
from assistant.service import Assistant
from assistant.settings import load_settings
from assistant.types import IngestReport
from fakes import HashEmbedder
from privileges import closed

pytestmark = pytest.mark.integration


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "notes" / "deep").mkdir(parents=True)
    (folder / "labo.md").write_text("# Le labo\n\nLe laboratoire de Valombre compte neuf agents.\n")
    (folder / "notes" / "marche.md").write_text("# Le marché\n\nLe marché se tient le samedi.\n")
    (folder / "notes" / "deep" / "velo.md").write_text("# Le vélo\n\nLa ville prête des vélos.\n")
    return folder


@pytest.fixture
def open_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Assistant]:
    """Opens an index, the limits of reading changed as given."""
    monkeypatch.setattr("assistant.store.embedders.load_embedder", lambda _: HashEmbedder())

    def opened(index: Path = tmp_path / "index", **limits: int) -> Assistant:
        settings = load_settings(overrides={"index": index})
        return build_assistant(
            settings.model_copy(update={"limits": settings.limits.model_copy(update=limits)}), create=True
        )

    return opened


@pytest.fixture
def assistant(open_index: Callable[..., Assistant]) -> Iterator[Assistant]:
    with open_index() as built:
        yield built


def ingest(assistant: Assistant, *targets: Path) -> IngestReport:
    return assistant.ingest([str(target) for target in targets])


def counts(report: IngestReport) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.unchanged, report.removed


def failed(report: IngestReport) -> list[tuple[str, str]]:
    return [(each.source, each.code) for each in report.failed]


def sources(assistant: Assistant) -> list[str]:
    return [document.source for document in assistant.documents()]


def listed(assistant: Assistant) -> list[tuple[str, str]]:
    return [(each.source, each.code) for each in assistant.status().failures]


# --- folders that can't be listed --------------------------------------------------------------------------------


def test_documents_of_a_folder_that_cannot_be_listed_stay(assistant: Assistant, corpus: Path) -> None:
    ingest(assistant, corpus)
    (corpus / "labo.md").unlink()
    with closed(corpus / "notes"):
        report = ingest(assistant, corpus)
    assert counts(report) == (0, 0, 2, 1)
    assert failed(report) == [("notes/", "folder_unreadable")]
    assert report.failed[0].params == {"detail": "Permission denied"}
    assert listed(assistant) == failed(report)
    assert sources(assistant) == ["notes/deep/velo.md", "notes/marche.md"]
    assert assistant.search("marché du samedi")[0].document.source == "notes/marche.md"


def test_it_is_listed_until_it_is_mended_or_gone(assistant: Assistant, corpus: Path) -> None:
    ingest(assistant, corpus)
    with closed(corpus / "notes" / "deep"):
        for _ in range(2):
            assert failed(ingest(assistant, corpus)) == [("notes/deep/", "folder_unreadable")]
        assert failed(ingest(assistant, corpus / "labo.md")) == []
        assert listed(assistant) == [("notes/deep/", "folder_unreadable")]
    (corpus / "notes" / "deep" / "velo.md").unlink()
    report = ingest(assistant, corpus)
    assert (counts(report), failed(report), listed(assistant)) == ((0, 0, 2, 1), [], [])


@pytest.mark.parametrize("below", [".", "notes"])
def test_a_target_that_cannot_be_listed(assistant: Assistant, corpus: Path, below: str) -> None:
    ingest(assistant, corpus)
    before = sources(assistant)
    with closed(corpus / below):
        report = ingest(assistant, corpus / below)
    assert counts(report)[3] == 0
    assert failed(report) == [(f"{below}/", "folder_unreadable")]
    assert sources(assistant) == before
    assert failed(ingest(assistant, corpus)) == listed(assistant) == []


def test_a_folder_never_listed_before_is_told_too(assistant: Assistant, corpus: Path) -> None:
    with closed(corpus):
        assert failed(ingest(assistant, corpus)) == [("./", "folder_unreadable")]
    assert counts(ingest(assistant, corpus)) == (3, 0, 0, 0)
    assert listed(assistant) == []


def test_files_that_can_be_named_and_not_opened_fail_one_by_one(assistant: Assistant, corpus: Path) -> None:
    ingest(assistant, corpus)
    with closed(corpus / "notes", 0o400):
        report = ingest(assistant, corpus)
    assert counts(report) == (0, 0, 3, 0)
    assert failed(report) == [("notes/deep/", "folder_unreadable"), ("notes/marche.md", "permission")]
    report = ingest(assistant, corpus)  # its rights are mended, the file is what it was
    assert (failed(report), listed(assistant), len(sources(assistant))) == ([], [], 3)


def test_a_folder_of_a_name_that_is_no_utf8(assistant: Assistant, tmp_path: Path) -> None:
    corpus = tmp_path / "odd"
    odd = Path(f"{corpus}/caf\udce9")
    odd.mkdir(parents=True)
    (odd / "a.md").write_text("# Café\n\nLe café ouvre le samedi.\n")
    ingest(assistant, corpus)
    assert sources(assistant) == ["caf\\xe9/a.md"]
    with closed(odd):
        assert failed(ingest(assistant, corpus)) == [("caf\\xe9/", "folder_unreadable")]
    assert sources(assistant) == ["caf\\xe9/a.md"]
    (odd / "a.md").unlink()
    assert counts(ingest(assistant, odd)) == (0, 0, 0, 1)
    (odd / "b.md").write_text("# Café\n\nLe café ferme.\n")
    assert counts(ingest(assistant, odd)) == (1, 0, 0, 0)  # itself a root now


# --- the index is no document ------------------------------------------------------------------------------------


def test_an_index_below_the_documents_is_left_out(open_index: Callable[..., Assistant], corpus: Path) -> None:
    with open_index(corpus / "index") as assistant:
        for _ in range(2):
            report = ingest(assistant, corpus)
            assert failed(report) == []
        assert counts(report) == (0, 0, 3, 0)
        assert sources(assistant) == ["labo.md", "notes/deep/velo.md", "notes/marche.md"]


@pytest.mark.parametrize("below", [".", "files", "catalogue.sqlite"])
def test_the_index_is_no_target(open_index: Callable[..., Assistant], corpus: Path, below: str) -> None:
    index = corpus / "index"
    with open_index(index) as assistant:
        ingest(assistant, corpus)
        with pytest.raises(UsageError) as caught:
            ingest(assistant, corpus, index / below)
        assert caught.value.code == "target_in_index"
        assert len(sources(assistant)) == 3


# --- huge files --------------------------------------------------------------------------------------------------


def record(assistant: Assistant, corpus: Path, name: str) -> FileRecord:
    return assistant._parts.catalogue.files(str(corpus))[name]


def test_a_huge_file_is_refused_unread_and_left_alone_until_it_changes(
    open_index: Callable[..., Assistant], corpus: Path
) -> None:
    huge = corpus / "gros.txt"
    with huge.open("wb") as file:
        file.truncate(50 * 10**9)  # to read it would take longer than a test may
    with open_index() as assistant:
        for _ in range(2):
            assert failed(ingest(assistant, corpus)) == [("gros.txt", "too_large")]
        assert record(assistant, corpus, "gros.txt").tries == 1
        assert failed(ingest(assistant, huge)) == [("gros.txt", "too_large")]
        assert record(assistant, corpus, "gros.txt").tries == 2, "named, it is looked at again"
    with open_index(file_mb=300) as assistant:
        assert failed(ingest(assistant, corpus)) == [("gros.txt", "too_large")]
        assert record(assistant, corpus, "gros.txt").tries == 1, "another limit, another try"
        huge.write_text("Le compost de la ville est gratuit.")
        report = ingest(assistant, corpus)
        assert (counts(report), failed(report), listed(assistant)) == ((1, 0, 3, 0), [], [])


def test_a_document_that_grows_too_large_keeps_its_earlier_version(assistant: Assistant, corpus: Path) -> None:
    ingest(assistant, corpus)
    before = (corpus / "labo.md").read_bytes()
    with (corpus / "labo.md").open("ab") as file:
        file.truncate(50 * 10**9)
    report = ingest(assistant, corpus)
    assert (counts(report), failed(report)) == ((0, 0, 3, 0), [("labo.md", "too_large")])
    (corpus / "labo.md").write_bytes(before)
    assert failed(ingest(assistant, corpus)) == listed(assistant) == []


# --- a busy machine ----------------------------------------------------------------------------------------------


class Reading:
    """The reader of an assistant: what it is asked to read, and how busy its machine is."""

    def __init__(self, assistant: Assistant) -> None:
        self._reader = assistant._parts.indexer._reader
        self._limits = self._reader._limits  # type: ignore[attr-defined]
        self.read: list[str] = []
        real = self._reader.read
        self._reader.read = lambda path, *_: (self.read.append(path.name), real(path))[1]  # type: ignore[method-assign]

    def busy(self, busy: bool) -> None:
        """On a busy machine no file is read in the time there is."""
        self._reader._limits = replace(self._limits, wall_seconds=0) if busy else self._limits  # type: ignore[attr-defined]


def test_what_a_busy_machine_could_not_read_is_read_later(assistant: Assistant, corpus: Path) -> None:
    reading = Reading(assistant)
    reading.busy(True)
    assert {code for _, code in failed(ingest(assistant, corpus))} == {"too_slow"}
    reading.busy(False)
    report = ingest(assistant, corpus)
    assert (counts(report), failed(report), listed(assistant)) == ((3, 0, 0, 0), [], [])
    assert {each.tries for each in assistant._parts.catalogue.files(str(corpus)).values()} == {0}


def test_what_fails_again_and_again_is_left_alone_until_it_changes_or_is_named(
    assistant: Assistant, corpus: Path
) -> None:
    reading = Reading(assistant)
    reading.busy(True)
    for _ in range(5):
        assert len(failed(ingest(assistant, corpus))) == 3
    assert reading.read.count("labo.md") == reading.read.count("marche.md") == 3
    reading.busy(False)
    assert counts(ingest(assistant, corpus)) == (0, 0, 0, 0)
    (corpus / "labo.md").write_text("# Le labo\n\nLe laboratoire compte douze agents.\n")
    assert counts(ingest(assistant, corpus)) == (1, 0, 0, 0)
    assert counts(ingest(assistant, corpus / "notes" / "marche.md")) == (1, 0, 0, 0)
    assert listed(assistant) == [("notes/deep/velo.md", "too_slow")]


def test_what_is_wrong_with_the_file_itself_is_tried_once(assistant: Assistant, corpus: Path) -> None:
    (corpus / "etude.pdf").write_bytes(b"%PDF-1.7\nnot really")
    reading = Reading(assistant)
    for _ in range(3):
        assert len(failed(ingest(assistant, corpus))) == 1
    assert reading.read.count("etude.pdf") == 1


def test_other_limits_give_another_three_tries(open_index: Callable[..., Assistant], corpus: Path) -> None:
    for minutes in (1, 2):
        with open_index(wall_seconds=60 * minutes) as assistant:
            reading = Reading(assistant)
            reading.busy(True)
            for _ in range(4):
                ingest(assistant, corpus / "notes")
            assert reading.read.count("marche.md") == 3


# --- documents of very many passages --------------------------------------------------------------------------------


def many(passages: int) -> str:
    return "\n\n".join(f"## Titre {number}\n\n{'mot ' * 60}" for number in range(passages))


def test_a_document_of_too_many_passages_is_refused_and_the_others_are_kept(
    open_index: Callable[..., Assistant], corpus: Path
) -> None:
    (corpus / "monstre.md").write_text(many(130))
    with open_index(passages=100) as assistant:
        report = ingest(assistant, corpus)
        assert (counts(report), failed(report)) == ((3, 0, 0, 0), [("monstre.md", "too_many_passages")])
        assert report.failed[0].params == {"limit": "100"}
        assert "monstre.md" not in sources(assistant)
        again = ingest(assistant, corpus)
        assert (counts(again), failed(again)) == ((0, 0, 3, 0), [("monstre.md", "too_many_passages")])
    with open_index(passages=200) as assistant:
        report = ingest(assistant, corpus)
        assert (counts(report), failed(report), listed(assistant)) == ((1, 0, 3, 0), [], [])


def test_a_record_of_too_many_passages_is_left_out_of_its_file(
    open_index: Callable[..., Assistant], corpus: Path
) -> None:
    records = [{"_id": "court", "text": "Le marché de Valombre."}, {"_id": "long", "text": "Un mot. " * 20_000}]
    (corpus / "fiches.jsonl").write_text("\n".join(map(json.dumps, records)))
    with open_index(passages=100) as assistant:
        report = ingest(assistant, corpus / "fiches.jsonl")
        assert (counts(report), failed(report)) == ((1, 0, 0, 0), [("fiches.jsonl#long", "too_many_passages")])
        assert sources(assistant) == ["fiches.jsonl#court"]
