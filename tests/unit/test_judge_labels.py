"""Files of claims that people judged."""

import json
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.evaluation.judges.labels import load_labels
from assistant.evaluation.sets.problems import BadFileError

YES, NO, UNSURE = "Supported", "Not Supported", "Challenging"


def record(*votes: list[str], **changed) -> dict:
    return {
        "query_id": "q1",
        "query": "Combien de plongeurs emploie le port ?",
        "context": [{"text": "Le port emploie douze plongeurs."}, {"text": "Il est ouvert."}],
        "answer": [
            {"sentence": f"Phrase {place}. ", "sentence_id": place, "factuality": v} for place, v in enumerate(votes)
        ],
    } | changed


def written(tmp_path: Path, *records: object) -> Path:
    path = tmp_path / "labels.jsonl"
    path.write_text("\n".join(json.dumps(each, ensure_ascii=False) for each in records), encoding="utf-8")
    return path


def test_what_most_people_said_counts_and_the_rest_is_left_out(tmp_path):
    votes = [[YES, YES, NO], [NO, NO, NO, YES, YES], [YES, NO], [UNSURE, UNSURE, YES], [YES, UNSURE, NO], []]
    found = load_labels(written(tmp_path, record(*votes)))
    assert [each.supported for each in found.statements] == [True, False]
    assert found.left_out == 4
    assert found.name == "labels.jsonl"


def test_a_statement_has_all_passages_as_evidence_and_its_question(tmp_path):
    english = record([NO], query_id="q2", query="How many divers are there in the port?")
    first, second, third = load_labels(written(tmp_path, record([YES]), english, record([YES], lang="en"))).statements
    assert first.statement.claim == "Phrase 0."
    assert first.statement.evidence == ("Le port emploie douze plongeurs.", "Il est ouvert.")
    assert first.statement.question == "Combien de plongeurs emploie le port ?"
    assert [each.statement.language for each in (first, second, third)] == ["fr", "en", "en"]
    assert [each.question_id for each in (first, second)] == ["q1", "q2"]


def test_the_hash_is_that_of_the_file(tmp_path):
    path = written(tmp_path, record([YES]))
    one = load_labels(path).data_hash
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert load_labels(path).data_hash != one


def test_every_bad_line_is_told_with_its_number(tmp_path):
    path = written(
        tmp_path,
        record([YES]),
        record([YES], query_id=""),
        record([YES], context="texte"),
        record([YES], answer=[{"sentence": "Phrase."}]),
        record([YES], context=[{"text": 3}]),
        record([YES], lang="de"),
        [1],
    )
    path.write_text(path.read_text(encoding="utf-8") + "\n{", encoding="utf-8")
    with pytest.raises(BadFileError) as raised:
        load_labels(path)
    assert raised.value.code == "bad_labels"
    assert [problem.line for problem in raised.value.problems] == [2, 3, 4, 5, 6, 7, 8]
    told = raised.value.render("fr").reason
    assert "ligne 4 (q1)" in told
    assert "answer[1].factuality" in told


@pytest.mark.parametrize("records", [(), (record([YES, NO]),), (record(),)])
def test_a_file_without_a_majority_can_not_be_measured_on(tmp_path, records):
    with pytest.raises(UsageError) as raised:
        load_labels(written(tmp_path, *records))
    assert raised.value.code == "no_labels"


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(UsageError) as raised:
        load_labels(tmp_path / "absent.jsonl")
    assert raised.value.code == "labels_unreadable"
