"""The write path, read top to bottom: find files, read each, cut into passages, embed, catalogue, refresh caches.

Files are read and cut by threads, ahead of the one that embeds and stores what they have made of them, in the order of
the files: the result does not depend on how many threads there are. Documents are stored in groups, each document whole
or not at all; a file is marked complete last. Killed at any moment, the next run goes on where this one stopped.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from assistant.bibliography.moved import Moves
from assistant.bibliography.refreshing import refresh
from assistant.errors import DocumentError
from assistant.ingest.ahead import Ahead
from assistant.ingest.cut import CutFile, cut_file, groups, new_documents, texts, weight
from assistant.ingest.limits import READERS_VERSION, ReadLimits
from assistant.ingest.pace import Pace, Progress
from assistant.ingest.plan import ClosedFolder, FoundFile, Plan, make_plan
from assistant.ingest.process.scratch import remove_leftovers
from assistant.ingest.reading import Failed, Fresh, Kept, Originals, Reading, ReadingRules
from assistant.ingest.waiting import Waiting
from assistant.ports import Catalogue, Embedder, FileReader, Matrix
from assistant.text.anonymous import shown_removed
from assistant.text.passages import PassageOptions
from assistant.types import CONTENT, Failure, IngestReport

_GROUP_PASSAGES = 256  # stored together: what a stop may lose of the work done
_LONGEST_WAIT = 10.0  # seconds that a file which is read waits to be stored with others
_SLICE_PASSAGES = 128  # embedded together: between two slices the progress is told
_MOST_BYTES_AHEAD = 64_000_000  # of what is read and waits to be embedded
_IMPORTING = threading.Lock()


class CacheRefresher(Protocol):
    """Brings the lexical and vector indexes up to date with the catalogue."""

    def prepare_changes(self) -> None:
        """Open the indexes before documents change, so that the changes can be applied to them."""
        ...

    def apply(self, removed_document_ids: Sequence[str], added_document_ids: Sequence[str]) -> None:
        """Drop the removed documents, add or replace the added ones."""
        ...


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """What decides how files are ingested, beside the parts.

    `reading` names what files are read with (readers, limits); `index` is the index folder, which holds no documents;
    `readers` is how many files are read at the same time; `homes` are folders whose files are named by their path below
    them.
    """

    passages: PassageOptions
    limits: ReadLimits
    reading: str
    index: Path
    readers: int = 1
    homes: tuple[Path, ...] = ()


@dataclass(slots=True)
class _Tally:
    """What has been done so far; `seen` is what is to be noted of unchanged files, by root and path."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: list[Failure] = field(default_factory=list)
    changed_ids: list[str] = field(default_factory=list)
    removed_ids: list[str] = field(default_factory=list)
    seen: dict[str, dict[str, str]] = field(default_factory=dict)
    left_out: list[Failure] = field(default_factory=list)
    ready: bool = False

    def report(self) -> IngestReport:
        counts = self.added, self.updated, self.unchanged, self.removed
        return IngestReport(*counts, tuple(self.failed), tuple(self.left_out))


class Indexer:
    """Runs the write path over its parts. One ingestion at a time: the service holds a lock."""

    def __init__(
        self,
        catalogue: Catalogue,
        reader: FileReader,
        embedder: Embedder,
        originals: Originals,
        caches: CacheRefresher,
        options: IngestOptions,
    ) -> None:
        """Put the parts together.

        Args:
            catalogue: where everything goes.
            reader: reads one file.
            embedder: makes the vectors.
            originals: keeps the files.
            caches: are brought up to date at the end.
            options: how documents are read and cut.
        """
        self._catalogue = catalogue
        self._reader = reader
        self._embedder = embedder
        self._originals = originals
        self._caches = caches
        self._options = options
        self._made_with = f"{READERS_VERSION} {options.passages}"

    def ingest(
        self,
        targets: Sequence[Path],
        progress: Progress,
        password: str | None = None,
        retry: bool = False,
        replaced: Mapping[Path, Path] | None = None,
    ) -> IngestReport:
        """Bring the catalogue and the caches up to date with files and folders.

        Args:
            targets: files and folders.
            progress: is told where the ingestion stands.
            password: opens the files among the targets, where they are protected; kept nowhere.
            retry: try again the files that failed and would be left alone.
            replaced: files that are gone, and those that have taken their place, whatever these hold.

        Raises:
            UsageError: a target does not exist; nothing is done.
            StoreError: the index can't be written; what was committed before stays.
        """
        remove_leftovers()
        plan = make_plan(targets, self._catalogue, self._options.index, self._options.homes)
        rules = ReadingRules(self._options.limits, self._made_with, self._options.reading, password, retry)
        pace, tally = Pace(plan.files, rules.still_holds, progress), _Tally()
        moves = Moves(plan, self._catalogue, replaced or {})
        try:
            self._take_away(plan, tally)
            self._read_all(plan.files, rules, tally, pace)
            self._follow(moves, tally)
            self._refresh_records(plan, tally)
            for root, seen in tally.seen.items():
                self._catalogue.note_seen(root, seen)
        except Exception:  # not where someone stops it: that is to end now, and the next opening mends the caches
            self._refresh(tally, pace)
            raise
        self._refresh(tally, pace)
        return tally.report()

    def _follow(self, moves: Moves, tally: _Tally) -> None:
        """Have corrections go with files that were moved; drop what is known of them where they were."""
        moved = moves.follow(self._caches.prepare_changes)
        tally.changed_ids += [each for each in moved.changed if each not in tally.changed_ids]
        if moved.dropped:
            self._caches.prepare_changes()
        with self._catalogue.together():
            for gone in moved.dropped:
                tally.removed_ids.extend(self._catalogue.document_ids(gone.root, gone.path))
                tally.removed += self._catalogue.remove_file(gone.root, gone.path)

    def _refresh_records(self, plan: Plan, tally: _Tally) -> None:
        """What sidecars and bibliographies say now of the documents that are there now; nothing is embedded."""
        refreshed = refresh(plan, self._catalogue, self._caches.prepare_changes)
        tally.failed += refreshed.failed
        changed = refreshed.changed - set(tally.changed_ids)
        tally.changed_ids += sorted(changed)
        tally.updated += len(changed)
        tally.unchanged = max(0, tally.unchanged - len(changed))
        said = self._catalogue.records.said("work") if plan.left_out else {}
        for each in plan.left_out:
            name = shown_removed(each, said.get(CONTENT + each.sha256, {}).get("marks") or ())
            tally.left_out.append(Failure(name, "removed_document", {"date": each.removed_at[:10]}))

    def _refresh(self, tally: _Tally, pace: Pace) -> None:
        if tally.changed_ids or tally.removed_ids:
            pace.indexes()
            self._caches.apply(tally.removed_ids, tally.changed_ids)

    def _take_away(self, plan: Plan, tally: _Tally) -> None:
        """Drop the files that are gone; list the folders that do not say what they hold."""
        if plan.vanished:
            self._caches.prepare_changes()
        if plan.called_back:
            self._catalogue.records.lift_removals([(each.root, each.path) for each in plan.called_back])
        with self._catalogue.together():
            for gone in plan.vanished:
                tally.removed_ids.extend(self._catalogue.document_ids(gone.root, gone.path))
                tally.removed += self._catalogue.remove_file(gone.root, gone.path)
            for folder in plan.closed:
                self._fail_folder(folder, tally)
        tally.unchanged += sum(record.documents for record in plan.unseen)

    def _read_all(self, files: Sequence[FoundFile], rules: ReadingRules, tally: _Tally, pace: Pace) -> None:
        reading = Reading(self._reader, self._originals, rules)

        def read(file: FoundFile) -> Kept | Failed | CutFile:
            pace.reads(file)
            outcome = reading.look(file, lambda done, total: pace.page(file, done, total))
            if not isinstance(outcome, Fresh):
                return outcome
            try:
                return self._cut(outcome)
            except DocumentError as error:
                return reading.refused(outcome, error)

        waiting = Waiting(_GROUP_PASSAGES, _LONGEST_WAIT)

        def waits(file: FoundFile) -> None:
            pace.waits(file)
            self._store(waiting.due(), tally, pace)

        with closing(reading), Ahead(files, read, weight, self._options.readers, _MOST_BYTES_AHEAD) as ahead:
            for outcome in ahead.results(waits):
                pace.looked_at(outcome.file, isinstance(outcome, CutFile))
                if not isinstance(outcome, CutFile):
                    self._leave(outcome, tally)
                    continue
                self._count(outcome, tally)
                if not tally.ready and outcome.documents:
                    self._get_ready(tally)
                self._store(waiting.add(outcome), tally, pace)
                self._store(waiting.due(), tally, pace)
            self._store(waiting.take(), tally, pace)

    def _get_ready(self, tally: _Tally) -> None:
        """Load what storing needs while the next files are read."""
        _load_numpy()
        self._caches.prepare_changes()
        self._embedder.warm_up()
        tally.ready = True

    def _leave(self, outcome: Kept | Failed, tally: _Tally) -> None:
        """Leave what the catalogue has of a file as it is; list one that can't be read with its reason."""
        file, known = outcome.file, outcome.file.known
        tally.unchanged += known.documents if known is not None else 0
        if isinstance(outcome, Failed):
            failure = Failure(file.path, outcome.error.code, outcome.error.params)
            self._catalogue.fail_file(file.root, file.path, outcome.version, failure, outcome.seen)
            tally.failed.append(failure)
        elif known is not None:
            tally.failed.extend(known.failures)
            if outcome.seen not in ("", known.seen):
                tally.seen.setdefault(file.root, {})[file.path] = outcome.seen

    def _fail_folder(self, folder: ClosedFolder, tally: _Tally) -> None:
        """List a folder that can't be listed, as if it were a file: it vanishes from the list when it can be."""
        failure = Failure(f"{folder.path}/", "folder_unreadable", {"detail": folder.detail})
        self._catalogue.fail_file(folder.root, folder.path, "", failure)
        tally.failed.append(failure)

    def _cut(self, fresh: Fresh) -> CutFile:
        _load_numpy()
        held = {} if fresh.file.known is None else self._catalogue.document_ids(fresh.file.root, fresh.file.path)
        return cut_file(fresh, held, self._options.passages, self._options.limits.passages)

    def _count(self, cut: CutFile, tally: _Tally) -> None:
        tally.unchanged += cut.unchanged
        tally.updated += cut.updated
        tally.added += len(cut.documents) - cut.updated
        tally.failed.extend(cut.failures)

    def _store(self, files: Sequence[CutFile], tally: _Tally, pace: Pace) -> None:
        """Embed passages of several files together, store their documents, then mark each file complete."""
        if not files:
            return
        self._caches.prepare_changes()
        places, done, total = [file.file for file in files], 0, sum(file.passage_count for file in files)

        def embedded(count: int) -> None:
            nonlocal done
            done += count
            pace.embeds(places, done / total, count)

        for group in groups(files, _GROUP_PASSAGES):
            vectors = self._embed(texts(group), embedded)
            with self._catalogue.together():
                for root, path, documents in new_documents(group, vectors):
                    self._catalogue.put_documents(root, path, documents)
            tally.changed_ids.extend(cut.document.id for cut in group)
        with self._catalogue.together():
            removed = [
                self._catalogue.complete_file(file.record, file.keep, file.failures, file.size) for file in files
            ]
        tally.removed += sum(removed)
        tally.removed_ids.extend(gone for file in files for gone in file.held - file.keep)
        pace.stored(places)

    def _embed(self, passages: Sequence[str], embedded: Callable[[int], None]) -> Matrix:
        """Vectors of passages, in their order; those of one length are embedded together, so that little is padding."""
        import numpy as np

        order = sorted(range(len(passages)), key=lambda place: len(passages[place]))
        vectors = np.empty((len(passages), self._embedder.dimension), dtype=np.float32)
        for start in range(0, len(order), _SLICE_PASSAGES):
            part = order[start : start + _SLICE_PASSAGES]
            vectors[part] = self._embedder.embed_passages([passages[place] for place in part])
            embedded(len(part))
        return vectors


def _load_numpy() -> None:
    """Have it imported by one thread, before several need it at the same time: its parts import each other."""
    with _IMPORTING:
        import numpy.typing  # noqa: F401
