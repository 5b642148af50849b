"""The one page that a document of a word processor is."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import asdict

from assistant.errors import DocumentError
from assistant.ingest.blocks import Block, assemble
from assistant.ingest.limits import ReadLimits
from assistant.ingest.metadata import clean_title
from assistant.ingest.office.properties import Properties
from assistant.ingest.stated import stated
from assistant.types import FileFormat, Heading, ReadDocument

_TOP = 500  # characters: farther down a heading is that of a part


def text_document(
    form: FileFormat,
    blocks: Sequence[Block],
    properties: Properties,
    limits: ReadLimits,
    nothing: DocumentError,
    warnings: tuple[str, ...],
) -> ReadDocument:
    """The document that blocks make.

    Raises:
        DocumentError: too_much_text, or `nothing` where they hold no text.
    """
    if sum(len(block.text) for block in blocks) > limits.characters:
        raise DocumentError("too_much_text", limit=limits.characters)
    page, headings = assemble(blocks)
    if not page.text:
        raise nothing
    return ReadDocument(
        format=form,
        pages=(page,),
        paged=False,
        headings=headings,
        warnings=warnings,
        **stated(
            ("file_metadata", asdict(properties)),
            ("first_page", {"title": clean_title(_heading_on_top(headings))}),
        ),
    )


def _heading_on_top(headings: Sequence[Heading]) -> str | None:
    """The first heading of the highest level, where the text begins with it, but for a head of a few lines."""
    return next((each.title for each in headings if each.level == 1 and each.start <= _TOP), None)


def pictures_or_nothing(archive: zipfile.ZipFile, folder: str) -> DocumentError:
    """Why a document has no text: it holds pictures (in that folder of its container), or nothing."""
    pictures = any(name.startswith(folder) for name in archive.namelist())
    return DocumentError("pictures_only", pages=1) if pictures else DocumentError("no_text")
