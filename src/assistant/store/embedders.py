"""Text to unit vectors with the embedded model or one of sentence-transformers; nothing heavy before the first text."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from assistant.errors import ModelError
from assistant.models import bert, sentence_model
from assistant.models.folders import EMBEDDED, fingerprint, model_folder
from assistant.models.llama_index_models import LlamaIndexEmbedder, is_llama_index
from assistant.models.runtime import first_line, give_way, usable_cores, use_threads
from assistant.models.text_model import Side, TextModel
from assistant.models.vectors import unit
from assistant.ports import Embedder, Matrix, Vector
from assistant.store.embedder_options import EmbedderOptions
from assistant.store.windows import Window, windows

_Encode = Callable[[TextModel, list[str], Side], Matrix]


def load_embedder(options: EmbedderOptions) -> Embedder:
    """The embedder of a model. Finds and fingerprints its folder; the model itself is loaded when first used.

    Raises:
        ModelError: model_not_found (within 3 s where there is no network) or model_unusable; of a llama-index model,
            llama_index_unusable or llama_index_failed.
    """
    if is_llama_index(options.model):
        return LlamaIndexEmbedder(options.model, options.arguments, options.dimension)
    return LocalEmbedder(model_folder(options.model), options)


class LocalEmbedder:
    """`ports.Embedder` on the folder of a model, the embedded one or one of sentence-transformers.

    The precision is no part of the fingerprint: vectors of one text in bfloat16 and in float32 have a cosine above
    0.999 (tests/integration/test_store_embedders.py), so that an index may be made with one and asked with the other.
    """

    def __init__(self, folder: Path, options: EmbedderOptions) -> None:
        self._folder = folder
        self._options = options
        self._loading = threading.Lock()
        self._model: TextModel | None = None
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
        return self._loaded().dimension

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
        return self._embed(model, texts, Side("document", self._options.passage_prompt), self._side_by_side)

    def embed_query(self, text: str) -> Vector:
        """Vector of a question: float32, shape (dimension,), norm 1.

        Raises:
            ModelError: model_unusable.
        """
        model = self._loaded()
        query: Vector = self._embed(model, [text], Side("query", self._options.query_prompt), self._encode)[0]
        return query

    def _embed(self, model: TextModel, texts: Sequence[str], side: Side, encode: _Encode) -> Matrix:
        """Unit vectors of texts, each the mean of those of its windows, weighted by their lengths."""
        import numpy as np

        parts = self._windows(model, texts, side.prompt)
        flat = [window for text_windows in parts for window in text_windows]
        vectors = encode(model, [window.text for window in flat], side)
        if len(flat) == len(parts):
            return vectors
        weights = np.array([[window.tokens] for window in flat], dtype=np.float32)
        starts = np.cumsum([0, *(len(text_windows) for text_windows in parts[:-1])])
        return unit(np.add.reduceat(vectors * weights, starts, axis=0))

    def _windows(self, model: TextModel, texts: Sequence[str], prompt: str) -> list[list[Window]]:
        """Each text cut into windows that fit the model, next to its prompt."""
        if model.limit is None or not texts:
            return [[Window(text, 1)] for text in texts]
        limit = max(model.limit - (len(model.token_spans([prompt])[0]) if prompt else 0), 1)
        return [windows(text, spans, limit) for text, spans in zip(texts, model.token_spans(texts), strict=True)]

    def _side_by_side(self, model: TextModel, texts: list[str], side: Side) -> Matrix:
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
            done = pool.map(lambda share: self._encode(model, [texts[place] for place in share], side), shares)
            for share, found in zip(shares, done, strict=True):
                vectors[share] = found
        return vectors

    def _encode(self, model: TextModel, texts: list[str], side: Side) -> Matrix:
        """Unit vectors, in the order of the texts, computed by this thread alone."""
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        use_threads(1)
        try:
            return unit(model.vectors(texts, side, self._options.batch_size))
        except (RuntimeError, ValueError, IndexError) as error:
            raise ModelError("model_unusable", model=self.name, detail=first_line(error)) from error

    def _loaded(self) -> TextModel:
        with self._loading:
            if self._model is None:
                self._model = _load(self._folder, self._options)
            return self._model


def _load(folder: Path, options: EmbedderOptions) -> TextModel:
    """Load a model from its folder, with no network and no chatter.

    Raises:
        ModelError: model_unusable.
    """
    try:
        if options.model == EMBEDDED:
            return bert.load(folder, options.max_tokens, options.precision)
        prompts = (options.query_prompt, options.passage_prompt)
        return sentence_model.load(folder, options.max_tokens, options.precision, prompts)
    except Exception as error:  # a folder that is no model makes the vendor raise nearly anything
        raise ModelError("model_unusable", model=options.model, detail=first_line(error)) from error
