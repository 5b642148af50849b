"""Cases held against an index: unknown documents, words that are not theirs, grades of another version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.evaluation.sets.anchors import Anchors
from assistant.evaluation.sets.cases import Case, EvidenceItem, GradedPassage
from assistant.evaluation.sets.problems import Problem, params

_SHOWN_CHARACTERS = 80  # of a quote, in a message


def check_cases(cases: Sequence[Case], anchors: Anchors, lines: Mapping[str, int] | None = None) -> tuple[Problem, ...]:
    """Every place of every case that an index does not hold as the case says.

    Args:
        cases: the cases.
        anchors: of the index.
        lines: line of each case by id, for the messages.
    """
    numbers = lines or {}
    return tuple(
        Problem(numbers.get(case.id, 0), problem.code, problem.params, case.id)
        for case in cases
        for problem in _problems(case, anchors)
    )


def _problems(case: Case, anchors: Anchors) -> Iterator[Problem]:
    unknown: set[str] = set()
    for item in (item for group in case.groups for item in group):
        if not anchors.named(item.document):
            if item.document not in unknown:
                yield Problem(0, "case_document_unknown", params(document=item.document))
            unknown.add(item.document)
        elif not anchors.evidence(item):
            yield _misquoted(item, anchors)
    for judged in case.passages:
        if not anchors.graded(judged):
            yield _misplaced(judged, anchors)


def _misquoted(item: EvidenceItem, anchors: Anchors) -> Problem:
    quote = item.quote if len(item.quote) <= _SHOWN_CHARACTERS else item.quote[:_SHOWN_CHARACTERS] + "…"
    elsewhere = anchors.elsewhere(item)
    if not elsewhere:
        return Problem(0, "case_quote_absent", params(document=item.document, quote=quote))
    found = elsewhere[0].spans[0].page
    return Problem(0, "case_quote_elsewhere", params(document=item.document, quote=quote, page=item.page, found=found))


def _misplaced(judged: GradedPassage, anchors: Anchors) -> Problem:
    named = anchors.named(judged.document)
    if any(document.content_hash == judged.sha256 for document in named):
        place = params(document=judged.document, page=judged.page or 1, start=judged.start, end=judged.end)
        return Problem(0, "case_span_outside", place)
    code = "case_document_changed" if named else "case_document_unknown"
    return Problem(0, code, params(document=judged.document))
