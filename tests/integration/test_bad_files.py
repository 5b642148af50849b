"""Every kind of bad file through the command line, in processes of its own: each is told, and harms no other."""

from __future__ import annotations

import ctypes
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from docx import Document as Docx
from PIL import Image
from reportlab.lib.utils import ImageReader

from made_files import WORDS, pdf, report, write

pytestmark = pytest.mark.integration

_DROP_FROM_BOUNDING_SET = 24  # prctl(2)
_READ_WHATEVER_ITS_MODE = (1, 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH: capabilities(7)
CLOSED = "sans-droits.md"
FAILED = {
    CLOSED: "permission",
    "chiffre.pdf": "encrypted",
    "vide.md": "empty",
    "numerisation.pdf": "image_only",
    "coupe.pdf": "truncated",
    "coupe.docx": "truncated",
    "sans-page.pdf": "no_pages",
    "gros.txt": "too_large",
}
GOOD = ["bon.md", "bon.pdf", "ecole.txt", "etude.txt"]
WARNED = {"etude.txt": "wrong_extension"}
SCHOOL = "L'école de Sarrevigne a rouvert à la rentrée, après l'été ; les élèves y déjeunent pour 2 €.\n"


def encrypted() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(report(1)))
    writer.encrypt(user_password="secret", owner_password="maître", algorithm="RC4-128")
    return saved(writer.write)


def without_pages() -> bytes:
    return saved(pypdf.PdfWriter().write)


def scanned() -> bytes:
    picture = ImageReader(Image.effect_noise((300, 400), 60))
    return pdf(lambda canvas: canvas.drawImage(picture, 50, 50, 400, 600))


def docx() -> bytes:
    document = Docx()
    for text in WORDS:
        document.add_paragraph(text)
    return saved(document.save)


def saved(save: Callable[[io.BytesIO], Any]) -> bytes:
    output = io.BytesIO()
    save(output)
    return output.getvalue()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A file of each kind, and good ones: some good in spite of their name or their encoding."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    contents = {
        CLOSED: "# Réservé\n\nCe fichier ne s'ouvre pas.\n".encode(),
        "chiffre.pdf": encrypted(),
        "vide.md": b"",
        "numerisation.pdf": scanned(),
        "coupe.pdf": report()[:400],
        "coupe.docx": docx()[:-500],
        "sans-page.pdf": without_pages(),
        "gros.txt": (WORDS[0] + "\n").encode() * 12_000,
        "etude.txt": report(2, title="Une étude"),
        "ecole.txt": SCHOOL.encode("cp1252"),
        "bon.md": f"# Bon\n\n{WORDS[0]}\n".encode(),
        "bon.pdf": report(),
    }
    for name, content in contents.items():
        write(folder, name, content)
    (folder / CLOSED).chmod(0)
    return folder


class CommandLine:
    """The command line as a program that may not read what its mode closes, even as root."""

    def __init__(self, folder: Path) -> None:
        self.index = folder / "index"
        nowhere = str(folder / "tessdata").encode()
        self._settings = write(
            folder, "s.toml", b'[limits]\nfile_mb = 1\n[recognition]\ntessdata = "' + nowhere + b'"\n'
        )

    def __call__(self, *arguments: object, language: str = "fr") -> tuple[int, Any]:
        command = [sys.executable, "-m", "assistant", *map(str, arguments)]
        done = subprocess.run(
            [*command, "--json", "--index", str(self.index), "--settings", str(self._settings)],
            capture_output=True,
            env={**os.environ, "ASSISTANT_LANGUAGE": language},
            preexec_fn=bound_by_modes,
            check=False,
            timeout=300,
        )
        assert b"Traceback" not in done.stderr
        return done.returncode, json.loads(done.stdout)


def bound_by_modes() -> None:
    """Give up for good what lets root open a file whatever its mode; takes effect when a program is started."""
    if os.geteuid() == 0 and sys.platform == "linux":
        for capability in _READ_WHATEVER_ITS_MODE:
            ctypes.CDLL(None).prctl(_DROP_FROM_BOUNDING_SET, capability, 0, 0, 0)


@pytest.fixture
def assistant(tmp_path: Path, corpus: Path) -> CommandLine:
    probe = [sys.executable, "-c", f"open({str(corpus / CLOSED)!r})"]
    if b"PermissionError" not in subprocess.run(probe, capture_output=True, preexec_fn=bound_by_modes).stderr:
        pytest.skip("this user can't give up the right to read every file")
    return CommandLine(tmp_path)


def by_source(listed: list[dict[str, str]]) -> dict[str, str]:
    assert len({each["source"] for each in listed}) == len(listed)
    for each in listed:
        assert set(each) == {"source", "code", "reason", "hint"}
        assert all(each.values())
    return {each["source"]: each["code"] for each in listed}


def words(listed: list[dict[str, str]]) -> dict[str, tuple[str, str]]:
    return {each["source"]: (each["reason"], each["hint"]) for each in listed}


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_each_is_told_in_two_languages_and_the_others_go_through(cli, assistant: CommandLine, corpus: Path) -> None:
    code, french = assistant("ingest", corpus)
    assert code == 3
    assert (french["added"], french["updated"], french["unchanged"], french["removed"]) == (len(GOOD), 0, 0, 0)
    assert by_source(french["failed"]) == FAILED
    assert by_source(french["warnings"]) == WARNED

    code, english = assistant("ingest", corpus, language="en")
    assert code == 3
    assert (english["added"], english["unchanged"]) == (0, len(GOOD))
    assert by_source(english["failed"]) == FAILED
    for kind in ("failed", "warnings"):
        in_french, in_english = words(french[kind]), words(english[kind])
        assert in_french.keys() == in_english.keys()
        for source, texts in in_french.items():
            assert not set(texts) & set(in_english[source]), source

    for language, told in (("fr", french), ("en", english)):
        code, state = assistant("status", language=language)
        assert code == 0
        assert state["documents"] == len(GOOD)
        assert words(state["failures"]) == words(told["failed"])
        assert state["warnings"] == told["warnings"]

    found = cli("search", "Combien coûte le déjeuner à l'école ?", "-k", 1, "--index", assistant.index, "--json").json
    assert [(each["source"], each["text"]) for each in found] == [("ecole.txt", SCHOOL.strip())]


def test_warnings_alone_are_no_failure_and_go_with_their_cause(cli, tmp_path: Path) -> None:
    folder, index = tmp_path / "papiers", tmp_path / "index"
    folder.mkdir()
    path = write(folder, "etude.txt", report(2))
    done = cli("ingest", folder, "--index", index, "--json")
    assert (done.code, done.json["failed"], by_source(done.json["warnings"])) == (0, [], WARNED)
    text = cli("status", "--index", index).out
    assert "1 document a été lu avec une réserve" in text
    assert "Renommez le fichier" in text
    path.rename(folder / "etude.pdf")
    done = cli("ingest", folder, "--index", index, "--json")
    assert (done.code, done.json["added"], done.json["removed"], done.json["warnings"]) == (0, 1, 1, [])
