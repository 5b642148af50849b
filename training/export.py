"""Step 7: the model as it is shipped: a standard sentence-transformers folder in half precision, with its card.

python -m training.export --work DIR --model DIR/shipped --out DIR/encoder [--figures FIGURES.json ...]

`--model` is the folder that step 4 wrote, or one after it. A `--figures` file holds what step 6 printed. Beside the
folder, DIR/encoder.sha256 holds its digest, by which a damaged one is known.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from training.card import card
from training.folder import write_folder
from training.options import parser
from training.texts import say
from transformers import BertModel

from assistant.models.folders import fingerprint

MOST_MEGABYTES = 80


def main() -> None:
    """Writes the folder, loads it once, and refuses one that is too large."""
    options = parser(__doc__)
    options.add_argument("--model", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--figures", type=Path, nargs="*", default=[])
    options.add_argument("--tuned", action="store_true", help="say in the card that steps 4b and 4e were taken")
    given = options.parse_args()
    body = BertModel.from_pretrained(given.model, dtype=torch.float32)
    write_folder(body, given.model / "tokenizer.json", given.out, half=True)
    rows = int(body.config.vocab_size)
    (given.out / "README.md").write_text(card(_figures(given.figures), rows, given.tuned), encoding="utf-8")
    size = sum(path.stat().st_size for path in given.out.rglob("*") if path.is_file()) / 1e6
    given.out.with_name(f"{given.out.name}.sha256").write_text(f"{fingerprint(given.out)}\n", encoding="utf-8")
    vectors = SentenceTransformer(str(given.out), device="cpu").encode(
        ["Le budget de la métropole", "The city's budget"]
    )
    say(f"{given.out}: {size:.1f} MB; cosine of a sentence and its translation {float(vectors[0] @ vectors[1]):.2f}")
    if size > MOST_MEGABYTES:
        raise SystemExit(f"larger than {MOST_MEGABYTES} MB: fewer rows in step 1")


def _figures(paths: Sequence[Path]) -> list[dict[str, object]]:
    return [
        json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


if __name__ == "__main__":
    main()
