"""Caches are always usable: whatever happens to their folders, they answer as the catalogue says, and say why."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import StoreError
from assistant.store.caches import Caches, open_caches
from assistant.store.catalogue import SqlCatalogue
from assistant.store.edits import MODEL_FINGERPRINT
from assistant.store.files import FileStore
from assistant.text.analysis import query_weights
from assistant.types import Stamp
from fakes import HashEmbedder, make_document

pytestmark = pytest.mark.integration

EMBEDDER = HashEmbedder()
STAMP = Stamp(1, "1", EMBEDDER.name, EMBEDDER.fingerprint, 0)
TEXTS = {
    "budget": ["Les habitants votent le budget participatif.", "Le maire exécute le budget."],
    "velo": ["La ville prête des vélos.", "Une vélorue traverse le centre."],
    "tram": ["Le tramway relie la gare au port."],
    "jardin": ["Un jardin partagé ouvre au printemps."],
}
QUESTIONS = {"vote du budget participatif": "budget-0", "prêter un vélo": "velo-0", "le tramway": "tram-0"}


class Folder:
    """An index folder whose caches can be opened again and again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.said: list[str] = []
        self.catalogue = SqlCatalogue.open(path / "catalogue.sqlite", create=True)

    def put(self, name: str, texts: list[str]) -> None:
        self.catalogue.put_documents("/root", name, [make_document(name, texts)])

    def open(self, stamp: Stamp = STAMP) -> Caches:
        self.said.clear()
        return open_caches(self.path, self.catalogue, stamp, self.said.append, "en")

    def rebuilt(self, stamp: Stamp = STAMP) -> list[str]:
        """Open, check the answers, close; tells which caches were rebuilt, and why."""
        caches = self.open(stamp)
        try:
            check(caches, self.catalogue.counts()[2])
        finally:
            caches.close()
        return list(self.said)


def check(caches: Caches, passages: int) -> None:
    assert len(caches.lexical) == len(caches.vectors) == passages
    for question, expected in QUESTIONS.items():
        assert caches.lexical.search(query_weights(question, "fr"), 3)[0].passage_id == expected
        assert caches.vectors.search(EMBEDDER.embed_query(question), 3)[0].passage_id == expected


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    made = Folder(tmp_path / "index")
    for name, texts in TEXTS.items():
        made.put(name, texts)
    made.open().close()
    yield made
    made.catalogue.close()


def test_a_new_folder_is_filled_with_a_word_about_it(folder: Folder) -> None:
    assert [line.split()[3] for line in folder.said] == ["lexical", "vectors"]
    assert all("made from the catalogue" in line for line in folder.said)


def test_an_empty_catalogue_is_not_worth_a_word(tmp_path: Path) -> None:
    empty = Folder(tmp_path / "index")
    caches = empty.open()
    assert empty.said == []
    assert caches.lexical.search([("budget", 1.0)], 5) == caches.vectors.search(EMBEDDER.embed_query("budget"), 5) == []
    assert caches.lexical.document_frequency("budget") == 0
    caches.close()
    empty.catalogue.close()


def test_what_is_sound_is_not_rebuilt(folder: Folder) -> None:
    before = (folder.path / "vectors").stat().st_ino, (folder.path / "lexical").stat().st_ino
    for _ in range(3):
        assert folder.rebuilt() == []
    assert ((folder.path / "vectors").stat().st_ino, (folder.path / "lexical").stat().st_ino) == before


def test_a_copied_folder_is_trusted_by_its_content(folder: Folder, tmp_path: Path) -> None:
    shutil.copytree(folder.path, tmp_path / "copy", copy_function=shutil.copyfile)
    copied = Folder(tmp_path / "copy")
    assert copied.rebuilt() == []
    copied.catalogue.close()


def overwrite(path: Path) -> None:
    size = path.stat().st_size
    path.write_bytes(os.urandom(max(size, 64)))


def scratch(path: Path) -> None:
    """A few bytes in the middle, the size as it was."""
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 16] = bytes(byte ^ 0xFF for byte in content[middle : middle + 16])
    path.write_bytes(content)


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


@pytest.mark.parametrize("damage", [overwrite, scratch, truncate, Path.unlink])
@pytest.mark.parametrize(
    ("cache", "files"),
    [
        ("vectors", "chroma.sqlite3"),
        ("vectors", "*/*.bin"),
        ("lexical", "meta.json"),
        ("lexical", "*.idx"),
        ("lexical", "*.store"),
        ("lexical", "sentences.sqlite"),
    ],
)
def test_damaged_files_mean_a_rebuild(folder: Folder, cache: str, files: str, damage: Callable[[Path], None]) -> None:
    chosen = [path for path in (folder.path / cache).glob(files) if path.stat().st_size]
    assert chosen or files == "*/*.bin"
    for path in chosen:
        damage(path)
    said = folder.rebuilt()
    if chosen:
        assert [(cache in line, "damaged" in line) for line in said] == [(True, True)]
    assert folder.rebuilt() == []


def test_hnsw_files_are_there_and_their_damage_is_seen(tmp_path: Path) -> None:
    many = Folder(tmp_path / "index")
    many.put("many", [f"Le texte numéro {number} parle de {number * 7}." for number in range(1500)])
    for name, texts in TEXTS.items():
        many.put(name, texts)
    many.open().close()
    files = [path for path in (many.path / "vectors").glob("*/*.bin") if path.stat().st_size]
    assert files
    for path in files:
        overwrite(path)
    caches = many.open()
    assert [("vectors" in line, "damaged" in line) for line in many.said] == [(True, True)]
    assert len(caches.vectors) == 1506
    caches.close()
    many.catalogue.close()


@pytest.mark.parametrize("cache", ["lexical", "vectors"])
def test_a_missing_folder_stamp_or_noise_for_a_stamp(folder: Folder, cache: str) -> None:
    shutil.rmtree(folder.path / cache)
    assert len(folder.rebuilt()) == 1
    (folder.path / cache / "stamp.json").unlink()
    assert "interrupted" in folder.rebuilt()[0]
    (folder.path / cache / "stamp.json").write_bytes(b'{"files": 3')
    assert "interrupted" in folder.rebuilt()[0]
    (folder.path / cache / "unknown.bin").write_bytes(b"x")
    assert "damaged" in folder.rebuilt()[0]
    assert folder.rebuilt() == []


def test_a_file_in_the_place_of_a_folder(folder: Folder) -> None:
    shutil.rmtree(folder.path / "lexical")
    (folder.path / "lexical").write_text("in the way")
    assert len(folder.rebuilt()) == 1


def test_another_model_or_analyser_rebuilds_what_it_concerns(folder: Folder) -> None:
    said = folder.rebuilt(replace(STAMP, embedding_fingerprint="b" * 64))
    assert [("vectors" in line, "another model" in line) for line in said] == [(True, True)]
    said = folder.rebuilt(replace(STAMP, embedding_fingerprint="b" * 64, analyser="2"))
    assert [("lexical" in line, "another" in line) for line in said] == [(True, True)]
    assert len(folder.rebuilt(replace(STAMP, schema=2))) == 2


def test_a_catalogue_that_has_moved_on(folder: Folder) -> None:
    folder.put("new", ["La piscine municipale ferme."])
    assert [line.count("out of date") for line in folder.rebuilt()] == [1, 1]
    assert folder.rebuilt() == []


def test_changes_are_applied_in_place(folder: Folder) -> None:
    for number in range(5):
        folder.put(f"other{number}", ["Autre chose."])
    folder.open().close()
    caches = folder.open()
    inode = (folder.path / "vectors").stat().st_ino
    folder.catalogue.remove_file("/root", "jardin")
    folder.put("velo", ["La ville prête des vélos.", "Un texte changé."])
    folder.put("new", ["La piscine municipale ferme."])
    caches.apply(["jardin"], ["velo", "new"])
    check(caches, folder.catalogue.counts()[2])
    assert caches.lexical.search(query_weights("piscine", "fr"), 3)[0].passage_id == "new-0"
    assert caches.lexical.search(query_weights("jardin vélorue", "fr"), 3) == []
    assert caches.vectors.search(EMBEDDER.embed_query("La piscine municipale ferme."), 1)[0].passage_id == "new-0"
    assert (folder.path / "vectors").stat().st_ino == inode
    caches.close()
    assert folder.rebuilt() == []


def test_vectors_in_memory_are_those_of_the_model_and_of_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(tmp_path / "settled")
    folder.catalogue.set_meta(MODEL_FINGERPRINT, EMBEDDER.fingerprint)
    for name, texts in TEXTS.items():
        folder.put(name, texts)
    opened = folder.open()
    asked = EMBEDDER.embed_query("Les habitants votent le budget participatif.")
    before = opened.vectors.search(asked, 9)
    with monkeypatch.context() as patched:
        patched.setattr("assistant.store.vectors.ChromaIndex.search", lambda *_: pytest.fail("it is asked"))
        assert opened.vectors.search(asked, 9) == before
    folder.catalogue.remove_file("/root", "budget")
    folder.put("commune", ["Les habitants votent le budget de la commune."])
    opened.apply(["budget"], ["commune"])
    now = [hit.passage_id for hit in opened.vectors.search(asked, 9)]
    assert now[0] == "commune-0"
    assert not {"budget-0", "budget-1"} & set(now)
    opened.close()
    monkeypatch.setattr("assistant.store.caches.IN_MEMORY", 4)  # fewer than there are: the index in the folder is asked
    opened = folder.open()
    through = opened.vectors.search(asked, 9)
    assert [hit.passage_id for hit in through] == now
    opened.close()
    monkeypatch.setattr("assistant.store.caches.IN_MEMORY", 100)
    opened = folder.open()
    scores = [hit.score for hit in opened.vectors.search(asked, 9)]
    assert scores == pytest.approx([hit.score for hit in through], abs=1e-5)
    opened.close()
    folder.catalogue.set_meta(MODEL_FINGERPRINT, "b" * 64)
    folder.put("autre", ["La piscine ferme."])
    opened = folder.open()  # one vector is missing: those in the folder are searched
    assert opened.vectors.search(asked, 9)
    opened.close()
    folder.catalogue.close()


def test_when_most_changes_it_is_built_anew(folder: Folder) -> None:
    caches = folder.open()
    inode = (folder.path / "vectors").stat().st_ino
    for name in TEXTS:
        folder.put(name, [*TEXTS[name], "Une phrase de plus."])
    caches.apply([], list(TEXTS))
    check(caches, folder.catalogue.counts()[2])
    assert (folder.path / "vectors").stat().st_ino != inode
    caches.close()
    assert folder.rebuilt() == []


def test_changes_that_were_not_all_named_never_leave_a_wrong_index(folder: Folder) -> None:
    caches = folder.open()
    folder.put("forgotten", ["La piscine municipale ferme."])
    folder.put("named", ["La bibliothèque ouvre."])
    caches.apply([], ["named"])
    check(caches, folder.catalogue.counts()[2])
    assert caches.lexical.search(query_weights("piscine", "fr"), 3)[0].passage_id == "forgotten-0"
    caches.close()


def test_damage_while_open_is_mended_at_the_next_question(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    caches = folder.open()
    caches.vectors._index.close()  # as when Chroma fails: every call raises
    check(caches, folder.catalogue.counts()[2])
    assert ["damaged" in line for line in folder.said] == [True]
    caches.close()


def test_questions_are_answered_while_the_caches_change(folder: Folder) -> None:
    caches = folder.open()
    stop, failures, asked = threading.Event(), [], []

    def ask() -> None:
        while not stop.is_set():
            try:
                for question, expected in QUESTIONS.items():
                    asked.append(question)
                    assert caches.lexical.search(query_weights(question, "fr"), 3)[0].passage_id == expected
                    assert caches.vectors.search(EMBEDDER.embed_query(question), 3)[0].passage_id == expected
            except BaseException as error:
                failures.append(error)
                return

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(6):
        folder.put(f"n{number}", ["Autre chose."])
        caches.apply([], [f"n{number}"] if number % 2 else list(TEXTS))
    stop.set()
    for thread in threads:
        thread.join(10)
    assert failures == []
    assert len(asked) > 6
    caches.close()


def test_a_damaged_catalogue_is_told_not_hidden(folder: Folder) -> None:
    folder.catalogue.close()
    path = folder.path / "catalogue.sqlite"
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)
    shutil.rmtree(folder.path / "lexical")
    with pytest.raises(StoreError) as caught:
        open_caches(folder.path, SqlCatalogue.open(path, create=False), STAMP, folder.said.append)
    assert caught.value.code == "catalogue_damaged"


def test_after_compaction_no_byte_of_a_removed_document_is_left(folder: Folder, tmp_path: Path) -> None:
    marker, vector_text = "zyxomarqueur", "Le zyxomarqueur est secret."
    source = tmp_path / "secret.txt"
    source.write_text(vector_text, encoding="utf-8")
    secret = make_document("secret", [vector_text] * 3, title="Dossier zyxomarqueur")
    originals = FileStore(folder.path / "files")
    originals.add(source, _sha256(source))
    caches = folder.open()
    folder.catalogue.put_documents("/root", "secret.txt", [secret])
    caches.apply([], ["secret"])
    needles = [marker.encode(), secret.vectors[0].tobytes(), marker[:8].encode()]
    assert any(needles[0] in content for content in contents(folder.path))
    assert any(needles[1] in content for content in contents(folder.path))

    folder.catalogue.remove_file("/root", "secret.txt")
    caches.apply(["secret"], [])
    assert caches.lexical.search([(f"={marker}", 1.0)], 5) == []
    folder.catalogue.compact()
    caches.compact()
    assert originals.prune(set()) == 1
    for path in folder.path.rglob("*"):
        if path.is_file():
            assert [needle for needle in needles if needle in path.read_bytes()] == [], path
    check(caches, folder.catalogue.counts()[2])
    caches.close()
    assert folder.rebuilt() == []


def contents(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def _sha256(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()
