"""The support judge that a command asks for by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.settings import Settings
    from assistant.support.base import SupportJudge

JUDGES = ("lexical", "nli", "llm")


def judge_named(name: str, model: str, settings: Settings) -> SupportJudge:
    """A judge. Its model is loaded, and its server asked, when it judges.

    Args:
        name: one of JUDGES.
        model: with "nli", the model's folder or hub name; with "llm", another model of the server than the settings'.
        settings: where the model server is described.

    Raises:
        UsageError: unknown_judge, or judge_without_model ("nli" with no model).
        ModelError: the model can't be found, or the settings name no server.
    """
    if name == "lexical":
        from assistant.support.lexical import LexicalJudge

        return LexicalJudge()
    if name == "nli":
        from assistant.build import build_entailment
        from assistant.support.nli import NliJudge

        if not model:
            raise UsageError("judge_without_model")
        return NliJudge(build_entailment(settings, model))
    if name == "llm":
        from assistant.build import build_chat_model
        from assistant.evaluation.judges.llm import LlmJudge

        server = settings.model_server
        asked = server.model_copy(update={"model": model}) if model else server
        return LlmJudge(build_chat_model(settings.model_copy(update={"model_server": asked})))
    raise UsageError("unknown_judge", name=name, known=", ".join(JUDGES))
