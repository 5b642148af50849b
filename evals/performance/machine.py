"""What a figure was measured on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = (
    "assistant",
    "torch",
    "sentence-transformers",
    "chromadb",
    "tantivy",
    "llama-index-core",
    "llama-index-vector-stores-chroma",
    "llama-index-embeddings-huggingface",
    "llama-index-readers-file",
    "pypdf",
    "pypdfium2",
)


def describe() -> dict[str, object]:
    """Cores usable, processor, memory, load before the run, Python and package versions."""
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "cpu": _first("/proc/cpuinfo", "model name") or platform.processor(),
        "ram_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "load_before": round(os.getloadavg()[0], 2),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in PACKAGES},
    }


def _first(file: str, key: str) -> str | None:
    path = Path(file)
    if not path.is_file():
        return None
    lines = (line.partition(":") for line in path.read_text("utf-8", "replace").splitlines())
    return next((value.strip() for name, _, value in lines if name.strip() == key), None)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
