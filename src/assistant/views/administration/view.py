"""The administration page: what the index holds, with which models, and how large it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request

from assistant.service import Assistant
from assistant.types import Language
from assistant.views.administration.words import TITLE, WORDS
from assistant.views.shell import View


def _data(assistant: Assistant, _request: Request, _language: Language) -> Mapping[str, Any]:
    return {"status": assistant.status()}


ADMINISTRATION = View("administration", "/administration", TITLE, WORDS, _data)
