"""Microsoft Office files that are protected by a password, new and old, opened with the one given."""

from __future__ import annotations

import io
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from assistant.errors import DocumentError
from assistant.ingest.containers import OLE
from assistant.ingest.source import Source

_WORKBOOK_FORMATS = frozenset({"ooxml", "xls97"})
_EXCEL_PASSWORD = "VelvetSweatshop"  # noqa: S105 - of workbooks that may only be read: Excel opens them unasked


def unlocked(source: Source) -> Source:
    """The file itself where it is not protected, or not of Microsoft Office; else what the password opens.

    Raises:
        DocumentError: encrypted (no password was given, or none can help), wrong_password, unreadable.
    """
    if not source.head().startswith(OLE):
        return source
    file = _protected(source)
    if file is None:
        return source
    passwords = [source.password] if source.password else []
    if file.format in _WORKBOOK_FORMATS:
        passwords.append(_EXCEL_PASSWORD)
    for password in passwords:
        if _opens(file, password):
            return replace(source, stream=io.BytesIO(_decrypted(file)))
    raise DocumentError("wrong_password" if source.password else "encrypted")


def _protected(source: Source) -> Any:
    """The file as its vendor sees it; None where it is not protected, or this vendor makes nothing of it."""
    import msoffcrypto

    try:
        file = msoffcrypto.OfficeFile(source.stream)
        return file if file.is_encrypted() else None
    except MemoryError:
        raise
    except Exception:  # whatever a damaged file makes it raise: what can be read of it, its reader will tell
        return None


def _opens(file: Any, password: str) -> bool:
    """Whether a password is the right one; the file then knows it."""
    from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

    try:
        if file.format == "ooxml":
            file.load_key(password=password, verify_password=True)
        else:
            file.load_key(password=password)
    except (InvalidKeyError, ValueError, IndexError):  # the latter: it can't be a password of this kind of file
        return False
    except DecryptionError as error:  # a kind of protection that is not known
        raise DocumentError("encrypted") from error
    return True


def _decrypted(file: Any) -> bytes:
    """The file without its protection, once its password is known."""
    from msoffcrypto.format import doc97, ppt97, xls97

    for module in (doc97, ppt97, xls97):
        module.tempfile = SimpleNamespace(TemporaryFile=io.BytesIO)  # a confined process may write no file
    output = io.BytesIO()
    try:
        file.decrypt(output)
    except MemoryError:
        raise
    except Exception as error:  # its own, and those of what it parses with
        raise DocumentError("unreadable") from error
    return output.getvalue()
