"""Pages whose text runs up, down or upside down."""

from dataclasses import replace

import pytest

from assistant.ingest.pdf.layout import lay_out
from assistant.ingest.pdf.turn import turned, upright
from assistant.text.hyphens import Vocabulary
from made_pages import grid, raw_page

PAGE = raw_page(
    [("Une première ligne du texte", 60, 700), ("et la seconde ligne", 60, 687)], grid((50, 300), (720, 670))
)


def turn(page, turns):
    """The page as it is shown after quarter turns, clockwise."""

    def move(box):
        return turned(box, turns, page.width, page.height)

    lines = [
        replace(line, box=move(line.box), words=tuple((start, end, move(box)) for start, end, box in line.words))
        for line in page.lines
    ]
    width, height = (page.width, page.height) if turns == 2 else (page.height, page.width)
    return replace(page, lines=tuple(lines), width=width, height=height, rules=None)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_text_is_turned_until_it_runs_from_left_to_right(turns):
    shown = turn(PAGE, turns)
    page = upright(shown)
    assert page.turns == 4 - turns
    assert (page.width, page.height) == (600.0, 800.0)
    for line, wanted in zip(page.lines, PAGE.lines, strict=True):
        assert line.box == pytest.approx(wanted.box)
    final = lay_out(page, Vocabulary(), None).page
    assert final.text == "Une première ligne du texte\net la seconde ligne"
    assert (final.width, final.height) == (shown.width, shown.height)
    assert final.boxes[0][2:] == pytest.approx(shown.lines[0].words[0][2])  # where it is seen


def test_rules_turn_with_the_text():
    rules = upright(replace(turn(PAGE, 1), rules=grid((100, 200), (300, 500)))).rules
    assert rules is not None
    assert [rule[0] for rule in rules.up] == pytest.approx([100, 300])  # 600 points, less their heights before
    assert [rule[0] for rule in rules.across] == pytest.approx([200, 100])


def test_ordinary_pages_and_pages_from_right_to_left_stay():
    assert upright(PAGE) is PAGE
    page = turn(PAGE, 2)
    arabic = replace(page, text="\u0645" * len(page.text))
    assert upright(arabic) is arabic


def test_a_few_words_on_the_side_turn_no_page():
    side = turn(raw_page([("sur le côté", 10, 300)]), 3).lines
    page = raw_page([("Les habitants du quartier", 60, 700 - 12 * n) for n in range(6)])
    both = replace(page, lines=(*side, *page.lines))
    assert upright(both) is both
