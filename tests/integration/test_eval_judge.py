"""`assistant eval judge`: a judge measured on claims that people judged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration

PASSAGES = (
    "Le port emploie douze plongeurs, qui inspectent les quais chaque printemps.",
    "La mairie a voté un budget de 300 000 euros pour la digue en 2018.",
)
CLAIMS = (
    ("Le port emploie douze plongeurs.", True),
    ("Le port emploie vingt plongeurs.", False),
    ("Les quais sont inspectés chaque printemps par les plongeurs du port.", True),
    ("Les habitants apprécient beaucoup cette initiative conviviale.", False),
)


@pytest.fixture
def labels(tmp_path) -> Path:
    path = tmp_path / "labels.jsonl"
    records = [
        {
            "query_id": f"q{place}",
            "query": "Que fait le port ?",
            "context": [{"text": text} for text in PASSAGES],
            "answer": [{"sentence": claim, "factuality": ["Supported" if label else "Not Supported"] * 3}],
        }
        for place, (claim, label) in enumerate(CLAIMS)
    ]
    path.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    return path


def test_the_lexical_judge_is_measured(cli, labels):
    done = cli("eval", "judge", "--labels", labels, "--json")
    assert (done.code, done.json["judge"], done.json["statements"], done.json["questions"]) == (0, "lexical", 4, 4)
    assert (done.json["auroc"], done.json["balanced_accuracy"], done.json["share_judged"]) == (1.0, 1.0, 1.0)
    assert done.json["fitted_on_these"] is False


def test_the_figures_are_said_in_french_and_in_english(cli, labels, monkeypatch):
    assert "exactitude équilibrée (hasard\u00a0: 0,5)     1,000" in cli("eval", "judge", "--labels", labels).out
    monkeypatch.setenv("ASSISTANT_LANGUAGE", "en")
    said = cli("eval", "judge", "--labels", labels).out
    assert "lexical, labels.jsonl: 4 claims of 4 questions, 2 of them supported" in said


def test_figures_are_recorded_where_asked(cli, labels, tmp_path):
    record = tmp_path / "measured.json"
    assert cli("eval", "judge", "--labels", labels, "--save-to", record).code == 0
    (values,) = json.loads(record.read_text(encoding="utf-8")).values()
    assert (values["judge"], values["auroc"], values["cross_validated"]) == ("lexical", 1.0, False)
    assert (values["data"], values["statements"]) == ("labels.jsonl", 4)


def test_a_judge_fitted_on_these_very_claims_says_so_and_is_not_recorded(cli, labels, tmp_path, monkeypatch):
    from assistant.evaluation.judges import measured
    from assistant.evaluation.judges.labels import load_labels
    from assistant.support.lexical import LexicalJudge

    fitted = {"auroc": 0.8, "auroc_low": 0.7, "auroc_high": 0.9, "balanced_accuracy": 0.75, "cross_validated": True}
    shipped = tmp_path / "shipped.json"
    known = {LexicalJudge().fingerprint: fitted | {"data_hash": load_labels(labels).data_hash}}
    shipped.write_text(json.dumps(known), encoding="utf-8")
    monkeypatch.setattr(measured, "shipped_record", lambda: shipped)
    measured._shipped.cache_clear()
    try:
        done = cli("eval", "judge", "--labels", labels)
        assert "Validés par croisement\u00a0: AUROC 0,800 [0,700\u202f; 0,900]" in done.out
        refused = cli("eval", "judge", "--labels", labels, "--save", "--json")
        assert (refused.code, refused.json["error"]["code"]) == (2, "judge_fitted_here")
        assert json.loads(shipped.read_text(encoding="utf-8")) == known
    finally:
        measured._shipped.cache_clear()


def test_bad_input_is_one_clear_sentence(cli, labels, tmp_path):
    bad = tmp_path / "bad.jsonl"
    bad.write_text(labels.read_text(encoding="utf-8") + '\n{"query_id": "x"}', encoding="utf-8")
    done = cli("eval", "judge", "--labels", bad, "--json")
    assert (done.code, done.json["error"]["code"]) == (2, "bad_labels")
    assert "ligne 5 (x)" in cli("eval", "judge", "--labels", bad).err
    assert (
        cli("eval", "judge", "--labels", labels, "--judge", "oracle", "--json").json["error"]["code"] == "unknown_judge"
    )
