"""Every value of an answer's row, by hand, with a judge that reads its verdicts from a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.evaluation.answers.metrics import ANSWER_METRICS
from assistant.evaluation.answers.rows import Scorer, failed_row
from assistant.evaluation.sets.cases import Case, EvidenceItem, Nugget
from assistant.evaluation.sets.reference import Reference
from assistant.support.base import Judgement, Statement
from assistant.types import Answer, Citation, Claim, Coverage, Document, Page, Passage, Quote, Span

FIRST = "Le labo ouvre en 2019 avec six agents."
SECOND = "Son budget atteint 54 000 euros par an."
TEXT = f"{FIRST} {SECOND}"
OTHER = "Une autre page parle de jardins partagés."
PAGES = {("d", 1): Page(1, TEXT), ("d", 2): Page(2, OTHER)}
DOCUMENT = Document("d", "note.pdf", "pdf", "h", "Note", (), None, "article", "fr", 2, 2, 99, "2026-01-01")
PASSAGES = {
    ("d", "p1"): Passage("p1", "d", 0, (Span(1, 0, len(TEXT)),), (), TEXT, "fr"),
    ("d", "p2"): Passage("p2", "d", 1, (Span(2, 0, len(OTHER)),), (), OTHER, "fr"),
}
REFERENCE = Reference(
    documents=frozenset({"d"}),
    groups=(frozenset({("d", 1, 0, len(FIRST))}), frozenset({("d", 2, 0, len(OTHER))})),
    paged=frozenset({"d"}),
)
CASE = Case(
    id="q",
    question="Quand le labo ouvre-t-il, et avec quel budget ?",
    kind="fact",
    answerable=True,
    groups=((EvidenceItem("note.pdf", 1, FIRST),),),
    answer="En 2019 ; 54 000 euros.",
    nuggets=(
        Nugget("ouvre en 2019", vital=True),
        Nugget("douze bénévoles recrutés", vital=True),
        Nugget("54 000 euros", vital=False),
    ),
)
MARKDOWN = f"**Note**\n\n« {FIRST} » [1]\n\n« {SECOND} » [2]"


class TableJudge:
    """Verdicts by claim, supported where there is evidence and the table says nothing; keeps what it was given."""

    name = "table"
    fingerprint = "0"

    def __init__(self, **verdicts: bool | None) -> None:
        self.verdicts = verdicts
        self.given: list[Statement] = []

    def judge(self, statements: Sequence[Statement]) -> Sequence[Judgement]:
        self.given += statements
        return [self._one(each) for each in statements]

    def _one(self, each: Statement) -> Judgement:
        first = each.claim.split()[0]
        verdict = self.verdicts.get(first, bool(each.evidence))
        return Judgement(None if verdict is None else float(verdict), verdict, f"table: {first}")


def cited(number: int, text: str, page: int = 1, passage: str = "p1", start: int | None = None) -> Citation:
    place = PAGES["d", page].text.index(text) if start is None else start
    return Citation(number, Quote("d", passage, page, place, place + len(text), text), DOCUMENT)


def answered(text: str = MARKDOWN, citations: tuple[Citation, ...] | None = None, **changes) -> Answer:
    given = (cited(1, FIRST), cited(2, SECOND)) if citations is None else citations
    claims = tuple(Claim(each.quote.text, (each.number,), "supported", "") for each in given)
    made = Answer(
        CASE.question, "fr", "answered", text, claims, given, 0.8, Coverage(1, 1, 1), "extractive", False, {}
    )  # fmt: skip
    return replace(made, **changes)


def refused() -> Answer:
    said = "Le corpus ne répond pas à cette question (12 documents parcourus)."
    return answered(said, (), status="no_evidence", confidence=0.2)


def row(case: Case = CASE, answer: Answer | None = None, judge: TableJudge | None = None, reference=REFERENCE):
    pages, passages = (lambda *key: PAGES.get(key)), (lambda *key: PASSAGES.get(key))
    scorer = Scorer({"d": DOCUMENT}, pages, passages, judge or TableJudge())
    return scorer.row(case, answer or answered(), reference)


# --- answers -----------------------------------------------------------------------------------------------------


def test_every_value_of_an_answered_fact():
    made = row()
    assert (made.id, made.kind, made.question) == ("q", "fact", CASE.question)
    assert made.values == {
        "quote_fidelity": 1.0,
        "locators": 1.0,
        "dangling": 0.0,
        "faithfulness": 1.0,
        "unsupported_answers": 0.0,
        "citation_recall": 1.0,
        "citation_precision": 1.0,
        "statements": 2.0,
        "nothing_to_judge": 0.0,
        "not_judged": 0.0,
        "document_right": 1.0,
        "page_right": 1.0,
        "groups_cited": 0.5,  # the piece on page 2 is not quoted
        "words": 16.0,
        "vital_strict": 0.5,
        "vital_strict@50": 0.5,
        "weighted_strict": pytest.approx((1 + 0.5) / 2.5),
        "weighted": pytest.approx((1 + 0.5) / 2.5),
        "answered": 1.0,
        "answerable": 1.0,
        "confidence": 0.8,
        "over_refusal": 0.0,
        "answered_unanswerable": None,
        "correct": 1.0,  # half of the vital nuggets
    }


def test_the_detail_is_for_people():
    detail = row(judge=TableJudge(Son=False)).detail
    assert detail["status"] == "answered"
    assert detail["answer"] == MARKDOWN.replace("**", "")
    assert [(each["number"], each["page"], each["supported"]) for each in detail["citations"]] == [
        (1, 1, True),
        (2, 1, False),
    ]
    assert [each["matched"] for each in detail["nuggets"]] == [1.0, 0.0, 1.0]
    assert detail["reasons"] == [f"{SECOND} — table: Son"]
    assert detail["reference"] == CASE.answer


def test_a_statement_that_is_not_supported_costs_all_that_it_should():
    values = row(judge=TableJudge(Son=False)).values
    assert (values["faithfulness"], values["unsupported_answers"]) == (0.5, 1.0)
    assert (values["citation_recall"], values["citation_precision"]) == (0.5, 0.5)


def test_what_the_judge_can_not_judge_is_counted_apart():
    values = row(judge=TableJudge(Le=None, Son=None)).values
    assert values["not_judged"] == 2.0
    names = ("faithfulness", "unsupported_answers", "citation_recall", "citation_precision")
    assert [values[name] for name in names] == [None] * 4


def test_fewer_than_half_of_the_vital_facts_is_a_wrong_answer():
    missing = replace(CASE, nuggets=(*CASE.nuggets[:2], Nugget("trente vélos achetés", vital=True)))
    values = row(missing).values
    assert (values["vital_strict"], values["correct"]) == (pytest.approx(1 / 3), 0.0)


def test_an_answer_in_part_is_an_answer():
    values = row(answer=answered(status="partial")).values
    assert (values["answered"], values["over_refusal"]) == (1.0, 0.0)


def test_a_set_with_neither_nuggets_nor_gold_answers_says_nothing_of_what_is_right():
    values = row(replace(CASE, nuggets=())).values
    assert values["correct"] is None
    assert not {"vital_strict", "contains_gold"} & set(values)


def test_a_question_with_short_gold_answers():
    beir = Case(
        "b", "Quel budget ?", "other", answerable=True, answers=("54 000 euros", "soixante"), documents={"x": 1}
    )
    values = row(beir, reference=Reference(documents=frozenset({"d"}))).values
    assert (values["contains_gold"], values["contains_gold@50"], values["correct"]) == (1.0, 1.0, 1.0)
    # 13 tokens, the number being one and articles none ("an" is one, in English); 2 of them are the gold answer's
    assert values["token_f1"] == pytest.approx(2 * 2 / (13 + 2))
    assert (values["document_right"], values["page_right"], values["groups_cited"]) == (1.0, None, None)
    assert "vital_strict" not in values


def test_a_gold_answer_after_fifty_words_is_not_in_the_first_fifty():
    padding = " ".join(["vraiment"] * 50)
    beir = Case("b", "Quel budget ?", "other", answerable=True, answers=("54 000 euros",))
    values = row(beir, answered(f"« {padding} » [1]\n\n« {SECOND} » [2]")).values
    assert (values["contains_gold"], values["contains_gold@50"], values["correct"]) == (1.0, 0.0, 1.0)
    values = row(answer=answered(f"« {padding}. » [1]\n\n« {MARKDOWN.split('« ')[1]}")).values
    assert (values["vital_strict"], values["vital_strict@50"]) == (0.5, 0.0)


def test_the_first_fifty_words_never_hold_more_than_the_whole():
    """Cutting an answer short must not run its lines into one another: facts of two lines would become one."""
    lines = "« Le labo ouvre » [1]\n\n« Il dépense 54 000 euros » [2]"
    case = replace(CASE, nuggets=(Nugget("ouvre, 54 000 euros", vital=True),))
    values = row(case, answered(lines)).values
    assert values["vital_strict@50"] == values["vital_strict"]


# --- refusals ----------------------------------------------------------------------------------------------------


def test_every_value_of_a_refusal():
    judge = TableJudge()
    assert row(answer=refused(), judge=judge).values == {
        "quote_fidelity": None,
        "locators": None,
        "dangling": None,
        "faithfulness": None,
        "unsupported_answers": None,
        "citation_recall": None,
        "citation_precision": None,
        "statements": 0.0,
        "nothing_to_judge": 0.0,
        "not_judged": 0.0,
        "document_right": None,
        "page_right": None,
        "groups_cited": 0.0,
        "words": None,
        "vital_strict": 0.0,
        "vital_strict@50": 0.0,
        "weighted_strict": 0.0,
        "weighted": 0.0,
        "answered": 0.0,
        "answerable": 1.0,
        "confidence": 0.2,
        "over_refusal": 1.0,
        "answered_unanswerable": None,
        "correct": None,
    }
    assert judge.given == []


NOT_ANSWERABLE = Case("u", "Quel âge a le capitaine ?", "unanswerable", answerable=False)


def test_an_answer_to_what_the_corpus_does_not_say_is_wrong():
    values = row(NOT_ANSWERABLE, reference=Reference()).values
    assert (values["correct"], values["answered_unanswerable"], values["over_refusal"]) == (0.0, 1.0, None)
    assert values["faithfulness"] == 1.0  # it may be true all the same
    assert not {"vital_strict", "contains_gold"} & set(values)


def test_a_refusal_of_what_the_corpus_does_not_say():
    made = row(NOT_ANSWERABLE, refused(), reference=Reference())
    values = made.values
    assert (values["correct"], values["answered_unanswerable"], values["over_refusal"]) == (None, 0.0, None)
    assert values["groups_cited"] is None
    assert made.detail["nuggets"] == []


# --- what is wrong with an answer --------------------------------------------------------------------------------


def test_a_forged_quote_is_found_out_and_supports_nothing_by_its_own_words():
    forged = FIRST.replace("2019", "2018")
    judge = TableJudge()
    answer = answered(f"« {forged} » [1]", (cited(1, forged, start=0),))
    made = row(answer=answer, judge=judge)
    assert (made.values["quote_fidelity"], made.values["locators"]) == (0.0, 0.0)
    assert {each.claim for each in judge.given} == {forged}
    assert [each.evidence for each in judge.given] == [(FIRST,), (FIRST, TEXT)]
    assert made.detail["reasons"] == ["[1] note.pdf, page 1"]


def test_a_quote_from_nowhere_gives_the_judge_nothing():
    judge = TableJudge()
    nowhere = Citation(1, Quote("d", "p9", 7, 0, len(FIRST), FIRST), DOCUMENT)
    values = row(answer=answered(f"« {FIRST} » [1]", (nowhere,)), judge=judge).values
    assert (values["quote_fidelity"], values["locators"], values["faithfulness"]) == (0.0, 0.0, 0.0)
    assert [each.evidence for each in judge.given] == [(), ()]


def test_a_quote_that_is_true_but_placed_in_another_passage_has_no_locator():
    values = row(answer=answered(f"« {FIRST} » [1]", (cited(1, FIRST, passage="p2"),))).values
    assert (values["quote_fidelity"], values["locators"]) == (1.0, 0.0)


def test_a_dangling_number():
    made = row(answer=answered(f"« {FIRST} » [1][7]", (cited(1, FIRST),)))
    assert made.values["dangling"] == 1.0
    assert "[7]: dangling" in made.detail["reasons"]
    assert made.values["quote_fidelity"] == 1.0


def test_numbers_without_any_citation_are_dangling_too():
    values = row(answer=answered(f"« {FIRST} » [1]", ())).values
    assert (values["quote_fidelity"], values["locators"], values["dangling"]) == (None, None, 1.0)
    assert (values["citation_recall"], values["faithfulness"]) == (0.0, 0.0)


def test_words_that_the_product_did_not_claim_count():
    judge = TableJudge(Tous=False)
    added = "Tous les élus saluent cette réussite exemplaire."
    made = row(answer=answered(f"{MARKDOWN}\n\n{added}"), judge=judge)
    values = made.values
    assert (values["statements"], values["unsupported_answers"]) == (3.0, 1.0)
    assert values["faithfulness"] == pytest.approx(2 / 3)
    assert values["citation_recall"] == pytest.approx(2 / 3)
    assert values["citation_precision"] == 1.0
    assert [each.evidence for each in judge.given if each.claim == added] == [(), (FIRST, SECOND, TEXT)]


def test_what_the_interface_says_is_not_judged_nor_counted_as_words():
    notice = "Le corpus ne répond qu'en partie\u202f; voici ce qui s'en approche le plus."
    values = row(answer=answered(f"{notice}\n\n{MARKDOWN}", status="partial")).values
    assert (values["statements"], values["words"]) == (2.0, 16.0)


# --- errors ------------------------------------------------------------------------------------------------------


def test_a_question_that_failed_counts_as_a_refusal():
    made = failed_row(CASE, "Elle est trop longue.", REFERENCE)
    assert made.values == {
        "answered": 0.0,
        "answerable": 1.0,
        "confidence": 0.0,
        "failed": 1.0,
        "over_refusal": 1.0,
        "answered_unanswerable": None,
        "groups_cited": 0.0,
        "vital_strict": 0.0,
        "vital_strict@50": 0.0,
        "weighted_strict": 0.0,
        "weighted": 0.0,
    }
    assert made.detail == {"status": "error", "reasons": ["Elle est trop longue."]}


@pytest.mark.parametrize(
    ("case", "reference"),
    [
        (CASE, REFERENCE),
        (replace(CASE, nuggets=(), answers=("2019",)), Reference(documents=frozenset({"d"}))),
        (NOT_ANSWERABLE, Reference()),
    ],
)
def test_an_error_is_worth_what_a_refusal_is_in_every_figure(case, reference):
    """Else a product that fails would fare better than one that says that it does not know."""
    failed = failed_row(case, "x", reference).values
    refusal = row(case, refused(), reference=reference).values
    for metric in ANSWER_METRICS:
        if metric.aggregate is None:
            assert failed.get(metric.name) == refusal.get(metric.name), metric.name


def test_a_year_of_the_heading_is_told_with_the_quote_below_it():
    case = replace(CASE, nuggets=(Nugget("six agents en 2023", vital=True),))
    text = "Le labo compte six agents."
    for title, share in (("Bilan 2023", 1.0), ("Bilan 2022", 0.0), ("Bilan", 0.0)):
        made = row(case, answered(f"**{title}**\n\n« {text} » [1]"))
        assert made.values["vital_strict"] == share, title
