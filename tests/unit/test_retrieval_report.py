"""Evaluation of retrieval on a small searcher that ranks by shared words."""

import pytest

from assistant.errors import UsageError
from assistant.evaluation.beir import BeirSet
from assistant.evaluation.cases import Case, EvidenceItem
from assistant.evaluation.retrieval import check_made_for, evaluate_cases, evaluate_retrieval, record_id
from assistant.types import Document, Passage, ScoredPassage, Span, Turn


def document(source: str) -> Document:
    return Document(
        id=f"id-{source}",
        source=source,
        format="jsonl",
        content_hash="0",
        title=source,
        authors=(),
        date=None,
        kind="article",
        language="fr",
        page_count=None,
        passage_count=1,
        characters=1,
        added_at="2026-01-01T00:00:00Z",
    )


class WordSearcher:
    """Scores passages by the number of words shared with the question and its history; refuses empty questions."""

    def __init__(self, texts: list[tuple[str, str]]) -> None:
        self.texts = texts
        self.calls: list[tuple[str, int, tuple[Turn, ...]]] = []

    def documents(self) -> list[Document]:
        return [document(source) for source in dict.fromkeys(source for source, _ in self.texts)]

    def search(self, question, limit=10, history=()):
        self.calls.append((question, limit, tuple(history)))
        if not question.strip(" ?"):
            raise UsageError("empty_question")
        words = {word for text in (question, *(turn.text for turn in history)) for word in text.split()}
        found = []
        for ordinal, (source, text) in enumerate(self.texts):
            score = len(words & set(text.split()))
            passage = Passage(f"p{ordinal}", f"id-{source}", ordinal, (Span(1, 0, len(text)),), (), text, "fr")
            if score:
                found.append(ScoredPassage(passage, document(source), float(score)))
        return sorted(found, key=lambda hit: -hit.score)[:limit]


BEIR_TEXTS = [
    ("corpus.jsonl#d1", "le tramway roule"),
    ("corpus.jsonl#d2", "le budget participatif de la ville"),
    ("corpus.jsonl#d2", "le tramway du budget"),
    ("corpus.jsonl#d3", "rien"),
]


def beir(tmp_path, questions, qrels):
    return BeirSet(tmp_path, frozenset({"d1", "d2", "d3"}), questions, qrels)


def test_documents_are_ranked_by_their_best_passage_and_named_by_record(tmp_path):
    searcher = WordSearcher(BEIR_TEXTS)
    report = evaluate_retrieval(searcher, beir(tmp_path, {"q": "tramway du budget"}, {"q": {"d2": 1}}))
    assert [name for name, _ in report.rankings["q"]] == ["d2", "d1"]
    assert report.metrics is not None
    assert report.metrics["Success@1"] == 1.0
    assert {limit for _, limit, _ in searcher.calls} == {100}


def test_unjudged_and_refused_questions_are_counted_apart(tmp_path):
    questions = {"q1": "tramway roule", "q2": "rien", "q3": "?"}
    done = []
    report = evaluate_retrieval(
        WordSearcher(BEIR_TEXTS),
        beir(tmp_path, questions, {"q1": {"d1": 1}, "q3": {"d3": 1}}),
        progress=lambda position, total: done.append((position, total)),
    )
    shown = report.to_json()
    assert (shown["questions"], shown["judged"], shown["unjudged"], shown["failed"]) == (3, 2, 1, 1)
    assert shown["Success@1"] == 0.5
    assert shown["documents"] == 3
    assert set(shown["latency_ms"]) == {"p50", "p95"}
    assert done == [(1, 3), (2, 3), (3, 3)]


def test_nothing_judged_is_null_not_zero(tmp_path):
    shown = evaluate_retrieval(WordSearcher(BEIR_TEXTS), beir(tmp_path, {"q": "?"}, {})).to_json()
    assert shown["nDCG@10"] is None
    assert shown["latency_ms"] is None


def test_the_first_search_is_a_warm_up_and_not_timed(tmp_path):
    searcher = WordSearcher(BEIR_TEXTS)
    evaluate_retrieval(searcher, beir(tmp_path, {"q1": "tramway", "q2": "budget"}, {}))
    assert [question for question, _, _ in searcher.calls] == ["tramway", "tramway", "budget"]


def case(name, question, kind, *groups, history=()):
    pieces = tuple(tuple(EvidenceItem(source, None, "…") for source in group) for group in groups)
    return Case(name, question, kind, bool(pieces), history, pieces)


def test_cases_by_kind_groups_and_unanswerable():
    texts = [
        ("a.md", "tramway roule"),
        ("sub/b.md", "budget tramway"),
        ("c.md", "tramway"),
        ("c.md", "tramway tramway"),
    ]
    cases = [
        case("1", "tramway roule", "fact", ["a.md"]),
        case("2", "budget", "fact", ["b.md", "z.md"], ["a.md"]),
        case("3", "inconnu", "definition", ["a.md"]),
        case("4", "jamais", "unanswerable"),
        case("5", "combien", "followup", ["b.md"], history=(Turn("user", "budget"),)),
    ]
    searcher = WordSearcher(texts)
    shown = evaluate_cases(searcher, cases, searcher.documents()).to_json()
    assert (shown["questions"], shown["judged"], shown["unanswerable"]) == (5, 4, 1)
    assert shown["document_ranks"] == {"1": 1, "2": 1, "3": None, "5": 1}
    assert shown["Success@5"] == 0.75
    assert shown["by_kind"]["fact"]["groups@10"] == 0.75  # all of case 1, one group of two of case 2
    assert shown["by_kind"]["definition"]["Success@10"] == 0.0
    assert shown["missing_documents"] == ["z.md"]
    assert "jamais" not in [question for question, _, _ in searcher.calls]


def test_passages_and_documents_are_ranked_apart():
    texts = [*[("a.md", "tramway ville")] * 5, ("b.md", "tramway")]
    searcher = WordSearcher(texts)
    shown = evaluate_cases(searcher, [case("1", "tramway ville", "fact", ["b.md"])], searcher.documents()).to_json()
    assert shown["Success@5"] == 1.0
    assert shown["Success@5 passages"] == 0.0


def test_a_source_is_matched_whole_and_whatever_its_accents_are_made_of():
    searcher = WordSearcher([("e\u0301tude.md", "tramway"), ("autre-étude.md", "budget")])
    cases = [case("1", "tramway", "fact", ["étude.md"]), case("2", "budget", "fact", ["étude.md"])]
    assert evaluate_cases(searcher, cases, searcher.documents()).to_json()["document_ranks"] == {"1": 1, "2": None}


@pytest.mark.parametrize("source", ["corpus.jsonl#d9", "notes.md", "sub/corpus.jsonl#d1"])
def test_an_index_with_other_documents_is_refused_by_name(tmp_path, source):
    with pytest.raises(UsageError) as caught:
        check_made_for(beir(tmp_path, {}, {}), [document("corpus.jsonl#d1"), document(source)])
    assert caught.value.code == "foreign_index"
    assert source in caught.value.render("fr").reason


def test_record_ids_may_hold_a_hash_sign():
    assert record_id(document("corpus.jsonl#a#b")) == "a#b"
