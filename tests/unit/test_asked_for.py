"""What an answer must hold besides the question's words: its year, its kind of quantity."""

import pytest

from assistant.answering.asked_for import AskedFor
from assistant.answering.question import question_type
from assistant.answering.scoring import score_sentences
from assistant.retrieval.query import build_query
from assistant.types import Document, Passage, ScoredPassage, Span


def held(question: str, text: str, title: str = "Note", before: str = "") -> bool:
    """Whether the last sentence of a passage may answer."""
    document = Document("d", "d.md", "markdown", "h", title, (), None, "article", "fr", None, 1, 10, "2026")
    whole = f"{before} {text}".strip()
    source = ScoredPassage(Passage("p", "d", 0, (Span(1, 0, len(whole)),), (), whole, "fr"), document, 1.0)
    query = build_query(question)
    kind = question_type(question)
    read = score_sentences(query, kind, [source], [1.0] * len(query.words))
    return AskedFor.of(query, kind).held_by(next(each for each in read if each.sentence.text == text))


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
        ("Entre 2019 et 2023, le score a doublé.", "Bilan", "", True),
        ("Le score était de 51 points.", "Bilan 2025", "", False),
        ("Le score était de 51 points.", "Bilan 2025", "Voici 2020.", True),
        ("Le score était de 51 points.", "Bilan 2020", "", True),
        ("Le score était de 51 points.", "Bilan", "", True),
        ("Le score était de 2\u202f023 points.", "Bilan", "", True),
    ],
)
def test_a_figure_of_another_year_is_no_answer(text: str, title: str, before: str, expected: bool):
    assert held("Quel était le score de la communauté en 2020 ?", text, title, before) is expected


def test_a_question_without_year_or_unit_demands_nothing():
    query = build_query("Qui dirige le labo ?")
    assert not AskedFor.of(query, question_type("Qui dirige le labo ?")).demands
