"""Errors of the addresses that a browser opens by itself (a link, a download), as a small page. Pure."""

from __future__ import annotations

import re
from html import escape

from assistant.errors import AssistantError
from assistant.text.controls import shown_text
from assistant.types import Language

POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_OPENED = re.compile(
    r"/api/(?:conversations/[^/]+/export|documents/[^/]+/original|bench/reports/[^/]+/page|library/export)"
)
_TITLE: dict[Language, str] = {"fr": "Assistant documentaire", "en": "Document assistant"}
_BACK: dict[Language, str] = {"fr": "Revenir à l'assistant", "en": "Back to the assistant"}


def is_opened(method: str, path: str) -> bool:
    """Whether a request is one that links of the pages make: it comes with the visitor's cookies, not their words."""
    return method == "GET" and _OPENED.fullmatch(path) is not None


def error_html(error: AssistantError, language: Language) -> str:
    """An error as a page that needs no script and no style."""
    message = error.render(language)
    said = "".join(f"<p>{escape(shown_text(text))}</p>" for text in (message.reason, message.hint) if text)
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        f"<title>{_TITLE[language]}</title></head><body><main><h1>{_TITLE[language]}</h1>{said}"
        f'<p><a href="/">{_BACK[language]}</a></p></main></body></html>'
    )
