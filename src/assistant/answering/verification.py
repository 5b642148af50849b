"""The last gate before anything is shown: a quote must stand, character for character, where it says it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.types import Claim, Document, Language, Page, Quote, Verdict

_REASONS: dict[Verdict, dict[Language, str]] = {
    "supported": {"fr": "citation mot pour mot, vérifiée à sa place", "en": "quoted word for word, checked in place"},
    "unsupported": {"fr": "citation introuvable à la place indiquée", "en": "quote not found at the stated place"},
}

PageText = Callable[[str, int], Page | None]


def stands(quote: Quote, page_of: PageText) -> bool:
    """Whether the quote's page holds exactly its text at its offsets."""
    page = page_of(quote.document_id, quote.page)
    return page is not None and bool(quote.text) and page.text[quote.start : quote.end] == quote.text


def recognised(document: Document, number: int, page_of: PageText) -> float | None:
    """How sure the words of a page are, 0 to 1, where its text was recognised on its picture; None elsewhere."""
    page = page_of(document.id, number) if document.ocr_pages else None
    return None if page is None else page.ocr_confidence


def check_quoted(text: str, quotes: Sequence[Quote], page_of: PageText, language: Language) -> Claim:
    """The claim of a quoted sentence, without its citation numbers yet: supported only if every quote stands."""
    verdict: Verdict = "supported" if quotes and all(stands(quote, page_of) for quote in quotes) else "unsupported"
    return Claim(text, (), verdict, _REASONS[verdict][language])
