"""Background jobs: long work that changes the index, one at a time, told of as it goes on.

A job is a function that is given a `Task` to tell its progress to, and that returns what it found as a function of the
language: what is said of it is the same for everybody. Jobs live as long as their process; what they have stored by
then stays, each document whole.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

from assistant.errors import AssistantError, UsageError
from assistant.exchange import Exchanges
from assistant.types import Language

JobState = Literal["waiting", "running", "done", "failed", "cancelled"]
Told = Callable[[Language], Mapping[str, Any]]
"""What a job found, JSON-ready, in a language."""

_ENDED = frozenset({"done", "failed", "cancelled"})
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class JobProgress:
    """Where a job stands: a stage by its code, so many done of a total (0: not known), what it is at just now.

    `part` of `parts` are done of what it is at, where that takes time (0 of 0 elsewhere): pages of a document.
    `seconds_left` is an estimate, None while there is too little to go by.
    """

    stage: str = ""
    done: int = 0
    total: int = 0
    about: str = ""
    seconds_left: float | None = None
    part: int = 0
    parts: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """A job at one moment; times are ISO 8601, UTC. `result` is there once it is done, `error` once it has failed.

    `about` is what it was started for (names of files, a model), in the words of whoever started it.
    """

    id: str
    kind: str
    about: tuple[str, ...]
    state: JobState
    created_at: str
    cancellable: bool
    progress: JobProgress = field(default_factory=JobProgress)
    started_at: str | None = None
    ended_at: str | None = None
    result: Told | None = None
    error: AssistantError | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more will become of it."""
        return self.state in _ENDED


class JobCancelled(Exception):
    """Raised inside of a job, at the next word of its progress, when it is to stop."""


class Task:
    """What a job tells its progress to."""

    def __init__(self, told: Callable[[JobProgress], None], stop: threading.Event) -> None:
        self._told = told
        self._stop = stop

    def tell(self, stage: str, done: int = 0, total: int = 0, about: str = "", **more: Any) -> None:
        """Say where the job stands: see `JobProgress`, which has the other fields, too.

        Raises:
            JobCancelled: it is to stop here.
        """
        self._told(JobProgress(stage, done, total, about, **more))
        self.check()

    def check(self) -> None:
        """Stop here if that was asked for.

        Raises:
            JobCancelled: it was.
        """
        if self._stop.is_set():
            raise JobCancelled


Work = Callable[[Task], Told]


class Jobs:
    """Runs jobs one after the other on a thread of their own. All methods may be called from several threads."""

    def __init__(self, keep: int = 50, most_waiting: int = 100) -> None:
        """Set the limits.

        Args:
            keep: jobs that have ended and are still told of.
            most_waiting: jobs that may wait; more are refused.
        """
        self._keep = keep
        self._most_waiting = most_waiting
        self.exchanges = Exchanges()
        self._changed = threading.Condition()
        self._jobs: dict[str, Job] = {}
        self._waiting: deque[tuple[str, Work]] = deque()
        self._stops: dict[str, threading.Event] = {}
        self._thread: threading.Thread | None = None
        self._closed = False

    def start(self, kind: str, work: Work, about: tuple[str, ...] = (), cancellable: bool = True) -> Job:
        """Have a job done as soon as those before it are.

        Raises:
            AssistantError: jobs_full: too many wait, or the server is being stopped.
        """
        with self._changed:
            if self._closed or len(self._waiting) >= self._most_waiting:
                raise AssistantError("jobs_full")
            job = Job(secrets.token_hex(8), kind, about, "waiting", _now(), cancellable)
            self._jobs[job.id] = job
            self._stops[job.id] = threading.Event()
            self._waiting.append((job.id, work))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
                self._thread.start()
            self._changed.notify_all()
            return job

    def get(self, job_id: str) -> Job:
        """A job as it stands.

        Raises:
            UsageError: unknown_job: there is none, or it ended long ago.
        """
        with self._changed:
            found = self._jobs.get(job_id)
        if found is None:
            raise UsageError("unknown_job")
        return found

    def recent(self) -> list[Job]:
        """The jobs that are known of, the latest first."""
        with self._changed:
            return list(reversed(self._jobs.values()))

    def cancel(self, job_id: str) -> Job:
        """Have a job stop: one that waits at once, one that runs at its next word. What it has stored stays.

        Raises:
            UsageError: unknown_job, or job_not_cancellable: it is past that, or can't be left half done.
        """
        with self._changed:
            job = self.get(job_id)
            if job.ended or not (job.cancellable or job.state == "waiting"):
                raise UsageError("job_not_cancellable")
            self._stops[job_id].set()
            if job.state == "waiting":
                self._waiting = deque(each for each in self._waiting if each[0] != job_id)
                self._end(job_id, "cancelled")
            return self._jobs[job_id]

    def drop_waiting(self, error: AssistantError | None = None) -> None:
        """End the jobs that wait.

        Args:
            error: what is said of them: what they were to work on is being exchanged. None: they are cancelled.
        """
        with self._changed:
            waiting = [job_id for job_id, _ in self._waiting]
            self._waiting.clear()
            for job_id in waiting:
                self._end(job_id, "cancelled" if error is None else "failed", error=error)

    def forget_names(self) -> None:
        """Say no more what the jobs that have ended were started for: somebody may not be named any more."""
        with self._changed:
            for job in self._jobs.values():
                if job.ended:
                    self._jobs[job.id] = replace(job, about=(), progress=replace(job.progress, about=""))

    def wait(self, job_id: str, seconds: float) -> Job:
        """A job once it has ended, or as it stands after so many seconds.

        Raises:
            UsageError: unknown_job.
        """
        with self._changed:
            self._changed.wait_for(lambda: job_id not in self._jobs or self._jobs[job_id].ended, seconds)
        return self.get(job_id)

    def close(self, seconds: float = 60) -> None:
        """Stop: what waits is dropped, nothing is exchanged any more.

        What runs stops at its next word; one that can't be left half done is finished.

        Args:
            seconds: longest wait for it.
        """
        with self._changed:
            self._closed = True
            self.drop_waiting()
            for job in self._jobs.values():
                if job.state == "running" and job.cancellable:
                    self._stops[job.id].set()
            self._changed.notify_all()
            thread = self._thread
        self.exchanges.close()
        if thread is not None:
            thread.join(seconds)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._waiting)
                if not self._waiting:
                    return
                job_id, work = self._waiting.popleft()
                self._set(job_id, state="running", started_at=_now())
            self._do(job_id, work)
            del work  # a password may be in it

    def _do(self, job_id: str, work: Work) -> None:
        def told(progress: JobProgress) -> None:
            with self._changed:
                self._set(job_id, progress=progress)

        try:
            result = work(Task(told, self._stops[job_id]))
        except JobCancelled:
            self._end(job_id, "cancelled")
        except AssistantError as error:
            self._end(job_id, "failed", error=error)
        except Exception:  # the thread goes on for the next job; the defect is in the log, and said
            _log.exception("a job failed")
            self._end(job_id, "failed", error=AssistantError("job_broken"))
        else:
            self._end(job_id, "done", result=result)

    def _end(self, job_id: str, state: JobState, **changes: Any) -> None:
        with self._changed:
            self._set(job_id, state=state, ended_at=_now(), **changes)
            del self._stops[job_id]
            ended = [job.id for job in self._jobs.values() if job.ended]
            for old in ended[: max(0, len(ended) - self._keep)]:
                del self._jobs[old]
            self._changed.notify_all()

    def _set(self, job_id: str, **changes: Any) -> None:
        self._jobs[job_id] = replace(self._jobs[job_id], **changes)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
