"""A search explained on a real index: what it says is what the search did, and why a document is missing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration

FACT = "Quel est le budget de la phase test ?"


@pytest.fixture(scope="module")
def index(group_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small index, for this module alone."""
    return Path(shutil.copytree(group_index, tmp_path_factory.mktemp("explain") / "index"))


def test_the_explanation_is_of_the_search_itself(cli, index: Path) -> None:
    found = cli("search", FACT, "-k", 4, "--index", index, "--json").json
    done = cli("search", FACT, "-k", 4, "--explain", "--index", index, "--json")
    assert done.code == 0
    told = done.json
    assert [each["passage_id"] for each in told["results"]] == [each["passage_id"] for each in found]
    for each, result in zip(told["results"], found, strict=True):
        assert each["score"] == pytest.approx(result["score"])
        assert sum(each["parts"].values()) == pytest.approx(each["score"])
        assert each["legs"] == result["legs"]
    assert told["results"][0]["found"] == ["budget", "phase", "test"]
    assert told["legs"]["lexical"]["weight"] + told["legs"]["vector"]["weight"] == pytest.approx(1.0)
    assert told["covered"] == 1.0
    assert {"analysis", "embedding", "lexical", "vector", "catalogue", "fusion", "total"} == set(told["timings_ms"])
    assert [word["surface"] for word in told["words"]] == ["budget", "phase", "test"]
    assert all(word["passages"] for word in told["words"])


def test_a_word_that_the_corpus_does_not_know_is_told(cli, index: Path) -> None:
    text = cli("search", "Quel budget pour le CHU de Montcalvain ?", "--explain", "--index", index).out
    lines = [line for line in text.splitlines() if line.startswith("  Montcalvain")]
    assert len(lines) == 1
    assert "INCONNU DU CORPUS" in lines[0]
    assert "nom ou nombre" in lines[0]
    english = cli("search", "What is the budget in Montcalvain?", "--explain", "--index", index).out
    assert "UNKNOWN TO THE CORPUS" in english
    assert "French stem" in english


@pytest.mark.parametrize(
    ("limit", "filters", "reason"),
    [(1, (), "ranked_below"), (1, ("--filter", "type=minutes"), "outside_scope"), (50, (), "shown")],
)
def test_why_a_document_is_not_found(cli, index: Path, limit: int, filters: tuple, reason: str) -> None:
    done = cli("search", FACT, "-k", limit, "--why", "failing-in-public.md", *filters, "--index", index, "--json")
    assert done.code == 0
    absence = done.json["absence"]
    assert absence["source"] == "failing-in-public.md"
    assert absence["reason"] == reason
    assert absence["legs"]["vector"]["rank"] >= 1
    assert set(absence["found"]) | set(absence["missing"]) == {"budget", "phase", "test"}


def test_why_a_passage_by_its_id(cli, index: Path) -> None:
    first, second = (each["passage_id"] for each in cli("search", FACT, "-k", 2, "--index", index, "--json").json)
    done = cli("search", FACT, "-k", 1, "--why", second, "--index", index, "--json")
    assert done.json["absence"]["passage_id"] == second
    assert (done.json["absence"]["reason"], done.json["absence"]["rank"]) == ("ranked_below", 2)
    assert done.json["absence"]["legs"]["vector"] != done.json["results"][0]["legs"]["vector"]
    shown = cli("search", FACT, "-k", 1, "--why", first, "--index", index).out
    assert "Il est parmi les résultats, n°\u00a01." in shown


def test_why_a_passage_is_below_tells_what_it_lacks(cli, index: Path) -> None:
    last = cli("search", FACT, "-k", 12, "--index", index, "--json").json[-1]["passage_id"]
    told = cli("search", FACT, "-k", 1, "--why", last, "--index", index, "--json").json
    absence, best = told["absence"], told["results"][0]
    assert absence["ahead"] == [word for word in best["found"] if word in absence["missing"]] != []
    text = cli("search", FACT, "-k", 1, "--why", last, "--index", index).out
    assert f"Le dernier résultat montré a de plus\u00a0: {', '.join(absence['ahead'])}." in text


def test_a_document_that_is_not_there_is_wrong_usage(cli, index: Path) -> None:
    done = cli("search", FACT, "--why", "absent.pdf", "--index", index)
    assert done.code == 2
    assert "absent.pdf" in done.err
    assert "Traceback" not in done.err
