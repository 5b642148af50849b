"""Reading BEIR folders, good and bad."""

import json
import os
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.evaluation.beir import load_beir

pytestmark = pytest.mark.integration
DATA = Path(os.environ.get("ASSISTANT_DATA", Path(__file__).parents[2] / "../shared/data"))


def make(folder: Path, corpus=None, queries=None, qrels="query-id\tcorpus-id\tscore\nq1\td1\t1\n") -> Path:
    corpus = corpus or [{"_id": "d1", "title": "T", "text": "un"}, {"_id": "d2", "text": ""}]
    queries = queries or [{"_id": "q1", "text": "un ?"}, {"_id": "q2", "text": "deux ?"}]
    (folder / "qrels").mkdir()
    for name, records in (("corpus.jsonl", corpus), ("queries.jsonl", queries)):
        lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "qrels" / "test.tsv").write_text(qrels, encoding="utf-8")
    return folder


def test_a_good_folder(tmp_path):
    beir = load_beir(make(tmp_path, qrels="query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\nq2\td2\t0\n"))
    assert beir.documents == {"d1", "d2"}
    assert list(beir.questions.items()) == [("q1", "un ?"), ("q2", "deux ?")]
    assert beir.qrels == {"q1": {"d1": 2}}  # judged not relevant: out of the qrels
    assert beir.corpus_file == tmp_path / "corpus.jsonl"


def test_qrels_may_lack_their_header(tmp_path):
    assert load_beir(make(tmp_path, qrels="q1\td1\t1\r\n")).qrels == {"q1": {"d1": 1}}


def test_the_first_questions_keep_their_qrels_only(tmp_path):
    beir = load_beir(make(tmp_path, qrels="q1\td1\t1\nq2\td2\t1\n")).first(1)
    assert list(beir.questions) == ["q1"]
    assert beir.qrels == {"q1": {"d1": 1}}


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl", "qrels/test.tsv"])
def test_a_missing_file_is_named(tmp_path, name):
    (make(tmp_path) / name).unlink()
    assert refused(tmp_path) == f"{name} is missing"


def refused(folder: Path) -> str:
    with pytest.raises(UsageError) as caught:
        load_beir(folder)
    assert caught.value.code == "bad_beir"
    assert str(folder) in caught.value.render("fr").reason
    return caught.value.params["detail"]


@pytest.mark.parametrize(
    ("parts", "complaint"),
    [
        ({"corpus": [{"_id": "d1", "text": "a"}, "{"]}, "corpus.jsonl, line 2"),
        ({"corpus": ["[]"]}, "not a JSON object"),
        ({"corpus": [{"text": "a"}]}, '"_id" is missing'),
        ({"corpus": [{"_id": "d 1", "text": "a"}]}, "white space"),
        ({"corpus": [{"_id": "d1"}, {"_id": "d1"}]}, "d1 is there twice"),
        ({"queries": [{"_id": "q1", "text": " "}]}, 'queries.jsonl, line 1: "text"'),
        ({"queries": [" "]}, "queries.jsonl is empty"),
        ({"qrels": "q1\td9\t1\n"}, "line 1: unknown document d9"),
        ({"qrels": "query-id\tcorpus-id\tscore\nq9\td1\t1\n"}, "line 2: unknown question q9"),
        ({"qrels": "q1 d1 1\n"}, "tabs"),
        ({"qrels": "q1\td1\tyes\n"}, "yes is not a whole number"),
        ({"qrels": "query-id\tcorpus-id\tscore\nq1\td1\t0\n"}, "names no relevant document"),
    ],
)
def test_bad_content_is_told_with_its_line(tmp_path, parts, complaint):
    assert complaint in refused(make(tmp_path, **parts))


def test_bytes_that_are_no_text_are_told_with_their_line(tmp_path):
    make(tmp_path)
    (tmp_path / "corpus.jsonl").write_bytes(b'{"_id": "d1", "text": "\xff"}\n')
    assert "corpus.jsonl, line 1" in refused(tmp_path)


@pytest.mark.skipif(not DATA.is_dir(), reason="the measured data is not here (ASSISTANT_DATA)")
@pytest.mark.parametrize(("name", "questions", "judged"), [("piaf-dev", 4761, 4761), ("piaf-abstain-dev", 1200, 600)])
def test_real_sets(name, questions, judged):
    beir = load_beir(DATA / "beir" / name)
    assert (len(beir.questions), len(beir.qrels)) == (questions, judged)
