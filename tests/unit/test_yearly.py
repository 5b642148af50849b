"""Figures told year by year, reasons before what they are asked of, and what a record names."""

from dataclasses import replace

from assistant.answering.extractive import CorpusFacts, select
from assistant.answering.question import QuestionType
from assistant.answering.reasons import reasons_first
from assistant.answering.scoring import score_sentences
from assistant.retrieval.coverage import names_on_record
from assistant.retrieval.query import build_query
from assistant.types import ANONYMOUS, Document, Evidence, LegScore, Passage, ScoredPassage, Span

CORPUS = CorpusFacts(100, lambda term: 3)


def source(number: int, text: str, title: str, headings: tuple[str, ...] = ()) -> ScoredPassage:
    document = Document(
        f"d{number}", f"{number}.txt", "text", "h", title, (), None, "study", "fr", None, 1, len(text), "2026"
    )
    passage = Passage(f"p{number}", f"d{number}", 0, (Span(1, 0, len(text)),), headings, text, "fr")
    legs = {"lexical": LegScore(number, 30.0 / number), "vector": LegScore(number, 0.8)}
    return ScoredPassage(passage, document, 3.0 - number / 10, legs)


REPORTS = (
    source(1, "Le labo Rives compte 12 agents actifs.", "Bilan 2023 du labo Rives"),
    source(2, "Le labo Rives compte 15 agents actifs.", "Bilan 2025 du labo Rives"),
)


def asked(question: str):
    return select(Evidence(build_query(question), REPORTS, 2), CORPUS, 4)


def test_of_annual_reports_the_latest_answers_and_the_others_are_told():
    selection = asked("Combien d'agents compte le labo Rives ?")
    assert [each.sentence.text for each in selection.sentences] == ["Le labo Rives compte 15 agents actifs."]
    (notice,) = selection.notices
    assert (notice.code, dict(notice.params)) == ("latest_of_years", {"year": "2025", "others": "2023 (12)"})


def test_a_question_that_names_a_year_is_answered_for_it():
    selection = asked("Combien d'agents compte le labo Rives en 2023 ?")
    assert not selection.notices
    assert [each.source.document.id for each in selection.sentences] == ["d1"]


def test_reasons_come_first_and_what_only_says_the_question_again_is_left_out():
    query = build_query("Pourquoi le labo Rives a-t-il fermé ?")
    again = source(1, "Le labo Rives a fermé en mars.", "Note")
    why = source(2, "Nous n'avions ni budget ni preuve.", "Billet", ("Billet", "Pourquoi avoir fermé"))
    ranked = score_sentences(query, QuestionType.WHY, (again, why), [1.0] * len(query.words))
    assert [each.source.document.id for each in reasons_first(ranked)] == ["d2"]
    assert reasons_first(ranked[:1]) == ranked[:1] or ranked[0].source.document.id == "d2"


def test_who_publishes_a_document_is_what_it_is_about_unless_it_is_anonymous():
    query = build_query("Combien de votants à Sarrevigne ?")
    document = replace(REPORTS[0].document, authors=("Métropole de Sarrevigne",))
    places = {query.words[place].surface for place in names_on_record(query.words, document)}
    assert places == {"Sarrevigne"}
    assert not names_on_record(query.words, replace(document, warnings=(ANONYMOUS,)))
