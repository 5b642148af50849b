"""The chat's page: Gradio's HTML with our frame around its engine, in the visitor's language."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.errors import AssistantError
from assistant.preferences import chosen_language
from assistant.service import Assistant
from assistant.types import Language
from assistant.ui.words import TITLE
from assistant.views.chat.words import WORDS
from assistant.views.first_run import first_run_html
from assistant.views.registry import VIEWS
from assistant.views.shell import address, fragment_html, header_html
from assistant.wording import plural

_FOREIGN_TAGS = re.compile(r"<(?:meta|link)\b[^>]*(?:og:|twitter:|https?://)[^>]*/?>", re.IGNORECASE)
_ENGINE = re.compile(r"<gradio-app\b.*?</gradio-app>", re.DOTALL)
_STYLES = ("site.css", "base.css", "chat/chat.css", "chat/reader.css")


def framed(html: str, assistant: Assistant, headers: Mapping[str, str]) -> str:
    """The page.

    Args:
        html: as Gradio makes it.
        assistant: what is asked.
        headers: of the request; names are looked up in lower case.
    """
    language = chosen_language(headers)
    html = _FOREIGN_TAGS.sub("", html)
    html = html.replace("<head>", f"<head>{_early()}", 1).replace("</head>", f"{_late()}</head>", 1)
    html = re.sub(r"<title>.*?</title>", "", html)
    html = html.replace("<head>", f"<head><title>{TITLE[language]}</title>", 1)
    html = re.sub(r'(<html\s+lang=)"\w*"', rf'\1"{language}"', html, count=1)
    return _ENGINE.sub(lambda found: _frame(found[0], assistant, language), html, count=1)


def _early() -> str:
    """What comes before anything is drawn."""
    icon = f'<link rel="icon" href="{address("icon.svg")}" type="image/svg+xml">'
    return f'<script src="{address("early.js")}"></script>{icon}'


def _late() -> str:
    """Our styles, after Gradio's, and the header's script."""
    styles = "".join(f'<link rel="stylesheet" href="{address(name)}">' for name in _STYLES)
    return f'{styles}<script type="module" src="{address("header.js")}"></script>'


def _frame(engine: str, assistant: Assistant, language: Language) -> str:
    documents, passages = _counts(assistant)
    counted = plural(documents, "document", "documents", language), plural(passages, "passage", "passages", language)
    frame = fragment_html(
        "chat/frame.html.jinja",
        language,
        WORDS[language],
        documents=documents,
        corpus=", ".join(counted) + "." if documents else "",
        engine="@engine@",
    )
    above = header_html(VIEWS, language, "/") + first_run_html(assistant, language, [view.path for view in VIEWS])
    return above + frame.replace("@engine@", engine.replace('control_page_title="true"', ""), 1)


def _counts(assistant: Assistant) -> tuple[int, int]:
    """Documents and passages; none where they can't be counted (a question will say why)."""
    try:
        return assistant.document_count, assistant.passage_count
    except AssistantError:
        return 0, 0
