"""Short gold answers, any of which is right as it stands: are they in an answer, how much else is.

Texts are compared by tokens in the manner of SQuAD (Rajpurkar et al. 2016, arXiv:1606.05250), adapted to French: case
and accents folded, punctuation and articles (French and English, elided ones too) dropped, the digits of a number
joined ("300 000" is "300000", "66,3" is "66.3").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.text.normalise import fold
from assistant.text.wordsets import word_set

_ARTICLES = word_set("le la les l un une des the a an")
_GROUPED = re.compile(r"(?<![\w.,])[1-9]\d{0,2}(?:[ \u00a0\u202f.,]\d{3})+(?![\w]|[.,]\d)")
_DECIMAL = re.compile(r"(?<=\d),(?=\d)")
_TOKEN = re.compile(r"\d+(?:\.\d+)+|\w+")


def normalised(text: str) -> list[str]:
    """The tokens to compare by; articles stay where there is nothing else."""
    joined = _GROUPED.sub(lambda match: re.sub(r"\D", "", match[0]), text)
    tokens = _TOKEN.findall(_DECIMAL.sub(".", fold(joined)))
    return [token for token in tokens if token not in _ARTICLES] or tokens


def contained(text: str, answers: Sequence[str]) -> bool:
    """Whether a text has one of the answers, whole and in one piece."""
    said = _between(normalised(text))
    return any(_between(answer) in said for answer in map(normalised, answers) if answer)


def contained_within(text: str, answers: Sequence[str], words: int) -> bool:
    """As `contained`, in the first words of the text: to copy everything must not win."""
    return contained(" ".join(text.split()[:words]), answers)


def token_f1(text: str, answers: Sequence[str]) -> float:
    """The F1 of a text's tokens and those of the answer that suits it best; 0 where nothing is shared."""
    said = normalised(text)
    return max((_f1(said, normalised(answer)) for answer in answers), default=0.0)


def _between(tokens: Sequence[str]) -> str:
    return f" {' '.join(tokens)} "


def _f1(said: Sequence[str], gold: Sequence[str]) -> float:
    shared = sum((Counter(said) & Counter(gold)).values())
    return 2 * shared / (len(said) + len(gold)) if shared else 0.0
