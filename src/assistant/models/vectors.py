"""What every embedder's vectors go through before they are used."""

from __future__ import annotations

from assistant.ports import Matrix


def unit(vectors: Matrix) -> Matrix:
    """Rows of norm 1, float32. A row of zeros (a text the model sees nothing in) becomes the first axis.

    Raises:
        ValueError: a row is not a number.
    """
    import numpy as np

    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not np.isfinite(norms).all():
        raise ValueError("the model gave a vector that is not a number")
    rows = (vectors / np.where(norms > 0, norms, 1.0)).astype(np.float32)
    rows[norms[:, 0] == 0, 0] = 1.0
    return rows
