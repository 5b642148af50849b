"""What says what a term is: by itself, pointing at it, announcing a definition, or before the sentence that names it."""

import pytest

from assistant.answering.definitions import defines, gives_a_definition, gives_the_name, says_what_it_is, term_of
from assistant.retrieval.query import build_query


@pytest.mark.parametrize(
    "question",
    [
        "La marchabilité, qu'est-ce que ça veut dire au juste ?",
        "marchabilité : définition ?",
        "Quelle définition de la marchabilité retient Zoltan Perrin ?",
    ],
)
def test_the_term_is_what_is_left_of_a_question_without_its_asking_and_its_names(question: str):
    query = build_query(question)
    assert [query.words[place].surface for place in sorted(term_of(query))] == ["marchabilité"]
    assert defines("L'étude donne ceci : la marchabilité, c'est la capacité à faire marcher.", query)


def test_a_name_alone_is_the_term():
    query = build_query("Qu'est-ce que le Hangar ?")
    assert len(term_of(query)) == 1


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("C'est une entreprise qui loue des vélos.", True),
        ("Il s'agit d'un lieu partagé.", True),
        ("C'est le cas à Rives.", False),
        ("Elle loue des vélos.", False),
    ],
)
def test_a_sentence_that_points_says_what_something_is(sentence: str, expected: bool):
    assert says_what_it_is(sentence) is expected


def test_a_definition_that_is_announced_is_given():
    assert gives_a_definition("Ils retiennent la définition suivante : rendre un service à plusieurs mains.")
    assert not gives_a_definition("Cette définition est discutée depuis longtemps.")


def test_a_sentence_may_only_give_the_name_of_what_was_told():
    query = build_query("localisme de masse définition")
    assert gives_the_name("C'est ce que le Nesta nomme « localisme de masse ».", query)
    assert not gives_the_name("C'est ce que le Nesta nomme « budget ouvert ».", query)
