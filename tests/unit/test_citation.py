"""ALCE's figures, computed by hand."""

from collections.abc import Sequence

import pytest

from assistant.evaluation.answers.citation import checkable, judge_statements, scores
from assistant.evaluation.answers.statements import Stated
from assistant.support.base import Judgement, Statement


class WordJudge:
    """Supported where every word of the claim stands in the evidence; a claim with "peut-être" is not judged."""

    name = "words"
    fingerprint = "0"

    def judge(self, statements: Sequence[Statement]) -> Sequence[Judgement]:
        return [self._one(each) for each in statements]

    def _one(self, each: Statement) -> Judgement:
        if "peut-être" in each.claim:
            return Judgement(None, None, "no idea")
        found = set(" ".join(each.evidence).split())
        ok = bool(each.evidence) and set(each.claim.split()) <= found
        return Judgement(float(ok), ok, "words")


def figures(statements, quotes, sources=()):
    return scores(judge_statements(statements, quotes, sources, WordJudge(), "question ?", "fr"))


QUOTES = {1: "ville adopte budget", 2: "budget participatif annuel", 3: "météo marine clémente"}


def test_recall_joins_the_citations_and_an_irrelevant_one_costs_precision():
    # needs 1 and 2 together; 3 is irrelevant: alone it supports nothing, and the others do without it
    result = figures([Stated("ville adopte budget participatif", (1, 2, 3))], QUOTES)
    assert result.recall == 1.0
    assert result.precision == pytest.approx(2 / 3)


def test_a_citation_that_supports_alone_is_relevant_though_others_do_too():
    result = figures([Stated("adopte budget ville", (1, 2))], {1: "ville adopte budget", 2: "ville adopte budget hier"})
    assert (result.recall, result.precision) == (1.0, 1.0)


def test_an_unsupported_statement_makes_its_citations_imprecise():
    result = figures([Stated("ville adopte budget", (1,)), Stated("ville refuse budget", (1, 2))], QUOTES)
    assert result.recall == 0.5
    assert result.precision == pytest.approx(1 / 3)
    assert result.faithfulness == 0.5
    assert result.unsupported == 1.0


def test_a_statement_without_citation_has_recall_0_but_may_be_faithful():
    result = figures([Stated("budget participatif annuel", ())], QUOTES)
    assert result.recall == 0.0
    assert result.precision == 0.0
    assert result.faithfulness == 1.0


def test_a_dangling_number_supports_nothing():
    assert figures([Stated("budget participatif annuel", (9,))], QUOTES).recall == 0.0


def test_the_passage_behind_a_quote_counts_for_faithfulness_alone():
    result = figures([Stated("dépense ville augmente", (1,))], QUOTES, ["dépense ville augmente"])
    assert (result.recall, result.faithfulness, result.unsupported) == (0.0, 1.0, 0.0)


def test_nothing_to_judge_and_not_judged_are_counted_apart_and_never_0():
    result = figures([Stated("Oui.", ()), Stated("ville peut-être budget", (1,))], QUOTES)
    assert (result.statements, result.nothing_to_judge, result.not_judged) == (2, 1, 1)
    assert result.recall is None
    assert result.precision is None
    assert result.faithfulness is None


def test_no_statement_no_figure():
    result = figures([], {})
    assert (result.recall, result.precision, result.faithfulness, result.unsupported) == (None, None, None, None)


def test_checkable_wants_two_content_words():
    assert checkable("Le budget augmente.", "fr")
    assert not checkable("Oui, et de la.", "fr")


class Script:
    """Gives verdicts in the order in which it is asked."""

    name = "script"
    fingerprint = "0"

    def __init__(self, *verdicts: bool | None) -> None:
        self.verdicts = list(verdicts)

    def judge(self, statements: Sequence[Statement]) -> Sequence[Judgement]:
        given = [self.verdicts.pop(0) for _ in statements]
        return [Judgement(None if one is None else float(one), one, "script") for one in given]


@pytest.mark.parametrize(
    ("alone", "others", "precision", "left_open"),
    [
        ((True, True), (None, None), 1.0, 0),
        ((False, False), (False, False), 1.0, 0),
        ((True, False), (False, True), 0.5, 0),
        ((None, None), (None, None), None, 1),
        ((None, True), (True, None), 1.0, 1),  # the first is left open, the second counts
        ((False, True), (None, True), 1.0, 1),
    ],
)
def test_what_the_judge_could_not_say_makes_no_citation_precise(alone, others, precision, left_open):
    judge = Script(True, True, *alone, *others)
    judged = judge_statements([Stated("ville adopte budget", (1, 2))], QUOTES, (), judge, "?", "fr")
    result = scores(judged)
    assert (result.precision, result.not_judged) == (precision, left_open)


def test_faithfulness_that_could_not_be_judged_is_counted():
    judged = judge_statements([Stated("ville adopte budget", (1,))], QUOTES, (), Script(True, None), "?", "fr")
    result = scores(judged)
    assert (result.faithfulness, result.recall, result.not_judged) == (None, 1.0, 1)
