"""ODT: headings, paragraphs, lists, tables in document order; notes at the end; metadata."""

from __future__ import annotations

from assistant.errors import DocumentError
from assistant.ingest.archive import open_archive
from assistant.ingest.blocks import assemble
from assistant.ingest.limits import ReadLimits
from assistant.ingest.metadata import clean_title
from assistant.ingest.office.opendocument import TextWalker, content_body
from assistant.ingest.office.pictures import opendocument_pictures, unread_warning
from assistant.ingest.office.properties import opendocument_properties
from assistant.ingest.source import Source
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
    if sum(len(block.text) for block in blocks) > limits.characters:
        raise DocumentError("too_much_text", limit=limits.characters)
    page, headings = assemble(blocks)
    if not page.text:
        images = any(name.startswith("Pictures/") for name in archive.namelist())
        raise DocumentError("pictures_only", pages=1) if images else DocumentError("no_text")
    properties = opendocument_properties(archive)
    return ReadDocument(
        format="odt",
        pages=(page,),
        paged=False,
        title=properties.title or clean_title(next((h.title for h in headings if h.level == 1), None)),
        authors=properties.authors,
        date=properties.date,
        language=properties.language,
        headings=headings,
        warnings=unread_warning("pictures_not_read", opendocument_pictures(body)),
    )
