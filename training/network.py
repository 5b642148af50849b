"""The transformer as a function from token numbers to unit vectors, for student and teacher alike."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from training.ragged import Padded
from transformers import BertModel


class Network:
    """A BERT body with its tokenizer, mean pooling and normalisation. Matrix products are made in bfloat16."""

    def __init__(self, folder: Path, longest: int = 128, learns: bool = False, device: str = "cpu") -> None:
        self.device = device
        self.body = BertModel.from_pretrained(
            folder,
            dtype=torch.float32,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
            # On processors the fused attention is quicker one way, but a quarter slower there and back.
            attn_implementation="eager" if learns and device == "cpu" else "sdpa",
        ).to(device)
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(longest)

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Token numbers of each text, cut at the longest length."""
        return [encoding.ids for encoding in self.tokenizer.encode_batch(list(texts))]

    def vectors(self, batch: Sequence[list[int]]) -> torch.Tensor:
        """Unit vectors (texts x dimensions, single precision) of a batch of token numbers."""
        width = max(map(len, batch))
        numbers = torch.zeros(len(batch), width, dtype=torch.long)
        mask = torch.zeros(len(batch), width, dtype=torch.long)
        for row, tokens in enumerate(batch):
            numbers[row, : len(tokens)] = torch.tensor(tokens)
            mask[row, : len(tokens)] = 1
        return self.padded_vectors((numbers.to(self.device), mask.to(self.device)))

    def padded_vectors(self, batch: Padded) -> torch.Tensor:
        """The same of rows that are filled up already and lie on the network's device."""
        numbers, mask = batch
        with torch.autocast(self.device, dtype=torch.bfloat16):
            hidden = self.body(numbers, attention_mask=mask).last_hidden_state
        held = mask.unsqueeze(-1).float()
        mean = (hidden.float() * held).sum(1) / held.sum(1)
        return torch.nn.functional.normalize(mean, dim=1)

    @torch.no_grad()
    def encode(self, texts: Sequence[str], budget: int = 4096) -> np.ndarray:
        """Unit vectors of texts in their order; batches hold texts of like length, `budget` tokens at most."""
        self.body.eval()
        tokens = self.tokens(texts)
        vectors = np.empty((len(texts), self.body.config.hidden_size), dtype=np.float32)
        for batch in batches([len(row) for row in tokens], budget):
            vectors[batch] = self.vectors([tokens[number] for number in batch]).cpu().numpy()
        return vectors


def batches(lengths: Sequence[int], budget: int, most: int = 256) -> list[list[int]]:
    """Numbers of texts in batches of like length: at most `most` texts and `budget` tokens each."""
    made: list[list[int]] = []
    current: list[int] = []
    for number in sorted(range(len(lengths)), key=lengths.__getitem__):
        if current and (len(current) >= most or (len(current) + 1) * lengths[number] > budget):
            made.append(current)
            current = []
        current.append(number)
    return [*made, current] if current else made
