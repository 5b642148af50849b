"""Pages whose text has to be recognised on their picture: asked for one by one, then put into their documents.

Runs in the process that asks: it sees text and boxes that were checked on arrival, never a file.
"""

from __future__ import annotations

import re
import threading
import time
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass, replace
from statistics import median

from assistant.errors import DocumentError
from assistant.ingest.limits import OF_THE_MACHINE, RecognitionLimits
from assistant.ingest.metadata import clean_title
from assistant.ingest.ocr.furniture import without_furniture
from assistant.ingest.page_warnings import (
    PAGES_GARBLED,
    PAGES_LEFT_OUT,
    PAGES_NOT_RECOGNISED,
    PAGES_RECOGNISED,
    PAGES_WITHOUT_TEXT,
)
from assistant.ingest.readers import complete
from assistant.ports import PageProgress, ReadResult
from assistant.types import Failure, Page, ReadDocument

_MOST_FAILURES = 4  # of pages, where fewer went well: the others are then left out
_MORE_WORDS = 2.0  # than a page's own few words: what was recognised on its picture takes their place
_LARGER = 1.35
_SAME_SIZE = 0.88  # of the largest, for a line of one title
_LONGEST_TITLE = 200
_RISES = re.compile(r"[A-ZÀ-Þbdfhiklt0-9à-åè-ïò-öù-ü!?]")
_HANGS = re.compile(r"[gjpqyçÇQ]")

Ask = Callable[[int, "str | None"], "Page | None"]
"""Recognises a page of the document with that record id: None where nothing is legible. Raises DocumentError."""


@dataclass(frozen=True, slots=True)
class _LeftOut:
    """A page that was not tried, for lack of time or because there are too many."""


_Outcome = Page | DocumentError | _LeftOut | None
_Outcomes = Mapping[int, _Outcome]


def recognise(
    result: ReadResult, stem: str, ask: Ask, executor: Executor, limits: RecognitionLimits, on_page: PageProgress | None
) -> ReadResult:
    """Have all wanted pages recognised, and complete the documents with them.

    Args:
        result: what was read.
        stem: the file's name without its extension.
        ask: is called from the threads of the executor.
        executor: runs as many pages at the same time as it has threads.
        limits: pages and time beyond them are left out.
        on_page: told how many pages of all documents have their text.

    Raises:
        DocumentError: the file holds one document, and no page of it has text.
    """
    tasks = [(index, number) for index, one in enumerate(result.documents) for number in one.ocr_wanted]
    total = sum(len(one.pages) for one in result.documents)
    outcomes: list[dict[int, _Outcome]] = [dict.fromkeys(one.ocr_wanted, _LeftOut()) for one in result.documents]
    run = _Run(result.documents, ask, limits.seconds)
    for done, ((index, number), outcome) in enumerate(run.outcomes(tasks[: limits.pages], executor), start=1):
        outcomes[index][number] = outcome
        if on_page is not None:
            on_page(total - len(tasks) + done, total)
    return _finished(result, [_merged(*pair, stem) for pair in zip(result.documents, outcomes, strict=True)])


def without_recognition(result: ReadResult, stem: str) -> ReadResult:
    """The documents with what text they have, where there is nothing to recognise the rest with.

    Raises:
        DocumentError: the file holds one document, and no page of it has text: image_only, garbled.
    """
    return _finished(result, [_as_read(document, stem) for document in result.documents])


class _Run:
    """The recognition of the pages of one file: ends early where time is up or too much goes wrong."""

    def __init__(self, documents: Sequence[ReadDocument], ask: Ask, seconds: float) -> None:
        self._documents = documents
        self._ask = ask
        self._deadline = time.monotonic() + seconds
        self._stopped = threading.Event()
        self._failed = self._went_well = 0

    def outcomes(
        self, tasks: Sequence[tuple[int, int]], executor: Executor
    ) -> Iterator[tuple[tuple[int, int], _Outcome]]:
        """Each task with what came of it, as they end."""
        futures = {executor.submit(self._one, *task): task for task in tasks}
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        finally:
            self._stopped.set()
            for future in futures:
                future.cancel()

    def _one(self, index: int, number: int) -> _Outcome:
        if self._stopped.is_set() or time.monotonic() > self._deadline:
            return _LeftOut()
        try:
            page = self._ask(number, self._documents[index].record_id)
        except DocumentError as error:
            self._failed += 1
            if self._failed >= _MOST_FAILURES and self._failed > self._went_well:
                self._stopped.set()
            return error
        self._went_well += 1
        return page


def _finished(result: ReadResult, documents: Iterable[ReadDocument | DocumentError]) -> ReadResult:
    """The documents that have text; the others are failures of their record, or of the file where it is one document.

    Raises:
        DocumentError: of the file's one document.
    """
    kept: list[ReadDocument] = []
    failures = list(result.failures)
    for before, after in zip(result.documents, documents, strict=True):
        if isinstance(after, ReadDocument):
            kept.append(after)
        elif before.record_id is None:
            raise after
        else:
            failures.append(Failure(before.record_id, after.code, after.params))
    return ReadResult(tuple(kept), tuple(failures))


def _as_read(document: ReadDocument, stem: str) -> ReadDocument | DocumentError:
    if not document.ocr_wanted:
        return document
    if not any(page.text for page in document.pages):
        code = "garbled" if PAGES_GARBLED in document.warnings else "image_only"
        return DocumentError(code, pages=len(document.pages))
    return complete(document, stem)


def _merged(document: ReadDocument, outcomes: _Outcomes, stem: str) -> ReadDocument | DocumentError:
    """The document with its recognised pages; `ocr_wanted` keeps those that were left out, or failed for this time."""
    if not outcomes:
        return document
    pages = tuple(_better(page, outcomes.get(page.number)) for page in document.pages)
    if not any(page.text for page in pages):
        return _why_nothing(outcomes)
    first = pages[0]
    title = document.title or (_largest_line(first) if first.ocr_confidence is not None else None)
    pages = without_furniture(pages)
    left_out = tuple(number for number, outcome in outcomes.items() if _another_time(outcome))
    recognised = replace(
        document, pages=pages, title=title, warnings=_warnings(document, pages, outcomes), ocr_wanted=left_out
    )
    return complete(recognised, stem)


def _another_time(outcome: _Outcome) -> bool:
    """Whether a page was not tried, or failed in a way that may be the machine's fault."""
    return isinstance(outcome, _LeftOut) or (isinstance(outcome, DocumentError) and outcome.code in OF_THE_MACHINE)


def _better(page: Page, outcome: _Outcome) -> Page:
    """The page as recognised, unless it has text of its own that says about as much."""
    if not isinstance(outcome, Page):
        return page
    if page.text and len(outcome.text.split()) < _MORE_WORDS * len(page.text.split()):
        return page
    return replace(outcome, label=page.label)


def _why_nothing(outcomes: _Outcomes) -> DocumentError:
    """The error of a page, which another time may not come, before "nothing is legible"."""
    failed = next((outcome for outcome in outcomes.values() if isinstance(outcome, DocumentError)), None)
    if failed is not None:
        return failed
    if all(isinstance(outcome, _LeftOut) for outcome in outcomes.values()):
        return DocumentError("image_only", pages=len(outcomes))
    return DocumentError("nothing_recognised", pages=len(outcomes))


def _warnings(document: ReadDocument, pages: Sequence[Page], outcomes: _Outcomes) -> tuple[str, ...]:
    kept = [code for code in document.warnings if code not in (PAGES_WITHOUT_TEXT, PAGES_GARBLED)]
    empty = [outcome for page in pages if not page.text and (outcome := outcomes.get(page.number, page)) is not page]
    left_out = any(_another_time(outcome) for outcome in empty)
    illegible = any(not _another_time(outcome) for outcome in empty)
    codes = (
        (PAGES_RECOGNISED, any(page.ocr_confidence is not None for page in pages)),
        (PAGES_NOT_RECOGNISED, illegible),
        (PAGES_LEFT_OUT, left_out),
    )
    return (*kept, *(code for code, applies in codes if applies))


def _largest_line(page: Page) -> str | None:
    """The lines written largest on a page, where they stand out."""
    sized = list(_lines(page))
    if len(sized) < 2:
        return None
    usual = median(size for size, _ in sized)
    largest = max(size for size, text in sized if len(text) > 2) if any(len(text) > 2 for _, text in sized) else 0.0
    if largest < _LARGER * usual:
        return None
    pieces: list[str] = []
    for size, text in sized:
        if size >= _SAME_SIZE * largest:
            pieces.append(text)
        elif pieces:
            break
    title = clean_title(" ".join(pieces))
    return title if title and 3 <= len(title) <= _LONGEST_TITLE else None


def _lines(page: Page) -> Iterator[tuple[float, str]]:
    """Each line of the text with the usual size of its words."""
    boxes = sorted(page.boxes)
    start = first = 0
    for line in page.text.split("\n"):
        end = start + len(line)
        last = bisect_left(boxes, (end,), first)
        sizes = [
            (box.top - box.bottom) / _extent(page.text[max(box.start, start) : min(box.end, end)])
            for box in boxes[first:last]
        ]
        if sizes:
            yield median(sizes), line
        start, first = end + 1, bisect_left(boxes, (end + 1,), last)


def _extent(word: str) -> float:
    """How much of the size of its letters a word is high: "en" is lower than "Le", and this than "Page"."""
    return 0.54 + (0.2 if _RISES.search(word) else 0.0) + (0.2 if _HANGS.search(word) else 0.0)
