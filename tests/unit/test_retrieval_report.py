"""Evaluation of each leg of a small searcher that ranks by shared words."""

from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.evaluation.retrieval.measure import check_legs, check_made_for, measure_legs, record_id
from assistant.evaluation.retrieval.summary import beir_summary, cases_summary, main_leg, measured_metrics
from assistant.evaluation.sets.anchors import Anchors
from assistant.evaluation.sets.beir import BeirSet
from assistant.evaluation.sets.cases import Case, EvidenceItem
from assistant.evaluation.sets.relevance import beir_targets, case_target
from assistant.types import Document, Page, Passage, ScoredPassage, Span, Turn


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
    """Scores passages by the number of words shared with the question and its history; refuses empty questions.

    The leg "backwards" gives the same passages, worst first. Each text is a document's page, or one after another.
    """

    legs = ("fused", "backwards")

    def __init__(self, texts: list[tuple[str, str]]) -> None:
        self.texts = texts
        self.calls: list[tuple[str, int, tuple[Turn, ...], str]] = []

    def documents(self) -> list[Document]:
        return [document(source) for source in dict.fromkeys(source for source, _ in self.texts)]

    def page(self, document_id, number):
        return Page(number, "\n".join(text for source, text in self.texts if f"id-{source}" == document_id))

    def document_passages(self, document_id):
        return [passage for passage in self.passages() if passage.document_id == document_id]

    def passages(self) -> list[Passage]:
        starts = dict.fromkeys((source for source, _ in self.texts), 0)
        made = []
        for ordinal, (source, text) in enumerate(self.texts):
            span = Span(1, starts[source], starts[source] + len(text))
            starts[source] = span.end + 1
            made.append(Passage(f"p{ordinal}", f"id-{source}", ordinal, (span,), (), text, "fr"))
        return made

    def search(self, question, limit=10, history=(), leg=None):
        self.calls.append((question, limit, tuple(history), leg))
        if not question.strip(" ?"):
            raise UsageError("empty_question")
        words = {word for text in (question, *(turn.text for turn in history)) for word in text.split()}
        found = []
        for passage, (source, text) in zip(self.passages(), self.texts, strict=True):
            score = len(words & set(text.split()))
            if score:
                sign = -1.0 if leg == "backwards" else 1.0
                found.append(ScoredPassage(passage, document(source), sign * score))
        return sorted(found, key=lambda hit: -hit.score)[:limit]


BEIR_TEXTS = [
    ("corpus.jsonl#d1", "le tramway roule"),
    ("corpus.jsonl#d2", "le budget participatif de la ville"),
    ("corpus.jsonl#d2", "le budget du tramway"),
]


def beir(questions, qrels):
    return BeirSet(Path("set"), frozenset({"d1", "d2", "d3"}), questions, qrels)


def measured(searcher, questions, qrels, legs=("fused",), **options):
    made = beir(questions, qrels)
    targets = beir_targets(made)
    runs = measure_legs(searcher, targets, legs, **options)
    return runs, beir_summary(runs, targets, len(made.documents))


def test_documents_are_ranked_by_their_best_passage_and_named_by_source():
    searcher = WordSearcher(BEIR_TEXTS)
    (run,), shown = measured(searcher, {"q": "tramway du budget"}, {"q": {"d2": 1}})
    assert [name for name, _ in run.rankings["q"]] == ["corpus.jsonl#d2", "corpus.jsonl#d1"]
    assert shown["Success@1"] == 1.0
    assert {limit for _, limit, _, _ in searcher.calls} == {100}


def test_unjudged_and_refused_questions_are_counted_apart():
    done = []
    _, shown = measured(
        WordSearcher(BEIR_TEXTS),
        {"q1": "tramway roule", "q2": "rien", "q3": "?"},
        {"q1": {"d1": 1}, "q3": {"d3": 1}},
        progress=lambda position, total: done.append((position, total)),
    )
    assert (shown["questions"], shown["judged"], shown["unjudged"], shown["failed"]) == (3, 2, 1, 1)
    assert shown["Success@1"] == 0.5
    assert shown["documents"] == 3
    assert set(shown["latency_ms"]) == {"p50", "p95"}
    assert done == [(1, 3), (2, 3), (3, 3)]


def test_a_refused_question_is_a_row_that_says_so_and_an_unjudged_one_has_no_value():
    (run,), _ = measured(WordSearcher(BEIR_TEXTS), {"q1": "?", "q2": "tramway"}, {"q1": {"d1": 1}})
    first, second = run.run.rows
    assert (first.values["nDCG@10"], first.values["Judged@10"], first.detail["error"]) == (0.0, None, "empty_question")
    assert set(second.values.values()) == {None}
    assert second.detail["document_rank"] is None


def test_nothing_to_judge_is_said_and_nothing_is_searched():
    searcher = WordSearcher(BEIR_TEXTS)
    with pytest.raises(UsageError) as caught:
        measured(searcher, {"q1": "tramway", "q2": "budget"}, {})
    assert caught.value.code == "nothing_to_judge"
    assert "2 questions" in caught.value.render("fr").reason
    assert searcher.calls == []


def test_each_leg_has_its_figures_its_latency_and_its_warm_up():
    searcher = WordSearcher(BEIR_TEXTS)
    runs, shown = measured(searcher, {"q1": "le tramway roule", "q2": "budget"}, {"q1": {"d1": 1}}, legs=None)
    assert [run.name for run in runs] == ["fused", "backwards"]
    assert (shown["leg"], shown["nDCG@10"]) == ("fused", 1.0)
    assert shown["legs"]["fused"]["Success@1"] == 1.0
    assert shown["legs"]["backwards"]["Success@1"] == 0.0
    assert shown["legs"]["backwards"]["latency_ms"]["p50"] > 0
    assert [leg for question, _, _, leg in searcher.calls if question == "budget"] == ["fused", "backwards"]
    assert [leg for *_, leg in searcher.calls].count("fused") == 3  # a warm-up and two questions


def test_a_leg_that_is_not_there_is_named():
    with pytest.raises(UsageError) as caught:
        measured(WordSearcher(BEIR_TEXTS), {"q": "tramway"}, {"q": {"d1": 1}}, legs=["reranked"])
    assert (caught.value.code, caught.value.params["leg"]) == ("unknown_leg", "reranked")
    assert check_legs(("a", "b"), ["b", "b"]) == ("b",)


def test_the_figures_at_the_top_are_of_the_last_leg_where_the_fusion_was_not_measured():
    runs, shown = measured(WordSearcher(BEIR_TEXTS), {"q": "tramway"}, {"q": {"d1": 1}}, legs=["backwards"])
    assert main_leg(runs).name == shown["leg"] == "backwards"


def test_a_set_without_places_has_figures_of_documents_alone():
    runs, shown = measured(WordSearcher(BEIR_TEXTS), {"q": "tramway"}, {"q": {"d1": 1}})
    names = [metric.name for metric in measured_metrics(runs)]
    assert names == ["nDCG@10", "R@10", "R@20", "R@100", "RR@10", "Success@1", "Success@5", "Judged@10"]
    assert not any("passages" in name for name in shown)


def case(name, question, kind, *groups, history=()):
    """A case whose evidence is (document, quote) pairs by group."""
    pieces = tuple(tuple(EvidenceItem(source, None, quote) for source, quote in group) for group in groups)
    return Case(name, question, kind, bool(pieces), history, pieces)


def measured_cases(texts, *cases):
    searcher = WordSearcher(texts)
    anchors = Anchors(searcher)
    targets = [case_target(each, anchors) for each in cases]
    runs = measure_legs(searcher, targets, ["fused"])
    return runs[0].run.rows, cases_summary(runs, targets, unanswerable=1)


def test_cases_by_kind_groups_and_unanswerable():
    texts = [
        ("a.md", "tramway roule"),
        ("sub/b.md", "budget tramway"),
        ("c.md", "tramway"),
        ("c.md", "tramway tramway"),
    ]
    _, shown = measured_cases(
        texts,
        case("1", "tramway roule", "fact", [("a.md", "tramway roule")]),
        case("2", "budget", "fact", [("b.md", "budget"), ("z.md", "…")], [("a.md", "roule")]),
        case("3", "inconnu", "definition", [("a.md", "tramway")]),
        case("5", "combien", "followup", [("b.md", "budget")], history=(Turn("user", "budget"),)),
    )
    assert (shown["questions"], shown["judged"], shown["unanswerable"]) == (5, 4, 1)
    assert shown["document_ranks"] == {"1": 1, "2": 1, "3": None, "5": 1}
    assert shown["Success@5"] == 0.75
    assert shown["by_kind"]["fact"]["groups@10"] == 0.75  # all of case 1, one group of two of case 2
    assert shown["by_kind"]["fact"]["R@10"] == pytest.approx((1 + 1 / 3) / 2)  # b.md of b.md, z.md and a.md
    assert shown["by_kind"]["definition"]["Success@10"] == 0.0
    assert shown["missing_documents"] == ["z.md"]


def test_what_people_see_is_measured_by_its_first_ten_passages_in_their_order():
    class Varied(WordSearcher):
        """Shows no more than three passages of a document first, whatever their scores."""

        def search(self, question, limit=10, history=(), leg=None):
            found = super().search(question, 3 * limit if leg is None else limit, history, leg)
            if leg is not None:
                return found
            surplus = [hit for hit in found if hit.passage.ordinal in range(3, 12)]
            return [*(hit for hit in found if hit not in surplus), *surplus][:limit]

    searcher = Varied([*[("a.md", "tramway ville")] * 12, ("b.md", "tramway")])
    target = case_target(
        case("1", "tramway ville", "multi", [("a.md", "ville")], [("b.md", "tramway")]), Anchors(searcher)
    )
    runs = measure_legs(searcher, [target], ["fused", "shown"])
    shown = cases_summary(runs, [target], unanswerable=0)["legs"]
    assert (shown["fused"]["groups@10"], shown["fused"]["groups@10 passages"]) == (1.0, 0.5)
    assert shown["shown"]["groups@10 passages"] == 1.0
    assert [name for name, _ in runs[1].rankings["1"]] == ["a.md", "b.md"]
    assert {(limit, leg) for _, limit, _, leg in searcher.calls} >= {(30, None), (100, "fused")}


def test_passages_and_documents_are_ranked_apart():
    texts = [*[("a.md", "tramway ville")] * 5, ("b.md", "tramway")]
    rows, shown = measured_cases(texts, case("1", "tramway ville", "fact", [("b.md", "tramway")]))
    assert shown["Success@5"] == 1.0
    assert shown["Success@5 passages"] == 0.0
    assert (rows[0].detail["document_rank"], rows[0].detail["passage_rank"]) == (2, 6)


def test_a_passage_is_right_where_the_words_are_not_wherever_its_document_is():
    texts = [("a.md", "tramway ville gare"), ("a.md", "le budget du tramway")]
    rows, shown = measured_cases(texts, case("1", "tramway ville gare", "fact", [("a.md", "le budget")]))
    assert (shown["Success@1"], shown["Success@1 passages"], shown["Success@5 passages"]) == (1.0, 0.0, 1.0)
    assert shown["nDCG@10 passages"] == pytest.approx(0.6309, abs=1e-4)
    assert rows[0].values["Judged@10 passages"] == 0.5


def test_words_that_are_nowhere_leave_nothing_to_judge_of_passages():
    rows, shown = measured_cases([("a.md", "tramway")], case("1", "tramway", "fact", [("a.md", "métro")]))
    assert rows[0].values["nDCG@10"] == 1.0
    assert rows[0].values["nDCG@10 passages"] is None
    assert "nDCG@10 passages" not in shown


def test_a_row_that_went_wrong_shows_what_was_found():
    texts = [("a.md", "tramway ville"), ("b.md", "tramway " + "mot " * 200)]
    rows, _ = measured_cases(texts, case("1", "tramway ville", "fact", [("b.md", "mot mot")]))
    first, second = rows[0].detail["found"]
    assert (first["rank"], first["source"], first["relevant"], first["page"]) == (1, "a.md", False, None)
    assert second["relevant"] is True
    assert len(second["text"]) < 250
    rows, _ = measured_cases(texts, case("1", "ville", "fact", [("a.md", "ville")]))
    assert "found" not in rows[0].detail


@pytest.mark.parametrize("source", ["corpus.jsonl#d9", "notes.md", "sub/corpus.jsonl#d1"])
def test_an_index_with_other_documents_is_refused_by_name(source):
    with pytest.raises(UsageError) as caught:
        check_made_for(beir({}, {}), [document("corpus.jsonl#d1"), document(source)])
    assert caught.value.code == "foreign_index"
    assert source in caught.value.render("fr").reason


def test_record_ids_may_hold_a_hash_sign():
    assert record_id(document("corpus.jsonl#a#b")) == "a#b"
