"""What to do next, as it is said: in words that hold on a page and on the command line."""

from __future__ import annotations

import pytest

from assistant.messages import MESSAGES, render
from assistant.types import Language

SHOWN = ("too_slow", "too_much_memory", "reader_crashed", "encrypted", "feed_known", "unknown_feed", "unknown_item",
         "web_is_feed", "removed_page", "removed_document", "unknown_record", "same_document", "bad_cases")  # fmt: skip
"""Said on pages, too: where a command is named, what the page has for it is named before."""


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("code", SHOWN)
def test_a_hint_that_names_a_command_names_the_page_before(code: str, language: Language) -> None:
    hint = render(code, {}, language).hint.lower()
    page = ("bibliothèque", "page", "banc d'essai") if language == "fr" else ("library", "page", "bench")
    before = hint.partition("assistant ")[0]
    assert any(word in before for word in page), hint


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_list_that_goes_on_has_no_full_stop(language: Language) -> None:
    said = render("filter_document_unknown", {"name": "x", "count": "9", "choices": "a, b, …"}, language)
    assert said.hint.endswith("a, b, …")


def test_a_program_is_not_to_be_converted() -> None:
    assert "Convert" not in "".join(sum(MESSAGES["program"].values(), ()))
