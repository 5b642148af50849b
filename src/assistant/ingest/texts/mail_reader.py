"""E-mail (EML): the message is one document, each attachment another, read by the rules of its own format."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import NoReturn

from assistant.errors import DocumentError
from assistant.ingest.blocks import Block, assemble
from assistant.ingest.detect import detect
from assistant.ingest.limits import ReadLimits
from assistant.ingest.metadata import clean_authors, clean_title, parse_date, parse_language
from assistant.ingest.readers import read_source
from assistant.ingest.source import Source
from assistant.ingest.stated import stated
from assistant.ingest.texts.mail_parts import Attachment, Mail, header, long_header, parse_mail, parted, sender, sent_on
from assistant.ingest.texts.text_reader import REPLACED_CHARACTERS
from assistant.types import Failure, ReadDocument

_DEEPEST_MAIL = 2
_MOST_ATTACHMENTS = 100
_SHOWN_HEADERS = ("From", "To", "Date")
_LONGEST_LINE = 2000
_ENCRYPTED = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})


def read_mail(source: Source, limits: ReadLimits) -> Iterator[ReadDocument | Failure]:
    """Read an e-mail: its text, then its attachments, named by `record_id`, and those of e-mails attached to it.

    An attachment that can't be read gives a Failure, and the others go on.

    Raises:
        DocumentError: encrypted, no_text, too_much_text.
    """
    yield from _Reading(source, limits).mail(parse_mail(source.data()), None, 0)


def attachment_source(source: Source, record_id: str, limits: ReadLimits) -> Source:
    """Open the attachment of an e-mail that `read_mail` calls by this record id.

    Raises:
        DocumentError: unreadable, where there is none.
    """
    mail = parse_mail(source.data())
    *outer, last = record_id.split("/")
    if len(outer) > _DEEPEST_MAIL:
        raise DocumentError("unreadable")
    for name in outer:
        mail = _attached_mail(_find(mail, name), source) or _none()
    return _opened(_find(mail, last), source)


def _find(mail: Mail, name: str) -> Attachment:
    return next((each for each in parted(mail)[1] if each.name == name), None) or _none()


def _none() -> NoReturn:
    raise DocumentError("unreadable")


class _Reading:
    """One reading of an e-mail: what is left of its limits."""

    def __init__(self, source: Source, limits: ReadLimits) -> None:
        self._source = source
        self._limits = limits
        self._room = limits.characters
        self._attachments = 0
        self._announced = 0  # attachments of the e-mails opened so far

    def mail(self, mail: Mail, record_id: str | None, depth: int) -> Iterator[ReadDocument | Failure]:
        """The documents of an e-mail, itself first."""
        if mail.get_content_type() in _ENCRYPTED:
            raise DocumentError("encrypted")
        blocks, attachments = parted(mail)
        if not blocks and not attachments:
            raise DocumentError("no_text")
        self._announced += len(attachments)
        if blocks:
            yield self._counted(_message(mail, blocks, record_id), record_id)
        for attachment in attachments:
            name = attachment.name if record_id is None else f"{record_id}/{attachment.name}"
            yield from self._attachment(attachment, name, depth)

    def _attachment(self, attachment: Attachment, record_id: str, depth: int) -> Iterator[ReadDocument | Failure]:
        self._attachments += 1
        if self._attachments > _MOST_ATTACHMENTS:
            if self._attachments == _MOST_ATTACHMENTS + 1:
                params = {"count": str(self._announced), "limit": str(_MOST_ATTACHMENTS)}
                yield Failure(record_id, "too_many_attachments", params)
            return
        try:
            yield from self._documents(attachment, record_id, depth)
        except DocumentError as error:
            yield Failure(record_id, error.code, error.params)
        except MemoryError:
            yield Failure(record_id, "too_much_memory", {"limit": str(self._limits.memory_mb)})
        except Exception:  # whatever a vendor's parser raises on a broken file means that it is broken
            yield Failure(record_id, "unreadable")

    def _documents(self, attachment: Attachment, record_id: str, depth: int) -> Iterator[ReadDocument | Failure]:
        mail = _attached_mail(attachment, self._source)
        if mail is not None:
            if depth >= _DEEPEST_MAIL:
                raise DocumentError("nested_too_deep", limit=_DEEPEST_MAIL)
            yield from self.mail(mail, record_id, depth + 1)
            return
        opened = _opened(attachment, self._source)
        for item in read_source(opened, replace(self._limits, characters=self._room)):
            inner = item.source if isinstance(item, Failure) else item.record_id
            name = record_id if inner is None else f"{record_id}/{inner}"
            yield replace(item, source=name) if isinstance(item, Failure) else self._counted(item, name)

    def _counted(self, document: ReadDocument, record_id: str | None) -> ReadDocument:
        self._room -= sum(len(page.text) for page in document.pages)
        if self._room < 0:
            raise DocumentError("too_much_text", limit=self._limits.characters)
        return replace(document, record_id=record_id)


def _opened(attachment: Attachment, source: Source) -> Source:
    content = attachment.content()
    if not content:
        raise DocumentError("empty")
    return Source(attachment.name, io.BytesIO(content), source.password)


def _attached_mail(attachment: Attachment, source: Source) -> Mail | None:
    """The e-mail that an attachment is, be it marked as one or known by its content."""
    if attachment.mail is not None:
        return attachment.mail
    opened = _opened(attachment, source)
    return parse_mail(opened.data()) if detect(opened).format == "eml" else None


def _message(mail: Mail, blocks: list[Block], record_id: str | None) -> ReadDocument:
    """The message itself: subject, who wrote to whom and when, as the headers say it, then its text."""
    subject = header(mail, "subject")
    headers = ((name, long_header(mail, name.lower(), _LONGEST_LINE - len(name) - 2)) for name in _SHOWN_HEADERS)
    lines = [f"{name}: {value}" for name, value in headers if value]
    kept = [Block(line, tight=index > 0) for index, line in enumerate(lines)]
    page, headings = assemble([Block(subject, level=1), *kept, *blocks])
    return ReadDocument(
        format="eml",
        pages=(page,),
        paged=False,
        headings=headings,
        warnings=(REPLACED_CHARACTERS,) if "\ufffd" in page.text else (),
        record_id=record_id,
        **stated(
            (
                "file_metadata",
                {
                    "title": clean_title(subject),
                    "authors": clean_authors([sender(mail)]),
                    "date": sent_on(mail) or parse_date(header(mail, "date")),
                    "language": parse_language(header(mail, "content-language")),
                },
            )
        ),
    )
