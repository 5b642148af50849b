"""The runs of an evaluation, asked of a scripted answerer: who is given what, what must always hold, what is counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from assistant.errors import UsageError
from assistant.evaluation.answers.baselines import COPY_TOP_PASSAGE
from assistant.evaluation.answers.measure import (
    ANSWER_RUNS,
    ASSISTANT,
    EMPTY,
    ORACLE,
    AnswerEvaluation,
    counts,
    found_detail,
    invariants,
)
from assistant.evaluation.answers.rows import failed_row
from assistant.evaluation.reports.report import Row, Run
from assistant.evaluation.sets.anchors import Anchors
from assistant.evaluation.sets.cases import Case, EvidenceItem, GradedPassage
from assistant.evaluation.sets.placing import place_cases
from assistant.evaluation.sets.reference import Reference
from assistant.support.lexical import LexicalJudge
from assistant.types import Answer, Citation, Claim, Coverage, Page, Passage, Quote, ScoredPassage, Turn
from fakes import make_document

TRAM = "Le tramway relie la gare au centre hospitalier depuis 2019. Il transporte vingt mille voyageurs par jour."
LAB = "Le laboratoire teste les services avec les usagers avant de les généraliser."
SCHOOL = "Les cours d'école sont végétalisées pour rafraîchir les quartiers."
STORED = (make_document("transports", [TRAM, SCHOOL]), make_document("labo", [LAB], paged=False))


def passage(document_id: str, place: int = 0) -> Passage:
    return next(each.passages[place] for each in STORED if each.document.id == document_id)


def hit(document_id: str, place: int = 0, score: float = 1.0) -> ScoredPassage:
    document = next(each.document for each in STORED if each.document.id == document_id)
    return ScoredPassage(passage(document_id, place), document, score)


def quoting(given: ScoredPassage | None, **changes) -> Answer:
    """A true answer: the passage's first sentence; a refusal without one. `changes` are of its quote."""
    citations: tuple[Citation, ...] = ()
    text = "Le corpus ne répond pas à cette question (2 documents parcourus)."
    if given is not None:
        words = given.passage.text.split(". ")[0]
        page = given.passage.page_start
        quote = Quote(given.document.id, given.passage.id, page, 0, len(words), words)
        citations = (Citation(1, replace(quote, **changes), given.document),)
        text = f"« {words} » [1]"
    claims = tuple(Claim(each.quote.text, (each.number,), "supported", "") for each in citations)
    return Answer(
        "?", "fr", "answered" if citations else "no_evidence", text, claims, citations,
        0.9 if citations else 0.1, Coverage(2, 1, len(citations)), "extractive", False, {"total": 12.5},
    )  # fmt: skip


class Scripted:
    """An answerer that quotes the first passage it is given; keeps what it was asked."""

    def __init__(self, answer: Callable[[ScoredPassage | None], Answer] = quoting) -> None:
        self._answer = answer
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []
        self.given: list[tuple[str, tuple[str, ...]]] = []
        self.read = 0

    def search(self, question: str, limit: int = 10, history: Sequence[Turn] = ()) -> Sequence[ScoredPassage]:
        if "introuvable" in question:
            return ()
        return [hit("labo", score=1.5), hit("transports", 1, 0.9), hit("transports", 0, 0.8)][:limit]

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        if not question.strip(" ?"):
            raise UsageError("empty_question")
        self.asked.append((question, tuple(history)))
        return self._answer(next(iter(self.search(question)), None))

    def answer_from(self, question: str, passages: Sequence[ScoredPassage], history: Sequence[Turn] = ()) -> Answer:
        self.given.append((question, tuple(each.passage.id for each in passages)))
        return self._answer(passages[0] if passages else None)

    def documents(self):
        return [each.document for each in STORED]

    def page(self, document_id: str, number: int) -> Page | None:
        self.read += 1
        pages = next((each.pages for each in STORED if each.document.id == document_id), ())
        return next((page for page in pages if page.number == number), None)

    def document_passages(self, document_id: str):
        return next((each.passages for each in STORED if each.document.id == document_id), ())


def case(name: str, question: str, source: str = "", page: int | None = None, quote: str = "", **more) -> Case:
    groups = ((EvidenceItem(source, page, quote),),) if source else ()
    return Case(name, question, "fact" if groups else "unanswerable", answerable=bool(groups), groups=groups, **more)


HISTORY = (Turn("user", "Parle-moi du tramway."), Turn("assistant", "Il relie la gare."))
CASES = (
    case("tram", "Depuis quand ?", "transports.pdf", 1, "depuis 2019", history=HISTORY),
    case("lab", "Qui teste les services ?", "labo.pdf", None, "teste les services"),
    case("gone", "Et le métro ?", "metro.pdf", 4, "Le métro passe."),
    case("none", "Quel âge a le capitaine ?"),
)


def evaluated(answerer: Scripted | None = None, cases: Sequence[Case] = CASES, runs: Sequence[str] = ANSWER_RUNS):
    """The evaluation and its runs by name."""
    asked = answerer or Scripted()
    placed, _ = place_cases(cases, Anchors(asked), asked)
    evaluation = AnswerEvaluation(asked, LexicalJudge())
    return evaluation, {name: evaluation.run(name, placed) for name in runs}


def rows(run: Run) -> dict[str, Row]:
    return {row.id: row for row in run.rows}


# --- the runs ----------------------------------------------------------------------------------------------------


def test_the_assistant_is_asked_as_a_member_asks():
    answerer = Scripted()
    evaluation, runs = evaluated(answerer, runs=[ASSISTANT])
    assert answerer.asked == [(each.question, each.history) for each in CASES]
    assert [key for key, _ in evaluation.answers] == ["tram", "lab", "gone", "none"]
    assert rows(runs[ASSISTANT])["lab"].values["groups_cited"] == 1.0
    assert rows(runs[ASSISTANT])["tram"].values["groups_cited"] == 0.0
    assert rows(runs[ASSISTANT])["none"].values["answered_unanswerable"] == 1.0
    found = rows(runs[ASSISTANT])["tram"].detail["found"]
    assert [(each["rank"], each["source"], each["page"]) for each in found] == [
        (1, "labo.pdf", None),
        (2, "transports.pdf", 2),
        (3, "transports.pdf", 1),
    ]


def test_the_oracle_is_given_the_evidence_and_nothing_else():
    answerer = Scripted()
    evaluation, runs = evaluated(answerer, runs=[ORACLE])
    assert answerer.given == [("Depuis quand ?", ("transports-0",)), ("Qui teste les services ?", ("labo-0",))]
    assert list(rows(runs[ORACLE])) == ["tram", "lab"]  # nothing can be given for the others
    assert all(row.values["groups_cited"] == 1.0 for row in runs[ORACLE].rows)
    assert evaluation.answers == []
    assert [each["text"] for each in rows(runs[ORACLE])["lab"].detail["found"]] == [LAB]


def test_the_oracle_s_evidence_comes_with_the_scores_of_the_search():
    seen: list[ScoredPassage] = []

    class Keeping(Scripted):
        def answer_from(self, question, passages, history=()):
            seen.extend(passages)
            return super().answer_from(question, passages, history)

    both = replace(CASES[0], groups=(*CASES[0].groups, *CASES[1].groups))
    evaluated(Keeping(), [both], [ORACLE])
    assert [(each.passage.id, each.score) for each in seen] == [("labo-0", 1.5), ("transports-0", 0.8)]
    seen.clear()
    evaluated(Keeping(), [replace(both, question="introuvable ?")], [ORACLE])
    assert [each.score for each in seen] == [0.0, 0.0]


def test_whole_documents_and_judged_places_are_evidence_too():
    beir = Case("b", "Quels quartiers ?", "other", answerable=True, documents={"transports.pdf": 1, "zz.pdf": 1})
    document = STORED[1].document
    judged = [GradedPassage("renamed.pdf", document.content_hash, None, 0, len(LAB), grade) for grade in (3, 1)]
    graded = Case("g", "Qui teste ?", "other", answerable=True, passages=(judged[0],))
    useful = Case("h", "Qui teste ?", "other", answerable=True, passages=(judged[1],))
    answerer = Scripted()
    placed, missing = place_cases([beir, graded, useful], Anchors(answerer), answerer)
    assert [[each.id for each in one.passages] for one in placed] == [["transports-0", "transports-1"], ["labo-0"], []]
    assert [one.reference.documents for one in placed] == [{"transports"}, {"labo"}, frozenset()]
    assert missing == ["zz.pdf"]  # a file that was renamed is found by its content


def test_a_place_that_a_person_judged_to_answer_is_a_right_page():
    graded = GradedPassage("transports.pdf", STORED[0].document.content_hash, 2, 0, len(SCHOOL), 3)
    answerer = Scripted()
    (placed,), _ = place_cases([replace(CASES[0], passages=(graded,))], Anchors(answerer), answerer)
    quote = Quote("transports", "transports-1", 2, 0, len(SCHOOL), SCHOOL)
    assert placed.reference.page_share([quote]) == 1.0
    assert placed.reference.group_share([quote]) == 0.0  # it is not the piece of evidence that the case names


def test_with_nothing_given_nothing_is_found():
    answerer = Scripted()
    _, runs = evaluated(answerer, runs=[EMPTY])
    assert answerer.given == [(each.question, ()) for each in CASES]
    assert [row.values["answered"] for row in runs[EMPTY].rows] == [0.0] * 4
    assert rows(runs[EMPTY])["tram"].detail["found"] == []


def test_the_top_passage_copied_is_long_cited_and_always_answers():
    _, runs = evaluated(runs=[ASSISTANT, COPY_TOP_PASSAGE])
    copied = rows(runs[COPY_TOP_PASSAGE])
    assert [row.values["answered"] for row in copied.values()] == [1.0] * 4
    assert [row.values["words"] for row in copied.values()] == [len(LAB.split())] * 4
    assert all(row.values["quote_fidelity"] == row.values["locators"] == 1.0 for row in copied.values())
    assert all(row.values["faithfulness"] == row.values["citation_recall"] == 1.0 for row in copied.values())
    assert copied["lab"].values["dangling"] == 0.0
    assert copied["lab"].values["confidence"] == pytest.approx(1.5 / 2.5)
    assert copied["lab"].detail["citations"][0]["quote"] == LAB


def test_where_nothing_is_found_there_is_nothing_to_copy():
    _, runs = evaluated(cases=[case("x", "introuvable ?")], runs=[COPY_TOP_PASSAGE])
    (row,) = runs[COPY_TOP_PASSAGE].rows
    assert (row.values["answered"], row.values["confidence"]) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("question", "named", "heard"),
    [("When did the tramway open, and for whom?", None, "en"), ("When?", "fr", "fr"), ("Quand ?", None, "fr")],
)
def test_a_copied_passage_is_judged_in_the_language_of_the_question(question, named, heard):
    """A set that does not name the language of its questions is not taken for a French one."""
    judged = []

    class Hearing(LexicalJudge):
        def judge(self, statements):
            judged.extend(each.language for each in statements)
            return super().judge(statements)

    answerer = Scripted()
    placed, _ = place_cases([case("e", question, language=named)], Anchors(answerer), answerer)
    AnswerEvaluation(answerer, Hearing()).run(COPY_TOP_PASSAGE, placed)
    assert set(judged) == {heard}


def test_a_question_that_fails_is_a_row_and_the_run_goes_on():
    cases = [CASES[0], replace(CASES[1], id="bad", question=" ?"), CASES[3]]
    done = []
    answerer = Scripted()
    placed, _ = place_cases(cases, Anchors(answerer), answerer)
    evaluation = AnswerEvaluation(answerer, LexicalJudge())
    run = evaluation.run(ASSISTANT, placed, lambda count, total: done.append((count, total)))
    assert [row.id for row in run.rows] == ["tram", "bad", "none"]
    bad = rows(run)["bad"]
    assert (bad.values["failed"], bad.values["over_refusal"], bad.values["groups_cited"]) == (1.0, 1.0, 0.0)
    assert bad.detail["reasons"] == [
        "La question ne contient aucun mot. Écrivez une question."
    ]  # in the language of the question
    assert done == [(1, 3), (2, 3), (3, 3)]
    assert [key for key, _ in evaluation.answers] == ["tram", "none"]
    assert counts(run)["failed"] == 1


def test_pages_are_read_once_a_citation_and_passages_once_a_document(monkeypatch):
    answerer = Scripted()
    asked: list[str] = []
    original = answerer.document_passages
    monkeypatch.setattr(answerer, "document_passages", lambda key: asked.append(key) or original(key))
    evaluation = AnswerEvaluation(answerer, LexicalJudge())
    placed, _ = place_cases([CASES[3]] * 5, Anchors(Scripted()), Scripted())
    evaluation.run(ASSISTANT, placed)
    assert asked == ["labo"]


def test_only_the_first_passages_found_are_kept():
    assert [each["rank"] for each in found_detail([hit("labo")] * 9)] == [1, 2, 3, 4, 5]


# --- what must always hold ---------------------------------------------------------------------------------------


def broken(*runs: Run) -> dict[str, str]:
    return {name: detail for name, ok, detail in invariants(runs) if not ok}


def measured(answer: Callable[[ScoredPassage | None], Answer], *names: str) -> list[Run]:
    return list(evaluated(Scripted(answer), CASES[:2], names or (ASSISTANT, ORACLE, EMPTY))[1].values())


def test_a_true_product_keeps_every_promise():
    assert [name for name, _, _ in invariants(measured(quoting))] == [
        "quote_fidelity",
        "locators",
        "dangling",
        "abstention_on_empty",
    ]
    assert broken(*measured(quoting, *ANSWER_RUNS)) == {}


def test_an_error_on_empty_retrieval_is_no_abstention():
    failed = Run(EMPTY, (failed_row(CASES[0], "broken", Reference()),))
    assert broken(failed) == {"abstention_on_empty": CASES[0].id}


def forged(given: ScoredPassage | None) -> Answer:
    return quoting(given, text="Le tramway relie la mer.") if given else quoting(None)


def misplaced(given: ScoredPassage | None) -> Answer:
    return quoting(given, passage_id="transports-1") if given else quoting(None)


def dangling(given: ScoredPassage | None) -> Answer:
    made = quoting(given)
    return replace(made, text=made.text + "[2]") if given else made


def inventive(given: ScoredPassage | None) -> Answer:
    return quoting(given or hit("labo"))


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        (forged, {"quote_fidelity", "locators"}),
        (misplaced, {"locators"}),
        (dangling, {"dangling"}),
        (inventive, {"abstention_on_empty"}),
    ],
)
def test_each_promise_breaks_when_it_should(answer, names):
    found = broken(*measured(answer))
    assert set(found) == names
    assert all(detail.split(", ")[:2] == ["tram", "lab"] for detail in found.values())


def test_one_false_quote_in_the_oracle_s_run_breaks_the_promise():
    assert broken(*measured(forged, ORACLE)).keys() == {"quote_fidelity", "locators"}


def test_runs_that_are_not_the_product_s_or_not_made_break_nothing():
    run = Run(COPY_TOP_PASSAGE, (Row("q", "fact", "?", {"quote_fidelity": 0.0, "dangling": 3.0}),))
    assert broken(run) == {}
    assert broken() == {}


def test_half_a_promise_is_broken():
    assert broken(Run(ASSISTANT, (Row("q", "fact", "?", {"locators": 0.5, "quote_fidelity": None}),))) == {
        "locators": "q"
    }


# --- counts ------------------------------------------------------------------------------------------------------


def test_counts_say_what_shares_do_not():
    values = (
        {"statements": 3.0, "nothing_to_judge": 1.0, "not_judged": 2.0, "answered": 1.0},
        {"statements": 0.0, "nothing_to_judge": 0.0, "not_judged": 0.0, "answered": 0.0},
        {"failed": 1.0, "answered": 0.0},
    )
    run = Run(ASSISTANT, tuple(Row(str(place), "fact", "?", each) for place, each in enumerate(values)))
    assert counts(run) == {
        "questions": 3,
        "statements": 3,
        "nothing_to_judge": 1,
        "not_judged": 2,
        "failed": 1,
        "answered": 1,
    }
    assert counts(Run(EMPTY, ()))["questions"] == 0
