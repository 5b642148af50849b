"""`assistant eval calibrate`: a tiny inference model calibrated on judged claims, kept, and used by what writes answers."""

from __future__ import annotations

import json
import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest

from assistant.build import build_entailment, build_writer, open_index
from assistant.settings import Answering, ModelServer, Settings
from assistant.support.combined import Calibration, calibration_from
from assistant.support.nli import NliJudge
from tiny_models import write_cross_encoder

pytestmark = pytest.mark.integration

PASSAGE = "Le port emploie douze plongeurs, qui inspectent les quais. La mairie a voté 300 000 euros pour la digue."
TRUE = ("Le port emploie douze plongeurs.", "La mairie a voté 300 000 euros.")
FALSE = ("Les habitants adorent cette fête.", "Le maire quitte la ville demain.")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_cross_encoder(tmp_path_factory.mktemp("nli"), ["contradiction", "entailment", "neutral"])


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    records = [
        {
            "query_id": f"q{place}",
            "query": "Que fait le port ?",
            "context": [{"text": PASSAGE}],
            "answer": [
                {"sentence": f"{claim} {'Oui.' * (place % 3)}".strip(), "factuality": [said] * 3}
                for claim, said in ((TRUE[place % 2], "Supported"), (FALSE[place % 2], "Not Supported"))
            ],
        }
        for place in range(30)
    ]
    path = tmp_path / "labels.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    return path


def test_it_is_told_kept_and_used(cli, labels: Path, model: Path, note_index: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    shutil.copytree(note_index, index)
    done = cli("eval", "calibrate", "--labels", labels, "--model", model, "--index", index, "--keep", "--json")
    assert (done.code, done.json["kept"], done.json["fitted"]["statements"]) == (0, True, 60)
    assert done.json["fitted"]["auroc"] >= done.json["unfitted"]["auroc"]
    settings = Settings(
        index=index,
        answering=Answering(nli=str(model)),
        model_server=ModelServer(base_url="http://127.0.0.1:1/v1", model="m"),
    )
    with ExitStack() as opened:
        folder = open_index(settings, create=False)
        opened.callback(folder.close)
        kept = folder.calibration(NliJudge(build_entailment(settings, str(model))).fingerprint)
        assert kept is not None
        assert calibration_from(kept) == Calibration(**done.json["calibration"])
        checker = build_writer(settings, opened, folder).checker
        assert checker.calibration == calibration_from(kept)


def test_it_is_said_in_french_and_what_is_missing_too(cli, labels: Path, model: Path) -> None:
    said = cli("eval", "calibrate", "--labels", labels, "--model", model).out
    assert "les deux, calés (validé par croisement)" in said
    assert "Calage non gardé" in said
    assert cli("eval", "calibrate", "--labels", labels, "--json").json["error"]["code"] == "judge_without_model"
    few = labels.with_name("few.jsonl")
    few.write_text(labels.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    refused = cli("eval", "calibrate", "--labels", few, "--model", model, "--json")
    assert (refused.code, refused.json["error"]["code"]) == (2, "too_few_labels")
