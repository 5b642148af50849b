"""Reads files in limited child processes: nothing a file holds can harm, hang or exhaust the process that asks.

On POSIX a zygote (see `child`) forks one confined process a file, which costs a few milliseconds. There is one zygote
for each thread that reads at the same time. Elsewhere a fresh process is started for each file.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from assistant.errors import DocumentError
from assistant.ingest import wire
from assistant.ingest.limits import ReadLimits
from assistant.ingest.source import open_checked
from assistant.ports import PageProgress, ReadResult

__all__ = ["ReadLimits", "WorkerReader"]

_READY_SECONDS = 120.0
_STATUS_SECONDS = 5.0
_CHUNK = 1 << 20
_KEPT_VARIABLES = (
    "PATH",
    "PYTHONPATH",
    "PYTHONHOME",
    "VIRTUAL_ENV",
    "LANG",
    "LC_ALL",
    "TZ",
    "SYSTEMROOT",
    "TMPDIR",
    "TEMP",
)
_BASE_ANSWER_BYTES = 64_000_000
_ANSWER_BYTES_PER_CHARACTER = 24
_CAN_FORK = hasattr(os, "fork") and hasattr(socket, "send_fds")
_OUT_OF_MEMORY_SHARE = 0.8


class WorkerReader:
    """Reads files of all formats, each in a process of its own. May be used from several threads."""

    def __init__(self, limits: ReadLimits) -> None:
        self._limits = limits
        self._idle: list[_Zygote] = []
        self._lock = threading.Lock()
        self._closed = False

    def read(self, path: Path, password: str | None = None, on_page: PageProgress | None = None) -> ReadResult:
        """Read one file.

        Raises:
            DocumentError: the file can't be read; the code says why (see `messages`).
        """
        source = open_checked(path, self._limits)
        try:
            if not _CAN_FORK:
                return _read_once(path, self._limits)
            return self._read_forked(source, path.name)
        finally:
            os.close(source)

    def close(self) -> None:
        """Stop the processes that read."""
        with self._lock:
            self._closed = True
            zygotes, self._idle = self._idle, []
        for zygote in zygotes:
            zygote.close()

    def _read_forked(self, source: int, name: str) -> ReadResult:
        zygote = self._take()
        try:
            answer = zygote.run(source, name, self._limits)
        except _ZygoteLostError:  # killed from outside between two files: one more try with a fresh one
            zygote.close()
            zygote = _Zygote()
            try:
                answer = zygote.run(source, name, self._limits)
            except _ZygoteLostError as error:
                zygote.close()
                raise DocumentError("reader_crashed") from error
        except BaseException:
            zygote.close()
            raise
        self._give_back(zygote)
        return _result(answer, self._limits)

    def _take(self) -> _Zygote:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return _Zygote()

    def _give_back(self, zygote: _Zygote) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(zygote)
                return
        zygote.close()


class _ZygoteLostError(Exception):
    """The zygote does not answer any more."""


class _Answer:
    """What a child wrote, and how it ended."""

    def __init__(self, content: bytes, late: bool, oversized: bool, status: int, peak_kb: int) -> None:
        self.content = content
        self.late = late
        self.oversized = oversized
        self.status = status
        self.peak_kb = peak_kb


class _Zygote:
    """One zygote process and the socket to it."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
                [sys.executable, "-m", "assistant.ingest.child", "--serve", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        self._ready = False

    def run(self, source: int, name: str, limits: ReadLimits) -> _Answer:
        """Have one file read.

        Raises:
            _ZygoteLostError: the zygote ended or hangs.
        """
        try:
            self._await_ready()
            incoming, outgoing = os.pipe()
            try:
                socket.send_fds(self._socket, [wire.encode_request(name, limits)], [source, outgoing])
            finally:
                os.close(outgoing)
            with os.fdopen(incoming, "rb", buffering=0) as pipe:
                content, late, oversized = _drain(pipe.fileno(), limits)
            if late or oversized:
                self._socket.sendall(wire.STOP)
            status = json.loads(self._line(_STATUS_SECONDS))
            return _Answer(content, late, oversized, int(status["status"]), int(status["peak_kb"]))
        except (OSError, ValueError, KeyError) as error:
            raise _ZygoteLostError from error

    def close(self) -> None:
        """End the zygote, and what it forked."""
        self._socket.close()
        try:
            self._process.wait(timeout=1.0)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _await_ready(self) -> None:
        if not self._ready:
            if self._line(_READY_SECONDS) != wire.READY:
                raise _ZygoteLostError
            self._ready = True

    def _line(self, seconds: float) -> bytes:
        self._socket.settimeout(seconds)
        received = b""
        while not received.endswith(b"\n"):
            piece = self._socket.recv(4096)
            if not piece:
                raise _ZygoteLostError
            received += piece
        return received


def _environment() -> dict[str, str]:
    """A bare environment: no keys or settings of the one who asks."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return {
        **kept,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONSAFEPATH": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _most_bytes(limits: ReadLimits) -> int:
    return _BASE_ANSWER_BYTES + limits.characters * _ANSWER_BYTES_PER_CHARACTER


def _drain(descriptor: int, limits: ReadLimits) -> tuple[bytes, bool, bool]:
    """All that comes until the end, and whether it took too long, or was too much."""
    deadline = time.monotonic() + limits.wall_seconds
    pieces: list[bytes] = []
    room = _most_bytes(limits)
    poll = select.poll()
    poll.register(descriptor, select.POLLIN | select.POLLHUP)
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            return b"", True, False
        if not poll.poll(left * 1000):
            continue
        piece = os.read(descriptor, _CHUNK)
        if not piece:
            return b"".join(pieces), False, False
        room -= len(piece)
        if room < 0:
            return b"", False, True
        pieces.append(piece)


def _result(answer: _Answer, limits: ReadLimits) -> ReadResult:
    """The documents read, or why not, by how the child ended."""
    if answer.late:
        raise DocumentError("too_slow", limit=limits.wall_seconds)
    if answer.oversized:
        raise DocumentError("too_much_text", limit=limits.characters)
    if os.WIFSIGNALED(answer.status):
        raise _killed(os.WTERMSIG(answer.status), answer.peak_kb, limits)
    if os.WEXITSTATUS(answer.status) != 0:
        raise DocumentError("reader_crashed")
    return _decoded(answer.content)


def _killed(number: int, peak_kb: int, limits: ReadLimits) -> DocumentError:
    if number == signal.SIGXCPU:
        return DocumentError("too_slow", limit=limits.cpu_seconds)
    # A C library that gets no memory aborts or traps; the kernel kills. The peak tells it from other crashes.
    if number == signal.SIGKILL or peak_kb * 1024 > _OUT_OF_MEMORY_SHARE * limits.memory_mb * (1 << 20):
        return DocumentError("too_much_memory", limit=limits.memory_mb)
    return DocumentError("reader_crashed")


def _decoded(content: bytes) -> ReadResult:
    try:
        return wire.decode_result(content.splitlines())
    except wire.WireError as error:
        raise DocumentError("reader_crashed") from error


def _read_once(path: Path, limits: ReadLimits) -> ReadResult:
    """Read a file in a fresh process (where forking is not possible)."""
    request = json.loads(wire.encode_request(path.name, limits)) | {"path": str(path)}
    try:
        done = subprocess.run(  # our own module, by our own interpreter
            [sys.executable, "-m", "assistant.ingest.child", "--once"],
            input=json.dumps(request).encode("ascii") + b"\n",
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            timeout=limits.wall_seconds + _STATUS_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentError("too_slow", limit=limits.wall_seconds) from error
    if done.returncode < 0:
        raise _killed(-done.returncode, 0, limits)
    if done.returncode != 0 or len(done.stdout) > _most_bytes(limits):
        raise DocumentError("reader_crashed")
    return _decoded(done.stdout)
