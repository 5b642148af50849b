"""System calls that a reading process has no use for, refused by the kernel (Linux, x86-64 and ARM, for any user).

They are those that reach out: sockets (also through io_uring), other programs, other processes.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

from assistant.ingest.process.privileges import gain_no_privileges, libc

_SET_SECCOMP, _FILTER = 22, 2  # prctl(2)
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # classic BPF, on 32-bit words
_NUMBER, _ARCHITECTURE = 0, 4  # offsets in what the filter sees
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_FOREIGN = 0x40000000  # from this number on, x86-64 serves another interface (x32)

# By machine: what the kernel calls it, then the numbers of socket, execve, execveat, ptrace, process_vm_readv,
# process_vm_writev, kill, tkill, tgkill, rt_sigqueueinfo and rt_tgsigqueueinfo. From io_uring_setup on, all machines
# share their numbers.
_MACHINES = {
    "x86_64": (0xC000003E, (41, 59, 322, 101, 310, 311, 62, 200, 234, 129, 297)),
    "aarch64": (0xC00000B7, (198, 221, 281, 117, 270, 271, 129, 130, 131, 138, 240)),
}
_EVERYWHERE = (425, 434, 438, 424)  # io_uring_setup, pidfd_open, pidfd_getfd, pidfd_send_signal


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def refuse_calls() -> bool:
    """Have them refused from now on, in this process and what it forks. Returns whether the kernel does it."""
    machine = _MACHINES.get(platform.machine())
    library = libc()
    if machine is None or library is None:
        return False
    code = _code(*machine)
    program = _Program(len(code) // 8, code)
    gain_no_privileges(library)
    return bool(library.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def _code(architecture: int, own: tuple[int, ...]) -> bytes:
    """The filter: another machine's calls, numbers out of range and those listed are refused, all others allowed."""
    numbers = (*own, *_EVERYWHERE)
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 0, len(numbers) + 3, architecture),  # else to the last step
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, len(numbers) + 1, 0, _FOREIGN),
        *((_EQUAL, len(numbers) - place, 0, number) for place, number in enumerate(numbers)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
