"""What a child writes is taken in up to a limit: of bytes, and of lines, which cost more than their bytes."""

from __future__ import annotations

import os
import threading

import pytest

from assistant.ingest.limits import ReadLimits
from assistant.ingest.process import drain
from assistant.ingest.process.drain import Drain


def drained(data: bytes) -> Drain:
    incoming, outgoing = os.pipe()

    def write() -> None:
        with os.fdopen(outgoing, "wb") as pipe:
            pipe.write(data)

    writer = threading.Thread(target=write)
    writer.start()
    found = Drain(ReadLimits(), None)
    try:
        found.read(incoming)
    finally:
        while os.read(incoming, 1 << 20):
            pass
        os.close(incoming)
        writer.join()
    return found


@pytest.mark.skipif(os.name != "posix", reason="pipes are waited for otherwise")
def test_lines_without_end_are_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drain, "_MOST_LINES", 1000)
    whole = drained(b"\n".join([b"x"] * 1000))
    assert (len(whole.lines), whole.oversized, whole.late) == (1000, False, False)
    assert drained(b"\n" * 3_000_000).oversized
    assert len(drained(b"\n" * 3_000_000).lines) < 2_000_000, "it stops on the way"
