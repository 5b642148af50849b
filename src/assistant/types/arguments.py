"""Keyword arguments that a class of others is made with, and which of them are nobody else's business."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_SECRET = re.compile(r"(?:key|token|secret|password|passwd|credentials?|headers|authorization)$", re.IGNORECASE)


def public_arguments(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments without those that hold secrets, judged by their names (api_key, token, password, headers, ...)."""
    return {
        name: public_arguments(value) if isinstance(value, Mapping) else value
        for name, value in arguments.items()
        if not _SECRET.search(name)
    }


def secrets_in(arguments: Mapping[str, Any], inside: bool = False) -> list[str]:
    """The values that `public_arguments` leaves out."""
    found = []
    for name, value in arguments.items():
        secret = inside or bool(_SECRET.search(name))
        if isinstance(value, Mapping):
            found += secrets_in(value, secret)
        elif secret and str(value):
            found.append(str(value))
    return found
