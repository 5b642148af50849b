"""What is right for a question, from evidence, graded passages and whole documents."""

from pathlib import Path

from assistant.evaluation.sets.anchors import Anchors
from assistant.evaluation.sets.beir import About, BeirSet
from assistant.evaluation.sets.cases import Case, EvidenceItem, GradedPassage
from assistant.evaluation.sets.relevance import beir_targets, case_target
from fake_corpus import FakeCorpus, fake_hash

CORPUS = {"a.pdf": ["le tramway roule " + "x" * 63, "le budget baisse"], "b.pdf": ["le tramway revient"]}


def case(*groups, passages=()) -> Case:
    pieces = tuple(tuple(EvidenceItem(*item) for item in group) for group in groups)
    return Case("1", "q ?", "fact", True, groups=pieces, passages=tuple(passages))


def target(*groups, passages=(), length=40):
    return case_target(case(*groups, passages=passages), Anchors(FakeCorpus(CORPUS, length=length)))


def test_evidence_that_is_all_answers_and_several_pieces_answer_in_part():
    alone = target([("a.pdf", 1, "le tramway roule")])
    assert (alone.documents, alone.passages) == ({"a.pdf": 3}, {"a.pdf-0": 3})
    both = target([("a.pdf", 1, "le tramway roule")], [("a.pdf", 2, "le budget")])
    assert (both.documents, both.passages) == ({"a.pdf": 2}, {"a.pdf-0": 2, "a.pdf-2": 2})
    assert both.judged
    assert both.groups == (frozenset({"a.pdf"}), frozenset({"a.pdf"}))


def test_alternatives_are_all_right():
    either = target([("a.pdf", 1, "le tramway roule"), ("b.pdf", 1, "le tramway")])
    assert either.documents == {"a.pdf": 3, "b.pdf": 3}
    assert either.groups == (frozenset({"a.pdf", "b.pdf"}),)


def test_another_cut_into_passages_keeps_the_judgements():
    place = GradedPassage("a.pdf", fake_hash("a.pdf"), 1, 0, 40, 2)
    assert target(passages=[place], length=40).passages == {"a.pdf-0": 2}
    assert target(passages=[place], length=20).passages == {"a.pdf-0": 2, "a.pdf-1": 2}
    assert target(passages=[place], length=200).passages == {"a.pdf-0": 2}


def test_a_graded_passage_wins_over_the_evidence_it_covers_and_a_document_is_worth_its_best():
    graded = [
        GradedPassage("a.pdf", fake_hash("a.pdf"), 1, 0, 40, 1),
        GradedPassage("b.pdf", fake_hash("b.pdf"), 1, 0, 18, 0),
    ]
    found = target([("a.pdf", 1, "le tramway roule")], [("a.pdf", 2, "le budget")], passages=graded)
    assert found.passages == {"a.pdf-0": 1, "a.pdf-2": 2, "b.pdf-0": 0}
    assert found.documents == {"a.pdf": 2, "b.pdf": 0}


def test_a_document_that_is_not_there_counts_as_not_found():
    found = target([("z.pdf", 1, "x"), ("a.pdf", 1, "le tramway roule")], [("z.pdf", 2, "y")])
    assert found.missing == ("z.pdf",)
    assert found.documents == {"a.pdf": 2, "z.pdf": 2}
    assert found.passages == {"a.pdf-0": 2, "z.pdf": 2}
    assert found.groups == (frozenset({"a.pdf"}), frozenset())


def test_words_that_are_not_there_leave_the_document_and_no_place():
    found = target([("a.pdf", 1, "le métro")])
    assert (found.documents, found.passages, found.judged) == ({"a.pdf": 3}, None, True)


def test_documents_of_a_set_are_named_by_their_source_with_every_judgement():
    beir = BeirSet(
        Path("x"),
        frozenset({"d1", "d2"}),
        {"q1": "un ?", "q2": "deux ?"},
        qrels={"q1": {"d1": 1}},
        judged={"q1": {"d1": 1, "d2": 0}, "q2": {"d2": 0}},
        about={"q2": About(answerable=False, kind="piège")},
    )
    first, second = beir_targets(beir)
    assert (first.documents, first.passages, first.judged) == ({"corpus.jsonl#d1": 1, "corpus.jsonl#d2": 0}, None, True)
    assert (second.documents, second.judged, second.case.kind) == ({"corpus.jsonl#d2": 0}, False, "piège")
