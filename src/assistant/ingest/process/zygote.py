"""The processes that read, as seen by the process that asks: one zygote each, which forks a confined child a request.

Where forking is not possible, `run_once` starts a fresh process for each request.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import DocumentError
from assistant.ingest.limits import ReadLimits
from assistant.ingest.process import wire
from assistant.ingest.process.drain import Drain, TellingError, most_bytes
from assistant.ingest.process.request import OUT_OF_MEMORY, READY, STOP, Request
from assistant.ports import PageProgress

CAN_FORK = hasattr(os, "fork") and hasattr(socket, "send_fds")

_READY_SECONDS = 120.0
_STATUS_SECONDS = 5.0
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
_OUT_OF_MEMORY_SHARE = 0.8
# A thread that lasts as long as this process: the system ends a zygote with the thread that started it.
_STARTER = ThreadPoolExecutor(1, "zygotes")


class NotReadyError(Exception):
    """A process that reads does not start: what it is to read with can't be loaded."""


class _ZygoteLostError(Exception):
    """The zygote does not answer any more."""


class ZygotePool:
    """Zygotes of one kind, as many as there are requests at the same time. May be used from several threads."""

    def __init__(self, arguments: Sequence[str] = ()) -> None:
        """Nothing is started yet.

        Args:
            arguments: what the zygotes are started with (see `child`).
        """
        self.arguments = tuple(arguments)
        self._idle: list[_Zygote] = []
        self._busy: list[_Zygote] = []
        self._lock = threading.Lock()
        self._closed = False

    def run(self, source: int, request: Request, on_page: PageProgress | None = None) -> list[bytes]:
        """The lines that a child answers to a request about an open file.

        Raises:
            DocumentError: too_slow, too_much_memory, too_much_text, reader_crashed.
            NotReadyError: no zygote starts.
        """
        for fresh in (False, True):  # one killed from outside between two requests is replaced once
            zygote = self._take(fresh)
            try:
                answer = zygote.run(source, request, on_page)
            except _ZygoteLostError:
                self._drop(zygote)
                if self._closed:
                    break
            except TellingError as told:
                self._drop(zygote)
                raise told.error from None
            except BaseException:
                self._drop(zygote)
                raise
            else:
                self._give_back(zygote)
                return _checked(answer, request.limits)
        raise DocumentError("reader_crashed")

    def close(self) -> None:
        """Stop the processes, at once where they are at work."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            busy = list(self._busy)
        for zygote in busy:
            zygote.kill()
        for zygote in idle:
            zygote.close()

    def _take(self, fresh: bool) -> _Zygote:
        with self._lock:
            zygote = self._idle.pop() if self._idle and not fresh else _Zygote(self.arguments)
            self._busy.append(zygote)
        return zygote

    def _give_back(self, zygote: _Zygote) -> None:
        with self._lock:
            self._busy.remove(zygote)
            if not self._closed:
                self._idle.append(zygote)
                return
        zygote.close()

    def _drop(self, zygote: _Zygote) -> None:
        with self._lock:
            self._busy.remove(zygote)
        zygote.close()


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a child wrote, and how it ended."""

    lines: list[bytes]
    late: bool
    oversized: bool
    status: int
    peak_kb: int


class _Zygote:
    """One zygote process and the socket to it."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = _STARTER.submit(_start, theirs.fileno(), arguments).result()
        self._ready = False

    def run(self, source: int, request: Request, on_page: PageProgress | None) -> _Answer:
        """Have one request answered.

        Raises:
            _ZygoteLostError: the zygote ended or hangs.
            NotReadyError: it did not start.
        """
        self._await_ready()
        try:
            incoming, outgoing = os.pipe()
            try:
                socket.send_fds(self._socket, [request.encode()], [source, outgoing])
            finally:
                os.close(outgoing)
            with os.fdopen(incoming, "rb", buffering=0) as pipe:
                drain = Drain(request.limits, on_page)
                drain.read(pipe.fileno())
            if drain.late or drain.oversized:
                self._socket.sendall(STOP)
            status = json.loads(self._line(_STATUS_SECONDS))
            return _Answer(drain.lines, drain.late, drain.oversized, int(status["status"]), int(status["peak_kb"]))
        except (OSError, ValueError, KeyError) as error:
            raise _ZygoteLostError from error

    def kill(self) -> None:
        """End the process at once, whoever waits for it; what it forked goes with it."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

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
        if self._ready:
            return
        try:
            self._ready = self._line(_READY_SECONDS) == READY
        except (OSError, _ZygoteLostError) as error:
            raise NotReadyError from error
        if not self._ready:
            raise NotReadyError

    def _line(self, seconds: float) -> bytes:
        self._socket.settimeout(seconds)
        received = b""
        while not received.endswith(b"\n"):
            piece = self._socket.recv(4096)
            if not piece:
                raise _ZygoteLostError
            received += piece
        return received


def _start(control: int, arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
        [sys.executable, "-m", "assistant.ingest.process.child", "--serve", str(control), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment(),
        pass_fds=(control,),
        start_new_session=True,
    )


def environment() -> dict[str, str]:
    """A bare environment for the processes that read: no keys or settings of the one who asks."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return {
        **kept,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONSAFEPATH": "1",
        "OMP_NUM_THREADS": "1",
        "OMP_THREAD_LIMIT": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _checked(answer: _Answer, limits: ReadLimits) -> list[bytes]:
    """The lines answered, or why there are none, by how the child ended."""
    if answer.late:
        raise DocumentError("too_slow", limit=limits.wall_seconds)
    if answer.oversized:
        raise DocumentError("too_much_text", limit=limits.characters)
    if os.WIFSIGNALED(answer.status):
        raise _killed(os.WTERMSIG(answer.status), answer.peak_kb, limits)
    if os.WEXITSTATUS(answer.status) != 0:
        raise _stopped(os.WEXITSTATUS(answer.status), answer.peak_kb, limits)
    return answer.lines


def _stopped(status: int, peak_kb: int, limits: ReadLimits) -> DocumentError:
    if status == OUT_OF_MEMORY or _is_out_of_memory(peak_kb, limits):
        return DocumentError("too_much_memory", limit=limits.memory_mb)
    return DocumentError("reader_crashed")


def _killed(number: int, peak_kb: int, limits: ReadLimits) -> DocumentError:
    if number == signal.SIGXCPU:
        return DocumentError("too_slow", limit=limits.cpu_seconds)
    # A C library that gets no memory aborts or traps; the kernel kills. The peak tells it from other crashes.
    if number == signal.SIGKILL or _is_out_of_memory(peak_kb, limits):
        return DocumentError("too_much_memory", limit=limits.memory_mb)
    return DocumentError("reader_crashed")


def _is_out_of_memory(peak_kb: int, limits: ReadLimits) -> bool:
    return peak_kb * 1024 > _OUT_OF_MEMORY_SHARE * limits.memory_mb * (1 << 20)


def run_once(path: Path, request: Request, arguments: Sequence[str] = ()) -> list[bytes]:
    """The lines that a fresh process answers to a request about a file (where forking is not possible).

    Raises:
        DocumentError: too_slow, too_much_memory, reader_crashed.
    """
    limits = request.limits
    try:
        done = subprocess.run(  # noqa: S603 - our own module, by our own interpreter
            [sys.executable, "-m", "assistant.ingest.process.child", "--once", str(path), *arguments],
            input=request.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            timeout=limits.wall_seconds + _STATUS_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentError("too_slow", limit=limits.wall_seconds) from error
    if done.returncode < 0:
        raise _killed(-done.returncode, 0, limits)
    if done.returncode != 0:
        raise _stopped(done.returncode, 0, limits)
    if len(done.stdout) > most_bytes(limits):
        raise DocumentError("reader_crashed")
    return [line for line in done.stdout.splitlines() if not line.startswith(wire.PROGRESS)]
