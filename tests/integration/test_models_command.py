"""`assistant models`: what is known, and changing the model of an index from the command line."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.model_measures import LEAST_CASES
from assistant.models.known import KNOWN
from assistant.retrieval.weights import TRIED
from assistant.store.lock import IndexLock
from tiny_models import write_encoder

pytestmark = pytest.mark.integration

SOURCE = "budget-participatif-sarrevigne.html"
CASES = [
    {"id": "Q1", "question": "Quels sont les résultats du budget participatif ?", "lang": "fr", "kind": "fact",
     "answerable": True, "evidence": [{"doc": SOURCE, "page": None, "quote": "budget participatif"}]},
    {"id": "Q2", "question": "Quelle est la hauteur du volcan ?", "lang": "fr", "kind": "refusal", "answerable": False},
]  # fmt: skip

Cli = Callable[..., Any]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_encoder(tmp_path_factory.mktemp("models") / "tiny", prompts={"query": "ville: ", "document": "gare: "})


@pytest.fixture
def index(group_index: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(group_index, tmp_path / "index"))


def cases_file(folder: Path, cases: list[dict[str, Any]]) -> Path:
    file = folder / "cases.jsonl"
    file.write_text("".join(json.dumps(case) + "\n" for case in cases), encoding="utf-8")
    return file


def model_of(cli: Cli, index: Path, *options: object) -> str:
    done = cli("status", "--json", "--index", index, *options)
    assert done.code == 0, done.err
    return str(done.json["stamp"]["embedding_model"])


def test_without_an_index_nothing_is_made(cli: Cli, tmp_path: Path) -> None:
    index = tmp_path / "absent"
    done = cli("models", "use", "embedded", "--index", index, "--json")
    assert done.code == 1
    assert done.json["error"]["code"] == "index_missing"
    assert not index.exists()


def test_the_list_names_what_is_known_in_use_and_here(cli: Cli, index: Path) -> None:
    listed = {each["name"]: each for each in cli("models", "list", "--json", "--index", index).json}
    assert set(listed) == {model.name for model in KNOWN}
    assert [each["name"] for each in listed.values() if each["in_use"]] == ["embedded"]
    assert listed["embedded"]["here"]
    small = listed["intfloat/multilingual-e5-small"]
    assert (small["dimensions"], small["max_tokens"], small["query_prompt"]) == (384, 512, "query: ")
    assert not small["here"]
    shown = cli("models", "--index", index)
    assert shown.code == 0
    (line,) = [line for line in shown.out.splitlines() if line.startswith("embedded")]
    assert "EN SERVICE" in line
    assert cli("models", "list", "--index", index).out == shown.out
    nowhere = cli("models", "list", "--json", "--index", index / "nowhere").json
    assert not any(each["in_use"] for each in nowhere)


def test_use_measures_before_and_after_and_undo_goes_back(cli: Cli, index: Path, tiny: Path, tmp_path: Path) -> None:
    file = cases_file(tmp_path, CASES)
    done = cli("models", "use", tiny, "--cases", file, "--json", "--index", index)
    assert done.code == 0, done.err
    said = done.json
    assert (said["model"], said["before"], said["changed"]) == (str(tiny), "embedded", True)
    assert said["embedded"] == said["passages"] > 5
    assert said["measured"]["before"]["vector"]["nDCG@10"] == 1.0
    assert set(said["measured"]["after"]) == {"vector", "fused"}
    assert f"{said['passages']}/{said['passages']}" in done.err
    assert model_of(cli, index) == str(tiny)
    hits = cli("search", "budget participatif", "--json", "--index", index).json
    assert any("vector" in hit["legs"] for hit in hits)
    assert cli("ask", "Quel est le budget de la foire de Trapval ?", "--json", "--index", index).code == 0
    listed = {each["name"]: each for each in cli("models", "list", "--json", "--index", index).json}
    assert listed[str(tiny)]["in_use"]
    assert listed["embedded"]["before"]
    again = cli("models", "use", tiny, "--index", index)
    assert (again.code, "déjà" in again.out) == (0, True)
    back = cli("models", "undo", "--json", "--index", index).json
    assert (back["model"], back["embedded"]) == ("embedded", 0)
    assert model_of(cli, index) == "embedded"
    assert cli("models", "forget", "--json", "--index", index).json == {"forgotten": str(tiny)}
    assert cli("models", "forget", "--json", "--index", index).json == {"forgotten": None}
    assert cli("models", "undo", "--json", "--index", index).json["error"]["code"] == "model_before_missing"


def test_the_figures_are_shown_side_by_side(cli: Cli, index: Path, tiny: Path, tmp_path: Path) -> None:
    absent = {"doc": "absent.pdf", "page": 1, "quote": "x"}
    file = cases_file(tmp_path, [*CASES, {**CASES[0], "id": "Q3", "evidence": [absent]}])
    done = cli("models", "use", tiny, "--cases", file, "--index", index)
    assert done.code == 3, "what does not match the index is told, as for eval retrieval"
    assert "absent.pdf" in done.err
    head, *rows = done.out.splitlines()
    assert [part.strip() for part in head.split("  ") if part.strip()] == [
        "vector, avant", "vector, après", "fused, avant", "fused, après",
    ]  # fmt: skip
    assert rows[0].startswith("nDCG@10")
    assert "assistant models undo" in done.out
    assert "retrieval.vector_weight" in done.out
    assert "evals/" not in done.out


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("nobody/no-such-model", 1, "model_not_found"),
        ("llama-index:no_such.Model", 1, "llama_index_unusable"),
        ("Snowflake/snowflake-arctic-embed-m-v2.0", 1, "model_own_code"),
    ],
)
def test_a_model_that_can_not_be_had(cli: Cli, index: Path, name: str, status: int, code: str) -> None:
    done = cli("models", "use", name, "--json", "--index", index)
    assert (done.code, done.json["error"]["code"]) == (status, code)
    assert len(done.err.strip().splitlines()) == 1
    assert model_of(cli, index) == "embedded"


def test_damaged_weights_change_nothing(cli: Cli, index: Path, tiny: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(tiny, tmp_path / "damaged"))
    (copy / "model.safetensors").write_bytes(b"not weights")
    done = cli("models", "use", copy, "--json", "--index", index)
    assert (done.code, done.json["error"]["code"]) == (1, "model_unusable")
    assert model_of(cli, index) == "embedded"


def test_cases_are_read_before_anything_is_embedded(cli: Cli, index: Path, tiny: Path, tmp_path: Path) -> None:
    for cases in ([], [CASES[1]], [{"id": "Q"}]):
        done = cli("models", "use", tiny, "--cases", cases_file(tmp_path, cases), "--json", "--index", index)
        assert done.code == 2, done.err
        assert "passages" not in done.err
    assert model_of(cli, index) == "embedded"


def test_a_setting_that_names_another_model_tells_the_remedy(cli: Cli, index: Path, tiny: Path, tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_text(f'[embedding]\nmodel = "{tiny}"\n')
    done = cli("search", "budget", "--index", index, "--settings", file)
    assert done.code == 1
    assert f"assistant models use {tiny}" in done.err
    assert cli("models", "use", tiny, "--index", index, "--settings", file).code == 0
    assert model_of(cli, index, "--settings", file) == str(tiny)
    assert model_of(cli, index) == str(tiny)
    refused = cli("models", "use", "embedded", "--json", "--index", index, "--settings", file)
    assert (refused.code, refused.json["error"]["code"]) == (2, "model_named_elsewhere")
    assert cli("models", "use", "embedded", "--index", index).code == 0
    assert model_of(cli, index) == "embedded"


def test_an_index_that_is_served_is_refused_with_its_pid(cli: Cli, index: Path, tiny: Path) -> None:
    with IndexLock(index):
        done = cli("models", "use", tiny, "--json", "--index", index)
        assert (done.code, done.json["error"]["code"]) == (1, "index_locked")
        assert str(os.getpid()) in done.err
        assert any(each["in_use"] for each in cli("models", "list", "--json", "--index", index).json)


def test_the_share_of_an_unknown_model_is_measured_on_the_questions_of_the_bench(
    cli: Cli, index: Path, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = tmp_path / "bench"
    (bench / "cases").mkdir(parents=True)
    asked = [{**CASES[0], "id": f"Q{number}"} for number in range(LEAST_CASES)]
    elsewhere = [{**each, "evidence": [{"doc": "absent.pdf", "page": 1, "quote": "x"}]} for each in asked]
    cases_file(bench / "cases", elsewhere).rename(bench / "cases" / "a.jsonl")
    cases_file(bench / "cases", asked).rename(bench / "cases" / "b.jsonl")
    monkeypatch.setenv("ASSISTANT_BENCH__FOLDER", str(bench))
    done = cli("models", "use", tiny, "--json", "--index", index)
    assert done.code == 0, done.err
    share = done.json["share"]
    assert share in TRIED
    assert done.json["measured"]["set"] == "b.jsonl", "the first file whose documents are in this index"
    weight = {"covered": share, "uncovered": share}
    assert cli("status", "--json", "--index", index).json["stamp"]["vector_weight"] == weight
    cli("models", "undo", "--json", "--index", index)
    assert cli("status", "--json", "--index", index).json["stamp"]["vector_weight"] != weight
    back = cli("models", "undo", "--json", "--index", index)
    assert (back.json["model"], back.json["weight_known"]) == (str(tiny), True)
    assert cli("status", "--json", "--index", index).json["stamp"]["vector_weight"] == weight, "it was kept"


def test_too_few_questions_leave_the_cautious_share(cli: Cli, index: Path, tiny: Path, tmp_path: Path) -> None:
    done = cli("models", "use", tiny, "--cases", cases_file(tmp_path, CASES), "--json", "--index", index)
    assert (done.json["share"], done.json["weight_known"]) == (None, False)
