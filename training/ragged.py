"""Token numbers of many texts on one device, and batches of them as padded rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

Padded = tuple[torch.Tensor, torch.Tensor]
"""Token numbers and mask, both texts x width."""


class Ragged:
    """Rows of token numbers end to end (`flat`), with the start of each row and the end of the last (`bounds`)."""

    def __init__(self, rows: Sequence[Sequence[int]], device: str) -> None:
        lengths = np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))
        flat = np.concatenate([np.asarray(row, dtype=np.int32) for row in rows]) if len(rows) else np.empty(0, np.int32)
        self.lengths = lengths
        self.flat = torch.from_numpy(flat).to(device)
        self.bounds = torch.from_numpy(np.concatenate([[0], np.cumsum(lengths)])).to(device)

    def __len__(self) -> int:
        return len(self.lengths)

    def batch(self, numbers: Sequence[int] | np.ndarray) -> Padded:
        """Rows of these numbers, in their order."""
        chosen = torch.as_tensor(np.asarray(numbers, dtype=np.int64), device=self.flat.device)
        starts = self.bounds[chosen]
        return padded(self.flat, starts, self.bounds[chosen + 1] - starts)


def padded(flat: torch.Tensor, starts: torch.Tensor, lengths: torch.Tensor) -> Padded:
    """Rows of `flat` that start and last so, filled up with zeros."""
    places = torch.arange(int(lengths.max()), device=flat.device)
    mask = places < lengths[:, None]
    where = (starts[:, None] + places).clamp(max=len(flat) - 1)
    return torch.where(mask, flat[where].long(), 0), mask.long()
