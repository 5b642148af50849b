"""Any embedding model or reranker of llama-index, named in the settings by its class: "llama-index:MODULE.CLASS".

The class is imported from an installed package and made with the keyword arguments of the settings. What it raises,
whatever it is, becomes one sentence, with no secret in it.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelError
from assistant.models.runtime import in_short
from assistant.models.vectors import unit
from assistant.ports import Matrix, Vector
from assistant.types.arguments import public_arguments, secrets_in

if TYPE_CHECKING:
    from llama_index.core.embeddings import BaseEmbedding
    from llama_index.core.postprocessor import types as postprocessors

_PREFIX = "llama-index:"


def is_llama_index(model: str) -> bool:
    """Whether a model is named by a class of llama-index."""
    return model.startswith(_PREFIX)


class LlamaIndexEmbedder:
    """`ports.Embedder` on a llama-index embedding. It reads texts whole: what it cuts off of long ones is its own.

    Args:
        model: "llama-index:MODULE.CLASS".
        arguments: what the class is made with.
        dimension: length of a vector where it is known; else the model is asked when it is first needed.
    """

    def __init__(self, model: str, arguments: Mapping[str, Any], dimension: int | None = None) -> None:
        self._model = model
        self._arguments = arguments
        self._known_dimension = dimension
        self._making = threading.Lock()
        self._made: BaseEmbedding | None = None

    @property
    def name(self) -> str:
        """The model as the settings name it."""
        return self._model

    @property
    def fingerprint(self) -> str:
        """Hex digest of the class, its arguments but the secret ones, and the length of a vector."""
        return _digest(self._model, self._arguments, self.dimension)

    @property
    def dimension(self) -> int:
        """Length of a vector.

        Raises:
            ModelError: the model had to be asked and llama_index_unusable or llama_index_failed.
        """
        if self._known_dimension is None:
            self._known_dimension = len(self.embed_query("bonjour"))
        return self._known_dimension

    def warm_up(self) -> None:
        """Make the model and ask it for a vector.

        Raises:
            ModelError: llama_index_unusable or llama_index_failed.
        """
        self.embed_query("bonjour")

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        """Vectors of passages: float32, shape (len(texts), dimension), each of norm 1, in the order of the texts.

        Raises:
            ModelError: llama_index_unusable or llama_index_failed.
        """
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        model = self._loaded()
        try:
            return self._checked(model.get_text_embedding_batch(list(texts)), len(texts))
        except Exception as error:  # nothing is known of what a class of others raises
            raise _failed(self._model, error, self._arguments) from None

    def embed_query(self, text: str) -> Vector:
        """Vector of a question: float32, shape (dimension,), norm 1.

        Raises:
            ModelError: llama_index_unusable or llama_index_failed.
        """
        model = self._loaded()
        try:
            query: Vector = self._checked([model.get_query_embedding(text)], 1)[0]
        except Exception as error:  # as above
            raise _failed(self._model, error, self._arguments) from None
        return query

    def _checked(self, rows: Any, count: int) -> Matrix:
        """Unit vectors of the number and the length expected.

        Raises:
            ValueError: they are not; TypeError where they are no numbers.
        """
        import numpy as np

        vectors = np.asarray(rows, dtype=np.float32)
        expected = vectors.shape[-1] if self._known_dimension is None else self._known_dimension
        if vectors.ndim != 2 or vectors.shape != (count, expected) or not expected:
            raise ValueError(f"vectors of shape {vectors.shape} instead of {(count, expected)}")
        return unit(vectors)

    def _loaded(self) -> BaseEmbedding:
        with self._making:
            if self._made is None:
                from llama_index.core.embeddings import BaseEmbedding

                self._made = _make(self._model, self._arguments, BaseEmbedding)
            return self._made


class LlamaIndexReranker:
    """`model_ports.Reranker` on a llama-index node postprocessor. Its order counts, not its scores.

    Passages that it leaves out (many keep a few only) come after those that it keeps, in their own order.
    """

    def __init__(self, model: str, arguments: Mapping[str, Any]) -> None:
        self._model = model
        self._arguments = arguments
        self._making = threading.Lock()
        self._made: postprocessors.BaseNodePostprocessor | None = None

    @property
    def name(self) -> str:
        """The model as the settings name it."""
        return self._model

    @property
    def fingerprint(self) -> str:
        """Hex digest of the class and its arguments but the secret ones."""
        return _digest(self._model, self._arguments)

    def warm_up(self) -> None:
        """Make the reranker and use it once.

        Raises:
            ModelError: llama_index_unusable or llama_index_failed.
        """
        self.scores("bonjour", ["bonjour"])

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """A score a text, in their order: how many texts come after it.

        Raises:
            ModelError: llama_index_unusable or llama_index_failed.
        """
        from llama_index.core.schema import NodeWithScore, TextNode

        reranker = self._loaded()
        nodes = [
            NodeWithScore(node=TextNode(id_=str(place), text=text), score=1.0 / (1 + place))
            for place, text in enumerate(texts)
        ]
        try:
            kept = [int(found.node.node_id) for found in reranker.postprocess_nodes(nodes, query_str=query)]
        except Exception as error:  # nothing is known of what a class of others raises
            raise _failed(self._model, error, self._arguments) from None
        order = list(dict.fromkeys([*(place for place in kept if place < len(texts)), *range(len(texts))]))
        ranks = {place: rank for rank, place in enumerate(order)}
        return [float(len(texts) - 1 - ranks[place]) for place in range(len(texts))]

    def _loaded(self) -> postprocessors.BaseNodePostprocessor:
        with self._making:
            if self._made is None:
                from llama_index.core.postprocessor import types as postprocessors

                self._made = _make(self._model, self._arguments, postprocessors.BaseNodePostprocessor)
            return self._made


def _make(model: str, arguments: Mapping[str, Any], base: type[Any]) -> Any:
    """An object of the class that a model names.

    Raises:
        ModelError: llama_index_unusable: it can't be imported, is not of that kind, or refuses the arguments.
    """
    path = model.removeprefix(_PREFIX)
    module, _, name = path.rpartition(".")
    try:
        found = getattr(importlib.import_module(module), name) if module else None
        if not isinstance(found, type) or not issubclass(found, base):
            raise TypeError(f"{path} is no {base.__name__}")
        return found(**arguments)
    except Exception as error:  # importing and making run code of others
        detail = _told(error, arguments)
        raise ModelError("llama_index_unusable", model=model, detail=detail) from None


def _failed(model: str, error: Exception, arguments: Mapping[str, Any]) -> ModelError:
    return ModelError("llama_index_failed", model=model, detail=_told(error, arguments))


def _told(error: Exception, arguments: Mapping[str, Any]) -> str:
    """What an exception says, on one line, without the secrets among the arguments."""
    told = " ".join(str(error).split()) or type(error).__name__
    for secret in secrets_in(arguments):
        told = told.replace(secret, "***")
    return in_short(told)


def _digest(model: str, arguments: Mapping[str, Any], *spices: object) -> str:
    told = json.dumps([model, public_arguments(arguments), *spices], sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()
