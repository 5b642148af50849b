"""Files that were inserted whole in a document (HTML, saved web pages, plain text), as blocks."""

from __future__ import annotations

from assistant.errors import DocumentError
from assistant.ingest.blocks import Block
from assistant.ingest.detect import detect
from assistant.ingest.source import Source
from assistant.ingest.texts.encoding import decode
from assistant.ingest.texts.html_blocks import drop_hidden, page_blocks
from assistant.ingest.texts.html_reader import decode_page, parse_page
from assistant.ingest.texts.mail_parts import parse_mail, parted
from assistant.types import FileFormat

_SAVED_PAGES = (".mht", ".mhtml")  # a web page and its pictures in one file, which is made as an e-mail is
_PLAIN: frozenset[FileFormat] = frozenset({"text", "markdown"})


def inserted_blocks(source: Source) -> list[Block]:
    """The blocks of an inserted file.

    Raises:
        DocumentError: bad_encoding, no_text, unreadable, or unsupported_format where it is of another kind.
    """
    if source.name.lower().endswith(_SAVED_PAGES):
        return parted(parse_mail(source.data()))[0]
    form = detect(source).format
    if form in _PLAIN:
        return [Block(decode(source.data()).text)]
    if form != "html":
        raise DocumentError("unsupported_format", found=form)
    tree, _ = parse_page(decode_page(source.data())[0])
    drop_hidden(tree)
    return list(page_blocks(tree))
