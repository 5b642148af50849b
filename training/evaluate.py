"""Step 6: measures a model folder by its vectors alone; on English, the English model beside it.

python -m training.evaluate MODEL --data DIR [--set NAME ...] [--limit N] [--questions held-out.json] [--speed]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from training.english import english_groupe
from training.measure import Encode, Retrieval, closeness, english_cloze, english_texts
from training.options import base_model


def main() -> None:
    """Prints one JSON object."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("model", type=Path, help="a sentence-transformers folder, or `base` for the English model")
    options.add_argument("--data", type=Path, default=Path("../shared/data"))
    options.add_argument("--set", action="append", dest="sets", help="folder under beir/; several times; default all")
    options.add_argument("--limit", type=int, default=0, help="only as many questions of each set")
    options.add_argument("--questions", type=Path, help="of the sets named in this file, only these questions")
    options.add_argument("--speed", action="store_true", help="also passages a second, beside the English model")
    options.add_argument("--threads", type=int, default=2)
    given = options.parse_args()
    torch.set_num_threads(given.threads)
    folder = base_model() if str(given.model) == "base" else given.model
    encode = encoder(folder)
    names = given.sets or [path.name for path in sorted((given.data / "beir").iterdir())]
    only = json.loads(given.questions.read_text(encoding="utf-8")) if given.questions else {}
    figures: dict[str, object] = {"model": str(given.model)}
    for name in names:
        figures[name] = Retrieval.read(given.data / "beir" / name, given.limit, only.get(name)).measure(encode)
    texts = english_texts(given.data)
    base = encoder(base_model())
    figures |= english_figures(given.data, encode, None if folder == base_model() else base)
    figures["english_closeness"] = round(closeness(encode(texts), base(texts)), 4)
    if given.speed:
        figures["passages_per_second"] = _speed(given.data, {"model": encode, "base": base})
    sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")


def encoder(folder: Path) -> Encode:
    """Unit vectors from a sentence-transformers folder, computed in single precision."""
    model = SentenceTransformer(str(folder), device="cpu", model_kwargs={"dtype": torch.float32})

    def encode(texts: Sequence[str]) -> np.ndarray:
        return model.encode(list(texts), batch_size=32, normalize_embeddings=True, show_progress_bar=False)

    return encode


def english_figures(data: Path, encode: Encode, base: Encode | None) -> dict[str, object]:
    """Figures on the English sets, each followed by those of the English model, where it is another."""
    figures: dict[str, object] = {}
    for found in (english_cloze(data), english_groupe(data)):
        figures[found.name] = found.measure(encode)
        if base is not None:
            figures[f"{found.name}, base"] = found.measure(base)
    return figures


def _speed(data: Path, models: dict[str, Encode], count: int = 200) -> dict[str, float]:
    texts = list(Retrieval.read(data / "beir" / "piaf-dev", 1).corpus.values())[:count]
    speeds = {}
    for name, encode in models.items():
        encode(texts[:8])
        started = time.perf_counter()
        encode(texts)
        speeds[name] = round(count / (time.perf_counter() - started), 1)
    return speeds


if __name__ == "__main__":
    main()
