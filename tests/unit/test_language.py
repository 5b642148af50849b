"""Language of texts and of short questions."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.text.language import clear_language, detect


@pytest.mark.parametrize(
    "question",
    [
        "Qui a fondé la 27e Région ?",
        "C'est quoi la compta CARE ?",
        "budget participatif ?",
        "C’est quoi un living lab ?",
        "l'open data",
        "Quels sont les freins ?",
        "coût du projet",
        "Où en est-on ?",
        "Que fait beta.gouv ?",
        "Y a-t-il un budget ?",
        "design de service : définition",
        "Combien de villes participent ?",
        "Comment les habitants votent-ils pour le design thinking ?",
        "e\u0301valuation",
    ],
)
def test_french_questions(question):
    assert detect(question) == "fr"
    if question != "budget participatif ?":
        assert detect(question, default="fr") == "fr"


@pytest.mark.parametrize(
    "question",
    [
        "When was Code for Canada launched?",
        "what is CDS",
        "Who leads it?",
        "How many cities take part?",
        "Why does the lab matter?",
        "Tell me about the lab",
        "It's a lab, isn't it?",
        "Where do I vote?",
        "What are the main obstacles to participatory budgeting in European cities?",
    ],
)
def test_english_questions(question):
    assert detect(question) == "en"


@pytest.mark.parametrize("text", ["open data", "participation", "CARE", "", "2017", "?!", "design thinking"])
def test_the_default_answers_where_nothing_tells(text):
    assert detect(text, default="fr") == "fr"
    assert detect(text, default="en") == "en"


def test_accents_and_elisions_win_over_the_default():
    assert detect("médiation numérique", default="en") == "fr"
    assert detect("l’intérêt général", default="en") == "fr"


def test_longer_texts():
    french = "Les équipes municipales testent des outils nouveaux avec leurs habitants. " * 5
    english = "Municipal teams test new tools together with the people who live there. " * 5
    assert (detect(french, "en"), detect(english, "fr")) == ("fr", "en")


def test_text_without_function_words_is_left_to_the_classifier():
    assert (
        detect("Municipal innovation teams launching experimental participatory budgeting programmes nationwide")
        == "en"
    )
    assert (
        detect(
            "Équipes municipales lançant programmes expérimentaux, budgets participatifs, démarches citoyennes", "en"
        )
        == "fr"
    )


def test_only_the_start_is_looked_at():
    text = "Les équipes de la ville sont dans la rue et elles y restent. " * 40
    assert detect(text + "This is the end of the text. " * 5000) == "fr"


def test_clear_language_says_none_when_mixed_or_short():
    assert clear_language("La ville et le maire sont dans la salle.") == "fr"
    assert clear_language("The mayor and the city are in the hall.") == "en"
    assert clear_language("La ville and the mayor sont dans the hall with les habitants.") is None
    assert clear_language("open data") is None


def test_many_threads_get_the_same_answer():
    text = "Équipes municipales lançant programmes expérimentaux, budgets participatifs, démarches citoyennes"
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(detect, [text] * 64)) == {"fr"}


def test_importing_the_module_loads_no_classifier():
    code = "import sys, assistant.text.language; sys.exit('py3langid' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
