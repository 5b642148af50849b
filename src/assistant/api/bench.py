"""The API's routes of the test bench: a search explained, with settings that are tried for one caller alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import FastAPI, Request

from assistant.api.bench_cases import add_bench_cases
from assistant.api.bench_grading import add_bench_grading
from assistant.api.bench_models import ExplainedModel, ExplainRequest, SettingsModel
from assistant.api.bench_reports import add_bench_reports
from assistant.api.common import language_of
from assistant.api.gate import Gate
from assistant.api.models import ErrorModel
from assistant.bench.bench import Bench
from assistant.bench.runs import known_judges
from assistant.errors import UsageError
from assistant.explanation_wire import explanation_dict
from assistant.messages.scopes import scope_text
from assistant.service import Assistant
from assistant.types import Explanation, Language
from assistant.wire import answer_dict, error_dict, parse_history, parse_wanted, passages_list

_ERRORS: dict[int | str, dict[str, Any]] = {code: {"model": ErrorModel} for code in (400, 404, 413, 422, 503)}

_NOT_ONE_DOCUMENT = frozenset({"filter_document_unknown", "filter_document_ambiguous"})


def add_bench(app: FastAPI, assistant: Assistant, gate: Gate) -> None:
    """Put the routes on the API's app; searches take their turn at the gate, long work is a job."""
    bench = Bench(assistant)

    @app.get("/api/bench/settings", response_model=SettingsModel)
    def settings() -> dict[str, Any]:
        """The settings of the search in use, and the judges there are."""
        given = assistant.settings.retrieval
        return {
            "vector_weight": given.vector_weight,
            "candidates": given.candidates,
            "evidence": given.evidence,
            "reranker": given.reranker,
            "judges": list(known_judges(assistant)),
            "documents": assistant.document_count,
        }

    @app.post("/api/bench/explain", response_model=ExplainedModel, responses=_ERRORS)
    async def explain(body: ExplainRequest, request: Request) -> dict[str, Any]:
        """How a search comes to what it finds, what each leg finds alone, and why something expected is missing."""
        language = language_of(request)
        return await gate.run(lambda: _explained(assistant, body, language))

    add_bench_cases(app, bench)
    add_bench_grading(app, bench)
    add_bench_reports(app, bench)


def _explained(assistant: Assistant, body: ExplainRequest, language: Language) -> dict[str, Any]:
    history = parse_history([turn if isinstance(turn, str) else turn.model_dump() for turn in body.history])
    wanted = parse_wanted(body.filters, body.recent_first)
    trial = body.trial.value()
    tried = assistant.tried(trial) if trial.changes else assistant
    unknown: UsageError | None = None
    try:
        explanation = tried.explain(body.question, body.k, history, wanted, body.missed or None)
    except UsageError as error:
        if body.missed is None or error.code not in _NOT_ONE_DOCUMENT:
            raise
        unknown, explanation = error, tried.explain(body.question, body.k, history, wanted)
    found = tried.search(body.question, body.k, history, filters=wanted)
    hidden = frozenset(each.source for each in assistant.documents() if each.anonymous)
    return {
        "explanation": {
            **explanation_dict(_unnamed(explanation, hidden)),
            "scope_text": scope_text(explanation.scope, language),
        },
        "results": passages_list(found),
        "legs": {leg: passages_list(tried.search(body.question, body.k, history, leg, wanted)) for leg in tried.legs},
        "answer": answer_dict(tried.ask(body.question, history, wanted)) if body.answer else None,
        "missed": None if unknown is None else error_dict(unknown, language)["error"],
    }


def _unnamed(explanation: Explanation, hidden: frozenset[str]) -> Explanation:
    """The explanation without the words that anonymous documents hold: they may name somebody."""
    results = tuple(
        replace(each, found=(), missing=()) if each.source in hidden else each for each in explanation.results
    )
    absence = explanation.absence
    if absence is not None and absence.source in hidden:
        absence = replace(absence, found=(), missing=(), ahead=())
    return replace(explanation, results=results, absence=absence)
