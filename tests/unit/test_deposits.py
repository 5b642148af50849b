"""Deposited files: names made safe, nothing written over, nothing left of what was not kept."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from assistant.deposits import Deposit, Deposits, Incoming, safe_path
from assistant.errors import AssistantError, StoreError, UsageError


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("rapport.pdf", "rapport.pdf"),
        ("Étude n° 3 (finale).docx", "Étude n° 3 (finale).docx"),
        ("../../etc/passwd", "etc/passwd"),
        ("..\\..\\Windows\\system32\\a.txt", "Windows/system32/a.txt"),
        ("/etc/cron.d/x", "etc/cron.d/x"),
        ("C:\\Users\\a.pdf", "C/Users/a.pdf"),
        (".bashrc", "bashrc"),
        ("a/../../b.pdf", "a/b.pdf"),
        ("dossier/./b.pdf", "dossier/b.pdf"),
        ("~$verrou.docx", "verrou.docx"),
        ("CON.txt", "_CON.txt"),
        ("fdp.\u202etxt", "fdp.txt"),
        ("a\x00b\n.pdf", "ab .pdf"),
        ("nom<script>.html", "nom script .html"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ("a/b/c/d/e/f/g/h/i.pdf", "a/b/c/d/e/f/i.pdf"),
    ],
)
def test_a_name_is_made_safe(given: str, wanted: str) -> None:
    assert safe_path(given).as_posix() == wanted


@pytest.mark.parametrize("given", ["", "/", "..", "../..", "...", "\u202e", " ", "\\"])
def test_a_name_of_which_nothing_is_left_is_refused(given: str) -> None:
    with pytest.raises(UsageError, match="no usable name"):
        safe_path(given)


def test_a_long_name_keeps_its_ending() -> None:
    name = safe_path("é" * 400 + ".pdf").name
    assert name.endswith(".pdf")
    assert len(name.encode()) <= 150


def put(deposits: Deposits, name: str, data: bytes) -> Deposit:
    incoming = deposits.receive(name, len(data))
    try:
        incoming.write(data)
        return incoming.keep()
    finally:
        incoming.drop()


def held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_never_writes_over_another_and_knows_the_same_again(tmp_path: Path) -> None:
    deposits = Deposits(tmp_path, 1000)
    first = put(deposits, "a.txt", b"un")
    assert put(deposits, "a.txt", b"deux") == Deposit("depots/a (2).txt", 4, False)
    assert put(deposits, "a.txt", b"deux") == Deposit("depots/a (2).txt", 4, True)
    assert put(deposits, "lot/a.txt", b"un").path == "depots/lot/a.txt"
    assert first == Deposit("depots/a.txt", 2, False)
    assert held(tmp_path) == {"depots/a.txt": b"un", "depots/a (2).txt": b"deux", "depots/lot/a.txt": b"un"}


def test_nothing_is_left_of_what_is_empty_too_large_or_dropped(tmp_path: Path) -> None:
    deposits = Deposits(tmp_path, 10)
    with pytest.raises(UsageError, match="empty"):
        put(deposits, "vide.pdf", b"")
    with pytest.raises(UsageError, match="too large"):
        deposits.receive("gros.pdf", 11)
    incoming = deposits.receive("gros.pdf")
    incoming.write(b"0123456789")
    with pytest.raises(UsageError, match="too large"):
        incoming.write(b"!")
    incoming.drop()
    assert held(tmp_path) == {}


def test_a_link_in_the_folder_leads_nowhere(tmp_path: Path) -> None:
    deposits, elsewhere = Deposits(tmp_path / "corpus", 1000), tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "secret.txt").write_text("secret")
    deposits.folder.mkdir(parents=True)
    (deposits.folder / "lien").symlink_to(elsewhere)
    with pytest.raises(AssistantError, match="no usable name"):
        put(deposits, "lien/a.txt", b"x")
    assert held(elsewhere) == {"secret.txt": b"secret"}
    for path in ("depots/lien/secret.txt", "depots/../../elsewhere/secret.txt", "depots", "/etc/passwd", "a.txt"):
        with pytest.raises(UsageError, match="no deposited file"):
            deposits.locate(path)
    assert not deposits.discard(elsewhere / "secret.txt")
    assert (elsewhere / "secret.txt").exists()


def fill(incoming: Incoming) -> None:
    for _ in range(100):
        incoming.write(os.urandom(100_000))


def test_a_full_disk_is_told_and_leaves_nothing(small_disk: Path) -> None:
    deposits = Deposits(small_disk, 50_000_000)
    with pytest.raises(StoreError, match="no room"):
        deposits.receive("gros.pdf", 5_000_000)
    incoming = deposits.receive("gros.pdf")
    with pytest.raises(StoreError, match="no room"):
        fill(incoming)
    incoming.drop()
    assert held(small_disk) == {}
    assert put(deposits, "petit.txt", b"x").path == "depots/petit.txt"


def test_what_is_known_of_a_file_stands_beside_it_and_goes_with_it(tmp_path: Path) -> None:
    deposits = Deposits(tmp_path, 1000)
    path = put(deposits, "e.txt", b"x").path
    deposits.describe(path, {"kind": "interview", "marks": ["anonymous"]})
    assert (deposits.folder / "e.txt.meta.json").read_text() == '{"kind": "interview", "marks": ["anonymous"]}'
    assert deposits.discard(deposits.locate(path))
    assert held(tmp_path) == {}


def test_what_is_known_of_a_file_is_there_before_the_file_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks through the folder between two steps finds no file without its marks."""
    deposits, seen = Deposits(tmp_path, 1000), []
    link = os.link

    def watched(source: Path, target: Path) -> None:
        seen.append(sorted(name for name in held(deposits.folder) if not name.startswith(".")))
        link(source, target)

    monkeypatch.setattr(os, "link", watched)
    incoming = deposits.receive("e.txt", None, {"kind": "interview", "marks": ["anonymous"]})
    incoming.write(b"x")
    assert incoming.keep().path == "depots/e.txt"
    assert seen == [["e.txt.meta.json"]]
    assert (deposits.folder / "e.txt.meta.json").read_text() == '{"kind": "interview", "marks": ["anonymous"]}'


def test_what_stands_beside_a_file_stays_and_marks_are_added(tmp_path: Path) -> None:
    deposits = Deposits(tmp_path, 1000)
    put(deposits, "e.txt.meta.json", b'{"title": "Un titre", "marques": ["ne pas citer"]}')
    for _ in range(2):  # the second time, the same file is there
        incoming = deposits.receive("e.txt", None, {"marks": ["anonymous"]})
        incoming.write(b"x")
        incoming.keep()
        incoming.drop()
    said = json.loads((deposits.folder / "e.txt.meta.json").read_text())
    assert said["title"] == "Un titre"
    assert set(said["marks"]) == {"anonymous", "not_for_quotation"}
    put(deposits, "f.txt", b"another")
    incoming = deposits.receive("f.txt", None, {"marks": ["anonymous"]})
    incoming.write(b"y")
    assert incoming.keep().path == "depots/f (2).txt"
    assert (deposits.folder / "f (2).txt.meta.json").is_file()
    assert not (deposits.folder / "f.txt.meta.json").exists()
