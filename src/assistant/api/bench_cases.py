"""The API's routes of the gold set: case files, their cases, and questions of the chat that become cases."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import FastAPI, Query, Request

from assistant.api.bench_models import (
    CaseFileModel,
    CaseModel,
    CaseRequest,
    CasesModel,
    ChangedCaseRequest,
    NewFileRequest,
    TurnCaseRequest,
    TurnsModel,
)
from assistant.api.common import language_of
from assistant.api.models import ErrorModel
from assistant.api.owners import Owner
from assistant.bench import turns
from assistant.bench.bench import Bench
from assistant.bench.cases import WrittenCase
from assistant.evaluation.sets.cases import Case, CaseFile
from assistant.types import Language

_ERRORS: dict[int | str, dict[str, Any]] = {code: {"model": ErrorModel} for code in (404, 409, 422)}
_Id = Annotated[str, Query(alias="id", max_length=500)]
_Revision = Annotated[str, Query(max_length=64)]


def add_bench_cases(app: FastAPI, bench: Bench) -> None:
    """Put the routes on the API's app."""
    gold = bench.gold

    @app.get("/api/bench/cases", response_model=list[CaseFileModel])
    def files(request: Request) -> list[dict[str, Any]]:
        """The sets of questions: the case files of `assistant eval`."""
        return [_file_dict(file, language_of(request)) for file in gold.files()]

    @app.post("/api/bench/cases", response_model=CaseFileModel, status_code=201, responses=_ERRORS)
    def make(body: NewFileRequest, request: Request) -> dict[str, Any]:
        """A new set of questions."""
        gold.make(body.name)
        return _file_dict(gold.file(body.name), language_of(request))

    @app.get("/api/bench/cases/{file}", response_model=CasesModel, responses=_ERRORS)
    def cases(file: str, request: Request) -> dict[str, Any]:
        """The cases of a set."""
        problems = _problems(gold.file(file), language_of(request))
        return {"name": file, "cases": [_head(each.case) for each in gold.cases(file)], "problems": problems}

    _add_one_case(app, bench)
    _add_turns(app, bench)


def _add_one_case(app: FastAPI, bench: Bench) -> None:
    gold = bench.gold

    @app.get("/api/bench/cases/{file}/case", response_model=CaseModel, responses=_ERRORS)
    def case(file: str, case_id: _Id, request: Request) -> dict[str, Any]:
        """One case, held against the index."""
        return _case_dict(gold.case(file, case_id), language_of(request))

    @app.post("/api/bench/cases/{file}/case", response_model=CaseModel, status_code=201, responses=_ERRORS)
    def add(file: str, body: CaseRequest, request: Request) -> dict[str, Any]:
        """One more case."""
        return _case_dict(gold.add(file, body.record), language_of(request))

    @app.patch("/api/bench/cases/{file}/case", response_model=CaseModel, responses=_ERRORS)
    def change(file: str, body: ChangedCaseRequest, request: Request) -> dict[str, Any]:
        """A case, known by its id, in another wording; refused where somebody else has changed it meanwhile."""
        return _case_dict(gold.change(file, body.record, body.revision), language_of(request))

    @app.delete("/api/bench/cases/{file}/case", status_code=204, responses=_ERRORS)
    def remove(file: str, case_id: _Id, revision: _Revision) -> None:
        """Take a case out."""
        gold.remove(file, case_id, revision)


def _add_turns(app: FastAPI, bench: Bench) -> None:
    assistant = bench.assistant

    @app.get("/api/bench/turns", response_model=TurnsModel)
    def asked(owner: Owner) -> dict[str, Any]:
        """Questions of the chat: one's own, those with feedback and those without an answer, whoever asked them."""
        lists = {
            "own": turns.own(assistant, owner),
            "feedback": turns.with_feedback(assistant),
            "unanswered": turns.unanswered(assistant),
        }
        return {name: [_turn_dict(each) for each in found] for name, found in lists.items()}

    @app.post("/api/bench/cases/{file}/turn", response_model=CaseModel, status_code=201, responses=_ERRORS)
    def from_turn(file: str, body: TurnCaseRequest, request: Request, owner: Owner) -> dict[str, Any]:
        """A question of the chat as a proposed case, with what its passages are worth."""
        turn = turns.find(assistant, owner, body.ref)
        record = turns.case_record(turn, body.grades, unanswerable=body.unanswerable, note=body.note)
        return _case_dict(bench.gold.add(file, record), language_of(request))


def _file_dict(file: CaseFile, language: Language) -> dict[str, Any]:
    return {
        "name": file.path.stem,
        "cases": len(file.cases),
        "answerable": sum(case.answerable for case in file.cases),
        "proposals": len(file.proposals),
        "graded": sum(len(case.passages) for case in (*file.cases, *file.proposals)),
        "problems": _problems(file, language),
    }


def _problems(file: CaseFile, language: Language) -> list[dict[str, Any]]:
    """What is wrong with the lines of a file; that it is empty is nothing wrong here."""
    return [each.to_json(language) for each in file.problems if each.code != "case_file_empty"]


def _head(case: Case) -> dict[str, Any]:
    return {
        "id": case.id,
        "question": case.question,
        "kind": case.kind,
        "answerable": case.answerable,
        "proposed": case.proposed,
        "evidence": len(case.groups),
        "nuggets": len(case.nuggets),
        "graded": len(case.passages),
    }


def _case_dict(written: WrittenCase, language: Language) -> dict[str, Any]:
    return {
        "record": dict(written.record),
        "revision": written.revision,
        "answerable": written.case.answerable,
        "problems": [each.to_json(language) for each in written.problems],
    }


def _turn_dict(asked: turns.AskedTurn) -> dict[str, Any]:
    kept = asked.turn.kept
    answer = kept.answer
    return {
        "ref": asked.ref,
        "question": answer.question,
        "searched": answer.searched,
        "asked_on": kept.asked_at[:10],
        "language": answer.language,
        "status": answer.status,
        "times": asked.times,
        "citations": [
            {
                "number": each.number,
                "document_id": each.document.id,
                "source": each.document.source,
                "title": each.document.title,
                "page": each.quote.page if each.document.paged else None,
                "quote": each.quote.text,
            }
            for each in answer.citations
        ],
        "feedback": [
            {"target": each.target, "number": each.number, "rating": each.rating, "comment": each.comment}
            for each in asked.turn.feedback
        ],
    }
