"""What the measure of translations makes, and how it counts."""

from __future__ import annotations

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "evals" / "bibliography"))

from translations import PAIRS, figures, made_files, real_work

LINES = [(f"Article {n} du budget 20{n:02}", f"Section {n} of the budget 20{n:02}") for n in range(10, 99)] * 20


def test_files_come_in_two_languages_some_without_their_end_and_in_other_editions() -> None:
    made = list(made_files(LINES, 8, random.Random(7)))
    assert [each.how for each in made].count("cut") == 4
    assert {each.work for each in made if each.how == "edition"} == {
        "edition of act 0",
        "edition of act 3",
        "edition of act 6",
    }
    by_name = {each.name: each for each in made}
    french, english = by_name["acte-002-fr.txt"], by_name["acte-002-en.txt"]
    assert (french.work, len(french.text.split("\n\n")), len(english.text.split("\n\n"))) == (english.work, 60, 45)
    assert by_name["acte-001-fr.txt"].text.split("\n\n")[0] not in by_name["acte-000-fr.txt"].text.split("\n\n")[-1]


def test_a_pair_of_two_works_is_wrong_and_a_work_without_a_pair_is_missed() -> None:
    made = list(made_files(LINES, 2, random.Random(7)))
    real = {f"{name}.md" for pair in PAIRS.items() for name in pair} | {"autre.pdf"}
    assert {real_work(name) for name in real} == {*PAIRS, None}
    found = [tuple(f"{name}.md" for name in pair) for pair in list(PAIRS.items())[:4]]
    found += [("acte-000-en.txt", "acte-000-fr.txt"), ("acte-001-en.txt", "acte-000-autre.txt")]
    counted = figures(found, made, real)
    assert (counted["pairs"], counted["told"], counted["wrong"]) == (10, 6, [found[-1]])
    assert (counted["precision"], counted["recall"], counted["recall by sort"]["real"]) == (1 - 1 / 6, 0.5, 0.5)
