"""The independent checker's comparison of a quote with a page."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "evals"))
from check_quotes import locate

PAGE = "Le tramway avance. Note 1 : voir plus loin. Les habitants ont été consultés en 2019 par la métropole."


@pytest.mark.parametrize(
    ("quote", "page", "found"),
    [
        ("Le tramway avance.", PAGE, "whole"),
        ("l'inno-\nvation  publique", "l’innovation publique", "whole"),
        ("innovation", "inno\u0002\r\nvation", "whole"),
        ("Le tramway avance. Les habitants ont été consultés", PAGE, "in order"),
        ("Les habitants ont été consultés. Le tramway avance.", PAGE, "in pieces"),
        ("Les habitants ont été consultés en 2020", PAGE, "missing"),
        ("Le tramway recule.", PAGE, "missing"),
        ("métropole la", "la métropole", "missing"),  # too short to be told from chance
    ],
)
def test_where_a_quote_stands(quote, page, found):
    assert locate(quote, page) == found
