"""A figure of another place or organisation is never told as the one's that is asked about."""

import re

import pytest

from assistant.answering import extractive
from assistant.answering.extractive import CorpusFacts
from assistant.answering.question import question_type
from assistant.answering.scoring import score_sentences
from assistant.answering.whose import Whose
from assistant.answering.writing import write
from assistant.places.gazetteer import Gazetteer, Place
from assistant.places.places import Places
from assistant.retrieval.query import build_query
from assistant.types import Document, Evidence, LegScore, Page, Passage, ScoredPassage, Span

GAZETTEER = Gazetteer(
    [
        Place("Sarrevigne", "own", "Sarrevigne"),
        Place("Port-Alègue", "own", "Port-Alègue"),
        Place("Valombre", "own", "Valombre"),
        Place("Bretelle", "region", "Bretelle"),
    ]
)
THREE_TOWNS = (
    "La Métropole de Sarrevigne vote depuis 2017. Les services ont reçu 1\u00a0146 idées.\n\n"
    "Port-\nAlègue a choisi une autre voie. Il n'y a pas de vote. En 2021, elles ont retenu 19 idées."
)


def places(text: str) -> list[tuple[str, bool]]:
    """What the program itself is given: see `Places.named_in`."""
    return Places(None, None, lambda: GAZETTEER).named_in(text)  # type: ignore[arg-type]


def source(text: str, title: str, heading: str, authors: tuple[str, ...], about: tuple[str, ...]) -> ScoredPassage:
    document = Document(
        "d", "d.md", "markdown", "h", title, authors, None, "article", "fr", None, 1, 10, "2026", places=about
    )
    headings = (heading,) if heading else ()
    passage = Passage("p", "d", 0, (Span(1, 0, len(text)),), headings, text, "fr")
    return ScoredPassage(passage, document, 2.0, {"lexical": LegScore(1, 16.0), "vector": LegScore(1, 0.6)})


def may_tell(
    question: str,
    text: str,
    figure: str,
    title: str = "Note",
    heading: str = "",
    authors: tuple[str, ...] = (),
    about: tuple[str, ...] = (),
) -> bool:
    """Whether the sentence of a text that has a figure may be told."""
    query, kind = build_query(question), question_type(question)
    read = score_sentences(query, kind, [source(text, title, heading, authors, about)], [1.0] * len(query.words))
    whose = Whose.of(query, kind, places)
    return whose.may_be_of(next(each for each in read if figure in each.sentence.text))


@pytest.mark.parametrize(
    ("question", "figure", "expected"),
    [
        ("Combien d'idées à Port-Alègue ?", "146", False),
        ("Combien d'idées à Sarrevigne ?", "146", True),
        ("Combien d'idées à Port-Alègue ?", "19", True),
        ("Combien d'idées à Sarrevigne ?", "19", False),
        ("combien d'idées à port-alègue ?", "146", False),
        ("Combien d'idées ?", "146", True),
        ("Combien d'idées à Trifoulas ?", "146", False),
        ("Pourquoi Port-Alègue vote-t-elle ?", "146", True),
    ],
)
def test_the_place_named_nearest_before_a_figure_is_whose_it_is(question: str, figure: str, expected: bool):
    assert may_tell(question, THREE_TOWNS, figure) is expected


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        ({"title": "Le vote de Sarrevigne"}, False),
        ({"title": "Le vote de Port-Alègue"}, True),
        ({"title": "Le vote de Port-Alègue", "heading": "À Sarrevigne"}, False),
        ({"title": "Le vote de Sarrevigne", "heading": "À Port-Alègue"}, True),
        ({"authors": ("Métropole de Sarrevigne",)}, False),
        ({"authors": ("Ville de Port-Alègue",)}, True),
        ({"about": ("Sarrevigne", "Valombre")}, False),
        ({"about": ("Sarrevigne", "Port-Alègue")}, True),
        ({}, True),
    ],
)
def test_headings_title_and_record_tell_where_the_text_does_not(around, expected: bool):
    assert may_tell("Combien d'idées à Port-Alègue ?", "On a reçu 300 idées.", "300", **around) is expected


def test_a_title_that_names_the_place_alone_is_stronger_than_a_paragraph_before():
    text = "Des gens de Sarrevigne sont venus.\n\nOn a reçu 300 idées."
    assert may_tell("Combien d'idées à Port-Alègue ?", text, "300", title="Le vote de Port-Alègue")
    assert not may_tell("Combien d'idées à Port-Alègue ?", text, "300", title="De Port-Alègue à Valombre")


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Combien de jours à Valombre ?", "Le délai est de 27 jours, contre 13 à Port-Alègue.", True),
        ("Combien de jours à Port-Alègue ?", "Il est de 27 jours à Valombre, contre 13 à Port-Alègue.", True),
        ("Combien de votants à Valombre ?", "En Bretelle, il y a 27 votants.", True),
        ("Combien de votants en Bretelle ?", "À Valombre, il y a 27 votants.", False),
        ("Combien d'agents compte la Fondation Lisle ?", "La fondation Perdrix compte 27 agents.", False),
        ("Combien d'agents compte la Fondation Lisle ?", "La fondation Lisle compte 27 agents.", True),
        ("Combien d'agents compte le labo de Valombre ?", "Le laboratoire Cigogne compte 27 agents.", True),
        ("Quand Port-Alègue a-t-elle voté ?", "Sarrevigne a voté en 2027.", False),
    ],
)
def test_comparisons_regions_and_kinds_of_organisations(question: str, text: str, expected: bool):
    assert may_tell(question, text, "27") is expected


def test_a_row_of_a_table_is_not_of_the_places_of_other_rows():
    table = "Lieu | Idées\nSarrevigne | 604\nToutes | 788"
    assert may_tell("Combien d'idées à Port-Alègue ?", table, "788")
    assert not may_tell("Combien d'idées à Port-Alègue ?", table, "604")


def test_an_item_of_a_list_is_not_of_the_places_of_other_items():
    items = "Le bilan :\n- Sarrevigne a déposé 604 idées.\n- Ailleurs, on en a déposé 788."
    assert may_tell("Combien d'idées à Port-Alègue ?", items, "788")
    assert not may_tell("Combien d'idées à Port-Alègue ?", items, "604")
    assert not may_tell("Combien d'idées à Port-Alègue ?", items.replace("Le bilan", "Bilan de Valombre"), "788")


def answer(question: str, text: str):
    """The answer to a question from one passage."""
    found = source(text, "Trois villes", "", (), ())
    corpus = CorpusFacts(50, lambda _: 1, places=places)
    chosen = extractive.select(Evidence(build_query(question), (found,), 40), corpus, 6)
    return write(chosen, lambda *_: Page(1, text))


def test_an_answer_has_the_figure_of_the_place_and_says_whose_it_is():
    more = THREE_TOWNS.replace("reçu", "en 2021 déposé pour les habitants")
    asked = answer("Combien d'idées les habitants de Port-Alègue ont-ils déposées en 2021 ?", more)
    assert "19 idées" in asked.text
    assert "1\u00a0146" not in asked.text
    assert re.search(r"Alègue a choisi une autre voie.*19 idées", asked.text)
    assert [quote.quote.text in more for quote in asked.citations] == [True, True]


def test_nothing_is_answered_where_all_figures_are_of_others():
    assert answer("Combien d'idées à Valombre ?", "À Sarrevigne, on a reçu 300 idées.").status == "no_evidence"


@pytest.mark.parametrize(
    ("question", "expected"),
    [("Combien de mois à Sarrevigne ?", True), ("Combien de mois à Valombre ?", False)],
)
def test_of_the_places_of_a_sentence_the_one_nearest_to_a_number_has_it(question: str, expected: bool):
    text = "Le délai est de 27 mois à Sarrevigne, contre 13 à Port-Alègue, et Valombre ne le dit pas."
    assert may_tell(question, text, "27 mois") is expected
