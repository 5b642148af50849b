"""What is new since a day: documents with their most typical passages, and the themes that set them apart.

A theme is a term that new passages hold more often than the others do: its weight is its part in the Kullback-Leibler
divergence between the two, each passage counted once (as in Tomokiyo & Hurst, 2003). Where nearly everything is new
there is nothing to set it apart from: rarity (IDF) decides then.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from assistant.ports import Catalogue
from assistant.retrieval.phrases import placed_terms
from assistant.text.analysis import analyse_spans
from assistant.types import Digest, Document, NewDocument, Passage, Theme

MOST_DOCUMENTS = 200
MOST_THEMES = 12
PASSAGES_A_DOCUMENT = 2
_MOST_PASSAGES = 20_000  # looked at for themes
_LEAST_PASSAGES = 2  # that hold a theme, where there are enough to tell
_SHORTEST_TERM = 4
_SHORTEST_IN_PHRASE = 3
_MOST_PHRASES = 60  # whose frequency in all passages is looked up
_MOST_HOLDERS = 2000  # passages counted of a phrase
_MOSTLY = 0.5  # share of a word's passages that hold it in a phrase, from which on the phrase stands for it
_FEW_PASSAGES = 200  # in all, up to which no word is too common
_COMMON = 0.05  # share of the other passages that hold a word of no telling ("doit", "exemple")
_LEAST_REST = 0.1  # share of passages that are not new, from which on new ones are set against all


_BETWEEN = re.compile(
    "[ \u00a0\n]+(?:(?:de|du|des|en|à|of|for|in)[ \u00a0\n]+|d['’])?(?:(?:la|le|les|the)[ \u00a0\n]+|l['’])?"
)


class Frequencies(Protocol):
    """In how many passages terms occur."""

    def document_frequency(self, term: str) -> int:
        """In how many passages a term occurs, as an index has it."""
        ...

    def holding(self, terms: Sequence[tuple[str, int]], limit: int) -> Sequence[str]:
        """Passages that hold terms one after the other, at most so many."""
        ...

    def __len__(self) -> int:
        """Number of passages."""
        ...


def make_digest(since: str, catalogue: Catalogue, frequencies: Frequencies, proposed: Mapping[str, int]) -> Digest:
    """The digest of what came since a day.

    Args:
        since: ISO 8601.
        catalogue: of all documents.
        frequencies: of terms in all passages.
        proposed: what feeds have proposed since, by title.
    """
    new = sorted((each for each in catalogue.documents() if each.added_at >= since), key=_latest, reverse=True)
    shown = new[:MOST_DOCUMENTS]
    passages = {each.id: catalogue.document_passages(each.id) for each in shown if each.text_shown}
    looked_at = [passage for each in passages.values() for passage in each][:_MOST_PASSAGES]
    terms = {passage.id: _terms(passage) for passage in looked_at}
    weights, themes = find_themes(list(terms.values()), counting(frequencies), len(frequencies))

    def typical(document: Document) -> tuple[Passage, ...]:
        return typical_passages(passages.get(document.id, ()), terms, weights)

    return Digest(
        since,
        tuple(NewDocument(document, typical(document)) for document in shown),
        len(new),
        sum(document.passage_count for document in new),
        themes,
        dict(proposed),
    )


def _latest(document: Document) -> tuple[str, str]:
    return document.added_at, document.source


def counting(frequencies: Frequencies) -> Callable[[str, str], int]:
    """In how many passages a term occurs, given with a word (or a phrase) that it stands for."""

    def count(term: str, word: str) -> int:
        if " " not in term:
            return frequencies.document_frequency(term)
        holders = (frequencies.holding(placed, _MOST_HOLDERS) for placed in placed_terms(word))
        return len({passage_id for each in holders for passage_id in each})

    return count


def _terms(passage: Passage) -> dict[str, str]:
    """The terms of a passage, and those of two words, each with a word that it stands for; numbers are none."""
    found: dict[str, str] = {}
    text, last = passage.text, ("", 0, 0)
    for term, start, end in analyse_spans(text, passage.language):
        word = text[start:end]
        if not word.isalpha():
            continue
        if len(word) >= _SHORTEST_TERM:
            found.setdefault(term, word)
        before, first, stop = last
        if before not in ("", term) and len(word) >= _SHORTEST_IN_PHRASE and _BETWEEN.fullmatch(text, stop, start):
            found.setdefault(f"{before} {term}", " ".join(text[first:end].split()))
        last = (term, start, end) if len(word) >= _SHORTEST_IN_PHRASE else ("", 0, 0)
    return found


def find_themes(
    passages: Sequence[Mapping[str, str]], in_all: Callable[[str, str], int], total: int
) -> tuple[dict[str, float], tuple[Theme, ...]]:
    """Weights of the terms of new passages, and the strongest of them.

    Args:
        passages: the terms of each new passage, each with a word that it stands for.
        in_all: in how many of all passages a term occurs, given with such a word.
        total: number of all passages.
    """
    counts = Counter(term for terms in passages for term in terms)
    least = min(_LEAST_PASSAGES, len(passages))
    candidates = _telling({term: count for term, count in counts.items() if count >= least})
    words = _words(passages, candidates)
    weights: dict[str, float] = {}
    everywhere: dict[str, int] = {}
    set_apart = total - len(passages) > _LEAST_REST * total
    for term in candidates:
        everywhere[term] = max(in_all(term, words[term]), counts[term])
        expected = everywhere[term] * (len(passages) / total if set_apart else 1.0)
        weight = counts[term] * math.log((counts[term] if set_apart else total + 1) / expected)
        others = everywhere[term] - counts[term]
        if weight > 0 and (total < _FEW_PASSAGES or others <= _COMMON * total):
            weights[term] = weight
    strongest = sorted(weights, key=lambda term: (-weights[term], term))[:MOST_THEMES]
    return weights, tuple(Theme(words[term], counts[term], everywhere[term]) for term in strongest)


def _telling(counts: Mapping[str, int]) -> list[str]:
    """Terms without the words that mostly stand in a phrase, and without the phrases that tell no more than a word."""
    phrases = sorted((term for term in counts if " " in term), key=lambda term: (-counts[term], term))
    kept, covered = [], set()
    for phrase in phrases[:_MOST_PHRASES]:
        parts = {part for part in phrase.split(" ") if counts[phrase] >= _MOSTLY * counts.get(part, 0)}
        if parts:
            kept.append(phrase)
            covered |= parts
    return [*kept, *(term for term in counts if " " not in term and term not in covered)]


def _words(passages: Sequence[Mapping[str, str]], terms: Sequence[str]) -> dict[str, str]:
    """The commonest word for each term, in small letters unless it never stands so."""
    found: dict[str, Counter[str]] = {term: Counter() for term in terms}
    for each in passages:
        for term in found.keys() & each.keys():
            found[term][each[term]] += 1
    chosen = {}
    for term, words in found.items():
        small = Counter({word: count for word, count in words.items() if word.islower()})
        chosen[term] = max((small or words).items(), key=lambda item: (item[1], item[0]))[0]
    return chosen


def typical_passages(
    passages: Sequence[Passage], terms: Mapping[str, Mapping[str, str]], weights: Mapping[str, float]
) -> tuple[Passage, ...]:
    """The passages of a document that hold most of what sets the new ones apart, in the order of its text."""

    def weight(passage: Passage) -> float:
        held = terms.get(passage.id, {})
        return sum(weights.get(term, 0.0) for term in held) / math.sqrt(1 + len(held))

    best = sorted(passages, key=lambda passage: (-weight(passage), passage.ordinal))[:PASSAGES_A_DOCUMENT]
    return tuple(sorted(best, key=lambda passage: passage.ordinal))
