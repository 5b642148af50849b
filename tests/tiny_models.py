"""Tiny models with random weights, the same for each seed, written as folders that the vendors load."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
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
    vocabulary = {piece: place for place, piece in enumerate(pieces)}
    BertTokenizerFast(vocab=vocabulary, model_max_length=64).save_pretrained(folder)
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


def write_encoder(
    folder: Path, dimension: int = 16, seed: int = 7, prompts: Mapping[str, str] | None = None, pooling: str = "mean"
) -> Path:
    """A sentence-transformers model: a BERT of two small layers, pooled, its vectors not normalised.

    Args:
        folder: where it is written.
        dimension: length of a vector, even.
        seed: of the weights.
        prompts: by name, for its configuration; None: it has none.
        pooling: "mean" or "cls".
    """
    import torch
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder.mkdir(parents=True, exist_ok=True)
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS, "##s", "##x", *"abcdefghijklmnopqrstuvwxyz.,?:"]
    pieces += [f"##{letter}" for letter in "abcdefghijklmnopqrtuvwyz"]
    vocabulary = {piece: place for place, piece in enumerate(pieces)}
    BertTokenizerFast(vocab=vocabulary, model_max_length=64).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(pieces),
        hidden_size=dimension,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        initializer_range=1.0,
    )
    torch.manual_seed(seed)
    BertModel(config).save_pretrained(folder)
    kinds = ("Transformer", "Pooling")
    modules = [
        {"idx": place, "name": str(place), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for place, (kind, path) in enumerate(zip(kinds, ("", "1_Pooling"), strict=True))
    ]
    (folder / "1_Pooling").mkdir(exist_ok=True)
    modes = {"mean": "pooling_mode_mean_tokens", "cls": "pooling_mode_cls_token"}
    _write(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": dimension, **{mode: name == pooling for name, mode in modes.items()}},
    )
    _write(folder / "modules.json", modules)
    _write(folder / "sentence_bert_config.json", {"max_seq_length": 32, "do_lower_case": False})
    if prompts is not None:
        _write(folder / "config_sentence_transformers.json", {"prompts": dict(prompts), "default_prompt_name": None})
    return folder


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value), encoding="utf-8")
