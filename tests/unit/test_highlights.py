"""Where quotes are highlighted: by line, over columns, in hyphenated and half words, on turned pages."""

from __future__ import annotations

import pytest

from assistant.text.highlights import highlight_boxes
from assistant.types import Page, Rectangle, WordBox


def page(text: str, *boxes: WordBox) -> Page:
    return Page(1, text, width=600, height=800, boxes=boxes)


LINES = page(
    "Le pont est\nouvert hier",
    WordBox(0, 2, 50, 700, 60, 710),
    WordBox(3, 7, 63, 698, 83, 710),
    WordBox(8, 11, 86, 700, 100, 708),
    WordBox(12, 18, 50, 685, 80, 695),
    WordBox(19, 23, 83, 685, 103, 695),
)


def test_words_of_a_line_are_one_rectangle_and_each_line_has_its_own() -> None:
    assert highlight_boxes(LINES, 3, 18) == (Rectangle(63, 698, 100, 710), Rectangle(50, 685, 80, 695))


def test_a_quote_that_goes_on_in_the_next_column_does_not_cover_the_gap() -> None:
    columns = page("bas haut", WordBox(0, 3, 50, 100, 70, 110), WordBox(4, 8, 300, 100, 320, 110))
    assert highlight_boxes(columns, 0, 8) == (Rectangle(50, 100, 70, 110), Rectangle(300, 100, 320, 110))


def test_a_hyphenated_word_is_highlighted_on_both_lines() -> None:
    hyphenated = page("innovation", WordBox(0, 4, 200, 700, 220, 710), WordBox(4, 10, 50, 685, 80, 695))
    assert highlight_boxes(hyphenated, 0, 10) == (Rectangle(200, 700, 220, 710), Rectangle(50, 685, 80, 695))


def test_half_a_word_is_half_a_box() -> None:
    assert highlight_boxes(LINES, 5, 7) == (Rectangle(73, 698, 83, 710),)
    assert highlight_boxes(LINES, 19, 21) == (Rectangle(83, 685, 93, 695),)


def test_words_that_run_up_the_page_stay_apart_and_whole() -> None:
    turned = page("Le pont", WordBox(0, 2, 50, 100, 60, 115), WordBox(3, 7, 50, 120, 60, 150))
    assert highlight_boxes(turned, 1, 5) == (Rectangle(50, 100, 60, 115), Rectangle(50, 120, 60, 150))


def test_a_large_initial_does_not_make_its_line_as_tall_as_itself() -> None:
    words = [WordBox(2 + 3 * n, 4 + 3 * n, 80 + 12 * n, 700, 90 + 12 * n, 710) for n in range(4)]
    initial = page("L es es es es", WordBox(0, 1, 50, 670, 78, 710), *words)
    assert highlight_boxes(initial, 0, 13) == (Rectangle(50, 670, 78, 710), Rectangle(80, 700, 126, 710))


@pytest.mark.parametrize(("start", "end"), [(2, 3), (0, 0), (40, 50)])
def test_no_word_no_rectangle(start: int, end: int) -> None:
    assert highlight_boxes(LINES, start, end) == ()
    assert highlight_boxes(page("sans boîte"), 0, 4) == ()
