"""The sources of an answer as HTML: each citation with what the page needs to show it in its place. Pure.

A citation is an item of the list with its place as attributes: document, page, characters, version. What shows it
beside the answer (`views/chat/reader.js`) and what carries it elsewhere reads them there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote as percent
from urllib.parse import urlencode

from assistant.service import QuoteContext
from assistant.text.dates import date_text
from assistant.types import Answer, Citation, CitationState, Language
from assistant.ui.inert import inert
from assistant.ui.render import CONTEXT_WIDTH, paragraphs
from assistant.ui.words import WORDS
from assistant.wording import kind_words, other_files_line, recognised_words, state_words

ContextOf = Callable[[Citation], QuoteContext]
_EXCERPT = 160  # characters of a quote shown in the list


def sources_html(
    answer: Answer,
    turn: int,
    language: Language,
    context_of: ContextOf,
    states: Mapping[int, CitationState] | None = None,
    judging: Callable[[int], str] = lambda _: "",
) -> str:
    """The sources of one answer, by number.

    Args:
        answer: whose sources they are.
        turn: its number in the conversation.
        language: the visitor's.
        context_of: the text around a citation.
        states: what has become of citations by number, where the answer is an earlier one.
        judging: the HTML by which a citation of this number is judged.
    """
    words = WORDS[language]
    if not answer.citations:
        return f'<section class="sources"><p class="none">{inert(words["no_sources"])}</p></section>'
    items = "".join(
        _item_html(
            citation,
            turn,
            language,
            context_of(citation),
            (states or {}).get(citation.number, "current"),
            judging(citation.number),
        )
        for citation in answer.citations
    )
    return f'<section class="sources"><h3>{inert(words["sources"])}</h3><ol>{items}</ol></section>'


def _item_html(
    citation: Citation, turn: int, language: Language, context: QuoteContext, state: CitationState, judging: str
) -> str:
    document, number = citation.document, citation.number
    page = f'<span class="page">{_page_words(citation, language)}</span>' if document.paged else ""
    excerpt = citation.quote.text if len(citation.quote.text) <= _EXCERPT else citation.quote.text[:_EXCERPT] + "…"
    mark = "" if state == "current" else f'<p class="state">{inert(state_words(state, language).capitalize())}</p>'
    return (
        f'<li id="source-{turn}-{number}" {_attributes(citation, language, state)}>'
        f'<button type="button" class="see"><span class="number">&#91;{number}&#93;</span> '
        f'<span class="title" lang="{document.language}">{inert(document.title)}</span> {page}</button>'
        f'<p class="excerpt" lang="{document.language}">{inert(excerpt)}</p>{mark}'
        f"{_take_html(citation, language, state)}"
        f'<div class="detail" hidden>{_detail_html(citation, language, context)}{judging}</div></li>'
    )


def _take_html(citation: Citation, language: Language, state: CitationState) -> str:
    """The button that puts a citation into a proposal, where its document may be named and is as it was quoted."""
    if state != "current" or citation.document.anonymous:
        return ""
    words = WORDS[language]
    label = inert(words["take_number"].format(number=citation.number))
    return (
        f'<p class="taking"><button type="button" class="take" aria-label="{label}">{inert(words["take"])}</button></p>'
    )


def _page_words(citation: Citation, language: Language) -> str:
    return inert(WORDS[language]["page"].format(page=citation.quote.page))


def _attributes(citation: Citation, language: Language, state: CitationState) -> str:
    """The place of a citation, and where its page, its file and its record are asked for."""
    document, quote = citation.document, citation.quote
    given = {
        "number": str(citation.number),
        "document": document.id,
        "page": str(quote.page) if document.paged else "",
        "pages": str(document.page_count) if document.paged else "",
        "start": str(quote.start),
        "end": str(quote.end),
        "hash": document.content_hash,
        "state": state,
        "why": _why(citation, language, state),
        "reference": reference_line(citation, language),
        **_addresses(citation, state),
    }
    return " ".join(f'data-{name}="{inert(value)}"' for name, value in given.items())


def _addresses(citation: Citation, state: CitationState) -> dict[str, str]:
    """Of the page's picture, of the file, and of what is known of the document; "" for what can't be shown."""
    document, quote = citation.document, citation.quote
    base = f"/api/documents/{percent(document.id, safe='')}"
    pdf, current = document.format == "pdf", state == "current"
    place = {"start": quote.start, "end": quote.end, "content_hash": document.content_hash}
    version = f"?{urlencode({'content_hash': document.content_hash})}" if current else ""
    at_page = f"#page={quote.page}" if pdf and document.record_id is None and current else ""
    there = not document.anonymous and state in ("current", "changed")
    return {
        "image": f"{base}/pages/{quote.page}/image?{urlencode(place)}" if pdf and current and there else "",
        "file": f"{base}/original{version}{at_page}" if there else "",
        "record": f"{base}/record" if state in ("current", "changed") else "",
        "shown": "inline" if pdf and document.record_id is None else "attachment",
    }


def _why(citation: Citation, language: Language, state: CitationState) -> str:
    """Why there is less to see of a citation than of others; "" where there is not."""
    words = WORDS[language]
    if state != "current":
        return words[f"why_{state}"]
    return words["why_anonymous"] if citation.document.anonymous else ""


def reference_line(citation: Citation, language: Language) -> str:
    """A citation's document and page on one line, for a reader who wants to find it."""
    document = citation.document
    page = WORDS[language]["page"].format(page=citation.quote.page) if document.paged else ""
    facts = (", ".join(document.authors), document.title, date_text(document.date or "", language), page)
    return f"{', '.join(fact for fact in facts if fact)} ({document.source})"


def _detail_html(citation: Citation, language: Language, context: QuoteContext) -> str:
    """What is shown of a citation beside its answer: facts, and the quote in the text around it."""
    document = citation.document
    facts = (", ".join(document.authors), date_text(document.date or "", language), kind_words(document.kind, language))
    said = [" · ".join(fact for fact in facts if fact), other_files_line(citation.also_in, language)]
    if context.ocr_confidence is not None:
        said.append(recognised_words(context.ocr_confidence, language))
    lines = "".join(f'<p class="facts">{inert(line)}</p>' for line in said if line)
    before, after = _cut_before(context.before), _cut_after(context.after)
    return (
        f'{lines}<blockquote class="document-text" lang="{document.language}">'
        f"<span>{paragraphs(before)}</span><mark>{paragraphs(context.quote)}</mark>"
        f"<span>{paragraphs(after)}</span></blockquote>"
        f'<p class="file">{inert(document.source)}</p>'
    )


def _cut_before(text: str) -> str:
    """Text before a quote, begun at a word, with an ellipsis where the page has more."""
    return "…" + text.split(maxsplit=1)[-1] + text[len(text.rstrip()) :] if len(text) >= CONTEXT_WIDTH else text


def _cut_after(text: str) -> str:
    """Text after a quote, ended at a word, with an ellipsis where the page has more."""
    return text.rsplit(maxsplit=1)[0] + " …" if len(text) >= CONTEXT_WIDTH else text
