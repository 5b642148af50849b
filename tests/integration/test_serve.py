"""Serving: the port is checked first, `app.py` is light, the index is given back at the end."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.server import listen

pytestmark = pytest.mark.integration

ROOT = Path(__file__).resolve().parents[2]


def test_a_taken_port_is_one_line_before_anything_is_loaded(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, str(ROOT / "app.py"), "--port", str(port), "--index", str(tmp_path / "index")],
            capture_output=True,
            text=True,
            timeout=60,
            env={**os.environ, "ASSISTANT_LANGUAGE": "en"},
        )
    assert done.returncode == 2
    assert done.stderr == f"Port {port} is already in use. Close the other program, or choose another port: --port.\n"
    assert not (tmp_path / "index").exists()


def test_an_address_that_is_not_ours() -> None:
    with pytest.raises(UsageError) as refused:
        listen("192.0.2.1", 7860)
    assert refused.value.code == "bad_address"
    with pytest.raises(UsageError) as unknown:
        listen("nulle part", 7860)
    assert unknown.value.code == "bad_address"


def test_the_port_is_held_from_the_start() -> None:
    with listen("127.0.0.1", 0) as sock, pytest.raises(UsageError) as refused:
        listen("127.0.0.1", sock.getsockname()[1])
    assert refused.value.code == "port_taken"


def test_importing_app_loads_nothing() -> None:
    code = (
        "import sys, time; import app\n"
        "loaded = {'assistant', 'typer', 'torch', 'gradio', 'fastapi'} & set(sys.modules)\n"
        "assert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=30)


def test_serves_then_gives_the_index_back(group_index: Path, tmp_path: Path) -> None:
    index = Path(shutil.copytree(group_index, tmp_path / "index"))
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from assistant.cli import main; main()",
            "serve",
            "--port",
            str(port),
            "--index",
            str(index),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "ASSISTANT_LANGUAGE": "fr"},
    )
    assert process.stderr is not None
    watchdog = threading.Timer(120, process.kill)
    watchdog.start()
    try:
        ready = next(line for line in process.stderr if "http://" in line)
        assert f"http://127.0.0.1:{port}" in ready
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=30) as response:
            assert json.load(response)["documents"] == 4
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/ask", timeout=30)
        assert refused.value.code == 405
        assert json.load(refused.value)["error"]["code"] == "bad_request"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as response:
            assert re.search(r'<html\s+lang="fr"', response.read().decode())
        from assistant.build import build_assistant
        from assistant.errors import IndexLocked
        from assistant.settings import load_settings

        settings = load_settings(overrides={"index": index})
        with pytest.raises(IndexLocked) as locked:
            build_assistant(settings)
        assert locked.value.params["pid"] == str(process.pid)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
        assert process.returncode == 128 + signal.SIGTERM
        assert "Traceback" not in err
        assert out == ""
        with build_assistant(settings) as assistant:
            assert assistant.status().documents == 4
    finally:
        watchdog.cancel()
        process.kill()
