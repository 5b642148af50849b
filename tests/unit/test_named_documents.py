"""Documents that a question names by author or title."""

from dataclasses import replace

import pytest

from assistant.retrieval.named_documents import named_documents
from assistant.types import ANONYMOUS, Document, Filters

STUDY = Document(
    "d1", "etude.pdf", "pdf", "h", "Les labos qui durent", ("Hélène Marsault",), "2023", "study", "fr", 3, 1, 9, "2026"
)
INTERVIEW = replace(
    STUDY, id="d2", source="e.md", title="Entretien avec la directrice du labo", authors=("Léo Brun",), kind="interview"
)
HIDDEN = replace(STUDY, id="d3", source="x.md", authors=("Rémi Castaing",), warnings=(ANONYMOUS,))
OFFICE = replace(STUDY, id="d4", source="m.md", title="Les éditions", authors=("Métropole de Rives",))
KNOWN = (STUDY, INTERVIEW, HIDDEN, OFFICE)


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        ("Que dit l’étude de Marsault sur la durée ?", Filters(kinds=("study",), authors=("Marsault",))),
        ("Dans le rapport « Les labos qui durent », combien ?", Filters(documents=("etude.pdf",))),
        ("Selon Hélène Marsault, combien ferment ?", None),
        (
            "Dans l'entretien avec la directrice du labo, qui décide ?",
            Filters(documents=("e.md",)),
        ),
        ("Dans l'entretien de Léo Brun, qui décide ?", Filters(kinds=("interview",), authors=("Léo Brun",))),
        ("What does Marsault say about labs?", None),
        ("Selon Rémi Castaing, combien ferment ?", None),
        ("Selon Rives, combien ferment ?", None),
        ("Dans l'étude de Valombre, combien ?", None),
        ("Combien de labos durent ?", None),
    ],
)
def test_an_author_or_a_title_that_the_corpus_has_narrows_the_search(question: str, filters: Filters | None):
    found = named_documents(question, lambda: KNOWN)
    assert (found and found.filters) == filters


def test_the_catalogue_is_read_only_where_a_question_may_name_a_document():
    def never() -> tuple[Document, ...]:
        raise AssertionError("looked up")

    assert named_documents("Combien de labos durent ?", never) is None
