"""Old office files (DOC, RTF, PPT) made into today's by LibreOffice, where it is installed. Runs in the parent process.

LibreOffice itself runs below `converter_child`, with limits, without network, and in a folder of its own.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.errors import DocumentError
from assistant.ingest.limits import MEGABYTE, ReadLimits
from assistant.ingest.office.legacy_reader import no_converter
from assistant.ingest.process.converter_child import DONE, OUT_OF_MEMORY, OUT_OF_TIME, SOCKET_PLACES
from assistant.types import FileFormat

__all__ = ["CONVERTED", "convert", "find_converter"]

CONVERTED: Mapping[FileFormat, FileFormat] = {"doc": "docx", "rtf": "docx", "ppt": "pptx"}

_PROGRAMS = ("soffice", "libreoffice")
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
_OPT = Path("/opt")  # where the packages of libreoffice.org are installed
_KEPT_VARIABLES = ("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "SYSTEMROOT")
_CHUNK = 1 << 20


@functools.cache
def find_converter() -> Path | None:
    """LibreOffice's program, on the path or in its usual places; looked for once."""
    named = (shutil.which(name) for name in _PROGRAMS)
    found = [Path(path) for path in named if path is not None]
    found += [Path(place) for place in _PLACES]
    found += sorted(_OPT.glob("libreoffice*/program/soffice"), reverse=True)
    return next((path for path in found if _runs(path)), None)


def _runs(path: Path) -> bool:
    """Whether a program can be run; one in a snap can't where it may gain no privilege."""
    return path.is_file() and os.access(path, os.X_OK) and path.resolve().name != "snap"


def convert(
    descriptor: int,
    format: FileFormat,  # noqa: A002
    limits: ReadLimits,
    folder: Path,
    password: str | None = None,
    record_id: str | None = None,
    target: str | None = None,
) -> Path:
    """Make a DOCX of a DOC or RTF file, a PPTX of a PPT file. What it holds is as hostile as what it was made of.

    Args:
        descriptor: the open file, read from its start; it stays open.
        format: a key of `CONVERTED`, or any that LibreOffice reads where a target is named.
        limits: `wall_seconds`, `cpu_seconds`, `memory_mb` (beyond what LibreOffice takes by itself), and `file_mb`
            for each file written.
        folder: an empty folder that belongs to the caller, who deletes it; all that is written is below it.
        password: opens the file where it is protected.
        record_id: the attachment to convert, where the file is an e-mail.
        target: extension of the file to make ("pdf"); None: as `CONVERTED` says.

    Returns:
        The file made, below `folder`.

    Raises:
        DocumentError: no_converter, too_slow, too_much_memory, too_large, unreadable (LibreOffice makes nothing of it).
    """
    program = find_converter()
    if program is None:
        raise no_converter(format)
    target = target or CONVERTED[format]
    _copy(descriptor, folder / "original", limits)
    request = {
        "program": str(program),
        "folder": str(folder),
        "format": format,
        "target": target,
        "record_id": record_id,
        "password": password,
        "limits": asdict(limits),
    }
    status = _run(request, limits)
    if status == OUT_OF_TIME:
        raise DocumentError("too_slow", limit=limits.cpu_seconds)
    if status == OUT_OF_MEMORY:
        raise DocumentError("too_much_memory", limit=limits.memory_mb)
    made = folder / "output" / f"input.{target}"
    if status != DONE or made.is_symlink() or not made.is_file() or made.stat().st_size == 0:
        raise DocumentError("unreadable")
    return made


def _copy(descriptor: int, path: Path, limits: ReadLimits) -> None:
    with os.fdopen(os.dup(descriptor), "rb") as source, path.open("xb") as target:
        source.seek(0)
        while piece := source.read(_CHUNK):
            target.write(piece)
            if target.tell() > limits.file_mb * MEGABYTE:  # it has grown since it was checked
                raise DocumentError("too_large", size=f"{target.tell() / MEGABYTE:.0f}", limit=limits.file_mb)


def _run(request: dict[str, Any], limits: ReadLimits) -> int:
    """Run the confined converter, and end whatever it started, however this ends; its exit status."""
    process = subprocess.Popen(  # our own module, by our own interpreter
        [sys.executable, "-m", "assistant.ingest.process.converter_child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        start_new_session=True,
    )
    try:
        if process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):  # it ended at once: its status says so
                process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
                process.stdin.flush()
        return process.wait(limits.wall_seconds)
    except subprocess.TimeoutExpired as error:
        raise DocumentError("too_slow", limit=limits.wall_seconds) from error
    finally:
        _end(process)
        _remove_sockets(Path(request["folder"]))


def _end(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    if process.stdin is not None:  # elsewhere, its end tells the converter to end
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
    process.wait()


def _remove_sockets(folder: Path) -> None:
    """Remove the socket, named after its profile, of a LibreOffice that was killed."""
    digest = hashlib.md5((folder / "profile").as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    name = "".join(f"{byte:x}" for byte in digest)
    for place in SOCKET_PLACES:
        for path in place.glob(f"OSL_PIPE_*_{name}"):
            with contextlib.suppress(OSError):
                path.unlink()


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONSAFEPATH": "1"}
