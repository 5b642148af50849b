"""What an embedder asks of a model that makes vectors of texts, whoever computes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from assistant.ports import Matrix

Precision = Literal["auto", "float32", "bfloat16"]


@dataclass(frozen=True, slots=True)
class Side:
    """What is embedded: questions or passages, with the prompt put before each."""

    task: Literal["query", "document"]
    prompt: str


class TextModel(Protocol):
    """A loaded model. Several threads may use it at once."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def limit(self) -> int | None:
        """How many tokens of a text and its prompt it reads; None: no bound, or it can't tell how many a text has."""
        ...

    def token_spans(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        """Of each text, where its tokens begin and end, none left out. Only where there is a `limit`."""
        ...

    def vectors(self, texts: list[str], side: Side, batch_size: int) -> Matrix:
        """Vectors in the order of the texts, of any norm. Computed by as many threads as torch is set to in this one.

        Raises:
            RuntimeError, ValueError, IndexError: it can't compute them.
        """
        ...


def computes_bfloat16() -> bool:
    """Whether the processor computes in bfloat16 itself; where it only emulates it, float32 is faster."""
    import torch

    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


def rounds(precision: Precision) -> bool:
    """Whether a model of this precision computes in bfloat16 here."""
    return precision == "bfloat16" or (precision == "auto" and computes_bfloat16())
