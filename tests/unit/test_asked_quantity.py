"""How long something takes, money in its other names, shares as fractions: what a question wants the figure of."""

import pytest

from assistant.answering.asked_quantity import LENGTH_OF_TIME, asks_how_long, quantity_asked
from assistant.answering.counted import counted_in, counts
from assistant.answering.question import QuestionType
from assistant.text.normalise import fold

HOW_MANY = QuestionType.HOW_MANY


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Combien de temps dure la résidence ?", True),
        ("Quelle durée prévoir pour le forum ?", True),
        ("Nous montons un cours : combien de temps faut-il compter ?", True),
        ("How long does the clinic take?", True),
        ("config du serveur : durée HSTS", True),
        ("Combien de lauréats, et combien de temps dure l'appel ?", False),
        ("Quel budget pour une durée de deux ans ?", False),
    ],
)
def test_how_long_is_asked_where_it_is_the_first_figure(question: str, expected: bool):
    assert asks_how_long(fold(question)) is expected


@pytest.mark.parametrize("text", ["un an", "3 mois", "une demi-journée", "1 h 30", "deux bonnes heures", "15 minutes"])
def test_a_length_of_time_is_a_number_with_its_unit(text: str):
    assert LENGTH_OF_TIME.search(fold(f"Cela prend {text} en moyenne."))


@pytest.mark.parametrize("text", ["Le cours compte 40 inscrits.", "Le mois dernier, l'heure est venue."])
def test_a_number_of_other_things_is_no_length_of_time(text: str):
    assert not LENGTH_OF_TIME.search(fold(text))
    assert not counts(counted_in("Combien de temps dure le cours ?"), text)


def test_a_sentence_with_a_length_of_time_counts_what_is_asked():
    assert counts(counted_in("Combien de temps dure le cours ?"), "La création d'un cours prend un an.")


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Quelle proportion des contacts aboutit ?", "Environ ¼ des contacts conduisent à une embauche.", True),
        ("agence de Rives chiffre d'affaires annuel ?", "L'agence compte 5 permanents.", False),
        ("agence de Rives chiffre d'affaires annuel ?", "L'agence a vendu pour 2 millions d'euros.", True),
        ("budget annuel du labo de Rives ?", "Le labo a été créé il y a 4 ans.", False),
        ("et combien d'argent public il a reçu ?", "Le lieu a reçu 70 000 livres de la ville.", True),
        ("et combien d'argent public il a reçu ?", "Le lieu a 4 permanents.", False),
    ],
)
def test_a_figure_is_of_the_kind_that_is_asked_for(question: str, text: str, expected: bool):
    quantity = quantity_asked(fold(question), HOW_MANY)
    assert quantity is not None
    assert bool(quantity.search(fold(text))) is expected
