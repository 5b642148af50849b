"""The catalogue keeps what it is given, whole, and says what it can't do."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import StoreError
from assistant.ports import FileRecord
from assistant.store.catalogue import SqlCatalogue
from assistant.store.database import _MIGRATIONS, Database, _upgrade
from assistant.store.schema import HEAD, REVISIONS, Base
from assistant.types import Failure, Page, Span, WordBox
from fakes import HashEmbedder, make_document

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("own_migrations")]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "index" / "catalogue.sqlite"


@pytest.fixture
def catalogue(path: Path) -> Iterator[SqlCatalogue]:
    opened = SqlCatalogue.open(path, create=True)
    yield opened
    opened.close()


def record(path: str, content_hash: str = "h1") -> FileRecord:
    return FileRecord("/root", path, content_hash, True)


def test_a_document_comes_back_as_it_was_put(catalogue: SqlCatalogue) -> None:
    new = make_document("d1", ["Première page, « été ».", "Seconde page 😀."])
    boxed = Page(1, new.pages[0].text, "iv", 595.25, 842.0, (WordBox(0, 8, 72.5, 700.25, 110.75, 712.0),))
    crossing = replace(
        new.passages[0], spans=(Span(1, 5, 20), Span(2, 0, 7)), heading_path=("Titre I", "§ 2"), language="en"
    )
    new = replace(new, pages=(boxed, new.pages[1]), passages=(crossing, new.passages[1]))
    catalogue.put_documents("/root", "d1.pdf", [new])
    assert catalogue.document("d1") == new.document
    assert catalogue.page("d1", 1) == boxed
    assert catalogue.page("d1", 2) == new.pages[1]
    assert catalogue.page("d1", 3) is None
    assert catalogue.passages(["d1-1", "nothing", "d1-0"]) == {"d1-0": crossing, "d1-1": new.passages[1]}
    ((passages, documents, vectors),) = catalogue.iter_passages()
    assert list(passages) == list(new.passages)
    assert list(documents) == [new.document] * 2
    assert np.array_equal(vectors, new.vectors)
    assert catalogue.counts() == (1, 2, 2)


def test_the_latest_date_is_that_of_the_latest_document(catalogue: SqlCatalogue) -> None:
    assert catalogue.newest_date() is None
    new = make_document("d1", ["a"])
    dates = ("2019", "2023-05", "2022-12-31", None)
    dated = [
        replace(new, document=replace(new.document, id=f"d{n}", date=date), passages=(), vectors=new.vectors[:0])
        for n, date in enumerate(dates)
    ]
    catalogue.put_documents("/root", "f.jsonl", dated)
    assert catalogue.newest_date() == "2023-05"


def test_what_was_put_is_there_after_reopening(path: Path) -> None:
    first = SqlCatalogue.open(path, create=True)
    first.put_documents("/root", "d1.pdf", [make_document("d1", ["a"])])
    first.set_meta("embedding_model", "embedded")
    first.close()
    again = SqlCatalogue.open(path, create=False)
    assert (again.counts(), again.generation, again.get_meta("embedding_model")) == ((1, 1, 1), 1, "embedded")
    again.close()


def test_an_id_is_replaced_whole(catalogue: SqlCatalogue) -> None:
    catalogue.put_documents("/root", "d1.pdf", [make_document("d1", ["un", "deux", "trois"])])
    catalogue.put_documents("/root", "d1.pdf", [make_document("d1", ["autre"])])
    assert catalogue.counts() == (1, 1, 1)
    page = catalogue.page("d1", 1)
    assert page is not None
    assert page.text == "autre"


def test_vectors_must_match_passages_and_nothing_half_stays(catalogue: SqlCatalogue) -> None:
    bad = replace(make_document("d2", ["a", "b"]), vectors=HashEmbedder().embed_passages(["a"]))
    with pytest.raises(ValueError, match="2 passages with 1 vectors"):
        catalogue.put_documents("/root", "f", [make_document("d1", ["a"]), bad])
    assert catalogue.counts() == (0, 0, 0)
    assert catalogue.generation == 0


def test_the_states_of_a_file(catalogue: SqlCatalogue) -> None:
    catalogue.put_documents("/root", "f.jsonl", [make_document("d1", ["a"]), make_document("d2", ["b"])])
    assert catalogue.files("/root") == {"f.jsonl": FileRecord("/root", "f.jsonl", "", False, documents=2)}
    seen = replace(record("f.jsonl"), seen="1 2 3 4")
    assert catalogue.complete_file(seen, ["d1", "d2"], [], 10) == 0
    assert catalogue.files("/root") == {"f.jsonl": replace(seen, documents=2)}
    bad = Failure("f.jsonl#3", "bad_record", {"line": "3"})
    assert catalogue.complete_file(record("f.jsonl", "h2"), ["d2"], [bad], 9) == 1
    assert catalogue.document_ids("/root", "f.jsonl").keys() == {"d2"}
    known = replace(record("f.jsonl", "h2"), documents=1, failures=(bad,))
    assert catalogue.files("/root") == {"f.jsonl": known}
    catalogue.note_seen("/root", {"f.jsonl": "5 6 7 8", "unknown": "9"})
    assert catalogue.files("/root") == {"f.jsonl": replace(known, seen="5 6 7 8")}
    truncated = Failure("f.jsonl", "truncated")
    catalogue.fail_file("/root", "f.jsonl", "h3", truncated, "8 7 6 5")
    failed = FileRecord("/root", "f.jsonl", "h3", False, 1, "", "8 7 6 5", 1, (truncated,))
    assert catalogue.files("/root") == {"f.jsonl": failed}
    assert catalogue.failures() == [truncated]
    assert catalogue.counts()[0] == 1, "documents of the version before stay"
    assert catalogue.roots() == ["/root"]
    assert catalogue.remove_file("/root", "f.jsonl") == 1
    assert (catalogue.counts(), catalogue.failures(), catalogue.roots()) == ((0, 0, 0), [], [])
    assert catalogue.remove_file("/root", "f.jsonl") == 0


def test_files_are_found_by_name(catalogue: SqlCatalogue) -> None:
    for root in ("/root", "/other"):
        for number in range(3):
            catalogue.put_documents(root, f"f{number}", [make_document(f"d{number}{root[1:]}", ["a"])])
            catalogue.fail_file(root, f"f{number}", "h", Failure(f"f{number}", "too_slow"))
    assert list(catalogue.files("/root")) == ["f0", "f1", "f2"]
    found = catalogue.files("/root", ["f2", "f9", "f0"])
    assert [(path, each.root, each.documents, len(each.failures)) for path, each in found.items()] == [
        ("f0", "/root", 1, 1),
        ("f2", "/root", 1, 1),
    ]
    assert catalogue.files("/root", []) == {}
    many = {f"g{number}" for number in range(1200)}
    assert list(catalogue.files("/root", {*many, "f1"})) == ["f1"]


def test_what_is_written_together_is_stored_together_or_not_at_all(catalogue: SqlCatalogue) -> None:
    def put(name: str) -> None:
        catalogue.put_documents("/root", name, [make_document(name, ["a"])])
        catalogue.complete_file(record(name), [name], [], 1)

    with catalogue.together():
        put("f")
        assert catalogue.counts()[0] == 0, "nothing is seen before the end"
        with catalogue.together():
            put("g")
        put("h")
    assert (catalogue.counts()[0], catalogue.generation) == (3, 3)
    with contextlib.suppress(RuntimeError), catalogue.together():
        put("i")
        catalogue.remove_file("/root", "f")
        raise RuntimeError
    assert {each.id for each in catalogue.documents()} == {"f", "g", "h"}
    put("j")
    assert catalogue.counts()[0] == 4


def test_threads_that_write_together_do_not_join_each_other(catalogue: SqlCatalogue) -> None:
    begun, ended = threading.Event(), threading.Event()

    def fails() -> None:
        with contextlib.suppress(RuntimeError), catalogue.together():
            catalogue.put_documents("/root", "f", [make_document("f", ["a"])])
            begun.set()
            time.sleep(0.2)
            ended.set()
            raise RuntimeError

    thread = threading.Thread(target=fails)
    thread.start()
    begun.wait(10)
    catalogue.put_documents("/root", "g", [make_document("g", ["a"])])
    assert ended.is_set(), "it waited for the other's end"
    thread.join()
    assert [each.id for each in catalogue.documents()] == ["g"]


def test_tries_of_one_version_are_counted(catalogue: SqlCatalogue) -> None:
    def tries() -> int:
        return catalogue.files("/root")["f"].tries

    for content_hash, expected in (("h1", 1), ("h1", 2), ("h2", 1), ("h1", 1), ("h1", 2)):
        catalogue.fail_file("/root", "f", content_hash, Failure("f", "too_slow"))
        assert tries() == expected
    catalogue.put_documents("/root", "f", [make_document("d1", ["a"])])
    assert tries() == 0
    catalogue.fail_file("/root", "f", "h1", Failure("f", "too_slow"))
    catalogue.complete_file(record("f"), ["d1"], [], 1)
    assert tries() == 0


def test_failures_of_files_never_read_are_listed_by_source(catalogue: SqlCatalogue) -> None:
    for name in ("b.pdf", "a.pdf"):
        catalogue.fail_file("/root", name, "h", Failure(name, "image_only", {"pages": "3"}))
    catalogue.fail_file("/root", "a.pdf", "h", Failure("a.pdf", "empty"))
    assert catalogue.failures() == [Failure("a.pdf", "empty"), Failure("b.pdf", "image_only", {"pages": "3"})]
    assert catalogue.generation == 0


def test_the_generation_grows_with_documents_only(catalogue: SqlCatalogue) -> None:
    seen = [catalogue.generation]

    def grown() -> bool:
        seen.append(catalogue.generation)
        return seen[-1] > seen[-2]

    catalogue.put_documents("/root", "f", [make_document("d1", ["a"])])
    assert grown()
    catalogue.complete_file(record("f"), ["d1"], [], 1)
    catalogue.set_meta("key", "value")
    catalogue.fail_file("/root", "g", "h", Failure("g", "empty"))
    assert not grown()
    catalogue.complete_file(record("f", "h2"), [], [], 1)
    assert grown()
    catalogue.put_documents("/root", "f", [make_document("d1", ["a"])])
    assert grown()
    catalogue.remove_file("/root", "f")
    assert grown()


def test_a_compaction_is_due_from_what_is_dropped_or_replaced_until_it_is_done(catalogue: SqlCatalogue) -> None:
    def due() -> bool:
        found = catalogue.compaction_due
        catalogue.compaction_done()
        assert not catalogue.compaction_due
        return found

    document = make_document("d1", ["a"])
    catalogue.put_documents("/root", "f", [document, make_document("d2", ["b"])])
    catalogue.complete_file(record("f"), ["d1", "d2"], [], 1)
    catalogue.fail_file("/root", "f", "h3", Failure("f", "truncated"))
    assert not due()
    catalogue.put_documents("/root", "f", [document])
    assert due(), "replaced"
    catalogue.complete_file(record("f"), ["d1"], [], 1)
    assert due(), "dropped"
    catalogue.complete_file(record("f"), ["d1"], [], 1)
    assert not due()
    catalogue.complete_file(record("f", "h2"), ["d1"], [], 1)
    assert due(), "the original of the version before"
    catalogue.remove_file("/root", "f")
    assert due(), "removed"
    catalogue.fail_file("/root", "g", "h1", Failure("g", "truncated"))
    catalogue.remove_file("/root", "g")
    assert not due(), "nothing of it was kept"
    catalogue.complete_file(record("g"), [], [], 1)
    catalogue.remove_file("/root", "g")
    assert due(), "its original"


def test_a_compaction_is_not_due_for_what_was_undone(catalogue: SqlCatalogue) -> None:
    catalogue.put_documents("/root", "f", [make_document("d1", ["a"])])
    bad = replace(make_document("d1", ["a", "b"]), vectors=HashEmbedder().embed_passages(["a"]))
    with pytest.raises(ValueError, match="vectors"):
        catalogue.put_documents("/root", "f", [bad])
    assert not catalogue.compaction_due


def test_a_compaction_says_where_a_reader_keeps_what_was_removed(catalogue: SqlCatalogue, path: Path) -> None:
    catalogue.put_documents("/root", "f", [make_document("d1", ["un zyxomarqueur", "b"])])
    reading = catalogue.iter_passages(1)
    next(reading)
    catalogue.remove_file("/root", "f")
    assert not catalogue.compact()
    assert len(list(reading)) == 1, "it goes on in the state it began in"
    assert catalogue.compact()
    assert all(b"zyxomarqueur" not in file.read_bytes() for file in path.parent.iterdir())


def test_the_file_behind_a_document(catalogue: SqlCatalogue) -> None:
    whole = make_document("d1", ["a"], content_hash="h1")
    part = make_document("d2", ["b"], content_hash="of the record")
    catalogue.put_documents("/root", "a.pdf", [whole])
    catalogue.complete_file(record("a.pdf"), ["d1"], [], 1)
    catalogue.put_documents("/root", "b.jsonl", [replace(part, document=replace(part.document, record_id="r"))])
    catalogue.complete_file(record("b.jsonl", "h2"), ["d2"], [], 1)
    catalogue.fail_file("/root", "b.jsonl", "h3", Failure("b.jsonl", "truncated"))
    assert [catalogue.file_hash(each) for each in ("d1", "d2", "d3")] == ["h1", "h2", None]
    assert catalogue.original_hashes() == {"h1", "h2"}


def test_documents_come_by_source(catalogue: SqlCatalogue) -> None:
    for name in ("zoo", "abc", "mid"):
        catalogue.put_documents("/root", name, [make_document(name, ["a"])])
    assert [each.source for each in catalogue.documents()] == ["abc.pdf", "mid.pdf", "zoo.pdf"]
    assert catalogue.documents_by_id(["zoo", "none"]).keys() == {"zoo"}


def test_passages_of_chosen_documents_in_small_batches(catalogue: SqlCatalogue) -> None:
    catalogue.put_documents(
        "/root", "f", [make_document(f"d{i}", [f"texte {i} {j}" for j in range(7)]) for i in range(4)]
    )
    batches = list(catalogue.iter_passages(batch=5))
    assert [len(passages) for passages, _, _ in batches] == [5, 5, 5, 5, 5, 3]
    assert len({each.id for passages, _, _ in batches for each in passages}) == 28
    for passages, documents, vectors in batches:
        assert [each.document_id for each in passages] == [each.id for each in documents]
        assert np.array_equal(vectors, HashEmbedder().embed_passages([each.text for each in passages]))
    chosen = [each.id for passages, _, _ in catalogue.iter_passages(3, ["d2", "gone"]) for each in passages]
    assert chosen == [f"d2-{j}" for j in range(7)]
    assert list(catalogue.iter_passages(document_ids=[])) == []


def test_two_thousand_passages_go_in_at_once(catalogue: SqlCatalogue) -> None:
    embedder = HashEmbedder(384)
    documents = [make_document(f"d{i}", ["Un texte de passage. " * 40] * 20, embedder=embedder) for i in range(100)]
    catalogue.put_documents("/root", "f", documents)
    assert catalogue.counts() == (100, 2000, 2000)


def test_readers_see_one_state_while_another_thread_writes(catalogue: SqlCatalogue) -> None:
    catalogue.put_documents("/root", "f", [make_document(f"d{i}", ["a", "b"]) for i in range(20)])
    stop, wrong = threading.Event(), []

    def read() -> None:
        while not stop.is_set():
            sizes = [len(passages) for passages, _, _ in catalogue.iter_passages(7)]
            documents, _, passages = catalogue.counts()
            if sum(sizes) % 2 or passages != 2 * documents:
                wrong.append((sizes, documents, passages))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(30):
        catalogue.put_documents("/root", f"g{number}", [make_document(f"n{number}", ["a", "b"])])
        catalogue.remove_file("/root", f"g{number - 5}")
    stop.set()
    for reader in readers:
        reader.join(10)
    assert wrong == []


def test_an_abandoned_iteration_blocks_no_writing(catalogue: SqlCatalogue) -> None:
    catalogue.put_documents("/root", "f", [make_document("d1", ["a", "b", "c"])])
    iteration = catalogue.iter_passages(1)
    next(iteration)
    catalogue.remove_file("/root", "f")
    assert len(list(iteration)) == 2, "it goes on in the state it began in"


def test_missing_without_create(path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        SqlCatalogue.open(path, create=False)
    assert caught.value.code == "index_missing"
    assert not path.parent.exists()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError) as caught:
        SqlCatalogue.open(tmp_path / "file" / "index" / "catalogue.sqlite", create=True)
    assert caught.value.code == "index_unwritable"


def read_all(path: Path) -> None:
    catalogue = SqlCatalogue.open(path, create=False)
    catalogue.counts()
    list(catalogue.iter_passages())


@pytest.mark.parametrize("what", ["noise", "other database", "truncated", "half"])
def test_a_damaged_file(path: Path, what: str) -> None:
    catalogue = SqlCatalogue.open(path, create=True)
    catalogue.put_documents("/root", "f", [make_document(f"d{i}", ["texte " * 200] * 5) for i in range(50)])
    catalogue.close()
    if what == "noise":
        path.write_bytes(b"\x00noise" * 4000)
    elif what == "other database":
        path.unlink()
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE something (id)")
        other.close()
    elif what == "truncated":
        path.write_bytes(path.read_bytes()[:6000])
    else:
        content = bytearray(path.read_bytes())
        content[8192:] = b"\xa5" * (len(content) - 8192)
        path.write_bytes(content)
    with pytest.raises(StoreError) as caught:
        read_all(path)
    assert caught.value.code == "catalogue_damaged"
    assert str(path) in str(caught.value)


def test_a_closed_catalogue_is_not_opened_again_by_who_still_asks(path: Path) -> None:
    """Another index may stand at its place by then."""
    catalogue = SqlCatalogue.open(path, create=True)
    catalogue.put_documents("/root", "f", [make_document("d", ["texte"])])
    catalogue.close()
    path.rename(path.with_name("elsewhere"))
    for use in (
        catalogue.counts,
        catalogue.compact,
        lambda: catalogue.passages(["x"]),
        lambda: catalogue.set_meta("a", "b"),
        lambda: list(catalogue.iter_passages()),
    ):
        with pytest.raises(StoreError) as caught:
            use()
        assert caught.value.code == "index_closed"
    assert not path.exists()
    catalogue.close()


def test_a_catalogue_of_a_newer_version_is_left_alone(path: Path) -> None:
    SqlCatalogue.open(path, create=True).close()
    with sqlite3.connect(path) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    with pytest.raises(StoreError) as caught:
        SqlCatalogue.open(path, create=True)
    assert caught.value.code == "catalogue_newer"


def test_an_empty_file_is_taken_for_a_catalogue_to_be_made(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    SqlCatalogue.open(path, create=False).close()


def test_migrations_and_tables_agree(path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    SqlCatalogue.open(path, create=True).close()
    database = Database(path)
    with database.writing() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        _upgrade(connection)  # once more: nothing left to do
    database.close()
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_current_head() == HEAD
    assert {each.revision for each in scripts.walk_revisions()} == set(REVISIONS)


def move_to(path: Path, revision: str) -> None:
    """Bring a catalogue to the tables of an older version."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    database = Database(path)
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
    database.close()


def test_a_catalogue_of_the_first_version_keeps_all_it_holds(path: Path) -> None:
    catalogue = SqlCatalogue.open(path, create=True)
    new = make_document("d1", ["un texte", "un autre"])
    catalogue.put_documents("/root", "f", [new])
    catalogue.complete_file(record("f"), ["d1"], [], 1)
    catalogue.fail_file("/root", "g", "h", Failure("g", "too_slow"))
    catalogue.close()
    move_to(path, "0001")
    with sqlite3.connect(path) as database:
        assert "tries" not in {row[1] for row in database.execute("PRAGMA table_info(file)")}
    database.close()
    again = SqlCatalogue.open(path, create=False)
    read = replace(record("f"), made_with="0001", documents=1)  # by readers of before: it is read again
    slow = FileRecord("/root", "g", "h", False, tries=0, failures=(Failure("g", "too_slow"),))
    assert again.files("/root") == {"f": read, "g": slow}
    assert (again.counts(), again.failures()) == ((1, 2, 2), [Failure("g", "too_slow")])
    assert again.compaction_due, "what was replaced before may still lie in the folder"
    again.close()


def test_records_of_an_older_version_are_known_as_parts_of_their_file(path: Path) -> None:
    catalogue = SqlCatalogue.open(path, create=True)
    for number, (source, form) in enumerate({"a#b.jsonl#r#1": "jsonl", "f#g.pdf": "pdf"}.items()):
        new = make_document(f"d{number}", ["un texte"])
        document = replace(new.document, source=source, format=form, record_id="r#1" if form == "jsonl" else None)
        catalogue.put_documents("/root", "a#b.jsonl" if form == "jsonl" else source, [replace(new, document=document)])
    catalogue.close()
    move_to(path, "0002")
    again = SqlCatalogue.open(path, create=False)
    assert [(one.record_id, one.file, one.ocr_pages) for one in again.documents()] == [
        ("r#1", "a#b.jsonl", 0),
        (None, "f#g.pdf", 0),
    ]
    page = again.page("d0", 1)
    assert page is not None
    assert page.ocr_confidence is None
    again.close()


def test_how_sure_recognised_documents_of_an_older_version_are(path: Path) -> None:
    catalogue = SqlCatalogue.open(path, create=True)
    for name, sure in {"d1": (0.8, None, 0.9), "d2": (None,)}.items():
        new = make_document(name, ["un texte"] * len(sure))
        pages = tuple(replace(page, ocr_confidence=one) for page, one in zip(new.pages, sure, strict=True))
        recognised = sum(one is not None for one in sure)
        document = replace(new.document, ocr_pages=recognised)
        catalogue.put_documents("/root", name, [replace(new, document=document, pages=pages)])
    catalogue.close()
    move_to(path, "0003")
    again = SqlCatalogue.open(path, create=False)
    assert [(one.id, one.ocr_confidence) for one in again.documents()] == [("d1", pytest.approx(0.85)), ("d2", None)]
    assert [each.seen for each in again.files("/root").values()] == ["", ""]
    again.close()


def test_an_empty_catalogue_of_the_first_version_owes_no_compaction(path: Path) -> None:
    SqlCatalogue.open(path, create=True).close()
    move_to(path, "0001")
    again = SqlCatalogue.open(path, create=False)
    assert not again.compaction_due
    again.close()


def test_a_path_with_odd_characters(tmp_path: Path) -> None:
    path = tmp_path / "100 % d'été ?#" / "catalogue.sqlite"
    SqlCatalogue.open(path, create=True).close()
    assert path.is_file()
    shutil.rmtree(path.parent)


def test_compaction_gives_space_back(catalogue: SqlCatalogue, path: Path) -> None:
    catalogue.put_documents("/root", "f", [make_document("d1", ["texte " * 500] * 200)])
    catalogue.compact()
    full = path.stat().st_size
    catalogue.remove_file("/root", "f")
    catalogue.compact()
    assert path.stat().st_size < full / 3
    assert catalogue.counts() == (0, 0, 0)


def test_what_is_kept_in_memory_is_never_older_than_the_last_change(catalogue: SqlCatalogue) -> None:
    catalogue.put_documents("/root", "d1.pdf", [make_document("d1", ["un"], title="Avant")])
    assert catalogue.passages(["d1-0"])["d1-0"].text == "un"
    assert catalogue.documents_by_id(["d1"])["d1"].title == "Avant"
    catalogue.put_documents("/root", "d1.pdf", [make_document("d1", ["deux"], title="Après")])
    assert catalogue.passages(["d1-0"])["d1-0"].text == "deux"
    assert catalogue.documents_by_id(["d1"])["d1"].title == "Après"
    catalogue.records.say("correction", {"d1": {"title": "Corrigé"}})
    assert catalogue.documents_by_id(["d1"])["d1"].title == "Corrigé"
    catalogue.remove_file("/root", "d1.pdf")
    assert catalogue.passages(["d1-0"]) == {}
    assert catalogue.documents_by_id(["d1"]) == {}


def test_what_was_read_is_not_read_again_until_something_changes(catalogue: SqlCatalogue, path: Path) -> None:
    catalogue.put_documents("/root", "d1.pdf", [make_document("d1", ["un"]), make_document("d2", ["deux"])])
    known = catalogue.passages(["d1-0"]), catalogue.documents_by_id(["d1"])
    with contextlib.closing(sqlite3.connect(path)) as behind_its_back:
        behind_its_back.execute("UPDATE passage SET text = 'autre'")
        behind_its_back.execute("UPDATE document SET title = 'autre'")
        behind_its_back.commit()
    assert (catalogue.passages(["d1-0"]), catalogue.documents_by_id(["d1"])) == known
    assert catalogue.passages(["d2-0"])["d2-0"].text == "autre"
    catalogue.set_meta("key", "value")
    assert catalogue.passages(["d1-0"])["d1-0"].text == "autre"


def test_a_damaged_catalogue_is_told_by_what_is_read_past_sqlalchemy(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    catalogue = SqlCatalogue.open(path, create=True)
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("DROP TABLE passage")
    with pytest.raises(StoreError) as caught:
        catalogue.passages(["d1-0"])
    assert caught.value.code == "catalogue_damaged"
    catalogue.close()
