"""ODT: headings, paragraphs, lists, tables in document order; notes at the end; metadata."""

from __future__ import annotations

from assistant.ingest.archive import open_archive
from assistant.ingest.bans import opendocument_ban
from assistant.ingest.limits import ReadLimits
from assistant.ingest.office.opendocument import TextWalker, content_body
from assistant.ingest.office.pictures import opendocument_pictures
from assistant.ingest.office.properties import opendocument_properties
from assistant.ingest.office.text_document import pictures_or_nothing, text_document
from assistant.ingest.source import Source
from assistant.messages import counted_if_any
from assistant.types import ReadDocument


def read_odt(source: Source, limits: ReadLimits) -> ReadDocument:
    """Read an ODT file as one page.

    Raises:
        DocumentError: truncated, unreadable, no_text, pictures_only, too_much_text, too_much_memory.
    """
    archive = open_archive(source.data(), limits)
    walker = TextWalker(archive)
    body = content_body(archive, "text")
    blocks = [*walker.blocks(body), *walker.notes]
    return text_document(
        "odt",
        blocks,
        opendocument_properties(archive),
        limits,
        pictures_or_nothing(archive, "Pictures/"),
        (*counted_if_any("pictures_not_read", opendocument_pictures(body)), *opendocument_ban(archive)),
    )
