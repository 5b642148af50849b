"""What a case says is right, placed in the index that is measured: documents, pages and spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from assistant.types import Quote

Place = tuple[str, int, int, int]
"""Document id, page, start and end."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Where the answer to one case stands in the catalogue.

    `documents` are the ids that hold evidence; `groups` the places of each piece of evidence, any of which will do
    (empty where the reference names whole documents, or its quotes were not found); `paged` the ids of those
    documents whose pages are numbered; `judged` further places, which a person has judged to answer.
    """

    documents: frozenset[str] = frozenset()
    groups: tuple[frozenset[Place], ...] = ()
    paged: frozenset[str] = frozenset()
    judged: frozenset[Place] = frozenset()

    @property
    def pages(self) -> frozenset[tuple[str, int]]:
        """(document id, page) of the places in documents that have pages."""
        places = self.judged.union(*self.groups)
        return frozenset((place[0], place[1]) for place in places if place[0] in self.paged)

    def document_share(self, quotes: Sequence[Quote]) -> float | None:
        """Share of quotes that are from a document of the reference; None without quotes or without a reference."""
        if not quotes or not self.documents:
            return None
        return fmean(float(quote.document_id in self.documents) for quote in quotes)

    def page_share(self, quotes: Sequence[Quote]) -> float | None:
        """Share of the quotes from paged documents of the reference that stand on one of its pages."""
        pages = self.pages
        documents = {document for document, _ in pages}
        shares = [float((quote.document_id, quote.page) in pages) for quote in quotes if quote.document_id in documents]
        return fmean(shares) if shares else None

    def group_share(self, quotes: Sequence[Quote]) -> float | None:
        """Share of the pieces of evidence that a quote overlaps; None where the reference has no placed quote."""
        groups = [group for group in self.groups if group]
        if not groups:
            return None
        return fmean(float(any(_overlaps(quote, place) for quote in quotes for place in group)) for group in groups)


def _overlaps(quote: Quote, place: Place) -> bool:
    """Whether they share characters of one page: at least half of the shorter one."""
    document, page, start, end = place
    if (quote.document_id, quote.page) != (document, page):
        return False
    shared = min(quote.end, end) - max(quote.start, start)
    return shared > 0 and 2 * shared >= min(quote.end - quote.start, end - start)
