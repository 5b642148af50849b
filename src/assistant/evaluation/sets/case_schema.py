"""The form of one line of a case file, strict: a misspelt key or a value of another kind is told, never passed over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from assistant.evaluation.sets.problems import Problem, params

MAX_GRADE = 3
Text = Annotated[str, StringConstraints(pattern=r"\S")]
PageNumber = Annotated[int, Field(ge=1)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Offset = Annotated[int, Field(ge=0)]
Grade = Annotated[int, Field(ge=0, le=MAX_GRADE)]


class Strict(BaseModel):
    """Nothing is converted, nothing unknown is let through."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class EvidenceLine(Strict):
    """A piece of evidence: pieces that share a `group` are alternatives."""

    doc: Text
    page: PageNumber | None = None
    quote: Text
    group: Any = None


class NuggetLine(Strict):
    """A fact that a good answer holds."""

    text: Text
    vital: bool = True


class PassageLine(Strict):
    """A judged passage."""

    doc: Text
    sha256: Digest
    page: PageNumber | None = None
    start: Offset
    end: Offset
    grade: Grade


class CaseLine(Strict):
    """A case. `why` and `note` are for people: nothing reads them."""

    id: Text
    question: Text
    kind: Text = "other"
    subkind: str | None = None
    lang: Literal["fr", "en"] | None = None
    answerable: bool | None = None
    history: list[str] = []
    answer: str = ""
    answers: list[Text] = []
    nuggets: list[NuggetLine] = []
    evidence: list[EvidenceLine] = []
    passages: list[PassageLine] = []
    proposed: bool = False
    why: str = ""
    note: str = ""


_CODES = {
    "extra_forbidden": "case_key_unknown",
    "missing": "case_key_missing",
    "string_type": "case_not_text",
    "string_pattern_mismatch": "case_not_text",
    "bool_type": "case_not_flag",
    "list_type": "case_not_list",
    "model_type": "case_not_object",
    "model_attributes_type": "case_not_object",
    "int_type": "case_not_number",
    "greater_than_equal": "case_number_low",
    "less_than_equal": "case_number_high",
    "literal_error": "case_not_choice",
}


def first_problem(error: ValidationError, line: int, record: Mapping[str, Any]) -> Problem:
    """The one complaint told of a line: an unknown key before all, as it explains what seems to be missing."""
    found: list[Mapping[str, Any]] = [dict(each) for each in error.errors(include_url=False)]
    detail = next((each for each in found if each["type"] == "extra_forbidden"), found[0])
    case = record.get("id")
    code = "case_not_hash" if detail["loc"][-1] == "sha256" and detail["type"] != "missing" else _CODES[detail["type"]]
    return Problem(line, code, _blanks(detail), case if isinstance(case, str) else "")


def _blanks(detail: Mapping[str, Any]) -> dict[str, str]:
    context = detail.get("ctx", {})
    return params(
        field=_path(detail["loc"]),
        least=context.get("ge", ""),
        most=context.get("le", ""),
        choices=str(context.get("expected", "")).replace("'", "").replace(" or ", ", "),
    )


def _path(location: tuple[int | str, ...]) -> str:
    """Where in the line, as programs write it, counted from 1 as people do: evidence[2].page."""
    path = ""
    for part in location:
        path += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if path else part
    return path
