"""What goes wrong with a model server, as errors of ours. None of them holds the key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from time import time

import httpx
import openai

from assistant.errors import ModelError, ModelServerUnavailable
from assistant.models.transport import BadReplyError

_TOO_LONG = re.compile(
    r"context.{0,20}(length|window|size)|(maximum|max).{0,30}tokens|too many tokens|prompt.{0,20}too (long|large)", re.I
)
_NO_SUCH_MODEL = {"model_not_found", "invalid_model"}
_SCHEMA_WORDS = re.compile(r"response.?format|json.?schema|guided|grammar|structured", re.I)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\s]+")
_LONGEST_DETAIL = 200


@dataclass(frozen=True, slots=True)
class ServerNames:
    """What errors may name (server, model), and what they must not (the key)."""

    server: str
    model: str
    key: str


def model_error(error: Exception, names: ServerNames) -> ModelError:
    """The error of ours for what the vendors' client raised."""
    if isinstance(error, openai.APIStatusError):
        return _status_error(error, names)
    cause = error.__cause__ if isinstance(error, openai.APIConnectionError) else error
    if isinstance(cause, httpx.TransportError):
        # The cause's own words: the client's are always "Connection error".
        detail = _clean(str(cause) or type(cause).__name__, names)
        return ModelServerUnavailable("model_server_unreachable", server=names.server, detail=detail)
    detail = str(cause) if isinstance(cause, BadReplyError) else "not the JSON of a chat completion"
    return ModelError("model_server_bad_reply", server=names.server, detail=_clean(detail, names))


def _status_error(error: openai.APIStatusError, names: ServerNames) -> ModelError:
    status, said = error.status_code, _said(error, names)
    server, model = names.server, names.model
    if status in (401, 403):
        return ModelError("model_server_key", server=server, status=status)
    codes = {str(error.code), str(error.type)}
    if status == 404 or codes & _NO_SUCH_MODEL:
        return ModelError("model_server_model", server=server, model=model)
    if status == 413 or "context_length_exceeded" in codes or (status in (400, 422) and _TOO_LONG.search(said)):
        return ModelError("model_server_context", server=server, model=model)
    if status == 429:
        return ModelServerUnavailable("model_server_busy", server=server)
    if status >= 500 or status == 408:
        return ModelServerUnavailable("model_server_failed", server=server, status=status)
    return ModelError("model_server_refused", server=server, status=status, detail=said)


def refuses_schema(error: Exception) -> bool:
    """Whether the server complains of the form of answer that was asked for."""
    known = isinstance(error, openai.BadRequestError | openai.UnprocessableEntityError)
    return known and bool(_SCHEMA_WORDS.search(str(error)))


def wait_asked(error: Exception) -> float | None:
    """Seconds that the server asks to be left alone (its header Retry-After: seconds, or a date), or None."""
    if not isinstance(error, openai.APIStatusError):
        return None
    asked = error.response.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}(\.\d+)?", asked):
        return float(asked)
    try:
        return max(parsedate_to_datetime(asked).timestamp() - time(), 0.0)
    except (ValueError, OverflowError):
        return None


def _said(error: openai.APIStatusError, names: ServerNames) -> str:
    """What the server says of its error, in one line; the name of the status where it sends a page."""
    body = error.body
    if isinstance(body, dict):
        body = next((body[key] for key in ("message", "detail", "error") if body.get(key)), None)
    if isinstance(body, str) and body.strip() and not body.lstrip().startswith("<"):
        return _clean(body, names)
    return error.response.reason_phrase or "?"


def _clean(text: str, names: ServerNames) -> str:
    """One line of it, without the key (some servers repeat it) and without what could drive a terminal."""
    if names.key:
        text = text.replace(names.key, "…")
    text = _CONTROLS.sub(" ", text).strip().rstrip(".")
    return text if len(text) <= _LONGEST_DETAIL else text[: _LONGEST_DETAIL - 1] + "…"
