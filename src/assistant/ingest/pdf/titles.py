"""The title of a PDF that states none: what is set largest on its first page, or the heading that this begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, islice

from assistant.ingest.kinds import guess_kind
from assistant.ingest.metadata import clean_title
from assistant.ingest.pdf.layout import LaidOut
from assistant.text.normalise import fold
from assistant.types import Heading

_ADDRESS = re.compile(r"https?:|www\.|\w/\w+/")
_IS_ORGANISATION = re.compile(
    r"(?:l')?(?:association|societe|ministere|direction) \S|[\w.-]+\.(?:fr|org|com|eu|net|info)\Z"
)
_TITLE_LONGEST = 200
_STANDS_OUT = 1.15  # times the usual size
_SAME_SIZE = 0.95
_MOST_SIZES = 4
_MOST_OF_A_SIZE = 2  # the name of the organisation and the title may be set alike
_COVER = 15  # lines


def first_heading(headings: Sequence[Heading]) -> str | None:
    """The heading that the first page begins with, where it is more than the name of the organisation."""
    first = headings[0] if headings else None
    title = clean_title(first.title) if first and (first.page, first.start) == (1, 0) else None
    return None if title is None or _IS_ORGANISATION.match(fold(title)) else title


def largest_text(first: LaidOut) -> str | None:
    """The text set largest on the first page, where it stands out.

    Where that is an address, or the name of the organisation, the title stands below: what says its kind, if anything
    does ("Rapport d'activité"), else what is next in size.
    """
    sized = [(line.size, start, end) for line, start, end in first.lines if end - start > 1]
    if len(sized) < 2:
        return None
    usual = sorted(size for size, _, _ in sized)[(len(sized) - 1) // 3]  # on a cover there is little of it
    found = [title for title in _blocks(first, sized, _STANDS_OUT * usual) if title]
    titles = [title for title in found if not _IS_ORGANISATION.match(fold(title))]
    if not titles or titles[0] == found[0]:
        return titles[0] if titles else None
    all_sizes = [title for title in _blocks(first, sized, 0.0) if title] if len(sized) <= _COVER else titles
    return next((title for title in all_sizes if guess_kind(title, "", None) is not None), titles[0])


def _blocks(first: LaidOut, sized: Sequence[tuple[float, int, int]], least: float) -> Iterator[str | None]:
    """The texts set larger than the rest, the largest first: lines of one size behind each other."""
    for largest in sorted({size for size, _, _ in sized if size >= least}, reverse=True)[:_MOST_SIZES]:
        for lines in islice(_runs(sized, largest), _MOST_OF_A_SIZE):
            title = clean_title(" ".join(first.page.text[start:end] for _, start, end in lines))
            usable = title and 3 <= len(title) <= _TITLE_LONGEST and not _ADDRESS.search(title)
            yield title if usable else None


def _runs(sized: Sequence[tuple[float, int, int]], size: float) -> Iterator[list[tuple[float, int, int]]]:
    """The lines of one size, those behind each other together."""
    for is_of_size, lines in groupby(sized, lambda line: _SAME_SIZE * size <= line[0] <= size / _SAME_SIZE):
        if is_of_size:
            yield list(lines)
