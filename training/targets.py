"""Step 3b: the teacher's vectors of the English texts, computed once and kept in a memory-mapped file.

Training computes what is missing as it goes; this command computes all of it beforehand.

python -m training.targets --data DIR --work DIR
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from training import examples
from training.network import Network
from training.options import parser
from training.texts import say


class Targets:
    """Teacher vectors by example number, in half precision; a row of zeros has not been computed yet."""

    def __init__(self, path: Path, texts: Sequence[str], teacher: Network) -> None:
        self._texts = texts
        self._teacher = teacher
        shape = (len(texts), teacher.body.config.hidden_size)
        size = shape[0] * shape[1] * 2
        same = path.exists() and path.stat().st_size == size
        self._rows = np.memmap(path, dtype=np.float16, mode="r+" if same else "w+", shape=shape)

    def of(self, numbers: Sequence[int]) -> np.ndarray:
        """Unit vectors of these examples; those missing are computed and kept."""
        missing = [number for number in numbers if not self._rows[number].any()]
        if missing:
            self._rows[missing] = self._teacher.encode([self._texts[number] for number in missing])
        return self._rows[list(numbers)].astype(np.float32)

    def flush(self) -> None:
        """Puts what was computed on disk."""
        self._rows.flush()


def main() -> None:
    """Fills `targets.bin`."""
    options = parser(__doc__, base=True).parse_args()
    texts = [english for _, _, english in examples.read(options.work / "examples.tsv")]
    targets = Targets(options.work / "targets.bin", texts, Network(options.base))
    for start in range(0, len(texts), 4096):
        targets.of(range(start, min(start + 4096, len(texts))))
        targets.flush()
        say(f"{start + 4096} of {len(texts)}")


if __name__ == "__main__":
    main()
