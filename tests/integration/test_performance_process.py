"""The benchmark's measuring of a process tree."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "evals" / "performance"))
from process import CommandFailedError, run_measured

pytestmark = pytest.mark.integration
MEGABYTES = 120


@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="memory of a process tree is read from /proc")
def test_memory_and_time_of_children_count():
    hold = f"x = b'1' * ({MEGABYTES} << 20)"
    child = f"import time; {hold}; time.sleep(0.6)"
    parent = f"import subprocess, sys; {hold}; subprocess.run([sys.executable, '-c', {child!r}]); print('done')"
    measured = run_measured([sys.executable, "-c", parent])
    assert measured.stdout == "done\n"
    assert measured.peak_bytes > 2 * MEGABYTES * 1024 * 1024
    assert measured.wall_seconds > 0.6
    assert 0 < measured.cpu_seconds < measured.wall_seconds + 1


def test_a_command_that_fails_says_why():
    with pytest.raises(CommandFailedError, match="no such luck"):
        run_measured([sys.executable, "-c", "raise SystemExit('no such luck')"])


def test_an_exit_status_may_be_accepted():
    assert run_measured([sys.executable, "-c", "raise SystemExit(3)"], accepted=(0, 3)).stdout == ""
