"""Short gold answers in an answer."""

import pytest

from assistant.evaluation.answers.gold_answers import contained, contained_within, normalised, token_f1


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("L'Église de la Ville", ["eglise", "de", "ville"]),
        ("The  harbour, an old one!", ["harbour", "old", "one"]),
        ("300\u202f000 € et 66,3 %", ["300000", "et", "66.3"]),
        ("300.000 ; 1,234,567 ; 12 ans", ["300000", "1234567", "12", "ans"]),
        ("en 1960, 250 élus", ["en", "1960", "250", "elus"]),
        ("La", ["la"]),
        ("...", []),
    ],
)
def test_tokens_to_compare_by(text, tokens):
    assert normalised(text) == tokens


@pytest.mark.parametrize(
    ("text", "answers", "found"),
    [
        ("Elle fut bâtie par l'évêque de Sées.", ("L'Évêque de Sées",), True),
        ("Elle fut bâtie par l'eveque de sees", ("évêque de Sées",), True),
        ("Ils étaient 300 000.", ("300000",), True),
        ("Ils étaient 300 000.", ("3000",), False),
        ("Une part de 66.3%", ("66,3 %",), True),
        ("La cathédrale", ("le roi", "cathédrale"), True),
        ("Les rois de France", ("roi de France",), False),  # whole words
        ("France et rois", ("rois France",), False),  # in one piece
        ("", ("oui",), False),
        ("oui", (), False),
        ("oui", ("!",), False),
    ],
)
def test_an_answer_is_contained_whole(text, answers, found):
    assert contained(text, answers) is found


def test_an_answer_must_stand_in_the_first_words():
    text = "mot " * 49 + "douze plongeurs"
    assert contained(text, ("douze plongeurs",))
    assert not contained_within(text, ("douze plongeurs",), 50)
    assert contained_within(text, ("douze plongeurs",), 51)


def test_token_f1_worked_out_by_hand():
    # Tokens: port emploie douze plongeurs; gold: douze plongeurs. Precision 2/4, recall 2/2.
    assert token_f1("Le port emploie douze plongeurs.", ("rien", "les douze plongeurs")) == pytest.approx(2 / 3)
    assert token_f1("douze douze", ("douze",)) == pytest.approx(2 / 3)
    assert token_f1("Douze plongeurs", ("12 plongeurs", "douze plongeurs")) == 1.0
    assert token_f1("autre chose", ("douze",)) == 0.0
    assert token_f1("", ("douze",)) == token_f1("douze", ()) == 0.0
