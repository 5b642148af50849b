"""Numbers and names of a text, spelt one way."""

import pytest

from assistant.support.facts import names_stated, numbers_held, numbers_stated


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("66,3 % des votants", {"66.3"}),
        ("66.3% of voters", {"66.3"}),
        ("300 000 livres", {"300000"}),
        ("300\u202f000 livres, 300.000 livres, 300,000 pounds, 300000", {"300000"}),
        ("12 345,67 €", {"12345.67"}),
        ("en 2019 300 personnes", {"2019", "300"}),
        ("de 2017 à 2018, 2017-2018", {"2017", "2018"}),
        ("4,0 puis 4.50 puis 03", {"3", "4", "4.5"}),
        ("1,2 million d'euros", {"1200000"}),
        ("1,2 M€", {"1200000"}),
        ("1 200 000 €", {"1200000"}),
        ("2 à 3 milliards", {"2", "3000000000"}),
        ("trois élus", {"3"}),
        ("three mayors", {"3"}),
        ("vingt et un ans", {"21"}),
        ("quatre-vingt-dix-sept", {"97"}),
        ("quatre-vingts", {"80"}),
        ("soixante et onze mille trois cents", {"71300"}),
        ("deux mille dix-neuf", {"2019"}),
        ("two hundred thousand and fifty", {"200050"}),
        ("twenty-one", {"21"}),
        ("deux, trois ou quatre", {"2", "3", "4"}),
        ("quatre-vingt-dix pour cent", {"90"}),
        ("un élu, une élue, one mayor", set()),
        ("un million", {"1000000"}),
        ("au XIXe siècle", {"19"}),
        ("au XX siècle, la vie et ce vœu", {"20"}),
        ("le 22 novembre 2005", {"22", "11", "2005"}),
        ("le 22/11/2005", {"22", "11", "2005"}),
        ("On May 3, 2020, it may rain", {"5", "3", "2020"}),
        ("1er mai", {"1", "5"}),
        ("rien ici", set()),
    ],
)
def test_numbers_are_spelt_one_way(text, numbers):
    assert numbers_stated(text) == numbers


def test_a_source_may_be_said_to_hold_each_part_of_a_grouped_number():
    assert numbers_held("les lots 12 300 et 15") == {"12300", "12", "300", "15"}
    assert numbers_stated("les lots 12 300 et 15") == {"12300", "15"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Le maire de Nantes a écrit.", ("Nantes",)),
        ("Isabelle Huet dirige le CNFPT.", ("Isabelle", "Huet", "CNFPT")),
        ("L'Andalousie est vaste. La DINUM aussi.", ("Andalousie", "DINUM")),
        ("M. Dupont (directeur) a dit : « Bonjour »", ("Dupont",)),
        ("Saint-Denis et Paris-Roubaix", ("Saint", "Denis", "Paris", "Roubaix")),
        ("COMPTE RENDU DE SÉANCE", ()),
        ("Trois élus sont venus.", ()),
        ("Les élus. Ils votent.", ()),
    ],
)
def test_names_are_words_with_a_capital_that_nothing_else_explains(text, names):
    assert names_stated(text) == names
