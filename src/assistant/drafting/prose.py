"""A section written by a language model from the quotes of its basket alone; every sentence is checked as it comes.

Quotes go to the model under keys that mean nothing elsewhere, in as many requests as it has room for; what it writes is
text and keys, whatever it looks like. A sentence that its quotes do not establish stays, marked: a person decides.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answering.generative import ROOM
from assistant.answering.lines import sentences_of, without_thinking
from assistant.answering.verdicts import Checker
from assistant.drafting.checking import Evidence, checked
from assistant.drafting.headings import states
from assistant.drafting.markup import one_line
from assistant.drafting.prompts import KeyedQuote, section_request
from assistant.model_ports import CHARACTERS_PER_TOKEN, ChatMessage, ChatModel
from assistant.text.instructions import speaks_to_a_model
from assistant.types import Block, Language, PickedQuote, ProposalSection, Sentence

MOST_REQUESTS = 8
_DEFAULT_WORDS = 300
_TOKENS_PER_WORD = 2.5
_FEWEST_TOKENS = 300
_HEADING = re.compile(r"\s*#{1,6}\s+(?P<text>.+)")
_ITEM = re.compile(r"\s*[-–—•*]\s+")
_FENCE = re.compile(r"\s*```")


@dataclass(frozen=True, slots=True)
class Prose:
    """What a model made of a section; `left_out` are the quotes that it was not given."""

    blocks: tuple[Block, ...]
    left_out: tuple[str, ...]


class SectionWriter:
    """Writes sections with a chat model.

    Args:
        model: writes.
        checker: checks what it wrote.
        new_key: makes keys: hexadecimal digits, as many as twice the number given.
    """

    def __init__(self, model: ChatModel, checker: Checker, new_key: Callable[[int], str] = secrets.token_hex) -> None:
        self._model = model
        self._checker = checker
        self._new_key = new_key

    def write(self, section: ProposalSection, evidence: Evidence, language: Language) -> Prose:
        """The section in prose. Only quotes of the evidence that speak to no machine are given to the model.

        Raises:
            ModelError: the server fails.
        """
        given = [each for each in section.basket if each.id in evidence.quotes and not speaks_to_a_model(each.text)]
        batches, kept = self._batches(section, given, evidence, language)
        words = max((section.length or _DEFAULT_WORDS) // max(len(batches), 1), 40)
        blocks = tuple(block for batch in batches for block in self._written(section, batch, words, evidence, language))
        left_out = tuple(each.id for each in section.basket if each.id not in kept)
        return Prose(blocks, left_out)

    def _batches(
        self, section: ProposalSection, quotes: Sequence[PickedQuote], evidence: Evidence, language: Language
    ) -> tuple[list[list[PickedQuote]], set[str]]:
        """Quotes in their order, as many a request as the model has room for."""
        room = self._model.context_tokens - self._model.context_tokens // ROOM
        batches: list[list[PickedQuote]] = []
        for quote in quotes:
            grown = [*batches[-1], quote] if batches else [quote]
            if batches and self._size(section, grown, evidence, language) <= room:
                batches[-1] = grown
            elif len(batches) < MOST_REQUESTS and self._size(section, [quote], evidence, language) <= room:
                batches.append([quote])
        return batches, {quote.id for batch in batches for quote in batch}

    def _size(
        self, section: ProposalSection, quotes: Sequence[PickedQuote], evidence: Evidence, language: Language
    ) -> float:
        request = self._request(section, dict(zip(self._keys(), quotes, strict=False)), 0, evidence, language)
        return sum(len(each.text) for each in request) / CHARACTERS_PER_TOKEN

    def _request(
        self,
        section: ProposalSection,
        keyed: Mapping[str, PickedQuote],
        words: int,
        evidence: Evidence,
        language: Language,
    ) -> list[ChatMessage]:
        quotes = [KeyedQuote(key, each.text, _facts(each, evidence)) for key, each in keyed.items()]
        block = self._new_key(8)
        return section_request(section.title, section.question, section.reader, words, quotes, language, block)

    def _written(
        self,
        section: ProposalSection,
        batch: Sequence[PickedQuote],
        words: int,
        evidence: Evidence,
        language: Language,
    ) -> Sequence[Block]:
        keyed = dict(zip(self._keys(), batch, strict=False))
        request = self._request(section, keyed, words, evidence, language)
        most = min(max(int(words * _TOKENS_PER_WORD), _FEWEST_TOKENS), self._model.context_tokens // ROOM)
        text = without_thinking(self._model.complete(request, max_tokens=most).text)
        ids = {key: each.id for key, each in keyed.items()}
        written = replace(section, blocks=tuple(blocks_of(text, ids)))
        return checked(written, evidence, self._checker, language)

    def _keys(self) -> Iterator[str]:
        """Keys that differ, a letter first: a number would look like a citation."""
        given: set[str] = set()
        while True:
            key = "k" + self._new_key(3)
            if key not in given:
                given.add(key)
                yield key


def blocks_of(text: str, ids: Mapping[str, str]) -> list[Block]:
    """What a model wrote as blocks: a paragraph for lines that follow each other, keys as the quotes they stand for.

    Keys that were never given stand for nothing. A heading that states something is a sentence.
    """
    blocks: list[Block] = []
    paragraph: list[Sentence] = []

    def close() -> None:
        if paragraph:
            blocks.append(Block("paragraph", tuple(paragraph)))
            paragraph.clear()

    for line in text.splitlines():
        if not line.strip() or _FENCE.match(line):
            close()
            continue
        heading = _HEADING.match(line)
        sentences = [_with_ids(each.text, each.keys, ids) for each in sentences_of(line)]
        if heading and _is_heading(one_line(heading["text"])):
            close()
            blocks.append(Block("heading", (Sentence(one_line(heading["text"])),)))
        elif _ITEM.match(line) and sentences:
            close()
            blocks.append(Block("item", tuple(sentences)))
        else:
            paragraph += sentences
    close()
    return blocks


def _with_ids(text: str, keys: Sequence[str], ids: Mapping[str, str]) -> Sentence:
    return Sentence(one_line(text), tuple(dict.fromkeys(ids[key] for key in keys if key in ids)))


def _is_heading(text: str) -> bool:
    return text[-1:] not in ".!?…]" and "[" not in text and not states(text)


def _facts(quote: PickedQuote, evidence: Evidence) -> str:
    """The document of a quote for the model: nothing of it that speaks to one."""
    document = evidence.documents.get(quote.document_id)
    told = (quote.title,) if document is None else (document.title, ", ".join(document.authors), document.date)
    return one_line(" | ".join(fact for fact in told if fact and not speaks_to_a_model(fact)))
