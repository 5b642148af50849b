"""Support judged by a language model behind a server.

What it writes is read strictly: one JSON object with a known verdict and a reason, nothing else. After one request to
mend the form, anything else counts as not judged, never as supported. A request that fails is not judged either; when
the server itself keeps failing, the run stops rather than wait for every row.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence

from assistant.errors import ModelError
from assistant.evaluation.gold.patience import PATIENCE, Patience
from assistant.evaluation.judges.guidelines import ASK, GUIDELINES, NAMES, REPAIR, VERDICT_SCHEMA, VERDICT_WORDS
from assistant.model_ports import ChatMessage, ChatModel
from assistant.support.base import Judgement, Statement
from assistant.text.prompts import data_block, one_object
from assistant.types import Language

_MAX_TOKENS = 400
_LONGEST_REASON = 500
_REASONS: dict[str, dict[Language, str]] = {
    "no_evidence": {"fr": "aucune preuve citée", "en": "no evidence cited"},
    "no_claim": {"fr": "rien à juger", "en": "nothing to judge"},
    "unreadable": {"fr": "verdict illisible\u00a0: {text}", "en": "verdict not readable: {text}"},
    "failed": {"fr": "non jugé\u00a0: {text}", "en": "not judged: {text}"},
    "contradicted": {"fr": "contredit\u00a0: {text}", "en": "contradicted: {text}"},
}


class LlmJudge:
    """`SupportJudge` over a chat model.

    Args:
        model: the model that judges; it should not be the one whose answers are judged.
        patience: failures of the server in a row after which the run stops.
        new_key: makes the key of one request's data blocks.
    """

    def __init__(
        self, model: ChatModel, patience: int = PATIENCE, new_key: Callable[[], str] = lambda: secrets.token_hex(8)
    ) -> None:
        self._model = model
        self._patience = Patience(patience)
        self._new_key = new_key

    @property
    def name(self) -> str:
        """The judge and its model."""
        return f"llm:{self._model.name}"

    @property
    def fingerprint(self) -> str:
        """Hex digest of the model's name, the guidelines and the form of the verdict."""
        parts = (self._model.name, GUIDELINES, NAMES, ASK, REPAIR, VERDICT_SCHEMA)
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    def judge(self, statements: Sequence[Statement]) -> list[Judgement]:
        """Judge statements, in their order.

        Raises:
            ModelError: the server failed several times in a row; the error is that of its last failure.
        """
        return [self._one(statement) for statement in statements]

    def _one(self, statement: Statement) -> Judgement:
        language = statement.language
        if not statement.claim.strip():
            return Judgement(None, None, _REASONS["no_claim"][language])
        if not any(text.strip() for text in statement.evidence):
            return Judgement(0.0, False, _REASONS["no_evidence"][language])
        try:
            judgement = self._asked(statement)
        except ModelError as error:
            self._patience.failed(error)
            return _not_judged("failed", error.render(language).reason, language)
        self._patience.worked()
        return judgement

    def _asked(self, statement: Statement) -> Judgement:
        messages = request(statement, self._new_key())
        text = self._complete(messages)
        if _read(text) is None:
            mend = [ChatMessage("assistant", text), ChatMessage("user", REPAIR[statement.language])]
            text = self._complete([*messages, *mend])
        read = _read(text)
        if read is None:
            return _not_judged("unreadable", text, statement.language)
        return _judgement(*read, statement.language)

    def _complete(self, messages: Sequence[ChatMessage]) -> str:
        return self._model.complete(messages, max_tokens=_MAX_TOKENS, json_schema=VERDICT_SCHEMA).text


def request(statement: Statement, key: str) -> list[ChatMessage]:
    """The messages that ask for a verdict. Question, claim and evidence are data, whatever they say."""
    language = statement.language
    question, claim, extract = NAMES[language]
    blocks = [data_block(key, question, statement.question)] if statement.question.strip() else []
    blocks.append(data_block(key, claim, statement.claim))
    blocks += [data_block(key, f"{extract} {place}", text) for place, text in enumerate(statement.evidence, start=1)]
    return [
        ChatMessage("system", GUIDELINES[language].format(key=key)),
        ChatMessage("user", "\n\n".join([*blocks, ASK[language]])),
    ]


def _read(text: str) -> tuple[str, str] | None:
    """Verdict and reason, or None where the text is anything but the object asked for."""
    value = one_object(text)
    if value is None or set(value) != {"verdict", "reason"}:
        return None
    verdict, reason = value["verdict"], value["reason"]
    known = isinstance(verdict, str) and verdict in VERDICT_WORDS and isinstance(reason, str)
    return (verdict, reason) if known else None


def _judgement(verdict: str, reason: str, language: Language) -> Judgement:
    reason = _short(reason)
    if verdict == "contradicted":
        reason = _REASONS["contradicted"][language].format(text=reason)
    supported = verdict == "supported"
    return Judgement(1.0 if supported else 0.0, supported, reason)


def _not_judged(why: str, text: str, language: Language) -> Judgement:
    return Judgement(None, None, _REASONS[why][language].format(text=_short(text)))


def _short(text: str) -> str:
    """One line, not too long: reasons are shown in tables and pages."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_REASON else line[: _LONGEST_REASON - 1] + "…"
