"""The embedded encoder, computed with torch alone: a BERT as `training/` writes it, and the mean of its tokens.

sentence-transformers makes the same vectors of the same folder (tests/integration/test_bert.py), but imports thousands
of modules before its first one, scikit-learn, SciPy and a compiler of models among them: most of the time that a start
took (docs/decisions/0035-embedded-encoder-without-sentence-transformers.md).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.models.runtime import quiet_libraries
from assistant.models.text_model import Precision, Side, rounds
from assistant.ports import Matrix

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from torch import Tensor

_SHAPE = {"model_type": "bert", "hidden_act": "gelu", "position_embedding_type": "absolute", "is_decoder": False}


@dataclass(frozen=True, slots=True)
class _Layer:
    """The weights of one layer, each with its bias; those of query, key and value in one."""

    inward: tuple[Tensor, Tensor]
    outward: tuple[Tensor, Tensor]
    attended: tuple[Tensor, Tensor]
    wide: tuple[Tensor, Tensor]
    narrow: tuple[Tensor, Tensor]
    done: tuple[Tensor, Tensor]


class BertModel:
    """`text_model.TextModel` on a folder of a BERT with a fast tokenizer and the mean of its tokens."""

    def __init__(self, folder: Path, max_tokens: int | None, precision: Precision) -> None:
        self._shape = _read(folder / "config.json")
        if wrong := [name for name, value in _SHAPE.items() if self._shape.get(name, value) != value]:
            raise ValueError(f"{wrong[0]} is not {_SHAPE[wrong[0]]!r} in its config.json")
        if _read(folder / "1_Pooling" / "config.json").get("pooling_mode_mean_tokens") is not True:
            raise ValueError("its vectors are not the mean of its tokens")
        longest = int(_read(folder / "sentence_bert_config.json")["max_seq_length"])
        self._longest = min(longest, max_tokens or longest)
        self._reading, self._measuring = _tokenizers(folder, self._longest)
        self._load_weights(folder, precision)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._shape["hidden_size"])

    @property
    def limit(self) -> int:
        """How many tokens of a text and its prompt it reads."""
        return self._longest - self._measuring.num_special_tokens_to_add(is_pair=False)

    def token_spans(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        """Of each text, where its tokens begin and end."""
        return [each.offsets for each in self._measuring.encode_batch(list(texts), add_special_tokens=False)]

    def vectors(self, texts: list[str], side: Side, batch_size: int) -> Matrix:
        """Vectors in the order of the texts; the longest are computed first, so that little is padding."""
        import numpy as np
        import torch

        found = np.empty((len(texts), self.dimension), dtype=np.float32)
        longest_first = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
        with torch.inference_mode():
            for start in range(0, len(texts), batch_size):
                places = longest_first[start : start + batch_size]
                tokens = self._reading.encode_batch([side.prompt + texts[place] for place in places])
                ids = torch.tensor([each.ids for each in tokens])
                found[places] = self._means(ids, torch.tensor([each.attention_mask for each in tokens])).numpy()
        return found

    def _means(self, ids: Tensor, mask: Tensor) -> Tensor:
        """The mean of the tokens of each text, padding left out; float32, shape (texts, dimension)."""
        from torch.nn import functional

        seen = None if bool(mask.all()) else mask[:, None, None, :].bool()
        words = functional.embedding(ids, self._words) + self._kind + self._places[: ids.shape[1]]
        hidden = self._normed(words, self._first)
        for layer in self._layers:
            hidden = self._normed(hidden + self._attention(hidden, layer, seen), layer.attended)
            wide = functional.gelu(functional.linear(hidden, *layer.wide))
            hidden = self._normed(hidden + functional.linear(wide, *layer.narrow), layer.done)
        weights = mask[:, :, None].float()
        return (hidden.float() * weights).sum(1) / weights.sum(1)

    def _attention(self, hidden: Tensor, layer: _Layer, seen: Tensor | None) -> Tensor:
        from torch.nn import functional

        texts, length, width = hidden.shape
        heads = int(self._shape["num_attention_heads"])
        parts = functional.linear(hidden, *layer.inward).view(texts, length, 3, heads, width // heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=seen)
        return functional.linear(mixed.transpose(1, 2).reshape(texts, length, width), *layer.outward)

    def _normed(self, hidden: Tensor, weights: tuple[Tensor, Tensor]) -> Tensor:
        from torch.nn import functional

        return functional.layer_norm(hidden, hidden.shape[-1:], *weights, eps=float(self._shape["layer_norm_eps"]))

    def _load_weights(self, folder: Path, precision: Precision) -> None:
        import torch
        from safetensors.torch import load_file

        kind = torch.bfloat16 if rounds(precision) else torch.float32
        loaded = {name: weight.to(kind) for name, weight in load_file(folder / "model.safetensors").items()}

        def pair(name: str) -> tuple[Tensor, Tensor]:
            return loaded[f"{name}.weight"], loaded[f"{name}.bias"]

        def layer(number: int) -> _Layer:
            place = f"encoder.layer.{number}"
            sides = [pair(f"{place}.attention.self.{name}") for name in ("query", "key", "value")]
            return _Layer(
                inward=(torch.cat([weight for weight, _ in sides]), torch.cat([bias for _, bias in sides])),
                outward=pair(f"{place}.attention.output.dense"),
                attended=pair(f"{place}.attention.output.LayerNorm"),
                wide=pair(f"{place}.intermediate.dense"),
                narrow=pair(f"{place}.output.dense"),
                done=pair(f"{place}.output.LayerNorm"),
            )

        self._words = loaded["embeddings.word_embeddings.weight"]
        self._kind = loaded["embeddings.token_type_embeddings.weight"][0]
        self._places = loaded["embeddings.position_embeddings.weight"]
        self._first = pair("embeddings.LayerNorm")
        self._layers = [layer(number) for number in range(int(self._shape["num_hidden_layers"]))]


def load(folder: Path, max_tokens: int | None, precision: Precision) -> BertModel:
    """Load the encoder from its folder.

    Raises:
        Exception: nearly any, where the folder holds no such encoder.
    """
    quiet_libraries()
    return BertModel(folder, max_tokens, precision)


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _tokenizers(folder: Path, longest: int) -> tuple[Tokenizer, Tokenizer]:
    """One that cuts and pads what the model reads, and one that measures texts whole."""
    from tokenizers import Tokenizer

    reading, measuring = (Tokenizer.from_file(str(folder / "tokenizer.json")) for _ in range(2))
    reading.enable_truncation(longest)
    padding = _read(folder / "config.json")["pad_token_id"]
    reading.enable_padding(pad_id=padding, pad_token=reading.id_to_token(padding))
    measuring.no_truncation()
    measuring.no_padding()
    return reading, measuring
