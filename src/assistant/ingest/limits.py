"""What reading one file may cost."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000

# Raise it where documents are read, or cut into passages, otherwise than before: all are then read again.
READERS_VERSION = 2


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Limits of one file. Sizes are in megabytes (10^6 bytes), memory is address space beyond the bare reader's."""

    file_mb: int = 200
    pages: int = 2000
    characters: int = 20_000_000
    memory_mb: int = 1024
    cpu_seconds: int = 45
    wall_seconds: int = 55
