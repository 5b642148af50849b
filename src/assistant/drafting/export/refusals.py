"""Why a file that comes back can't be checked, in the words of whoever has it checked. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.errors import DocumentError, UsageError

_OLE = b"\xd0\xcf\x11\xe0"  # old Word files, and DOCX files that a password locks
_KINDS: Mapping[bytes, str] = {b"%PDF": "PDF", b"{\\rtf": "RTF"}
_CODES: Mapping[str, str] = {
    "encrypted": "draft_file_locked",
    "too_much_memory": "draft_file_too_large",
    "too_much_text": "draft_file_too_large",
    "too_large": "draft_file_too_large",
    "too_slow": "draft_file_too_large",
}


def refuse_other_kinds(content: bytes) -> None:
    """Let pass all but files of another kind, as their beginning tells.

    Raises:
        UsageError: draft_file_locked, draft_file_not_word.
    """
    if content.startswith(_OLE):
        raise UsageError("draft_file_locked")
    for beginning, kind in _KINDS.items():
        if content.startswith(beginning):
            raise UsageError("draft_file_not_word", found=kind)


def refused(error: DocumentError) -> UsageError:
    """Why the notes of a DOCX file could not be read."""
    if error.code == "unsupported_format":
        return UsageError("draft_file_not_word", **error.params)
    return UsageError(_CODES.get(error.code, "draft_file_damaged"))
