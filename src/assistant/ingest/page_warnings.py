"""Codes of warnings (see `messages`) that more than one module gives or takes, or that are given after the reading."""

from __future__ import annotations

PAGES_WITHOUT_TEXT = "pages_without_text"
PAGES_GARBLED = "pages_garbled"
PAGES_UNREADABLE = "pages_unreadable"
PAGES_RECOGNISED = "pages_recognised"
PAGES_NOT_RECOGNISED = "pages_not_recognised"
PAGES_LEFT_OUT = "pages_left_out"
DATE_TOO_LATE = "date_too_late"
LANGUAGE_OTHER = "language_other"
