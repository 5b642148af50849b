"""What reading one file may cost."""

from __future__ import annotations

from dataclasses import dataclass, replace

MEGABYTE = 1_000_000

# Raise it where documents are read, or cut into passages, otherwise than before: all are then read again.
READERS_VERSION = 10

# Why a file, or a page to recognise, could not be read, where another time it may go through.
OF_THE_MACHINE = frozenset({"too_slow", "too_much_memory", "reader_crashed"})


# What the process that asks has to hold and cut, whatever a child sends.
MOST_RECORDS = 250_000  # documents of one file, those that can't be read among them
MOST_HEADINGS = 100_000  # of one document; the others are text like any

_DRAWING_SECONDS = 10  # a page takes a tenth of a second; a map may take some
_MOST_CHARACTERS_OF_A_PICTURE = 200_000  # a newspaper's page has some 40,000


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Limits of one file. Sizes are in megabytes (10^6 bytes), memory is address space beyond the bare reader's."""

    file_mb: int = 200
    pages: int = 5000
    characters: int = 20_000_000
    passages: int = 20_000
    memory_mb: int = 1024
    cpu_seconds: int = 45
    wall_seconds: int = 55


def of_drawing(limits: ReadLimits) -> ReadLimits:
    """The limits of the process that draws one page: at most those of a file, and no text comes back."""
    return replace(
        limits,
        characters=0,
        cpu_seconds=min(_DRAWING_SECONDS, limits.cpu_seconds),
        wall_seconds=min(2 * _DRAWING_SECONDS, limits.wall_seconds),
    )


@dataclass(frozen=True, slots=True)
class RecognitionLimits:
    """How much text is recognised on pictures: most pages of a document and most seconds for them, CPU time of a page.

    `tessdata` is the folder of the language data; empty: it is looked for where systems put it.
    """

    tessdata: str = ""
    pages: int = 500
    seconds: int = 1800
    page_seconds: int = 30

    def of_page(self, limits: ReadLimits) -> ReadLimits:
        """The limits of the process that recognises a page: at most those of a file. The clock leaves room for more."""
        return replace(
            limits,
            characters=min(_MOST_CHARACTERS_OF_A_PICTURE, limits.characters),
            cpu_seconds=min(self.page_seconds, limits.cpu_seconds),
            wall_seconds=min(2 * self.page_seconds, limits.wall_seconds),
        )
