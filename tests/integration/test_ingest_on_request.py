"""What an ingestion does when it is asked to: open protected files, try again what failed."""

from __future__ import annotations

import io
import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.build import build_assistant
from assistant.errors import UsageError
from assistant.service import Assistant
from assistant.settings import load_settings
from assistant.types import IngestReport
from fakes import HashEmbedder
from made_files import lines, pdf, write

pytestmark = pytest.mark.integration

PASSWORD = "zyxomotdepasse"


@pytest.fixture(autouse=True)
def _light_embedder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.store.embedders.load_embedder", lambda _: HashEmbedder())


@pytest.fixture
def open_index(tmp_path: Path) -> Callable[[], Assistant]:
    return lambda: build_assistant(load_settings(overrides={"index": tmp_path / "index"}), create=True)


@pytest.fixture
def assistant(open_index: Callable[[], Assistant]) -> Iterator[Assistant]:
    with open_index() as built:
        yield built


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A protected PDF and a note."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "note.md").write_text("# Le vélo\n\nLa ville prête des vélos.\n")
    text = ["Le maire de Valombre a confié le compost au service des jardins.", "Il en rend compte chaque mois."]
    write(folder, "secret.pdf", pdf(lambda canvas: lines(canvas, text), encrypt=PASSWORD))
    return folder


def failed(report: IngestReport) -> list[tuple[str, str]]:
    return [(each.source, each.code) for each in report.failed]


def counts(report: IngestReport) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.unchanged, report.removed


def sources(assistant: Assistant) -> list[str]:
    return [document.source for document in assistant.documents()]


# --- passwords ---------------------------------------------------------------------------------------------------


def test_a_protected_file_is_read_with_its_password_and_stays(
    open_index: Callable[[], Assistant], corpus: Path, tmp_path: Path
) -> None:
    with open_index() as assistant:
        assert failed(assistant.ingest([str(corpus)])) == [("secret.pdf", "encrypted")]
        secret = str(corpus / "secret.pdf")
        assert failed(assistant.ingest([secret], password="autre")) == [("secret.pdf", "wrong_password")]
        assert counts(assistant.ingest([secret], password=PASSWORD)) == (1, 0, 0, 0)
        assert assistant.search("compost des jardins")[0].document.source == "secret.pdf"
        report = assistant.ingest([str(corpus)])
        assert (counts(report), failed(report), assistant.status().failures) == ((0, 0, 2, 0), [], ())
    kept = [path for path in (tmp_path / "index").rglob("*") if path.is_file()]
    assert [path for path in kept if PASSWORD.encode() in path.read_bytes()] == []


def test_a_password_opens_the_files_named_alone(assistant: Assistant, corpus: Path) -> None:
    other = corpus / "autre.pdf"
    other.write_bytes((corpus / "secret.pdf").read_bytes() + b"\n")
    note = str(corpus / "note.md")
    assert counts(assistant.ingest([str(corpus / "secret.pdf"), note], password=PASSWORD)) == (2, 0, 0, 0)
    assert failed(assistant.ingest([str(corpus)])) == [("autre.pdf", "encrypted")]


@pytest.mark.parametrize("targets", [[], ["."], ["note.md", "."]])
def test_a_password_without_files_is_wrong_usage(assistant: Assistant, corpus: Path, targets: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        assistant.ingest([str(corpus / target) for target in targets], password=PASSWORD)
    assert caught.value.code == "password_without_files"
    assert sources(assistant) == []


def test_a_protected_document_that_has_to_be_read_again_keeps_its_text_until_the_password_is_given(
    open_index: Callable[[], Assistant], corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = str(corpus / "secret.pdf")
    with open_index() as assistant:
        assistant.ingest([secret], password=PASSWORD)
    monkeypatch.setattr("assistant.indexing.READERS_VERSION", 10**6)
    with open_index() as assistant:
        for _ in range(2):
            report = assistant.ingest([str(corpus)])
            assert failed(report) == [("secret.pdf", "encrypted")]
        assert counts(report) == (0, 0, 2, 0)
        assert assistant.search("compost des jardins")[0].document.source == "secret.pdf"
        report = assistant.ingest([secret], password=PASSWORD)
        assert (counts(report), failed(report), assistant.status().failures) == ((0, 1, 0, 0), [], ())


def run_with_input(
    monkeypatch: pytest.MonkeyPatch, cli: Callable[..., object], given: str, *arguments: object
) -> object:
    monkeypatch.setattr(sys, "stdin", io.StringIO(given))
    return cli("ingest", *arguments, "--password", "--json")


def test_the_command_reads_the_password_from_standard_input(
    cli, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = ("--index", tmp_path / "index")
    done = run_with_input(monkeypatch, cli, f"{PASSWORD}\nle reste\n", corpus / "secret.pdf", *where)
    assert (done.code, done.json["added"]) == (0, 1)
    assert PASSWORD not in done.out + done.err
    for given, target, code in (
        ("", corpus / "secret.pdf", "password_missing"),
        ("\n", corpus / "secret.pdf", "password_missing"),
        (PASSWORD, corpus, "password_without_files"),
        (PASSWORD, "https://exemple.test/a.pdf", "password_without_files"),
    ):
        done = run_with_input(monkeypatch, cli, given, target, *where)
        assert (done.code, done.json["error"]["code"]) == (2, code)


def test_the_command_asks_for_the_password_on_a_terminal(
    cli, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    asked: list[str] = []
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda prompt, stream: (asked.append(prompt), PASSWORD)[1])
    done = cli("ingest", corpus / "secret.pdf", "--password", "--json", "--index", tmp_path / "index")
    assert (done.code, done.json["added"], len(asked)) == (0, 1, 1)


# --- trying again ------------------------------------------------------------------------------------------------


def test_what_failed_is_tried_again_on_request(assistant: Assistant, corpus: Path) -> None:
    (corpus / "etude.pdf").write_bytes(b"%PDF-1.7\nnot really")
    (corpus / "fiches.jsonl").write_text('{"_id": "a", "text": "La fiche des vélos."}\n{"_id": "b"}\n')
    tries: list[str] = []
    reader = assistant._parts.indexer._reader
    read = reader.read
    reader.read = lambda path, *rest: (tries.append(path.name), read(path, *rest))[1]  # type: ignore[method-assign]
    for _ in range(2):
        assistant.ingest([str(corpus)])
    assert sorted(tries) == ["etude.pdf", "fiches.jsonl", "note.md", "secret.pdf"], "each is tried once"
    for targets, retry in (([corpus], True), ([corpus / name for name in ("etude.pdf", "fiches.jsonl")], False)):
        tries.clear()
        report = assistant.ingest([str(target) for target in targets], retry=retry)
        assert sorted(tries) == ["etude.pdf", "fiches.jsonl", "secret.pdf"][: 3 if retry else 2]
        assert len(failed(report)) == len(tries), "also what of a file could not be read"
        assert report.added == report.updated == report.removed == 0


def test_the_command_tries_again_on_request(cli, corpus: Path, tmp_path: Path) -> None:
    where = ("--index", tmp_path / "index", "--json")
    assert cli("ingest", corpus, *where).code == 3
    done = cli("ingest", corpus, "--retry", *where)
    assert (done.code, [each["code"] for each in done.json["failed"]]) == (3, ["encrypted"])
    with build_assistant(load_settings(overrides={"index": tmp_path / "index"})) as assistant:
        assert assistant._parts.catalogue.files(str(corpus))["secret.pdf"].tries == 2


# --- what is no ordinary file ------------------------------------------------------------------------------------


def test_what_is_no_ordinary_file_is_listed_until_it_is_gone(
    assistant: Assistant, corpus: Path, tmp_path: Path
) -> None:
    (corpus / "secret.pdf").unlink()
    (tmp_path / "dehors.md").write_text("Un texte hors du dossier.")
    (corpus / "lien.md").symlink_to(tmp_path / "dehors.md")
    (corpus / "meme.md").symlink_to(corpus / "note.md")
    os.mkfifo(corpus / "tube.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(corpus / "prise"))
    odd = [("lien.md", "not_a_file"), ("prise", "not_a_file"), ("tube.txt", "not_a_file")]
    for added in (1, 0):
        report = assistant.ingest([str(corpus)])
        assert (report.added, failed(report)) == (added, odd)
    assert [(each.source, each.code) for each in assistant.status().failures] == odd
    assert sources(assistant) == ["note.md"]
    for name in ("prise", "tube.txt"):
        (corpus / name).unlink()
    (corpus / "lien.md").unlink()
    (corpus / "lien.md").write_text("Un texte du dossier.")
    report = assistant.ingest([str(corpus)])
    assert (counts(report), failed(report), assistant.status().failures) == ((1, 0, 1, 0), [], ())
