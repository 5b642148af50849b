"""The button that shows the page of a citation with the quote highlighted, as HTML: `ui.script` answers it. Pure."""

from __future__ import annotations

from urllib.parse import quote as percent
from urllib.parse import urlencode

from assistant.page_images import MOST_WIDTH
from assistant.types import Citation, Language
from assistant.ui.inert import inert
from assistant.ui.words import WORDS


def page_button(citation: Citation, language: Language) -> str:
    """The button of a citation of a PDF; nothing where its pages have no pictures, or are not to be shown."""
    document, quote, words = citation.document, citation.quote, WORDS[language]
    if document.format != "pdf" or document.anonymous:
        return ""
    place = {"start": quote.start, "end": quote.end, "content_hash": document.content_hash}
    address = f"/api/documents/{percent(document.id, safe='')}/pages/{quote.page}/image?{urlencode(place)}"
    description = words["page_alt"].format(page=quote.page, title=document.title, quote=quote.text)
    return (
        f'<p class="see" lang="{language}"><button type="button" class="see-page" aria-expanded="false" '
        f'data-page="{inert(address)}" data-large="{inert(f"{address}&width={MOST_WIDTH}")}" '
        f'data-alt="{inert(description)}" data-show="{inert(words["see_page"])}" '
        f'data-hide="{inert(words["hide_page"])}" data-failed="{inert(words["page_failed"])}" '
        f'data-title="{inert(words["page_large"])}">{inert(words["see_page"])}</button></p>'
    )
