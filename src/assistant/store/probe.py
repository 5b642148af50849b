"""Asks a Chroma folder in a process of its own: over damaged files Chroma can end the process that asks.

Run as a program it opens the folder and asks it; its exit status, or the signal it ends by, says how that went.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_SECONDS = 120  # more than opening a large index from a slow disk takes; links that lead in a circle never end


def answers(folder: Path, fingerprint: str) -> bool:
    """Whether a process of its own could open the index of a folder and ask it."""
    try:
        done = subprocess.run(  # noqa: S603 - our own module, by our own interpreter
            # -P: no module of the folder that this was started in is taken for one of ours.
            [sys.executable, "-P", "-m", __name__, str(folder), fingerprint],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def main(folder: str, fingerprint: str) -> int:
    """Open the index and ask it. Exit status: 0 it answered, 1 it is damaged."""
    from assistant.store.index import DamagedCacheError
    from assistant.store.vectors import ChromaIndex

    try:
        index = ChromaIndex.open(Path(folder), fingerprint)
        index.probe()
        index.close()
    except DamagedCacheError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
