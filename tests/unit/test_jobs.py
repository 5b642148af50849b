"""Background jobs: one at a time, told of, stopped, never lost to the next one."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from assistant.errors import AssistantError, DocumentError, UsageError
from assistant.jobs import Jobs, Task, Told, Work
from assistant.types import Language


def found(**values: object) -> Told:
    return lambda _: values


def waits_for(event: threading.Event) -> Work:
    def work(task: Task) -> Told:
        task.tell("reading", 1, 2, "a.pdf")
        assert event.wait(10)
        task.tell("indexing", 2, 2)
        return found(ended=True)

    return work


def test_one_at_a_time_in_their_order() -> None:
    jobs, order, running, most = Jobs(), [], 0, 0

    def work(name: str) -> Callable[[Task], Told]:
        def run(_: Task) -> Told:
            nonlocal running, most
            running += 1
            most = max(most, running)
            order.append(name)
            running -= 1
            return found(name=name)

        return run

    started = [jobs.start("index", work(name)) for name in "abc"]
    ended = [jobs.wait(job.id, 10) for job in started]
    assert [job.state for job in ended] == ["done"] * 3
    assert [job.result("fr") for job in ended if job.result] == [{"name": name} for name in "abc"]
    assert (order, most) == (list("abc"), 1)
    assert [job.id for job in jobs.recent()] == [job.id for job in reversed(started)]
    jobs.close()


def test_says_where_it_stands_and_what_it_found_in_both_languages() -> None:
    jobs, go = Jobs(), threading.Event()

    def work(task: Task) -> Told:
        task.tell("reading", 3, 7, "b.pdf", 12.5)
        assert go.wait(10)

        def told(language: Language) -> dict[str, str]:
            return {"said": {"fr": "oui", "en": "yes"}[language]}

        return told

    job = jobs.start("index", work, ("b.pdf",))
    while not jobs.get(job.id).progress.stage:
        pass
    now = jobs.get(job.id)
    assert (now.state, now.progress.done, now.progress.total, now.progress.about) == ("running", 3, 7, "b.pdf")
    assert now.progress.seconds_left == 12.5
    assert now.started_at is not None
    assert now.ended_at is None
    go.set()
    ended = jobs.wait(job.id, 10)
    assert ended.result is not None
    assert (ended.result("fr"), ended.result("en")) == ({"said": "oui"}, {"said": "yes"})
    jobs.close()


def test_a_failure_is_kept_with_its_sentence_and_the_next_job_runs(caplog: pytest.LogCaptureFixture) -> None:
    jobs = Jobs()

    def refused(_: Task) -> Told:
        raise DocumentError("no_text")

    def broken(_: Task) -> Told:
        raise ZeroDivisionError

    first, second = jobs.start("a", refused), jobs.start("a", broken)
    third = jobs.start("a", lambda _: found())
    states = [jobs.wait(each.id, 10) for each in (first, second, third)]
    assert [each.state for each in states] == ["failed", "failed", "done"]
    assert [each.error.code for each in states if each.error] == ["no_text", "job_broken"]
    assert "ZeroDivisionError" in caplog.text
    jobs.close()


def test_stops_what_waits_at_once_and_what_runs_at_its_next_word() -> None:
    jobs, go = Jobs(), threading.Event()
    running, waiting = jobs.start("a", waits_for(go)), jobs.start("a", waits_for(go))
    assert jobs.cancel(waiting.id).state == "cancelled"
    while jobs.get(running.id).state == "waiting":
        pass
    jobs.cancel(running.id)
    go.set()
    assert jobs.wait(running.id, 10).state == "cancelled"
    with pytest.raises(UsageError, match="no longer be stopped"):
        jobs.cancel(running.id)
    with pytest.raises(UsageError, match="not known"):
        jobs.cancel("none")
    jobs.close()


def test_one_that_can_not_be_left_half_done_is_not_stopped() -> None:
    jobs, go = Jobs(), threading.Event()
    job = jobs.start("restore", waits_for(go), cancellable=False)
    while jobs.get(job.id).state == "waiting":
        pass
    with pytest.raises(UsageError):
        jobs.cancel(job.id)
    threading.Timer(0.05, go.set).start()
    jobs.close()
    assert jobs.get(job.id).state == "done"


def test_closing_drops_what_waits_and_takes_no_more() -> None:
    jobs, go = Jobs(), threading.Event()
    running, waiting = jobs.start("a", waits_for(go)), jobs.start("a", waits_for(go))
    while jobs.get(running.id).state == "waiting":
        pass
    threading.Timer(0.05, go.set).start()
    jobs.close()
    assert [jobs.get(each.id).state for each in (running, waiting)] == ["cancelled", "cancelled"]
    with pytest.raises(AssistantError, match="waiting already"):
        jobs.start("a", waits_for(go))


def test_keeps_the_latest_and_bounds_what_waits() -> None:
    jobs, go = Jobs(keep=2, most_waiting=1), threading.Event()
    for _ in range(4):
        jobs.wait(jobs.start("a", lambda _: found()).id, 10)
    assert len(jobs.recent()) == 2
    first = jobs.start("a", waits_for(go))
    while jobs.get(first.id).state == "waiting":
        pass
    jobs.start("a", waits_for(go))
    with pytest.raises(AssistantError, match="waiting already"):
        jobs.start("a", waits_for(go))
    go.set()
    jobs.close()
