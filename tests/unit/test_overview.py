"""Questions about the corpus itself."""

import pytest

from assistant.answering.overview import asks_about_corpus, overview
from assistant.types import Document


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("De quoi parlent les documents ?", "fr"),
        ("de quoi traite le corpus", "fr"),
        ("Que contient le corpus ?", "fr"),
        ("Quels documents avez-vous ?", "fr"),
        ("What are these documents about?", "en"),
        ("How many documents are there?", "en"),
        ("De quoi parle le compte rendu de mars ?", None),
        ("De quoi parlent les documents sur la navette ?", None),
        ("Que contient la charte ?", None),
        ("Résumez", None),
        ("montre-moi tous les documents", "fr"),
        ("Donne la liste des documents", "fr"),
        ("list all the documents", "en"),
        ("liste les documents sur la navette", None),
    ],
)
def test_only_a_question_about_the_whole_corpus_is_one(question: str, language: str | None):
    assert asks_about_corpus(question) == language


def test_kinds_years_and_the_latest_titles_are_told():
    def document(number: int, kind, date):
        return Document(
            f"d{number}", f"{number}.md", "markdown", "h", f"Titre {number}", (), date, kind, "fr", None, 1, 1, "2026"
        )

    documents = [
        document(1, "study", "2019-05"),
        document(2, "study", "2014"),
        document(3, "interview", None),
        document(4, "article", "2023"),
        document(5, "article", "2021"),
    ]
    told = overview("De quoi parlent les documents ?", "fr", documents)
    assert told.courtesy
    assert told.citations == ()
    assert "5 documents\u00a0: 2 articles, 2 études, 1 entretien (2014–2023)." in told.text
    assert "Titre 4\u202f; Titre 5\u202f; Titre 1." in told.text
    english = overview("What are the documents about?", "en", documents[:1])
    assert english.text.startswith("The corpus has 1 document: 1 study (2019).")
