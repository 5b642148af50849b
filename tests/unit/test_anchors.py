"""Quotes and judged spans found again in a corpus, however they were copied and however it is cut into passages."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.sets.anchors import Anchors, find_quote, same_place
from assistant.evaluation.sets.cases import EvidenceItem, GradedPassage
from assistant.types import Span
from fake_corpus import FakeCorpus, fake_hash

PAGE = (
    "L’enquête « usagers » a réuni 14 lauréats ;\n\n- l’efficacité du co-design\n- 42,2 mois en moyenne.\n"
    "Le coût, hors salaires, est de 218 000 € par an."
)


def found(quote: str, text: str = PAGE) -> list[str]:
    return [text[start:end] for start, end in find_quote(quote, text)]


@pytest.mark.parametrize(
    ("quote", "there"),
    [
        ("le coût", []),  # case counts
        ("Le coût, hors salaires", ["Le coût, hors salaires"]),
        ("l'efficacité du co-design", ["l’efficacité du co-design"]),
        ('L\'enquête "usagers" a réuni', ["L’enquête « usagers » a réuni"]),
        ("L’enquête «\u00a0usagers\u00a0» a\n  réuni", ["L’enquête « usagers » a réuni"]),
        ("l’eﬃcacité du co-\ndesign", ["l’efficacité du co-design"]),
        ("l’effica\u00adcité du codesign", ["l’efficacité du co-design"]),
        (unicodedata.normalize("NFD", "l’enquête réunie"), []),
        (unicodedata.normalize("NFD", "Le coût, hors"), ["Le coût, hors"]),
        ("218\u202f000 € par an", ["218 000 € par an"]),
        ("* l’efficacité du co-design * 42,2 mois", ["l’efficacité du co-design\n- 42,2 mois"]),
        ("21 8000", ["218 000"]),
        ("42.2 mois", []),
        ("Le coût, hors charges", []),
        ("  ", []),
        ("-", ["-"] * 3),
    ],
)
def test_a_quote_is_found_as_a_true_span_whatever_copying_changed(quote, there):
    assert found(quote) == there


def test_words_cut_by_a_quote_are_the_last_resort():
    assert found("4 lauréats", "14 lauréats, puis 4 lauréats") == ["4 lauréats"]
    assert find_quote("4 lauréats", "14 lauréats, puis 4 lauréats") == ((18, 28),)
    assert found("4 lauréats", "14 lauréats") == ["4 lauréats"]


def test_every_occurrence_is_found_and_hyphens_between_digits_count():
    assert len(find_quote("a b", "a b, a b; a  b")) == 2  # the exact ones are enough
    assert found("2017-2018", "20172018 et 2017 - 2018") == []


@given(
    st.integers(0, len(PAGE) - 1),
    st.integers(10, 60),
    st.sampled_from([" ", "\n", "\u00a0", "\u202f ", "  "]),
    st.sampled_from(["'", "’", "‘"]),
    st.sampled_from(["NFC", "NFD", "NFKD"]),
)
def test_a_copy_of_any_stretch_is_found_where_it_was(start, length, space, apostrophe, form):
    stretch = PAGE[start : start + length].strip()
    copy = unicodedata.normalize(form, stretch.replace("’", apostrophe).replace(" ", space))
    spans = find_quote(copy, PAGE)
    if any(character.isalnum() for character in stretch):
        letters = [character for character in stretch if character.isalnum()]
        assert [character for character in PAGE[slice(*spans[0])] if character.isalnum()] == letters


def test_same_place_is_half_of_the_shorter_one():
    assert same_place([Span(1, 0, 100)], [Span(1, 95, 105)])
    assert not same_place([Span(1, 0, 100)], [Span(1, 96, 106)])
    assert not same_place([Span(1, 0, 100)], [Span(2, 0, 100)])
    assert not same_place([Span(1, 0, 100)], [Span(1, 100, 200)])
    assert same_place([Span(1, 90, 100), Span(2, 0, 10)], [Span(2, 0, 200)])  # over a page break


def evidence(quote: str, page: int | None = None, document: str = "a.pdf") -> EvidenceItem:
    return EvidenceItem(document, page, quote)


def test_a_document_is_named_by_its_path_or_by_its_end_whatever_its_accents_are_made_of():
    anchors = Anchors(
        FakeCorpus({"2024/e\u0301tude.pdf": ["x"], "autre-étude.pdf": ["x"], "x.jsonl#a/étude.pdf": ["x"]})
    )
    assert [each.source for each in anchors.named("étude.pdf")] == ["2024/e\u0301tude.pdf", "x.jsonl#a/étude.pdf"]
    assert anchors.named("tude.pdf") == ()
    assert anchors.named("2024/étude.pdf")[0].source == "2024/e\u0301tude.pdf"


def test_a_quote_is_found_on_its_page_only_and_anywhere_without_a_page():
    anchors = Anchors(FakeCorpus({"a.pdf": ["un mot", "le mot", "le mot"]}))
    assert [each.spans for each in anchors.evidence(evidence("le mot", 2))] == [(Span(2, 0, 6),)]
    assert anchors.evidence(evidence("le mot", 1)) == ()
    assert [each.spans[0].page for each in anchors.evidence(evidence("le mot"))] == [2, 3]
    assert [each.spans[0].page for each in anchors.elsewhere(evidence("le mot", 1))] == [2, 3]
    assert anchors.evidence(evidence("le mot", 9)) == ()
    assert anchors.evidence(evidence("le mot", document="z.pdf")) == ()


def test_the_page_of_a_document_without_pages_is_passed_over():
    anchors = Anchors(FakeCorpus({"a.md": ["le mot"]}, paged=False))
    assert [each.spans for each in anchors.evidence(evidence("mot", 7, "a.md"))] == [(Span(1, 3, 6),)]


def test_a_quote_that_runs_over_a_page_break_has_a_span_on_each_page():
    anchors = Anchors(FakeCorpus({"a.pdf": ["Le budget est de", "218 000 € par an."]}))
    (anchor,) = anchors.evidence(evidence("est de 218 000 €", 1))
    assert anchor.spans == (Span(1, 10, 16), Span(2, 0, 9))


def test_passages_at_a_place_whatever_the_cut():
    text = "x" * 200
    for length, names in ((50, ["a.pdf-1", "a.pdf-2"]), (200, ["a.pdf-0"]), (20, ["a.pdf-3", "a.pdf-4", "a.pdf-5"])):
        anchors = Anchors(FakeCorpus({"a.pdf": [text]}, length=length))
        (anchor,) = anchors.graded(GradedPassage("a.pdf", fake_hash("a.pdf"), 1, 65, 130, 3))
        at = [passage.id for passage in anchors.passages(anchor)]
        assert [name for name in at if name in names] == names


def test_a_judged_place_is_found_by_content_even_where_the_file_was_renamed_or_changed():
    anchors = Anchors(FakeCorpus({"nouveau.pdf": ["le mot"]}))
    assert len(anchors.graded(GradedPassage("vieux.pdf", fake_hash("nouveau.pdf"), 1, 0, 6, 3))) == 1
    assert anchors.graded(GradedPassage("nouveau.pdf", "other", 1, 0, 6, 3)) == ()
    assert anchors.graded(GradedPassage("nouveau.pdf", fake_hash("nouveau.pdf"), 1, 0, 7, 3)) == ()
    assert anchors.graded(GradedPassage("nouveau.pdf", fake_hash("nouveau.pdf"), 2, 0, 6, 3)) == ()


def test_pages_are_read_once():
    corpus = FakeCorpus({"a.pdf": ["le mot"]})
    anchors = Anchors(corpus)
    for _ in range(5):
        anchors.evidence(evidence("mot", 1))
    assert corpus.read == 1
