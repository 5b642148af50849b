"""Runs of words: the same in every process, what two texts share, and a sketch that finds a part in its whole."""

from __future__ import annotations

from assistant.text.shingles import RUN, SKETCH_SHARE, covered, folded_words, runs, sketch

WORDS = folded_words(" ".join(f"mot{number}" for number in range(4000)))


def test_words_are_folded_and_runs_are_the_same_in_every_process() -> None:
    assert folded_words("L’Été, à Orléans : 3 %") == ["l", "ete", "a", "orleans", "3"]
    assert runs(["le", "budget", "de", "la", "ville"]).tolist() == [263350063594014144]


def test_a_text_shorter_than_a_run_has_none() -> None:
    assert runs(["un"] * (RUN - 1)).tolist() == []
    assert sketch([]).tolist() == []


def test_covered_marks_the_words_of_shared_runs() -> None:
    text = ["a", "b", "c", "d", "e", "f", "g", "x", "h", "i", "j", "k", "l"]
    assert list(covered(runs(text).tolist(), set(runs(list("abcdefg")).tolist()))) == [1] * 7 + [0] * 6
    assert list(covered(runs(text[:5]).tolist(), set(runs(text).tolist()))) == [1] * 5


def test_a_sketch_keeps_its_share_and_that_of_a_part_is_in_that_of_the_whole() -> None:
    whole, part = set(sketch(WORDS).tolist()), set(sketch(WORDS[1000:2000]).tolist())
    assert 0.7 < len(whole) * SKETCH_SHARE / len(WORDS) < 1.3
    assert part
    assert part <= whole
