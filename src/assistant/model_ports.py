"""The seams to models that read and write text: Protocols, and the values they take and give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

CHARACTERS_PER_TOKEN = 3.5
"""Of French and English text, roughly; only to refuse at once what can't fit (some servers cut it in silence)."""


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message to a model server."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model server wrote, whole: why it ended, and the tokens it counted (None: it does not say)."""

    text: str
    finish: str
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class ChatModel(Protocol):
    """A language model behind a server."""

    @property
    def name(self) -> str:
        """The model as the settings name it."""
        ...

    @property
    def context_tokens(self) -> int:
        """Tokens that a request and its answer may come to together."""
        ...

    def warm_up(self) -> None:
        """Load what a first request would wait for. Nothing is asked of the server."""
        ...

    def complete(
        self,
        messages: Sequence[ChatMessage],
        *,
        max_tokens: int,
        temperature: float = 0.0,
        json_schema: Mapping[str, Any] | None = None,
    ) -> Completion:
        """The model's whole answer to messages, or an error: never a part of an answer.

        Args:
            messages: the dialogue so far.
            max_tokens: longest answer.
            temperature: 0 for the likeliest words.
            json_schema: asked of the server as the form of the answer; a server may not know how to, so that what
                comes back must be checked all the same.

        Raises:
            ModelError: the server can't be used (ModelServerUnavailable where another try may succeed).
        """
        ...

    def stream(self, messages: Sequence[ChatMessage], *, max_tokens: int, temperature: float = 0.0) -> Iterator[str]:
        """The model's answer, piece by piece as it comes.

        It ends without an error only where the answer is whole: what was given out before an error is no answer.

        Args:
            messages: the dialogue so far.
            max_tokens: longest answer.
            temperature: 0 for the likeliest words.

        Raises:
            ModelError: as for `complete`, at the call or at any piece.
        """
        ...

    def close(self) -> None:
        """Release the connections."""
        ...


class Entailment(Protocol):
    """A natural language inference model."""

    @property
    def name(self) -> str:
        """The model as it was named."""
        ...

    @property
    def fingerprint(self) -> str:
        """Hex digest of the model's files."""
        ...

    def entailment(self, pairs: Sequence[tuple[str, str]]) -> Sequence[float]:
        """Probability that each premise entails its hypothesis, in the order of the (premise, hypothesis) pairs.

        Raises:
            ModelError: the model can't be loaded, or is no model of this kind.
        """
        ...


class Reranker(Protocol):
    """Scores texts against a question, both read together."""

    @property
    def name(self) -> str:
        """The model as the settings name it."""
        ...

    @property
    def fingerprint(self) -> str:
        """Hex digest of the model's files."""
        ...

    def warm_up(self) -> None:
        """Load the model now.

        Raises:
            ModelError: the model can't be loaded, or is no model of this kind.
        """
        ...

    def scores(self, query: str, texts: Sequence[str]) -> Sequence[float]:
        """A score a text, in their order: higher is more relevant, whatever the scale.

        Raises:
            ModelError: the model can't be loaded, or is no model of this kind.
        """
        ...
