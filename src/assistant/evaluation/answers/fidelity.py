"""Whether quotes are quotes and stand where they say: read again from the pages, by none of the product's checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import fmean

from assistant.evaluation.answers.statements import cited_numbers
from assistant.types import Answer, Citation, Document, Page, Passage

PageOf = Callable[[str, int], Page | None]
PassageOf = Callable[[str, str], Passage | None]


@dataclass(frozen=True, slots=True)
class Fidelity:
    """Of one answer: shares of its citations (None where it has none), numbers that point at nothing, complaints.

    quotes: the quote is the page's text at its offsets, character for character; locators: document, page and passage
    exist, belong together and hold the quote; dangling: numbers in the text without a citation, citations whose number
    stands nowhere, numbers used twice.
    """

    quotes: float | None
    locators: float | None
    dangling: int
    complaints: tuple[str, ...]


def check_answer(answer: Answer, documents: Mapping[str, Document], page_of: PageOf, passage_of: PassageOf) -> Fidelity:
    """Check every citation of an answer.

    Args:
        answer: the answer.
        documents: the catalogue, by id.
        page_of: a page by document id and number.
        passage_of: a passage by document id and passage id.
    """
    complaints: list[str] = []
    verbatim, located = [], []
    for citation in answer.citations:
        verbatim.append(float(_verbatim(citation, page_of)))
        located.append(float(_located(citation, documents, page_of, passage_of)))
        if not (verbatim[-1] and located[-1]):
            complaints.append(f"[{citation.number}] {citation.document.source}, page {citation.quote.page}")
    numbers = [citation.number for citation in answer.citations]
    used = cited_numbers(answer.text) | {number for claim in answer.claims for number in claim.citations}
    dangling = used ^ set(numbers)
    complaints += [f"[{number}]: dangling" for number in sorted(dangling)]
    return Fidelity(
        quotes=fmean(verbatim) if verbatim else None,
        locators=fmean(located) if located else None,
        dangling=len(dangling) + len(numbers) - len(set(numbers)),
        complaints=tuple(complaints),
    )


def _verbatim(citation: Citation, page_of: PageOf) -> bool:
    quote = citation.quote
    page = page_of(quote.document_id, quote.page)
    return page is not None and bool(quote.text.strip()) and page.text[quote.start : quote.end] == quote.text


def _located(citation: Citation, documents: Mapping[str, Document], page_of: PageOf, passage_of: PassageOf) -> bool:
    """Whether the document is the catalogue's, the page one of its pages, and the passage one that holds the quote."""
    quote = citation.quote
    document = documents.get(quote.document_id)
    passage = passage_of(quote.document_id, quote.passage_id)
    page = page_of(quote.document_id, quote.page)
    if document is None or passage is None or page is None or quote.text not in page.text:
        return False
    same = (document.id, document.source) == (citation.document.id, citation.document.source)
    in_document = 1 <= quote.page <= (document.page_count or 1)
    spans = [span for span in passage.spans if span.page == quote.page]
    held = any(span.start <= quote.start and quote.end <= span.end for span in spans)
    return same and in_document and passage.document_id == document.id and held
