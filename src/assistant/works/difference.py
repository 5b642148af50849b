"""In which sentences two documents differ. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.text.normalise import fold
from assistant.text.sentences import each_sentence


@dataclass(frozen=True, slots=True)
class Difference:
    """Sentences of two documents: `common` counts those of the newer one that stand in the older one, too.

    `added` stand in the newer one alone, `gone` in the older one alone: the first of them, `added_count` and
    `gone_count` in all. Only differences of letters and figures count, not of spaces, accents or punctuation.
    """

    common: int
    added: tuple[str, ...]
    gone: tuple[str, ...]
    added_count: int
    gone_count: int


def difference(newer: Sequence[str], older: Sequence[str], most: int = 20) -> Difference:
    """What distinguishes two documents, given the texts of their pages; at most so many sentences of each."""
    new, old = dict(_sentences(newer)), dict(_sentences(older))
    added = [text for key, text in new.items() if key not in old]
    gone = [text for key, text in old.items() if key not in new]
    return Difference(len(new) - len(added), tuple(added[:most]), tuple(gone[:most]), len(added), len(gone))


def _sentences(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    for text in texts:
        for start, end in each_sentence(text):
            sentence = " ".join(text[start:end].split())
            key = "".join(character for character in fold(sentence) if character.isalnum())
            if key:
                yield key, sentence
