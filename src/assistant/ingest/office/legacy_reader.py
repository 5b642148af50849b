"""DOC, PPT and RTF: not read here, but made into DOCX and PPTX by the parent process (see `convert`)."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.errors import DocumentError
from assistant.ingest.detect import detect
from assistant.ingest.limits import ReadLimits
from assistant.ingest.source import Source
from assistant.types import FileFormat, ReadDocument

NAMES: Mapping[FileFormat, str] = {"doc": "DOC, Word 97-2003", "ppt": "PPT, PowerPoint 97-2003", "rtf": "RTF"}


def no_converter(format: FileFormat) -> DocumentError:  # noqa: A002
    """The error that says that a file of this format needs a converter; its parameter `format` tells which."""
    return DocumentError("no_converter", found=NAMES[format], format=format)


def read_legacy(source: Source, limits: ReadLimits) -> ReadDocument:
    """Say what would be needed: no reader of these formats runs in a confined process.

    Raises:
        DocumentError: no_converter.
    """
    raise no_converter(detect(source).format)
