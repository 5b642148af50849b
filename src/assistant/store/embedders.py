"""Text to unit vectors with a sentence-transformers model. Nothing heavy is imported before the first text."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from assistant.errors import ModelError
from assistant.models.folders import fingerprint, model_folder
from assistant.models.runtime import first_line, give_way, quiet_vendors, usable_cores, use_threads
from assistant.ports import Matrix, Vector
from assistant.store.windows import Window, windows

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Precision = Literal["auto", "float32", "bfloat16"]
_Encode = Callable[["SentenceTransformer", list[str]], Matrix]


@dataclass(frozen=True, slots=True)
class EmbedderOptions:
    """Which model, and how it is used; the meaning of each is in `settings.Embedding`."""

    model: str = "embedded"
    query_prompt: str = ""
    passage_prompt: str = ""
    max_tokens: int | None = None
    precision: Precision = "auto"
    threads: int = 0
    batch_size: int = 8


def load_embedder(options: EmbedderOptions) -> SentenceTransformerEmbedder:
    """The embedder of a model. Finds and fingerprints its folder; the model itself is loaded when first used.

    Raises:
        ModelError: model_not_found (within 3 s where there is no network) or model_unusable.
    """
    return SentenceTransformerEmbedder(model_folder(options.model), options)


class SentenceTransformerEmbedder:
    """`ports.Embedder` on a folder of a sentence-transformers model.

    The precision is no part of the fingerprint: vectors of one text in bfloat16 and in float32 have a cosine above
    0.999 (tests/integration/test_store_embedders.py), so that an index may be made with one and asked with the other.
    """

    def __init__(self, folder: Path, options: EmbedderOptions) -> None:
        self._folder = folder
        self._options = options
        self._loading = threading.Lock()
        self._model: SentenceTransformer | None = None
        self._measuring: Any = None
        self._fingerprint = fingerprint(folder, options.query_prompt, options.passage_prompt, options.max_tokens)

    @property
    def name(self) -> str:
        """The model as the settings name it."""
        return self._options.model

    @property
    def fingerprint(self) -> str:
        """Hex digest of the model's files, its prompts and its longest input."""
        return self._fingerprint

    @property
    def dimension(self) -> int:
        """Length of a vector. Loads the model."""
        return int(self._loaded().get_embedding_dimension() or 0)

    def warm_up(self) -> None:
        """Load the model and run it once, so that the first question does not wait.

        Raises:
            ModelError: model_unusable.
        """
        self.embed_query("bonjour")

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        """Vectors of passages: float32, shape (len(texts), dimension), each of norm 1, in the order of the texts.

        A text longer than the model's input is embedded in windows, and its vector is the mean of theirs: no word
        is silently left out. Questions, and the reading of files, which has its limits by the clock, go before it.

        Raises:
            ModelError: model_unusable.
        """
        model = self._loaded()
        return self._embed(model, texts, self._options.passage_prompt, self._side_by_side)

    def embed_query(self, text: str) -> Vector:
        """Vector of a question: float32, shape (dimension,), norm 1.

        Raises:
            ModelError: model_unusable.
        """
        model = self._loaded()
        query: Vector = self._embed(model, [text], self._options.query_prompt, self._encode)[0]
        return query

    def _embed(self, model: SentenceTransformer, texts: Sequence[str], prompt: str, encode: _Encode) -> Matrix:
        """Unit vectors of texts, each the mean of those of its windows, weighted by their lengths."""
        import numpy as np

        parts = self._windows(model, texts, prompt)
        flat = [window for text_windows in parts for window in text_windows]
        vectors = encode(model, [prompt + window.text for window in flat])
        if len(flat) == len(parts):
            return vectors
        weights = np.array([[window.tokens] for window in flat], dtype=np.float32)
        starts = np.cumsum([0, *(len(text_windows) for text_windows in parts[:-1])])
        return _unit(np.add.reduceat(vectors * weights, starts, axis=0))

    def _windows(self, model: SentenceTransformer, texts: Sequence[str], prompt: str) -> list[list[Window]]:
        """Each text cut into windows that fit the model, next to its prompt."""
        if model.max_seq_length is None or not texts:
            return [[Window(text, 1)] for text in texts]
        tokenizer = self._measuring

        def token_spans(parts: Sequence[str]) -> list[list[tuple[int, int]]]:
            options = {"add_special_tokens": False, "truncation": False, "return_offsets_mapping": True}
            spans: list[list[tuple[int, int]]] = tokenizer(list(parts), **options)["offset_mapping"]
            return spans

        taken = tokenizer.num_special_tokens_to_add() + (len(token_spans([prompt])[0]) if prompt else 0)
        limit = max(model.max_seq_length - taken, 1)
        return [windows(text, spans, limit) for text, spans in zip(texts, token_spans(texts), strict=True)]

    def _side_by_side(self, model: SentenceTransformer, texts: list[str]) -> Matrix:
        """Unit vectors of texts, computed by threads that give way to others, each on texts of its own.

        Several threads on one text wait for each other (with busy cores, many times as long as one computes).
        """
        import numpy as np

        threads = self._options.threads or usable_cores()
        workers = max(1, min(threads, len(texts) // self._options.batch_size))
        longest_first = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
        shares = [longest_first[worker::workers] for worker in range(workers)]  # alike in length, so in time
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        with ThreadPoolExecutor(workers, initializer=give_way) as pool:
            done = pool.map(lambda share: self._encode(model, [texts[place] for place in share]), shares)
            for share, found in zip(shares, done, strict=True):
                vectors[share] = found
        return vectors

    def _encode(self, model: SentenceTransformer, texts: list[str]) -> Matrix:
        """Unit vectors, in the order of the texts; the model takes them longest first, so that little is padding."""
        import numpy as np
        import torch

        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        use_threads(1)
        try:
            with torch.inference_mode():
                size = self._options.batch_size
                # The prompts are those of the settings, already in the texts, never the model's own: prompt="".
                tensor = model.encode(
                    texts, prompt="", batch_size=size, convert_to_tensor=True, show_progress_bar=False
                )
            return _unit(tensor.float().cpu().numpy())
        except (RuntimeError, ValueError) as error:
            raise ModelError("model_unusable", model=self.name, detail=first_line(error)) from error

    def _loaded(self) -> SentenceTransformer:
        with self._loading:
            if self._model is None:
                model = _load(self._folder, self._options)
                # A tokenizer keeps whether it cuts and pads from one call to the next, for all threads. So the one that
                # measures texts, uncut, is not the one that the model reads with; each is set once, here.
                self._measuring = copy.deepcopy(model.tokenizer)
                self._measuring(["a"], truncation=False)
                model.encode(["a"], prompt="", show_progress_bar=False)
                self._model = model
            return self._model


def _load(folder: Path, options: EmbedderOptions) -> SentenceTransformer:
    """Load a model from its folder, with no network, no progress bar and no chatter."""
    quiet_vendors()
    import torch
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        if options.max_tokens is not None:
            model.max_seq_length = min(options.max_tokens, model.max_seq_length or options.max_tokens)
        if options.precision == "bfloat16" or (options.precision == "auto" and computes_bfloat16()):
            model = model.to(torch.bfloat16)
    except Exception as error:  # a folder that is no model makes the vendor raise nearly anything
        raise ModelError("model_unusable", model=options.model, detail=first_line(error)) from error
    return model.eval()


def computes_bfloat16() -> bool:
    """Whether the processor computes in bfloat16 itself; where it only emulates it, float32 is faster."""
    import torch

    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


def _unit(vectors: Matrix) -> Matrix:
    """Rows of norm 1, float32. A row of zeros (a text the model sees nothing in) becomes the first axis.

    Raises:
        ValueError: a row is not a number.
    """
    import numpy as np

    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not np.isfinite(norms).all():
        raise ValueError("the model gave a vector that is not a number")
    unit = (vectors / np.where(norms > 0, norms, 1.0)).astype(np.float32)
    unit[norms[:, 0] == 0, 0] = 1.0
    return unit
