"""The seam for pages as pictures: what is asked for, and who draws it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from assistant.types import Rectangle


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page of a PDF to draw: number from 1, width in pixels, what is highlighted on it.

    `name` is the file's; `record_id` names the attachment that the PDF is, where the file is an e-mail.
    """

    name: str
    page: int
    width: int
    highlights: tuple[Rectangle, ...] = ()
    record_id: str | None = None


class PageDrawer(Protocol):
    """Draws pages of PDFs, within limits. May be used from several threads."""

    def draw(self, path: Path, wanted: PagePicture) -> bytes:
        """A page as a JPEG file, to be handed on and not to be decoded.

        Raises:
            DocumentError: it can't be drawn.
        """
        ...
