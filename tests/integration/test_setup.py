"""The scripts behind make: each way of failing ends with one clear line, and a second run does nothing."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.ingest.ocr.engine import find_data

pytestmark = pytest.mark.integration
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path):
    """What a fresh checkout needs to be installed."""
    for name in ("pyproject.toml", "constraints.txt", "README.md", "Makefile"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "tools", tmp_path / "tools", ignore=shutil.ignore_patterns("sample_corpus", "__pycache__"))
    package = tmp_path / "src" / "assistant"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    return tmp_path


def setup(checkout: Path, *extras: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the script without this machine's own pip configuration."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PIP_") and name != "PYTHON"}
    return subprocess.run(
        ["sh", "tools/setup.sh", *extras],
        cwd=checkout,
        env={**inherited, "PIP_CONFIG_FILE": os.devnull, "PYTHON": sys.executable, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def command(folder: Path, name: str, script: str) -> str:
    """Put a command first on the PATH; returns that PATH."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def only_line(done: subprocess.CompletedProcess[str]) -> str:
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert done.returncode == 1
    return lines[0]


def test_no_python_recent_enough(checkout, tmp_path):
    path = command(tmp_path / "bin", "python3.9", "exit 1")
    line = only_line(setup(checkout, PYTHON="python3.9 python3.10-missing", PATH=path))
    assert line.startswith("install: no Python 3.11 or newer found")
    assert not (checkout / ".venv").exists()


def test_a_name_on_the_path_that_does_not_run_is_passed_over(checkout, tmp_path):
    path = command(tmp_path / "bin", "python3.13", "echo 'not installed' >&2; exit 127")
    full = command(tmp_path / "bin", "df", "echo h; echo 'x 1 1 10240 1 /'")
    assert path == full
    assert "not enough disk space" in only_line(setup(checkout, PYTHON=f"python3.13 {sys.executable}", PATH=path))


def test_a_python_without_venv(checkout, tmp_path):
    script = f'case "$2" in *ensurepip*) exit 1;; esac; exec {sys.executable} "$@"'
    path = command(tmp_path / "bin", "python3.11", script)
    assert "without its venv module" in only_line(setup(checkout, PYTHON="python3.11", PATH=path))


def test_not_enough_disk(checkout, tmp_path):
    path = command(tmp_path / "bin", "df", "echo h; echo 'x 1 1 1024000 1 /'")
    line = only_line(setup(checkout, PATH=path))
    assert "1000 MB are free and 4000 MB are needed" in line
    assert not (checkout / ".venv").exists()


def test_no_network_then_resumed_without_starting_over(checkout):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        index = f"http://127.0.0.1:{closed.getsockname()[1]}/simple"
    done = setup(checkout, PIP_INDEX_URL=index, PIP_RETRIES="1")
    assert only_line(done).startswith("install: no network")
    assert [line[:5] for line in done.stdout.splitlines()] == ["[1/4]", "[2/4]", "[3/4]"]
    assert "Making a virtual environment" in done.stdout
    assert not (checkout / ".venv" / ".installed").exists()
    again = setup(checkout, PIP_INDEX_URL=index, PIP_RETRIES="1")
    assert "Keeping the virtual environment" in again.stdout


def test_what_is_installed_is_not_installed_again(checkout, tmp_path):
    installed(checkout)
    assert setup(checkout).stdout == ""
    assert setup(checkout, "dev").stdout == ""
    full = command(tmp_path / "bin", "df", "echo h; echo 'x 1 1 1 1 /'")
    assert "not enough disk" in only_line(setup(checkout, "bench", PATH=full)), "another extra is installed"
    (checkout / "constraints.txt").write_text("pip==1\n")
    assert "not enough disk" in only_line(setup(checkout, PATH=full)), "other versions are installed"


def test_a_moved_checkout_is_installed_again(checkout, tmp_path):
    installed(checkout)
    (checkout / ".venv" / ".place").write_text("/elsewhere\n")
    full = command(tmp_path / "bin", "df", "echo h; echo 'x 1 1 1 1 /'")
    assert "not enough disk" in only_line(setup(checkout, PATH=full))


def installed(checkout: Path) -> None:
    """The marks of a finished install with the extra dev, over a Python that is there."""
    python = checkout / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    (checkout / ".venv" / ".place").write_text(f"{checkout}\n")
    script = "{ cat pyproject.toml constraints.txt && .venv/bin/python -VV; } | cksum | tr ' \\t' '--'"
    key = subprocess.run(["sh", "-c", script], cwd=checkout, capture_output=True, text=True, check=True).stdout.strip()
    (checkout / ".venv" / ".installed").write_text(f"{key} base dev\n")


@pytest.mark.parametrize(("first", "second"), [(0, 0), (3, 0), (0, 4), (3, 4)])
def test_of_two_commands_at_once_both_have_to_succeed_and_are_heard(first: int, second: int):
    commands = [f"echo one; exit {first}", f"sleep 0.1; echo two >&2; exit {second}"]
    done = subprocess.run(
        ["sh", "tools/beside.sh", *commands], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.splitlines() == ["one", "two"]
    failed = [f"{each} (status {status})" for each, status in zip(commands, (first, second), strict=True) if status]
    assert done.returncode == (1 if failed else 0)
    assert done.stderr == (f"failed: {', '.join(failed)}\n" if failed else "")


def test_two_commands_run_at_once(tmp_path):
    waits = "i=0; until [ -e {} ]; do i=$((i + 1)); [ $i -lt 300 ] || exit 1; sleep 0.1; done"
    one, two = tmp_path / "one", tmp_path / "two"
    commands = [f"touch {one}; {waits.format(two)}", f"touch {two}; {waits.format(one)}"]
    done = subprocess.run(["sh", "tools/beside.sh", *commands], cwd=ROOT, timeout=100, check=False)
    assert done.returncode == 0


def test_a_taken_port_is_said_before_anything_is_done():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "tools/port.py"],
            cwd=ROOT,
            env={**os.environ, "ASSISTANT_SERVER__PORT": port, "ASSISTANT_LANGUAGE": "en"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert f"Port {port} is already in use." in only_line(done)


def test_pins_leave_out_builds_and_local_packages():
    freeze = "torch==2.13.0+cpu\nassistant @ file:///somewhere\n-e git+x\nBabel==2.18.0\naiohttp==3.14.5\n"
    done = subprocess.run(
        ["sh", "tools/pin.sh"], cwd=ROOT, input=freeze, capture_output=True, text=True, timeout=60, check=True
    )
    pins = [line for line in done.stdout.splitlines() if not line.startswith("#")]
    assert pins == ["aiohttp==3.14.5", "Babel==2.18.0", "torch==2.13.0"]


def test_recognition_that_is_there_is_not_installed_again():
    if find_data() is None:
        pytest.skip("no French data of Tesseract here")
    done = subprocess.run(["sh", "tools/system.sh"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_missing_converter_is_said_and_ends_nothing(checkout, tmp_path):
    script = (ROOT / "tools" / "system.sh").read_text(encoding="utf-8")
    (checkout / "tools" / "system.sh").write_text(script.replace("/usr/", "/nowhere/"), encoding="utf-8")
    path = command(tmp_path / "bin", "id", "echo 1000")  # not root: nothing is installed
    for name in ("sh", "cat", "tail", "mktemp"):
        (tmp_path / "bin" / name).symlink_to(shutil.which(name))
    done = subprocess.run(
        ["sh", "tools/system.sh", "dev"],
        cwd=checkout,
        env={"PATH": path.split(os.pathsep)[0], "TESSDATA_PREFIX": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert "apt install tesseract-ocr-fra" in done.stderr
    assert "apt install libreoffice-writer-nogui" in done.stderr
