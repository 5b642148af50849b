"""What a question says of the documents to look in, and what only looks like it."""

from __future__ import annotations

import re

import pytest

from assistant.retrieval.filter_words import ReadQuestion, read_filters
from assistant.types import Filters

INTERVIEWS = Filters(kinds=("interview",))


@pytest.mark.parametrize(
    ("question", "filters", "left"),
    [
        ("Que disent les maires dans les entretiens ?", INTERVIEWS, "Que disent les maires ?"),
        ("What is said of cycling in the interviews?", INTERVIEWS, "What is said of cycling ?"),
        ("Et dans nos entretiens ?", INTERVIEWS, "Et ?"),
        ("Que disent les entretiens sur les freins ?", INTERVIEWS, "Que disent les sur les freins ?"),
        ("D\u2019apr\u00e8s les entretiens, qui d\u00e9cide ?", INTERVIEWS, "qui d\u00e9cide ?"),
        ("D'apre\u0300s les entretiens, qui de\u0301cide ?", INTERVIEWS, "qui d\u00e9cide ?"),
        ("À partir des comptes rendus, qui décide ?", Filters(kinds=("minutes",)), "qui décide ?"),
        (
            "Dans les comptes rendus et les entretiens, que dit-on du vélo ?",
            Filters(kinds=("minutes", "interview")),
            "que dit-on du vélo ?",
        ),
        ("Selon les comptes rendus de visite, que voit-on ?", Filters(kinds=("visit",)), "que voit-on ?"),
        (
            "Que sait-on du vélo dans les études publiées depuis 2021 ?",
            Filters(kinds=("study",), since="2021"),
            "Que sait-on du vélo ?",
        ),
        ("Quel budget dans les documents de 2022 ?", Filters(since="2022", until="2022"), "Quel budget ?"),
        ("Quel budget dans les sources publiées avant mars 2019 ?", Filters(until="2019-02"), "Quel budget ?"),
        (
            "Quel budget d'après les rapports parus entre 2020 et 2018 ?",
            Filters(since="2018", until="2020"),
            "Quel budget ?",
        ),
        ("What do the studies published after 2019 say?", Filters(kinds=("study",), since="2020"), "What do the say?"),
        ("In English documents, what is a lab?", Filters(languages=("en",)), "what is a lab?"),
        ("Qu'est-ce qu'un labo ? Documents en anglais.", Filters(languages=("en",)), "Qu'est-ce qu'un labo ?"),
        ("Où en est le vélo, les plus récents d'abord ?", Filters(recent_first=True), "Où en est le vélo ?"),
        ("Most recent first: where is cycling at?", Filters(recent_first=True), "where is cycling at?"),
        ("Documents en anglais sur le vélo", Filters(languages=("en",)), "sur le vélo"),
        ("Les documents publiés depuis 2021 sur le budget", Filters(since="2021"), "sur le budget"),
        ("English documents about cycling", Filters(languages=("en",)), "about cycling"),
        ("Que décide-t-on dans le compte rendu ?", Filters(kinds=("minutes",)), "Que décide-t-on ?"),
        ("Que dit la directrice dans l'interview ?", INTERVIEWS, "Que dit la directrice ?"),
        ("Selon la note de visite, que voit-on ?", Filters(kinds=("visit",)), "que voit-on ?"),
        ("dans les entretiens", INTERVIEWS, "dans les entretiens"),
    ],
)
def test_what_is_unmistakably_said_of_the_documents(question: str, filters: Filters, left: str) -> None:
    read = read_filters(question)
    assert read.filters == filters
    assert read.text == left


@pytest.mark.parametrize(
    "question",
    [
        "Depuis 2020, combien d'habitants ont voté ?",
        "Combien d'articles la revue a-t-elle publiés en 2015 ?",
        "Quel roman, publié en 2015, a eu le prix ?",
        "Que s'est-il passé entre 2018 et 2020 ?",
        "Comment se comporter dans les entretiens ?",
        "Quelles questions poser dans les entretiens ?",
        "Que demande-t-on dans les entretiens d'embauche ?",
        "Dans les études, quel âge a-t-on ?",
        "Que dit le code dans les articles 3 et 4 ?",
        "Quels documents en anglais faut-il fournir ?",
        "Documents en anglais à fournir pour un visa",
        "Combien coûte l'eau dans l'entretien ?",
        "Que doit-on écrire dans le compte rendu ?",
        "Comment se tenir dans l'interview ?",
        "Dans les documents en anglais exigés par l'ambassade, que faut-il écrire ?",
        "What happened in the minutes following the fire?",
        "Which letter is the most common in English texts?",
        "Faut-il déclarer les plus récents d'abord ?",
        "Sont comptés, à commencer par les plus récents, ceux qui restent.",
        "Qui a mené les entretiens ?",
        "Combien de visites par an ?",
    ],
)
def test_what_a_question_is_about_is_no_filter(question: str) -> None:
    assert read_filters(question).filters == Filters()
    assert read_filters(question).text == question


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("Que disent les documents depuis 2020 avant 2023 sur le vélo ?", "2020", "2022"),
        ("Où en est le vélo ? Documents publiés depuis 2020, avant 2023.", "2020", "2022"),
        ("Que disent les documents de 2021 à 2023 sur le vélo ?", "2021", "2023"),
    ],
)
def test_both_ends_of_a_range_are_read(question: str, since: str, until: str) -> None:
    read = read_filters(question)
    assert (read.filters.since, read.filters.until) == (since, until)
    assert not any(character.isdigit() for character in read.text)


def place_at(text: str, start: int) -> tuple[str, int] | None:
    found = re.match("Rennes|la métropole de Lyon", text[start:])
    return None if found is None else (found[0], start + found.end())


@pytest.mark.parametrize(
    ("question", "place", "text"),
    [
        ("Dans les documents sur Rennes, quel budget ?", "Rennes", "quel budget ?"),
        ("Quel budget, d'après les sources de la métropole de Lyon ?", "la métropole de Lyon", "Quel budget ?"),
        ("Documents sur Rennes : quel budget ?", "Rennes", "quel budget ?"),
        ("Quel budget dans les entretiens sur Rennes ?", "Rennes", "Quel budget ?"),
    ],
)
def test_a_place_that_documents_are_said_to_be_about(question: str, place: str, text: str) -> None:
    read = read_filters(question, place_at)
    assert read.filters.places == (place,)
    assert read.text == text


@pytest.mark.parametrize(
    "question",
    [
        "Combien d'habitants à Rennes ?",
        "Dans les documents sur Ormeval, quel budget ?",
        "Que disent les documents sur le vélo ?",
        "Quel est le budget de la métropole de Lyon ?",
    ],
)
def test_a_place_in_a_question_restricts_nothing_by_itself(question: str) -> None:
    assert read_filters(question, place_at) == ReadQuestion(question, Filters())
