"""Cross-encoders on real (tiny, random) model folders: the scores are the model's own, by the output that is named."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.build import build_entailment, build_reranker
from assistant.errors import ModelError
from assistant.models.cross_encoder import PairModel, load_entailment, load_reranker
from assistant.settings import Retrieval, Settings
from assistant.support.base import Statement
from assistant.support.nli import NliJudge
from tiny_models import write_cross_encoder

pytestmark = pytest.mark.integration

NLI_LABELS = ("contradiction", "entailment", "neutral")
PAIRS = [
    ("le budget de la ville est de 12", "la ville a un budget"),
    ("le tramway de la gare", "les habitants"),
    ("le maire et le port", "le vote"),
]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("models")
    return {
        "nli": write_cross_encoder(root / "nli", NLI_LABELS),
        "permuted": write_cross_encoder(root / "permuted", ("ENTAILMENT", "neutral", "contradiction")),
        "reranker": write_cross_encoder(root / "reranker", ("LABEL_0",)),
    }


def reference(folder: Path, pairs: list[tuple[str, str]]) -> np.ndarray:
    """Logits computed by transformers alone, a pair at a time."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    with torch.inference_mode():
        rows = [model(**tokenizer(a, b, return_tensors="pt", truncation=True)).logits[0] for a, b in pairs]
    return torch.stack(rows).numpy()


def softmax(scores: np.ndarray) -> np.ndarray:
    raised = np.exp(scores)
    return raised / raised.sum(axis=1, keepdims=True)


# --- entailment ---------------------------------------------------------------------------------------------------


def test_entailment_is_the_probability_of_the_output_so_called(folders: dict[str, Path]) -> None:
    found = load_entailment(str(folders["nli"])).entailment(PAIRS)
    expected = softmax(reference(folders["nli"], PAIRS))
    assert found == pytest.approx(expected[:, 1].tolist(), abs=1e-5)
    assert np.ptp(expected) > 0.1, "the tiny model must tell its outputs apart"


def test_the_place_of_the_output_is_read_from_its_name(folders: dict[str, Path]) -> None:
    """The two folders hold the same weights; only the names of the outputs differ."""
    found = load_entailment(str(folders["permuted"])).entailment(PAIRS)
    assert found == pytest.approx(softmax(reference(folders["nli"], PAIRS))[:, 0].tolist(), abs=1e-5)


def test_premise_and_hypothesis_are_not_exchanged(folders: dict[str, Path]) -> None:
    model = load_entailment(str(folders["nli"]))
    (one,), (other,) = model.entailment(PAIRS[:1]), model.entailment([PAIRS[0][::-1]])
    assert abs(one - other) > 1e-4


@pytest.mark.parametrize(
    "labels", [("LABEL_0", "LABEL_1", "LABEL_2"), ("contradiction", "neutral"), ("entailment",), ("entailment", "Entailment")]
)  # fmt: skip
def test_outputs_that_do_not_say_which_is_entailment_are_refused(tmp_path: Path, labels: tuple[str, ...]) -> None:
    model = load_entailment(str(write_cross_encoder(tmp_path / "m", labels)))
    with pytest.raises(ModelError) as caught:
        model.entailment(PAIRS)
    assert caught.value.code == "entailment_outputs"
    assert labels[0] in caught.value.render("fr").reason
    assert str(tmp_path) in caught.value.render("en").reason


def test_no_pair_gives_no_score(folders: dict[str, Path]) -> None:
    assert load_entailment(str(folders["nli"])).entailment([]) == []
    assert load_reranker(str(folders["reranker"])).scores("budget", []) == []


def test_odd_and_long_texts_have_a_score(folders: dict[str, Path]) -> None:
    odd = [("", ""), ("\x00", "😀"), ("le budget " * 500, "la ville " * 500), ("ville", "")]
    scores = load_entailment(str(folders["nli"])).entailment(odd)
    assert all(0.0 <= score <= 1.0 for score in scores)


def test_the_inference_judge_scores_with_the_model(folders: dict[str, Path]) -> None:
    model = load_entailment(str(folders["nli"]))
    short = Statement(PAIRS[0][1], (PAIRS[0][0],))
    long = Statement(PAIRS[0][1], tuple(f"{premise}. " * 30 for premise, _ in PAIRS))
    judge = NliJudge(model)
    one, many, none = judge.judge([short, long, Statement("la ville", ())])
    assert one.score == pytest.approx(model.entailment(PAIRS[:1])[0], abs=1e-5)
    assert one.supported == (one.score >= 0.5)
    assert many.score is not None
    assert (none.score, none.supported) == (0.0, False)
    assert judge.name == f"nli:{folders['nli']}"


# --- rerankers ----------------------------------------------------------------------------------------------------


def test_a_reranker_gives_the_raw_score_of_each_text(folders: dict[str, Path]) -> None:
    texts = ["le budget de la ville", "le tramway", "les habitants de la ville et du port " * 3, "port"]
    reranker = load_reranker(str(folders["reranker"]), threads=1)
    found = reranker.scores("budget de la ville", texts)
    expected = reference(folders["reranker"], [("budget de la ville", text) for text in texts])
    assert found == pytest.approx(expected[:, 0].tolist(), abs=1e-4)
    assert len({round(score, 4) for score in found}) == len(texts)
    assert reranker.scores("budget de la ville", texts[::-1]) == pytest.approx(found[::-1], abs=1e-4)


def test_a_model_with_several_outputs_is_no_reranker(folders: dict[str, Path]) -> None:
    with pytest.raises(ModelError) as caught:
        load_reranker(str(folders["nli"])).warm_up()
    assert caught.value.code == "reranker_outputs"
    assert "neutral" in str(caught.value)


# --- folders ------------------------------------------------------------------------------------------------------


def test_the_fingerprint_is_that_of_the_files(folders: dict[str, Path], tmp_path: Path) -> None:
    same = write_cross_encoder(tmp_path / "same", NLI_LABELS)
    other = write_cross_encoder(tmp_path / "other", NLI_LABELS, seed=8)
    prints = [load_entailment(str(folder)).fingerprint for folder in (folders["nli"], same, other)]
    assert prints[0] == prints[1] != prints[2]


@pytest.mark.parametrize("content", ["{}", "not JSON", '{"model_type": "bert"}'])
def test_a_broken_folder(tmp_path: Path, content: str) -> None:
    (tmp_path / "config.json").write_text(content)
    with pytest.raises(ModelError) as caught:
        load_reranker(str(tmp_path)).warm_up()
    assert (caught.value.code, caught.value.params["model"]) == ("model_unusable", str(tmp_path))


def test_scores_that_are_not_numbers_are_refused(tmp_path: Path) -> None:
    from transformers import BertForSequenceClassification

    folder = write_cross_encoder(tmp_path / "nan", ("LABEL_0",))
    broken = BertForSequenceClassification.from_pretrained(folder)
    broken.classifier.bias.data.fill_(float("nan"))
    broken.save_pretrained(folder)
    with pytest.raises(ModelError) as caught:
        load_reranker(str(folder)).scores("budget", ["ville"])
    assert caught.value.code == "model_unusable"


def test_a_name_that_is_no_folder_fails_without_network() -> None:
    with pytest.raises(ModelError) as caught:
        PairModel("nobody/no-such-model")
    assert caught.value.code == "model_not_found"


def test_the_settings_name_the_reranker(folders: dict[str, Path]) -> None:
    assert build_reranker(Settings()) is None
    settings = Settings(retrieval=Retrieval(reranker=str(folders["reranker"])))
    reranker = build_reranker(settings)
    assert reranker is not None
    assert reranker.name == str(folders["reranker"])
    assert len(reranker.scores("budget", ["ville", "gare"])) == 2
    assert build_entailment(settings, str(folders["nli"])).name == str(folders["nli"])


def test_loading_says_nothing_and_nothing_heavy_is_imported_before(folders: dict[str, Path]) -> None:
    code = (
        "import sys; from assistant.models.cross_encoder import load_reranker; "
        f"model = load_reranker({str(folders['reranker'])!r}); "
        "print([name for name in ('torch', 'transformers', 'sentence_transformers') if name in sys.modules]); "
        "model.warm_up()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")
