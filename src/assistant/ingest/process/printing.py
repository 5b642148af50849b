"""DOCX files of ours made into PDF by LibreOffice, confined as when it reads old files."""

from __future__ import annotations

from assistant.errors import DocumentError
from assistant.ingest.limits import ReadLimits
from assistant.ingest.process.convert import convert, find_converter
from assistant.ingest.process.scratch import scratch_folder


class LibreOfficePrinter:
    """Makes PDF files; see `note_ports.Printer`."""

    def __init__(self, limits: ReadLimits) -> None:
        self._limits = limits

    def printed(self, docx: bytes) -> bytes:
        """A PDF file of a DOCX file.

        Raises:
            DocumentError: no_converter, too_slow, too_much_memory, too_large, unreadable.
        """
        if find_converter() is None:
            raise DocumentError("no_converter", found="DOCX", format="docx")
        with scratch_folder() as folder:
            given, work = folder / "given.docx", folder / "work"
            given.write_bytes(docx)
            work.mkdir()
            with given.open("rb") as stream:
                return convert(stream.fileno(), "docx", self._limits, work, target="pdf").read_bytes()
