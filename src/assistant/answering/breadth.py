"""How broad the sources of an answer are: kinds and years of what it cites, one source alone, old ones. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.question import MANY_SIDED_TYPES, QuestionType
from assistant.types import Citation, Coverage, Document, Evidence, Notice, Query

OLD = 5
"""Years between the latest document cited and the latest of the corpus, from which that is said."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def coverage_of(evidence: Evidence, citations: Sequence[Citation]) -> Coverage:
    """What an answer looked at, and what it cites."""
    considered = len({each.document.work_id for each in evidence.passages})
    return with_cited(Coverage(evidence.documents_total, considered, 0), citations)


def with_cited(coverage: Coverage, citations: Sequence[Citation]) -> Coverage:
    """The same for other citations: how many documents, of which kinds, years and authorities."""
    documents = _cited(citations)
    years = [year for each in documents if (year := _year(each.date)) is not None]
    return replace(
        coverage,
        documents_cited=len(documents),
        kinds=dict(Counter(each.kind for each in documents)),
        since=min(years, default=None),
        until=max(years, default=None),
        authorities=len({each.authority for each in documents if each.authority is not None}),
    )


def breadth_notices(
    query: Query, kind: QuestionType, coverage: Coverage, citations: Sequence[Citation], newest: str | None
) -> tuple[Notice, ...]:
    """What there is to know of the sources: that there is one alone for a broad question, that all are old.

    Args:
        query: the question; one that is put to documents of a time, or states a year, asks for old ones.
        kind: what it asks for.
        coverage: of the answer.
        citations: of the answer.
        newest: date of the latest document of the corpus.
    """
    documents = _cited(citations)
    notices = []
    if kind in MANY_SIDED_TYPES and len(documents) == 1 and coverage.documents_total > 1:
        notices.append(Notice("single_source", {"title": " ".join(documents[0].title.split())}))
    latest = _year(newest)
    dated = all(_year(each.date) for each in documents)
    if latest and coverage.until and dated and int(latest) - int(coverage.until) > OLD and not _is_dated(query):
        first, last = coverage.since, coverage.until
        years = last if first == last else f"{first}–{last}"
        notices.append(Notice("old_sources", {"years": years, "newest": latest}))
    return tuple(notices)


def _cited(citations: Sequence[Citation]) -> list[Document]:
    """The documents cited, each work once, in the order of their numbers."""
    works: dict[str, Document] = {}
    for each in citations:
        works.setdefault(each.document.work_id, each.document)
    return list(works.values())


def _is_dated(query: Query) -> bool:
    filters = None if query.scope is None else query.scope.filters
    bounded = filters is not None and (filters.since is not None or filters.until is not None)
    return bounded or _YEAR.search(query.search_text) is not None


def _year(date: str | None) -> str | None:
    return date[:4] if date else None
