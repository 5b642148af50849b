"""Reading on in the documents that most of the evidence comes from."""

from assistant.answering.reading_on import read_on
from assistant.retrieval.query import build_query
from assistant.types import Document, Evidence, Passage, ScoredPassage, Span


def document(name: str) -> Document:
    return Document(name, f"{name}.md", "markdown", "h", name, (), None, "article", "fr", None, 9, 90, "2026")


def passages(name: str, count: int = 4) -> list[Passage]:
    return [Passage(f"{name}{at}", name, at, (Span(1, at * 9, at * 9 + 5),), (), "Texte", "fr") for at in range(count)]


def evidence(*found: tuple[str, int, float]) -> Evidence:
    scored = tuple(ScoredPassage(passages(name)[at], document(name), score) for name, at, score in found)
    return Evidence(build_query("Quels freins ?"), scored, 2)


def test_a_document_of_which_several_passages_were_found_is_read_whole_after_what_was_found():
    more = read_on(evidence(("a", 1, 3.0), ("b", 0, 2.0), ("a", 3, 1.0)), passages)
    assert [each.passage.id for each in more.passages] == ["a1", "b0", "a3", "a0", "a2"]
    assert all(each.score < 1.0 for each in more.passages[3:])


def test_nothing_is_added_where_each_document_was_found_once():
    found = evidence(("a", 1, 3.0), ("b", 0, 2.0))
    assert read_on(found, passages) == found
    assert read_on(evidence(), passages).passages == ()


def test_what_is_added_is_bounded():
    more = read_on(evidence(("a", 0, 2.0), ("a", 1, 1.0)), lambda name: passages(name, 500))
    assert len(more.passages) == 62
