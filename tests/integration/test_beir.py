"""Reading BEIR folders, good and bad."""

import json
import os
from pathlib import Path

import pytest

from assistant.evaluation.sets.beir import About, as_cases, load_beir
from assistant.evaluation.sets.problems import BadFileError

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
    assert beir.qrels == {"q1": {"d1": 2}}  # judged not relevant: out of the qrels, kept for the share judged
    assert beir.judged == {"q1": {"d1": 2, "d2": 0}, "q2": {"d2": 0}}
    assert beir.corpus_file == tmp_path / "corpus.jsonl"


def test_qrels_may_lack_their_header(tmp_path):
    assert load_beir(make(tmp_path, qrels="q1\td1\t1\r\n")).qrels == {"q1": {"d1": 1}}


def test_the_first_questions_keep_their_qrels_only(tmp_path):
    beir = load_beir(make(tmp_path, qrels="q1\td1\t1\nq2\td2\t1\n")).first(1)
    assert list(beir.questions) == ["q1"]
    assert beir.qrels == {"q1": {"d1": 1}}


def complaints(folder: Path, language="en") -> list[str]:
    with pytest.raises(BadFileError) as caught:
        load_beir(folder)
    error = caught.value
    assert error.code == "bad_beir"
    said = error.render(language)
    assert str(folder) in said.reason
    assert all(problem.sentence(language) in said.reason for problem in error.problems)
    return [problem.sentence(language) for problem in error.problems]


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl", "qrels/test.tsv"])
def test_a_missing_file_is_named(tmp_path, name):
    (make(tmp_path) / name).unlink()
    assert complaints(tmp_path) == [f"{name}: the file is not there."]


@pytest.mark.parametrize(
    ("parts", "complaint"),
    [
        ({"corpus": [{"_id": "d1", "text": "a"}, "{"]}, "corpus.jsonl, line 2: the line is not JSON"),
        ({"corpus": [{"_id": "d1", "text": "a"}, "[]"]}, "not a JSON object"),
        ({"corpus": [{"_id": "d1", "text": "a"}, {"text": "a"}]}, '"_id" must be a text'),
        ({"corpus": [{"_id": "d1", "text": "a"}, {"_id": "d 2", "text": "a"}]}, "white space"),
        ({"corpus": [{"_id": "d1"}, {"_id": "d1"}]}, "line 2: the id d1 is there twice"),
        ({"queries": [{"_id": "q1", "text": " "}]}, 'queries.jsonl, line 1: "text"'),
        ({"queries": [" "]}, "queries.jsonl: the file is empty"),
        ({"qrels": "q1\td9\t1\n"}, "qrels/test.tsv, line 1: the document d9 is not in corpus.jsonl"),
        ({"qrels": "query-id\tcorpus-id\tscore\nq9\td1\t1\n"}, "line 2: the question q9 is not in queries.jsonl"),
        ({"qrels": "q1 d1 1\n"}, "tabs"),
        ({"qrels": "q1\td1\tyes\n"}, 'the relevance "yes" is not a whole number'),
    ],
)
def test_bad_content_is_told_with_its_line_once(tmp_path, parts, complaint):
    (said,) = complaints(make(tmp_path, **parts))
    assert complaint in said


def test_every_bad_line_is_told_in_the_language_asked_for(tmp_path):
    make(tmp_path, qrels="q1\td8\t1\nq1\td1\t1\nq9\td1\t1\n")
    assert complaints(tmp_path, "fr") == [
        "qrels/test.tsv, ligne 1\u00a0: le document d8 n'est pas dans corpus.jsonl.",
        "qrels/test.tsv, ligne 3\u00a0: la question q9 n'est pas dans queries.jsonl.",
    ]


def test_ids_are_not_held_against_a_file_that_could_not_be_read(tmp_path):
    make(tmp_path, corpus=["{"])
    assert len(complaints(tmp_path)) == 1


def test_bytes_that_are_no_text_are_told_with_their_line(tmp_path):
    make(tmp_path)
    (tmp_path / "corpus.jsonl").write_bytes(b'{"_id": "d1", "text": "\xff"}\n')
    assert "corpus.jsonl, line 1" in complaints(tmp_path)[0]
    (tmp_path / "corpus.jsonl").write_text('{"_id": "d1"}', encoding="utf-8")
    (tmp_path / "qrels" / "test.tsv").write_bytes(b"q1\td1\xff\t1\n")
    assert complaints(tmp_path) == ["qrels/test.tsv: the file can't be read: UTF-8."]


def test_a_set_that_its_corpus_does_not_answer_is_a_set(tmp_path):
    beir = load_beir(make(tmp_path, qrels="query-id\tcorpus-id\tscore\n"))
    assert beir.qrels == {}
    assert [case.answerable for case in as_cases(beir)] == [False, False]


def test_what_is_said_of_questions_is_kept_where_it_is_understood(tmp_path):
    queries = [
        {"_id": "q1", "text": "un ?", "metadata": {"answers": ["I", 1, " "], "answerable": True, "lang": "fr"}},
        {
            "_id": "q2",
            "text": "deux ?",
            "metadata": {"answers": "II", "answerable": "no", "kind": "piège", "lang": "de"},
        },
        {"_id": "q3", "text": "trois ?", "metadata": []},
    ]
    beir = load_beir(make(tmp_path, queries=queries))
    assert beir.about == {"q1": About(("I",), True, None, "fr"), "q2": About(kind="piège"), "q3": About()}
    assert beir.first(1).about["q1"].answers == ("I",)


def test_questions_become_cases_whose_documents_are_named_by_source(tmp_path):
    queries = [
        {"_id": "q1", "text": "un ?", "metadata": {"answers": ["I"], "lang": "fr"}},
        {"_id": "q2", "text": "deux ?", "metadata": {"answers": ["II"], "answerable": False, "kind": "piège"}},
    ]
    first, second = as_cases(load_beir(make(tmp_path, queries=queries, qrels="q1\td1\t2\nq1\td2\t0\nq2\td2\t1\n")))
    assert (first.kind, first.answerable, first.language, first.answers) == ("fr", True, "fr", ("I",))
    assert first.documents == {"corpus.jsonl#d1": 2}
    assert (second.kind, second.answerable, second.answers, second.documents) == ("piège", False, (), {})


@pytest.mark.skipif(not DATA.is_dir(), reason="the measured data is not here (ASSISTANT_DATA)")
@pytest.mark.parametrize(("name", "questions", "judged"), [("piaf-dev", 4761, 4761), ("piaf-abstain-dev", 1200, 600)])
def test_real_sets(name, questions, judged):
    beir = load_beir(DATA / "beir" / name)
    assert (len(beir.questions), len(beir.qrels)) == (questions, judged)
