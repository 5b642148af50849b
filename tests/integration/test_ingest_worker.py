"""Reading in confined children: what goes wrong in them, and what it leaves of the process that asked."""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import unicodedata
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import DocumentError
from assistant.ingest.process import child, seccomp, worker, zygote
from assistant.ingest.process.request import Request
from assistant.ingest.process.worker import ReadLimits, WorkerReader
from made_files import WORDS, read_bytes, report, write

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("own_readers")]
LIMITS = ReadLimits(file_mb=5, memory_mb=400, cpu_seconds=2, wall_seconds=4)


@pytest.fixture(scope="module")
def reader() -> Iterator[WorkerReader]:
    one = WorkerReader(LIMITS)
    yield one
    one.close()


def code_of(reader: WorkerReader, path: Path) -> str:
    with pytest.raises(DocumentError) as caught:
        reader.read(path)
    return caught.value.code


def bomb(megabytes: int) -> bytes:
    """A PDF whose page content unpacks to many megabytes of drawing."""
    content = zlib.compress(b"0 0 m 1 1 l S\n" * (megabytes * 75_000), 9)
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Filter/FlateDecode/Length " + str(len(content)).encode() + b">>stream\n" + content
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )  # fmt: skip


def test_the_child_gives_what_the_reader_gives(reader: WorkerReader, tmp_path: Path) -> None:
    data = report()
    (document,) = reader.read(write(tmp_path, "a.pdf", data)).documents
    here = read_bytes("a.pdf", data)
    assert document.headings == here.headings
    assert [page.text for page in document.pages] == [page.text for page in here.pages]
    for page, wanted in zip(document.pages, here.pages, strict=True):
        assert [(b.start, b.end) for b in page.boxes] == [(b.start, b.end) for b in wanted.boxes]
        assert all(abs(b.left - w.left) <= 0.06 for b, w in zip(page.boxes, wanted.boxes, strict=True))


def test_files_that_are_not_read_at_all(reader: WorkerReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert code_of(reader, tmp_path / "gone.pdf") == "not_found"
    assert code_of(reader, tmp_path / "a" / "b") == "not_found"
    assert code_of(reader, tmp_path / ("x" * 300)) == "not_found"
    assert code_of(reader, tmp_path) == "not_a_file"
    assert code_of(reader, tmp_path / "pipe") == "not_a_file"
    assert code_of(reader, tmp_path / "loop") == "not_a_file"
    assert code_of(reader, Path("/dev/zero")) == "not_a_file"
    assert code_of(reader, write(tmp_path, "e.txt", b"")) == "empty"
    assert code_of(reader, write(tmp_path, "g.txt", b"x" * 5_000_001)) == "too_large"
    monkeypatch.setattr(os, "open", lambda *_: (_ for _ in ()).throw(PermissionError(13, "no")))
    assert code_of(reader, tmp_path / "e.txt") == "permission"


def test_names_of_all_sorts(reader: WorkerReader, tmp_path: Path) -> None:
    for name in ("a#b.txt", "deux\nlignes.txt", "🚲 é.txt", b"\xff.txt".decode("utf-8", "surrogateescape")):
        (document,) = reader.read(write(tmp_path, name, WORDS[0].encode())).documents
        assert document.pages[0].text == WORDS[0]


def test_records_and_failures_cross_the_pipe(reader: WorkerReader, tmp_path: Path) -> None:
    result = reader.read(write(tmp_path, "a.jsonl", b'{"_id": "a", "text": "Bon."}\n{"_id": "a", "text": "x"}\n'))
    assert [document.record_id for document in result.documents] == ["a"]
    assert [failure.code for failure in result.failures] == ["bad_record"]


def test_a_long_document_tells_how_far_it_is(reader: WorkerReader, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = write(tmp_path, "a.pdf", report(120))
    assert len(reader.read(path, on_page=lambda *pages: told.append(pages)).documents[0].pages) == 120
    assert told == [(50, 120), (100, 120)]

    def stop(*_: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        reader.read(path, on_page=stop)
    assert reader.read(path).documents


def test_too_slow_by_its_cpu_time(tmp_path: Path) -> None:
    limits = ReadLimits(memory_mb=2000, cpu_seconds=1, wall_seconds=30, characters=10**9)
    reader = WorkerReader(limits)
    try:
        apart = unicodedata.normalize("NFD", " ".join(WORDS))  # letters and accents that have to be composed
        lines = b"".join(json.dumps({"_id": str(n), "text": apart * 20}).encode() + b"\n" for n in range(6000))
        assert code_of(reader, write(tmp_path, "a.jsonl", lines)) == "too_slow"
        assert reader.read(write(tmp_path, "b.txt", b"mot")).documents
    finally:
        reader.close()


def test_too_slow_by_the_clock(tmp_path: Path) -> None:
    reader = WorkerReader(ReadLimits(wall_seconds=0))
    try:
        start = time.monotonic()
        assert code_of(reader, write(tmp_path, "a.pdf", report(30))) == "too_slow"
        assert time.monotonic() - start < 60
    finally:
        reader.close()


def test_too_much_memory(tmp_path: Path) -> None:
    reader = WorkerReader(ReadLimits(memory_mb=48))
    try:
        line = b'{"_id": "a", "text": "x", "more": [' + b"[]," * 1_500_000 + b"0]}"
        assert code_of(reader, write(tmp_path, "a.jsonl", line)) == "too_much_memory"
        assert reader.read(write(tmp_path, "b.txt", b"mot")).documents
    finally:
        reader.close()


def test_a_child_without_memory_even_to_say_so_tells_by_how_it_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spend(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(child, "answer", spend)
    source = os.open(write(tmp_path, "a.txt", b"mot"), os.O_RDONLY)
    incoming, outgoing = os.pipe()
    try:
        _, status = os.waitpid(child._fork(Request("a.txt", LIMITS), None, source, outgoing), 0)
    finally:
        for descriptor in (source, incoming, outgoing):
            os.close(descriptor)
    assert end_of(status, peak_mb=10) == "too_much_memory"


def test_a_failed_child_that_had_used_its_memory_ran_out_of_it() -> None:
    assert end_of(2 << 8, peak_mb=390) == "too_much_memory"
    assert end_of(2 << 8, peak_mb=60) == "reader_crashed"


def end_of(status: int, peak_mb: int) -> str:
    """What is said of a child that ended so, by its wait status."""
    with pytest.raises(DocumentError) as caught:
        zygote._checked(zygote._Answer([], False, False, status, peak_mb * 1024), LIMITS)
    return caught.value.code


def test_a_bomb_ends_within_the_limits(reader: WorkerReader, tmp_path: Path) -> None:
    start = time.monotonic()
    assert code_of(reader, write(tmp_path, "bomb.pdf", bomb(300))) in (
        "too_much_memory",
        "too_slow",
        "no_text",
        "nothing_recognised",
    )
    assert time.monotonic() - start < 2 * LIMITS.wall_seconds + 6  # it is read, then its page recognised
    assert reader.read(write(tmp_path, "b.txt", b"mot")).documents


def test_a_zygote_that_died_is_replaced(reader: WorkerReader, tmp_path: Path) -> None:
    path = write(tmp_path, "b.txt", b"mot")
    assert reader.read(path).documents
    (zygote,) = reader._readers._idle
    zygote._process.kill()
    zygote._process.wait()
    assert reader.read(path).documents


def test_several_threads_read_at_once(reader: WorkerReader, tmp_path: Path) -> None:
    paths = [write(tmp_path, f"{number}.txt", f"texte {number}".encode()) for number in range(12)]
    found: dict[int, str] = {}

    def read(first: int) -> None:
        for number in range(first, 12, 3):
            found[number] = reader.read(paths[number]).documents[0].pages[0].text

    threads = [threading.Thread(target=read, args=(first,)) for first in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: f"texte {number}" for number in range(12)}


def test_nobody_is_left_when_the_parent_is_killed(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", b"mot")
    program = (
        "import sys, time; from pathlib import Path; from assistant.ingest.process.worker import *\n"
        "r = WorkerReader(ReadLimits()); r.read(Path(sys.argv[1]))\n"
        "print(r._readers._idle[0]._process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    zygote = int(parent.stdout.readline())
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    for _ in range(100):
        stat = Path(f"/proc/{zygote}/stat")
        if not stat.exists() or stat.read_text().split()[2] == "Z":
            return
        time.sleep(0.05)
    pytest.fail("the zygote outlived its parent")


def test_closing_ends_the_processes(tmp_path: Path) -> None:
    reader = WorkerReader(LIMITS)
    reader.read(write(tmp_path, "a.txt", b"mot"))
    process = reader._readers._idle[0]._process
    reader.close()
    assert process.poll() is not None


def core_limits(pid: int) -> list[str]:
    """Soft and hard limit of the core dump of a process."""
    (line,) = [each for each in Path(f"/proc/{pid}/limits").read_text().splitlines() if each.startswith("Max core")]
    return line.split()[4:6]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits are read from /proc")
def test_no_process_that_may_know_a_password_leaves_a_core_dump(tmp_path: Path) -> None:
    if core_limits(os.getpid())[1] == "0":
        pytest.skip("this process is itself allowed none")
    reader = WorkerReader(LIMITS)
    reader.read(write(tmp_path, "a.txt", b"mot"), "sesame")
    assert core_limits(reader._readers._idle[0]._process.pid) == ["0", "0"]
    reader.close()
    command = [sys.executable, "-m", "assistant.ingest.process.converter_child"]
    converter = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert converter.stdin is not None
    waited = 0.0
    while core_limits(converter.pid) != ["0", "0"] and waited < 20:  # it has yet to load, and is told nothing before
        time.sleep(0.05)
        waited += 0.05
    assert core_limits(converter.pid) == ["0", "0"]
    converter.stdin.close()
    converter.wait()
    say = "import resource; say(resource.getrlimit(resource.RLIMIT_CORE))"
    assert in_child(say) == "(0, 0)"


def in_child(code: str, before: str = "drop_network()") -> str:
    """What a confined process says when it tries something, after what is done before it is confined."""
    program = (
        "import os, signal, socket, subprocess, sys, threading\n"
        "from assistant.ingest.process.sandbox import *; from assistant.ingest.limits import ReadLimits\n"
        f"out = os.dup(1); {before}; confine(ReadLimits(memory_mb=256, cpu_seconds=2), (out,))\n"
        "def say(text): os.write(out, str(text).encode())\n"
        f"try:\n    {code}\nexcept BaseException as error: say(type(error).__name__)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=30,
        env={"PATH": os.environ["PATH"], "SECRET": "x"},
    )
    return done.stdout


def test_a_confined_process_can_not_fill_memory_or_disk(tmp_path: Path) -> None:
    assert in_child("say(len(bytearray(10**9)))").endswith("MemoryError")
    # Writing anything ends the process by a signal, or fails: nothing is said after it.
    assert "ecrit" not in in_child(f"open({str(tmp_path / 'x')!r}, 'w').write('x' * 9999); say('ecrit')")
    assert not (tmp_path / "x").exists() or (tmp_path / "x").stat().st_size == 0


AS_SOMEBODY_ELSE = "os.setuid(65534)" if os.name == "posix" and os.geteuid() == 0 else "None"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what the kernel refuses is known for Linux only")
@pytest.mark.parametrize("before", ["drop_network()", "None", AS_SOMEBODY_ELSE])
def test_a_confined_process_reaches_nothing_outside(before: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        for code in (
            f"socket.socket().connect(('127.0.0.1', {port})); say('connected')",
            "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); say('opened')",
            "socket.socket(socket.AF_UNIX); say('opened')",
            "os.execv('/bin/echo', ['echo', 'ran'])",
            "os.kill(os.getppid(), 0); say('reached')",
            "signal.pthread_kill(threading.get_ident(), 0); say('signalled')",
        ):
            assert in_child(code, before) == "PermissionError", code


def test_a_confined_process_changes_no_file(tmp_path: Path) -> None:
    if in_child("say(restrict_files([Path('/')], []))") != "True":
        pytest.skip("this kernel has no Landlock")
    kept = write(tmp_path, "kept.txt", b"kept")
    for code in (
        f"os.unlink({str(kept)!r})",
        f"os.rename({str(kept)!r}, {str(tmp_path / 'other')!r})",
        f"os.truncate({str(kept)!r}, 0)",
        f"open({str(kept)!r}, 'r+b')",
        f"open({str(tmp_path / 'new')!r}, 'wb')",
        f"os.mkdir({str(tmp_path / 'folder')!r})",
        "open(f'/proc/{os.getppid()}/mem', 'rb')",
    ):
        assert in_child(f"{code}; say('done')") in ("PermissionError", "OSError"), code
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]
    assert kept.read_bytes() == b"kept"


def test_calls_of_another_machine_or_interface_are_refused() -> None:
    """The filter, run here as the kernel runs it: nothing listed passes, ordinary calls do."""
    for architecture, own in seccomp._MACHINES.values():
        code = seccomp._code(architecture, own)

        def passes(number: int, machine: int, code: bytes = code) -> bool:
            step = value = 0
            while True:
                kind, yes, no, operand = struct.unpack_from("=HBBI", code, 8 * step)
                if kind == 0x06:
                    return bool(operand == 0x7FFF0000)
                if kind == 0x20:
                    value = {0: number, 4: machine}[operand]
                    step += 1
                else:
                    step += 1 + (yes if (value == operand if kind == 0x15 else value >= operand) else no)

        assert all(not passes(number, architecture) for number in (*own, *seccomp._EVERYWHERE))
        assert all(passes(number, architecture) for number in (0, 1, 2, 3, 5, 9, 60, 61, 63, 96, 257, 318))
        assert not passes(0x40000000 | 1, architecture)
        assert not passes(1, 0x40000003)


def test_the_children_know_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    monkeypatch.setenv("ASSISTANT_INDEX", "x")
    assert not {"OPENAI_API_KEY", "ASSISTANT_INDEX"} & set(zygote.environment())


def test_without_fork_a_process_is_started_for_each_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "CAN_FORK", False)
    reader = WorkerReader(LIMITS)
    (document,) = reader.read(write(tmp_path, "a.md", b"# Le jardin\n\nTexte.")).documents
    assert document.title == "Le jardin"
    assert code_of(reader, write(tmp_path, "b.png", b"\x89PNG\r\n\x1a\n\0")) == "unreadable"
    reader.close()


def test_a_large_jsonl_file_is_streamed(tmp_path: Path) -> None:
    reader = WorkerReader(ReadLimits(memory_mb=24))  # less than twice the file, which is never whole in memory
    output = io.BytesIO()
    for number in range(20_000):
        output.write(json.dumps({"_id": str(number), "text": f"{number} {WORDS[number % 4]} " * 6}).encode() + b"\n")
    try:
        result = reader.read(write(tmp_path, "a.jsonl", output.getvalue()))
    finally:
        reader.close()
    assert output.tell() > 14_000_000
    assert len(result.documents) == 20_000
