"""The library's page: the documents, what feeds them, what could not be read, what is one work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request

from assistant.service import Assistant
from assistant.types import DOCUMENT_KINDS, FIELDS, Language
from assistant.views.library.words import TITLE, WORDS
from assistant.views.shell import View
from assistant.wording import kind_words

TABS = ("documents", "add", "failures", "works", "feeds")


def _data(assistant: Assistant, request: Request, language: Language) -> Mapping[str, Any]:
    wanted = request.query_params.get("view", "")
    return {
        "tabs": TABS,
        "tab": wanted if wanted in TABS else "documents",
        "count": assistant.document_count,
        "kinds": {kind: kind_words(kind, language) for kind in DOCUMENT_KINDS},
        "fields": [name for name in FIELDS if name != "retrieved_at"],
        "limit": assistant.deposits.most_bytes,
    }


LIBRARY = View("library", "/library", TITLE, WORDS, _data, ("/api/library/entries",))
