"""Pandoc, which converts bibliographies and sets references. In its sandbox, it reads no file but those named.

It comes with the package `pypandoc_binary`: nothing is to be installed, and nothing asks a network.
"""

from __future__ import annotations

import functools
import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import DocumentError

_SECONDS = 30
_MEMORY = "-M768m"  # of its heap: what it allocates beyond it ends it


@functools.cache
def _program() -> str:
    import pypandoc

    path: str = pypandoc.get_pandoc_path()
    return path


def bibliography_items(text: str, seconds: float = _SECONDS) -> list[dict[str, Any]]:
    """The items of a BibTeX or BibLaTeX text, as CSL-JSON.

    Raises:
        DocumentError: bibliography_unreadable, too_slow.
    """
    done = _run(["-f", "biblatex", "-t", "csljson"], text, seconds)
    try:
        items = json.loads(done)
    except ValueError as error:
        raise DocumentError("bibliography_unreadable", detail=str(error)[:200]) from error
    return [item for item in items if isinstance(item, dict)]


def references_text(items: Sequence[Mapping[str, Any]], style: Path, language: str) -> str:
    """References set in a citation style, one a paragraph, in the order that the style gives them.

    Raises:
        DocumentError: bibliography_unreadable, too_slow.
    """
    arguments = ["-f", "csljson", "-t", "plain", "--citeproc", "--wrap=none", f"--csl={style}"]
    tag = {"fr": "fr-FR", "en": "en-GB"}[language]
    return _run([*arguments, f"--metadata=lang:{tag}"], json.dumps(list(items)), _SECONDS).strip()


def run_pandoc(arguments: Sequence[str], data: bytes, seconds: float = _SECONDS, *, memory: str = _MEMORY) -> bytes:
    """What pandoc makes of some bytes, in its sandbox and in an empty folder, within time and memory.

    Raises:
        DocumentError: bibliography_unreadable (with what pandoc said), too_slow.
    """
    command = [_program(), "+RTS", memory, "-RTS", "--sandbox", *arguments]
    with tempfile.TemporaryDirectory(prefix="assistant-") as empty:
        try:
            done = subprocess.run(  # noqa: S603 - pandoc of our own package
                command, input=data, capture_output=True, timeout=seconds, cwd=empty, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise DocumentError("too_slow", limit=round(seconds)) from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise DocumentError("bibliography_unreadable", detail=" ".join(said)[:200] or str(done.returncode))
    return done.stdout


def _run(arguments: Sequence[str], text: str, seconds: float) -> str:
    return run_pandoc(arguments, text.encode("utf-8", "replace"), seconds).decode("utf-8", "replace")
