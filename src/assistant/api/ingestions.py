"""What an ingestion that the browser asks for does, as a background job, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.ingestion import is_address
from assistant.jobs import Job, Task, Told, Work
from assistant.service import Assistant
from assistant.shelf import FailedFile
from assistant.text.ids import is_sidecar
from assistant.types import Failure, IngestProgress, IngestReport, Language, WatchReport, shown_address
from assistant.watch_wire import watch_report_dict
from assistant.wire import document_dict, failure_dict, report_dict

Json = dict[str, Any]
_SHOWN = 200  # characters of an address that is none


def of_files(assistant: Assistant, files: Sequence[Path], password: str | None, retry: bool, named: bool) -> Work:
    """Ingest files; `named` tells whether their names may be shown while they are read."""

    def work(task: Task) -> Told:
        shown = {path.name for path in files} if named else set()
        read = [str(path) for path in files if not is_sidecar(path.name)]  # those are read with the files beside them
        if not read:
            raise UsageError("ingestion_of_nothing")
        report = assistant.ingest(read, telling(task, shown), password, retry)

        def told(language: Language) -> Json:
            failed = assistant.shelf.failed()
            return {**_counts(report), "files": [_file(assistant, path, failed, language) for path in files]}

        return told

    return work


def of_unread(assistant: Assistant) -> Job | None:
    """Begin to read what was deposited and is not read, where there is any: the program was ended before it was."""
    files = assistant.shelf.unread(assistant.deposits.files())
    if not files:
        return None
    return assistant.jobs.start("files", of_files(assistant, files, None, retry=False, named=False))


def of_addresses(assistant: Assistant, addresses: Sequence[str]) -> Work:
    """Ingest web addresses; what is none is told with the others that could not be read, and they go on."""
    asked = [each for each in addresses if is_web_address(each)]
    others = (shown_address(each)[:_SHOWN] for each in addresses if not is_web_address(each))
    wrong = [Failure(each, "web_address", {"url": each}) for each in others]

    def work(task: Task) -> Told:
        report = assistant.ingest(asked, telling(task, asked))
        report = replace(report, failed=(*wrong, *report.failed))

        def told(language: Language) -> Json:
            failed = [failure_dict(each, language) for each in report.failed]
            bad = {each["source"] for each in failed}
            good = [url for url in asked if url not in bad]
            read = {each.url: each for each in assistant.documents() if each.url in set(good)}
            documents = [document_dict(read[url], language) for url in good if url in read]
            counts = {**_counts(report), "web_failed": len(failed)}
            return {**counts, "documents": documents, "failed": failed}

        return told

    return work


def is_web_address(text: str) -> bool:
    """Whether a text begins like the address of a web page."""
    return text.lower().startswith(("http://", "https://"))


def of_corpus(assistant: Assistant) -> Work:
    """Look through the corpus folder for what is new, changed or gone."""

    def work(task: Task) -> Told:
        report = assistant.ingest((), telling(task, ()))
        return lambda language: {
            **_counts(report),
            "failed": [failed_dict(each, language) for each in assistant.shelf.failed()],
        }

    return work


def of_feeds(assistant: Assistant, feeds: Sequence[int]) -> Work:
    """Look for what is new in feeds (none: all)."""

    def work(task: Task) -> Told:
        report: WatchReport = assistant.watch.run([str(feed) for feed in feeds], telling(task, ()))
        return lambda language: watch_report_dict(report, language)

    return work


def of_items(assistant: Assistant, items: Sequence[int]) -> Work:
    """Ingest items that feeds propose."""

    def work(task: Task) -> Told:
        report = assistant.watch.accept(list(items), progress=telling(task, ()))
        return lambda language: {**report_dict(report, language), "warnings": []}

    return work


def discarding(assistant: Assistant, files: Sequence[Path]) -> Work:
    """Delete deposited files that could not be read, and forget them."""

    def work(task: Task) -> Told:
        deposits = assistant.deposits
        gone = [path for path in files if deposits.discard(path)]
        report = assistant.ingest([str(deposits.folder)], telling(task, ()))
        return lambda _: {**_counts(report), "discarded": len(gone)}

    return work


def failed_dict(failed: FailedFile, language: Language) -> Json:
    """A file that could not be read, with its id."""
    return {"id": failed.id, **failure_dict(failed.failure, language)}


def telling(task: Task, shown: Collection[str]) -> Callable[[IngestProgress], None]:
    """Progress of an ingestion as that of a job; it names what it is at only where that was named by who asked.

    Everybody sees the jobs, and whether a file is anonymous is not known before it is read.

    Args:
        task: the job.
        shown: names of files, and addresses, that may be told.
    """

    def told(progress: IngestProgress) -> None:
        name = progress.source if is_address(progress.source) else Path(progress.source).name
        about = name if name in shown else ""
        parts = {"part": progress.pages_done, "parts": progress.pages_total} if about else {}
        left = progress.seconds_left
        task.tell(progress.stage, progress.files_done, progress.files_total, about, seconds_left=left, **parts)

    return told


def _counts(report: IngestReport) -> Json:
    counts = {name: getattr(report, name) for name in ("added", "updated", "unchanged", "removed")}
    return {**counts, "web_failed": sum(is_address(each.source) for each in report.failed)}


def _file(assistant: Assistant, path: Path, failed: Sequence[FailedFile], language: Language) -> Json:
    """What became of a file: its documents, or the records it gave, and why it or a part of it was not read."""
    documents = [document_dict(each, language) for each in assistant.shelf.documents_of(path)]
    bad = [failed_dict(each, language) for each in failed if each.location == path]
    records, linked = assistant.shelf.references_in(path)
    return {"documents": documents, "records": records, "linked": linked, "failed": bad}
