"""What an older file of a work says shown as its newest file says it, where it does. Pure but for what it asks for.

Files of one work are cut into passages each in its own way, and a later version changes words: so a passage is looked
for in the newest file by its runs of words. What the newest file says no more stays as it is, from the older one: a
whole passage, or one of which a sentence that is asked for is gone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, islice

from assistant.retrieval.coverage import matched_words
from assistant.text.analysis import analyse
from assistant.text.normalise import fold
from assistant.text.sentences import split_sentences
from assistant.types import Document, Duplicate, Language, Passage, Query, QueryWord, ScoredPassage

_RUN = 5  # words
_RESTATED = 0.5  # of a passage's runs stand in the newest file
_PART = 0.25  # of them stand in a passage of it that is shown for them; of a sentence's, where it is said otherwise
_LOOKED_THROUGH = 60  # passages, for a file of a year that is asked for
_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

DocumentOf = Callable[[str], Document | None]
PassagesOf = Callable[[str], Sequence[Passage]]


def newest_first(
    found: Iterable[ScoredPassage],
    query: Query,
    within: Collection[str] | None,
    document_of: DocumentOf,
    passages_of: PassagesOf,
) -> Iterator[ScoredPassage]:
    """What was found, each passage once; those that the newest file of their work restates are that file's.

    Args:
        found: passages, best first; no more are taken than asked for.
        query: a file of a year that it names speaks for its work; what it asks for is not lost for a newer file.
        within: ids of the documents that are searched; None: all.
        document_of: a document, by id.
        passages_of: the passages of a document, by id.
    """
    asked_for, found = _asked_for(found, frozenset(_YEAR.findall(query.search_text)))
    shown: set[str] = set()
    read, known = lru_cache(maxsize=8)(passages_of), lru_cache(maxsize=64)(document_of)
    for each in found:
        target = asked_for.get(each.document.work_id) or _newest(each.document, known)
        for one in _restated(each, target, query, within, read):
            if one.passage.id not in shown:
                shown.add(one.passage.id)
                yield one


def _asked_for(
    found: Iterable[ScoredPassage], years: Collection[str]
) -> tuple[dict[str, Document], Iterable[ScoredPassage]]:
    """The file of a year that is asked for, by work, where the newest one is of another; and what was found."""
    if not years:
        return {}, found
    found = iter(found)
    kept = list(islice(found, _LOOKED_THROUGH))
    files = {each.document.id: each.document for each in kept if each.document.work is not None}
    newest = {each.work_id for each in files.values() if each.id == each.work and _year(each) in years}
    asked_for = {each.work_id: each for each in files.values() if _year(each) in years and each.work_id not in newest}
    return asked_for, chain(kept, found)


def _newest(document: Document, document_of: DocumentOf) -> Document | None:
    return None if document.work in (None, document.id) else document_of(document.work_id)


def _restated(
    found: ScoredPassage,
    target: Document | None,
    query: Query,
    within: Collection[str] | None,
    passages_of: PassagesOf,
) -> list[ScoredPassage]:
    """The passages of another file that say what this one does, the nearest first; this one where there are none.

    Where they lack what is asked for, this one comes before them.
    """
    document = found.document
    if target is None or target.id == document.id or target.language != document.language:
        return [found]
    if within is not None and target.id not in within:
        return [found]
    runs = _runs(found.passage.text)
    shares = [(len(runs & _runs(each.text)) / max(len(runs), 1), each) for each in passages_of(target.id)]
    if sum(share for share, _ in shares) < _RESTATED:
        return [found]
    best = sorted((pair for pair in shares if pair[0] >= _PART), key=lambda pair: -pair[0])
    if _lacks([each for share, each in shares if share], query, found.passage):
        return [found, *(replace(found, passage=each, document=target) for _, each in best)]
    older = (Duplicate(found.passage, document),)
    return [replace(found, passage=each, document=target, duplicates=older) for _, each in best] or [found]


def _lacks(newer: Sequence[Passage], query: Query, older: Passage) -> bool:
    """Whether an older passage has a sentence of its own, with words asked for that none of the newer ones' has.

    A sentence that stands there with another figure or another word in it is theirs.
    """
    language = older.language
    words = query.words
    translated = query.language != language
    own = list(_own_sentences(older.text, frozenset(chain.from_iterable(_runs(each.text) for each in newer))))
    wanted = [found for each in own if (found := _asked_in(each, words, language, translated))]
    if not wanted:
        return False
    theirs = [_asked_in(each, words, language, translated) for one in newer for each in _sentences(one.text)]
    return any(not any(found <= others for others in theirs) for found in wanted)


def _own_sentences(text: str, known: Collection[int]) -> Iterator[str]:
    """The sentences of a text of which hardly a run of words is among the known ones."""
    for sentence in _sentences(text):
        runs = _runs(sentence)
        if runs and len(runs.intersection(known)) < _PART * len(runs):
            yield sentence


def _sentences(text: str) -> Iterator[str]:
    return (text[start:end] for start, end in split_sentences(text))


def _asked_in(sentence: str, words: Sequence[QueryWord], language: Language, translated: bool) -> frozenset[int]:
    return matched_words(words, set(analyse(sentence, language)), translated)


def _year(document: Document) -> str:
    return (document.date or "")[:4]


@lru_cache(maxsize=2_000)
def _runs(text: str) -> frozenset[int]:
    words = _WORD.findall(fold(text))
    return frozenset(map(hash, zip(*(words[start:] for start in range(_RUN)), strict=False)))
