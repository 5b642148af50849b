"""Backups over real indexes: whole, readable by their owner alone, without what was erased; restored whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from pathlib import Path

import pytest

from assistant import upkeep
from assistant.backups_folder import kept_backups, remove_backup
from assistant.build import build_assistant
from assistant.errors import StoreError
from assistant.service import Assistant
from assistant.settings import Settings, load_settings
from assistant.store import restore as restoring
from assistant.types import Editor, Pick, SectionPlan
from assistant.upkeep import make_backup, restore_backup
from conversation_files import FACT, NOTE, hashed

pytestmark = pytest.mark.integration


@pytest.fixture
def place(note_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with `corpus` and `index`, for one test."""
    hashed(monkeypatch)
    shutil.copytree(note_index, tmp_path / "index")
    shutil.copytree(note_index.parent / "corpus", tmp_path / "corpus")
    return tmp_path


def settings_of(place: Path, index: str = "index") -> Settings:
    return load_settings(overrides={"index": place / index, "backups": place / "backups", "corpus": place / "corpus"})


@contextmanager
def opened(place: Path, index: str = "index") -> Iterator[Assistant]:
    with build_assistant(settings_of(place, index)) as assistant:
        yield assistant


def refused(code: str, *arguments: object, **options: object) -> StoreError:
    with pytest.raises(StoreError) as caught:
        restore_backup(*arguments, **options)  # type: ignore[arg-type]
    assert caught.value.code == code
    return caught.value


def test_backups_of_one_second_stand_side_by_side(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Still(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime(2026, 3, 4, 5, 6, 7, tzinfo=tz)

    monkeypatch.setattr(upkeep, "datetime", Still)
    (place / "backups").mkdir()
    made = [make_backup(settings_of(place))[0].name for _ in range(2)]
    assert made == ["assistant-2026-03-04-05h06m07.zip", "assistant-2026-03-04-05h06m07-2.zip"]


def test_a_backup_gives_the_same_answers_elsewhere(place: Path) -> None:
    with opened(place) as assistant:
        before = assistant.ask(FACT)
        conversation = assistant.conversations.keep("cookie:a", None, before).conversation_id
        path, facts = make_backup(settings_of(place))  # while it is in use
    assert (facts.documents, facts.originals, facts.missing, facts.conversations) == (2, 2, 0, 1)
    assert path.stat().st_mode & 0o077 == 0
    shutil.rmtree(place / "index")
    shutil.rmtree(place / "corpus")
    report = restore_backup(settings_of(place, "other"), path)
    assert report.facts.documents == 2
    with opened(place, "other") as assistant:
        after = assistant.ask(FACT)
        assert [each.quote for each in after.citations] == [each.quote for each in before.citations]
        assert assistant.conversations.show("cookie:a", conversation).turns[0].kept.answer.text == before.text
        document = after.citations[0].document
        assert assistant.original(document.id).read_text(encoding="utf-8") == NOTE


def test_documents_that_come_in_meanwhile_are_whole_in_it_or_not_at_all(place: Path) -> None:
    with opened(place) as assistant:
        done = threading.Event()

        def ingest() -> None:
            for number in range(12):
                (place / "corpus" / f"n{number}.txt").write_text(f"Note {number}\n\nUn texte sur la ville {number}.\n")
                assistant.ingest([str(place / "corpus")])
            done.set()

        thread = threading.Thread(target=ingest)
        thread.start()
        paths = []
        while not done.is_set():
            target = place / f"b{len(paths)}.zip"
            paths.append(make_backup(settings_of(place), target)[0])
        thread.join()
    assert len(paths) > 1
    for number, path in enumerate(paths):
        facts = restore_backup(settings_of(place, f"r{number}"), path).facts
        assert facts.missing == 0
        with opened(place, f"r{number}") as assistant:
            documents = assistant.documents()
            assert len(documents) == facts.documents
            assert all(assistant.original(each.id).is_file() for each in documents)
            assert all(assistant.document_passages(each.id) for each in documents)


def test_what_is_erased_is_in_no_later_backup_and_stays_erased_when_an_older_one_is_restored(place: Path) -> None:
    marker = "Sarrevigne"
    path, _ = make_backup(settings_of(place))
    assert marker in _unpacked(path)
    with opened(place) as assistant:
        assistant.library.remove(["autre.md"])
    later, facts = make_backup(settings_of(place), place / "later.zip")
    assert facts.documents == 1
    assert marker not in _unpacked(later)
    report = restore_backup(settings_of(place), path, replace=True)
    assert report.erased == ("autre.md",)
    assert (report.facts.documents, report.documents) == (2, 1)
    with opened(place) as assistant:
        assert [each.source for each in assistant.documents()] == ["note.md"]
        assert ("autre.md") in {removal.path for removal in assistant._parts.catalogue.records.removals().values()}
        assert [each.document.source for each in assistant.search("cantine")] == ["note.md"]  # nothing nearer is left
    left = b"".join(each.read_bytes() for each in (place / "index").rglob("*") if each.is_file())
    assert marker.encode() not in left


def test_the_quotes_of_a_document_erased_since_leave_restored_proposals(place: Path) -> None:
    editor = Editor("user:anne", "Anne")
    with opened(place) as assistant:
        kept, found = assistant.proposals, next(each for each in assistant.documents() if each.source == "autre.md")
        page = assistant.page(found.id, 1)
        assert page is not None
        start = page.text.index("Sarrevigne")
        made = kept.new("Cantines", "fr", [SectionPlan("Une")])
        filled = kept.pick(
            made.id, "s1", [Pick(found.id, 1, start, start + 10, comment="Sarrevigne, à revoir")], editor
        )
        kept.save_text(made.id, "s1", "« Sarrevigne » le fait. [q1]", filled.revision, editor)
    path, _ = make_backup(settings_of(place))
    with opened(place) as assistant:
        assistant.library.remove(["autre.md"])
    restore_backup(settings_of(place), path, replace=True)
    with opened(place) as assistant:
        section = assistant.proposals.show(made.id).sections[0]
        assert (section.basket[0].text, section.basket[0].title) == ("", "document retiré")
        assert section.blocks[0].sentences[0].quotes == ("q1",)
        assert [each.state for each in assistant.proposals.section_checks(section)] == ["gone"]
    left = b"".join(each.read_bytes() for each in (place / "index").rglob("*") if each.is_file())
    assert b"Sarrevigne" not in left


def test_marks_of_protection_given_since_stay_when_an_older_backup_is_restored(place: Path) -> None:
    """In documents that the backup has, under another name too, and in one that is read again afterwards."""
    shutil.rmtree(place / "index")
    (place / "corpus" / "copie.md").write_text(NOTE, encoding="utf-8")
    with build_assistant(settings_of(place), create=True) as assistant:
        assistant.ingest([str(place / "corpus")])
    path, _ = make_backup(settings_of(place))
    with opened(place) as assistant:
        (place / "corpus" / "copie.md").unlink()
        (place / "corpus" / "tard.md").write_text("# Tard\n\nMarthe Ollier parle du puits.\n", encoding="utf-8")
        assistant.ingest([str(place / "corpus")])
        assistant.library.correct("note.md", {"marks": ["not_for_quotation"]})
        assistant.library.correct("autre.md", {"marks": ["anonymous"], "title": "Titre d'après"})
        assistant.library.correct("tard.md", {"marks": ["anonymous"]})
    report = restore_backup(settings_of(place), path, replace=True)
    assert len(report.marked) == 3
    assert not any("autre" in source for source in report.marked)
    with opened(place) as assistant:
        shown = {each.source: set(each.marks) for each in assistant.library.shown()}
        assert shown["note.md"] == shown["copie.md"] == {"not_for_quotation"}
        assert "autre.md" not in shown
        assert [marks for marks in shown.values() if "anonymous" in marks] == [{"anonymous"}]
        assert "Titre d'après" not in {each.title for each in assistant.library.records()}  # the rest is as it was
        assert not any("54 000" in each.quote for each in assistant.ask(FACT).citations)
        assistant.ingest([str(place / "corpus")])
        assert "tard.md" not in {each.source for each in assistant.documents()}
    again = restore_backup(settings_of(place), path, replace=True)
    assert len(again.marked) == 3


def test_what_is_restored_is_on_the_disk_before_it_has_its_place(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut after the renaming, or after what was there is forgotten, takes nothing of it."""
    path, _ = make_backup(settings_of(place))
    events: list[str] = []
    fsync, rename, delete = os.fsync, Path.rename, restoring.delete

    def noted_fsync(descriptor: int) -> None:
        events.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        fsync(descriptor)

    def noted_rename(self: Path, target: Path) -> Path:
        events.append(f"rename {self.name}")
        return rename(self, target)

    def noted_delete(each: Path) -> None:
        events.append(f"delete {each.name}")
        delete(each)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "rename", noted_rename)
    monkeypatch.setattr(restoring, "delete", noted_delete)
    restore_backup(settings_of(place), path, replace=True)
    unpacked, index = place / "index" / "restored.new", place / "index"
    moved, forgotten = events.index("rename restored.new"), len(events) - 1 - events[::-1].index("delete previous")
    with zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if name != "manifest.json"]
    for name in parts:
        assert str(unpacked / name) in events[:moved], name
        assert str((unpacked / name).parent) in events[:moved], name
    assert {str(index), str(index / "previous")} <= set(events[moved:forgotten])


def _unpacked(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode("latin-1") for name in archive.namelist())


def test_conversations_can_be_left_out(place: Path) -> None:
    with opened(place) as assistant:
        assistant.conversations.keep("cookie:a", None, assistant.ask(FACT))
    path, facts = make_backup(settings_of(place), conversations=False)
    assert (facts.conversations, facts.with_conversations) == (0, False)
    assert FACT not in _unpacked(path)
    restore_backup(settings_of(place, "other"), path)
    with opened(place, "other") as assistant:
        assert assistant.ask(FACT).status == "answered"


def test_an_index_gives_way_only_where_that_is_asked_for(place: Path) -> None:
    path, _ = make_backup(settings_of(place))
    refused("restore_over", settings_of(place), path)
    (place / "corpus" / "new.txt").write_text("Une note nouvelle\n\nElle parle de la fontaine.\n", encoding="utf-8")
    with opened(place) as assistant:
        assistant.ingest([str(place / "corpus" / "new.txt")])
        assert assistant.document_count == 3
    restore_backup(settings_of(place), path, replace=True)
    with opened(place) as assistant:
        assert assistant.document_count == 2


@pytest.mark.parametrize("kind", ["cut", "flipped", "no_zip", "empty", "missing", "newer", "escaping", "extra", "bomb"])
def test_a_bad_backup_changes_nothing(place: Path, kind: str) -> None:
    path, _ = make_backup(settings_of(place), place / "good.zip")
    bad = place / "bad.zip"
    data = path.read_bytes()
    if kind in ("cut", "no_zip", "empty"):
        bad.write_bytes({"cut": data[: len(data) // 2], "no_zip": b"PK? no", "empty": b""}[kind])
    elif kind != "missing":
        _spoiled(path, bad, kind)
    code = {"flipped": "backup_damaged", "newer": "backup_newer"}.get(kind, "backup_unreadable")
    before = {each: each.read_bytes() for each in (place / "index").rglob("*") if each.is_file()}
    error = refused(code, settings_of(place), bad, replace=True)
    for language in ("fr", "en"):
        message = error.render(language)
        assert "bad.zip" in message.reason
        assert message.hint
    assert {each: each.read_bytes() for each in (place / "index").rglob("*") if each.is_file()} == before
    assert not (place / "pwned").exists()
    with opened(place) as assistant:
        assert assistant.ask(FACT).status == "answered"


def _spoiled(good: Path, bad: Path, kind: str) -> None:
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as target:
        manifest = json.loads(source.read("manifest.json"))
        parts = {name: source.read(name) for name in source.namelist() if name != "manifest.json"}
        original = next(name for name in parts if name.startswith("files/"))
        if kind == "flipped":
            parts[original] = parts[original][:-1] + b"X"
        if kind == "newer":
            manifest["format"] = 99
        if kind == "escaping":
            parts["../pwned"] = parts[original]
            manifest["parts"]["../pwned"] = manifest["parts"][original]
        if kind == "extra":
            parts["lexical/stamp.json"] = b"{}"
        if kind == "bomb":
            parts[original] = b"\0" * 50_000_000
        for name, content in parts.items():
            target.writestr(name, content)
        target.writestr("manifest.json", json.dumps(manifest))


KILLED = """
import os, shutil, sys
import alembic.command, sqlalchemy.dialects.sqlite, filelock
from contextlib import closing
from pathlib import Path
from assistant.settings import load_settings
from assistant.store.folder import IndexFolder
from assistant.store.restore import RESTORED_FOLDER
from assistant.upkeep import restore_backup

place = Path(sys.argv[1])
index = place / "index"

def restore(step):
    count = 0
    def counted(real):
        def call(*arguments, **options):
            nonlocal count
            count += 1
            if count == step:
                os.kill(os.getpid(), 9)
            return real(*arguments, **options)
        return call
    for name in ("rename", "replace", "mkdir", "unlink"):
        setattr(Path, name, counted(getattr(Path, name)))
    restore_backup(load_settings(overrides={"index": index}), place / "one.zip", replace=True)

def look(step):
    with closing(IndexFolder.open(index, print, "en", create=False)) as folder:
        documents = folder.catalogue.documents()
        assert all(folder.original(folder.catalogue.file_hash(each.id) or "") for each in documents)
        print("documents", len(documents), flush=True)
    assert not (index / RESTORED_FOLDER).exists()

def apart(work, step):
    child = os.fork()
    if child == 0:
        try:
            work(step)
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1]

for step in range(1, 100):
    shutil.rmtree(index, ignore_errors=True)
    shutil.copytree(place / "pristine", index)
    ended = apart(restore, step)
    assert ended in (0, 9), ended
    assert apart(look, step) == 0
    if ended == 0:
        print("steps", step - 1, flush=True)
        break
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_killed_at_any_step_the_old_index_or_the_backup_is_there_whole(place: Path) -> None:
    with opened(place) as assistant:
        assistant.library.remove(["autre.md"])
    make_backup(settings_of(place), place / "one.zip")  # one document, the index below has two
    shutil.rmtree(place / "index")
    with build_assistant(settings_of(place), create=True) as assistant:
        assistant.ingest()
    shutil.move(place / "index", place / "pristine")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, place], capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stderr
    found = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("documents")]
    assert {"1", "2"} == set(found)
    assert found == sorted(found, reverse=True)  # the old one up to one moment, the backup from then on
    assert len(found) > 8


def test_nothing_half_written_is_left_where_a_backup_fails(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_backup(settings_of(place), None, stop)
    assert list((place / "backups").iterdir()) == []
    with pytest.raises(StoreError) as caught:
        make_backup(settings_of(place), place / "index" / "b.zip")
    assert caught.value.code == "backup_in_index"
    path, _ = make_backup(settings_of(place), place / "b.zip")
    with pytest.raises(StoreError) as caught:
        make_backup(settings_of(place), path)
    assert caught.value.code == "backup_exists"


def test_a_full_disk_is_told_and_leaves_nothing(place: Path, small_disk: Path) -> None:
    (small_disk / "fill").write_bytes(b"\0" * 3_100_000)
    with pytest.raises(StoreError) as caught:
        make_backup(settings_of(place), small_disk / "b.zip")
    assert caught.value.code == "disk_full"
    assert [each.name for each in small_disk.iterdir()] == ["fill"]


def test_the_kept_ones_are_listed_and_deleted_by_name_alone(place: Path) -> None:
    path, _ = make_backup(settings_of(place))
    (place / "backups" / "broken.zip").write_bytes(b"PK")
    (place / "other.zip").write_bytes(b"PK")
    assert [(each.name, each.facts is not None) for each in kept_backups(settings_of(place))] == [
        (path.name, True),
        ("broken.zip", False),
    ]
    for name in ("../other.zip", "nothing.zip", "", "broken", ".zip", "/etc/passwd"):
        with pytest.raises(StoreError) as caught:
            remove_backup(settings_of(place), name)
        assert caught.value.code == "unknown_backup"
    remove_backup(settings_of(place), "broken.zip")
    assert [each.name for each in kept_backups(settings_of(place))] == [path.name]
    assert (place / "other.zip").exists()


def test_by_the_command_line(place: Path, cli: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    with opened(place):  # a server has it
        done = cli("backup", place / "b.zip", "--index", place / "index", "--json")
    assert done.code == 0
    assert done.json["documents"] == 2
    again = cli("backup", place / "b.zip", "--index", place / "index")
    assert again.code == 1
    assert "existe déjà" in again.err or "exists already" in again.err
    assert cli("backup", "--index", place / "index").code == 0
    assert len(list((place / "backups").glob("assistant-*.zip"))) == 1
    assert cli("restore", place / "b.zip", "--index", place / "index").code == 1
    with opened(place):
        locked = cli("restore", place / "b.zip", "--index", place / "index", "--replace", "--json")
    assert locked.code == 1
    assert locked.json["error"]["code"] == "index_locked"
    restored = cli("restore", place / "b.zip", "--index", place / "new", "--json")
    assert restored.code == 0
    assert restored.json["erased_again"] == []
    assert cli("status", "--index", place / "new", "--json").json["documents"] == 2
    assert cli("backup", place / "c.zip", "--index", place / "nowhere").code == 1
