"""A model as a standard sentence-transformers folder: loads with `SentenceTransformer(folder)` and nothing else."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import BertModel

LONGEST_TEXT = 256
_SPECIAL = {
    "unk_token": "[UNK]",
    "sep_token": "[SEP]",
    "pad_token": "[PAD]",
    "cls_token": "[CLS]",
    "mask_token": "[MASK]",
}
_MODULES = [("0", "", "Transformer"), ("1", "1_Pooling", "Pooling"), ("2", "2_Normalize", "Normalize")]


def write_folder(body: BertModel, tokenizer: Path, folder: Path, half: bool = False) -> None:
    """Writes body, tokenizer, mean pooling and normalisation; weights in half precision if `half`."""
    (folder / "1_Pooling").mkdir(parents=True, exist_ok=True)
    (folder / "2_Normalize").mkdir(exist_ok=True)
    kind = torch.float16 if half else torch.float32
    weights = {
        name: value.detach().to(kind).contiguous()
        for name, value in body.state_dict().items()
        if not name.endswith("position_ids")
    }
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "model.safetensors").chmod(0o644)
    config = body.config.to_dict()
    # Stored in half precision, computed in single: few processors add in half precision at any speed.
    config.update(architectures=["BertModel"], dtype="float32", vocab_size=_rows(body), _name_or_path="")
    config.pop("transformers_version", None)
    _write(folder / "config.json", config)
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    _write(
        folder / "tokenizer_config.json",
        {**_SPECIAL, "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 512},
    )
    _write(folder / "special_tokens_map.json", _SPECIAL)
    _write(folder / "sentence_bert_config.json", {"max_seq_length": LONGEST_TEXT, "do_lower_case": False})
    _write(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": body.config.hidden_size, "pooling_mode_mean_tokens": True},
    )
    modules = [
        {"idx": number, "name": name, "path": path, "type": f"sentence_transformers.models.{kind}"}
        for number, (name, path, kind) in enumerate(_MODULES)
    ]
    _write(folder / "modules.json", modules)


def _rows(body: BertModel) -> int:
    return int(body.embeddings.word_embeddings.weight.shape[0])


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
