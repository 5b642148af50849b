"""What a child is asked for, and what the process that asks and its zygote say to each other."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from assistant.ingest.limits import ReadLimits

READY = b"ready\n"
STOP = b"stop\n"
OUT_OF_MEMORY = 3  # exit status of a child that has none left even to say so


@dataclass(frozen=True, slots=True)
class Request:
    """A file to read or, where `page` is set, one page of it to recognise.

    `record_id` names the document inside the file that the page belongs to, where the file holds several.
    """

    name: str
    limits: ReadLimits
    password: str | None = field(default=None, repr=False)
    page: int | None = None
    record_id: str | None = None

    def encode(self) -> bytes:
        """One line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"


def decode_request(line: bytes) -> Request:
    """The request of a line. It comes from our own process: it is not checked."""
    values = json.loads(line)
    return Request(**{**values, "limits": ReadLimits(**values["limits"])})
