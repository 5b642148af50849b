"""What an older file of a work says shown as its newest file says it, where it does. Pure but for what it asks for.

Files of one work are cut into passages each in its own way, and a later version changes words: so a passage is looked
for in the newest file by its runs of words. What the newest file says no more stays as it is, from the older one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, islice

from assistant.text.normalise import fold
from assistant.types import Document, Duplicate, Passage, ScoredPassage

_RUN = 5  # words
_RESTATED = 0.5  # of a passage's runs stand in the newest file
_PART = 0.25  # of them stand in a passage of it that is shown for them
_LOOKED_THROUGH = 60  # passages, for a file of a year that is asked for
_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

DocumentOf = Callable[[str], Document | None]
PassagesOf = Callable[[str], Sequence[Passage]]


def newest_first(
    found: Iterable[ScoredPassage],
    question: str,
    within: Collection[str] | None,
    document_of: DocumentOf,
    passages_of: PassagesOf,
) -> Iterator[ScoredPassage]:
    """What was found, each passage once; those that the newest file of their work restates are that file's.

    Args:
        found: passages, best first; no more are taken than asked for.
        question: a file of a year that it names speaks for its work.
        within: ids of the documents that are searched; None: all.
        document_of: a document, by id.
        passages_of: the passages of a document, by id.
    """
    asked_for, found = _asked_for(found, frozenset(_YEAR.findall(question)))
    shown: set[str] = set()
    read, known = lru_cache(maxsize=8)(passages_of), lru_cache(maxsize=64)(document_of)
    for each in found:
        target = asked_for.get(each.document.work_id) or _newest(each.document, known)
        for one in _restated(each, target, within, read):
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
    found: ScoredPassage, target: Document | None, within: Collection[str] | None, passages_of: PassagesOf
) -> list[ScoredPassage]:
    """The passages of another file that say what this one does, the nearest first; this one where there are none."""
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
    older = (Duplicate(found.passage, document),)
    return [replace(found, passage=each, document=target, duplicates=older) for _, each in best] or [found]


def _year(document: Document) -> str:
    return (document.date or "")[:4]


@lru_cache(maxsize=2_000)
def _runs(text: str) -> frozenset[int]:
    words = _WORD.findall(fold(text))
    return frozenset(map(hash, zip(*(words[start:] for start in range(_RUN)), strict=False)))
