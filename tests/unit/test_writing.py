"""How an answer is written around its quotes: who reports, that sources differ, what is said where there is nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.breadth import breadth_notices, coverage_of
from assistant.answering.extractive import CorpusFacts, select
from assistant.answering.question import QuestionType, query_type
from assistant.answering.writing import write
from assistant.evaluation.answers.statements import stated
from assistant.retrieval.query import build_query
from assistant.types import (
    Answer,
    Citation,
    Coverage,
    Document,
    DocumentKind,
    Evidence,
    Filters,
    LegScore,
    Page,
    Passage,
    Quote,
    Scope,
    ScoredPassage,
    Span,
)
from assistant.wording import coverage_line, near_line

QUESTION = "Combien d'agents compte le laboratoire de Valombre ?"
TWELVE, TWENTY = "Le laboratoire de Valombre compte 12 agents.", "Le laboratoire de Valombre compte 20 agents."


def source(
    number: int,
    text: str,
    title: str = "Étude",
    kind: DocumentKind = "study",
    date: str | None = None,
    lexical: float = 16.0,
) -> ScoredPassage:
    authors = ("A. Nom",) if date else ()
    document = Document(
        f"d{number}", f"{number}.pdf", "pdf", "h", title, authors, date, kind, "fr", 9, 1, len(text), "2026"
    )
    passage = Passage(f"p{number}", f"d{number}", number, (Span(3, 0, len(text)),), ("Partie", "Équipe"), text, "fr")
    legs = {"lexical": LegScore(number, lexical / number), "vector": LegScore(number, 0.6)}
    return ScoredPassage(passage, document, 2.0, legs)


def ask(question: str, *passages: ScoredPassage) -> Answer:
    pages = {each.passage.document_id: Page(3, each.passage.text) for each in passages}
    evidence = Evidence(build_query(question), passages, 40)
    return write(select(evidence, CorpusFacts(50, lambda _: 1), 6), lambda document_id, _: pages.get(document_id))


def test_sources_that_differ_are_set_side_by_side_with_author_and_date():
    answer = ask(QUESTION, source(1, TWELVE, "Étude", date="2019"), source(2, TWENTY, "Bilan", date="2021-03"))
    assert answer.disagreement == "numbers"
    assert answer.text.count("Les sources ne disent pas la même chose") == 1
    assert "**Étude – A. Nom, 2019**" in answer.text
    assert "**Bilan – A. Nom, mars 2021**" in answer.text
    assert {each.quote.text for each in answer.citations} == {TWELVE, TWENTY}
    assert [each.text for each in stated(answer.text)] == [each.text for each in answer.claims], (
        "no word of ours judged"
    )


def test_sources_that_agree_are_not_said_to_differ():
    answer = ask(QUESTION, source(1, TWELVE), source(2, TWELVE.replace("12", "douze")))
    assert answer.disagreement is None
    assert "la même chose" not in answer.text


@pytest.mark.parametrize(
    ("kind", "title", "heading"),
    [
        ("interview", "Mme Perrin", "**Selon un entretien\u00a0: Mme Perrin**"),
        ("minutes", "Séance n° 2", "**Selon un compte rendu\u00a0: Séance n° 2**"),
        ("visit", "Au Hangar", "**Selon une note de visite\u00a0: Au Hangar**"),
        ("interview", "Entretien avec Mme Perrin", "**Entretien avec Mme Perrin**"),
        ("study", "Mme Perrin", "**Mme Perrin**"),
    ],
)
def test_what_people_said_or_saw_is_said_to_be_so(kind: DocumentKind, title: str, heading: str):
    assert heading in ask(QUESTION, source(1, TWELVE, title, kind)).text


def test_a_refusal_tells_what_would_help_and_where_to_look():
    answer = ask(
        "Quelle est la capitale du Kirghizistan ?", *(source(n, "Le marché.", lexical=1.0) for n in (1, 2, 3, 4))
    )
    assert answer.status == "no_evidence"
    assert "40 documents parcourus" in answer.text
    assert "Ce qui aiderait\u00a0: " in answer.text
    assert (answer.claims, answer.citations) == ((), ())
    assert [each.document.id for each in answer.nearest] == ["d1", "d2", "d3"]
    assert near_line(answer.nearest[0]) == "Étude, p. 3, Partie > Équipe (1.pdf)"
    assert ask(QUESTION, source(1, TWELVE)).nearest == ()


def test_what_would_help_follows_the_question():
    texts = {
        ask(question).text
        for question in (
            "Combien de licornes ?", "Quand les licornes ?", "Qui voit les licornes ?", "Quels freins aux licornes ?",
            "Qu'est-ce qu'une licorne ?", "How many unicorns are there?",
        )
    }  # fmt: skip
    assert len(texts) == 6
    assert any("What would help: a study" in text for text in texts)


def citation(number: int, date: str | None, kind: DocumentKind = "study") -> Citation:
    found = source(number, TWELVE, f"Étude {number}", kind, date)
    return Citation(number, Quote(found.document.id, found.passage.id, 3, 0, 5, TWELVE[:5]), found.document)


def test_the_coverage_tells_years_and_who_reports():
    evidence = Evidence(build_query(QUESTION), tuple(source(n, TWELVE) for n in (1, 2, 3, 4)), 153)
    cited = coverage_of(evidence, [citation(1, "2014"), citation(2, "2023-05"), citation(3, None, "interview")])
    assert (cited.documents_cited, cited.since, cited.until) == (3, "2014", "2023")
    assert cited.kinds == {"study": 2, "interview": 1}
    assert coverage_line(cited, "fr") == "3 documents cités (2014–2023, dont 1 entretien), 4 examinés, sur 153"
    assert (
        coverage_line(cited, "en") == "3 documents cited (2014–2023, including 1 interview), 4 considered, out of 153"
    )
    one = coverage_of(evidence, [citation(1, "2014", "minutes")])
    assert one.authorities == 0
    assert coverage_line(one, "fr") == "1 document cité (2014, 1 compte rendu), 4 examinés, sur 153"


def test_the_files_of_one_work_are_one_source_and_authorities_are_counted():
    evidence = Evidence(build_query(QUESTION), tuple(source(n, TWELVE) for n in (1, 2, 3)), 153)
    cited = [citation(1, "2014"), citation(2, "2023"), citation(3, "2020")]
    about = [("a", "Trapval"), ("a", "Trapval"), (None, "Ormeval")]
    cited = [
        replace(each, document=replace(each.document, work=work, authority=authority))
        for each, (work, authority) in zip(cited, about, strict=True)
    ]
    coverage = coverage_of(evidence, cited)
    assert (coverage.documents_cited, coverage.authorities) == (2, 2)
    assert coverage_line(coverage, "fr") == "2 documents cités (de 2 collectivités, 2014–2020), 3 examinés, sur 153"
    assert (
        coverage_line(coverage, "en") == "2 documents cited (about 2 authorities, 2014–2020), 3 considered, out of 153"
    )
    assert "(d'une collectivité, 2014)" in coverage_line(coverage_of(evidence, cited[:2]), "fr")
    query = build_query("Quels sont les freins ?")
    notes = breadth_notices(query, query_type(query), coverage_of(evidence, cited[:2]), cited[:2], None)
    assert [note.code for note in notes] == ["single_source"]


def notices(question: str, *dates: str | None, newest: str | None = "2024-02", scope: Scope | None = None) -> list[str]:
    query = replace(build_query(question), scope=scope)
    citations = [citation(number, date) for number, date in enumerate(dates, 1)]
    coverage = coverage_of(Evidence(query, (), 40), citations)
    return [each.code for each in breadth_notices(query, query_type(query), coverage, citations, newest)]


def test_old_sources_are_said_to_be_old():
    assert notices(QUESTION, "2012", "2015-06") == ["old_sources"]
    assert notices(QUESTION, "2012", "2019") == [], "five years are not old"
    assert notices(QUESTION, "2012", None) == [], "one may be new"
    assert notices(QUESTION, "2012", newest=None) == []
    assert notices("Combien d'agents en 2012 ?", "2012") == [], "that is what was asked for"
    assert notices(QUESTION, "2012", scope=Scope(Filters(until="2013"))) == []
    assert notices(QUESTION) == []


def test_one_source_for_a_broad_question_is_said_to_be_alone():
    assert notices("Quels sont les freins au partage de données ?", "2024") == ["single_source"]
    assert notices("Quels sont les freins au partage de données ?", "2024", "2023") == []
    assert notices(QUESTION, "2024") == []
    alone = breadth_notices(
        build_query("Quels freins ?"), QuestionType.OBSTACLES, Coverage(1, 1, 1), [citation(1, "2024")], None
    )
    assert alone == (), "a corpus of one document"
