"""DOC, PPT and RTF through LibreOffice: what is made, what confines it, and what is said where it is missing."""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from docx import Document as Docx

from assistant.errors import DocumentError
from assistant.ingest.limits import ReadLimits
from assistant.ingest.process import convert as conversion
from assistant.ingest.process import worker
from assistant.ingest.process.convert import CONVERTED, convert, find_converter
from assistant.ingest.process.worker import WorkerReader
from assistant.ingest.readers import read_source
from assistant.ingest.source import Source
from assistant.types import FileFormat
from made_files import read_bytes, write

pytestmark = pytest.mark.integration

needs_libreoffice = pytest.mark.skipif(find_converter() is None, reason="LibreOffice is not installed")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RTF = rb"{\rtf1\ansi\ansicpg1252 La halle de Sarrevigne a rouvert\par Elle co\'fbte 2 \'80 par an.\par}"
LINKED = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
<text:h text:outline-level="1">La halle de Sarrevigne</text:h>
<text:p>Elle a rouvert en mai. <draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm">
<draw:image xlink:href="http://127.0.0.1:{port}/mouchard.png" xlink:type="simple"/></draw:frame></text:p>
</office:text></office:body></office:document>"""


@pytest.fixture
def fake_converter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a shell script in LibreOffice's place; it is run in the folder of the conversion."""

    def install(script: str) -> None:
        program = tmp_path / "installed" / "program" / "soffice"
        program.parent.mkdir(parents=True)
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setattr(conversion, "find_converter", lambda: program)

    return install


@pytest.fixture
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """A port on loopback, and what was sent to it."""
    received: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    received.append(connection.recv(100))

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield server.getsockname()[1], received
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def converted(
    tmp_path: Path, data: bytes, wanted: FileFormat, limits: ReadLimits | None = None, *rest: str | None
) -> Path:
    original = tmp_path / "original"
    original.write_bytes(data)
    folder = tmp_path / "work"
    folder.mkdir()
    with original.open("rb") as source:
        return convert(source.fileno(), wanted, limits or ReadLimits(), folder, *rest)


def unconfined(folder: Path, name: str, target: str) -> bytes:
    """What LibreOffice makes of a file in a folder when nothing holds it back."""
    program = find_converter()
    assert program is not None
    command = [str(program), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*command, "--convert-to", target, "--outdir", str(folder / "made"), str(folder / name)],
        check=True, capture_output=True, timeout=60, env={"PATH": os.environ["PATH"], "HOME": str(folder)},
    )  # fmt: skip
    return (folder / "made" / f"{Path(name).stem}.{target}").read_bytes()


def code_of(action: Callable[[], object]) -> str:
    with pytest.raises(DocumentError) as caught:
        action()
    return caught.value.code


@needs_libreoffice
def test_rtf_is_read_through_docx_as_a_file_and_as_an_attachment(tmp_path: Path) -> None:
    mail = EmailMessage()
    for name, value in (("From", "a@b.example"), ("To", "c@d.example"), ("Subject", "La halle"), ("Date", "x")):
        mail[name] = value
    mail.add_attachment(RTF, maintype="application", subtype="octet-stream", filename="Halle 2.rtf")
    mail.add_attachment(b"MZ" + bytes(90), maintype="application", subtype="octet-stream", filename="outil.exe")
    reader = WorkerReader(ReadLimits())
    try:
        alone = reader.read(write(tmp_path, "la-halle.rtf", RTF))
        attached = reader.read(write(tmp_path, "courriel.eml", mail.as_bytes()))
    finally:
        reader.close()
    for result, record_id, title in ((alone, None, "la-halle"), (attached, "Halle 2.rtf", "Halle 2")):
        (document,) = result.documents
        assert document.pages[0].text == "La halle de Sarrevigne a rouvert\n\nElle coûte 2 € par an."
        assert (document.format, document.record_id, document.paged) == ("rtf", record_id, False)
        assert document.title == title
    assert [(failure.source, failure.code) for failure in attached.failures] == [("outil.exe", "program")]


@needs_libreoffice
def test_doc_becomes_docx_and_fetches_nothing(tmp_path: Path, listener: tuple[int, list[bytes]]) -> None:
    port, received = listener
    (tmp_path / "lie.fodt").write_text(LINKED.replace("{port}", str(port)))
    old = unconfined(tmp_path, "lie.fodt", "doc")
    assert received  # LibreOffice by itself does fetch
    assert read_fails(old, "vieux.doc") == "no_converter"
    received.clear()
    made = converted(tmp_path, old, "doc")
    document = read_bytes("lie.docx", made.read_bytes())
    assert document.pages[0].text == "La halle de Sarrevigne\n\nElle a rouvert en mai."
    assert [heading.title for heading in document.headings] == ["La halle de Sarrevigne"]
    assert received == []
    fib = next(start for start in range(512, len(old), 512) if old[start : start + 2] == b"\xec\xa5")
    locked = old[: fib + 11] + bytes([old[fib + 11] | 1]) + old[fib + 12 :]
    assert read_fails(locked, "vieux.doc") == "encrypted"


@needs_libreoffice
def test_ppt_becomes_pptx(tmp_path: Path) -> None:
    from pptx import Presentation

    slides = Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[5])
    slide.shapes.title.text = "La halle de Sarrevigne"
    slides.save(str(tmp_path / "halle.pptx"))
    made = converted(tmp_path, unconfined(tmp_path, "halle.pptx", "ppt"), "ppt")
    shown = [shape.text_frame.text for shape in Presentation(str(made)).slides[0].shapes if shape.has_text_frame]
    assert "La halle de Sarrevigne" in shown


@needs_libreoffice
def test_a_damaged_file_is_unreadable(tmp_path: Path) -> None:
    assert code_of(lambda: converted(tmp_path, OLE + bytes(2000), "doc")) == "unreadable"


def read_fails(data: bytes, name: str) -> str:
    return code_of(lambda: list(read_source(Source(name, io.BytesIO(data)), ReadLimits())))


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        ("a.rtf", RTF, "rtf"),
        ("a.doc", OLE + bytes(504) + "WordDocument".encode("utf-16-le"), "doc"),
        ("a.ppt", OLE + bytes(504) + "PowerPoint Document".encode("utf-16-le"), "ppt"),
    ],
)
def test_no_converter(
    name: str, data: bytes, wanted: FileFormat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(DocumentError) as caught:
        list(read_source(Source(name, io.BytesIO(data)), ReadLimits()))
    assert (caught.value.code, caught.value.params["format"]) == ("no_converter", wanted)
    assert wanted in CONVERTED
    assert "LibreOffice" in caught.value.render("fr").hint
    monkeypatch.setattr(conversion, "find_converter", lambda: None)
    assert code_of(lambda: converted(tmp_path, data, wanted)) == "no_converter"


def test_the_converter_is_looked_for_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "_PLACES", ())
    monkeypatch.setattr(conversion, "_OPT", tmp_path / "opt")
    monkeypatch.setenv("PATH", str(tmp_path))
    find = conversion.find_converter.__wrapped__
    (tmp_path / "snap").touch(0o755)
    (tmp_path / "libreoffice").symlink_to(tmp_path / "snap")
    assert find() is None
    program = tmp_path / "opt" / "libreoffice7.6" / "program" / "soffice"
    program.parent.mkdir(parents=True)
    program.touch(0o755)
    assert find() == program
    shutil.copy(program, tmp_path / "soffice")
    assert find() == tmp_path / "soffice"


def test_the_converter_gets_a_fresh_profile_and_nothing_of_the_environment(
    tmp_path: Path, fake_converter: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_converter("mkdir output; { env; pwd; cat profile/user/*.xcu; echo $*; } > output/input.docx")
    monkeypatch.setenv("SECRET_KEY", "sesame")
    told = converted(tmp_path, RTF, "rtf").read_text()
    assert "sesame" not in told
    assert f"HOME={tmp_path / 'work'}" in told
    assert 'oor:name="DisableMacrosExecution" oor:op="fuse"><value>true' in told
    assert told.rstrip().endswith("work/input.rtf")  # a name of ours, never the document's


@pytest.mark.parametrize(
    "script",
    [
        "exit 1",
        "exit 0",  # and nothing made
        "mkdir output; touch output/input.docx",
        "mkdir output; ln -s /etc/passwd output/input.docx",
        "mkdir -p output/input.docx",
    ],
)
def test_nothing_made_is_unreadable(script: str, tmp_path: Path, fake_converter: Callable[[str], None]) -> None:
    fake_converter(script)
    assert code_of(lambda: converted(tmp_path, RTF, "rtf")) == "unreadable"


def test_a_converter_that_hangs_is_ended_with_all_it_started(
    tmp_path: Path, fake_converter: Callable[[str], None]
) -> None:
    fake_converter("sleep 61.5 & sleep 61.5")
    assert code_of(lambda: converted(tmp_path, RTF, "rtf", ReadLimits(wall_seconds=1))) == "too_slow"
    assert all_ended(b"61.5")


def test_a_converter_that_never_stops_computing_is_too_slow(
    tmp_path: Path, fake_converter: Callable[[str], None]
) -> None:
    fake_converter("while :; do :; done")
    assert code_of(lambda: converted(tmp_path, RTF, "rtf", ReadLimits(cpu_seconds=1))) == "too_slow"


def test_a_file_that_grew_is_too_large(tmp_path: Path, fake_converter: Callable[[str], None]) -> None:
    fake_converter("exit 0")
    assert code_of(lambda: converted(tmp_path, b"x" * 1_000_001, "rtf", ReadLimits(file_mb=1))) == "too_large"


def test_the_converter_is_given_the_attachment_and_the_file_that_the_password_opens(
    tmp_path: Path, fake_converter: Callable[[str], None]
) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    fake_converter("mkdir output; cp input.doc output/input.docx")
    plain, locked = io.BytesIO(), io.BytesIO()
    Docx().save(plain)
    OOXMLFile(plain).encrypt("sésame", locked)
    mail = EmailMessage()
    mail["From"] = "a@b.example"
    mail.add_attachment(locked.getvalue(), maintype="application", subtype="msword", filename="a.doc")
    assert converted(tmp_path, mail.as_bytes(), "doc", None, "sésame", "a.doc").read_bytes() == plain.getvalue()
    shutil.rmtree(tmp_path / "work")
    assert code_of(lambda: converted(tmp_path, mail.as_bytes(), "doc", None, "faux", "a.doc")) == "unreadable"


def test_the_converter_ends_with_the_process_that_asked(tmp_path: Path) -> None:
    program = tmp_path / "installed" / "program" / "soffice"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\necho > started\nsleep 62.5\n")
    program.chmod(0o755)
    folder = tmp_path / "work"
    folder.mkdir()
    asking = (
        "import sys, os, threading, time; from pathlib import Path; from assistant.ingest.process import convert as c;"
        "from assistant.ingest.limits import ReadLimits; c.find_converter = lambda: Path(sys.argv[1]);"
        "threading.Thread(target=lambda: c.convert(0, 'rtf', ReadLimits(), Path(sys.argv[2])), daemon=True).start();"
        "\nwhile not (Path(sys.argv[2]) / 'started').exists(): time.sleep(0.02)\nos._exit(0)"
    )
    (tmp_path / "a.rtf").write_bytes(RTF)
    with (tmp_path / "a.rtf").open("rb") as source:
        subprocess.run([sys.executable, "-c", asking, str(program), str(folder)], stdin=source, check=True, timeout=60)
    assert all_ended(b"62.5")


def all_ended(argument: bytes) -> bool:
    """Whether no process with this argument is left after a while."""
    for _ in range(200):
        if not any(argument in read_or_nothing(path) for path in Path("/proc").glob("[0-9]*/cmdline")):
            return True
        threading.Event().wait(0.05)
    return False


def read_or_nothing(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_files_outside_the_folder_are_out_of_reach(tmp_path: Path) -> None:
    (tmp_path / "private").write_text("secret")
    (tmp_path / "work").mkdir()
    code = (
        "import sys; from pathlib import Path; from assistant.ingest.process.landlock import restrict_files;"
        "folder = Path(sys.argv[1]); held = restrict_files([Path('/usr')], [folder / 'work']);\n"
        "(folder / 'work' / 'a').write_text('x'); (folder / 'work' / 'a').read_text()\n"
        "def tried(action):\n    try:\n        action()\n        return 'done'\n    except PermissionError:\n"
        "        return 'refused'\n"
        "print(held, tried((folder / 'private').read_text), tried((folder / 'other').touch))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True, timeout=60
    )
    if done.stdout.startswith("False"):
        pytest.skip("this kernel has no Landlock")
    assert done.stdout.split() == ["True", "refused", "refused"]


def test_attachments_beyond_the_most_that_are_converted_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> Path:
        raise DocumentError("too_slow", limit=1)

    monkeypatch.setattr(worker, "_MOST_CONVERSIONS", 1)
    monkeypatch.setattr(worker, "find_converter", lambda: tmp_path)
    monkeypatch.setattr(worker, "convert", fails)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = "a@b.example", "c@d.example", "La halle", "x"
    mail.set_content("Voir les pièces jointes.")
    for name in ("1.rtf", "2.exe", "3.rtf", "4.rtf"):
        content = RTF if name.endswith("rtf") else b"MZ" + bytes(90)
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    reader = WorkerReader(ReadLimits())
    try:
        result = reader.read(write(tmp_path, "courriel.eml", mail.as_bytes()))
    finally:
        reader.close()
    assert [(failure.source, failure.code) for failure in result.failures] == [
        ("1.rtf", "too_slow"), ("2.exe", "program"), ("3.rtf", "too_many_conversions"),
        ("4.rtf", "too_many_conversions"),
    ]  # fmt: skip
    assert result.failures[-1].params == {"count": "3", "limit": "1"}
