"""A folder of a sentence-transformers model, computed by sentence-transformers."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.models.runtime import quiet_vendors, unloaded_weights
from assistant.models.text_model import Precision, Side, rounds
from assistant.ports import Matrix

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_UNUSED = ("pooler.",)  # weights of BERT's own pooling, which many models leave out: theirs comes after it


class SentenceModel:
    """`text_model.TextModel` on any folder that sentence-transformers loads."""

    def __init__(self, model: SentenceTransformer, prompts: Iterable[str]) -> None:
        self._model = model
        self._measuring: Any = None
        # A tokenizer keeps whether it cuts and pads from one call to the next, for all threads. So the one that
        # measures texts, uncut, is not the one that the model reads with; each is set once, here.
        if self._is_bounded():
            self._measuring = copy.deepcopy(model.tokenizer)
            self._measuring(["a"], truncation=False)
        # Some models leave the prompt out of the mean of a text's tokens, and have to be told where it ends.
        self._prompt_apart = any(getattr(module, "include_prompt", True) is False for module in model)
        for prompt in set(prompts) if self._prompt_apart else {""}:
            model.encode(["a"], prompt=prompt, show_progress_bar=False)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    @property
    def limit(self) -> int | None:
        """How many tokens of a text and its prompt it reads."""
        longest = self._model.max_seq_length
        if self._measuring is None or longest is None:
            return None
        return int(longest) - int(self._measuring.num_special_tokens_to_add())

    def token_spans(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        """Of each text, where its tokens begin and end."""
        options = {"add_special_tokens": False, "truncation": False, "return_offsets_mapping": True}
        spans: list[list[tuple[int, int]]] = self._measuring(list(texts), **options)["offset_mapping"]
        return spans

    def vectors(self, texts: list[str], side: Side, batch_size: int) -> Matrix:
        """Vectors in the order of the texts; the model takes them longest first, so that little is padding."""
        import torch

        # An empty prompt is said, else the model would put its default one before the texts.
        prompt, texts = (side.prompt, texts) if self._prompt_apart else ("", [side.prompt + text for text in texts])
        with torch.inference_mode():
            tensor = self._model.encode(
                texts,
                prompt=prompt,
                task=side.task,
                batch_size=batch_size,
                convert_to_tensor=True,
                show_progress_bar=False,
            )
        vectors: Matrix = tensor.float().cpu().numpy()
        return vectors

    def _is_bounded(self) -> bool:
        """Whether it reads so many tokens and no more, and its tokenizer can tell how many a text has."""
        longest = self._model.max_seq_length
        return longest is not None and longest < math.inf and callable(self._model.tokenizer)


def load(folder: Path, max_tokens: int | None, precision: Precision, prompts: Iterable[str]) -> SentenceModel:
    """Load a model from its folder, with no network, no progress bar and no chatter.

    Raises:
        Exception: nearly any, where the folder is no model.
    """
    quiet_vendors()
    import torch
    from sentence_transformers import SentenceTransformer

    with unloaded_weights() as missing:
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    if missing := [name for name in missing if not name.startswith(_UNUSED)]:
        raise ValueError(f"weights are missing in its files: {missing[0]} and {len(missing) - 1} more")
    if max_tokens is not None:
        model.max_seq_length = min(max_tokens, model.max_seq_length or max_tokens)
    if rounds(precision):
        model = model.to(torch.bfloat16)
    return SentenceModel(model.eval(), prompts)
