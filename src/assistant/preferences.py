"""What a visitor has chosen for the pages, kept by the browser in cookies that say nothing of who it is. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.types import Language
from assistant.wording import page_language

LANGUAGE_COOKIE = "assistant_language"
_LANGUAGE = re.compile(rf"(?:^|;)\s*{LANGUAGE_COOKIE}=(fr|en)\s*(?:;|$)")


def chosen_language(headers: Mapping[str, str]) -> Language:
    """The language of the pages: the one chosen on them, else the browser's (see `page_language`).

    Args:
        headers: of the request; names are looked up in lower case.
    """
    found = _LANGUAGE.search(headers.get("cookie", ""))
    if found is None:
        return page_language(headers.get("accept-language"))
    return "fr" if found[1] == "fr" else "en"
