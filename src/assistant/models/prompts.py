"""The prompts that a model wants before questions and passages, as its own folder or the catalogue of models says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from assistant.models.known import known_model

_CONFIGURATION = "config_sentence_transformers.json"
# The names that sentence-transformers' encode_query and encode_document look for, in their order.
_QUERY, _PASSAGE = ("query",), ("document", "passage", "corpus")


def own_prompts(model: str, folder: Path) -> tuple[str, str]:
    """What a model wants before a question and before a passage; "" for nothing.

    Args:
        model: as it is named, to look it up among the known ones where its folder says nothing.
        folder: the model's; a prompt of its configuration wins.
    """
    named, default = _configured(folder)
    if any(named.get(name) for name in (*_QUERY, *_PASSAGE)) or default:
        return _first(named, _QUERY, default), _first(named, _PASSAGE, default)
    known = known_model(model)
    return ("", "") if known is None else (known.query_prompt, known.passage_prompt)


def _configured(folder: Path) -> tuple[dict[str, str], str]:
    """Prompts by name, and the one for all texts; none where the configuration is missing or odd."""
    try:
        values: Any = json.loads((folder / _CONFIGURATION).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}, ""
    prompts = values.get("prompts") if isinstance(values, dict) else None
    named = {name: text for name, text in prompts.items() if isinstance(text, str)} if isinstance(prompts, dict) else {}
    return named, named.get(str(values.get("default_prompt_name")), "") if named else ""


def _first(named: dict[str, str], names: tuple[str, ...], default: str) -> str:
    return next((named[name] for name in names if name in named), default)
