"""What an e-mail is made of: headers in plain words, the parts that are its text, the parts that are attached to it."""

from __future__ import annotations

import email
import mimetypes
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import policy
from email.message import Message
from email.utils import parsedate_to_datetime
from html import unescape

from assistant.errors import DocumentError
from assistant.ingest.blocks import Block
from assistant.ingest.texts.calendar_part import calendar_blocks
from assistant.ingest.texts.encoding import decode
from assistant.ingest.texts.html_blocks import drop_hidden, page_blocks
from assistant.ingest.texts.html_reader import decode_page, may_hide, parse_page

Mail = Message  # of the standard library, its old kind: the newer one stumbles over broken headers

_DEEPEST = 30
_LONGEST_HEADER = 2000
_LONGEST_RAW_HEADER = 20_000
_LONGEST_NAME = 150
_SMALL_PICTURE = 200_000  # bytes: of a logo or a signature, not of a scanned page
_HEADERS = policy.default
_ASCII_CODES = ("iso-2022", "utf-7", "hz")  # encodings that look like ASCII
_SILENT_KINDS = frozenset(
    {
        "application/pgp-signature", "application/pgp-encrypted", "application/pkcs7-signature",
        "application/x-pkcs7-signature", "message/delivery-status", "message/disposition-notification",
        "message/external-body", "message/partial", "text/rfc822-headers", "text/x-amp-html",
    }
)  # fmt: skip
_CALENDARS = frozenset({"text/calendar", "application/ics"})
_UNWRITTEN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|title)\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
_MARK = re.compile(r"<[^<>]*>?")
_BOUNDARY = re.compile(rb"^--([^\s-][^\r\n]{0,69}?)[ \t]*\r?$", re.M)
_CID = re.compile(r"cid:([^\s\"'>)]+)", re.I)
_FOLDERS = re.compile(r"[/\\]")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is a file of its own: its name, which no other part of this e-mail has, and the part."""

    name: str
    part: Mail

    @property
    def mail(self) -> Mail | None:
        """The e-mail that it is, where it is marked as one."""
        is_mail = self.part.get_content_type() in ("message/rfc822", "message/global")
        return next(iter(_children(self.part)), None) if is_mail else None

    def content(self) -> bytes:
        """Its bytes, decoded."""
        return _bytes(self.part)


def parse_mail(data: bytes) -> Mail:
    """An e-mail from its bytes; one whose boundaries are not as announced is parted at those that it has."""
    mail = email.message_from_bytes(data)
    if mail.get_content_maintype() == "multipart" and not mail.is_multipart() and (found := _BOUNDARY.search(data)):
        boundary = found.group(1).replace(b"\\", b"\\\\").replace(b'"', b'\\"')
        mended = b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\r\n\r\n' + data[found.start() :]
        mail.set_payload(email.message_from_bytes(mended).get_payload())
    return mail


def header(mail: Mail, name: str) -> str:
    """A header in plain words on one line: encoded words decoded, whatever encoding they are in; "" where absent."""
    return _plain(_raw(mail, name)[:_LONGEST_HEADER])


def long_header(mail: Mail, name: str, longest: int) -> str:
    """A header that lists people, as `header` gives it, but whole; a longer one ends where a comma stands in it."""
    value = _plain(_raw(mail, name)[:_LONGEST_RAW_HEADER])
    if len(value) <= longest:
        return value
    comma = value.rfind(",", 0, longest)
    return value[: comma if comma > 0 else longest]


def _raw(mail: Mail, name: str) -> str:
    return next((str(value) for key, value in mail.raw_items() if key.lower() == name), "")


def _plain(raw: str) -> str:
    """What a header or a file name says."""
    raw = _known(raw)
    with suppress(Exception):  # the standard library stumbles over some broken ones: they stay as they are
        raw = str(_HEADERS.header_factory("subject", raw.replace("\r", " ").replace("\n", " ")))
    return " ".join(_UNSAFE.sub(" ", raw.encode("utf-8", "replace").decode()).split())


def _known(raw: str) -> str:
    """A header with the bytes that stand in it against the rules made letters."""
    if not raw.isascii():
        with suppress(DocumentError):
            return decode(raw.encode("utf-8", "surrogateescape")).text
    return raw


def sender(mail: Mail) -> str:
    """Who an e-mail is from, by name, or by address where there is no name."""
    stated = header(mail, "from")
    with suppress(Exception):
        address = _HEADERS.header_factory("from", stated).addresses[0]
        return str(address.display_name or address.addr_spec)
    return stated


def sent_on(mail: Mail) -> str | None:
    """The day an e-mail was sent, where its sender was (ISO 8601)."""
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        return f"{parsedate_to_datetime(header(mail, 'date')):%Y-%m-%d}"
    return None


def parted(mail: Mail) -> tuple[list[Block], list[Attachment]]:
    """The text of an e-mail and what is attached to it, in order.

    Of one text in several forms the plain one is taken, unless it is but a fraction of the other. Small pictures
    that the text shows (logos, signatures) are left out, and so are electronic signatures and the like.
    """
    found = _Found([], set(), set())
    blocks = _collect(mail, found, 0)
    kept = [part for part in found.attached if not _is_decoration(part, found.shown)]
    return blocks, list(_named(kept))


@dataclass(frozen=True, slots=True)
class _Found:
    """What is met while parts are gone through.

    `attached` are files of their own, `shown` the ids of pictures that pages show, `events` those read so far: one
    invitation often comes twice.
    """

    attached: list[Mail]
    shown: set[str]
    events: set[str]


def _collect(part: Mail, found: _Found, depth: int) -> list[Block]:
    """The blocks of a part; what else is in it is added to what was found."""
    main, kind = part.get_content_maintype(), part.get_content_type()
    if kind in _SILENT_KINDS or depth > _DEEPEST:
        return []
    if main == "multipart" and part.is_multipart():
        children = _children(part)
        if kind != "multipart/alternative":
            return [block for child in children for block in _collect(child, found, depth + 1)]
        invitations = [child for child in children if child.get_content_type() in _CALENDARS]
        forms = [_collect(child, found, depth + 1) for child in children if child not in invitations]
        return [*_best(forms), *(block for child in invitations for block in _invitation(child, found))]
    if kind in _CALENDARS:
        return _invitation(part, found)
    if main not in ("text", "multipart") or part.get_content_disposition() == "attachment" or _stated_name(part):
        found.attached.append(part)
        return []
    if kind == "text/html":
        return _page(part, found)
    return [Block(text)] if (text := _text(part)).strip() else []


def _invitation(part: Mail, found: _Found) -> list[Block]:
    """The events of a calendar that were not met before; one that has none is a file like any other."""
    blocks = calendar_blocks(_decoded(part))
    if not blocks:
        found.attached.append(part)
    text = "\n".join(block.text for block in blocks)
    if text in found.events:
        return []
    found.events.add(text)
    return blocks


def _children(part: Mail) -> list[Mail]:
    payload = part.get_payload() if part.is_multipart() else ()
    return [child for child in payload if isinstance(child, Message)]


def _best(forms: list[list[Block]]) -> list[Block]:
    """Of one text in several forms, the plainest first: the first that is no mere fraction of the last."""
    written = [blocks for blocks in forms if blocks]
    words = [sum(len(block.text.split()) for block in blocks) for blocks in written]
    return next((blocks for blocks, count in zip(written, words, strict=True) if 2 * count >= words[-1]), [])


def _text(part: Mail) -> str:
    """A plain text, its lines joined again where a program broke them (RFC 3676)."""
    text = _decoded(part).replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    joint = "" if str(part.get_param("delsp", "")).lower() == "yes" else " "
    lines: list[str] = []
    open_line = False
    for line in text.split("\n"):
        quoted = line.startswith(">")
        if open_line and not quoted and line != "-- ":
            lines[-1] = lines[-1].removesuffix(" ") + joint + line.removeprefix(" ")
        else:
            lines.append(line if quoted else line.removeprefix(" "))
        open_line = line.endswith(" ") and not quoted and line != "-- "
    return "\n".join(lines)


def _page(part: Mail, found: _Found) -> list[Block]:
    """The blocks of a page; of one that can't be parsed, its words, or the page is listed among what is attached."""
    try:
        markup, _ = decode_page(_bytes(part))
    except DocumentError:
        found.attached.append(part)
        return []
    found.shown.update(match.group(1).lower() for match in _CID.finditer(markup))
    try:
        tree, _ = parse_page(markup)
    except DocumentError:
        if may_hide(markup):  # its words alone would show what the page hides
            found.attached.append(part)
            return []
        text = unescape(_MARK.sub(" ", _UNWRITTEN.sub(" ", markup)))
        return [Block(text)] if text.strip() else []
    drop_hidden(tree)
    return list(page_blocks(tree))


def _bytes(part: Mail) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _decoded(part: Mail) -> str:
    """The text of a part. What is UTF-8 is UTF-8, whatever encoding the part says that it is in."""
    data = _bytes(part)
    stated = "utf-8"
    with suppress(Exception):  # the standard library stumbles over some broken ones
        stated = str(part.get_content_charset() or stated).lower()
    encodings = (stated, "utf-8") if stated.startswith((*_ASCII_CODES, "utf-16", "utf-32")) else ("utf-8", stated)
    for encoding in encodings:
        encoding = "cp1252" if encoding in ("iso-8859-1", "latin-1", "latin1") else encoding
        with suppress(LookupError, UnicodeError):
            return data.decode(encoding)
    try:
        return decode(data).text
    except DocumentError:
        return data.decode("utf-8", "replace")


def _is_decoration(part: Mail, shown: set[str]) -> bool:
    if part.get_content_maintype() != "image":
        return False
    identifier = str(part.get("content-id", "")).strip("<> ").lower()
    inline = bool(identifier) or part.get_content_disposition() == "inline"
    return (identifier in shown or inline) and len(_bytes(part)) <= _SMALL_PICTURE


def _named(parts: list[Mail]) -> Iterator[Attachment]:
    taken: set[str] = set()
    for number, part in enumerate(parts, 1):
        name = _file_name(part, number)
        stem, dot, extension = name.rpartition(".")
        unique, count = name, 1
        while unique.casefold() in taken:
            count += 1
            unique = f"{stem} ({count}).{extension}" if dot and stem else f"{name} ({count})"
        taken.add(unique.casefold())
        yield Attachment(unique, part)


def _stated_name(part: Mail) -> str:
    headers = Message()
    for name in ("content-disposition", "content-type"):
        if stated := _raw(part, name):
            headers[name] = _known(stated)
    with suppress(Exception):  # the standard library stumbles over some broken ones
        return headers.get_filename() or ""
    return ""


def _file_name(part: Mail, number: int) -> str:
    """The name a part is given, without folders; else the subject of an attached e-mail, else its number and type."""
    mail = Attachment("", part).mail
    name = _FOLDERS.split(_plain(_stated_name(part)))[-1].strip(". ")
    if not name and mail is not None and (subject := _FOLDERS.sub(" ", header(mail, "subject")).strip(". ")):
        name = f"{subject}.eml"
    if not name:
        extension = ".eml" if mail is not None else mimetypes.guess_extension(part.get_content_type()) or ""
        name = f"{number}{extension}"
    if len(name) <= _LONGEST_NAME:
        return name
    stem, dot, extension = name.rpartition(".")
    return f"{stem[: _LONGEST_NAME - 10]}{dot}{extension[:8]}" if dot else name[:_LONGEST_NAME]
