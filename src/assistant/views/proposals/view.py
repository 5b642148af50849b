"""The proposals page: the list of proposals, and one of them with its outline, texts and quotes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request

from assistant.service import Assistant
from assistant.types import Language
from assistant.views.proposals.words import STYLES, TITLE, WORDS
from assistant.views.shell import View


def _data(assistant: Assistant, _request: Request, language: Language) -> Mapping[str, Any]:
    return {
        "proposals": assistant.proposals.heads(),
        "styles": [(style, names[language]) for style, names in STYLES.items()],
        "writes": assistant.settings.writes,
    }


PROPOSALS = View("proposals", "/proposals", TITLE, WORDS, _data)
