"""Runs a command in a fresh process and measures it: wall time, CPU time and peak memory of its whole tree."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLE_SECONDS = 0.1
PROC = Path("/proc")


class CommandFailedError(Exception):
    """A measured command did not end well; the text is the end of what it said."""


@dataclass(frozen=True)
class Measured:
    """One run.

    `cpu_seconds` are user and system time of the process and of every child it waited for. `peak_bytes` is the
    largest sum of resident memory of the process and its descendants, sampled every 100 ms (pages shared between
    them count once for each, so it errs upwards); `largest_bytes` is the peak of the largest process among them.
    """

    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int
    stdout: str
    largest_bytes: int = 0


def run_measured(command: Sequence[str], cwd: Path | None = None, accepted: Sequence[int] = (0,)) -> Measured:
    """Run a command to its end, in a folder.

    Raises:
        CommandFailedError: its exit status is not among `accepted`.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=err, cwd=cwd)
        sampler = _Sampler(process.pid)
        sampler.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        sampler.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        stdout = out.read().decode("utf-8", "replace")
        if process.returncode not in accepted:
            err.seek(0)
            told = err.read().decode("utf-8", "replace")[-2000:]
            raise CommandFailedError(f"{' '.join(command)}\nexit status {process.returncode}\n{told}")
    largest = usage.ru_maxrss * 1024
    return Measured(wall, usage.ru_utime + usage.ru_stime, max(sampler.peak, largest), stdout, largest)


class _Sampler(threading.Thread):
    """Keeps the largest resident memory seen of a process tree."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._ended = threading.Event()
        self.peak = 0

    def run(self) -> None:
        while not self._ended.wait(SAMPLE_SECONDS):
            self.peak = max(self.peak, tree_bytes(self._pid))

    def stop(self) -> None:
        self._ended.set()
        self.join()


def tree_bytes(root: int) -> int:
    """Resident memory of a process and of its descendants, now; 0 where there is no /proc."""
    return sum(tree(root).values())


def tree(root: int) -> dict[int, int]:
    """Resident memory of a process and of each of its descendants, by process id; {} where there is no /proc."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    resident: dict[int, int] = {}
    for folder in PROC.glob("[0-9]*"):
        try:
            # The command's name, in parentheses, may hold spaces: fields are counted after it.
            fields = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        pid = int(folder.name)
        children[int(fields[1])].append(pid)
        resident[pid] = int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
    found, waiting = {}, [root]
    while waiting:
        pid = waiting.pop()
        if pid in resident:
            found[pid] = resident[pid]
        waiting.extend(children[pid])
    return found
