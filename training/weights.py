"""Optimisers, averaged weights and checkpoints.

A batch touches a few thousand word rows, so their gradient is kept sparse; the body is small and dense.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from transformers import BertModel

_WARM_UP = 150
_STEADY = 0.6
_LEAST = 0.03
_AVERAGE_EVERY = 10
_AVERAGE_KEEP = 0.985


class Optimisers:
    """Adam for the body, sparse Adam at a higher rate for the word rows, and a moving average of both."""

    def __init__(self, body: BertModel, body_rate: float, row_rate: float) -> None:
        rows = body.embeddings.word_embeddings
        rows.sparse = True
        self._body = body
        self._rows = rows.weight
        self._dense = [
            value for name, value in body.named_parameters() if value is not rows.weight and "pooler" not in name
        ]
        self.dense = torch.optim.AdamW(self._dense, lr=body_rate, betas=(0.9, 0.98), weight_decay=0.0, fused=True)
        self.sparse = torch.optim.SparseAdam([rows.weight], lr=row_rate, betas=(0.9, 0.98))
        self._rates = (body_rate, row_rate)
        self.average = [value.detach().clone() for value in self._all()]

    def step(self, step: int, done: float) -> None:
        """One step with the rates that hold at `step`, `done` (0 to 1) of the plan; gradients are cleared."""
        share = rate_share(step, done)
        for optimiser, rate in zip((self.dense, self.sparse), self._rates, strict=True):
            optimiser.param_groups[0]["lr"] = rate * share
        torch.nn.utils.clip_grad_norm_(self._dense, 1.0)
        self.dense.step()
        self.sparse.step()
        self.dense.zero_grad(set_to_none=True)
        self.sparse.zero_grad(set_to_none=True)
        if step % _AVERAGE_EVERY == 0:
            keep = min(_AVERAGE_KEEP, step / (step + 10 * _AVERAGE_EVERY))
            for mean, value in zip(self.average, self._all(), strict=True):
                mean.lerp_(value.detach(), 1 - keep)

    @contextmanager
    def averaged(self) -> Iterator[None]:
        """Puts the averaged weights into the body for as long as the block runs."""
        kept = [value.detach().clone() for value in self._all()]
        self._put(self.average)
        try:
            yield
        finally:
            self._put(kept)

    def state(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        return {"dense": self.dense.state_dict(), "sparse": self.sparse.state_dict(), "average": self.average}

    def restore(self, state: dict[str, Any]) -> None:
        """Takes back what `state` gave; rates stay those given at the start."""
        self.dense.load_state_dict(state["dense"])
        self.sparse.load_state_dict(state["sparse"])
        self.average = state["average"]

    def _all(self) -> list[torch.Tensor]:
        return [*self._dense, self._rows]

    @torch.no_grad()
    def _put(self, values: list[torch.Tensor]) -> None:
        for own, value in zip(self._all(), values, strict=True):
            own.copy_(value)


def rate_share(step: int, done: float) -> float:
    """Share of the full rate: rising over the first steps, steady, then falling in a line to nearly nothing."""
    falling = 1 - (1 - _LEAST) * max(0.0, min(1.0, (done - _STEADY) / (1 - _STEADY)))
    return min(1.0, (step + 1) / _WARM_UP) * falling


def save(path: Path, body: BertModel, optimisers: Optimisers, progress: dict[str, Any]) -> None:
    """Writes a checkpoint; the one before stays until the new one is whole."""
    part = path.with_suffix(".part")
    torch.save({"body": body.state_dict(), "optimisers": optimisers.state(), "progress": progress}, part)
    part.replace(path)


def load(path: Path, body: BertModel, optimisers: Optimisers) -> dict[str, Any]:
    """Takes a checkpoint up and returns its progress; empty where there is none."""
    if not path.exists():
        return {}
    state = torch.load(path, weights_only=True)
    body.load_state_dict(state["body"])
    optimisers.restore(state["optimisers"])
    progress: dict[str, Any] = state["progress"]
    return progress
