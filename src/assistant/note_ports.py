"""The seams of proposals as files: who reads the notes of a DOCX file, and who makes a PDF of one."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from assistant.types.proposal_files import ReadNotes


class NoteReader(Protocol):
    """Reads the notes of DOCX files, within limits, whatever is in the file. May be used from several threads."""

    def notes(self, path: Path, carried_space: str) -> ReadNotes:
        """The notes of a DOCX file in the order of its text.

        Args:
            path: the file.
            carried_space: namespace of the element whose text is what the file carries of its notes.

        Raises:
            DocumentError: it can't be read.
        """
        ...


class Printer(Protocol):
    """Makes PDF files of DOCX files."""

    def printed(self, docx: bytes) -> bytes:
        """A PDF file of a DOCX file of ours.

        Raises:
            DocumentError: no_converter (LibreOffice is not there), too_slow, too_much_memory, unreadable.
        """
        ...
