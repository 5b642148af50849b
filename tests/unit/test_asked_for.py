"""What an answer must hold besides the question's words: its year, its kind of quantity."""

import pytest

from assistant.answering.asked_for import AskedFor
from assistant.answering.question import question_type
from assistant.answering.scoring import score_sentences
from assistant.retrieval.query import build_query
from assistant.types import Document, Passage, ScoredPassage, Span


def scored(question: str, text: str, title: str = "Note", before: str = ""):
    """The query, and the last sentence of a passage as it is scored."""
    document = Document("d", "d.md", "markdown", "h", title, (), None, "article", "fr", None, 1, 10, "2026")
    whole = f"{before} {text}".strip()
    source = ScoredPassage(Passage("p", "d", 0, (Span(1, 0, len(whole)),), (), whole, "fr"), document, 1.0)
    query = build_query(question)
    kind = question_type(question)
    read = score_sentences(query, kind, [source], [1.0] * len(query.words))
    return query, next(each for each in read if each.sentence.text == text)


def held(question: str, text: str, title: str = "Note", before: str = "") -> bool:
    """Whether the last sentence of a passage may answer."""
    query, sentence = scored(question, text, title, before)
    return AskedFor.of(query, question_type(question)).held_by(sentence)


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Quel est le coût moyen d'une cour ?", "La ville transforme 600 000 mètres carrés de cours.", False),
        ("Quel est le coût moyen d'une cour ?", "Une cour revient à 400\u202f000 euros en moyenne.", True),
        ("Combien a coûté la navette ?", "La navette a coûté 1,2 million l'an passé.", True),
        ("Combien a coûté la navette ?", "La navette compte douze places assises.", False),
        ("Combien coûte la carte ?", "La carte est gratuite pour les habitants.", True),
        ("Quel pourcentage des votants a dit oui ?", "Les 312 votants ont dit oui au projet.", False),
        ("Quel pourcentage des votants a dit oui ?", "Oui a recueilli 66,3 % des voix.", True),
        ("Quelle fraction du budget suffirait ?", "Un dixième, soit 10 % du budget, suffirait.", True),
        ("Combien de lauréats, et avec quels montants ?", "Quatre lauréats ont été retenus.", True),
        ("What is the cost of the shuttle?", "The shuttle has twelve seats.", False),
        ("Combien d'agents compte le labo ?", "Le labo compte neuf agents.", True),
        ("Combien d'agents compte le labo ?", "Le labo compte ses agents chaque année.", False),
        ("Combien d'agents compte le labo ?", "Le labo ne compte aucun agent.", True),
    ],
)
def test_a_kind_of_quantity_that_is_asked_for_first_must_be_there(question: str, text: str, expected: bool):
    assert held(question, text) is expected


@pytest.mark.parametrize(
    ("text", "title", "before", "expected"),
    [
        ("En 2023, le score était de 51 points.", "Bilan", "", False),
        ("En 2020, le score était de 51 points.", "Bilan", "", True),
        ("Entre 2019 et 2023, le score a doublé.", "Bilan", "", False),
        ("Le score était de 51 points.", "Bilan 2025", "", False),
        ("Le score était de 51 points.", "Bilan 2025", "Voici 2020.", True),
        ("Le score était de 51 points.", "Bilan 2020", "", True),
        ("Le score est de 51 points depuis 2015.", "Bilan 2020", "", True),
        ("Le score est de 51 points depuis 2015.", "Bilan", "", False),
        ("Le score était de 51 points.", "Bilan", "", True),
        ("Le score était de 2\u202f023 points.", "Bilan", "", True),
    ],
)
def test_a_figure_of_another_year_is_no_answer(text: str, title: str, before: str, expected: bool):
    assert held("Quel était le score de la communauté en 2020 ?", text, title, before) is expected


def test_a_question_without_year_or_unit_demands_nothing():
    query = build_query("Comment travaille le labo ?")
    assert not AskedFor.of(query, question_type("Comment travaille le labo ?")).demands


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Combien de votants en 2021 ?", "En 2021, il y a eu un dépouillement.", False),
        ("Sur les 63 projets, combien ont échoué ?", "Le programme accompagne 63 projets.", False),
        ("Sur les 63 projets, combien ont échoué ?", "Neuf des 63 projets ont échoué.", True),
        ("Combien de votants ?", "La part des votants passe de 9 % à 17 %.", False),
    ],
)
def test_a_year_a_share_or_the_questions_own_figure_is_no_number_of_what_is_counted(question, text, expected):
    assert held(question, text) is expected


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Combien de demandes a-t-il traitées ?", "Il est en service dans une dizaine de métropoles.", False),
        ("Combien de demandes a-t-il traitées ?", "Il a traité 312 demandes.", True),
        ("Combien de capteurs à Valombre ?", "Il y a 120 capteurs.", False),
        ("Combien de capteurs à Valombre ?", "À Valombre, il y a 120 capteurs.", True),
        ("Qui dirige le labo ?", "Le labo est dirigé depuis mars par un agent.", False),
        ("Qui dirige le labo ?", "Le labo est dirigé par Maud Kerlaouen.", True),
        ("Who is the mayor of Port Wenna?", "In March, Port Wenna reads its list aloud to the mayor.", False),
        ("Who is the mayor of Port Wenna?", "The mayor, Cormac Feeley, answered.", True),
        ("Qui est Maud Kerlaouen ?", "Maud Kerlaouen : Sept, dont deux apprenties.", False),
        ("Qui est Maud Kerlaouen ?", "Maud Kerlaouen dirige le laboratoire.", True),
        ("Qui est Maud Kerlaouen ?", "La directrice, Maud Kerlaouen, a répondu.", True),
    ],
)
def test_what_is_counted_named_or_asked_after_stands_with_the_answer(question: str, text: str, expected: bool):
    query, sentence = scored(question, text)
    names = sentence.named if "Port Wenna" not in question else frozenset(range(len(query.words)))
    assert AskedFor.of(query, question_type(question)).named_with(sentence, names) is expected


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Quel taux de satisfaction mesure l'étude ?", "L'étude a interrogé 31 communes.", False),
        ("Quel taux de satisfaction mesure l'étude ?", "Le taux de satisfaction est de 87 %.", True),
        ("Quelle part du budget va aux projets ?", "La ville compte 8 000 habitants.", False),
        ("Quelle part du budget va aux projets ?", "Un quart du budget va aux projets.", True),
        ("Combien de demandes a-t-il traitées ?", "Le tiers-payant est en place.", False),
        ("Quelle est la part de chaque ville dans le budget ?", "Le budget est réparti à parts égales.", True),
        ("Quelle est la part de chaque ville dans le budget ?", "Le budget est de 6 000 € par ville.", True),
        ("Quelle est la part de chaque ville dans le budget ?", "Le budget est voté par chaque ville.", False),
        ("Quelle est la part du budget des villes ?", "Le budget est de 6 000 € par ville.", False),
    ],
)
def test_a_rate_or_a_share_is_no_other_number(question: str, text: str, expected: bool):
    assert held(question, text) is expected


def test_what_is_only_announced_does_not_tell_what_came_of_it():
    question = "Quel avis le conseil a-t-il rendu ?"
    query, announced = scored(question, "Avis attendu en juin 2026.")
    asked = AskedFor.of(query, question_type(question))
    assert asked.is_to_come(announced)
    assert not asked.is_to_come(scored(question, "Le conseil a rendu un avis favorable.")[1])


def test_the_years_between_two_are_asked_for_too():
    query = build_query("Comment le score a-t-il évolué entre 2023 et 2025 ?")
    asked = AskedFor.of(query, question_type(query.text))
    assert asked.evolves
    assert asked.years == {"2023", "2024", "2025"}


def test_a_number_in_a_name_is_no_date() -> None:
    question = "En quelle année le labo Mindra a-t-il été créé ?"
    for text, expected in (("La 27e Région s'inspire de Mindra.", False), ("Créé en 2002, ce labo est connu.", True)):
        query, sentence = scored(question, text)
        assert AskedFor.of(query, question_type(question)).is_at_it(sentence) is expected


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Qui peut voter au budget ?", "Toute personne de plus de 11 ans peut voter au budget.", True),
        ("Qui peut voter au budget ?", "Le vote est ouvert à tous les habitants.", True),
        ("Qui peut voter au budget ?", "Le budget est publié après contrôle des listes de votants.", False),
        ("Qui peut voter au budget ?", "Les agents peuvent lire le budget.", False),
        ("Who can vote on the budget?", "Residents may vote on the budget from the age of 11.", True),
        ("Who can vote on the budget?", "In November 2021, Maud Kerlaouen counted the votes.", False),
        ("Qui a voté le budget ?", "Le conseil a voté le budget.", True),
    ],
)
def test_who_may_do_something_is_told_by_who_may_and_by_the_deed(question: str, text: str, expected: bool):
    assert held(question, text) is expected
