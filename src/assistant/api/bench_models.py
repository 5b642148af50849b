"""What the API of the test bench takes and gives, as pydantic models."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from assistant.api.common import Count, StrictModel
from assistant.api.models import AnswerModel, ErrorBody, PassageModel, QuestionRequest
from assistant.types import Trial

FileName = Annotated[str, Field(max_length=80, description="Name of a set of questions.")]
JudgeName = Annotated[str, Field(max_length=80, description="Name that a person grades under.")]


class TrialModel(StrictModel):
    """Settings of the search that are tried: None leaves one as it is."""

    vector_weight: float | None = Field(None, ge=0, le=1, description="Share of the search by meaning, 0 to 1.")
    candidates: int | None = Field(None, ge=10, le=1000, description="Passages asked of each leg.")
    evidence: int | None = Field(None, ge=1, le=100, description="Passages an answer is made from, at most.")
    rerank: bool = Field(True, description="False: without the reranker of the settings.")

    def value(self) -> Trial:
        """The same for the service."""
        return Trial(**self.model_dump())


class ExplainRequest(QuestionRequest):
    """A question whose search is to be explained."""

    k: int = Field(10, ge=1, le=50, description="Number of passages.")
    missed: str | None = Field(None, max_length=500, description="Document or passage that was expected.")
    trial: TrialModel = Field(default_factory=TrialModel)
    answer: bool = Field(False, description="Also answer the question with these settings.")


class ExplainedModel(StrictModel):
    """A search explained: as `assistant search --explain --json` says it, what was found, and by each leg alone."""

    explanation: dict[str, Any]
    results: list[PassageModel]
    legs: dict[str, list[PassageModel]]
    answer: AnswerModel | None
    missed: ErrorBody | None = Field(description="Why nothing is said of the document expected: no or several such.")


class SettingsModel(StrictModel):
    """What is in use, and what can be chosen."""

    vector_weight: float | None = Field(description="Share of the search by meaning; None: measured for the model.")
    candidates: int
    evidence: int
    reranker: str
    judges: list[str]
    documents: int


class ProblemModel(StrictModel):
    """One thing to mend in a case."""

    file: str = ""
    line: int | None
    case: str | None
    code: str
    reason: str
    hint: str


class CaseFileModel(StrictModel):
    """A set of questions."""

    name: str
    cases: int
    answerable: int
    proposals: int
    graded: int
    problems: list[ProblemModel]


class CaseHeadModel(StrictModel):
    """A case of a list."""

    id: str
    question: str
    kind: str
    answerable: bool
    proposed: bool
    evidence: int
    nuggets: int
    graded: int


class CasesModel(StrictModel):
    """The cases of a set."""

    name: str
    cases: list[CaseHeadModel]
    problems: list[ProblemModel]


class CaseModel(StrictModel):
    """A case as it is written; `revision` is given back with a change, `problems` are against the index."""

    record: dict[str, Any]
    revision: str
    answerable: bool
    problems: list[ProblemModel]


class NewFileRequest(StrictModel):
    """A new set of questions."""

    name: FileName


class CaseRequest(StrictModel):
    """A new case: the fields of a line of a case file."""

    record: dict[str, Any]


class ChangedCaseRequest(CaseRequest):
    """A case, known by its id, in another wording."""

    revision: str = Field(max_length=64)


class TurnCaseRequest(StrictModel):
    """A question of the chat that becomes a case."""

    ref: str = Field(max_length=64)
    grades: dict[Count, Annotated[int, Field(ge=0, le=3)]] = Field(
        default_factory=dict, description="What the citations' passages are worth (0 to 3), by number."
    )
    unanswerable: bool = Field(False, description="The corpus has no answer.")
    note: str = Field("", max_length=2000)


class TurnCitationModel(StrictModel):
    """A citation of an answer that was given."""

    number: int
    document_id: str
    source: str
    title: str
    page: int | None
    quote: str


class TurnFeedbackModel(StrictModel):
    """What somebody said of the answer."""

    target: Literal["answer", "claim", "citation"]
    number: int
    rating: Literal["right", "wrong_passage", "missing_source"]
    comment: str


class TurnModel(StrictModel):
    """A question that was asked; `times` tells how often. Whose it is stays out."""

    ref: str
    question: str
    searched: str | None
    asked_on: str
    language: Literal["fr", "en"]
    status: Literal["answered", "partial", "no_evidence"]
    times: int
    citations: list[TurnCitationModel]
    feedback: list[TurnFeedbackModel]


class TurnsModel(StrictModel):
    """Questions of the chat: one's own, those with feedback, those the corpus had no answer to."""

    own: list[TurnModel]
    feedback: list[TurnModel]
    unanswered: list[TurnModel]


class SeriesModel(StrictModel):
    """Passages to grade, and how many of them each person has graded."""

    name: str
    file: str
    passages: int
    cases: int
    graded: dict[str, int]


class SeriesRequest(StrictModel):
    """Passages to grade for cases (none named: all that are measured)."""

    file: FileName
    ids: list[str] = Field(default_factory=list, max_length=2000)
    depth: int = Field(10, ge=1, le=50, description="Passages taken of each leg.")


class GradedModel(StrictModel):
    """One passage to grade, with the person's own grade; without title, source, page and text where its document may
    not be shown any more, or is not in the library any more.
    """

    number: int
    case: str
    question: str
    history: list[str]
    title: str
    source: str
    page: int | None
    text: str
    grade: int | None


class GradeRequest(StrictModel):
    """What a person says of one passage; None takes it back."""

    judge: JudgeName
    number: Count
    grade: int | None = Field(None, ge=0, le=3)


class AdoptRequest(StrictModel):
    """Whose grades go into the cases."""

    first: JudgeName
    second: JudgeName = ""


class AdoptedModel(StrictModel):
    """How many grades went into how many cases, and how many passages have none."""

    cases: int
    grades: int
    ungraded: int


class RunRequest(StrictModel):
    """What to measure."""

    files: list[FileName] = Field(max_length=50)
    kinds: list[Literal["retrieval", "answers"]] = Field(max_length=2)
    judge: Literal["lexical", "nli", "llm"] = "lexical"
    limit: int | None = Field(None, ge=1, le=100_000, description="Only the first questions of each file.")
    trial: TrialModel = Field(default_factory=TrialModel)


class ReasonModel(StrictModel):
    """One finding of the gate."""

    colour: Literal["red", "amber", "green"]
    text: str


class GateModel(StrictModel):
    """A measurement's colour beside its reference, with reasons."""

    colour: Literal["red", "amber", "green"]
    invariants: int
    compared: int
    reasons: list[ReasonModel]


class ReportModel(StrictModel):
    """A measurement of a list; `error` where its file can't be read any more."""

    name: str
    kind: str
    set: str
    made_at: str
    questions: int
    run: str
    judge: str
    figures: dict[str, float | None]
    says: dict[str, str]
    settings: dict[str, Any]
    gate: GateModel | None
    is_reference: bool
    error: str


class ComparisonModel(StrictModel):
    """Two measurements on the same questions; `says` tells what each metric is."""

    before: dict[str, Any]
    after: dict[str, Any]
    runs: list[dict[str, Any]]
    says: dict[str, str]
    better: dict[str, str]
