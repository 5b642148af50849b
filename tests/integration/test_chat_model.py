"""The adapter to model servers, against a scripted one: what is sent, what is taken for an answer, what is said."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.utils import formatdate
from time import time

import pytest

from assistant.build import build_chat_model
from assistant.errors import ModelError, ModelServerUnavailable
from assistant.model_ports import ChatMessage, Completion
from assistant.models.chat import ModelServerOptions, OpenAIChatModel
from assistant.settings import ModelServer as ModelServerSettings
from assistant.settings import Settings, load_settings
from model_server import (
    ModelServer,
    Reply,
    Script,
    busy,
    drips,
    fails,
    hangs_up,
    page,
    redirects,
    says,
    says_json,
    sends,
)

pytestmark = pytest.mark.integration

KEY = "sk-secret-0123456789"
SCHEMA = {
    "title": "verdict",
    "type": "object",
    "properties": {"verdict": {"type": "string"}},
    "required": ["verdict"],
    "additionalProperties": False,
}
QUESTION = [ChatMessage("system", "Tu réponds."), ChatMessage("user", "Quelle est la capitale ?")]


@contextmanager
def serving(script: Script, key: str | None = None, **options: object) -> Iterator[tuple[ModelServer, OpenAIChatModel]]:
    """A scripted server and the adapter that asks it; pauses are short."""
    with ModelServer(script, key) as server:
        given = {"api_key": KEY, "timeout_seconds": 10.0, "pause_seconds": 0.01, **options}
        model = OpenAIChatModel(ModelServerOptions(server.url, "m-1", **given))
        try:
            yield server, model
        finally:
            model.close()


def ask(model: OpenAIChatModel, **options: object) -> Completion:
    return model.complete(QUESTION, max_tokens=50, **options)


def failure(script: Script, requests: int = 1, **options: object) -> ModelError:
    """The error that a script leads to, after so many requests."""
    with serving(script, **options) as (server, model):
        with pytest.raises(ModelError) as caught:
            ask(model)
        assert len(server.requests) == requests
    error = caught.value
    said = [error.render("fr"), error.render("en")]
    assert KEY not in f"{error} {error!r} {said} {traceback.format_exception(error)}"
    assert error.params["server"] == server.url
    assert server.url in error.render("fr").reason
    return error


# --- what is sent -------------------------------------------------------------------------------------------------


def test_what_is_asked_and_answered():
    usage = {"prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15}
    with serving([says("Paris.", usage=usage)]) as (server, model):
        assert ask(model) == Completion("Paris.", "stop", 12, 3)
        (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/v1/chat/completions")
    assert request.body == {
        "model": "m-1",
        "messages": [
            {"role": "system", "content": "Tu réponds."},
            {"role": "user", "content": "Quelle est la capitale ?"},
        ],
        "max_tokens": 50,
        "temperature": 0.0,
        "stream": False,
    }
    assert model.name == "m-1"


def test_only_our_headers_are_sent():
    with serving([says("Oui.")]) as (server, model):
        ask(model)
        headers = server.requests[0].headers
    assert set(headers) <= {
        "host", "content-type", "content-length", "accept", "accept-encoding", "user-agent", "authorization"
    }  # fmt: skip
    assert headers["authorization"] == f"Bearer {KEY}"
    assert headers["user-agent"] == "assistant"


def test_nothing_of_the_environment_reaches_the_server(monkeypatch: pytest.MonkeyPatch):
    for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, f"leak-{name}")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Leak: leak\nAuthorization: Bearer leak")
    for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE", "HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/leak")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with serving([says("Oui.")], api_key="") as (server, model):
        assert ask(model).text == "Oui."
        request = server.requests[0]
    assert "authorization" not in request.headers
    assert "leak" not in str(request)


def test_the_form_of_the_answer_is_asked_for():
    with serving([says_json({"verdict": "oui"})]) as (server, model):
        ask(model, json_schema=SCHEMA)
        form = server.requests[0].body["response_format"]
    assert form == {"type": "json_schema", "json_schema": {"name": "verdict", "strict": True, "schema": SCHEMA}}


def test_a_server_that_knows_no_form_is_asked_without_it_from_then_on():
    def script(request):
        return fails(400, "response_format json_schema is not supported") if request.schema else says("{}")

    with serving(script) as (server, model):
        assert ask(model, json_schema=SCHEMA).text == "{}"
        assert ask(model, json_schema=SCHEMA).text == "{}"
        assert [request.schema is not None for request in server.requests] == [True, False, False]


def test_a_request_that_can_not_fit_is_not_sent():
    with serving([says("Oui.")], context_tokens=512) as (server, model):
        with pytest.raises(ModelError) as caught:
            model.complete([ChatMessage("user", "mot " * 1000)], max_tokens=50)
        assert (caught.value.code, server.requests) == ("model_server_context", [])
        with pytest.raises(ModelError):
            model.complete(QUESTION, max_tokens=512)


# --- what is taken for an answer ----------------------------------------------------------------------------------


@pytest.mark.parametrize("usage", [None, {}, {"prompt_tokens": "many"}])
def test_tokens_that_are_not_counted_are_not_invented(usage):
    with serving([says("Oui.", usage=usage)]) as (_, model):
        assert ask(model) == Completion("Oui.", "stop", None, None)


BAD_REPLIES: dict[str, Reply] = {
    "a page": page(),
    "a page said to be JSON": Reply(200, b"<html>Portail</html>"),
    "no type": Reply(200, says("Oui.").body, {}),
    "half a JSON": Reply(200, says("Oui.").body[:-20]),
    "a list": sends([]),
    "a text": sends("Oui."),
    "no choices": sends({"choices": []}),
    "null choices": sends({"choices": None}),
    "an error with status 200": sends({"error": {"message": "down"}}),
    "no message": sends({"choices": [{"finish_reason": "stop"}]}),
    "no text": says(None),
    "blank text": says(" \n"),
    "another end": says("Oui.", finish="content_filter"),
    "compressed": Reply(200, b"\x1f\x8b", {"Content-Type": "application/json", "Content-Encoding": "gzip"}),
    "endless": says("mot " * 2_500_000),
    "elsewhere": redirects("http://127.0.0.1:9/v1/chat/completions"),
    "elsewhere, the same host": redirects("/v2/chat/completions"),
}


@pytest.mark.parametrize("reply", BAD_REPLIES.values(), ids=BAD_REPLIES.keys())
def test_what_is_no_answer_is_refused(reply):
    error = failure([reply])
    assert error.code == "model_server_bad_reply"
    assert not error.retryable


def test_what_was_wrong_is_said():
    assert "text/html" in failure([page()]).params["detail"]
    assert "127.0.0.1" in failure([redirects("http://127.0.0.1:9/x")]).params["detail"]
    assert "content_filter" in failure([says("Oui.", finish="content_filter")]).params["detail"]


@pytest.mark.parametrize("finish", [None, "length"])
def test_a_cut_answer_is_no_answer(finish):
    assert failure([says("La capitale est", finish=finish)]).code == "model_server_cut"


@pytest.mark.parametrize("finish", ["eos", "end_turn"])
def test_servers_have_their_own_word_for_the_end(finish):
    with serving([says("Oui.", finish=finish)]) as (_, model):
        assert ask(model) == Completion("Oui.", finish)


# --- errors -------------------------------------------------------------------------------------------------------

REFUSALS = {
    "wrong key": (fails(401, f"Incorrect API key provided: {KEY}"), "model_server_key"),
    "not allowed": (fails(403, "no access"), "model_server_key"),
    "unknown model": (fails(404, "The model `m-1` does not exist."), "model_server_model"),
    "unknown model, 400": (fails(400, "Invalid model: m-1", "model_not_found"), "model_server_model"),
    "wrong address": (page(404), "model_server_model"),
    "context, by code": (fails(400, "Too much", "context_length_exceeded"), "model_server_context"),
    "context, by words": (
        fails(400, "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens."),
        "model_server_context",
    ),
    "context, by status": (page(413), "model_server_context"),
    "anything else": (fails(400, "temperature must be 1"), "model_server_refused"),
    "payment": (fails(402, "no credit"), "model_server_refused"),
}


@pytest.mark.parametrize(("reply", "code"), REFUSALS.values(), ids=REFUSALS.keys())
def test_a_refusal_is_told_at_once(reply, code):
    error = failure([reply])
    assert error.code == code
    assert not error.retryable


def test_a_refusal_says_why_on_one_line_without_the_key():
    reply = fails(400, f"bad\r\n\x1b[31mvalue for {KEY}. " + "x" * 500)
    detail = failure([reply]).params["detail"]
    assert detail.startswith("bad [31mvalue for ….")
    assert len(detail) == 200
    assert failure([page(400)]).params["detail"] == "Bad Request"


def test_a_failure_that_may_pass_is_asked_again():
    with serving([busy(), fails(503), hangs_up(), says("Oui.")], retries=3) as (server, model):
        assert ask(model).text == "Oui."
        assert len(server.requests) == 4
        assert len({str(request.body) for request in server.requests}) == 1


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (busy(), "model_server_busy"),
        (page(429), "model_server_busy"),
        (fails(500), "model_server_failed"),
        (page(502), "model_server_failed"),
        (
            Reply(503, b"\x1f\x8b", {"Content-Type": "application/json", "Content-Encoding": "gzip"}),
            "model_server_failed",
        ),
        (hangs_up(), "model_server_unreachable"),
    ],
)
def test_retries_are_counted(reply, code):
    error = failure([reply], requests=3)
    assert error.code == code
    assert error.retryable
    assert isinstance(error, ModelServerUnavailable)
    assert failure([reply], requests=1, retries=0).code == code


# The ids are the same in every worker, whatever the time is when it collects.
@pytest.mark.parametrize(
    "asked", ["3600", "0.5", formatdate(time() + 3600, usegmt=True)], ids=["seconds", "fraction", "date"]
)
def test_the_wait_asked_for_is_kept_up_to_a_limit(asked):
    with serving([busy(asked), says("Oui.")], longest_pause_seconds=0.05) as (server, model):
        assert ask(model).text == "Oui."
        assert len(server.requests) == 2
    # Unlimited, each of these waits is longer than the call may take: it is not begun.
    assert failure([busy(asked), says("Oui.")], timeout_seconds=0.4, longest_pause_seconds=9e9).code == (
        "model_server_busy"
    )


@pytest.mark.parametrize("asked", ["soon", "-5", "Mon, 01 Jan 2001 00:00:00 GMT", ""])
def test_a_wait_that_is_none_changes_nothing(asked):
    with serving([busy(asked), says("Oui.")]) as (_, model):
        assert ask(model).text == "Oui."


def test_a_server_that_drips_ends_at_the_deadline():
    error = failure([drips("mot " * 5000)], timeout_seconds=0.5)
    assert (error.code, error.retryable) == ("model_server_timeout", True)
    assert error.params["seconds"] == "0.5"


def test_the_deadline_is_that_of_all_tries_together():
    with serving([fails(500)], timeout_seconds=0.6, retries=10_000) as (server, model):
        with pytest.raises(ModelServerUnavailable):
            ask(model)
        assert 1 < len(server.requests) < 20


def test_a_server_that_is_not_there():
    model = OpenAIChatModel(ModelServerOptions("http://127.0.0.1:9/v1", "m-1", api_key=KEY, pause_seconds=0.01))
    with pytest.raises(ModelServerUnavailable) as caught:
        ask(model)
    model.close()
    assert caught.value.code == "model_server_unreachable"
    assert "http://127.0.0.1:9/v1" in caught.value.render("en").reason


def test_a_model_of_another_protocol_is_told():
    model = OpenAIChatModel(ModelServerOptions("http://127.0.0.1:9/v1", "gpt-5.4-pro"))
    with pytest.raises(ModelError) as caught:
        ask(model)
    model.close()
    assert caught.value.code == "model_server_model"


def test_an_unusable_reply_does_not_spoil_the_next_call():
    with serving([page(), says("Oui.")]) as (_, model):
        with pytest.raises(ModelError):
            ask(model)
        assert ask(model).text == "Oui."


def test_several_threads_may_ask():
    with serving(lambda request: says(request.prompt)) as (_, model):
        found: list[str] = []
        threads = [
            threading.Thread(
                target=lambda text=f"q{n}": found.append(model.complete([ChatMessage("user", text)], max_tokens=5).text)
            )
            for n in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(found) == [f"q{n}" for n in range(8)]


def test_neither_key_nor_question_is_logged(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]):
    with caplog.at_level(logging.DEBUG), serving([fails(500), says("Paris.")]) as (_, model):
        ask(model)
    logged = caplog.text + "".join(capfd.readouterr())
    for secret in (KEY, "capitale", "Paris."):
        assert secret not in logged
    assert KEY not in repr(ModelServerOptions("http://x", "m", api_key=KEY))


# --- from the settings --------------------------------------------------------------------------------------------


def test_the_settings_name_the_server(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ASSISTANT_MODEL_SERVER__API_KEY", KEY)
    with ModelServer([says("Oui.")], key=KEY) as server:
        monkeypatch.setenv("ASSISTANT_MODEL_SERVER__BASE_URL", server.url + "/")
        monkeypatch.setenv("ASSISTANT_MODEL_SERVER__MODEL", "m-2")
        settings = load_settings()
        model = build_chat_model(settings)
        assert model.complete(QUESTION, max_tokens=5).text == "Oui."
        model.close()
        assert server.requests[0].body["model"] == "m-2"
    assert KEY not in repr(settings) + str(settings.model_dump()) + settings.model_dump_json()


@pytest.mark.parametrize("given", [{}, {"base_url": "http://127.0.0.1:9/v1"}, {"model": "m-1"}])
def test_no_server_is_said_so(given):
    with pytest.raises(ModelError) as caught:
        build_chat_model(Settings(model_server=ModelServerSettings(**given)))
    assert caught.value.code == "no_model_server"


def test_the_double_streams_what_it_says():
    """For the tests of streaming callers: through the vendors' own client, whole and cut."""
    import openai

    script = [says("Une réponse courte."), says("Une réponse", finish=None)]
    with ModelServer(script) as server, openai.OpenAI(base_url=server.url, api_key="none", max_retries=0) as client:
        for whole in (True, False):
            got = _streamed(lambda: client.chat.completions.create(model="m", messages=[], stream=True))
            assert got == (["Une", " réponse", " courte."] if whole else ["Une", " réponse"], whole)


def _streamed(create: Callable[[], object]) -> tuple[list[str], bool]:
    choices = [chunk.choices[0] for chunk in create()]
    return [c.delta.content for c in choices if c.delta.content], choices[-1].finish_reason == "stop"


# --- answers as they come -----------------------------------------------------------------------------------------


def pieces(model: OpenAIChatModel, **options: object) -> list[str]:
    return list(model.stream(QUESTION, max_tokens=50, **options))


def collect(model: OpenAIChatModel, given: list[str]) -> None:
    """Put the pieces into a list as they come."""
    for piece in model.stream(QUESTION, max_tokens=50):
        given.append(piece)


def stream_failure(script: Script, requests: int = 1, **options: object) -> tuple[ModelError, list[str]]:
    """The error that a script leads to, and the pieces given out before it."""
    given: list[str] = []
    with serving(script, **options) as (server, model):
        with pytest.raises(ModelError) as caught:
            collect(model, given)
        assert len(server.requests) == requests
    assert KEY not in f"{caught.value} {caught.value.render('fr')}"
    return caught.value, given


def test_a_stream_comes_in_pieces_and_is_whole():
    with serving([says("Paris est la capitale.")]) as (server, model):
        assert pieces(model) == ["Paris", " est", " la", " capitale."]
        (request,) = server.requests
    assert request.body["stream"] is True
    assert (request.body["max_tokens"], request.body["temperature"]) == (50, 0.0)
    assert "response_format" not in request.body
    assert request.headers["authorization"] == f"Bearer {KEY}"


def test_pieces_come_before_the_end():
    with serving([drips("Paris est la capitale.", 0.002)]) as (_, model):
        stream = model.stream(QUESTION, max_tokens=50)
        assert next(stream) == "Paris"
        assert "".join(stream) == " est la capitale."


BAD_STREAMS: dict[str, tuple[Reply, str]] = {
    "cut": (says("Paris est", finish=None), "model_server_cut"),
    "cut for its length": (says("Paris est", finish="length"), "model_server_cut"),
    "filtered": (says("Paris est", finish="content_filter"), "model_server_bad_reply"),
    "no text": (says(" "), "model_server_bad_reply"),
    "a page": (page(), "model_server_bad_reply"),
    "no stream": (Reply(200, says("Paris").body), "model_server_bad_reply"),
    "no events": (Reply(200, b"", {"Content-Type": "text/event-stream"}), "model_server_cut"),
    "no JSON": (Reply(200, b"data: Paris\n\n", {"Content-Type": "text/event-stream"}), "model_server_bad_reply"),
    "an error inside": (
        Reply(200, b'data: {"error": {"message": "overloaded"}}\n\n', {"Content-Type": "text/event-stream"}),
        "model_server_bad_reply",
    ),
    "elsewhere": (redirects("http://127.0.0.1:9/v1/chat/completions"), "model_server_bad_reply"),
    "wrong key": (fails(401, "no"), "model_server_key"),
}


@pytest.mark.parametrize(("reply", "code"), BAD_STREAMS.values(), ids=BAD_STREAMS.keys())
def test_a_stream_that_is_no_answer_ends_in_an_error(reply: Reply, code: str):
    assert stream_failure([reply])[0].code == code


def test_a_slow_stream_is_ended_by_the_deadline_of_the_whole():
    error, given = stream_failure([drips("mot " * 200, 0.001)], timeout_seconds=1.0)
    assert error.code == "model_server_timeout"
    assert given, "it did give some"


def test_a_stream_is_asked_for_again_only_before_its_first_piece():
    with serving([busy(retry_after=0), says("Paris.")]) as (server, model):
        assert pieces(model) == ["Paris."]
        assert len(server.requests) == 2
    broken = says("Paris est la capitale de la France.", hang_up=True)
    error, given = stream_failure([broken, says("Paris.")])
    assert error.code == "model_server_unreachable"
    assert given
    assert stream_failure([fails(500)], requests=3)[0].code == "model_server_failed"


def test_a_stream_that_can_not_fit_is_not_sent():
    with serving([says("Oui.")], context_tokens=512) as (server, model):
        with pytest.raises(ModelError) as caught:
            model.stream([ChatMessage("user", "mot " * 1000)], max_tokens=50)
        assert (caught.value.code, server.requests) == ("model_server_context", [])


def test_a_reader_that_has_enough_ends_the_stream():
    with serving([drips("mot " * 500, 0.01), says("Oui.")]) as (_, model):
        stream = model.stream(QUESTION, max_tokens=50)
        assert next(stream) == "mot"
        stream.close()
        assert pieces(model) == ["Oui."]


def test_streams_of_several_threads_stay_apart():
    with serving(lambda request: says(f"{request.prompt} oui")) as (_, model):
        told: dict[int, str] = {}

        def one(number: int) -> None:
            told[number] = "".join(model.stream([ChatMessage("user", f"n{number}")], max_tokens=50))

        threads = [threading.Thread(target=one, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert told == {number: f"n{number} oui" for number in range(8)}
