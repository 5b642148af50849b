"""What a child is asked for, and what the process that asks and its zygote say to each other."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from assistant.ingest.limits import ReadLimits
from assistant.types import Rectangle

READY = b"ready\n"
STOP = b"stop\n"
OUT_OF_MEMORY = 3  # exit status of a child that has none left even to say so


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a page is drawn: width in pixels, what is highlighted in points from the bottom left of the page as shown."""

    width: int
    highlights: tuple[Rectangle, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A file to read or, where `page` is set, one page of it to recognise, or to draw where `drawing` says how.

    Where `notes` is set, its notes alone are read; that names the namespace of what the file carries of them.

    `record_id` names the document inside the file that the page belongs to, where the file holds several.
    """

    name: str
    limits: ReadLimits
    password: str | None = field(default=None, repr=False)
    page: int | None = None
    record_id: str | None = None
    drawing: Drawing | None = None
    notes: str | None = None

    def encode(self) -> bytes:
        """One line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"


def decode_request(line: bytes) -> Request:
    """The request of a line. It comes from our own process: it is not checked."""
    values = json.loads(line)
    drawing = values["drawing"]
    if drawing is not None:
        drawing = Drawing(drawing["width"], tuple(Rectangle(*each) for each in drawing["highlights"]))
    return Request(**{**values, "limits": ReadLimits(**values["limits"]), "drawing": drawing})
