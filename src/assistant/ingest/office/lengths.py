"""Lengths as office files write them: a number and a unit."""

from __future__ import annotations

import re

MILLIMETRES = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6, "px": 25.4 / 96}
LENGTH = re.compile(r"(-?\d{1,9}(?:\.\d{1,9})?)(mm|cm|in|pt|pc|px)")


def length(value: str | None) -> float:
    """Millimetres; 0 where there is no length."""
    match = LENGTH.fullmatch((value or "").strip())
    return float(match.group(1)) * MILLIMETRES[match.group(2)] if match else 0.0
