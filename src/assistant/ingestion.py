"""One ingestion after the other, of files, folders and web addresses, with the indexes up to date at the end."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from assistant.collecting import Collector, Gathered
from assistant.errors import UsageError
from assistant.indexing import Indexer
from assistant.ports import Catalogue
from assistant.types import WEB_ROOT, IngestProgress, IngestReport, PageFacts

Progress = Callable[[IngestProgress], None]
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]+://|(?:file|data|javascript|mailto):)", re.I)


class Compactable(Protocol):
    """What an ingestion asks of the index folder when it is done."""

    def catch_up(self) -> None:
        """Have the indexes rebuilt that are behind the catalogue."""
        ...

    def compact(self) -> None:
        """Leave no byte of what was dropped or replaced."""
        ...


def is_address(target: str) -> bool:
    """Whether what is to be ingested is a web address, good or bad, and no path."""
    return _ADDRESS.match(target) is not None


class Ingestion:
    """Runs the write path. All methods may be called from several threads: one ingestion waits for the other."""

    def __init__(
        self,
        indexer: Indexer,
        catalogue: Catalogue,
        folder: Compactable,
        collector: Collector,
        corpus: Path,
        writing: AbstractContextManager[object],
        refreshes: Sequence[Callable[[], object]] = (),
    ) -> None:
        """Take the parts.

        Args:
            indexer: reads, embeds and stores files.
            catalogue: holds the documents.
            folder: their indexes.
            collector: makes files of addresses.
            corpus: is ingested where nothing is named.
            writing: is held while documents change, not while the web is asked.
            refreshes: are called after documents changed: what is known of them together (works, places).
        """
        self._indexer = indexer
        self._catalogue = catalogue
        self._folder = folder
        self._collector = collector
        self._corpus = corpus
        self._lock = threading.RLock()
        self._writing = writing
        self._refreshes = tuple(refreshes)

    def run(
        self,
        targets: Sequence[str] = (),
        progress: Progress | None = None,
        password: str | None = None,
        retry: bool = False,
        listed: Sequence[str] = (),
    ) -> IngestReport:
        """See `service.Assistant.ingest`."""
        addresses = [target for target in targets if is_address(target)]
        paths = [Path(target) for target in targets if target not in addresses]
        if password is not None and (not paths or any(path.expanduser().is_dir() for path in paths)):
            raise UsageError("password_without_files")
        missing = next((path for path in paths if (addresses or listed) and not path.expanduser().exists()), None)
        if missing is not None:
            raise UsageError("not_found", path=missing)
        told = progress or (lambda _: None)
        with self._lock:
            self._call_back(addresses)
            gathered = self._gathered([*addresses, *listed], told, {})
            paths += gathered.files.values()
            named = bool(targets or listed)
            report = self._index(paths or ([] if named else [self._corpus]), told, password, retry, gathered.replaced)
        failed, warnings = (*report.failed, *gathered.failed), (*gathered.left_out, *report.warnings)
        return replace(report, failed=failed, warnings=warnings)

    def _call_back(self, addresses: Sequence[str]) -> None:
        """Addresses that are named may come back, though they were removed."""
        removed = self._catalogue.records.removals()
        back = [(WEB_ROOT, self._collector.address(url)) for url in addresses]
        known = [at for at in back if at in removed]
        if known:
            with self._writing:
                self._catalogue.records.lift_removals(known)

    def collect(
        self, facts: Mapping[str, PageFacts], progress: Progress | None = None
    ) -> tuple[Gathered, IngestReport]:
        """Ingest the pages that feeds name, with what they say of them; addresses that fail are in `Gathered` alone."""
        told = progress or (lambda _: None)
        with self._lock:
            gathered = self._gathered(list(facts), told, facts)
            report = self._index([*gathered.files.values()], told, None, False, gathered.replaced)
            return gathered, replace(report, warnings=(*gathered.left_out, *report.warnings))

    def _gathered(self, addresses: Sequence[str], told: Progress, facts: Mapping[str, PageFacts]) -> Gathered:
        def asks(url: str, done: int, total: int) -> None:
            told(IngestProgress("reading", done, total, 0, url))

        removals = self._catalogue.records.removals().values() if addresses else ()
        removed = {each.path: each.removed_at[:10] for each in removals if each.root == WEB_ROOT}
        return self._collector.gather(addresses, asks, facts, removed)

    def _index(
        self,
        paths: Sequence[Path],
        told: Progress,
        password: str | None,
        retry: bool,
        replaced: Mapping[Path, Path] | None = None,
    ) -> IngestReport:
        """Ingest files and folders; `replaced`: files of the web that are gone, and those in their place."""
        thinned = {each.parent for each in replaced or {}}
        report = IngestReport(0, 0, 0, 0, ())
        if paths:
            with self._writing:
                targets = list(dict.fromkeys((*paths, *thinned)))
                report = self._indexer.ingest(targets, told, password, retry, replaced or {})
                for refresh in self._refreshes:
                    refresh()
                self._folder.catch_up()
                self._folder.compact()
        failed = tuple(self._catalogue.shown_failures(report.failed))
        return replace(report, failed=failed, warnings=(*report.warnings, *self._catalogue.warnings()))
