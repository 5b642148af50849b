"""`assistant eval cases`, `pool`, `agreement` and `adopt` on a real index: from questions to gold that can be measured."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from assistant.build import build_assistant
from assistant.errors import UsageError
from assistant.evaluation.sets.anchors import Anchors
from assistant.evaluation.sets.cases import load_cases
from assistant.settings import load_settings

pytestmark = pytest.mark.integration
SAMPLES = Path(__file__).parents[2] / "evals" / "cases" / "samples.jsonl"
DEPTH = 30  # nearly all passages of that small index, so that no later change of the search loses the right ones
IDS = ("S-F10", "S-X03", "S-X05")  # their evidence is in the documents of the group's index


@pytest.fixture
def index(group_index, tmp_path) -> Path:
    """A copy, which may be changed."""
    copy = tmp_path / "index"
    shutil.copytree(group_index, copy)
    return copy


@pytest.fixture
def cases(tmp_path) -> Path:
    lines = [line for line in SAMPLES.read_text(encoding="utf-8").splitlines() if json.loads(line)["id"] in IDS]
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join([*lines, '{"id": "N", "question": "Quel est l\'âge du capitaine ?"}']), encoding="utf-8")
    return path


def records(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write(path: Path, lines: list[dict]) -> Path:
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


# --- checking ----------------------------------------------------------------------------------------------------


def test_a_good_file_is_counted_by_kind_and_ends_well(cli, index, cases):
    done = cli("eval", "cases", cases, "--index", index, "--json")
    assert (done.code, done.json["problems"]) == (0, [])
    assert (done.json["cases"], done.json["answerable"], done.json["proposals"]) == (4, 3, 0)
    assert done.json["by_kind"] == {"fact": 1, "crosslingual": 2, "other": 1}
    assert "Rien à corriger" in cli("eval", "cases", cases).out


def test_every_problem_of_a_file_is_told_with_its_line(cli, index, cases, group_corpus):
    good = records(cases)[0]
    place = good["evidence"][0]
    sha256 = "0" * 64
    graded = {"doc": place["doc"], "sha256": sha256, "page": 1, "start": 0, "end": 9, "grade": 3}
    write(
        cases,
        [
            good,
            good | {"id": "2", "evidence": [place | {"doc": "inconnu.pdf"}]},
            good | {"id": "3", "evidence": [place | {"quote": "Le budget est de 55 000 €."}]},
            good | {"id": "4", "evidence": [place | {"page": 1}]},
            good | {"id": "5", "passages": [graded]},
            good | {"id": "6", "evidense": []},
            good | {"id": "7", "proposed": True, "evidence": [place | {"doc": "autre.pdf"}]},
        ],
    )
    done = cli("eval", "cases", cases, "--index", index, "--json")
    assert done.code == 2
    assert [(problem["line"], problem["code"]) for problem in done.json["problems"]] == [
        (2, "case_document_unknown"),
        (3, "case_quote_absent"),
        (4, "case_quote_elsewhere"),
        (5, "case_document_changed"),
        (6, "case_key_unknown"),
        (7, "case_document_unknown"),
    ]
    assert "55 000 €" in done.json["problems"][1]["reason"]
    assert "page 2" in done.json["problems"][2]["reason"]
    shown = cli("eval", "cases", cases, "--index", index)
    assert shown.code == 2
    assert "- ligne 4 (4)\u00a0: " in shown.out
    assert "6 points à corriger" in shown.out
    assert [problem["line"] for problem in cli("eval", "cases", cases, "--json").json["problems"]] == [6]


def test_a_span_outside_its_page_is_told(cli, index, cases):
    with build_assistant(load_settings(overrides={"index": index})) as assistant:
        document = next(each for each in assistant.documents() if each.source.endswith(".pdf"))
        length = len(assistant.page(document.id, 1).text)
    graded = {"doc": document.source, "sha256": document.content_hash, "page": 1, "start": 0, "grade": 3}
    good = records(cases)[0]
    write(cases, [good | {"passages": [graded | {"end": length}, graded | {"end": length + 1}]}])
    (problem,) = cli("eval", "cases", cases, "--index", index, "--json").json["problems"]
    assert problem["code"] == "case_span_outside"
    assert str(length + 1) in problem["reason"]


# --- from a pool to gold -----------------------------------------------------------------------------------------


@pytest.fixture
def pool(cli, index, cases, tmp_path) -> Path:
    path = tmp_path / "pool.jsonl"
    done = cli("eval", "pool", "--cases", cases, "--index", index, "--out", path, "--depth", DEPTH, "--json")
    assert done.code == 0, done.err
    assert done.json == {"cases": 4, "refused": 0, "lines": len(records(path)), "out": str(path)}
    return path


def test_a_pool_is_blind_holds_every_leg_and_is_the_same_again(cli, index, cases, pool, tmp_path):
    lines = records(pool)
    assert {line["case"] for line in lines} == {*IDS, "N"}
    assert {"leg", "rank", "score"} & {key for line in lines for key in line} == set()
    with build_assistant(load_settings(overrides={"index": index})) as assistant:
        for case in load_cases(cases):
            wanted = {
                (hit.document.source, hit.passage.text)
                for leg in ("lexical", "vector", "fused")
                for hit in assistant.search(case.question, DEPTH, case.history, leg)
            }
            assert {(line["doc"], line["text"]) for line in lines if line["case"] == case.id} == wanted
        documents = {document.source: document for document in assistant.documents()}
        for line in lines:
            text = assistant.page(documents[line["doc"]].id, line["page"] or 1).text
            assert text[line["start"] : line["end"]] in line["text"]
            assert line["sha256"] == documents[line["doc"]].content_hash
    again = tmp_path / "again.jsonl"
    cli("eval", "pool", "--cases", cases, "--index", index, "--out", again, "--depth", DEPTH)
    assert again.read_bytes() == pool.read_bytes()
    cli("eval", "pool", "--cases", cases, "--index", index, "--out", again, "--depth", DEPTH, "--seed", 5)
    assert again.read_bytes() != pool.read_bytes()
    assert sorted(again.read_text().splitlines()) == sorted(pool.read_text().splitlines())


def test_a_pool_with_grades_is_not_replaced(cli, index, cases, pool):
    write(pool, [line | {"grade": 0} for line in records(pool)])
    before = pool.read_bytes()
    done = cli("eval", "pool", "--cases", cases, "--index", index, "--out", pool)
    assert done.code == 2
    assert "n'a pas été remplacé" in done.err
    assert pool.read_bytes() == before


def judged(pool: Path, name: str, shift: dict[int, int]) -> Path:
    """What a person gave: 3 to the passages with their evidence, 0 to the others; some lines shifted."""
    quotes = {record["id"]: record["evidence"][0]["quote"] for record in records(SAMPLES) if record["evidence"]}
    lines = records(pool)
    for number, line in enumerate(lines):
        good = quotes.get(line["case"], "\n") in " ".join(line["text"].split())
        line["grade"] = min(3, max(0, (3 if good else 0) + shift.get(number, 0)))
    return write(pool.with_name(name), lines)


def test_grades_become_gold_that_is_measured(cli, index, cases, pool, tmp_path):
    first, second = judged(pool, "a.jsonl", {}), judged(pool, "b.jsonl", {0: 1, 1: -1})
    compared = cli("eval", "agreement", first, second, "--json")
    assert compared.code == 0
    assert compared.json["both"] == len(records(pool))
    assert 0 < compared.json["kappa"] <= compared.json["weighted_kappa"] < 1.0001
    assert compared.json["disagreements"] == []
    new = tmp_path / "new.jsonl"
    adopted = cli("eval", "adopt", first, second, "--cases", cases, "--out", new, "--json")
    assert adopted.code == 0, adopted.err
    assert adopted.json["grades"] == len(records(pool))
    assert [case.id for case in load_cases(new) if any(passage.grade >= 2 for passage in case.passages)] == [*IDS]
    assert cli("eval", "cases", new, "--index", index).code == 0
    measured = cli("eval", "retrieval", "--cases", new, "--index", index, "--json")
    assert measured.code == 0, measured.err
    assert (
        measured.json["Judged@10 passages"]
        > cli("eval", "retrieval", "--cases", cases, "--index", index, "--json").json["Judged@10 passages"]
    )
    again = cli("eval", "adopt", first, second, "--cases", cases, "--out", new)
    assert again.code == 2
    assert "existe déjà" in again.err


def test_wide_disagreements_are_told_and_wait_for_a_third_person(cli, cases, pool, tmp_path):
    first, second = judged(pool, "a.jsonl", {}), judged(pool, "b.jsonl", {0: 3, 1: 3, 2: 3, 3: 3, 4: 3})
    compared = cli("eval", "agreement", first, second)
    assert "À relire ensemble" in compared.out
    wide = cli("eval", "agreement", first, second, "--json").json["disagreements"]
    assert wide
    new = tmp_path / "new.jsonl"
    refused = cli("eval", "adopt", first, second, "--cases", cases, "--out", new)
    assert refused.code == 2
    assert f"{len(wide)} passages" in refused.err
    assert not new.exists()
    third = judged(pool, "c.jsonl", {})
    assert cli("eval", "adopt", first, second, "--adjudicated", third, "--cases", cases, "--out", new).code == 0


def test_files_that_do_not_pair_and_unknown_cases_are_told(cli, cases, pool, tmp_path):
    other = write(tmp_path / "other.jsonl", [line | {"case": f"Z{line['case']}", "grade": 2} for line in records(pool)])
    done = cli("eval", "agreement", pool, other)
    assert done.code == 2
    assert "aucun passage en commun" in done.err
    done = cli("eval", "adopt", other, "--cases", cases, "--out", tmp_path / "new.jsonl")
    assert done.code == 2
    assert "le cas ZN" in done.err
    assert not (tmp_path / "new.jsonl").exists()
    bad = write(tmp_path / "bad.jsonl", [line | {"grade": 7} for line in records(pool)[:1]])
    done = cli("eval", "agreement", bad, pool)
    assert done.code == 2
    assert "«\u00a0grade\u00a0» ne peut pas être supérieur à 3" in done.err


# --- what the service gives for it -------------------------------------------------------------------------------


def test_each_leg_can_be_searched_by_itself(index):
    with build_assistant(load_settings(overrides={"index": index})) as assistant:
        assert assistant.legs == ("lexical", "vector", "fused")
        question = "Quel est le budget de la phase test ?"
        found = {leg: assistant.search(question, 5, leg=leg) for leg in assistant.legs}
        for leg in ("lexical", "vector"):
            assert [hit.legs[leg].rank for hit in found[leg]] == list(range(1, len(found[leg]) + 1))
            assert all(set(hit.legs) == {leg} for hit in found[leg])
            assert [hit.score for hit in found[leg]] == sorted((hit.score for hit in found[leg]), reverse=True)
        assert assistant.search(question, 5) == found["fused"]
        with pytest.raises(UsageError, match="no leg called"):
            assistant.search(question, 5, leg="reranked")


def test_passages_of_a_document_are_in_order_and_cover_its_evidence(index, cases):
    with build_assistant(load_settings(overrides={"index": index})) as assistant:
        assert assistant.document_passages("none") == []
        for document in assistant.documents():
            passages = assistant.document_passages(document.id)
            assert [passage.ordinal for passage in passages] == list(range(document.passage_count))
        anchors = Anchors(assistant)
        for case in load_cases(cases):
            for item in (item for group in case.groups for item in group):
                (anchor,) = anchors.evidence(item)
                assert any(item.quote.split()[0] in passage.text for passage in anchors.passages(anchor))
