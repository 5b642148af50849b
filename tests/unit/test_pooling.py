"""Pools: what is in them, in which order, and what they do not say."""

import json

import pytest

from assistant.errors import UsageError
from assistant.evaluation.gold.pooling import Pool, check_pool_file, pool_cases, read_pool, write_pool
from assistant.evaluation.sets.cases import Case
from assistant.evaluation.sets.problems import BadFileError
from assistant.types import Passage, ScoredPassage, Span, Turn
from fake_corpus import FakeCorpus, fake_hash

CORPUS = FakeCorpus({"a.pdf": ["a" * 200], "b.pdf": ["b" * 80]})


class Searcher:
    """The leg "up" gives passages in order, "down" from the last to the first; "?" is refused."""

    legs = ("up", "down")

    def search(self, question, limit=10, history=(), leg=None):
        if question == "?":
            raise UsageError("empty_question")
        passages = [(each, found) for found in CORPUS.documents() for each in CORPUS.document_passages(found.id)]
        ordered = passages if leg == "up" else passages[::-1]
        return [ScoredPassage(passage, document, 1.0) for passage, document in ordered[:limit]]


def case(key="1", question="q ?", **values) -> Case:
    return Case(key, question, "fact", True, **values)


def test_the_first_of_each_leg_once_each_in_an_order_that_the_seed_decides():
    lines = pool_cases(Searcher(), [case()], depth=5).lines
    assert len(lines) == 7  # five from either end of seven
    assert len({line.key for line in lines}) == 7
    assert pool_cases(Searcher(), [case()], depth=5).lines == lines
    orders = {tuple(line.place for line in pool_cases(Searcher(), [case()], 5, seed).lines) for seed in range(20)}
    assert len(orders) > 15
    assert len({order.index(lines[0].place) for order in orders}) > 3  # the best one is not always first


def test_a_line_says_where_and_what_and_nothing_of_who_found_it(tmp_path):
    asked = [case(history=(Turn("user", "avant ?"),)), case("2")]
    write_pool(tmp_path / "pool.jsonl", pool_cases(Searcher(), asked, depth=1))
    first, _, third, _ = map(json.loads, (tmp_path / "pool.jsonl").read_text(encoding="utf-8").splitlines())
    names = {"case", "question", "doc", "sha256", "page", "start", "end", "title", "text", "grade"}
    assert set(first) == names | {"history"}
    assert set(third) == names
    assert first["grade"] is None
    assert first["history"] == ["avant ?"]
    assert (first["doc"], first["sha256"], first["page"]) in {
        ("a.pdf", fake_hash("a.pdf"), 1),
        ("b.pdf", fake_hash("b.pdf"), 1),
    }


def test_a_passage_over_a_page_break_is_named_by_its_longer_part(monkeypatch):
    passage = Passage("p", "a.pdf", 0, (Span(1, 190, 200), Span(2, 0, 60)), (), "…", "fr")
    found = [ScoredPassage(passage, CORPUS.document("a.pdf"), 1.0)]
    monkeypatch.setattr(Searcher, "search", lambda *_: found)
    (line,) = pool_cases(Searcher(), [case()]).lines
    assert line.place == ("a.pdf", fake_hash("a.pdf"), 2, 0, 60)


def test_a_question_that_the_search_refuses_is_told_and_the_others_go_on():
    pool = pool_cases(Searcher(), [case("1", "?"), case("2")], depth=1)
    assert pool.refused == {"1": "empty_question"}
    assert {line.case for line in pool.lines} == {"2"}


def written(tmp_path, **changes):
    path = tmp_path / "pool.jsonl"
    write_pool(path, pool_cases(Searcher(), [case()], depth=1))
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    records[1] |= changes
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return path


def test_what_was_graded_is_read_back(tmp_path):
    lines = read_pool(written(tmp_path, grade=2, note="à revoir"))
    assert [line.grade for line in lines] == [None, 2]
    assert lines[1].passage(2).document in ("a.pdf", "b.pdf")


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"grade": 4}, '"grade" can\'t be more than 3'),
        ({"grade": "2"}, '"grade" must be a whole number'),
        ({"grade": -1}, '"grade" can\'t be less than 0'),
        ({"leg": "up"}, '"leg" is not a known field'),
        ({"end": 0, "start": 0}, "ends before"),
        ({"sha256": "x"}, "SHA-256"),
    ],
)
def test_a_bad_line_is_named(tmp_path, changes, complaint):
    with pytest.raises(BadFileError) as caught:
        read_pool(written(tmp_path, **changes))
    (problem,) = caught.value.problems
    assert (caught.value.code, problem.line, problem.case) == ("bad_pool", 2, "1")
    assert complaint in problem.message("en").reason


def test_a_place_twice_and_nothing_at_all_are_told(tmp_path):
    path = written(tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text.splitlines()[0]}\n{text}", encoding="utf-8")
    with pytest.raises(BadFileError, match="already that of line 1"):
        read_pool(path)
    path.write_text("\n")
    with pytest.raises(BadFileError, match="empty"):
        read_pool(path)
    with pytest.raises(UsageError, match="can't be read"):
        read_pool(tmp_path / "none.jsonl")


def test_grades_are_never_written_over(tmp_path):
    path = written(tmp_path, grade=0)
    before = path.read_bytes()
    with pytest.raises(UsageError, match="holds 1 grades"):
        write_pool(path, Pool((), {}))
    assert path.read_bytes() == before


def test_a_file_of_something_else_is_left_alone_and_an_ungraded_pool_is_replaced(tmp_path):
    other = tmp_path / "cases.jsonl"
    other.write_text('{"id": "1"}', encoding="utf-8")
    with pytest.raises(UsageError, match="something else"):
        check_pool_file(other)
    path = written(tmp_path)
    write_pool(path, pool_cases(Searcher(), [case("9")], depth=1))
    assert {line.case for line in read_pool(path)} == {"9"}
