"""Servers that start at once: a process that has imported what one imports, and splits for each.

What follows the imports is that of `python app.py`, in a process of its own. Run as a program it takes a line of JSON for each
server on its standard input, and answers with the number of the process.
"""

from __future__ import annotations

import json
import os
import runpy
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


class Forked:
    """A server as `subprocess.Popen` shows one, but for its status, which only its parent would know."""

    def __init__(self, pid: int, args: list[str]) -> None:
        self.pid = pid
        self.args = args

    def poll(self) -> int | None:
        """None while it runs."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def send_signal(self, number: int) -> None:
        """Send it a signal, where it runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def wait(self, seconds: float) -> None:
        """Wait for its end."""
        until = time.monotonic() + seconds
        while self.poll() is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired(self.args, seconds)
            time.sleep(0.05)


class ServerForge:
    """The process that makes them; started with the first."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def start(self, args: list[str], cwd: Path, environment: dict[str, str], log: Path) -> Forked:
        """Start `python app.py` with arguments."""
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, str(Path(__file__))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked = {"args": args, "cwd": str(cwd), "environment": environment, "log": str(log)}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return Forked(int(self._process.stdout.readline()), [sys.executable, *args])

    def close(self) -> None:
        """End it; what it made goes on."""
        if self._process is not None:
            self._process.communicate(timeout=60)


def _import() -> None:
    from assistant.server import quiet_telemetry
    from assistant.ui.quick_import import no_stubs

    quiet_telemetry()
    with no_stubs():
        import gradio  # noqa: F401
    import chromadb  # noqa: F401
    import tokenizers  # noqa: F401
    import torch  # noqa: F401
    import uvicorn  # noqa: F401

    import assistant.api.app
    import assistant.build
    import assistant.cli
    import assistant.models.bert
    import assistant.service
    import assistant.ui.chat
    import assistant.ui.mount  # noqa: F401


def _serve(asked: dict[str, Any]) -> None:
    """In the new process: become the server."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(asked["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for theirs, ours in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(theirs, ours)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.argv = asked["args"]
    sys.path[0] = str(ROOT)
    runpy.run_path(sys.argv[0], run_name="__main__")


def main() -> None:
    """Import once, then split for each line."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    _import()
    while line := sys.stdin.readline():
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                _serve(json.loads(line))
                status = 0
            except SystemExit as end:
                status = end.code if isinstance(end.code, int) else 1
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(status)
        print(pid, flush=True)


if __name__ == "__main__":
    main()
