"""Which embedding model is loaded, and how: what the settings say, what the index keeps, what the model asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.models.folders import EMBEDDED, model_folder
from assistant.models.llama_index_models import is_llama_index
from assistant.models.prompts import own_prompts
from assistant.models.text_model import Precision
from assistant.types import IndexModel
from assistant.types.arguments import public_arguments


@dataclass(frozen=True, slots=True)
class EmbedderOptions:
    """Which model, and how it is used; the meaning of each is in `settings.Embedding`.

    `dimension` is the length of a vector of a llama-index model where an index knows it (None: the model is asked).
    """

    model: str = EMBEDDED
    query_prompt: str = ""
    passage_prompt: str = ""
    max_tokens: int | None = None
    precision: Precision = "auto"
    threads: int = 0
    batch_size: int = 8
    arguments: Mapping[str, Any] = field(default_factory=dict)
    dimension: int | None = None

    def kept(self) -> dict[str, Any]:
        """What an index keeps of them to load the model again, JSON-ready and without secrets."""
        return {
            "model": self.model,
            "query_prompt": self.query_prompt,
            "passage_prompt": self.passage_prompt,
            "max_tokens": self.max_tokens,
            "arguments": public_arguments(self.arguments),
            "dimension": self.dimension,
        }


def chosen_options(wanted: EmbedderOptions, in_use: IndexModel | None) -> EmbedderOptions:
    """The options an index is opened with: its own model's, unless the settings name another one.

    What the settings say beside the model wins over what the index keeps. Prompts that neither gives are the model's
    own.

    Raises:
        ModelError: model_not_found (within 3 s where there is no network) or model_unusable.
    """
    if in_use is None or wanted.model not in (EMBEDDED, in_use.options.get("model", in_use.name)):
        return with_own_prompts(wanted)
    own = in_use.options
    if not own:
        return with_own_prompts(replace(wanted, model=in_use.name))
    return replace(
        wanted,
        model=own["model"],
        query_prompt=wanted.query_prompt or own["query_prompt"],
        passage_prompt=wanted.passage_prompt or own["passage_prompt"],
        max_tokens=wanted.max_tokens or own["max_tokens"],
        arguments={**own["arguments"], **wanted.arguments},
        dimension=own["dimension"],
    )


def with_own_prompts(options: EmbedderOptions) -> EmbedderOptions:
    """The options with the prompts of the model's own configuration in the place of those that are empty.

    Raises:
        ModelError: model_not_found (within 3 s where there is no network) or model_unusable.
    """
    if is_llama_index(options.model):
        return options
    query, passage = own_prompts(options.model, model_folder(options.model))
    return replace(
        options, query_prompt=options.query_prompt or query, passage_prompt=options.passage_prompt or passage
    )
