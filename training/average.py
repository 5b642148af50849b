"""Steps 4a, 4c and 4f: the weights of two models of one vocabulary, averaged: often better than either.

python -m training.average FIRST SECOND --share 0.5 --out DIR

(Averaging fine-tuned models: Wortsman et al. 2022, "Model soups".)
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from training.folder import write_folder
from training.texts import say
from transformers import BertModel


def main() -> None:
    """Writes a model folder."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("first", type=Path, help="model folder; its tokenizer is kept")
    options.add_argument("second", type=Path)
    options.add_argument("--share", type=float, default=0.5, help="of the second, 0 to 1")
    options.add_argument("--out", type=Path, required=True)
    given = options.parse_args()
    body = BertModel.from_pretrained(given.first, dtype=torch.float32)
    other = BertModel.from_pretrained(given.second, dtype=torch.float32)
    average(body, other, given.share)
    write_folder(body, given.first / "tokenizer.json", given.out)
    say(f"{given.out}: {given.share:.2f} of {given.second}, the rest of {given.first}")


def average(body: torch.nn.Module, other: torch.nn.Module, share: float) -> None:
    """Move the weights of a model so far to those of another.

    Raises:
        ValueError: the two are not made alike.
    """
    ours, theirs = dict(body.named_parameters()), dict(other.named_parameters())
    if {name: value.shape for name, value in ours.items()} != {name: value.shape for name, value in theirs.items()}:
        raise ValueError("models of two shapes can't be averaged")
    with torch.no_grad():
        for name, value in ours.items():
            value.lerp_(theirs[name], share)


if __name__ == "__main__":
    main()
