"""The write path on real stores: what is added, kept, replaced, removed, refused."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.build import build_assistant
from assistant.errors import ModelError, StoreError, UsageError
from assistant.service import Assistant
from assistant.settings import load_settings

pytestmark = pytest.mark.integration

LAB = "# Le labo\n\nLe laboratoire de Valombre a ouvert en 2016. Il compte neuf agents.\n"
MARKET = "# Le marché\n\nLe marché de Sarrevigne se tient le samedi matin sur la place.\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "notes").mkdir(parents=True)
    (folder / "labo.md").write_text(LAB, encoding="utf-8")
    (folder / "notes" / "marche.md").write_text(MARKET, encoding="utf-8")
    return folder


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[Assistant]:
    with build_assistant(load_settings(overrides={"index": tmp_path / "index"}), create=True) as built:
        yield built


def counts(assistant: Assistant, *targets: Path) -> tuple[int, int, int, int, int]:
    report = assistant.ingest([str(target) for target in targets])
    return report.added, report.updated, report.unchanged, report.removed, len(report.failed)


def sources(assistant: Assistant) -> list[str]:
    return [document.source for document in assistant.documents()]


def test_added_then_unchanged_then_updated_then_removed(assistant: Assistant, corpus: Path) -> None:
    assert counts(assistant, corpus) == (2, 0, 0, 0, 0)
    assert sources(assistant) == ["labo.md", "notes/marche.md"]
    generation = assistant.status().stamp.generation
    assert counts(assistant, corpus) == (0, 0, 2, 0, 0)
    assert assistant.status().stamp.generation == generation
    (corpus / "labo.md").write_text(LAB.replace("neuf", "douze"), encoding="utf-8")
    assert counts(assistant, corpus) == (0, 1, 1, 0, 0)
    assert "douze agents" in assistant.ask("Combien d'agents compte le laboratoire de Valombre ?").text
    assert all("neuf agents" not in found.passage.text for found in assistant.search("agents du laboratoire"))
    (corpus / "labo.md").unlink()
    assert counts(assistant, corpus) == (0, 0, 1, 1, 0)
    assert all(found.document.source == "notes/marche.md" for found in assistant.search("laboratoire agents marché"))


def test_what_a_killed_ingestion_left_is_taken_away_by_the_next(
    assistant: Assistant, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = temporary / f"assistant-reading-{ended.pid}-x"
    left.mkdir(parents=True)
    (left / "original").write_text("texte")
    assert counts(assistant, corpus) == (2, 0, 0, 0, 0)
    assert not left.exists()


def test_one_file_or_subfolder_names_the_same_documents_and_removes_no_other(
    assistant: Assistant, corpus: Path
) -> None:
    counts(assistant, corpus)
    ids = {document.id for document in assistant.documents()}
    assert counts(assistant, corpus / "labo.md") == (0, 0, 1, 0, 0)
    (corpus / "labo.md").unlink()
    assert counts(assistant, corpus / "notes") == (0, 0, 1, 0, 0)
    assert {document.id for document in assistant.documents()} == ids


def test_a_failed_file_is_listed_until_it_is_mended_and_the_rest_goes_through(
    assistant: Assistant, corpus: Path
) -> None:
    bad = corpus / "etude.pdf"
    bad.write_bytes(b"%PDF-1.7\nnot really")
    assert counts(assistant, corpus) == (2, 0, 0, 0, 1)
    assert [failure.source for failure in assistant.status().failures] == ["etude.pdf"]
    assert counts(assistant, corpus) == (0, 0, 2, 0, 1)
    assert counts(assistant, bad) == (0, 0, 0, 0, 1)
    bad.write_text("Une note sur le budget du labo.", encoding="utf-8")
    assert counts(assistant, corpus) == (1, 0, 2, 0, 0)
    assert assistant.status().failures == ()


def test_a_failed_file_is_not_read_again_until_it_or_the_limits_change(corpus: Path, tmp_path: Path) -> None:
    bad = corpus / "etude.pdf"
    bad.write_bytes(b"%PDF-1.7\nnot really")
    settings = load_settings(overrides={"index": tmp_path / "index"})
    with build_assistant(settings, create=True) as assistant:
        counts(assistant, corpus)
    reads: list[str] = []
    for limits in (settings.limits, settings.limits.model_copy(update={"pages": 999})):
        with build_assistant(settings.model_copy(update={"limits": limits})) as assistant:
            reader = assistant._parts.indexer._reader
            read = reader.read
            reader.read = lambda path, *_, read=read: (reads.append(path.name), read(path))[1]  # type: ignore[method-assign]
            assert counts(assistant, corpus) == (0, 0, 2, 0, 1)
            assert reads == ([] if limits == settings.limits else ["etude.pdf"])


def test_a_record_and_a_file_of_the_same_name_are_two_documents(assistant: Assistant, tmp_path: Path) -> None:
    folder = tmp_path / "twins"
    folder.mkdir()
    (folder / "a.jsonl").write_text('{"_id": "n.md", "text": "La fiche parle du marché couvert."}\n')
    (folder / "a.jsonl#n.md").write_text("# Note\n\nLa note parle de la passerelle du canal.\n")
    assert counts(assistant, folder) == (2, 0, 0, 0, 0)
    assert sources(assistant) == ["a.jsonl#n.md", "a.jsonl#n.md"]
    assert counts(assistant, folder) == (0, 0, 2, 0, 0)


def test_a_file_with_pages_left_out_is_read_again_on_request(corpus: Path, tmp_path: Path) -> None:
    from dataclasses import replace

    with build_assistant(load_settings(overrides={"index": tmp_path / "index"}), create=True) as assistant:
        reader = assistant._parts.indexer._reader
        read, reads = reader.read, []

        def leaves_out(path: Path, *rest: object) -> object:
            reads.append(path.name)
            result = read(path, *rest)
            return replace(result, documents=tuple(replace(each, ocr_wanted=(1,)) for each in result.documents))

        reader.read = leaves_out  # type: ignore[method-assign]
        assistant.ingest([str(corpus / "labo.md")])
        assistant.ingest([str(corpus)])
        assert reads.count("labo.md") == 1, "left alone as long as what it is read with is the same"
        assistant.ingest([str(corpus)], retry=True)
        assert reads.count("labo.md") == 2
        assistant.ingest([str(corpus / "labo.md")])
        assert reads.count("labo.md") == 3


def test_a_file_that_breaks_later_keeps_its_earlier_version(assistant: Assistant, corpus: Path) -> None:
    counts(assistant, corpus)
    (corpus / "labo.md").write_bytes(b"")
    assert counts(assistant, corpus) == (0, 0, 2, 0, 1)
    assert "labo.md" in sources(assistant)
    (corpus / "labo.md").unlink()
    assert counts(assistant, corpus) == (0, 0, 1, 1, 0)
    assert assistant.status().failures == ()


def test_records_are_documents_and_only_changed_ones_are_read_again(assistant: Assistant, tmp_path: Path) -> None:
    file = tmp_path / "fiches.jsonl"
    records = [
        {"_id": f"f{n}", "title": f"Fiche {n}", "text": f"La fiche {n} parle du thème {n * 7}."} for n in range(3)
    ]
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    file.write_text("\n".join([*lines, '{"_id": "bad"}']), encoding="utf-8")
    assert counts(assistant, file) == (3, 0, 0, 0, 1)
    assert sources(assistant) == ["fiches.jsonl#f0", "fiches.jsonl#f1", "fiches.jsonl#f2"]
    assert counts(assistant, file) == (0, 0, 3, 0, 1)
    assert assistant.status().failures[0].code == "bad_record"
    records[1]["text"] = "La fiche 1 parle maintenant du compost."
    file.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records[:2]), encoding="utf-8")
    assert counts(assistant, file) == (0, 1, 1, 1, 0)
    assert assistant.status().failures == ()
    assert assistant.search("compost")[0].document.source == "fiches.jsonl#f1"


def test_a_missing_target_changes_nothing(assistant: Assistant, corpus: Path) -> None:
    with pytest.raises(UsageError) as caught:
        assistant.ingest([str(corpus), str(corpus / "absent")])
    assert caught.value.code == "not_found"
    assert assistant.documents() == []


def test_originals_are_kept_when_the_source_is_gone(assistant: Assistant, corpus: Path) -> None:
    counts(assistant, corpus)
    document = assistant.documents()[0]
    (corpus / "labo.md").write_text("changé", encoding="utf-8")
    assert assistant.original(document.id).read_text(encoding="utf-8") == LAB


def test_an_index_refuses_another_model(assistant: Assistant, corpus: Path, tmp_path: Path) -> None:
    counts(assistant, corpus)
    assistant.close()
    settings = load_settings(overrides={"index": tmp_path / "index"})
    other = settings.model_copy(
        update={"embedding": settings.embedding.model_copy(update={"passage_prompt": "passage: "})}
    )
    with pytest.raises(ModelError) as caught:
        build_assistant(other)
    assert caught.value.code == "model_mismatch"
    with build_assistant(settings) as again:
        assert len(again.documents()) == 2


def test_an_index_that_is_not_there_is_not_made_by_asking(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="no index"):
        build_assistant(load_settings(overrides={"index": tmp_path / "nothing"}))
    assert not (tmp_path / "nothing").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux only")
def test_file_names_that_are_no_utf8_or_odd_are_read_and_told_apart(assistant: Assistant, tmp_path: Path) -> None:
    corpus = tmp_path / "odd"
    corpus.mkdir()
    odd = [b"caf\xe9.txt", b"caf\xe8.txt", b"a\nb.txt", b"\x1b[2J.txt", b"A.txt", b"a.txt", b"x" * 251 + b".txt"]
    odd += [name.encode() for name in ("l’été n° 3 #1.txt", "🚲.txt", "é.txt", "e\u0301.txt", "\u202etxt.fdp")]
    for number, name in enumerate(odd):
        place = Path(os.fsdecode(os.fsencode(corpus) + b"/" + name))
        place.write_text(f"Le compost du quartier {number} est gratuit.", encoding="utf-8")
    assert counts(assistant, corpus) == (12, 0, 0, 0, 0)
    assert counts(assistant, corpus) == (0, 0, 12, 0, 0)
    assert len(set(sources(assistant))) == 12
    assert {"caf\\xe8.txt", "caf\\xe9.txt", "A.txt", "a.txt", "é.txt", "e\u0301.txt", "🚲.txt"} <= set(
        sources(assistant)
    )
    for name in (b"caf\xe9.txt", b"a\nb.txt"):  # named, each is itself
        assert counts(assistant, Path(os.fsdecode(os.fsencode(corpus) + b"/" + name))) == (0, 0, 1, 0, 0)
    Path(os.fsdecode(os.fsencode(corpus) + b"/e\xcc\x81.txt")).unlink()
    assert counts(assistant, corpus) == (0, 0, 11, 1, 0)
    assert "é.txt" in sources(assistant)


def test_a_removed_document_leaves_no_byte(assistant: Assistant, corpus: Path, tmp_path: Path) -> None:
    secret = "zyxomarqueur"
    (corpus / "secret.md").write_text(f"Le nom de la personne interrogée est {secret}.\n", encoding="utf-8")
    counts(assistant, corpus)
    assert holders(tmp_path / "index", secret)
    (corpus / "secret.md").unlink()
    assert counts(assistant, corpus) == (0, 0, 2, 1, 0)
    assert holders(tmp_path / "index", secret) == []
    assert assistant.search("laboratoire")


def holders(folder: Path, text: str) -> list[Path]:
    """The files below a folder that hold a text."""
    return [path for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def test_originals_that_are_gone_are_kept_again(assistant: Assistant, corpus: Path, tmp_path: Path) -> None:
    counts(assistant, corpus)
    shutil.rmtree(tmp_path / "index" / "files")
    assert counts(assistant, corpus) == (0, 0, 2, 0, 0)
    assert assistant.original(assistant.documents()[0].id).read_text(encoding="utf-8") == LAB


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize("left", ["lexical", "vectors", "files"])
def test_an_emptied_catalogue_is_said_to_be_damaged(
    assistant: Assistant, corpus: Path, tmp_path: Path, left: str, create: bool
) -> None:
    counts(assistant, corpus)
    assistant.close()
    index = tmp_path / "index"
    for name in {"lexical", "vectors", "files"} - {left}:
        shutil.rmtree(index / name)
    for file in index.glob("catalogue.sqlite*"):
        file.write_bytes(b"")
    for _ in range(2):
        with pytest.raises(StoreError) as caught:
            build_assistant(load_settings(overrides={"index": index}), create=create)
        assert caught.value.code == "catalogue_damaged"
    assert (index / "catalogue.sqlite").stat().st_size == 0


def test_an_empty_catalogue_alone_is_one_to_be_made(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    for name in ("files", "lexical", "vectors"):
        (index / name).mkdir(parents=True)
    (index / "catalogue.sqlite").touch()  # as a process leaves it that was killed at its first start
    with build_assistant(load_settings(overrides={"index": index}), create=True) as assistant:
        assert counts(assistant, corpus) == (2, 0, 0, 0, 0)


def test_a_fresh_index_of_one_small_file_is_made_in_a_process_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Le compost de la ville est gratuit.", encoding="utf-8")
    command = [sys.executable, "-m", "assistant", "ingest", str(tmp_path / "note.txt"), "--json", "--index"]
    done = subprocess.run([*command, str(tmp_path / "index")], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["added"] == 1


def test_other_passages_or_readers_mean_reading_again(tmp_path: Path, corpus: Path) -> None:
    records = [{"_id": str(number), "text": f"Le service numéro {number} ouvre à Sarrevigne."} for number in range(3)]
    (corpus / "fiches.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    settings = load_settings(overrides={"index": tmp_path / "index"})
    with build_assistant(settings, create=True) as built:
        assert counts(built, corpus) == (5, 0, 0, 0, 0)
    passages = settings.passages.model_copy(update={"target_words": 40})
    with build_assistant(settings.model_copy(update={"passages": passages})) as built:
        assert counts(built, corpus) == (0, 5, 0, 0, 0)
        assert counts(built, corpus) == (0, 0, 5, 0, 0)


def test_other_limits_read_nothing_again_but_what_failed(tmp_path: Path, corpus: Path) -> None:
    settings = load_settings(overrides={"index": tmp_path / "index"})
    with build_assistant(settings, create=True) as built:
        counts(built, corpus)
    limits = settings.limits.model_copy(update={"cpu_seconds": 44})
    with build_assistant(settings.model_copy(update={"limits": limits})) as built:
        assert counts(built, corpus) == (0, 0, 2, 0, 0)
