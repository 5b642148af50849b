"""What every model that is computed here shares: quiet vendors, and threads per task."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_MISSING = re.compile(r"^(\S+) +\| MISSING", re.MULTILINE)
_LISTENING = threading.RLock()
_LONGEST_DETAIL = 200  # characters
_PATIENT = 10  # niceness: about a tenth of a core where another one would have it all


def quiet_libraries() -> None:
    """Keep the libraries below all models from taking more threads and memory than they need. Call before the first
    model is loaded: they read it then.
    """
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # It keeps code for each length of text, 1024 of them otherwise: 250 MB more, and no faster.
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "16")


def quiet_vendors() -> None:
    """Keep torch's companions from drawing progress bars and from chattering. Call before the first model is loaded."""
    quiet_libraries()
    from transformers.utils import logging as chatter

    chatter.set_verbosity_error()  # type: ignore[no-untyped-call]
    chatter.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)


@contextmanager
def unloaded_weights() -> Iterator[list[str]]:
    """The weights that a model loaded in the block had none for in its files: they are random then, with no error.

    The vendor says so in its log alone (`transformers.utils.loading_report`).
    """
    found: list[str] = []

    def heard(record: logging.LogRecord) -> bool:
        found.extend(_MISSING.findall(record.getMessage()))
        return False

    logger = logging.getLogger("transformers.modeling_utils")
    with _LISTENING:
        level = logger.level
        logger.setLevel(logging.WARNING)
        logger.addFilter(heard)
        try:
            yield found
        finally:
            logger.removeFilter(heard)
            logger.setLevel(level)


def usable_cores() -> int:
    """How many cores this process may use, which can be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def give_way() -> None:
    """Let all else that runs go before this thread, for good (Linux, where a priority belongs to a thread)."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # it gives more way already
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _PATIENT)


def use_threads(count: int) -> None:
    """Threads of what this thread computes next (0: all cores): with OpenMP the number belongs to the thread."""
    import torch

    wanted = count or usable_cores()
    if torch.get_num_threads() != wanted:
        torch.set_num_threads(wanted)


def first_line(error: Exception) -> str:
    """What a vendor's exception says, short enough for a sentence."""
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def in_short(text: str) -> str:
    """What a vendor says, on one line of a sentence's length, to be followed by a full stop."""
    return " ".join(text.split())[:_LONGEST_DETAIL].rstrip(" .:")
