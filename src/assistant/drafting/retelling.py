"""Why each sentence of a section has its verdict, said in another language. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from assistant.answering import verdicts
from assistant.drafting.words import REASONS
from assistant.types import Language, ProposalSection, Sentence

_INNER = " ({reason})"
"""What a judge says: it is told in the language it judged in, so it is left out in another."""
_BLANK = re.compile(r"\\\{(\w+)\\\}")


def retold(section: ProposalSection, language: Language) -> ProposalSection:
    """A section whose sentences keep their verdicts, with the reasons in this language; "" where they can't be."""
    blocks = tuple(
        replace(block, sentences=tuple(_retold(each, language) for each in block.sentences)) for block in section.blocks
    )
    return replace(section, blocks=blocks)


def _retold(sentence: Sentence, language: Language) -> Sentence:
    return replace(sentence, reason=_reason(sentence.reason, language)) if sentence.reason else sentence


def _reason(reason: str, language: Language) -> str:
    if any(pattern.fullmatch(reason) for pattern, _ in _patterns("fr" if language == "fr" else "en")):
        return reason
    for pattern, words in _patterns("en" if language == "fr" else "fr"):
        found = pattern.fullmatch(reason)
        if found is not None:
            return words[language].replace(_INNER, "").format(**found.groupdict())
    return ""


@cache
def _patterns(language: Language) -> tuple[tuple[re.Pattern[str], Mapping[Language, str]], ...]:
    """What every reason may look like in a language, each with its words in both."""
    return tuple((_pattern(words[language]), words) for words in _words())


def _words() -> Iterator[Mapping[Language, str]]:
    yield from REASONS.values()
    yield from verdicts.REASONS.values()


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(_BLANK.sub(r"(?P<\1>.*)", re.escape(words)), re.DOTALL)
