"""What the measurements of parsing compare texts by."""

import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "evals" / "parsing"))
from words import in_order, letters, squeezed, words


def slow(one, other):
    """Length of the longest common subsequence, by the textbook."""
    row = [0] * (len(other) + 1)
    for item in one:
        diagonal = 0
        for index, candidate in enumerate(other, start=1):
            diagonal, row[index] = row[index], diagonal + 1 if item == candidate else max(row[index], row[index - 1])
    return row[-1]


def test_words_are_letters_and_digits_without_case():
    assert words("L'État, e\ufb03cace : 12\u00a0m² | fin\u00adance") == ["l", "état", "efficace", "12", "m2", "finance"]


@pytest.mark.parametrize("seed", range(20))
def test_the_longest_common_subsequence_is_that_of_the_textbook(seed):
    draw = random.Random(seed)
    one, other = ([draw.choice("abcde") for _ in range(draw.randrange(60))] for _ in range(2))
    assert in_order(one, other) == slow(one, other)


def test_texts_are_compared_without_white_space_or_marks():
    assert squeezed(" a\n b ") == "a b"
    assert letters("12 000 € | l'\ufb01n") == "12000l\ufb01n".replace("\ufb01", "fi")
