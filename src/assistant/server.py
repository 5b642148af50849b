"""Build the service and serve the API and the chat on one port, until told to stop."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from assistant.errors import AssistantError, UsageError

if TYPE_CHECKING:
    from types import FrameType

    from assistant.exchange import Exchange
    from assistant.jobs import Jobs
    from assistant.service import Assistant
    from assistant.settings import Settings

Notify = Callable[[str], None]
_GRACE_SECONDS = 5


def serve(settings: Settings, notify: Notify) -> None:
    """Serve until interrupted. An empty index is served too: the page says what to do.

    Args:
        settings: where to listen is in [server].
        notify: says messages to the person who started it.

    Raises:
        UsageError: the port is taken or the address can't be used; found before anything is loaded.
        AssistantError: the index or the model can't be used.
        KeyboardInterrupt: stopped by a person.
    """
    quiet_telemetry()
    signal.signal(signal.SIGTERM, _stop)
    french = settings.language == "fr"
    with listen(settings.server.host, settings.server.port) as sock:
        notify("Démarrage…" if french else "Starting…")
        serve_on(sock, settings, notify)


def serve_on(sock: socket.socket, settings: Settings, notify: Notify) -> None:
    """Serve on a socket that listens, until stopped; closed and opened again wherever a job exchanges the index.

    Raises:
        AssistantError: the index or the model can't be used.
    """
    from assistant.jobs import Jobs

    with closing(Jobs()) as jobs:
        exchange = None
        while True:
            exchange = _serve_until(settings, sock, notify, jobs, exchange)
            if exchange is None:
                return
            exchange.closed()


def _serve_until(
    settings: Settings, sock: socket.socket, notify: Notify, jobs: Jobs, done: Exchange | None
) -> Exchange | None:
    """Open the index and serve, until interrupted or until a job wants an exchange, which is given then.

    Args:
        settings: what is served, and where.
        sock: listens; connections wait in it while nobody serves.
        notify: told in sentences.
        jobs: those of the whole process.
        done: the exchange before, whose job waits for the index to be open again.

    Raises:
        AssistantError: the index or the model can't be used, also without the exchange.
        KeyboardInterrupt: stopped by a person.
    """
    from assistant.build import build_assistant

    try:
        assistant = build_assistant(settings, notify=notify, create=True, jobs=jobs)
    except AssistantError as error:
        if done is None:
            raise
        done.back(error)
        assistant = build_assistant(settings, notify=notify, create=True, jobs=jobs)
    with assistant:
        if done is not None:
            done.end()
        try:
            _run(assistant, settings, sock, notify)
        except BaseException:
            jobs.close()  # before the index is given back: one may be writing to it
            raise
        exchange = jobs.exchanges.taken()
        if exchange is None:
            jobs.close()
        else:
            jobs.drop_waiting(AssistantError("job_exchanged"))
            exchange.still()
    return exchange


def quiet_telemetry() -> None:
    """Nothing of ours reports to anyone. Set before the libraries are imported: they read it then."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    os.environ["DO_NOT_TRACK"] = "1"


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address, held from the start so that nobody takes the port while models load.

    Raises:
        UsageError: the port is taken (port_taken), or the address can't be used (bad_address).
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:
        raise UsageError("bad_address", host=host, detail=error) from error
    sock = socket.socket(family, kind, protocol)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
        sock.listen(128)
    except PermissionError as error:
        sock.close()
        raise UsageError("bad_address", host=f"{host}:{port}", detail=error.strerror) from error
    except OSError as error:
        sock.close()
        if error.errno == errno.EADDRINUSE:
            raise UsageError("port_taken", port=port) from error
        raise UsageError("bad_address", host=host, detail=error.strerror) from error
    return sock


def _warm_up(assistant: Assistant) -> None:
    """Load the model before the first question does, read what was deposited and is not read yet, and erase
    conversations that have had their time.

    What fails here will be said when a question meets it, or done at the next start.
    """
    from assistant.api.ingestions import of_unread

    with suppress(AssistantError):
        assistant.warm_up()
        assistant.examples.of(assistant.settings.language)
    with suppress(AssistantError):
        of_unread(assistant)
    with suppress(AssistantError):
        assistant.conversations.erase_old(assistant.settings.conversations.keep_days)


def _run(assistant: Assistant, settings: Settings, sock: socket.socket, notify: Notify) -> None:
    import uvicorn

    from assistant.api.app import create_app
    from assistant.build import give_up_models
    from assistant.ui.mount import mount

    app = mount(create_app(assistant, settings), assistant, settings)
    host, port = settings.server.host, sock.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            words = "L'assistant est prêt\u00a0:" if settings.language == "fr" else "The assistant is ready:"
            notify(f"{words} http://{shown}:{port}")
            assistant.jobs.exchanges.serving(self._end)

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            # A thread that waits for a model's server can't be ended, and the process would wait for it.
            asyncio.get_running_loop().call_later(_GRACE_SECONDS, give_up_models)
            await super().shutdown(sockets)

        def _end(self) -> None:
            self.should_exit = True

    # Only now: two threads that import numpy at the same moment, one of them through gradio, can break each other.
    threading.Thread(target=_warm_up, args=(assistant,), name="warm-up", daemon=True).start()
    # No access log: it would keep who asked when. An idle tab keeps a connection open until the grace is over.
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        server_header=False,
        proxy_headers=False,
    )
    with sock.dup() as served:  # uvicorn closes what it is given; the port stays ours
        Server(config).run(sockets=[served])
    give_up_models()  # a job may still wait for one


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """End in order, so that the index is given back; the status is what a shell gives for SIGTERM."""
    raise SystemExit(128 + signal.SIGTERM)
