"""What evidence says the contrary of: a number that differs in a sentence that is otherwise the same, a negation. Pure.

A claim and a sentence of its evidence are laid side by side, word by word (longest common subsequence, a number
standing for any number). Where they are the same but for a number, or but for a negation on a word that both have, the
claim is contradicted: it is not that the evidence lacks something, it says something else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.support.facts import numbers_in_place
from assistant.text.normalise import fold
from assistant.text.sentences import split_sentences
from assistant.text.stopwords import ENGLISH_STOP_WORDS, FRENCH_STOP_WORDS
from assistant.text.wordsets import word_set

SAME_SENTENCE = 0.75
"""Of the words of a claim, those that a sentence has in the same order, from which the two are about the same thing."""
NEAR_SENTENCE = 0.6
"""The same, where the number of the claim stands nowhere in the evidence."""
_STEM = 6  # letters: "financé", "financées" and "finance" are one word
_NEAR = 3  # words
_FEWEST = 2  # words that two sentences share at least
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_LINKED = re.compile(r"^(?:qu|[ldnsjmtc])'")
_STOPS = frozenset(fold(word) for word in FRENCH_STOP_WORDS | ENGLISH_STOP_WORDS)
_NOT = word_set("pas jamais rien guere ni point")
_NO = word_set("aucun aucune sans nul nulle no without none neither nor")
_NOT_ENGLISH = word_set("not never cannot")
_SCOPE = 5  # words between "ne" and "pas"


@dataclass(frozen=True, slots=True)
class _Token:
    """A content word (`stem`), or a number (`readings`), and whether a negation bears on it."""

    stem: str
    readings: tuple[str, ...] = ()
    negated: bool = False


def other_numbers(claim: str, evidence: Sequence[str], missing: Sequence[str] = ()) -> tuple[str, str] | None:
    """A number of a claim and the one that the evidence has in its place; None where no sentence has another.

    The two numbers stand beside a word that both sentences have. `missing` are the claim's numbers that stand nowhere
    in the evidence: less has to be the same for those.
    """
    mine = _tokens(claim)
    agreeing: dict[int, float] = {}
    differing: dict[int, tuple[float, str, str]] = {}
    for sentence in _sentences(tuple(evidence)):
        theirs = _tokens(sentence)
        pairs = _aligned(mine, theirs)
        same = _share(mine, pairs)
        words = [pair for pair in pairs if not mine[pair[0]].readings]
        for one, other in pairs:
            said, held = mine[one].readings, theirs[other].readings
            if said and said[0] in held:
                agreeing[one] = max(same, agreeing.get(one, 0.0))
            elif said and _beside(theirs, words, one, other):
                wanted = NEAR_SENTENCE if said[0] in missing else SAME_SENTENCE
                if same >= max(wanted, differing.get(one, (0.0,))[0]):
                    differing[one] = same, said[0], held[0]
    found = (each for one, each in sorted(differing.items()) if each[0] > agreeing.get(one, 0.0))
    return next(((said, held) for _, said, held in found), None)


def other_negation(claim: str, evidence: Sequence[str]) -> str | None:
    """The word that a claim denies and its evidence affirms, or the other way round; None where there is none."""
    mine = _tokens(claim)
    agreeing, differing = 0.0, (0.0, "")
    for sentence in _sentences(tuple(evidence)):
        theirs = _tokens(sentence)
        pairs = [(one, other) for one, other in _aligned(mine, theirs) if not mine[one].readings]
        same = _share(mine, pairs)
        if same < SAME_SENTENCE or len(pairs) < _FEWEST:
            continue
        words = [mine[one].stem for one, other in pairs if mine[one].negated != theirs[other].negated]
        if words:
            differing = max(differing, (same, words[0]))
        else:
            agreeing = max(agreeing, same)
    return differing[1] if differing[0] > agreeing else None


def _beside(theirs: Sequence[_Token], words: Sequence[tuple[int, int]], one: int, other: int) -> bool:
    """Whether the word right before or after a number of the claim is near the number laid beside it.

    There may be a few words more between the two in the evidence, but no number.
    """
    for place, held in words:
        between = theirs[min(held, other) + 1 : max(held, other)]
        same_side = (place < one) == (held < other)
        if abs(place - one) == 1 and same_side and len(between) < _NEAR and not any(each.readings for each in between):
            return True
    return False


def _share(mine: Sequence[_Token], pairs: Sequence[tuple[int, int]]) -> float:
    """Of the words of a claim (numbers apart), those laid beside a word."""
    words = sum(not token.readings for token in mine)
    held = sum(not mine[one].readings for one, _ in pairs)
    return held / words if words and held >= min(_FEWEST, words) else 0.0


@lru_cache(maxsize=512)
def _sentences(evidence: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text[start:end] for text in evidence for start, end in split_sentences(text))


@lru_cache(maxsize=2048)
def _tokens(text: str) -> tuple[_Token, ...]:
    folded = fold(text)
    numbers = numbers_in_place(folded)
    found: list[tuple[int, str, tuple[str, ...]]] = [(start, "#", readings) for start, _, readings in numbers]
    for match in _WORD.finditer(folded):
        if not any(start <= match.start() < end for start, end, _ in numbers):
            found.append((match.start(), match[0], ()))
    found.sort(key=lambda each: each[0])
    words = [word for _, word, _ in found]
    denied = _denied(words)
    return tuple(
        _Token(_stem(word), readings, place in denied)
        for place, (_, word, readings) in enumerate(found)
        if readings or _is_content(word)
    )


def _stem(word: str) -> str:
    return _LINKED.sub("", word)[:_STEM]


def _is_content(word: str) -> bool:
    bare = _LINKED.sub("", word)
    return len(bare) > 1 and bare not in _STOPS and word not in _NOT and word not in _NO and not word.endswith("n't")


def _denied(words: Sequence[str]) -> set[int]:
    """The places of the words that a negation bears on: the verb of "ne… pas", the noun of "aucun"."""
    denied: set[int] = set()
    for place, word in enumerate(words):
        after = range(place + 1, min(place + 1 + _SCOPE, len(words)))
        if word == "ne" or word.startswith("n'"):
            end = next((at for at in after if words[at] in _NOT | _NO | {"plus"}), None)
            if end is not None:
                inside = [at for at in range(place, end) if words[at] != "ne" and _is_content(words[at])]
                denied.update(inside or _next_content(words, end))
        elif word in _NOT_ENGLISH or word.endswith("n't") or word in _NO:
            denied.update(_next_content(words, place))
    return denied


def _next_content(words: Sequence[str], place: int) -> list[int]:
    """The first content word after a place."""
    return [at for at in range(place + 1, min(place + 1 + _SCOPE, len(words))) if _is_content(words[at])][:1]


def _aligned(mine: Sequence[_Token], theirs: Sequence[_Token]) -> list[tuple[int, int]]:
    """Pairs of places of the longest common subsequence; a number is rather laid beside its equal than another."""
    worth = [[_worth(one, other) for other in theirs] for one in mine]
    best = [[0] * (len(theirs) + 1) for _ in range(len(mine) + 1)]
    for one in reversed(range(len(mine))):
        for other in reversed(range(len(theirs))):
            beside = worth[one][other] + best[one + 1][other + 1] if worth[one][other] else 0
            best[one][other] = max(beside, best[one + 1][other], best[one][other + 1])
    pairs, one, other = [], 0, 0
    while one < len(mine) and other < len(theirs):
        if worth[one][other] and best[one][other] == worth[one][other] + best[one + 1][other + 1]:
            pairs.append((one, other))
            one, other = one + 1, other + 1
        elif best[one + 1][other] >= best[one][other + 1]:
            one += 1
        else:
            other += 1
    return pairs


def _worth(one: _Token, other: _Token) -> int:
    """What it is worth to lay two words, or two numbers, beside each other; 0: they are not the same."""
    if one.stem != other.stem:
        return 0
    return 2 if not one.readings or set(one.readings[:1]) & set(other.readings) else 1
