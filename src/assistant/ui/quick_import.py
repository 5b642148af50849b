"""Import Gradio without the type stubs that it writes for editors."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def no_stubs() -> Iterator[None]:
    """While it lasts, Gradio makes no type stubs of its components.

    At every import it parses the source of each of its 80 component classes twice and compares what it would write with
    the .pyi file beside it: half of the time of its import, for files that editors alone read. It leaves out classes
    that have no file (`gradio.component_meta.create_or_modify_pyi`): so its own have none meanwhile.
    """
    usual = inspect.getfile

    def getfile(thing: Any) -> str:
        if isinstance(thing, type) and thing.__module__.partition(".")[0] == "gradio":
            raise OSError(f"not looked for: {thing.__module__}")
        return usual(thing)

    inspect.getfile = getfile  # type: ignore[assignment]
    try:
        yield
    finally:
        inspect.getfile = usual
