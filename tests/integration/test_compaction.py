"""Once an ingestion has ended, no byte of what was removed or replaced lies in the index, whatever ended the ones before."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import store_writer
from assistant.build import build_assistant
from assistant.service import Assistant
from assistant.settings import load_settings
from fakes import HashEmbedder

pytestmark = pytest.mark.integration

SECRET = "# Entretien\n\nLa personne interrogée se nomme zyxomarqueur et habite Valombre.\n"
NEEDLES = (b"zyxomarqueur", b"zyxomarq")  # whole, and as an index of terms may cut it
RECORDS = ['{"_id": "a", "text": "La fiche du zyxomarqueur."}', '{"_id": "b", "text": "La fiche des vélos."}']


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Enough documents beside the secret one for the caches to be changed in place, not built anew."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(6):
        (folder / f"note-{number}.md").write_text(f"# Note {number}\n\nLe service a reçu {number * 31} demandes.\n")
    (folder / "secret.md").write_text(SECRET)
    return folder


@pytest.fixture
def open_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Assistant]:
    monkeypatch.setattr("assistant.store.embedders.load_embedder", lambda _: HashEmbedder())
    return lambda: build_assistant(load_settings(overrides={"index": tmp_path / "index"}), create=True)


@pytest.fixture
def assistant(open_index: Callable[[], Assistant]) -> Iterator[Assistant]:
    with open_index() as built:
        yield built


def holders(tmp_path: Path, needles: tuple[bytes, ...] = NEEDLES) -> list[str]:
    """The files of the index that hold one of some bytes."""
    files = [path for path in (tmp_path / "index").rglob("*") if path.is_file()]
    return [str(path) for path in files if any(needle in path.read_bytes() for needle in needles)]


def vectors_of(assistant: Assistant, source: str) -> tuple[bytes, ...]:
    ids = {document.id for document in assistant.documents() if document.source == source}
    batches = assistant._parts.folder.catalogue.iter_passages(document_ids=ids)  # type: ignore[attr-defined]
    return tuple(vector.tobytes() for _, _, vectors in batches for vector in vectors)


@pytest.mark.parametrize("how", ["replaced", "removed"])
def test_a_document_leaves_no_byte(assistant: Assistant, corpus: Path, tmp_path: Path, how: str) -> None:
    assistant.ingest([str(corpus)])
    needles = (*NEEDLES, *vectors_of(assistant, "secret.md"))
    assert len(needles) == 3
    assert all(holders(tmp_path, (needle,)) for needle in needles)
    if how == "replaced":
        (corpus / "secret.md").write_text("# Entretien\n\nLa personne interrogée a retiré son témoignage.\n")
    else:
        (corpus / "secret.md").unlink()
    report = assistant.ingest([str(corpus)])
    assert (report.updated, report.removed) == ((1, 0) if how == "replaced" else (0, 1))
    assert holders(tmp_path, needles) == []
    assert assistant.search("demandes du service")


@pytest.mark.parametrize("how", ["replaced", "removed"])
def test_a_record_leaves_no_byte_nor_does_the_file_it_was_in(
    assistant: Assistant, corpus: Path, tmp_path: Path, how: str
) -> None:
    file = corpus / "fiches.jsonl"
    (corpus / "secret.md").unlink()
    file.write_text("\n".join(RECORDS))
    assistant.ingest([str(corpus)])
    assert len(holders(tmp_path)) > 1
    file.write_text(
        "\n".join([json.dumps({"_id": "a", "text": "Vide."}), RECORDS[1]] if how == "replaced" else RECORDS[1:])
    )
    assistant.ingest([str(corpus)])
    assert holders(tmp_path) == []


@pytest.mark.parametrize("mended", [True, False])
def test_an_original_that_gave_no_document_goes_too(
    assistant: Assistant, corpus: Path, tmp_path: Path, mended: bool
) -> None:
    (corpus / "secret.md").unlink()
    file = corpus / "fiches.jsonl"
    file.write_text('{"texte": "zyxomarqueur"}\n' + RECORDS[1])
    assistant.ingest([str(corpus)])
    assert holders(tmp_path)
    if mended:
        file.write_text(RECORDS[1])
    else:
        file.unlink()
    assistant.ingest([str(corpus)])
    assert holders(tmp_path) == []


def killed_at(tmp_path: Path, corpus: Path, step: str) -> None:
    """Ingest in another process, killed (SIGKILL) where a step begins."""
    command = [sys.executable, store_writer.__file__, "ingest", str(tmp_path / "index"), str(corpus), step]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline().strip()
        process.kill()
    assert said == step


@pytest.mark.parametrize(
    ("how", "step"),
    [
        ("removed", "applying"),
        ("removed", "catalogue"),
        ("removed", "caches"),
        ("removed", "originals"),
        ("removed", "done"),
        ("replaced", "catalogue"),
    ],
)
def test_killed_before_the_compaction_ends_the_next_ingestion_completes_it(
    open_index: Callable[[], Assistant], corpus: Path, tmp_path: Path, how: str, step: str
) -> None:
    with open_index() as assistant:
        assistant.ingest([str(corpus)])
        needles = (*NEEDLES, *vectors_of(assistant, "secret.md"))
    if how == "replaced":
        (corpus / "secret.md").write_text("# Entretien\n\nLa personne interrogée a retiré son témoignage.\n")
    else:
        (corpus / "secret.md").unlink()
    killed_at(tmp_path, corpus, step)
    assert bool(holders(tmp_path, needles)) == (step != "done")
    with open_index() as assistant:
        assert all("zyxomarqueur" not in each.passage.text for each in assistant.search("zyxomarqueur"))
        report = assistant.ingest([str(corpus)])
        assert (report.added, report.updated, report.removed) == (0, 0, 0)
        assert holders(tmp_path, needles) == []
        assert assistant.search("demandes du service")


def test_a_copy_that_a_killed_run_left_goes_too(
    open_index: Callable[[], Assistant], corpus: Path, tmp_path: Path
) -> None:
    with open_index() as assistant:
        assistant.ingest([str(corpus)])
        assistant._parts.folder.originals.add(*orphan(tmp_path))  # type: ignore[attr-defined]
    assert holders(tmp_path, (b"orphelin",))
    with open_index() as assistant:
        assistant.ingest([str(corpus)])
    assert holders(tmp_path, (b"orphelin",)) == []


def orphan(tmp_path: Path) -> tuple[Path, str]:
    import hashlib

    (tmp_path / "orphan").write_bytes(b"un texte orphelin")
    return tmp_path / "orphan", hashlib.sha256(b"un texte orphelin").hexdigest()


def test_an_ingestion_that_drops_nothing_compacts_nothing(assistant: Assistant, corpus: Path, tmp_path: Path) -> None:
    assistant.ingest([str(corpus)])
    inodes = [(tmp_path / "index" / name).stat().st_ino for name in ("lexical", "vectors")]
    (corpus / "note-9.md").write_text("# Note 9\n\nLe service ouvre le samedi.\n")
    assistant.ingest([str(corpus)])
    assistant.ingest([str(corpus)])
    assert [(tmp_path / "index" / name).stat().st_ino for name in ("lexical", "vectors")] == inodes
