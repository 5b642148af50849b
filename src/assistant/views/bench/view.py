"""The test bench: one page of five parts, of which the address names one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request

from assistant.service import Assistant
from assistant.types import Language
from assistant.views.bench.words import TITLE, WORDS
from assistant.views.shell import View

PARTS = ("search", "turns", "cases", "grading", "measures")


def _data(assistant: Assistant, request: Request, _language: Language) -> Mapping[str, Any]:
    asked = request.query_params.get("part", "")
    return {
        "parts": PARTS,
        "part": asked if asked in PARTS else PARTS[0],
        "documents": assistant.documents(),
        "retrieval": assistant.settings.retrieval,
    }


BENCH = View("bench", "/bench", TITLE, WORDS, _data)
"""The page."""
