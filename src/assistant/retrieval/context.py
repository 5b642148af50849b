"""What a passage leans on, where it is unclear by itself. Pure."""

from __future__ import annotations

import re

from assistant.text.sentences import split_sentences
from assistant.types import Passage

_SHORT = 12  # words of a passage that says little by itself
_ENDED = re.compile(r"[.!?…:][\s»”\"')\]]*\Z")
_LONGEST = 300  # characters of what is shown before it, from its end
_POINTS = re.compile(
    r"\W*(?:(?:cette|cet|ces|ceux-ci|celles?-ci|celui-ci|cela|ceci|elles?|ils?(?! (?:y a|faut|reste|existe|convient))|"
    r"ce (?!qu|sont|n'est)\w+|c'est (?:pourquoi|ainsi)|ainsi|donc|or|mais|toutefois|cependant|néanmoins|pourtant|"
    r"en effet|de même|par conséquent|en revanche|à l'inverse|"
    r"this|these|those|it|they|he|she|such|therefore|thus|hence|however|nevertheless|but|so|likewise|instead|"
    r"as a result|for example)\b)",
    re.IGNORECASE,
)


def needs_context(passage: Passage) -> bool:
    """Whether a passage opens by pointing at what stands before it, or is a very short sentence (not a heading)."""
    text = passage.text.replace("’", "'")
    return _POINTS.match(text) is not None or (len(text.split()) < _SHORT and _ENDED.search(text) is not None)


def last_sentence(passage: Passage) -> str | None:
    """The last sentence of the passage before, on one line; None where it ends in no sentence (a list, a table).

    It is no quote: it may be cut.
    """
    spans = split_sentences(passage.text)
    text = " ".join(passage.text[slice(*spans[-1])].split()) if spans else ""
    if not _ENDED.search(text):
        return None
    return text if len(text) <= _LONGEST else f"…{text[-_LONGEST:].split(' ', 1)[-1]}"
