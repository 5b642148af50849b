"""Models that read two texts together: rerankers (question, passage) and entailment (premise, hypothesis).

Each is a folder of a sequence-classification model, as sentence-transformers' CrossEncoder loads it. A pair longer
than the model's input (most often 512 tokens, about 300 French words) is cut by the model, its longer text first:
callers give passages and windows that fit. Nothing heavy is imported before the first pair.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelError
from assistant.models.folders import fingerprint, model_folder
from assistant.models.runtime import first_line, quiet_vendors, unloaded_weights, use_threads
from assistant.ports import Matrix

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_BATCH = 16
_ENTAILMENT = "entailment"


def load_reranker(model: str, threads: int = 0) -> CrossEncoderReranker:
    """The reranker of a folder or hub name.

    Raises:
        ModelError: model_not_found (within 3 s where there is no network) or model_unusable.
    """
    return CrossEncoderReranker(PairModel(model, threads))


def load_entailment(model: str, threads: int = 0) -> NliEntailment:
    """The entailment model of a folder or hub name.

    Raises:
        ModelError: model_not_found (within 3 s where there is no network) or model_unusable.
    """
    return NliEntailment(PairModel(model, threads))


class PairModel:
    """A cross-encoder: pairs of texts to raw scores, one a label. Found at once, loaded when first used."""

    def __init__(self, model: str, threads: int = 0) -> None:
        self.name = model
        self._folder = model_folder(model)
        self.fingerprint = fingerprint(self._folder)
        self._threads = threads
        self._loading = threading.Lock()
        self._model: CrossEncoder | None = None

    def labels(self) -> list[str]:
        """What each output stands for, in their order. Loads the model."""
        names: Any = getattr(self._loaded().config, "id2label", None) or {}
        return [str(names[place]) for place in sorted(names)]

    def scores(self, pairs: Sequence[tuple[str, str]]) -> Matrix:
        """Raw scores (logits): float32, shape (len(pairs), number of labels), in the order of the pairs.

        Raises:
            ModelError: model_unusable.
        """
        import numpy as np
        import torch

        model = self._loaded()
        if not pairs:
            return np.zeros((0, len(self.labels())), dtype=np.float32)
        use_threads(self._threads)
        try:
            raw: Any = model.predict(
                list(pairs), batch_size=_BATCH, activation_fn=torch.nn.Identity(), show_progress_bar=False
            )
        except (RuntimeError, ValueError, IndexError) as error:
            raise ModelError("model_unusable", model=self.name, detail=first_line(error)) from error
        scores: Matrix = np.asarray(raw, dtype=np.float32).reshape(len(pairs), -1)
        if not np.isfinite(scores).all():
            raise ModelError("model_unusable", model=self.name, detail="it gives scores that are not numbers")
        return scores

    def _loaded(self) -> CrossEncoder:
        with self._loading:
            if self._model is None:
                self._model = _load(self._folder, self.name)
            return self._model


class CrossEncoderReranker:
    """`model_ports.Reranker` on a model with one output, taken raw: a sigmoid would make the best passages equal."""

    def __init__(self, model: PairModel) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """The model as the settings name it."""
        return self._model.name

    @property
    def fingerprint(self) -> str:
        """Hex digest of the model's files."""
        return self._model.fingerprint

    def warm_up(self) -> None:
        """Load the model and run it once.

        Raises:
            ModelError: model_unusable, or reranker_outputs: it has several outputs.
        """
        self.scores("bonjour", ["bonjour"])

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """A score a text, in their order: higher is more relevant, on no scale.

        Raises:
            ModelError: model_unusable, or reranker_outputs: it has several outputs.
        """
        labels = self._model.labels()
        if len(labels) != 1:
            raise ModelError("reranker_outputs", model=self.name, labels=", ".join(labels))
        return [float(row[0]) for row in self._model.scores([(query, text) for text in texts])]


class NliEntailment:
    """`model_ports.Entailment` on a model one of whose outputs is called "entailment"."""

    def __init__(self, model: PairModel) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """The model as it was named."""
        return self._model.name

    @property
    def fingerprint(self) -> str:
        """Hex digest of the model's files."""
        return self._model.fingerprint

    def entailment(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Probability that each premise entails its hypothesis, in the order of the pairs.

        Raises:
            ModelError: model_unusable, or entailment_outputs: no output, or not just one, is called "entailment".
        """
        import numpy as np

        place = self._place()
        scores = self._model.scores(pairs).astype(np.float64)
        shifted = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf)) if len(scores) else scores
        return [float(row[place] / row.sum()) for row in shifted]

    def _place(self) -> int:
        """Which output is entailment: models order them in every way, so that only their names can tell."""
        labels = self._model.labels()
        places = [place for place, label in enumerate(labels) if label.strip().casefold() == _ENTAILMENT]
        if len(places) != 1 or len(labels) < 2:
            raise ModelError("entailment_outputs", model=self.name, labels=", ".join(labels))
        return places[0]


def _load(folder: Path, name: str) -> CrossEncoder:
    """Load a model from its folder, with no network, no progress bar and no chatter."""
    quiet_vendors()
    from sentence_transformers import CrossEncoder

    try:
        with unloaded_weights() as missing:
            model: CrossEncoder = CrossEncoder(str(folder), device="cpu", local_files_only=True).eval()
        if missing:
            raise ValueError(f"weights are missing in its files: {missing[0]} and {len(missing) - 1} more")
    except Exception as error:  # a folder that is no model makes the vendor raise nearly anything
        raise ModelError("model_unusable", model=name, detail=first_line(error)) from error
    return model
