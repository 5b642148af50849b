"""OpenDocument files that are protected by a password, as LibreOffice 3.5 and later write them by default.

Each part is compressed, then encrypted by AES-256 in CBC mode, with a key made of the password by PBKDF2 (OpenDocument
1.2, part 3, section 3.4). Files protected in other ways stay closed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import zipfile
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.errors import DocumentError
from assistant.ingest.archive import open_archive, parse_part, read_part
from assistant.ingest.limits import ReadLimits
from assistant.ingest.source import Source

if TYPE_CHECKING:
    from lxml.etree import _Element

_MANIFEST = "META-INF/manifest.xml"
_ENCRYPTED = b"encryption-data"
_M = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_READ_PARTS = ("content.xml", "meta.xml")
_CIPHERS = ("http://www.w3.org/2001/04/xmlenc#aes256-cbc",)
_START_KEYS = ("http://www.w3.org/2000/09/xmldsig#sha256", "http://www.w3.org/2001/04/xmlenc#sha256")
_DERIVATIONS = ("PBKDF2", "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0#pbkdf2")
_CHECKSUMS = ("urn:oasis:names:tc:opendocument:xmlns:manifest:1.0#sha256-1k",)
_CHECKED_BYTES = 1024
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class _Lock:
    """How a part is encrypted."""

    vector: bytes
    salt: bytes
    rounds: int
    checksum: bytes


def unlocked_opendocument(source: Source, limits: ReadLimits) -> Source:
    """The file itself where it is not protected; else a container with the parts that are read, opened.

    Raises:
        DocumentError: encrypted (no password was given, or none can help), wrong_password, truncated, unreadable,
            too_much_memory.
    """
    archive = open_archive(source.data(), limits)
    if _ENCRYPTED not in (read_part(archive, _MANIFEST) or b""):
        return source
    if not source.password:
        raise DocumentError("encrypted")
    start_key = hashlib.sha256(source.password.encode("utf-8", "surrogatepass")).digest()
    marks = _marks(archive)
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as opened:
        for name in archive.namelist():
            if name == _MANIFEST:
                continue
            content = b""
            if name not in marks:
                content = read_part(archive, name) or b""
            elif name.endswith(_READ_PARTS):
                content = _opened(read_part(archive, name) or b"", _lock(marks[name]), start_key)
            opened.writestr(name, content)
    return replace(source, stream=output)


def _marks(archive: zipfile.ZipFile) -> dict[str, _Element]:
    """What the manifest says of how each encrypted part is."""
    root = parse_part(archive, _MANIFEST)
    found: dict[str, _Element] = {}
    for entry in root.iter(f"{_M}file-entry") if root is not None else ():
        mark = entry.find(f"{_M}encryption-data")
        if mark is not None:
            found[entry.get(f"{_M}full-path", "")] = mark
    return found


def _lock(mark: _Element) -> _Lock:
    """Raises: DocumentError: encrypted (in a way that is not known)."""
    cipher, start, key = (mark.find(f"{_M}{name}") for name in ("algorithm", "start-key-generation", "key-derivation"))
    known = (
        cipher is not None and cipher.get(f"{_M}algorithm-name") in _CIPHERS
        and start is not None and start.get(f"{_M}start-key-generation-name") in _START_KEYS
        and key is not None and key.get(f"{_M}key-derivation-name") in _DERIVATIONS
        and mark.get(f"{_M}checksum-type") in _CHECKSUMS
    )  # fmt: skip
    if not known:
        raise DocumentError("encrypted")
    try:
        return _Lock(
            vector=base64.b64decode(cipher.get(f"{_M}initialisation-vector", "")),
            salt=base64.b64decode(key.get(f"{_M}salt", "")),
            rounds=int(key.get(f"{_M}iteration-count", "")),
            checksum=base64.b64decode(mark.get(f"{_M}checksum", "")),
        )
    except ValueError as error:
        raise DocumentError("unreadable") from error


def _opened(content: bytes, lock: _Lock, start_key: bytes) -> bytes:
    """Raises: DocumentError: wrong_password, unreadable."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    try:
        key = hashlib.pbkdf2_hmac("sha1", start_key, lock.salt, lock.rounds, _KEY_BYTES)
        decryptor = Cipher(algorithms.AES(key), modes.CBC(lock.vector)).decryptor()
        padded = decryptor.update(content) + decryptor.finalize()
    except (ValueError, OverflowError) as error:
        raise DocumentError("unreadable") from error
    compressed = padded[: len(padded) - padded[-1]] if padded else b""
    if not hmac.compare_digest(hashlib.sha256(compressed[:_CHECKED_BYTES]).digest(), lock.checksum):
        raise DocumentError("wrong_password")
    try:
        return zlib.decompress(compressed, -zlib.MAX_WBITS)
    except zlib.error as error:
        raise DocumentError("unreadable") from error
