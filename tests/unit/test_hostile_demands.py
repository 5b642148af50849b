"""What is demanded of a folder of bad files: each miss is said."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "evals" / "parsing"))
import hostile


def test_each_demand_that_is_missed_is_said() -> None:
    def missed(name: str, code: str, seconds: float = 1.0, memory: tuple[float, float] = (90.0, 200.0)) -> list[str]:
        params = {"limit": "45"} if code == "too_slow" else {}
        found = [hostile.Outcome(name, code, params, seconds, 0)]
        return list(hostile.problems(found, hostile.Memory(*memory), {"good.pdf"}))

    assert missed("good.pdf", "text") == missed("bad.pdf", "encrypted") == missed("bad.pdf", "too_slow") == []
    assert missed("bad.pdf", "text", 61.0) == ["bad.pdf: 61 s"]
    assert missed("good.pdf", "encrypted") == ["good.pdf: can be read, and ended in encrypted"]
    assert missed("bad.pdf", "oops") == ["bad.pdf: oops, no reason is known"]
    assert missed("bad.pdf", hostile.NO_PASSAGE) == ["bad.pdf: no passage, no reason is known"]
    assert missed("bad.pdf", "text", memory=(1025.0, 200.0)) == ["1025 MB of memory of the main process"]
    assert missed("bad.pdf", "text", memory=(90.0, 1025.0)) == ["1025 MB of memory of the processes that read"]


def test_the_manifest_says_which_can_be_read() -> None:
    def readable(category: str, wrong: str) -> bool:
        return bool(hostile.can_be_read({"file": "a", "category": category, "what_is_wrong": wrong}))

    assert readable("encrypted", "EMPTY user password: text must be readable")
    assert readable("control (French)", "FRENCH academic paper")
    assert not readable("encrypted", "RC4-128 user password")
    assert not readable("DOCX/PPTX edge case", "encrypted OOXML (OLE container)")
    assert not readable("malformed", "fuzzed")
