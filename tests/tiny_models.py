"""Tiny cross-encoders with random weights, the same for each seed, written as folders that the vendors load."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

WORDS = [
    "le",
    "la",
    "les",
    "un",
    "une",
    "des",
    "de",
    "du",
    "et",
    "est",
    "a",
    "ville",
    "budget",
    "tramway",
    "gare",
    "port",
    "habitants",
    "vote",
    "maire",
    "12",
    "2024",
    "the",
    "city",
]


def write_cross_encoder(folder: Path, labels: Sequence[str], seed: int = 7) -> Path:
    """A BERT of two small layers for pairs of texts, one output a label."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder.mkdir(parents=True, exist_ok=True)
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS, "##s", "##x", *"abcdefghijklmnopqrstuvwxyz.,?"]
    (folder / "vocab.txt").write_text("\n".join(pieces), encoding="utf-8")
    BertTokenizerFast(vocab_file=str(folder / "vocab.txt"), model_max_length=64).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(pieces),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        num_labels=len(labels),
        id2label=dict(enumerate(labels)),
        label2id={label: place for place, label in enumerate(labels)},
        initializer_range=1.0,
    )
    torch.manual_seed(seed)
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder
