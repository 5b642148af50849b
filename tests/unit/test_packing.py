"""Packing: even lengths, breaks where they cost least."""

import itertools

import pytest

from assistant.text import packing
from assistant.text.packing import PassageOptions, Unit, condensed, pack
from assistant.types import Span

OPTIONS = PassageOptions(target_words=100, max_words=130, overlap_words=20)


def units(*words, fresh=(), glued=(), page=1):
    return [
        Unit((Span(page, 10 * i, 10 * i + 9),), count, glued=i in glued, fresh=i in fresh)
        for i, count in enumerate(words)
    ]


def packed(made):
    """First and last unit of each passage."""
    return [(spans[0].start // 10, spans[-1].end // 10) for spans in pack(made, OPTIONS)]


def test_nothing_packs_into_nothing():
    assert list(pack([], OPTIONS)) == []


def test_lengths_are_even_rather_than_full_and_scrap():
    assert packed(units(50, 50, 50, fresh=range(3))) in ([(0, 0), (1, 2)], [(0, 1), (2, 2)])
    assert packed(units(30, 30, 30, 30, 30, 30, 20, fresh=range(7))) == [(0, 2), (3, 6)]


def test_a_break_between_paragraphs_is_preferred():
    assert packed(units(*[25] * 8, fresh={0, 5})) == [(0, 4), (5, 7)]


def test_a_heading_is_never_left_behind_its_text():
    assert packed(units(95, 5, 90, 40, fresh={0, 1, 2, 3}, glued={1})) == [(0, 0), (1, 2), (3, 3)]


def test_one_sentence_may_be_too_long_and_its_heading_stays_with_it():
    assert packed(units(8, 128, 60, fresh=range(3), glued={0})) == [(0, 1), (2, 2)]


def test_a_short_sentence_is_repeated_only_inside_a_paragraph_and_within_the_limit():
    assert packed(units(80, 20, 80, 20)) == [(0, 1), (1, 3)]
    assert packed(units(80, 20, 80, 20, fresh={2})) == [(0, 1), (2, 3)]
    assert packed(units(75, 25, 80, 20)) == [(0, 1), (2, 3)]
    assert packed(units(90, 20, 90, 25)) == [(0, 1), (2, 3)]


def test_a_unit_over_a_page_break_gives_a_span_on_each_page():
    last = Unit((Span(1, 10, 19), Span(2, 0, 9)), 20)
    assert list(pack([*units(50), last], OPTIONS)) == [(Span(1, 0, 19), Span(2, 0, 9))]


@pytest.mark.parametrize("count", [900, 1000, 1001, 5000])
def test_what_is_condensed_is_packed_as_it_would_have_been(count):
    made = units(*[1 + i % 9 for i in range(count)], fresh=range(0, count, 7), glued={*range(40, 50), *range(700, 800)})
    few = condensed(iter(made), OPTIONS)
    assert condensed(few, OPTIONS) == few
    assert list(pack(few, OPTIONS)) == list(pack(made, OPTIONS))
    assert (len(few) < count) == (count > 1000)


def test_a_section_shorter_than_a_passage_is_one():
    assert packed(units(5, 30, 20, 45, fresh=range(4), glued={0})) == [(0, 3)]
    assert packed(units(100, fresh={0})) == [(0, 0)]


def test_very_many_units_are_packed_whole():
    spans = list(pack(units(*[1] * 5000), OPTIONS))
    assert spans[0][0].start == 0
    assert spans[-1][-1].end == 49_999
    assert all(one[0].end < two[0].start for one, two in itertools.pairwise(spans))


def lengths(made):
    """Words of each passage."""
    return [sum(unit.words for unit in made[first : last + 1]) for first, last in packed(made)]


def test_a_run_of_headings_that_is_too_long_is_packed_like_text():
    made = units(*[10] * 40, glued=range(40))
    assert sum(lengths(made)) == 400
    assert max(lengths(made)) <= OPTIONS.max_words


def test_the_end_of_a_run_of_headings_stays_with_its_text():
    made = units(*[10] * 40, 60, 60, 60, glued=range(40))
    (first, last) = next((first, last) for first, last in packed(made) if last >= 40)
    assert first <= 37  # three headings: 30 of the 32 words that stay
    assert last >= 40
    assert max(lengths(made)) <= OPTIONS.max_words


def test_headings_pass_the_limit_with_one_sentence_only_and_by_a_quarter_of_it_at_most():
    made = units(*[8] * 10, 128, 60, glued=range(10))
    assert packed(made)[1:] == [(6, 10), (11, 11)]
    assert lengths(made)[1] == 160 <= OPTIONS.max_words + OPTIONS.heading_words


@pytest.mark.parametrize("glued", [True, False])
@pytest.mark.parametrize("count", [900, 20_000])
def test_the_work_grows_with_the_units_not_with_their_square(monkeypatch, count, glued):
    weighed = 0
    cost_of = packing._length_cost

    def counted(words, options):
        nonlocal weighed
        weighed += 1
        return cost_of(words, options)

    monkeypatch.setattr(packing, "_length_cost", counted)
    passages = list(pack(units(*[1] * count, glued=range(count) if glued else ()), OPTIONS))
    assert len(passages) <= count / 80
    assert weighed <= count * (OPTIONS.max_words + 1)
