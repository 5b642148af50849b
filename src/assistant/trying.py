"""Other settings of the search, for whoever tries them: the same parts, put together another way for one caller."""

from __future__ import annotations

from dataclasses import replace

from assistant.parts import Parts
from assistant.settings import Settings
from assistant.types import Trial


def tried(settings: Settings, parts: Parts, trial: Trial) -> tuple[Settings, Parts]:
    """Settings and parts as a trial wants them. These parts own nothing: closing them does nothing."""
    asked = {"vector_weight": trial.vector_weight, "candidates": trial.candidates, "evidence": trial.evidence}
    changed: dict[str, object] = {name: value for name, value in asked.items() if value is not None}
    retrieval = settings.retrieval.model_copy(update=changed if trial.rerank else changed | {"reranker": ""})
    own = replace(
        parts,
        retriever=parts.retriever.tried(trial),
        reranker=parts.reranker if trial.rerank else None,
        answering=replace(parts.answering, evidence_limit=retrieval.evidence),
        close=lambda: None,
    )
    return settings.model_copy(update={"retrieval": retrieval}), own
