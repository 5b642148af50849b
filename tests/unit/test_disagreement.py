"""Sources that differ on what is asked, and the many that only seem to."""

from __future__ import annotations

import pytest

from assistant.answering.disagreement import Disagreement, disagreement
from assistant.answering.question import query_type
from assistant.answering.scoring import score_sentences
from assistant.retrieval.query import build_query
from assistant.types import Document, LegScore, Passage, ScoredPassage, Span

AGENTS = "Combien d'agents compte le laboratoire de Valombre ?"
BUDGET = "Quel est le budget du laboratoire de Valombre ?"
SHARE = "Quel pourcentage des habitants de Valombre a voté ?"
CREATED = "Quand le laboratoire de Valombre a-t-il été créé ?"
TERM = "Qu'est-ce que la médiation numérique ?"


def source(number: int, text: str, title: str) -> ScoredPassage:
    document = Document(
        f"d{number}", f"{number}.txt", "text", "h", title, (), "2020", "study", "fr", None, 1, len(text), "2026"
    )
    passage = Passage(f"p{number}", f"d{number}", 0, (Span(1, 0, len(text)),), (), text, "fr")
    return ScoredPassage(passage, document, 2.0, {"lexical": LegScore(number, 9.0)})


def told(question: str, *texts: str, titles: tuple[str, ...] = ()) -> Disagreement | None:
    query = build_query(question)
    kind = query_type(query)
    names = titles or tuple(f"Étude {number}" for number in range(len(texts)))
    passages = [source(number, text, title) for number, (text, title) in enumerate(zip(texts, names, strict=True), 1)]
    ranked = score_sentences(query, kind, passages, [1.0] * len(query.words))
    return disagreement(query, kind, ranked[:1], ranked)


@pytest.mark.parametrize(
    ("question", "one", "other", "kind"),
    [
        (
            AGENTS,
            "Le laboratoire de Valombre compte 12 agents.",
            "Le laboratoire de Valombre emploie neuf agents.",
            "numbers",
        ),
        (
            AGENTS,
            "À Valombre, le laboratoire regroupe vingt agents.",
            "Le laboratoire de Valombre compte 35 agents.",
            "numbers",
        ),
        (
            BUDGET,
            "Le budget du laboratoire de Valombre est de 420\u202f000 euros.",
            "Le laboratoire de Valombre dispose d'un budget de 600 000 €.",
            "numbers",
        ),
        (
            BUDGET,
            "Le budget du laboratoire de Valombre s'élève à 1,2 million d'euros.",
            "Le budget du laboratoire de Valombre est de 800 k€.",
            "numbers",
        ),
        (SHARE, "À Valombre, 54 % des habitants ont voté.", "38 % des habitants de Valombre ont voté.", "numbers"),
        (
            SHARE,
            "À Valombre, 12 pour cent des habitants ont voté.",
            "Près de 30 % des habitants de Valombre ont voté.",
            "numbers",
        ),
        (
            "Combien de projets ont été réalisés à Valombre en 2019 ?",
            "En 2019, 34 projets ont été réalisés à Valombre.",
            "À Valombre, 41 projets ont été réalisés en 2019.",
            "numbers",
        ),
        (
            "Quel est le nombre de communes de la métropole de Valombre ?",
            "La métropole de Valombre a 23 communes.",
            "La métropole de Valombre réunit 27 communes.",
            "numbers",
        ),
        (
            "How many people work in the Harrowmere office?",
            "The Harrowmere office has 14 people who work there.",
            "In all, 22 people work in the Harrowmere office.",
            "numbers",
        ),
        (
            CREATED,
            "Le laboratoire de Valombre a été créé en 2014.",
            "Créé en 2016, le laboratoire de Valombre suit les élus.",
            "dates",
        ),
        (
            CREATED,
            "Le laboratoire de Valombre a été créé le 12 mars 2014.",
            "Le laboratoire de Valombre a été créé en septembre 2014.",
            "dates",
        ),
        (
            "En quelle année la navette de Valombre a-t-elle été lancée ?",
            "La navette de Valombre a été lancée en 2018.",
            "C'est en 2020 que la navette de Valombre a été lancée.",
            "dates",
        ),
        (
            TERM,
            "La médiation numérique est un accompagnement des personnes dans leurs usages d'internet.",
            "La médiation numérique désigne la mise en capacité de comprendre les technologies et leurs enjeux.",
            "definitions",
        ),
        (
            TERM,
            "On appelle médiation numérique l'aide apportée au guichet par un agent.",
            "Par médiation numérique, nous entendons toute formation aux outils, collective ou non.",
            "definitions",
        ),
        (
            TERM,
            "J'appelle médiation numérique un accompagnement qui rend les personnes capables d'agir seules.",
            "Je propose d'appeler médiation numérique l'art de tenir un guichet ouvert, quoi qu'il arrive.",
            "definitions",
        ),
    ],
)
def test_two_sources_that_differ_are_set_side_by_side(question: str, one: str, other: str, kind: str) -> None:
    found = told(question, one, other)
    assert found is not None
    assert found.kind == kind
    assert {each.sentence.text for each in found.sentences} == {one, other}


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        # the same, otherwise said
        (AGENTS, "Le laboratoire de Valombre compte 12 agents.", "Le laboratoire de Valombre emploie douze agents."),
        (BUDGET, "Le budget du laboratoire de Valombre est de 1,2 million d'euros.", "Le laboratoire de Valombre a un budget de 1 200 000 €."),
        (BUDGET, "Le budget du laboratoire de Valombre est de 31 248 euros.", "Le budget du laboratoire de Valombre est de 31 000 euros."),
        (AGENTS, "Le laboratoire de Valombre compte près de 300 agents.", "Le laboratoire de Valombre compte 312 agents."),
        (AGENTS, "Le laboratoire de Valombre compte plus de 100 agents.", "Le laboratoire de Valombre compte 140 agents."),
        (SHARE, "À Valombre, 12 % des habitants ont voté.", "À Valombre, 12,4 % des habitants ont voté."),
        (CREATED, "Le laboratoire de Valombre a été créé en 2014.", "Le laboratoire de Valombre a été créé en mars 2014."),
        # another thing
        (AGENTS, "Le laboratoire de Valombre compte 12 agents.", "Le laboratoire de Sarrevigne compte 20 agents."),
        (AGENTS, "Le laboratoire de Valombre compte 12 agents.", "Le laboratoire de Valombre suit 20 projets."),
        (AGENTS, "Le laboratoire de Valombre compte 12 agents.", "Le laboratoire de Valombre compte 40 agents, comme celui de Lindholt."),
        (AGENTS, "Le laboratoire de Valombre compte 12 agents.", "Le laboratoire de Valombre a formé des élus, dont 5 agents."),
        (SHARE, "À Valombre, 54 % des habitants ont voté.", "À Valombre, 12 % des agents ont répondu."),
        ("Combien d'agents compte le laboratoire ?", "Le laboratoire compte 12 agents.", "Le laboratoire compte 20 agents."),
        (CREATED, "Le laboratoire de Valombre a été créé en 2014.", "Le laboratoire de Valombre a déménagé en 2019."),
        # another year, another span
        (AGENTS, "En 2019, le laboratoire de Valombre comptait 12 agents.", "Le laboratoire de Valombre compte 20 agents en 2023."),
        (AGENTS, "Le laboratoire de Valombre compte 12 agents.", "En 2023, le laboratoire de Valombre compte 20 agents."),
        (BUDGET, "Le budget du laboratoire de Valombre est de 300 000 euros par an.", "Le budget du laboratoire de Valombre est de 900 000 euros sur trois ans."),
        # a plan, a denial, a range, several numbers
        (AGENTS, "Le laboratoire de Valombre compte 12 agents.", "Le laboratoire de Valombre devrait compter 20 agents."),
        (AGENTS, "Le laboratoire de Valombre compte 12 agents.", "Le laboratoire de Valombre ne compte pas 20 agents."),
        (AGENTS, "Le laboratoire de Valombre compte 12 agents.", "Le laboratoire de Valombre compte entre 15 et 20 agents."),
        (AGENTS, "Le laboratoire de Valombre compte 12 agents.", "Le laboratoire de Valombre est passé de 9 agents à 20 agents."),
        (CREATED, "Le laboratoire de Valombre a été créé en 2014.", "Le laboratoire de Valombre a été créé entre 2015 et 2017."),
        (CREATED, "Le laboratoire de Valombre a été créé en 2014.", "Le laboratoire de Valombre a été créé avant 2020."),
        # a question, and questions that ask for no number
        (AGENTS, "Le laboratoire de Valombre compte 12 agents.", "Le laboratoire de Valombre compte-t-il 20 agents ?"),
        ("Quels projets suit le laboratoire de Valombre ?", "Le laboratoire de Valombre suit 12 projets.", "Le laboratoire de Valombre suit 20 projets."),
        # definitions
        (TERM, "La médiation numérique est un accompagnement des personnes.", "La médiation numérique est nécessaire dans les quartiers."),
        (TERM, "La médiation numérique est un accompagnement des personnes.", "La médiation numérique est l'accompagnement des personnes."),
        (TERM, "La médiation numérique est un accompagnement des personnes.", "La médiation culturelle est une rencontre avec les œuvres."),
    ],
)  # fmt: skip
def test_two_sources_that_do_not_differ_are_left_alone(question: str, one: str, other: str) -> None:
    assert told(question, one, other) is None
    assert told(question, other, one) is None


def test_the_quantities_of_one_document_are_no_disagreement():
    both = "Le laboratoire de Valombre compte 12 agents. Le laboratoire de Valombre compte 20 agents."
    assert told(AGENTS, both) is None
    assert told(AGENTS, both, "Le laboratoire de Valombre compte 20 agents.") is None, "one says both"


def test_a_place_named_in_the_title_counts():
    found = told(
        AGENTS, "Le laboratoire compte 12 agents.", "Le laboratoire compte 20 agents.", titles=("Valombre",) * 2
    )
    assert found is not None
    other = ("Valombre", "Sarrevigne")
    assert told(AGENTS, "Le laboratoire compte 12 agents.", "Le laboratoire compte 20 agents.", titles=other) is None


def test_every_answer_that_differs_has_its_side():
    texts = (f"Le laboratoire de Valombre compte {number} agents." for number in (12, 20, 31, 12))
    found = told(AGENTS, *texts)
    assert found is not None
    assert len(found.sentences) == 3, "12 is said once"


def test_a_row_of_a_table_and_a_sentence_of_another_source_differ():
    table = "Éditions de Valombre\nÉdition | Votants\n2019 | 951\n2021 | 29\u202f870"
    said = "En 2021, 31\u202f200 personnes ont voté à Valombre."
    found = told("Combien de votants à Valombre en 2021 ?", table, said)
    assert found is not None
    assert {each.source.document.id for each in found.sentences} == {"d1", "d2"}


def test_a_source_that_tells_that_it_mended_the_other_figure_differs_from_it():
    mended = "À Valombre, le nombre de votants de 2021 est ramené de 31\u202f200 à 29\u202f870."
    said = "En 2021, 31\u202f200 personnes ont voté à Valombre."
    assert told("Combien de votants à Valombre en 2021 ?", mended, said) is not None
