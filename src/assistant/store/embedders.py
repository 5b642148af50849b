"""Text to unit vectors with a sentence-transformers model. Nothing heavy is imported before the first text."""

from __future__ import annotations

import copy
import math
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from assistant.errors import ModelError
from assistant.models.folders import fingerprint, model_folder
from assistant.models.llama_index_models import LlamaIndexEmbedder, is_llama_index
from assistant.models.runtime import (
    first_line,
    give_way,
    quiet_vendors,
    unloaded_weights,
    usable_cores,
    use_threads,
)
from assistant.models.vectors import unit
from assistant.ports import Embedder, Matrix, Vector
from assistant.store.embedder_options import EmbedderOptions
from assistant.store.windows import Window, windows

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_UNUSED = ("pooler.",)  # weights of BERT's own pooling, which many models leave out: theirs comes after it


@dataclass(frozen=True, slots=True)
class _Side:
    """What is embedded: questions or passages, with the prompt put before each."""

    task: Literal["query", "document"]
    prompt: str


_Encode = Callable[["SentenceTransformer", list[str], _Side], Matrix]


def load_embedder(options: EmbedderOptions) -> Embedder:
    """The embedder of a model. Finds and fingerprints its folder; the model itself is loaded when first used.

    Raises:
        ModelError: model_not_found (within 3 s where there is no network) or model_unusable; of a llama-index model,
            llama_index_unusable or llama_index_failed.
    """
    if is_llama_index(options.model):
        return LlamaIndexEmbedder(options.model, options.arguments, options.dimension)
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
        self._prompt_apart = False
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
        return self._embed(model, texts, _Side("document", self._options.passage_prompt), self._side_by_side)

    def embed_query(self, text: str) -> Vector:
        """Vector of a question: float32, shape (dimension,), norm 1.

        Raises:
            ModelError: model_unusable.
        """
        model = self._loaded()
        query: Vector = self._embed(model, [text], _Side("query", self._options.query_prompt), self._encode)[0]
        return query

    def _embed(self, model: SentenceTransformer, texts: Sequence[str], side: _Side, encode: _Encode) -> Matrix:
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

    def _windows(self, model: SentenceTransformer, texts: Sequence[str], prompt: str) -> list[list[Window]]:
        """Each text cut into windows that fit the model, next to its prompt."""
        if not _is_bounded(model) or not texts:
            return [[Window(text, 1)] for text in texts]
        tokenizer = self._measuring

        def token_spans(parts: Sequence[str]) -> list[list[tuple[int, int]]]:
            options = {"add_special_tokens": False, "truncation": False, "return_offsets_mapping": True}
            spans: list[list[tuple[int, int]]] = tokenizer(list(parts), **options)["offset_mapping"]
            return spans

        taken = tokenizer.num_special_tokens_to_add() + (len(token_spans([prompt])[0]) if prompt else 0)
        limit = max(model.max_seq_length - taken, 1)
        return [windows(text, spans, limit) for text, spans in zip(texts, token_spans(texts), strict=True)]

    def _side_by_side(self, model: SentenceTransformer, texts: list[str], side: _Side) -> Matrix:
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

    def _encode(self, model: SentenceTransformer, texts: list[str], side: _Side) -> Matrix:
        """Unit vectors, in the order of the texts; the model takes them longest first, so that little is padding."""
        import numpy as np
        import torch

        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        use_threads(1)
        # An empty prompt is said, else the model would put its default one before the texts.
        prompt, texts = (side.prompt, texts) if self._prompt_apart else ("", [side.prompt + text for text in texts])
        size = self._options.batch_size
        try:
            with torch.inference_mode():
                tensor = model.encode(
                    texts,
                    prompt=prompt,
                    task=side.task,
                    batch_size=size,
                    convert_to_tensor=True,
                    show_progress_bar=False,
                )
            return unit(tensor.float().cpu().numpy())
        except (RuntimeError, ValueError, IndexError) as error:
            raise ModelError("model_unusable", model=self.name, detail=first_line(error)) from error

    def _loaded(self) -> SentenceTransformer:
        with self._loading:
            if self._model is None:
                model = _load(self._folder, self._options)
                # A tokenizer keeps whether it cuts and pads from one call to the next, for all threads. So the one that
                # measures texts, uncut, is not the one that the model reads with; each is set once, here.
                if _is_bounded(model):
                    self._measuring = copy.deepcopy(model.tokenizer)
                    self._measuring(["a"], truncation=False)
                # Some models leave the prompt out of the mean of a text's tokens, and have to be told where it ends.
                self._prompt_apart = any(getattr(module, "include_prompt", True) is False for module in model)
                prompts = {self._options.query_prompt, self._options.passage_prompt} if self._prompt_apart else {""}
                for prompt in prompts:
                    model.encode(["a"], prompt=prompt, show_progress_bar=False)
                self._model = model
            return self._model


def _is_bounded(model: SentenceTransformer) -> bool:
    """Whether a model reads so many tokens and no more, and its tokenizer can tell how many a text has."""
    longest = model.max_seq_length
    return longest is not None and longest < math.inf and callable(model.tokenizer)


def _load(folder: Path, options: EmbedderOptions) -> SentenceTransformer:
    """Load a model from its folder, with no network, no progress bar and no chatter."""
    quiet_vendors()
    import torch
    from sentence_transformers import SentenceTransformer

    try:
        with unloaded_weights() as missing:
            model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        if missing := [name for name in missing if not name.startswith(_UNUSED)]:
            raise ValueError(f"weights are missing in its files: {missing[0]} and {len(missing) - 1} more")
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
