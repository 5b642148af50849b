"""The process that converts (`python -m assistant.ingest.process.converter_child`).

It is asked by a line of JSON on standard input. It leaves the network, limits itself, and runs LibreOffice on the file
in a folder made for it. LibreOffice reaches that folder and the system's programs, no other file where the kernel can
hold it to that. When standard input closes, because who asked has ended, both end.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from assistant.ingest.limits import MEGABYTE, ReadLimits
from assistant.ingest.office.unlock import unlocked
from assistant.ingest.process.landlock import restrict_files
from assistant.ingest.process.privileges import leave_no_core
from assistant.ingest.process.sandbox import drop_network
from assistant.ingest.source import Source

DONE, FAILED, OUT_OF_TIME, OUT_OF_MEMORY = 0, 1, 3, 4  # exit statuses

SOCKET_PLACES = (Path("/tmp"), Path("/var/tmp"))  # noqa: S108 - where one LibreOffice looks for another
_MEBIBYTE = 1 << 20
_USED_UP = 0.8  # of a limit: who has used more and failed has failed by it
_BASE_MEMORY_MB = 1024  # address space that LibreOffice takes before it opens anything, twice over
_OPEN_FILES = 512
_SYSTEM = (
    "/usr", "/lib", "/lib32", "/lib64", "/bin", "/opt", "/nix/store", "/etc/fonts", "/etc/libreoffice",
    "/etc/ld.so.cache", "/etc/alternatives", "/etc/passwd", "/etc/nsswitch.conf", "/etc/localtime",
    "/var/cache/fontconfig", "/var/lib/libreoffice", "/var/spool/libreoffice",
)  # fmt: skip
_DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")
_PROFILE_ITEMS = (
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    ("org.openoffice.Office.Common/Misc", "UseOpenCL", "false"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "2"),
    ("org.openoffice.Office.Java/VirtualMachine", "Enable", "false"),
    # A proxy where nobody listens: no way out even where the network can't be left.
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def run(request: dict[str, Any], limits: ReadLimits) -> int:
    """Convert the file "original" of the folder; LibreOffice's exit status (negative: the signal that ended it).

    Args:
        request: "program", "folder", "format" and "target" (extensions), "record_id" of the attachment to convert and
            "password" of the file (None where there is none).
        limits: `memory_mb` counts beyond what LibreOffice takes by itself; `file_mb` is of each file written.
    """
    folder, program = Path(request["folder"]), Path(request["program"])
    opened = folder / f"input.{request['format']}"
    command = [
        str(program), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
        "--nolockcheck", "--nodefault", "--nologo", "--convert-to", str(request["target"]),
        "--outdir", str(folder / "output"), str(opened),
    ]  # fmt: skip
    _write_profile(folder)
    drop_network()
    _limit(limits)
    _prepare(folder / "original", opened, request["record_id"], request["password"], limits)
    installed = program.resolve().parent.parent
    restrict_files([*map(Path, _SYSTEM), installed], [folder, *map(Path, _DEVICES)], SOCKET_PLACES)
    process = subprocess.Popen(  # noqa: S603 - the program found by `convert`, on a file name of ours
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder,
        env=_environment(folder),
    )  # fmt: skip
    return process.wait()


def _prepare(original: Path, opened: Path, record_id: str | None, password: str | None, limits: ReadLimits) -> None:
    """Write the file to convert, taken out of its e-mail and unlocked where need be."""
    if record_id is None and password is None:
        original.rename(opened)
        return
    with original.open("rb") as stream:
        source = Source(original.name, stream, password)
        if record_id is not None:
            from assistant.ingest.texts.mail_reader import attachment_source

            source = attachment_source(source, record_id, limits)
        opened.write_bytes(unlocked(source).data())


def _write_profile(folder: Path) -> None:
    """A fresh profile: no macro runs, no link is updated, nothing is fetched."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _PROFILE_ITEMS
    )
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>\n",
        encoding="utf-8",
    )


def _limit(limits: ReadLimits) -> None:
    try:
        import resource
    except ImportError:  # not POSIX: the clock's limit alone remains
        return
    memory = (_BASE_MEMORY_MB + limits.memory_mb) * _MEBIBYTE
    largest = limits.file_mb * MEGABYTE
    wanted = {
        resource.RLIMIT_AS: (memory, memory),
        resource.RLIMIT_CPU: (limits.cpu_seconds, limits.cpu_seconds + 2),
        resource.RLIMIT_FSIZE: (largest, largest),
        resource.RLIMIT_NOFILE: (_OPEN_FILES, _OPEN_FILES),
    }
    for kind, values in wanted.items():
        with contextlib.suppress(ValueError, OSError):  # a lower limit is already set, or the system has none
            resource.setrlimit(kind, values)


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of the one who asks: no keys, no desktop session, no folder of theirs."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {
        **kept,
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "TEMP": str(folder),
        "TMP": str(folder),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
    }


def _end_with_parent() -> None:
    """Wait for the end of standard input, then end this process and all that it started."""
    sys.stdin.buffer.read()
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def main() -> None:
    """Run one request and end with one of the statuses above."""
    leave_no_core()
    request = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    limits = ReadLimits(**request["limits"])
    status = run(request, limits)
    os._exit(DONE if status == 0 else _reason(limits))


def _reason(limits: ReadLimits) -> int:
    """Why LibreOffice failed, by what it used."""
    try:
        import resource
    except ImportError:
        return FAILED
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    if used.ru_utime + used.ru_stime > _USED_UP * limits.cpu_seconds:
        return OUT_OF_TIME
    peak_mb = used.ru_maxrss / (1024 if sys.platform != "darwin" else _MEBIBYTE)
    return OUT_OF_MEMORY if peak_mb > _USED_UP * limits.memory_mb else FAILED


if __name__ == "__main__":
    main()
