"""What of a reference an answer's quotes reach."""

from assistant.evaluation.sets.reference import Reference
from assistant.types import Quote

REFERENCE = Reference(
    documents=frozenset({"a", "b"}),
    groups=(frozenset({("a", 2, 100, 200)}), frozenset({("b", 1, 0, 40), ("a", 5, 0, 40)})),
    paged=frozenset({"a"}),
)


def quote(document="a", page=2, start=100, end=200):
    return Quote(document, "p", page, start, end, "x" * (end - start))


def test_shares_by_hand():
    quotes = [quote(), quote(page=3), quote("b", 1, 30, 50), quote("z", 1)]
    assert REFERENCE.document_share(quotes) == 3 / 4
    assert REFERENCE.page_share(quotes) == 1 / 2  # b has no pages, z is not of the reference
    assert REFERENCE.group_share(quotes) == 1.0


def test_half_of_the_shorter_span_must_be_shared():
    assert REFERENCE.group_share([quote(start=160, end=400)]) == 0.0
    assert REFERENCE.group_share([quote(start=150, end=400)]) == 0.5
    assert REFERENCE.group_share([quote(start=190, end=200)]) == 0.5


def test_nothing_to_judge_is_none():
    assert REFERENCE.document_share([]) is None
    assert Reference().document_share([quote()]) is None
    assert Reference().group_share([quote()]) is None
    assert REFERENCE.page_share([quote("b", 1)]) is None


def test_a_refusal_reaches_no_piece_of_evidence():
    assert REFERENCE.group_share([]) == 0.0
