"""Language models behind any server that speaks OpenAI's protocol, through llama-index.

One loop of retries (ours), one deadline for the whole of a call, and no part of an answer taken for an answer.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from assistant.errors import ModelError, ModelServerUnavailable
from assistant.model_ports import CHARACTERS_PER_TOKEN, ChatMessage, Completion
from assistant.models.loop import PrivateLoop

if TYPE_CHECKING:
    from llama_index.core.llms import ChatMessage as VendorMessage
    from llama_index.core.llms import ChatResponse
    from llama_index.llms.openai_like import OpenAILike
    from openai import AsyncOpenAI

T = TypeVar("T")
_WHOLE = {"stop", "eos", "eos_token", "end_turn", "stop_sequence"}
"""Why an answer ended that is whole: OpenAI's word, and those of servers that have words of their own."""
_CONNECT_SECONDS = 10.0
_NO_KEY = "none"  # the vendor's client wants one; what is sent is decided by the transport


@dataclass(frozen=True, slots=True)
class ModelServerOptions:
    """Which server and model, and how it is called; see `settings.ModelServer`.

    `pause_seconds` is the wait before the first retry, doubled before each further one; a server that asks for a
    longer one gets it, up to `longest_pause_seconds`.
    """

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)
    context_tokens: int = 8192
    timeout_seconds: float = 120.0
    retries: int = 2
    pause_seconds: float = 0.5
    longest_pause_seconds: float = 30.0


class OpenAIChatModel:
    """`model_ports.ChatModel` on one server and model. May be called from several threads; `close` ends its own."""

    def __init__(self, options: ModelServerOptions) -> None:
        self._options = options
        self._loop = PrivateLoop()
        self._making = threading.Lock()
        self._made: _Vendors | None = None
        self._takes_schema = True

    @property
    def name(self) -> str:
        """The model as the settings name it."""
        return self._options.model

    @property
    def context_tokens(self) -> int:
        """Tokens that a request and its answer may come to together."""
        return self._options.context_tokens

    def warm_up(self) -> None:
        """Load the vendors' client, which takes seconds. Nothing is asked of the server."""
        self._vendors()

    def complete(
        self,
        messages: Sequence[ChatMessage],
        *,
        max_tokens: int,
        temperature: float = 0.0,
        json_schema: Mapping[str, Any] | None = None,
    ) -> Completion:
        """The model's whole answer; see `model_ports.ChatModel`.

        Raises:
            ModelServerUnavailable: model_server_unreachable, model_server_timeout, model_server_busy or
                model_server_failed, after the retries of the settings.
            ModelError: model_server_key, model_server_model, model_server_context, model_server_refused,
                model_server_bad_reply, model_server_cut.
        """
        self._check_length(messages, max_tokens)
        self._vendors()  # here, not on the clock of the call
        wanted = {"max_tokens": max_tokens, "temperature": temperature}
        request = _Request(messages, wanted, json_schema)
        try:
            return self._loop.run(self._within_deadline(lambda: self._once(request)))
        except CancelledError:
            raise self._given_up() from None

    def stream(self, messages: Sequence[ChatMessage], *, max_tokens: int, temperature: float = 0.0) -> Iterator[str]:
        """The model's answer as it comes; see `model_ports.ChatModel`.

        A request is sent again only as long as nothing of its answer was given out.

        Raises:
            ModelError: as for `complete`; the length is checked at the call, the rest while the pieces are read.
        """
        self._check_length(messages, max_tokens)
        self._vendors()
        request = _Request(messages, {"max_tokens": max_tokens, "temperature": temperature}, None)

        def work(give: Callable[[str], None]) -> Coroutine[Any, Any, None]:
            return self._within_deadline(lambda: self._stream_once(request, give))

        return self._unless_given_up(self._loop.stream(work))

    def close(self) -> None:
        """Release the connections and the thread."""
        with self._making:
            made, self._made = self._made, None
        if made is not None:
            with suppress(CancelledError):  # the process ends: its connections end with it
                self._loop.run(made.client.close())
        self._loop.close()

    def _unless_given_up(self, pieces: Iterator[str]) -> Iterator[str]:
        try:
            yield from pieces
        except CancelledError:
            raise self._given_up() from None

    def _given_up(self) -> ModelError:
        """This process ends, and waits for no server any more."""
        return ModelServerUnavailable("model_server_unreachable", server=self._options.base_url, detail="closing")

    def _check_length(self, messages: Sequence[ChatMessage], max_tokens: int) -> None:
        asked = sum(len(message.text) for message in messages) / CHARACTERS_PER_TOKEN
        if asked + max_tokens > self._options.context_tokens:
            raise ModelError("model_server_context", server=self._options.base_url, model=self.name)

    async def _within_deadline(self, once: Callable[[], Coroutine[Any, Any, T]]) -> T:
        seconds = self._options.timeout_seconds
        end = asyncio.get_running_loop().time() + seconds
        try:
            async with asyncio.timeout_at(end):
                return await self._with_retries(once, end)
        except TimeoutError:
            server = self._options.base_url
            raise ModelServerUnavailable("model_server_timeout", server=server, seconds=f"{seconds:g}") from None

    async def _with_retries(self, once: Callable[[], Coroutine[Any, Any, T]], end: float) -> T:
        """Ask again after a failure that may pass, unless the wait would outlast the deadline."""
        pause, left = self._options.pause_seconds, self._options.retries
        while True:
            try:
                return await once()
            except _AttemptError as failed:
                wait = min(max(pause, failed.wait or 0.0), self._options.longest_pause_seconds)
                too_late = asyncio.get_running_loop().time() + wait >= end
                if failed.final or not failed.error.retryable or not left or too_late:
                    raise failed.error from None  # the vendor's may repeat what the server repeats: the key
            await asyncio.sleep(wait)
            pause, left = pause * 2, left - 1

    async def _once(self, request: _Request) -> Completion:
        from assistant.models.faults import refuses_schema

        schema = request.schema if self._takes_schema else None
        form = {"response_format": _response_format(schema)} if schema else {}
        try:
            return self._whole(
                await self._vendors().llm.achat(_vendor_messages(request.messages), **request.wanted, **form)
            )
        except ModelError as error:
            raise _AttemptError(error, None) from None
        except Exception as error:  # the vendors check next to nothing: a reply of another shape breaks them anywhere
            if form and refuses_schema(error):
                self._takes_schema = False  # known from now on; callers describe the form in words too
                return await self._once(request)
            raise self._attempt_error(error) from None

    async def _stream_once(self, request: _Request, give: Callable[[str], None]) -> None:
        finish, blank = None, True
        begun = False
        try:
            stream = await self._vendors().llm.astream_chat(_vendor_messages(request.messages), **request.wanted)
            async for response in stream:
                choices = response.raw.choices if response.raw is not None else ()
                finish = choices[0].finish_reason or finish if choices else finish
                if response.delta:
                    begun, blank = True, blank and not response.delta.strip()
                    give(response.delta)
            self._check_end(finish, blank)
        except ModelError as error:
            raise _AttemptError(error, None, begun) from None
        except Exception as error:
            raise self._attempt_error(error, begun) from None

    def _attempt_error(self, error: Exception, final: bool = False) -> _AttemptError:
        from assistant.models.faults import ServerNames, model_error, wait_asked

        names = ServerNames(self._options.base_url, self.name, self._options.api_key)
        return _AttemptError(model_error(error, names), wait_asked(error), final)

    def _whole(self, response: ChatResponse) -> Completion:
        """The answer, if it is one and is not cut."""
        text, raw = response.message.content, response.raw
        assert raw is not None
        finish, usage = raw.choices[0].finish_reason, raw.usage
        self._check_end(finish, not isinstance(text, str) or not text.strip())
        assert isinstance(text, str)
        return Completion(text, finish, _count(usage, "prompt_tokens"), _count(usage, "completion_tokens"))

    def _check_end(self, finish: str | None, blank: bool) -> None:
        """Refuse an answer that is cut, ended for another reason than its end, or has no text."""
        server = self._options.base_url
        if finish is None or finish == "length":
            raise ModelError("model_server_cut", server=server, detail=finish or "no finish_reason")
        if finish not in _WHOLE:
            raise ModelError("model_server_bad_reply", server=server, detail=f'finish_reason "{finish}"'[:80])
        if blank:
            raise ModelError("model_server_bad_reply", server=server, detail="no text")

    def _vendors(self) -> _Vendors:
        with self._making:
            if self._made is None:
                self._made = _make(self._options)
            return self._made


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked: messages, the vendor's parameters, and the form of the answer."""

    messages: Sequence[ChatMessage]
    wanted: Mapping[str, Any]
    schema: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class _Vendors:
    """llama-index's model, and the client below it."""

    llm: OpenAILike
    client: AsyncOpenAI


class _AttemptError(Exception):
    """One request failed: the error of ours, the seconds that the server asks to wait, whether it may be sent again."""

    def __init__(self, error: ModelError, wait: float | None, final: bool = False) -> None:
        self.error = error
        self.wait = wait
        self.final = final
        super().__init__(str(error))


def _count(usage: Any, name: str) -> int | None:
    """A number of tokens, where the server says it."""
    count = getattr(usage, name, None)
    return count if isinstance(count, int) else None


def _vendor_messages(messages: Sequence[ChatMessage]) -> list[VendorMessage]:
    from llama_index.core.llms import ChatMessage as Vendor
    from llama_index.core.llms import MessageRole

    return [Vendor(role=MessageRole(message.role), content=message.text) for message in messages]


def _response_format(schema: Mapping[str, Any]) -> dict[str, Any]:
    name = str(schema.get("title", "answer"))
    return {"type": "json_schema", "json_schema": {"name": name, "strict": True, "schema": dict(schema)}}


def _make(options: ModelServerOptions) -> _Vendors:
    """The vendors' clients: no retries of theirs, no proxy, no key, no log of what is asked."""
    import httpx
    from llama_index.llms.openai_like import OpenAILike
    from openai import AsyncOpenAI

    from assistant.models.transport import OneDoor

    for name in ("openai", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)  # below it they log questions
    timeout = httpx.Timeout(None, connect=_CONNECT_SECONDS)
    http = httpx.AsyncClient(transport=OneDoor(options.api_key), trust_env=False, timeout=timeout)
    client = AsyncOpenAI(api_key=_NO_KEY, base_url=options.base_url, max_retries=0, timeout=timeout, http_client=http)
    try:
        llm = OpenAILike(
            model=options.model,
            api_base=options.base_url,
            api_key=_NO_KEY,
            context_window=options.context_tokens,
            is_chat_model=True,
            max_retries=0,
            async_openai_client=client,
        )
    except ValueError:  # a few models are known to answer on another protocol only
        raise ModelError("model_server_model", server=options.base_url, model=options.model) from None
    return _Vendors(llm, client)
