"""A section without a model: its quotes as points, with headings that connect them. Pure.

Where the section's question has several parts, each is a point, with the quotes that have most of its words. Elsewhere
quotes that share words make one, headed by these words. Points and quotes keep the person's order; a heading tells how
many quotes and documents it has. Nothing is said that the quotes do not say.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.drafting.lacking import parts_of, words_of_part
from assistant.drafting.markup import one_line
from assistant.drafting.words import BRIEF_NOTICE, OTHER_POINTS, POINT, REASONS, counted
from assistant.text.analysis import analyse, analyse_spans
from assistant.text.marks import QUOTATION_MARKS
from assistant.text.marks import quoted as in_marks
from assistant.types import Block, Language, PickedQuote, ProposalSection, Sentence

_ALIKE = 0.14  # cosine from which a quote joins a point
_HEAD_WORDS = 3
_SHORTEST_WORD = 4  # letters of a word that may stand in a heading
_Headed = list[tuple[str, list[PickedQuote]]]


@dataclass
class _Point:
    quotes: list[PickedQuote]
    weights: Counter[str] = field(default_factory=Counter)
    held_by: Counter[str] = field(default_factory=Counter)


def brief(section: ProposalSection, language: Language) -> tuple[Block, ...]:
    """The blocks of a brief: what it is, then each point under its heading."""
    quotes = [each for each in section.basket if each.text]
    notice = Sentence(BRIEF_NOTICE[language], (), "nothing_to_check", REASONS["notice"][language])
    blocks = [Block("paragraph", (notice,))]
    parts = parts_of(section.question)
    headed, alone = _by_part(quotes, parts) if len(parts) > 1 else _by_words(quotes, section, language)
    for head, told in headed:
        blocks += [_heading(_counted(head, told, language), language), *_items(told, language)]
    if alone and headed:
        blocks.append(_heading(OTHER_POINTS[language], language))
    return (*blocks, *_items(alone, language))


def _by_part(quotes: Sequence[PickedQuote], parts: Sequence[str]) -> tuple[_Headed, list[PickedQuote]]:
    """Quotes under the part of the question that they have most words of; those that have none stand alone."""
    under: dict[str, list[PickedQuote]] = {part: [] for part in parts}
    alone: list[PickedQuote] = []
    for quote in quotes:
        held = {part: words_of_part(part, quote) for part in parts}
        best = max(parts, key=lambda part: held[part])
        (under[best] if held[best] else alone).append(quote)
    return [(part, told) for part, told in under.items() if told], alone


def _by_words(
    quotes: Sequence[PickedQuote], section: ProposalSection, language: Language
) -> tuple[_Headed, list[PickedQuote]]:
    """Quotes that share words, under these words; those that share none with another stand alone."""
    asked = set(analyse(f"{section.title} {section.question}", language))
    points = _points(quotes, _rarity(quotes), asked)
    alone = [quote for each in points if len(each.quotes) == 1 for quote in each.quotes]
    return [(_head(each, language), each.quotes) for each in points if len(each.quotes) > 1], alone


def _points(quotes: Sequence[PickedQuote], rarity: Mapping[str, float], asked: set[str]) -> list[_Point]:
    points: list[_Point] = []
    for quote in quotes:
        terms = set(analyse(quote.text, quote.language))
        own = {term: rarity[term] for term in terms - asked}
        best = max(points, key=lambda point: _cosine(own, point.weights), default=None)
        if best is None or _cosine(own, best.weights) < _ALIKE:
            best = _Point([])
            points.append(best)
        best.quotes.append(quote)
        best.weights.update(own)
        best.held_by.update(own.keys())
    return points


def _rarity(quotes: Sequence[PickedQuote]) -> dict[str, float]:
    held = Counter(term for each in quotes for term in set(analyse(each.text, each.language)))
    return {term: math.log(1 + len(quotes) / count) for term, count in held.items()}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    product = math.fsum(weight * other.get(term, 0.0) for term, weight in one.items())
    lengths = math.sqrt(math.fsum(w * w for w in one.values()) * math.fsum(w * w for w in other.values()))
    return product / lengths if lengths else 0.0


def _head(point: _Point, language: Language) -> str:
    """The words that most of a point's quotes share, as the first of them has them."""
    surfaces: dict[str, str] = {}
    for quote in point.quotes:
        for term, start, end in analyse_spans(quote.text, quote.language):
            surfaces.setdefault(term, quote.text[start:end])
    ranked = sorted(point.held_by, key=lambda term: (-point.held_by[term], -point.weights[term], term))
    words = [surfaces[term] for term in ranked if point.held_by[term] > 1 and _may_head(surfaces.get(term, ""))]
    return ", ".join(dict.fromkeys(words[:_HEAD_WORDS])) or OTHER_POINTS[language]


def _counted(head: str, quotes: Sequence[PickedQuote], language: Language) -> str:
    return POINT[language].format(
        words=head[0].upper() + head[1:],
        quotes=counted("quotes", len(quotes), language),
        documents=counted("documents", len({quote.document_id for quote in quotes}), language),
    )


def _may_head(word: str) -> bool:
    return len(word) >= _SHORTEST_WORD and word.isalpha()


def _heading(text: str, language: Language) -> Block:
    return Block("heading", (Sentence(text, (), "nothing_to_check", REASONS["heading"][language]),))


def _items(quotes: Sequence[PickedQuote], language: Language) -> list[Block]:
    return [Block("item", (quoted(each, language),)) for each in quotes]


def without_notice(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """A text without the words that say it is a brief, where a person has written a sentence of their own into it."""
    sentences = [each for block in blocks if block.kind != "heading" for each in block.sentences]
    if not any(_is_prose(each.text) for each in sentences):
        return tuple(blocks)
    notices = set(BRIEF_NOTICE.values())
    left = (replace(block, sentences=tuple(s for s in block.sentences if s.text not in notices)) for block in blocks)
    return tuple(block for block in left if block.sentences)


def _is_prose(text: str) -> bool:
    """Whether a sentence is neither a quote from end to end nor the notice of a brief."""
    ends = [(opening.strip(), closing.strip()) for opening, closing in QUOTATION_MARKS.values()]
    quote = any(text.startswith(opening) and text.rstrip(" .").endswith(closing) for opening, closing in ends)
    return not quote and text not in BRIEF_NOTICE.values()


def quoted(quote: PickedQuote, language: Language) -> Sentence:
    """A quote as a sentence, between the quotation marks of its own language."""
    text = in_marks(one_line(quote.text), quote.language)
    return Sentence(text, (quote.id,), "supported", REASONS["quoted"][language])
