"""The terms of a text, sentence by sentence. Pure."""

from __future__ import annotations

from assistant.text.analysis import terms_of_parts
from assistant.text.sentences import split_sentences
from assistant.types import Language


def sentence_terms(text: str, language: Language) -> tuple[str, ...]:
    """The distinct terms of each sentence, parted by spaces, in no order; "" for a sentence without any."""
    return tuple(map(" ".join, terms_of_parts(text, split_sentences(text), language)))
